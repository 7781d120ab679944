import Activity
import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What the enterprise does by links to one agreement: it comments on clauses
/// while the text is negotiated, and keeps its side of the obligations.
struct InvitationRoutes: Sendable {
  let services: Services

  private static let limits = UploadLimits(
    files: 10, fileBytes: AttachmentRules.policy.limit, totalBytes: 4 * AttachmentRules.policy.limit, fields: 20)

  func add(to table: inout RouteTable, _ member: inout MemberRoutes) {
    let one = "/agreements/{agreement}/invitations"
    member.post(one, needs: .agreementsManage) { try await invite($0) }
    member.post("\(one)/{link}/revoke", needs: .agreementsManage) { try await revoke($0) }

    var talk = GuestRoutes(services, .negotiate)
    talk.get("") { try await GuestTalkPage.load($0).reply() }
    talk.post("/comments") { try await comment($0) }
    table.add(talk.table)

    var duties = GuestRoutes(services, .duties)
    duties.get("") { try await GuestDutiesPage.load($0).reply() }
    duties.post("/{due}/reports", body: .multipart(Self.limits)) { try await report($0) }
    duties.post("/{due}/answer") { try await answer($0) }
    table.add(duties.table)
  }

  // MARK: The office

  private func invite(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let form = member.exchange.form
    do {
      try await InviteEnterprise(services)(
        name: FieldText.trimmed(form["guest.name"] ?? ""), mail: FieldText.trimmed(form["guest.mail"] ?? ""),
        in: LanguageField.read(form["guest.language"], otherwise: page.agreement.language), to: page.agreement.id,
        by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch is AgreementError {
      return try await page.reply(late: true)
    }
    return .redirect(to: AgreementLinks.show(page.agreement.id), flash: .ok("agreements.invite.flash.sent"))
  }

  private func revoke(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    do {
      try await InviteEnterprise(services).revoke(
        try member.exchange.parameter("link", as: ID<GuestLink>.self), of: page.agreement.id, by: member.actor)
    } catch is AgreementError {
      throw WebError.notFound
    }
    return .redirect(to: AgreementLinks.show(page.agreement.id), flash: .ok("agreements.invite.flash.revoked"))
  }

  // MARK: The enterprise

  private func comment(_ guest: Guest) async throws -> Reply {
    let form = guest.exchange.form
    let clause = form["clause"] ?? ""
    do {
      try await TalkOfAgreement(services).say(
        FieldText.trimmed(form["body.\(clause)"] ?? ""), to: clause, by: guest.link)
    } catch let invalid as Invalid {
      return try await GuestTalkPage.load(guest).reply(typed: form, problems: invalid.problems)
    } catch is AgreementError {
      return try await GuestTalkPage.load(guest).reply(status: 409)
    }
    return .redirect(to: Link("\(guest.page.text)#clause-\(clause)"), flash: .ok("agreements.flash.commented"))
  }

  private func due(_ guest: Guest) throws -> ID<ObligationDue> {
    try guest.exchange.parameter("due", as: ID<ObligationDue>.self)
  }

  private func acting(
    _ guest: Guest, _ due: ID<ObligationDue>, _ form: FormData, flash: String, _ act: () async throws -> Void
  ) async throws -> Reply {
    do {
      try await act()
    } catch let invalid as Invalid {
      if guest.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await GuestDutiesPage.load(guest).reply(typed: form, problems: invalid.problems, at: due)
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch AgreementError.stale {
      throw WebError.conflict(Message("agreements.fulfilment.problem.answered"))
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.obligation.problem.state"))
    }
    let link = Link("\(guest.page.text)#due-\(due)")
    return guest.exchange.wantsJSON
      ? Reply.json(["location": .string(guest.page.text)]).flash(.ok(flash)) : .redirect(to: link, flash: .ok(flash))
  }

  private func report(_ guest: Guest) async throws -> Reply {
    let id = try due(guest)
    let upload = try await guest.exchange.upload()
    let (entry, problems) = ReportForm.read(upload.form, due: id, services: services)
    return try await acting(guest, id, upload.form, flash: "agreements.fulfilment.flash.reported") {
      guard problems.isEmpty, var entry else { throw Invalid(problems) }
      (entry.side, entry.person) = (.enterprise, guest.link.person.name)
      let received = try await KeepAttachments(services).receive(
        upload.files("evidence.\(id)"), slot: { _ in "due-\(id)" })
      try await KeepObligations(services).report(
        entry, evidence: received, to: id, of: ID(rawValue: guest.link.subject.id), by: .guest(guest.link))
    }
  }

  private func answer(_ guest: Guest) async throws -> Reply {
    let (id, form) = (try due(guest), guest.exchange.form)
    guard let entry = form["entry"].flatMap({ ID<Fulfilment>($0) }) else { throw WebError.notFound }
    let isRight = form["decision"] == "confirmed"
    let flash = "agreements.fulfilment.flash.\(isRight ? "confirmed" : "refused")"
    return try await acting(guest, id, form, flash: flash) {
      try await KeepObligations(services).answer(
        entry, isRight: isRight, saying: FieldText.trimmed(form["answer.\(entry)"] ?? ""), to: id,
        of: ID(rawValue: guest.link.subject.id), by: .guest(guest.link))
    }
  }
}

/// On the agreement's page: whom of the enterprise to write to, and who was.
struct InviteCard {
  let page: AgreementPage
  let typed: FormData?
  let problems: [FieldProblem]

  var html: HTML {
    let t = page.member.t
    let agreement = page.agreement
    guard page.member.actor.may(.agreementsManage), let purpose = InviteEnterprise.purpose(for: agreement) else {
      return .empty
    }
    func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }
    let form = FormView(
      action: AgreementLinks.page(agreement.id, "invitations"), csrf: page.member.exchange.csrfToken,
      guardsChanges: false, t,
      """
      <p class="soft">\(t("agreements.invite.\(purpose.path).text"))</p>\
      \(FormField.text("guest.name", label: t("agreements.signing.person"), value: typed?["guest.name"] ?? "", error: error("guest.name"), required: true, width: .medium, maxLength: 40))\
      \(FormField.text("guest.mail", label: t("agreements.signing.mail"), value: typed?["guest.mail"] ?? "", kind: .email, error: error("guest.mail"), required: true, width: .medium, maxLength: 200))\
      \(LanguageField.html("guest.language", label: t("agreements.field.guestLanguage"), value: LanguageField.read(typed?["guest.language"], otherwise: agreement.language), hint: t("agreements.field.guestLanguage.hint")))\
      \(ButtonBar("\(Button(t("agreements.invite.send"), icon: .mail, isSmall: true))"))
      """)
    let isOpen = problems.contains { $0.field.hasPrefix("guest.") }
    return Card(
      t("agreements.invite.\(purpose.path)"),
      """
      \(list(t))<details class="screen-only"\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("agreements.invite.new"))</summary>\(form)</details>
      """
    ).html
  }

  private func list(_ t: Localizer) -> HTML {
    guard !page.links.isEmpty else { return .empty }
    let rows = page.links.map { link -> HTML in
      let state = link.state(at: page.member.now)
      let revoke: HTML =
        state == .open
        ? PostButton(
          t("agreements.invite.revoke"),
          to: Link("\(AgreementLinks.page(page.agreement.id, "invitations").text)/\(link.id)/revoke"),
          csrf: page.member.exchange.csrfToken, style: .quiet, isSmall: true
        ).html : .empty
      let opened = link.openedAt.map { t("agreements.invite.opened", ["date": $0.day.description]) }
      return """
        <tr><td>\(link.person.name) <span class="soft">\(link.person.language.ownName)</span></td><td>\(Badge(state == .open ? .info : .neutral, t("agreements.invite.state.\(state.rawValue)")))</td>\
        <td>\(opened ?? t("agreements.invite.unopened"))</td><td>\(revoke)</td></tr>
        """
    }
    return "<table class=\"plain\"><tbody>\(rows)</tbody></table>"
  }
}
