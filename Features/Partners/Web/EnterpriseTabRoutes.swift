import Accounts
import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What a school does with what an enterprise keeps itself: looking, marking
/// as seen, inviting its administrator, hiding its page, confirming a name.
struct EnterpriseTabRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/partners/{partner}/enterprise", needs: .partnersRead) { member in
      try await PartnerPage.load(member).reply(.enterprise)
    }
    member.post("/partners/{partner}/changes/seen", needs: .partnersManage) { member in
      guard let until = member.exchange.form["until"].flatMap({ ID<EnterpriseChange>($0) }) else {
        throw WebError.badRequest(Message("partners.space.problem.until"))
      }
      let id = try partnership(member)
      try await SeeChanges(services)(until: until, of: id, by: member.actor)
      return .redirect(to: SpaceLinks.tab(id), flash: .ok("partners.space.flash.seen"))
    }
    member.get("/partners/{partner}/documents/{document}", needs: .partnersRead) { try await document($0) }
    member.post("/partners/{partner}/page/hide", needs: .enterprisesModerate) { try await hide($0) }
    member.post("/partners/{partner}/page/show", needs: .enterprisesModerate) { member in
      let id = try partnership(member)
      try await HidePage(services)(nil, id, by: member.actor)
      return .redirect(to: SpaceLinks.tab(id), flash: .ok("partners.space.flash.shown"))
    }
    member.post("/partners/{partner}/identity/{request}", needs: .enterprisesModerate) { try await decide($0) }
    member.get("/partners/{partner}/administrators/new", needs: .partnersManage) { member in
      let page = try await PartnerPage.load(member)
      return try await member.confirmed(thenTo: SpaceLinks.invite(page.partner.partnership.id)) {
        try await form(page, typed: nil, problems: [])
      }
    }
    member.post("/partners/{partner}/administrators", needs: .partnersManage) { try await invite($0) }
    member.post("/partners/{partner}/administrators/{membership}/invite", needs: .partnersManage) { member in
      let page = try await PartnerPage.load(member)
      let id = try member.exchange.parameter("membership", as: ID<Membership>.self)
      let link = SpaceLinks.tab(page.partner.partnership.id)
      return try await member.confirmed(thenTo: link) {
        let outcome = try await RenewEnterpriseInvitation(services)(
          id, of: page.partner.enterprise, language: member.t.language, by: member.actor)
        return try await EnterpriseInvitationPage(member: member, outcome: outcome, back: link).reply()
      }
    }
  }

  private func partnership(_ member: Member) throws -> ID<Partnership> {
    try member.exchange.parameter("partner", as: ID<Partnership>.self)
  }

  /// A file that the enterprise shares with this school; others are not there.
  private func document(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("document", as: ID<EnterpriseDocument>.self)
    let (scope, partnership) = (member.actor.scope, try partnership(member))
    let found = try await services.database.read { connection -> EnterpriseDocument? in
      guard let partner = try PartnershipStore.partner(partnership, in: scope, on: connection),
        try ShareStore.shared(by: partner.enterprise.id, with: partner.partnership.schoolID, on: connection)
          .parts.contains(.documents)
      else { return nil }
      return try SpaceStore.document(id, of: partner.enterprise.id, on: connection)
    }
    guard let found else { throw WebError.notFound }
    return try EnterpriseFile.download(found, services)
  }

  private func hide(_ member: Member) async throws -> Reply {
    let reason = FieldText.trimmed(member.exchange.form["reason"] ?? "")
    var problems: [FieldProblem] = []
    if reason.isEmpty { problems.append(FieldProblem("reason", "partners.space.problem.reason")) }
    if reason.count > HidePage.longestReason {
      problems.append(
        FieldProblem("reason", "kit.records.tooLong", ["max": "\(HidePage.longestReason)", "count": "\(reason.count)"]))
    }
    guard problems.isEmpty else { return try await PartnerPage.load(member).reply(.enterprise, problems: problems) }
    let id = try partnership(member)
    try await HidePage(services)(reason, id, by: member.actor)
    return .redirect(to: SpaceLinks.tab(id), flash: .ok("partners.space.flash.hidden"))
  }

  private func decide(_ member: Member) async throws -> Reply {
    let id = try partnership(member)
    let request = try member.exchange.parameter("request", as: ID<IdentityRequest>.self)
    let answer = FieldText.trimmed(member.exchange.form["answer"] ?? "")
    let isAccepted = member.exchange.form["decision"] == "accept"
    var problem: FieldProblem?
    if !isAccepted, answer.isEmpty { problem = FieldProblem("answer", "partners.space.problem.answer") }
    if answer.count > IdentityRequest.longestReason {
      problem = FieldProblem(
        "answer", "kit.records.tooLong", ["max": "\(IdentityRequest.longestReason)", "count": "\(answer.count)"])
    }
    if let problem { return try await PartnerPage.load(member).reply(.enterprise, problems: [problem]) }
    do {
      try await DecideIdentity(services)(isAccepted, answer: answer, request, of: id, by: member.actor)
    } catch PartnersError.creditCodeTaken(let name) {
      return try await PartnerPage.load(member).reply(
        .enterprise, problems: [FieldProblem("answer", "partners.problem.creditCodeTaken", ["name": name])])
    }
    return .redirect(
      to: SpaceLinks.tab(id),
      flash: .ok(isAccepted ? "partners.space.flash.identityAccepted" : "partners.space.flash.identityRefused"))
  }

  // MARK: Inviting

  private func invite(_ member: Member) async throws -> Reply {
    let page = try await PartnerPage.load(member)
    let id = page.partner.partnership.id
    return try await member.confirmed(thenTo: SpaceLinks.invite(id)) {
      let form = member.exchange.form
      let reading = EnterprisePersonForm.read(form)
      guard reading.problems.isEmpty else { return try await self.form(page, typed: form, problems: reading.problems) }
      do {
        let outcome = try await InviteEnterprisePerson(services)(
          reading.record, to: id, language: member.t.language, by: member.actor)
        return try await EnterpriseInvitationPage(member: member, outcome: outcome, back: SpaceLinks.tab(id)).reply()
      } catch let invalid as Invalid {
        return try await self.form(page, typed: form, problems: invalid.problems)
      }
    }
  }

  /// Filled with one of the school's contacts where the address names one.
  private func form(_ page: PartnerPage, typed: FormData?, problems: [FieldProblem]) async throws -> Reply {
    let (member, t, id) = (page.member, page.member.t, page.partner.partnership.id)
    var blank = NewEnterprisePerson()
    let asked = member.exchange.query["contact"]
    if let contact = page.contacts.first(where: { $0.id.description == asked }) {
      (blank.name, blank.mail, blank.phone) = (contact.name, contact.mail, contact.phone)
    }
    let choices = page.contacts.isEmpty || typed != nil ? HTML.empty : contacts(page)
    let form = EnterprisePersonForm.html(
      to: SpaceLinks.administrators(id), cancel: SpaceLinks.tab(id), blank, typed: typed, problems: problems,
      note: "partners.space.invite.note", member)
    return try await member.page(
      PageContent(
        title: t("partners.space.invite"),
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(page.partner.enterprise.name, PartnerLinks.show(id)),
          Crumb(t("partners.space.tab"), SpaceLinks.tab(id)), Crumb(t("partners.space.invite")),
        ], status: problems.isEmpty ? 200 : 422, content: "\(choices)\(form)"))
  }

  /// Links that fill the form with a contact, whose name stays masked here.
  private func contacts(_ page: PartnerPage) -> HTML {
    let t = page.member.t
    let links = page.contacts.map { contact -> HTML in
      let name = ContactFields.description.field("name")?.privacy.masked(contact.name) ?? ""
      let link = SpaceLinks.invite(page.partner.partnership.id).with([("contact", contact.id.description)])
      return LinkButton(
        contact.position.isEmpty ? name : "\(name)（\(contact.position)）", to: link, icon: .user, isSmall: true
      ).html
    }
    return "<p>\(t("partners.space.invite.contacts"))</p><div class=\"button-bar\">\(links)</div>"
  }
}

/// The form in which a person of an enterprise is invited, by a school or by a colleague.
enum EnterprisePersonForm {
  static func read(_ form: FormData) -> Reading<NewEnterprisePerson> {
    NewEnterprisePerson.fields.read(form, into: NewEnterprisePerson())
  }

  static func html(
    to action: Link, cancel: Link, _ person: NewEnterprisePerson, typed: FormData?, problems: [FieldProblem],
    note: String, _ member: Member
  ) -> HTML {
    let t = member.t
    let fields = RecordForm(NewEnterprisePerson.fields, record: person, typed: typed, problems: problems, t)
    return FormView(
      action: action, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(FieldGroup(t("partners.space.person.group"), hint: t(note), fields.fields(["name", "mail", "phone", "role"])))\
      \(ButtonBar("\(Button(t("partners.space.person.send"), style: .primary))\(LinkButton(t("kit.cancel"), to: cancel, style: .quiet))"))
      """
    ).html
  }
}

/// What came of an invitation; a link to set a password can be read only here.
struct EnterpriseInvitationPage {
  let member: Member
  let outcome: InviteEnterprisePerson.Outcome
  let back: Link

  func reply() async throws -> Reply {
    let t = member.t
    guard let path = outcome.path else {
      return .redirect(to: back, flash: .ok("partners.space.flash.added", ["name": outcome.name]))
    }
    let address = member.services.installation.baseURL + path
    let mailed: HTML = outcome.isMailed ? "<p>\(t("partners.space.invitation.mailed"))</p>" : .empty
    return try await member.page(
      PageContent(
        title: t("partners.space.invitation.title", ["name": outcome.name]),
        crumbs: [Crumb(t("partners.space.invitation.back"), back), Crumb(t("partners.space.invitation"))],
        content: """
          \(Alert(.ok, title: t("partners.space.invitation.done", ["name": outcome.name]), mailed))\
          \(Card(t("partners.space.invitation.link"), "<p>\(t("partners.space.invitation.text"))</p><p>\(CopyButton(address, t))</p>"))\
          \(ButtonBar("\(LinkButton(t("partners.space.invitation.back"), to: back))"))
          """)
    )
  }
}

/// Files of enterprises as they go out.
enum EnterpriseFile {
  /// A document to be saved under its name.
  static func download(_ document: EnterpriseDocument, _ services: Services) throws -> Reply {
    guard let digest = FileDigest(document.digest), services.files.contains(digest) else { throw WebError.notFound }
    let type = FileType(rawValue: document.type)?.mediaType ?? "application/octet-stream"
    return .file(
      at: services.files.path(of: digest), contentType: type, fileName: document.name, inline: false,
      tag: document.digest)
  }

  /// A picture to be shown in a page. Its address names its content.
  static func picture(_ text: String, _ services: Services) throws -> Reply {
    guard let digest = FileDigest(text) else { throw WebError.notFound }
    let path = services.files.path(of: digest)
    guard services.files.contains(digest), let type = try FileType.detect(path: path, fileName: "") else {
      throw WebError.notFound
    }
    return .file(
      at: path, contentType: type.mediaType, fileName: "picture.\(type.endings.first ?? "png")", inline: true,
      tag: text
    ).caching(.forever)
  }
}
