import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

extension SchoolClass: UnitPages {
  static var links: RecordLinks<SchoolClass> { OrganizationsLinks.classes }
  static var managedBy: Permission { .peopleManage }
  static var groups: [(legend: String, fields: [String])] {
    [("organizations.class.group", ["name", "major", "entryYear", "adviser"])]
  }

  /// A link may name the major.
  static func blank(id: ID<SchoolClass>, school: School?, query: FormData, now: Instant) -> SchoolClass {
    SchoolClass(
      id: id, schoolID: school?.id ?? ChoiceKey.none(), departmentID: ChoiceKey.none(),
      majorID: ChoiceKey.id(query["major"] ?? ""), name: "", entryYear: now.day.year, adviserID: nil, status: .active)
  }

  static func choices(
    for unit: SchoolClass, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] {
    [
      "major": try UnitChoices.majors(of: unit.schoolID, keeping: unit.majorID, in: scope, on: connection),
      "adviser": try UnitChoices.advisers(of: unit.schoolID, keeping: unit.adviserID, on: connection),
    ]
  }

  static func counts(
    of unit: SchoolClass, in scope: Actor.Scope, on connection: any Connection
  ) throws -> UnitCounts {
    var counts = UnitCounts()
    counts.students = try MajorStore.students(in: unit.id, on: connection)
    return counts
  }
}

/// `/classes`: classes with their major, adviser and students.
struct ClassesPage: Sendable {
  let member: Member

  private struct Content: Sendable {
    let sight: SchoolChoice
    let listing: Listing<ClassRow>
    let count: Int
    let filters: RosterFilters
    let years: [Int]
  }

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let address = ListQuery(
      member.exchange, OrganizationsLinks.classes.list, filters: ["school", "department", "major", "year", "status"])
    var query = ClassQuery()
    query.search = address.search
    query.departmentID = address.id("department")
    query.majorID = address.id("major")
    query.entryYear = address["year"].flatMap(Int.init)
    query.status = address["status"].flatMap(OrganisationStatus.init)
    query.mark = address.mark
    let asked = query
    let content = try await member.services.database.read { connection in
      let sight = try SchoolChoice.read(address, for: actor, needsOne: false, on: connection)
      return Content(
        sight: sight, listing: try MajorStore.page(asked, in: sight.scope, on: connection),
        count: try MajorStore.count(asked, upTo: ListQuery.countLimit + 1, in: sight.scope, on: connection),
        filters: try RosterFilters.read(sight, department: asked.departmentID, on: connection),
        years: try MajorStore.entryYears(in: sight.scope, on: connection))
    }
    let new = newButton(content.sight, major: address["major"])
    let table = DataTable(
      caption: t("organizations.class.list"), columns: columns(content.sight),
      rows: content.listing.rows.map { row($0, content.sight) },
      count: address.words(for: content.count, "organizations.count.classes", t),
      pager: address.pager(content.listing, t) { $0.mark(isBefore: $1) },
      empty: address.isFiltered
        ? EmptyState(icon: .search, title: t("organizations.nothingFound"), text: t("organizations.nothingFound.text"))
        : EmptyState(
          icon: .users, title: t("organizations.class.empty"),
          text: t(member.may(.peopleManage) ? "organizations.class.empty.text" : "organizations.empty.other"),
          actions: new), id: "classes", t)
    let years = Filter(
      "year", t("organizations.class.entryYear"), choices: content.years.map { Filter.Choice("\($0)", "\($0)") },
      isMultiple: false)
    let filters =
      content.filters.filters(t, withClasses: false)
      + [content.years.isEmpty ? nil : years, StatusText.filter(t)]
      .compactMap(\.self)
    let bar = FilterBar(
      address.address, placeholder: t("organizations.class.search"), filters: filters, target: "classes", t)
    return try await member.page(
      PageContent(title: t("organizations.class.list"), actions: new, content: "\(bar)\(table)"))
  }

  private func newButton(_ sight: SchoolChoice, major: String?) -> HTML {
    guard member.may(.peopleManage) else { return .empty }
    return LinkButton(
      member.t("organizations.class.new"), to: OrganizationsLinks.classes.new.with([("major", major ?? "")]),
      style: .primary, icon: .plus
    ).html
  }

  private func columns(_ sight: SchoolChoice) -> [DataTable.Column] {
    let t = member.t
    let school: [DataTable.Column] = sight.showsSchools ? [.init("school", t("organizations.filter.school"))] : []
    return [.init("name", t("organizations.class.name"), phone: .title)] + school + [
      .init("major", t("organizations.class.major")),
      .init("year", t("organizations.class.entryYear"), alignment: .end),
      .init("adviser", t("organizations.class.adviser")),
      .init("students", t("organizations.student.list"), alignment: .end),
      .init("status", t("organizations.person.status")),
    ]
  }

  private func row(_ row: ClassRow, _ sight: SchoolChoice) -> DataTable.Row {
    let (t, schoolClass) = (member.t, row.schoolClass)
    let school: [DataTable.Cell] = sight.showsSchools ? [.text(row.schoolName)] : []
    return DataTable.Row(
      id: "\(schoolClass.id)", name: schoolClass.name,
      link: member.may(.peopleManage) ? OrganizationsLinks.classes.edit(schoolClass.id) : nil,
      [.text(schoolClass.name)] + school + [
        .text(row.majorName, second: row.departmentName), .text("\(schoolClass.entryYear)"),
        .text(row.adviserName),
        CountCell.cell(
          row.students, link: OrganizationsLinks.students.list.with([("class", schoolClass.id.description)])),
        .init(StatusText.badge(schoolClass.status, t).html),
      ])
  }
}
