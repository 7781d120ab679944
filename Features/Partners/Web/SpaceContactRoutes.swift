import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The enterprise's own contacts.
struct SpaceContactRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/enterprise/contacts", needs: .spaceRead) { try await list(try await Space.load($0)) }
    member.get("/enterprise/contacts/new", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await form(space, blank(space), isNew: true)
    }
    member.post("/enterprise/contacts", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await save(space, blank(space), isNew: true)
    }
    member.post("/enterprise/contacts/reveal", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      try await SaveEnterpriseContact(services).reveal(by: member.actor)
      return try await list(space, isRevealed: true)
    }
    member.get("/enterprise/contacts/{contact}/edit", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await form(space, try await contact(space), isNew: false)
    }
    member.post("/enterprise/contacts/{contact}/edit", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await save(space, try await contact(space), isNew: false)
    }
    member.post("/enterprise/contacts/{contact}/remove", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      try await SaveEnterpriseContact(services).remove(try await contact(space), by: member.actor)
      return .redirect(to: SpaceLinks.contacts, flash: .ok("partners.contact.removed"))
    }
  }

  private func blank(_ space: Space) -> EnterpriseContact {
    EnterpriseContact(id: services.ids.next(), enterpriseID: space.enterprise.id)
  }

  private func contact(_ space: Space) async throws -> EnterpriseContact {
    let id = try space.member.exchange.parameter("contact", as: ID<EnterpriseContact>.self)
    let (enterprise, sealer) = (space.enterprise.id, services.sealer)
    let found = try await space.read { try EnterpriseContactBook(sealer).contact(id, of: enterprise, on: $0) }
    guard let found else { throw WebError.notFound }
    return found
  }

  private func list(_ space: Space, isRevealed: Bool = false) async throws -> Reply {
    let (t, id, sealer) = (space.t, space.enterprise.id, services.sealer)
    let (contacts, shares) = try await space.read { connection in
      (
        try EnterpriseContactBook(sealer).contacts(of: id, on: connection),
        try ShareStore.shares(of: id, on: connection)
      )
    }
    let add: HTML =
      space.mayManage
      ? LinkButton(t("partners.contact.add"), to: SpaceLinks.newContact, style: .primary, icon: .plus).html : .empty
    let reveal: HTML =
      space.mayManage && !isRevealed && !contacts.isEmpty
      ? PostButton(
        t("partners.contact.reveal"), to: Link("\(SpaceLinks.contacts.text)/reveal"), csrf: space.csrf, icon: .eye,
        isSmall: true
      ).html : .empty
    let table = DataTable(
      caption: t("partners.space.contacts"),
      columns: [
        DataTable.Column("name", t("partners.contact.name"), phone: .title),
        DataTable.Column("position", t("partners.contact.position")),
        DataTable.Column("phone", t("partners.contact.phone")), DataTable.Column("mail", t("partners.contact.mail")),
        DataTable.Column("note", t("partners.space.contact.note")),
        DataTable.Column("shared", t("partners.space.contact.sharedWith"), isNarrow: true),
      ],
      rows: contacts.map { contact in
        func shown(_ name: String) -> String {
          EnterpriseContactFields.shown(name, contact, isRevealed: isRevealed)
        }
        let count = shares.values.count { $0.contacts.contains(contact.id) }
        return DataTable.Row(
          id: "\(contact.id)", name: shown("name"),
          link: space.mayManage ? Link("\(SpaceLinks.contact(contact.id).text)/edit") : nil,
          [
            .text(shown("name")), .text(contact.position), .text(shown("phone")), .text(shown("mail")),
            .text(contact.note), .text(t("partners.space.contact.schools", ["count": "\(count)"])),
          ])
      }, tools: reveal,
      empty: EmptyState(
        icon: .users, title: t("partners.space.contact.empty"), text: t("partners.space.contact.empty.text"),
        actions: add), id: "contacts", t)
    let note: HTML = isRevealed ? Alert(.info, "<p>\(t("partners.contact.revealed"))</p>").html : .empty
    return try await space.page(
      t("partners.space.contacts"), actions: contacts.isEmpty ? .empty : add, note + table.html)
  }

  private func save(_ space: Space, _ contact: EnterpriseContact, isNew: Bool) async throws -> Reply {
    let typed = space.member.exchange.form
    let reading = EnterpriseContactFields.description.read(typed, into: contact)
    guard reading.problems.isEmpty else {
      return try await form(space, contact, isNew: isNew, typed: typed, problems: reading.problems)
    }
    var record = reading.record
    if !isNew { record.version = space.version }
    do {
      try await SaveEnterpriseContact(services)(record, isNew: isNew, by: space.member.actor)
    } catch SpaceError.stale {
      return try await form(
        space, contact, isNew: isNew, typed: typed, problems: [FieldProblem("", "partners.space.problem.staleForm")])
    }
    return .redirect(to: SpaceLinks.contacts, flash: .ok("partners.contact.saved"))
  }

  private func form(
    _ space: Space, _ contact: EnterpriseContact, isNew: Bool, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let t = space.t
    let action = isNew ? SpaceLinks.contacts : Link("\(SpaceLinks.contact(contact.id).text)/edit")
    let fields = RecordForm(EnterpriseContactFields.description, record: contact, typed: typed, problems: problems, t)
    let form = FormView(
      action: action, csrf: space.csrf, hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(FormField.hidden("version", "\(contact.version)"))\
      \(FieldGroup(t("partners.contact.group"), hint: t("partners.space.contact.hint"), fields.fields(["name", "position", "phone", "mail", "note"])))\
      \(ButtonBar("\(Button(t("partners.contact.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: SpaceLinks.contacts, style: .quiet))"))
      """)
    let removal: HTML =
      isNew
      ? .empty
      : PostButton(
        t("partners.contact.remove"), to: Link("\(SpaceLinks.contact(contact.id).text)/remove"), csrf: space.csrf,
        style: .danger, icon: .trash, confirm: t("partners.space.contact.remove.confirm")
      ).html
    return try await space.page(
      t(isNew ? "partners.contact.new" : "partners.contact.edit"),
      crumbs: [Crumb(t("partners.space.contacts"), SpaceLinks.contacts)], actions: removal,
      status: problems.isEmpty ? 200 : 422, form.html)
  }
}
