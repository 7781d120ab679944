import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The balance of a year as the enterprise sees it, on one page to scroll: what
/// both sides gave and gained, what waits for its word, and every entry behind the figures.
struct OwnBalancePage {
  let visit: BalanceVisit
  let sheet: BalanceSheet
  let years: [BalanceYear]
  let rows: [LedgerRow]
  /// Of what the enterprise noted itself.
  let files: [ID<LedgerEntry>: [Attachment]]

  private var t: Localizer { visit.t }
  private var place: BalancePlace { visit.place }

  static func load(_ visit: BalanceVisit) async throws -> OwnBalancePage {
    let place = visit.place
    var query = LedgerQuery()
    (query.partnershipID, query.year, query.limit) = (place.id, place.year, 500)
    let (asked, sight) = (query, visit.sight)
    return try await visit.services.database.read { connection in
      let rows = try LedgerStore.page(asked, in: sight, on: connection).rows
      var files: [ID<LedgerEntry>: [Attachment]] = [:]
      for row in rows where row.entry.notedSide == .enterprise {
        files[row.entry.id] = try AttachmentStore.attachments(
          of: .entry(row.entry), school: place.schoolID, on: connection)
      }
      return OwnBalancePage(
        visit: visit, sheet: try LedgerStore.balance(of: place.id, year: place.year, on: connection),
        years: try LedgerStore.years(of: place.id, on: connection), rows: rows, files: files)
    }
  }

  var waiting: [LedgerRow] { rows.filter { $0.entry.standing == .noted && $0.entry.notedSide == .school } }

  /// - Parameters:
  ///   - typed: an answer that was sent and is wrong.
  ///   - late: an answer that came after somebody else's.
  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], late: SentAnswer? = nil
  ) async throws -> Reply {
    var cards = LedgerCards(
      t: t, csrf: visit.exchange.csrfToken, action: visit.below("answers"), side: .enterprise, isOpen: visit.isOpen,
      now: visit.now)
    let base = visit.below("files")
    (cards.files, cards.typed, cards.problems) = (files, typed, problems)
    cards.file = { _, file in Link("\(base.text)/\(file.id)") }
    let summary = ErrorSummary(problems.map { .init(field: field($0, typed), t($0.message)) }, t)
    let title = t("projects.own.title", ["school": place.schoolName, "year": "\(place.year)"])
    return try await visit.reply(
      PageContent(
        title: title,
        crumbs: visit.hasAccount ? [Crumb(t("projects.own.list"), ConfirmationLinks.ownList), Crumb(title)] : [],
        actions: actions, status: late != nil ? 409 : problems.isEmpty ? 200 : 422,
        content: """
          <div class="stack">\(notice(late))\(summary)\(yearTabs)\
          <p>\(t("projects.own.intro", ["name": visit.voice.name, "enterprise": place.partner.enterprise.name, "school": place.schoolName]))</p>\
          \(tiles)\(ask(cards))\(table(given: true))\(table(given: false))\(chart)\(entries(cards))</div>
          """))
  }

  private func field(_ problem: FieldProblem, _ typed: FormData?) -> String? {
    guard problem.field == "answer", let seen = typed?.all("entries").compactMap({ SeenEntry($0) }).first else {
      return nil
    }
    return "answer.\(seen.id)"
  }

  private func notice(_ late: SentAnswer?) -> HTML {
    guard let late else { return .empty }
    let typed: HTML =
      late.words.isEmpty ? .empty : "<p>\(t("projects.late.typed"))</p>\(ProjectWords.paragraphs(late.words))"
    return Alert(.warning, title: t("projects.confirm.late"), "<p>\(t("projects.confirm.late.text"))</p>\(typed)").html
  }

  private var actions: HTML {
    let pdf = LinkButton(t("projects.balance.pdf"), to: visit.below("balance.pdf"), icon: .print, isDownload: true).html
    guard visit.isOpen else { return pdf }
    return pdf
      + LinkButton(t("projects.own.new"), to: visit.below("entries/new"), style: .primary, icon: .plus).html
  }

  private var yearTabs: HTML {
    guard visit.hasAccount else { return .empty }
    let shown = Set(years.map(\.year) + [visit.now.day.year, place.year]).sorted(by: >).prefix(6)
    return Tabs(
      t("projects.field.year"),
      shown.map {
        .init("\($0)", ConfirmationLinks.own(place.id, year: $0), isCurrent: $0 == place.year)
      }
    ).html
  }

  // MARK: Figures

  private var tiles: HTML {
    func tile(_ label: String, _ side: LedgerSide, given: Bool) -> StatTile {
      let words = StandingWords(t: t)
      let whole = sheet.total(side, given: given)
      return StatTile(
        t(label), t.roundMoney(fen: whole), note: words.confirmed(sheet.confirmed(side, given: given), of: whole),
        link: Link("\(visit.page.text)#\(given ? "given" : "gained")"))
    }
    let ratio = sheet.ratio(.enterprise).map { ratio -> HTML in
      "<p>\(t("projects.own.ratio", ["ratio": t.number(ratio, fractionDigits: 2)]))</p>"
    }
    let row = StatRow([
      tile("projects.balance.enterpriseGiven", .enterprise, given: true),
      tile("projects.balance.enterpriseGained", .enterprise, given: false),
      tile("projects.balance.schoolGiven", .school, given: true),
      tile("projects.balance.schoolGained", .school, given: false),
    ])
    let disputed = sheet.share(.disputed)
    let open: HTML =
      disputed.entries > 0
      ? "<p class=\"soft\">\(t("projects.standing.disputedSum", ["count": "\(disputed.entries)", "value": t.money(fen: disputed.value)]))</p>"
      : .empty
    return "\(row)\(ratio)<p>\(StandingWords(t: t).confirmed(sheet))</p>\(open)"
  }

  private func table(given: Bool) -> HTML {
    let (words, id) = (LedgerWords(t: t), given ? "given" : "gained")
    let lines = sheet.lines(given: given)
    let title = t(given ? "projects.ledger.given" : "projects.ledger.gained")
    guard !lines.isEmpty else {
      return Card(title, id: id, "<p class=\"soft\">\(t("projects.balance.none"))</p>").html
    }
    let rows = lines.map { line -> HTML in
      """
      <tr><th scope="row">\(t(line.kind.label)) <span class="soft">\(t(line.side.label))</span></th>\
      <td>\(words.measure(line))</td>\
      <td><a href="#rows-\(line.kind.rawValue)">\(t.money(fen: line.value))</a></td>\
      <td>\(StandingWords(t: t).confirmed(line.confirmed, of: line.value) ?? "")</td></tr>
      """
    }
    return Card(
      title, id: id,
      """
      <div class="scroll"><table class="plain figures"><thead><tr><th scope="col">\(t("projects.ledger.kind"))</th>\
      <th scope="col">\(t("projects.ledger.measure"))</th><th scope="col">\(t("projects.ledger.value"))</th>\
      <th scope="col">\(t("projects.standing"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
    ).html
  }

  private var chart: HTML {
    guard years.count > 1 else { return .empty }
    return Card(nil, BalancePage.course(years, t) { _, _, _ in nil }).html
  }

  // MARK: Entries

  private func ask(_ cards: LedgerCards) -> HTML {
    let open = waiting
    guard !open.isEmpty else {
      return rows.isEmpty
        ? EmptyState(icon: .report, title: t("projects.balance.empty"), text: t("projects.own.empty")).html
        : Alert(.ok, title: t("projects.own.nothingWaits")).html
    }
    return """
      <h2 id="waiting">\(t("projects.own.waiting", ["count": "\(open.count)"]))</h2>\
      \(open.count > 1 && visit.isOpen ? Card(nil, cards.all(open)).html : .empty)\(open.map { cards.card($0) })
      """
  }

  /// All that is answered or its own, by kind: the rows behind the figures.
  private func entries(_ cards: LedgerCards) -> HTML {
    let shown = Set(waiting.map(\.entry.id))
    let kinds = LedgerKind.allCases.filter { kind in rows.contains { $0.entry.kind == kind } }
    guard !kinds.isEmpty else { return .empty }
    let groups = kinds.map { kind -> HTML in
      let of = rows.filter { $0.entry.kind == kind }
      let lines = of.map { row -> HTML in
        shown.contains(row.entry.id)
          ? """
          <p><a href="#entry-\(row.entry.id)">\(row.entry.title)</a> \(t.money(fen: row.entry.value)) \
          \(StandingWords(t: t).badge(row.entry))</p>
          """ : cards.card(row)
      }
      return "<h3 id=\"rows-\(kind.rawValue)\">\(t(kind.label))</h3>\(lines)"
    }
    return "<h2>\(t("projects.own.entries"))</h2>\(groups)"
  }
}
