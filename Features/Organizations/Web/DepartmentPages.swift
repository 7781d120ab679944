import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

extension Department: UnitPages {
  static var links: RecordLinks<Department> { OrganizationsLinks.departments }
  static var managedBy: Permission { .organizationManage }
  static var groups: [(legend: String, fields: [String])] {
    [("organizations.department.group", ["name", "code"])]
  }

  static func blank(id: ID<Department>, school: School?, query: FormData, now: Instant) -> Department {
    Department(id: id, schoolID: school?.id ?? ChoiceKey.none(), code: "", name: "", status: .active)
  }

  static func choices(
    for unit: Department, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] { [:] }

  static func counts(
    of unit: Department, in scope: Actor.Scope, on connection: any Connection
  ) throws -> UnitCounts {
    try SchoolStore.countedDepartments(unit.id, in: scope, on: connection).first?.counts ?? UnitCounts()
  }
}

/// `/departments`: the departments of one school with what stands in them.
struct DepartmentsPage: Sendable {
  let member: Member

  private struct Content: Sendable {
    let sight: SchoolChoice
    let departments: [Counted<Department>]
  }

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let query = ListQuery(member.exchange, OrganizationsLinks.departments.list, filters: ["school", "status"])
    let content = try await member.services.database.read { connection in
      let sight = try SchoolChoice.read(query, for: actor, needsOne: true, on: connection)
      return Content(
        sight: sight, departments: try SchoolStore.countedDepartments(in: sight.scope, on: connection))
    }
    let search = query.search.lowercased()
    let status = query["status"]
    let shown = content.departments.filter { row in
      (search.isEmpty || row.unit.name.lowercased().contains(search) || row.unit.code.lowercased().hasPrefix(search))
        && (status == nil || row.unit.status.rawValue == status)
    }
    let new = newButton(content.sight)
    let table = DataTable(
      caption: t("organizations.department.list"), columns: columns, rows: shown.map(row),
      count: t("organizations.count.all", ["what": t("organizations.count.departments", ["count": "\(shown.count)"])]),
      empty: content.departments.isEmpty
        ? EmptyState(
          icon: .school, title: t("organizations.department.empty"),
          text: t(
            member.may(.organizationManage) ? "organizations.department.empty.text" : "organizations.empty.other"),
          actions: new)
        : EmptyState(icon: .search, title: t("organizations.nothingFound"), text: t("organizations.nothingFound.text")),
      id: "departments", t)
    let filters = [content.sight.filter(t), StatusText.filter(t)].compactMap(\.self)
    let bar = FilterBar(
      content.sight.address(query), placeholder: t("organizations.department.search"), filters: filters,
      target: "departments", t)
    return try await member.page(
      PageContent(
        title: t("organizations.department.list"),
        actions: new, content: "\(content.departments.count > 8 || !filters.isEmpty ? bar.html : .empty)\(table)"))
  }

  private func newButton(_ sight: SchoolChoice) -> HTML {
    guard member.may(.organizationManage) else { return .empty }
    let school = sight.schools.isEmpty ? "" : sight.school?.id.description ?? ""
    return LinkButton(
      member.t("organizations.department.new"), to: OrganizationsLinks.departments.new.with([("school", school)]),
      style: .primary, icon: .plus
    ).html
  }

  private var columns: [DataTable.Column] {
    let t = member.t
    return [
      .init("name", t("organizations.department.name"), phone: .title),
      .init("majors", t("organizations.major.list"), alignment: .end),
      .init("classes", t("organizations.class.list"), alignment: .end, phone: .hidden),
      .init("teachers", t("organizations.teacher.list"), alignment: .end),
      .init("students", t("organizations.student.list"), alignment: .end),
      .init("status", t("organizations.person.status")),
    ]
  }

  private func row(_ row: Counted<Department>) -> DataTable.Row {
    let (t, department, counts) = (member.t, row.unit, row.counts)
    let isAllowed = member.may(.organizationManage)
    let seesPeople = member.may(.peopleRead)
    func count(_ number: Int, _ list: Link, isOpen: Bool = true) -> DataTable.Cell {
      guard isOpen else { return .number(number) }
      return CountCell.cell(
        number,
        link: list.with([
          ("school", member.actor.scope == .installation ? department.schoolID.description : ""),
          ("department", department.id.description),
        ]))
    }
    return DataTable.Row(
      id: "\(department.id)", name: department.name,
      link: isAllowed ? OrganizationsLinks.departments.edit(department.id) : nil,
      tone: department.status == .closed ? .neutral : nil,
      [
        .text(department.name, second: department.code), count(counts.majors, OrganizationsLinks.majors.list),
        count(counts.classes, OrganizationsLinks.classes.list, isOpen: seesPeople),
        count(counts.teachers, OrganizationsLinks.teachers.list, isOpen: seesPeople),
        count(counts.students, OrganizationsLinks.students.list, isOpen: seesPeople),
        .init(StatusText.badge(department.status, t).html),
      ])
  }
}
