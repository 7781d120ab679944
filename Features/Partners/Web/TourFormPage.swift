import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/tours/new` and `/visits/tours/{tour}/edit`.
struct TourFormPage {
  let member: Member
  private let leads: [(id: ID<Account>, name: String)]
  private let departments: [Organizations.Department]

  static func load(_ member: Member, school: ID<School>) async throws -> TourFormPage {
    let scope = member.actor.scope
    return try await member.services.database.read { connection in
      TourFormPage(
        member: member,
        leads: try MembershipStore.people(holding: TourPeople.roles, school: school, on: connection),
        departments: try SchoolStore.departments(in: scope, on: connection))
    }
  }

  /// A tour of the next week, led by whoever plans it.
  static func blank(_ member: Member, school: ID<School>) -> Tour {
    let monday = member.now.day.adding(days: 8 - member.now.day.weekday)
    var tour = Tour(
      id: member.services.ids.next(), schoolID: school, beginsOn: monday, endsOn: monday.adding(days: 4))
    tour.leadID = member.actor.accountID
    if case .department(_, let own) = member.actor.scope { tour.departmentID = own }
    return tour
  }

  /// What a form says, read as far as it can be.
  static func read(
    _ form: FormData, into tour: Tour, by actor: Actor
  ) -> (tour: Tour, people: [PersonLine], problems: [FieldProblem]) {
    let reading = TourFields.description.only(TourFields.plan).read(form, into: tour)
    var (tour, problems) = (reading.record, reading.problems)
    // `only` leaves the rules between fields out.
    if problems.isEmpty { problems += TourFields.description.read(FormData([(String, String)]()), into: tour).problems }
    tour.leadID = form["lead"].flatMap { ID($0) }
    if case .school = actor.scope, form.has("department") {
      tour.departmentID = form["department"].flatMap { ID($0) }
    }
    let people = PersonLine.read(form["people"] ?? "", field: "people")
    return (tour, people.lines, problems + people.problems)
  }

  func reply(
    _ tour: Tour, isNew: Bool, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let t = member.t
    let title = t(isNew ? "partners.tour.new" : "partners.tour.edit")
    let fields = RecordForm(TourFields.description, record: tour, typed: typed, problems: problems, t)
    func value(_ name: String, _ kept: String) -> String { typed.map { $0[name] ?? "" } ?? kept }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let department: HTML =
      departments.count > 1
      ? FormField.select(
        "department", label: t("partners.field.department"),
        choices: departments.map { FormField.Choice($0.id.description, $0.name) },
        value: value("department", tour.departmentID?.description ?? ""), blank: t("partners.tour.wholeSchool"),
        hint: t("partners.tour.department.hint"), error: error("department")
      ).html : .empty
    let who: HTML = """
      \(FormField.select("lead", label: t("partners.tour.lead"), choices: leads.map { FormField.Choice($0.id.description, $0.name) }, value: value("lead", tour.leadID?.description ?? ""), blank: t("kit.records.none"), hint: t("partners.tour.lead.hint"), error: error("lead"), required: true))\
      \(FormField.textArea("people", label: t("partners.tour.people"), value: value("people", tour.people.map(\.line.text).joined(separator: "\n")), rows: 4, hint: t("partners.tour.people.hint"), error: error("people"), t))\
      \(department)
      """
    let form = FormView(
      action: isNew ? TourLinks.list : TourLinks.edit(tour.id), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-tour-\(isNew ? "new" : tour.id.description)", hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: Self.labels, t))\(FormField.hidden("version", "\(tour.version)"))\
      \(FieldGroup(t("partners.tour.group.what"), fields.fields(["title", "purpose"])))\
      \(FieldGroup(t("partners.tour.group.when"), isPaired: true, fields.fields(["beginsOn", "endsOn"])))\
      \(FieldGroup(t("partners.tour.group.who"), who))\
      \(ButtonBar(note: isNew ? t("partners.tour.save.note") : nil, "\(Button(t("partners.tour.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: isNew ? TourLinks.list : TourLinks.show(tour.id), style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.visits.title"), VisitLinks.list), Crumb(t("partners.tours.title"), TourLinks.list),
        ] + (isNew ? [] : [Crumb(tour.title, TourLinks.show(tour.id))]) + [Crumb(title)],
        status: problems.isEmpty ? 200 : 422, content: form.html))
  }

  static var labels: [String: String] {
    TourFields.description.labels.merging(
      [
        "lead": "partners.tour.lead", "people": "partners.tour.people", "department": "partners.field.department",
        "reason": "partners.tour.reason",
      ], uniquingKeysWith: { first, _ in first })
  }
}
