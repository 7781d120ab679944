import Database
import Localization
import Platform
import Values
import Views
import Web

/// `/members`: who has which role, in the school or, for platform
/// administrators, anywhere.
struct MembersPage: Sendable {
  let member: Member

  private struct Content: Sendable {
    let sight: SchoolChoice
    let listing: Listing<MembershipRow>
    let count: Int
    let departments: [Department]
  }

  func reply() async throws -> Reply {
    let (t, actor) = (member.t, member.actor)
    let address = ListQuery(
      member.exchange, OrganizationsLinks.members.list, filters: ["school", "department", "role"])
    var query = MembershipQuery()
    query.search = address.search
    query.roles = address.address.all("role").compactMap(Role.init)
    query.departmentID = address.id("department")
    query.mark = address.mark
    let asked = query
    let content = try await member.services.database.read { connection in
      let sight = try SchoolChoice.read(address, for: actor, needsOne: false, on: connection)
      return Content(
        sight: sight, listing: try MembershipStore.page(asked, in: sight.scope, on: connection),
        count: try MembershipStore.count(asked, upTo: ListQuery.countLimit + 1, in: sight.scope, on: connection),
        departments: sight.school == nil ? [] : try SchoolStore.departments(in: sight.scope, on: connection))
    }
    let table = DataTable(
      caption: t("organizations.member.list"), columns: columns(content.sight),
      rows: content.listing.rows.map { row($0, content.sight) },
      count: address.words(for: content.count, "organizations.count.members", t),
      pager: address.pager(content.listing, t) { $0.mark(isBefore: $1) },
      empty: address.isFiltered
        ? EmptyState(icon: .search, title: t("organizations.nothingFound"), text: t("organizations.nothingFound.text"))
        : EmptyState(
          icon: .users, title: t("organizations.member.empty"), text: t("organizations.member.empty.text"),
          actions: actions), id: "members", t)
    return try await member.page(
      PageContent(
        title: t("organizations.member.list"), actions: actions, content: "\(bar(content, address))\(table)"))
  }

  private var actions: HTML {
    let t = member.t
    return """
      \(LinkButton(t("organizations.member.add"), to: OrganizationsLinks.addRole, icon: .user))\
      \(LinkButton(t("organizations.member.invite"), to: OrganizationsLinks.invite, style: .primary, icon: .plus))
      """
  }

  private func bar(_ content: Content, _ address: ListQuery) -> FilterBar {
    let t = member.t
    var filters = [content.sight.filter(t)].compactMap(\.self)
    if content.departments.count > 1 {
      filters.append(
        Filter(
          "department", t("organizations.member.department"),
          choices: content.departments.map { .init($0.id.description, $0.name) }, isMultiple: false))
    }
    filters.append(
      Filter(
        "role", t("organizations.member.role"),
        choices: Role.listed(in: member.actor.scope).map { .init($0.rawValue, t($0.label)) }))
    return FilterBar(
      address.address, placeholder: t("organizations.member.search"), filters: filters, target: "members", t)
  }

  private func columns(_ sight: SchoolChoice) -> [DataTable.Column] {
    let t = member.t
    let school: [DataTable.Column] = sight.showsSchools ? [.init("school", t("organizations.filter.school"))] : []
    return [
      .init("name", t("organizations.member.displayName"), phone: .title),
      .init("role", t("organizations.member.role")),
    ]
      + school + [
        .init("department", t("organizations.member.department")),
        .init("since", t("organizations.member.since"), alignment: .end, phone: .hidden),
        .init("state", t("organizations.person.status")),
      ]
  }

  private func row(_ row: MembershipRow, _ sight: SchoolChoice) -> DataTable.Row {
    let t = member.t
    let school: [DataTable.Cell] = sight.showsSchools ? [.text(row.membership.organisationName)] : []
    return DataTable.Row(
      id: "\(row.membership.id)", name: row.accountName, link: OrganizationsLinks.members.show(row.membership.id),
      [.text(row.accountName, second: row.signInName), .init(Badge(.brand, t(row.membership.role.label)).html)] + school
        + [
          .text(row.departmentName), .text(row.since.day.description), .init(MemberState.badge(row, t).html),
        ])
  }
}

/// Whether the person has come in yet.
enum MemberState {
  static func badge(_ row: MembershipRow, _ t: Localizer) -> Badge {
    row.isWaiting ? Badge(.warning, t("organizations.member.invited")) : Badge(.ok, t("organizations.member.active"))
  }
}

extension MembershipRow {
  /// Invited, but has not set a password.
  var isWaiting: Bool { !hasPassword && !isDemo }
}
