import Accounts
import Foundation
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// Pages that belong to no feature: where people land, and the page of all components.
struct OverviewRoutes {
  let services: Services
  let permissions: RolePermissions

  func add(to table: inout RouteTable) {
    let services = services

    // The first page of the navigation that the reader may open is theirs.
    table.get("/", .signedIn) { exchange in
      guard let actor = exchange.principal?.value as? Actor else { return .redirect(to: "/account") }
      if actor.mustChangePassword { return .redirect(to: AccountLinks.password()) }
      let visible = services.navigation.filter { entry in entry.permission.map { actor.may(Permission($0)) } ?? true }
      // In the order in which the navigation shows them, not in that of the features.
      let first = NavigationEntry.Section.allCases.lazy.compactMap { section in
        visible.first { $0.section == section }
      }.first
      let start = visible.first(where: \.isStart) ?? first
      return .redirect(to: Link(start?.path ?? "/account"))
    }

    var member = MemberRoutes(services)
    member.get("/styleguide", needs: Permission("platform.styleguide")) { member in
      try await member.page(
        PageContent(title: member.t("app.styleguide.title"), content: Styleguide.page(member.t)))
    }
    table.add(member.table)
  }
}
