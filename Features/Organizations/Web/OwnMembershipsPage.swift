import Accounts
import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// `/memberships`: a person's own memberships, and going on in another one.
struct OwnMembershipsRoutes: Sendable {
  let services: Services

  func add(to table: inout RouteTable) {
    table.signedIn(.get, OrganizationsLinks.ownMemberships.text, services) { try await show($0) }
    table.signedIn(.post, OrganizationsLinks.switchMembership.text, services) { try await enter($0) }
  }

  private func show(_ person: SignedIn) async throws -> Reply {
    let t = person.t
    let account = person.account.id
    let memberships = try await services.database.read { connection in
      try MembershipStore.active(account: account, on: connection).map { membership in
        (
          membership,
          try membership.departmentID.flatMap { id in
            try membership.schoolID.flatMap { try SchoolStore.department(id, in: .school($0), on: connection)?.name }
          } ?? ""
        )
      }
    }
    let current = (person.exchange.principal?.value as? Actor)?.membership?.id
    let rows = memberships.map { membership, department -> DataTable.Row in
      let isCurrent = membership.id == current
      let place = [membership.organisationName, department].filter { !$0.isEmpty }.joined(separator: " · ")
      return DataTable.Row(
        id: "\(membership.id)", name: t(membership.role.label),
        [
          .text(t(membership.role.label)), .text(place),
          .init(
            isCurrent
              ? Badge(.brand, t("organizations.membership.current")).html
              : PostButton(
                t("organizations.membership.enter"), to: OrganizationsLinks.switchMembership,
                csrf: person.exchange.csrfToken, fields: [("membership", membership.id.description)], isSmall: true
              ).html),
        ])
    }
    let table = DataTable(
      caption: t("organizations.membership.list"),
      columns: [
        .init("role", t("organizations.member.role"), phone: .title),
        .init("place", t("organizations.membership.place")), .init("act", t("organizations.person.status")),
      ], rows: rows,
      empty: EmptyState(
        icon: .user, title: t("organizations.membership.empty"), text: t("organizations.membership.empty.text")),
      id: "memberships", t)
    return try await person.page(
      PageContent(
        title: t("organizations.membership.list"),
        content: "<p class=\"lead\">\(t("organizations.membership.text"))</p>\(table)"))
  }

  private func enter(_ person: SignedIn) async throws -> Reply {
    guard let id = person.exchange.form["membership"].flatMap({ ID<Membership>($0) }) else { throw WebError.notFound }
    let membership = try await SwitchMembership(services)(
      to: id, in: person.session.sessionID, of: person.account)
    let role = person.t(membership.role.label)
    return .redirect(
      to: "/", flash: .ok("organizations.membership.entered", ["role": role]))
  }
}
