import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Adding, changing, removing and revealing contacts of a partner.
struct ContactRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/partners/{partner}/contacts/new", needs: .partnersManage) { member in
      let partner = try await partner(member)
      return try await form(member, partner, blank(partner))
    }
    member.post("/partners/{partner}/contacts", needs: .partnersManage) { member in
      let partner = try await partner(member)
      return try await save(member, partner, blank(partner), isNew: true)
    }
    member.post("/partners/{partner}/contacts/reveal", needs: .personalReveal) { member in
      let page = try await PartnerPage.load(member)
      try await RevealContacts(services)(of: page.partner, by: member.actor)
      return try await page.reply(.contacts, revealed: true)
    }
    member.get("/partners/{partner}/contacts/{contact}/edit", needs: .partnersManage) { member in
      let partner = try await partner(member)
      return try await form(member, partner, try await contact(member, of: partner))
    }
    member.post("/partners/{partner}/contacts/{contact}/edit", needs: .partnersManage) { member in
      let partner = try await partner(member)
      return try await save(member, partner, try await contact(member, of: partner), isNew: false)
    }
    member.post("/partners/{partner}/contacts/{contact}/remove", needs: .partnersManage) { member in
      let partner = try await partner(member)
      let contact = try await contact(member, of: partner)
      try await RemoveContact(services)(contact, of: partner, by: member.actor)
      return .redirect(to: PartnerLinks.contacts(partner.partnership.id), flash: .ok("partners.contact.removed"))
    }
  }

  /// The partner of the address, without what its page shows around it.
  private func partner(_ member: Member) async throws -> Partner {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let scope = member.actor.scope
    let found = try await services.database.read { try PartnershipStore.partner(id, in: scope, on: $0) }
    guard let found else { throw WebError.notFound }
    return found
  }

  private func blank(_ partner: Partner) -> PartnerContact {
    PartnerContact(
      id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partner.partnership.id)
  }

  private func contact(_ member: Member, of partner: Partner) async throws -> PartnerContact {
    let id = try member.exchange.parameter("contact", as: ID<PartnerContact>.self)
    let (scope, sealer) = (member.actor.scope, services.sealer)
    let found = try await services.database.read { connection in
      try ContactBook(sealer).contact(id, in: scope, on: connection)
    }
    guard let found, found.partnershipID == partner.partnership.id else { throw WebError.notFound }
    return found
  }

  private func save(
    _ member: Member, _ partner: Partner, _ contact: PartnerContact, isNew: Bool
  ) async throws -> Reply {
    let typed = member.exchange.form
    let reading = ContactFields.description.read(
      typed.has("isMain") ? typed : typed.setting("isMain", to: ["0"]), into: contact)
    guard reading.problems.isEmpty else {
      return try await form(member, partner, contact, typed: typed, problems: reading.problems)
    }
    try await SaveContact(services)(reading.record, of: partner, isNew: isNew, by: member.actor)
    return .redirect(to: PartnerLinks.contacts(partner.partnership.id), flash: .ok("partners.contact.saved"))
  }

  private func form(
    _ member: Member, _ partner: Partner, _ contact: PartnerContact, typed: FormData? = nil,
    problems: [FieldProblem] = []
  ) async throws -> Reply {
    let t = member.t
    let isNew = contact.name.isEmpty
    let list = PartnerLinks.contacts(partner.partnership.id)
    let action = isNew ? list : Link("\(list.text)/\(contact.id)/edit")
    let fields = RecordForm(ContactFields.description, record: contact, typed: typed, problems: problems, t)
    let form = FormView(
      action: action, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\
      \(FieldGroup(t("partners.contact.group"), fields.fields(["name", "position", "phone", "mail", "isMain", "note"])))\
      \(ButtonBar("\(Button(t("partners.contact.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: list, style: .quiet))"))
      """)
    let removal: HTML =
      isNew
      ? .empty
      : PostButton(
        t("partners.contact.remove"), to: Link("\(list.text)/\(contact.id)/remove"), csrf: member.exchange.csrfToken,
        style: .danger, icon: .trash, confirm: t("partners.contact.remove.confirm")
      ).html
    let title = t(isNew ? "partners.contact.new" : "partners.contact.edit")
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(partner.enterprise.name, PartnerLinks.show(partner.partnership.id)), Crumb(title),
        ], actions: removal, status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}
