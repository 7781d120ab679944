import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

extension School: UnitPages {
  static var links: RecordLinks<School> { OrganizationsLinks.schools }
  static var managedBy: Permission { .schoolsManage }
  static var groups: [(legend: String, fields: [String])] {
    [("organizations.school.group", ["name", "shortName", "code", "level", "region"])]
  }

  static func blank(id: ID<School>, school: School?, query: FormData, now: Instant) -> School {
    School(id: id, code: "", name: "", shortName: "", level: .higher, region: "", status: .active)
  }

  static func choices(
    for unit: School, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] { [:] }

  static func counts(of unit: School, in scope: Actor.Scope, on connection: any Connection) throws -> UnitCounts {
    try SchoolStore.countedSchools(unit.id, in: scope, on: connection).first?.counts ?? UnitCounts()
  }
}

/// `/schools`: the tenants of the installation.
struct SchoolsPage: Sendable {
  let member: Member

  func reply() async throws -> Reply {
    let (t, scope) = (member.t, member.actor.scope)
    let schools = try await member.services.database.read { connection in
      try SchoolStore.countedSchools(in: scope, on: connection)
    }
    let links = OrganizationsLinks.schools
    let new = LinkButton(t("organizations.school.new"), to: links.new, style: .primary, icon: .plus).html
    let table = DataTable(
      caption: t("organizations.school.list"),
      columns: [
        .init("name", t("organizations.school.name"), phone: .title), .init("level", t("organizations.school.level")),
        .init("region", t("organizations.school.region")),
        .init("departments", t("organizations.department.list"), alignment: .end),
        .init("majors", t("organizations.major.list"), alignment: .end),
        .init("teachers", t("organizations.teacher.list"), alignment: .end),
        .init("students", t("organizations.student.list"), alignment: .end),
        .init("status", t("organizations.person.status")),
      ],
      rows: schools.map { row in
        let (school, counts) = (row.unit, row.counts)
        return DataTable.Row(
          id: "\(school.id)", name: school.name, link: links.edit(school.id),
          [
            .text(school.name, second: "\(school.code) · \(school.shortName)"),
            .text(t("organizations.level.\(school.level.rawValue)")),
            .text(Lookup.regions.title(school.region, t.language) ?? school.region),
            CountCell.cell(counts.departments, link: of(OrganizationsLinks.departments.list, school)),
            CountCell.cell(counts.majors, link: of(OrganizationsLinks.majors.list, school)),
            CountCell.cell(counts.teachers, link: of(OrganizationsLinks.teachers.list, school)),
            CountCell.cell(counts.students, link: of(OrganizationsLinks.students.list, school)),
            .init(StatusText.badge(school.status, t).html),
          ])
      }, count: t("organizations.count.all", ["what": t("organizations.count.schools", ["count": "\(schools.count)"])]),
      empty: EmptyState(
        icon: .school, title: t("organizations.school.empty"), text: t("organizations.school.empty.text"), actions: new),
      id: "schools", t)
    return try await member.page(
      PageContent(title: t("organizations.school.list"), actions: new, content: table.html))
  }

  private func of(_ list: Link, _ school: School) -> Link { list.with([("school", school.id.description)]) }
}

/// A count that opens the rows behind it.
enum CountCell {
  static func cell(_ count: Int, link: Link) -> DataTable.Cell {
    count == 0 ? .init("<span class=\"soft\">0</span>") : .init("<a href=\"\(link)\">\(FigureText.grouped(count))</a>")
  }
}
