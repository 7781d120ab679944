import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// `/students`: the roster of students, personal data masked.
struct StudentsPage: Sendable {
  let member: Member

  private struct Content: Sendable {
    let sight: SchoolChoice
    let listing: Listing<StudentRow>
    let count: Int
    let filters: RosterFilters
    let years: [Int]
    /// The class that the address names, when no major narrows the choice.
    let schoolClass: SchoolClass?
  }

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let address = ListQuery(
      member.exchange, OrganizationsLinks.students.list,
      filters: ["school", "department", "major", "class", "year", "status"])
    let (asked, store) = (query(address), PeopleStore(member.services.sealer))
    let content = try await member.services.database.read { connection in
      let sight = try SchoolChoice.read(address, for: actor, needsOne: false, on: connection)
      return Content(
        sight: sight, listing: try store.students(asked, in: sight.scope, on: connection),
        count: try store.count(asked, upTo: ListQuery.countLimit + 1, in: sight.scope, on: connection),
        filters: try RosterFilters.read(
          sight, department: asked.departmentID, major: asked.majorID, on: connection),
        years: try MajorStore.entryYears(in: sight.scope, on: connection),
        schoolClass: try asked.classID.flatMap { try MajorStore.schoolClass($0, in: sight.scope, on: connection) })
    }
    let new = RosterActions(member).new(OrganizationsLinks.students.new, "organizations.student.new")
    let actions = RosterActions(member).actions(OrganizationsLinks.students.list, new: new)
    let table = DataTable(
      caption: t("organizations.student.list"), columns: columns(content.sight),
      rows: content.listing.rows.map { row($0, content.sight) },
      count: address.words(for: content.count, "organizations.count.students", t),
      pager: address.pager(content.listing, t) { $0.mark(isBefore: $1) },
      empty: RosterActions(member).empty(address, "organizations.student", icon: .graduate, new: actions),
      id: "students", t
    )
    return try await member.page(
      PageContent(
        title: t("organizations.student.list"), actions: actions, content: "\(bar(content, address))\(table)"))
  }

  private func query(_ address: ListQuery) -> StudentQuery {
    var query = StudentQuery()
    query.search = address.search
    query.departmentID = address.id("department")
    query.majorID = address.id("major")
    query.classID = address.id("class")
    query.entryYear = address["year"].flatMap(Int.init)
    query.status = address["status"].flatMap(Student.Status.init)
    query.mark = address.mark
    return query
  }

  private func bar(_ content: Content, _ address: ListQuery) -> FilterBar {
    let t = member.t
    var filters = content.filters.filters(t)
    if let chosen = content.schoolClass, content.filters.classes.isEmpty {
      filters.append(
        Filter(
          "class", t("organizations.student.class"), choices: [.init(chosen.id.description, chosen.name)],
          isMultiple: false))
    }
    if !content.years.isEmpty {
      filters.append(
        Filter(
          "year", t("organizations.student.entryYear"), choices: content.years.map { .init("\($0)", "\($0)") },
          isMultiple: false))
    }
    filters.append(
      Filter(
        "status", t("organizations.person.status"),
        choices: Student.Status.allCases.map { .init($0.rawValue, t("organizations.student.status.\($0.rawValue)")) },
        isMultiple: false))
    return FilterBar(
      address.address, placeholder: t("organizations.student.search"), filters: filters, target: "students", t)
  }

  private func columns(_ sight: SchoolChoice) -> [DataTable.Column] {
    let t = member.t
    let school: [DataTable.Column] = sight.showsSchools ? [.init("school", t("organizations.filter.school"))] : []
    return [.init("name", t("organizations.student.name"), phone: .title)] + school + [
      .init("class", t("organizations.student.class")), .init("major", t("organizations.student.major")),
      .init("year", t("organizations.student.entryYear"), alignment: .end, phone: .hidden),
      .init("phone", t("organizations.person.phone")), .init("status", t("organizations.person.status")),
    ]
  }

  private func row(_ row: StudentRow, _ sight: SchoolChoice) -> DataTable.Row {
    let (t, student) = (member.t, row.student)
    let school: [DataTable.Cell] = sight.showsSchools ? [.text(row.schoolName)] : []
    return DataTable.Row(
      id: "\(student.id)", name: student.name, link: OrganizationsLinks.students.show(student.id),
      [.text(student.name, second: student.studentNumber)] + school + [
        .text(row.className), .text(row.majorName, second: row.departmentName), .text("\(student.entryYear)"),
        .text(Student.fields.masked("phone", of: student)), .init(PersonStatus.badge(student.status, t).html),
      ])
  }
}
