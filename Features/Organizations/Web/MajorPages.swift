import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

extension Major: UnitPages {
  static var links: RecordLinks<Major> { OrganizationsLinks.majors }
  static var managedBy: Permission { .organizationManage }
  static var groups: [(legend: String, fields: [String])] {
    [
      ("organizations.major.group", ["name", "department", "level"]),
      ("organizations.major.group.catalogue", ["catalogueCode", "startedYear"]),
    ]
  }

  /// A link may name the department.
  static func blank(id: ID<Major>, school: School?, query: FormData, now: Instant) -> Major {
    Major(
      id: id, schoolID: school?.id ?? ChoiceKey.none(), departmentID: ChoiceKey.id(query["department"] ?? ""), name: "",
      catalogueCode: "", level: school?.level ?? .higher, startedYear: nil, status: .active)
  }

  static func choices(
    for unit: Major, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] {
    [
      "department": try UnitChoices.departments(
        of: unit.schoolID, keeping: unit.departmentID, in: scope, on: connection)
    ]
  }

  static func counts(of unit: Major, in scope: Actor.Scope, on connection: any Connection) throws -> UnitCounts {
    try MajorStore.countedMajors(unit.id, in: scope, on: connection).first?.counts ?? UnitCounts()
  }
}

/// `/majors`: the majors of one school by department, each with its code in
/// the national catalogue; those that have none stand in a warning.
struct MajorsPage: Sendable {
  let member: Member

  private struct Content: Sendable {
    let sight: SchoolChoice
    let departments: [Department]
    let majors: [Counted<Major>]
  }

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let query = ListQuery(
      member.exchange, OrganizationsLinks.majors.list, filters: ["school", "department", "status", "mapped"])
    let content = try await member.services.database.read { connection in
      let sight = try SchoolChoice.read(query, for: actor, needsOne: true, on: connection)
      return Content(
        sight: sight, departments: try SchoolStore.departments(in: sight.scope, on: connection),
        majors: try MajorStore.countedMajors(in: sight.scope, on: connection))
    }
    let shown = content.majors.filter { fits($0.unit, query) }
    let new = newButton(content.sight, department: query["department"])
    let groups = content.departments.compactMap { department -> HTML? in
      let majors = shown.filter { $0.unit.departmentID == department.id }
      return majors.isEmpty ? nil : group(department, majors)
    }
    let list: HTML
    if content.majors.isEmpty {
      list =
        EmptyState(
          icon: .classroom, title: t("organizations.major.empty"),
          text: t(member.may(.organizationManage) ? "organizations.major.empty.text" : "organizations.empty.other"),
          actions: new
        ).html
    } else if groups.isEmpty {
      list =
        EmptyState(icon: .search, title: t("organizations.nothingFound"), text: t("organizations.nothingFound.text"))
        .html
    } else {
      list = "<div class=\"stack\">\(groups)</div>"
    }
    return try await member.page(
      PageContent(
        title: t("organizations.major.list"),
        actions: new,
        content: """
          \(warning(content.majors.map(\.unit), query))\(bar(content, query))\
          <div id="majors" class="list">\(list)</div>
          """))
  }

  private func fits(_ major: Major, _ query: ListQuery) -> Bool {
    let search = query.search.lowercased()
    let department: ID<Department>? = query.id("department")
    return
      (search.isEmpty || major.name.lowercased().contains(search)
      || major.catalogueCode.lowercased().hasPrefix(search))
      && (department == nil || major.departmentID == department)
      && (query["status"] == nil || query["status"] == major.status.rawValue)
      && (query["mapped"] != "no" || major.catalogueCode.isEmpty)
  }

  /// Counts only open majors: a closed one needs no code any more.
  private func warning(_ majors: [Major], _ query: ListQuery) -> HTML {
    let t = member.t
    let unmapped = majors.filter { $0.catalogueCode.isEmpty && $0.status == .active }
    guard !unmapped.isEmpty else { return .empty }
    let names = unmapped.prefix(8).map { major -> HTML in
      member.may(.organizationManage)
        ? "<a href=\"\(OrganizationsLinks.majors.edit(major.id))\">\(major.name)</a>" : "\(major.name)"
    }
    let more: HTML =
      unmapped.count > 8
      ? " <a href=\"\(query.address.setting("mapped", "no").link)\">\(t("organizations.major.unmapped.more"))</a>"
      : .empty
    return Alert(
      .warning, title: t("organizations.major.unmapped", ["count": "\(unmapped.count)"]),
      "<p>\(names.joined(separator: "、"))\(more)</p><p>\(t("organizations.major.unmapped.text"))</p>"
    ).html
  }

  private func bar(_ content: Content, _ query: ListQuery) -> FilterBar {
    let t = member.t
    let departments = Filter(
      "department", t("organizations.major.department"),
      choices: content.departments.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false)
    let mapped = Filter(
      "mapped", t("organizations.major.catalogueCode"),
      choices: [.init("no", t("organizations.major.unmapped.filter"))], isMultiple: false)
    return FilterBar(
      content.sight.address(query), placeholder: t("organizations.major.search"),
      filters: [
        content.sight.filter(t), content.departments.count > 1 ? departments : nil, mapped, StatusText.filter(t),
      ].compactMap(\.self), target: "majors", t)
  }

  private func newButton(_ sight: SchoolChoice, department: String?) -> HTML {
    guard member.may(.organizationManage) else { return .empty }
    let school = sight.schools.isEmpty ? "" : sight.school?.id.description ?? ""
    return LinkButton(
      member.t("organizations.major.new"),
      to: OrganizationsLinks.majors.new.with([("school", school), ("department", department ?? "")]), style: .primary,
      icon: .plus
    ).html
  }

  private func group(_ department: Department, _ majors: [Counted<Major>]) -> HTML {
    let t = member.t
    let table = DataTable(
      caption: department.name,
      columns: [
        .init("name", t("organizations.major.name"), phone: .title),
        .init("catalogue", t("organizations.major.catalogueCode")),
        .init("level", t("organizations.major.level"), phone: .hidden),
        .init("started", t("organizations.major.startedYear"), alignment: .end, phone: .hidden),
        .init("classes", t("organizations.class.list"), alignment: .end),
        .init("students", t("organizations.student.list"), alignment: .end),
        .init("status", t("organizations.person.status")),
      ], rows: majors.map(row), empty: EmptyState(title: t("organizations.major.empty")),
      id: "majors-\(department.id)", t)
    return Card(
      department.name,
      actions: "<span class=\"soft\">\(t("organizations.count.majors", ["count": "\(majors.count)"]))</span>",
      isFlush: true, table
    ).html
  }

  private func row(_ row: Counted<Major>) -> DataTable.Row {
    let (t, major) = (member.t, row.unit)
    let catalogue: DataTable.Cell
    if major.catalogueCode.isEmpty {
      catalogue = .init(
        major.status == .active ? Badge(.warning, t("organizations.major.unmapped.badge")).html : HTML.dash)
    } else {
      let controlled: HTML =
        MajorCode.isStateControlled(major.catalogueCode)
        ? " \(Badge(.info, t("organizations.major.controlled"), title: t("organizations.major.controlled.text")))"
        : .empty
      catalogue = .init(
        "<span class=\"code\">\(major.catalogueCode)</span>\(controlled)",
        second: MajorCode.name(major.catalogueCode).map(HTML.text))
    }
    let link = { (list: Link) -> Link in
      list.with([
        ("school", member.actor.scope == .installation ? major.schoolID.description : ""),
        ("major", major.id.description),
      ])
    }
    let seesPeople = member.may(.peopleRead)
    return DataTable.Row(
      id: "\(major.id)", name: major.name,
      link: member.may(.organizationManage) ? OrganizationsLinks.majors.edit(major.id) : nil,
      [
        .text(major.name), catalogue, .text(t("organizations.level.\(major.level.rawValue)")),
        .text(major.startedYear.map(String.init)),
        seesPeople
          ? CountCell.cell(row.counts.classes, link: link(OrganizationsLinks.classes.list))
          : .number(row.counts.classes),
        seesPeople
          ? CountCell.cell(row.counts.students, link: link(OrganizationsLinks.students.list))
          : .number(row.counts.students),
        .init(StatusText.badge(major.status, t).html),
      ])
  }
}
