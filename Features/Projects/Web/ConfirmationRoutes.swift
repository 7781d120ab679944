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

/// The school's side of a balance: it asks the enterprise by link, and answers what the enterprise noted.
struct ConfirmationRoutes: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/partners/{partner}/balance"
    member.get("\(one)/confirm", needs: .projectsRead) { try await ConfirmPage.load($0).reply() }
    member.post("\(one)/confirm", needs: .projectsWrite) { try await answer($0) }
    member.post("\(one)/requests", needs: .projectsManage) { try await ask($0) }
    member.post("\(one)/requests/{link}/revoke", needs: .projectsManage) { try await revoke($0) }
  }

  private func partner(_ member: Member) throws -> ID<Partnership> {
    try member.exchange.parameter("partner", as: ID<Partnership>.self)
  }

  private func answer(_ member: Member) async throws -> Reply {
    let page = try await ConfirmPage.load(member)
    let form = member.exchange.form
    let sent = SentAnswer(form)
    do {
      let outcome = try await ConfirmLedger(services).answer(
        sent.seen, sent.standing, saying: sent.words, in: page.place.id, year: page.place.year,
        by: .school(member.actor))
      let words = sent.flash(outcome)
      return .redirect(
        to: ConfirmationLinks.confirm(page.place.id, year: page.place.year),
        flash: FlashMessage(words.isWarning ? .warning : .ok, Message(words.key, words.arguments)))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch ProjectError.stale {
      return try await ConfirmPage.load(member).reply(typed: form, late: sent)
    } catch is ProjectError {
      throw WebError.notFound
    }
  }

  private func ask(_ member: Member) async throws -> Reply {
    let (id, form) = (try partner(member), member.exchange.form)
    guard let year = BalanceRoutes.year(member) else { throw WebError.notFound }
    do {
      try await AskForConfirmation(services)(
        name: FieldText.trimmed(form["guest.name"] ?? ""), mail: FieldText.trimmed(form["guest.mail"] ?? ""),
        about: id, year: year, by: member.actor)
    } catch let invalid as Invalid {
      return try await BalancePage.reply(member, typed: form, problems: invalid.problems)
    } catch is ProjectError {
      throw WebError.notFound
    }
    return .redirect(to: ProjectLinks.balance(id, year: year), flash: .ok("projects.flash.asked"))
  }

  private func revoke(_ member: Member) async throws -> Reply {
    let id = try partner(member)
    do {
      try await AskForConfirmation(services).revoke(
        try member.exchange.parameter("link", as: ID<GuestLink>.self), of: id, by: member.actor)
    } catch is ProjectError {
      throw WebError.notFound
    }
    return .redirect(
      to: ProjectLinks.balance(id, year: BalanceRoutes.year(member)), flash: .ok("projects.flash.unasked"))
  }
}

/// `/partners/{partner}/balance/confirm`: what the enterprise noted and the school has not answered.
struct ConfirmPage {
  let member: Member
  let place: BalancePlace
  let rows: [LedgerRow]
  let files: [ID<LedgerEntry>: [Attachment]]

  /// - Throws: `WebError.notFound`.
  static func load(_ member: Member) async throws -> ConfirmPage {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let scope = member.actor.scope
    let year = BalanceRoutes.year(member) ?? member.now.day.year
    var query = LedgerQuery()
    (query.partnershipID, query.year, query.notedSide, query.limit) = (id, year, .enterprise, 200)
    query.standings = [.noted, .disputed]
    let asked = query
    let page = try await member.services.database.read { connection -> ConfirmPage? in
      guard let place = try BalancePlace.find(id, year: year, in: scope, on: connection) else { return nil }
      let rows = try LedgerStore.page(asked, in: ProjectSight(scope), on: connection).rows
      var files: [ID<LedgerEntry>: [Attachment]] = [:]
      for row in rows {
        files[row.entry.id] = try AttachmentStore.attachments(
          of: .entry(row.entry), school: place.schoolID, on: connection)
      }
      return ConfirmPage(member: member, place: place, rows: rows, files: files)
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], late: SentAnswer? = nil
  ) async throws -> Reply {
    let t = member.t
    var cards = LedgerCards(
      t: t, csrf: member.exchange.csrfToken, action: ConfirmationLinks.confirm(place.id, year: place.year),
      side: .school, isOpen: member.actor.may(.projectsWrite), now: member.now)
    (cards.files, cards.typed, cards.problems) = (files, typed, problems)
    cards.file = { entry, file in Link("\(ProjectLinks.entry(entry.id, "attachments").text)/\(file.id)") }
    let waiting = rows.filter { $0.entry.standing == .noted }
    let disputed = rows.filter { $0.entry.standing == .disputed }
    let notice: HTML =
      late.map { sent -> HTML in
        let typed: HTML =
          sent.words.isEmpty ? .empty : "<p>\(t("projects.late.typed"))</p>\(ProjectWords.paragraphs(sent.words))"
        return Alert(
          .warning, title: t("projects.confirm.late"), "<p>\(t("projects.confirm.late.text"))</p>\(typed)"
        ).html
      } ?? .empty
    let summary = ErrorSummary(
      problems.map { problem in
        let seen = typed?.all("entries").compactMap { SeenEntry($0) }.first
        return .init(
          field: problem.field == "answer" ? seen.map { "answer.\($0.id)" } : nil, t(problem.message))
      }, t)
    let none: HTML =
      waiting.isEmpty
      ? EmptyState(icon: .check, title: t("projects.confirm.none"), text: t("projects.confirm.none.text")).html : .empty
    let rest: HTML =
      disputed.isEmpty
      ? .empty : "<h2>\(t("projects.confirm.disputed"))</h2>\(disputed.map { cards.card($0) })"
    let name = place.partner.enterprise.name
    return try await member.page(
      PageContent(
        title: t("projects.confirm.title", ["enterprise": name, "year": "\(place.year)"]),
        crumbs: [
          Crumb(t("projects.balances"), ProjectLinks.balances),
          Crumb(name, ProjectLinks.balance(place.id, year: place.year)), Crumb(t("projects.confirm")),
        ], status: late != nil ? 409 : problems.isEmpty ? 200 : 422,
        content: """
          <div class="stack">\(notice)\(summary)\(none)\(waiting.count > 1 ? Card(nil, cards.all(waiting)).html : .empty)\
          \(waiting.map { cards.card($0) })\(rest)</div>
          """))
  }
}

/// On the page of a balance: how far both sides agree, whom to ask, and who was.
struct ConfirmationCard {
  let member: Member
  let place: BalancePlace
  let sheet: BalanceSheet
  let links: [GuestLink]
  let typed: FormData?
  let problems: [FieldProblem]

  private var t: Localizer { member.t }

  var html: HTML {
    func row(_ label: String, _ standing: LedgerStanding, by side: LedgerSide? = nil, _ link: Link? = nil) -> HTML {
      let share = sheet.share(standing, by: side)
      guard share.entries > 0 else { return .empty }
      let rows =
        link
        ?? ProjectLinks.ledger.with([
          ("partner", "\(place.id)"), ("year", "\(place.year)"), ("standing", standing.rawValue),
          ("noted", side?.rawValue ?? ""),
        ])
      return """
        <tr><th scope="row">\(t(label))</th><td><a href="\(rows)">\(t("projects.standing.entries", ["count": "\(share.entries)"]))</a></td>\
        <td>\(t.money(fen: share.value))</td></tr>
        """
    }
    let lines: HTML = """
      \(row("projects.standing.confirmed", .confirmed))\(row("projects.standing.bySchool", .noted, by: .school))\
      \(row("projects.standing.byEnterprise", .noted, by: .enterprise, ConfirmationLinks.confirm(place.id, year: place.year)))\
      \(row("projects.standing.disputed", .disputed))
      """
    return Card(
      t("projects.standing"),
      """
      <p>\(StandingWords(t: t).confirmed(sheet))</p>\
      \(lines.isEmpty ? .empty : "<div class=\"scroll\"><table class=\"plain figures\"><tbody>\(lines)</tbody></table></div>")\
      \(member.actor.may(.projectsManage) ? "\(list)\(form)" : .empty)
      """
    ).html
  }

  private var form: HTML {
    func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }
    let view = FormView(
      action: ConfirmationLinks.requests(place.id, year: place.year), csrf: member.exchange.csrfToken,
      guardsChanges: false, hasErrors: !problems.isEmpty, t,
      """
      <p class="soft">\(t("projects.ask.text"))</p>\
      \(FormField.text("guest.name", label: t("projects.ask.name"), value: typed?["guest.name"] ?? "", error: error("guest.name"), required: true, width: .medium, maxLength: 40))\
      \(FormField.text("guest.mail", label: t("projects.ask.mail"), value: typed?["guest.mail"] ?? "", kind: .email, error: error("guest.mail"), required: true, width: .medium, maxLength: 200))\
      \(ButtonBar("\(Button(t("projects.ask.send"), icon: .mail, isSmall: true))"))
      """)
    return """
      <details class="screen-only"\(if: !problems.isEmpty, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("projects.ask"))</summary>\(view)</details>
      """
  }

  private var list: HTML {
    guard !links.isEmpty else { return .empty }
    let rows = links.reversed().prefix(8).map { link -> HTML in
      let state = link.state(at: member.now)
      let revoke: HTML =
        state == .open
        ? PostButton(
          t("projects.ask.revoke"), to: ConfirmationLinks.revoke(place.id, "\(link.id)", year: place.year),
          csrf: member.exchange.csrfToken, style: .quiet, isSmall: true
        ).html : .empty
      let opened = link.openedAt.map { t("projects.ask.opened", ["date": $0.day.description]) }
      return """
        <tr><td>\(link.person.name)</td>\
        <td>\(Badge(state == .open ? .info : .neutral, t("projects.ask.state.\(state.rawValue)")))</td>\
        <td>\(opened ?? t("projects.ask.unopened"))</td><td>\(revoke)</td></tr>
        """
    }
    return "<div class=\"scroll\"><table class=\"plain\"><tbody>\(rows)</tbody></table></div>"
  }
}
