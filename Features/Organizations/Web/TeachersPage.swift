import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// `/teachers`: the roster of teachers, personal data masked.
struct TeachersPage: Sendable {
  let member: Member

  private struct Content: Sendable {
    let sight: SchoolChoice
    let listing: Listing<TeacherRow>
    let count: Int
    let filters: RosterFilters
  }

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let address = ListQuery(
      member.exchange, OrganizationsLinks.teachers.list, filters: ["school", "department", "status"])
    var query = TeacherQuery()
    query.search = address.search
    query.departmentID = address.id("department")
    query.status = address["status"].flatMap(Teacher.Status.init)
    query.mark = address.mark
    let (asked, store) = (query, PeopleStore(member.services.sealer))
    let content = try await member.services.database.read { connection in
      let sight = try SchoolChoice.read(address, for: actor, needsOne: false, on: connection)
      return Content(
        sight: sight, listing: try store.teachers(asked, in: sight.scope, on: connection),
        count: try store.count(asked, upTo: ListQuery.countLimit + 1, in: sight.scope, on: connection),
        filters: try RosterFilters.read(sight, department: nil, on: connection))
    }
    let new = RosterActions(member).new(OrganizationsLinks.teachers.new, "organizations.teacher.new")
    let actions = RosterActions(member).actions(OrganizationsLinks.teachers.list, new: new)
    let table = DataTable(
      caption: t("organizations.teacher.list"), columns: columns(content.sight),
      rows: content.listing.rows.map { row($0, content.sight) },
      count: address.words(for: content.count, "organizations.count.teachers", t),
      pager: address.pager(content.listing, t) { $0.mark(isBefore: $1) },
      empty: RosterActions(member).empty(address, "organizations.teacher", icon: .teacher, new: actions),
      id: "teachers", t)
    let status = Filter(
      "status", t("organizations.person.status"),
      choices: Teacher.Status.allCases.map { .init($0.rawValue, t("organizations.teacher.status.\($0.rawValue)")) },
      isMultiple: false)
    let bar = FilterBar(
      address.address, placeholder: t("organizations.teacher.search"),
      filters: content.filters.filters(t, withMajors: false, withClasses: false) + [status], target: "teachers", t)
    return try await member.page(
      PageContent(title: t("organizations.teacher.list"), actions: actions, content: "\(bar)\(table)"))
  }

  private func columns(_ sight: SchoolChoice) -> [DataTable.Column] {
    let t = member.t
    let school: [DataTable.Column] = sight.showsSchools ? [.init("school", t("organizations.filter.school"))] : []
    return [.init("name", t("organizations.teacher.name"), phone: .title)] + school + [
      .init("department", t("organizations.teacher.department")), .init("title", t("organizations.teacher.title")),
      .init("dual", t("organizations.teacher.isDualQualified"), phone: .hidden),
      .init("phone", t("organizations.person.phone")),
      .init("status", t("organizations.person.status")),
    ]
  }

  private func row(_ row: TeacherRow, _ sight: SchoolChoice) -> DataTable.Row {
    let (t, teacher) = (member.t, row.teacher)
    let school: [DataTable.Cell] = sight.showsSchools ? [.text(row.schoolName)] : []
    return DataTable.Row(
      id: "\(teacher.id)", name: teacher.name, link: OrganizationsLinks.teachers.show(teacher.id),
      [.text(teacher.name, second: teacher.staffNumber)] + school + [
        .text(row.departmentName), .text(teacher.title),
        teacher.isDualQualified ? .init(Badge(.ok, t("kit.records.yes")).html) : .text(""),
        .text(Teacher.fields.masked("phone", of: teacher)), .init(PersonStatus.badge(teacher.status, t).html),
      ])
  }
}

/// What lists of people have in common.
struct RosterActions: Sendable {
  private let member: Member

  init(_ member: Member) {
    self.member = member
  }

  /// What stands above a roster: bringing a sheet, and adding one person.
  func actions(_ list: Link, new: HTML) -> HTML {
    guard member.may(.peopleManage) else { return .empty }
    let upload = LinkButton(member.t("organizations.action.import"), to: Link("\(list.text)/import"), icon: .upload)
    return "\(upload)\(new)"
  }

  func new(_ link: Link, _ label: String) -> HTML {
    guard member.may(.peopleManage) else { return .empty }
    return LinkButton(member.t(label), to: link, style: .primary, icon: .plus).html
  }

  func empty(_ address: ListQuery, _ prefix: String, icon: Icon, new: HTML) -> EmptyState {
    let t = member.t
    if address.isFiltered {
      return EmptyState(
        icon: .search, title: t("organizations.nothingFound"), text: t("organizations.nothingFound.text"))
    }
    return EmptyState(
      icon: icon, title: t("\(prefix).empty"),
      text: t(member.may(.peopleManage) ? "\(prefix).empty.text" : "organizations.empty.other"), actions: new)
  }
}

/// How the status of people is marked.
enum PersonStatus {
  static func badge(_ status: Teacher.Status, _ t: Localizer) -> Badge {
    Badge(status == .active ? .ok : .neutral, t("organizations.teacher.status.\(status.rawValue)"))
  }

  static func badge(_ status: Student.Status, _ t: Localizer) -> Badge {
    let tone: Tone =
      switch status {
      case .enrolled: .ok
      case .suspended: .warning
      case .graduated: .info
      case .left: .neutral
      }
    return Badge(tone, t("organizations.student.status.\(status.rawValue)"))
  }
}

extension RecordDescription {
  /// A field's value as everybody may see it.
  func masked(_ name: String, of record: Record) -> String {
    guard let field = field(name) else { return "" }
    return field.privacy.masked(field.value(of: record).plainText)
  }

  /// The names of the fields that hold personal data.
  var personalFields: [String] { fields.filter(\.privacy.isPersonal).map(\.name) }
}
