import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/new?partner=…` and `/visits/{visit}/edit`: one form, filled on a
/// phone right after the visit.
struct VisitFormPage {
  let member: Member
  let partner: Partner
  /// The line of a tour from which it is written down.
  private let plan: VisitPlan?
  private let contacts: [PartnerContact]
  private let owners: [(id: ID<Account>, name: String)]
  private let majors: [String]

  static func load(_ member: Member, _ partner: Partner, plan: VisitPlan? = nil) async throws -> VisitFormPage {
    let (school, sealer) = (partner.partnership.schoolID, member.services.sealer)
    let id = partner.partnership.id
    return try await member.services.database.read { connection in
      VisitFormPage(
        member: member, partner: partner, plan: plan,
        contacts: try ContactBook(sealer).contacts(of: id, in: .school(school), on: connection),
        owners: try MembershipStore.people(holding: VisitTasks.roles, school: school, on: connection),
        majors: try MajorStore.majors(in: .school(school), isActiveOnly: true, on: connection).map(\.name))
    }
  }

  /// A visit of today, with the person who writes it down.
  func blank() async throws -> (visit: Visit, guests: VisitGuests) {
    let actor = member.actor
    var visit = Visit(
      id: member.services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partner.partnership.id,
      day: member.now.day)
    if case .department(_, let own) = actor.scope { visit.departmentID = own }
    let (school, account) = (visit.schoolID, actor.accountID)
    let me = try await member.services.database.read { connection in
      try connection.first(
        """
        SELECT name, staff_number, title FROM teachers
        WHERE school_id = \(school) AND account_id = \(account) AND status = 'active'
        """
      ).map { PersonLine(name: try $0.get(0), number: try $0.get(1), position: try $0.get(2)) }
    }
    let guests = VisitGuests(school: [me ?? PersonLine(name: actor.name)])
    return plan?.filled(visit, guests, of: partner.enterprise, today: member.now.day) ?? (visit, guests)
  }

  func reply(
    _ visit: Visit, guests: VisitGuests, isNew: Bool, typed: FormData? = nil, problems: [FieldProblem] = [],
    status: Int? = nil
  ) async throws -> Reply {
    let t = member.t
    let title = t(isNew ? "partners.visit.new" : "partners.visit.edit")
    let cancel = isNew ? VisitLinks.list(of: partner.partnership.id) : VisitLinks.show(visit.id)
    let fields = RecordForm(VisitFields.description, record: visit, typed: typed, problems: problems, t)
    let lines = self.lines(visit, typed)
    let value = Typed(form: typed, problems: problems, t: t)
    let following: HTML = isNew ? task(value) : .empty
    let form = FormView(
      action: isNew ? VisitLinks.list : VisitLinks.edit(visit.id), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-visit-\(isNew ? partner.partnership.id.description : visit.id.description)",
      hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: VisitForm.labels(lines: lines), t))\
      \(FormField.hidden("partner", partner.partnership.id.description))\
      \(FormField.hidden("version", "\(visit.version)"))\(plan?.fields ?? .empty)\
      \(FieldGroup(t("partners.visit.group.when"), "\(kind(visit, value))\(fields.fields(["day"]))\(times(visit, value))\(fields.fields(["place"]))"))\
      \(people(guests, value))\
      \(FieldGroup(t("partners.visit.group.what"), fields.fields(["content", "result"])))\
      \(following)\(outreach(visit, fields, value, lines: lines))\
      \(ButtonBar("\(Button(t("partners.visit.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: cancel, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.visits.title"), VisitLinks.list),
          Crumb(partner.enterprise.name, PartnerLinks.show(partner.partnership.id)), Crumb(title),
        ], titleNote: "<span class=\"soft\">\(partner.enterprise.name)</span>",
        status: status ?? (problems.isEmpty ? 200 : 422), content: "\(plan?.note(t) ?? .empty)\(form)"))
  }

  // MARK: Parts

  /// What stands in a field: as it was typed where the form comes back.
  private struct Typed {
    let form: FormData?
    let problems: [FieldProblem]
    let t: Localizer

    func callAsFunction(_ name: String, _ kept: String) -> String { form.map { $0[name] ?? "" } ?? kept }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
  }

  private func kind(_ visit: Visit, _ value: Typed) -> FormField {
    let t = member.t
    return .radioGroup(
      "kind", label: t("partners.visit.kind"),
      choices: Visit.Kind.allCases.map { FormField.Choice($0.rawValue, t("partners.visit.kind.\($0.rawValue)")) },
      value: value("kind", visit.kind.rawValue), error: value.error("kind"), required: true)
  }

  private func times(_ visit: Visit, _ value: Typed) -> HTML {
    func time(_ name: String, _ kept: String) -> FormField {
      let shown = value(name, kept)
      return .custom(name, label: member.t("partners.visit.\(name)"), error: value.error(name)) { attributes in
        // What is no time is shown as it was typed: a time field would show nothing.
        let type = shown.isEmpty || ClockText.read(shown) == shown ? "time" : "text"
        return "<input type=\"\(type)\" class=\"short\"\(attributes.html) value=\"\(shown)\"/>"
      }
    }
    return "<div class=\"group-fields paired\">\(time("begins", visit.begins))\(time("ends", visit.ends))</div>"
  }

  private func people(_ guests: VisitGuests, _ value: Typed) -> FieldGroup {
    let t = member.t
    let chosen = value.form.map { Set($0.all("contacts")) } ?? Set(guests.contacts.map(\.description))
    let choices = contacts.map { contact in
      FormField.Choice(contact.id.description, Self.name(contact), hint: nil)
    }
    var content: HTML = FormField.textArea(
      "schoolPeople", label: t("partners.visit.schoolPeople"),
      value: value("schoolPeople", guests.school.map(\.text).joined(separator: "\n")), rows: 3,
      hint: t("partners.visit.schoolPeople.hint"), error: value.error("schoolPeople"), t
    ).html
    if !choices.isEmpty {
      content +=
        FormField.checkboxGroup(
          "contacts", label: t("partners.visit.contacts"), choices: choices, values: chosen,
          error: value.error("contacts")
        ).html
      if choices.count > 1 {
        content +=
          FormField.select(
            "host", label: t("partners.visit.host"), choices: choices,
            value: value("host", guests.host?.description ?? ""),
            blank: t("partners.visit.host.first")
          ).html
      }
    }
    content +=
      FormField.text(
        "otherPeople", label: t("partners.visit.otherPeople"),
        value: value("otherPeople", guests.others.map(\.text).joined(separator: "、")),
        hint: t("partners.visit.otherPeople.hint"), error: value.error("otherPeople"), autocomplete: "off"
      ).html
    return FieldGroup(t("partners.visit.group.who"), content)
  }

  /// A contact to choose: masked like everywhere, told apart by the position.
  static func name(_ contact: PartnerContact) -> String {
    let name = ContactFields.description.field("name")?.privacy.masked(contact.name) ?? ""
    return contact.position.isEmpty ? name : "\(name)（\(contact.position)）"
  }

  private func task(_ value: Typed) -> HTML {
    FieldGroup(
      member.t("partners.visit.group.task"), hint: member.t("partners.visit.group.task.hint"),
      Self.taskFields(
        owners: owners, me: member.actor.accountID, typed: value.form, problems: value.problems, member.t)
    ).html
  }

  static func taskFields(
    owners: [(id: ID<Account>, name: String)], me: ID<Account>, typed: FormData?, problems: [FieldProblem],
    _ t: Localizer
  ) -> HTML {
    let value = Typed(form: typed, problems: problems, t: t)
    return """
      \(FormField.text("taskTitle", label: t("partners.visit.task.title"), value: value("taskTitle", ""), error: value.error("taskTitle"), maxLength: VisitForm.longestTitle))\
      <div class="group-fields paired">\
      \(FormField.select("taskOwner", label: t("partners.visit.task.owner"), choices: owners.map { FormField.Choice($0.id.description, $0.name) }, value: value("taskOwner", me.description), error: value.error("taskOwner")))\
      \(FormField.date("taskDue", label: t("partners.visit.task.due"), value: value("taskDue", ""), error: value.error("taskDue")))</div>
      """
  }

  private func lines(_ visit: Visit, _ typed: FormData?) -> Int {
    // Three empty lines wait; who needs more saves and goes on.
    typed.map(VisitForm.lines) ?? min(VisitForm.mostOpenings, visit.openings.count + 3)
  }

  private func outreach(
    _ visit: Visit, _ fields: RecordForm<Visit>, _ value: Typed, lines: Int
  ) -> HTML {
    let t = member.t
    let isOpen = value.form.map { $0["isOutreach"] == "1" } ?? visit.isOutreach
    let rows = (0..<lines).map { opening($0, visit.openings.count > $0 ? visit.openings[$0] : nil, value) }
    return """
      <details\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.visit.group.outreach"))</summary><div class="stack">\
      \(FieldGroup(t("partners.visit.outreach"), hint: t("partners.visit.outreach.hint"), fields.fields(["isOutreach"] + VisitFields.outreach)))\
      \(FormField.hidden("openingLines", "\(lines)"))\(rows)\
      <p class="soft">\(t("partners.visit.opening.more"))</p></div></details>
      """
  }

  private func opening(_ place: Int, _ kept: VisitOpening?, _ value: Typed) -> FieldGroup {
    let t = member.t
    func name(_ part: String) -> String { "opening.\(place).\(part)" }
    func label(_ part: String) -> String { t("partners.visit.opening.\(part)") }
    return FieldGroup(
      t("partners.visit.opening", ["number": "\(place + 1)"]), isPaired: true,
      """
      \(FormField.select(name("kind"), label: label("kind"), choices: VisitOpening.Kind.allCases.map { FormField.Choice($0.rawValue, t("partners.visit.opening.kind.\($0.rawValue)")) }, value: value(name("kind"), kept?.kind.rawValue ?? VisitOpening.Kind.intern.rawValue)))\
      \(FormField.text(name("major"), label: label("major"), value: value(name("major"), kept?.major ?? ""), error: value.error(name("major")), maxLength: 60, suggestions: place == 0 ? majors : []))\
      \(FormField.select(name("level"), label: label("level"), choices: SchoolLevel.allCases.map { FormField.Choice($0.rawValue, t("organizations.level.\($0.rawValue)")) }, value: value(name("level"), kept?.level?.rawValue ?? ""), blank: t("kit.records.none")))\
      \(FormField.number(name("count"), label: label("count"), value: value(name("count"), kept.map { "\($0.count)" } ?? ""), unit: t("partners.unit.people"), error: value.error(name("count"))))\
      \(FormField.money(name("pay"), label: label("pay"), value: value(name("pay"), kept?.pay.map { Fen.text($0) } ?? ""), unit: t("partners.visit.unit.pay"), error: value.error(name("pay"))))
      """)
  }
}
