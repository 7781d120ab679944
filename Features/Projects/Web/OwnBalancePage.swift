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
          \(tiles)</div><div class="columns"><div class="stack">\(asked(cards))\(table(given: true))\(table(given: false))\
          \(chart)</div><div class="stack">\(standing)</div></div>\(entries)
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
    return StatRow([
      tile("projects.balance.enterpriseGiven", .enterprise, given: true),
      tile("projects.balance.enterpriseGained", .enterprise, given: false),
      tile("projects.balance.schoolGiven", .school, given: true),
      tile("projects.balance.schoolGained", .school, given: false),
    ]).html
  }

  private var standing: HTML {
    let disputed = sheet.share(.disputed)
    let open: HTML =
      disputed.entries > 0
      ? "<p class=\"soft\">\(t("projects.standing.disputedSum", ["count": "\(disputed.entries)", "value": t.money(fen: disputed.value)]))</p>"
      : .empty
    let ratio: HTML =
      sheet.ratio(.enterprise).map { ratio -> HTML in
        "<p>\(t("projects.own.ratio", ["ratio": t.number(ratio, fractionDigits: 2)]))</p>"
      } ?? .empty
    return Card(
      t("projects.standing"),
      "<p>\(StandingWords(t: t).confirmed(sheet))</p>\(open)\(ratio)<p class=\"soft\">\(t("projects.balance.basis.text"))</p>"
    ).html
  }

  private func table(given: Bool) -> HTML {
    let title = t(given ? "projects.ledger.given" : "projects.ledger.gained")
    return BalanceTable(
      t: t, title: title, id: given ? "given" : "gained", lines: sheet.lines(given: given),
      open: { line in Link("#rows-\(line.kind.rawValue)") }, rule: nil
    ).html
  }

  private var chart: HTML {
    guard years.count > 1 else { return .empty }
    return Card(nil, BalancePage.course(years, t) { _, _, _ in nil }).html
  }

  // MARK: Entries

  private func asked(_ cards: LedgerCards) -> HTML {
    let open = waiting
    let ours = rows.filter { $0.entry.standing == .disputed && $0.entry.notedSide == .school }
    let mine = rows.filter { $0.entry.standing != .confirmed && $0.entry.notedSide == .enterprise }
    let none: HTML =
      rows.isEmpty
      ? EmptyState(icon: .report, title: t("projects.balance.empty"), text: t("projects.own.empty")).html
      : Alert(.ok, title: t("projects.own.nothingWaits")).html
    let all: HTML = open.count > 1 && visit.isOpen ? Card(nil, cards.all(open)).html : .empty
    return """
      \(open.isEmpty ? none : "<h2 id=\"waiting\">\(t("projects.own.waiting", ["count": "\(open.count)"]))</h2>\(all)" as HTML)\
      \(open.map { cards.card($0) })\(section("projects.own.ourDisputes", ours, cards))\
      \(section("projects.own.mine", mine, cards))
      """
  }

  private func section(_ title: String, _ rows: [LedgerRow], _ cards: LedgerCards) -> HTML {
    rows.isEmpty ? .empty : "<h2>\(t(title, ["count": "\(rows.count)"]))</h2>\(rows.map { cards.card($0) })"
  }

  /// The rows behind the figures, by kind; a figure leads to the first of its kind.
  private var entries: HTML {
    guard !rows.isEmpty else { return .empty }
    let words = LedgerWords(t: t)
    let sorted = LedgerKind.allCases.flatMap { kind in
      rows.filter { $0.entry.kind == kind }.enumerated().map { (isFirst: $0.offset == 0, row: $0.element) }
    }
    let base = visit.below("files").text
    let table = DataTable(
      caption: t("projects.own.entries"),
      columns: [
        .init("title", t("projects.ledger.field.title"), phone: .title),
        .init("day", t("projects.ledger.field.day"), isNarrow: true), .init("kind", t("projects.ledger.kind")),
        .init("measure", t("projects.ledger.measure"), alignment: .end, isNarrow: true),
        .init("value", t("projects.ledger.value"), alignment: .end, isNarrow: true),
        .init("standing", t("projects.standing")),
      ],
      rows: sorted.map { isFirst, row in
        let entry = row.entry
        let anchor: HTML = isFirst ? "<span id=\"rows-\(entry.kind.rawValue)\"></span>" : .empty
        let list = (files[entry.id] ?? []).map { file -> HTML in
          "<a href=\"\(Link("\(base)/\(file.id)"))\" download=\"\">\(file.name)</a> "
        }
        return DataTable.Row(
          id: "\(entry.id)", name: entry.title,
          [
            DataTable.Cell("\(anchor)\(entry.title)", second: list.isEmpty ? nil : list.joined()),
            .text(entry.day.description), .text(t(entry.kind.label), second: t(entry.side.label)),
            .text(words.measure(entry), second: words.promise(entry)), .text(t.money(fen: entry.value)),
            DataTable.Cell(
              StandingWords(t: t).badge(entry).html,
              second: entry.answeredBy.isEmpty ? nil : HTML.text(StandingWords(t: t).who(entry))),
          ])
      }, empty: EmptyState(title: t("projects.ledger.empty")), id: "entries", t)
    return "<h2>\(t("projects.own.entries"))</h2>\(table)"
  }
}
