import Localization
import Platform
import Values
import Views
import Web

/// `/permissions`: which role may do what, from the same table that every
/// request is checked against.
struct PermissionsPage: Sendable {
  let member: Member

  func reply() async throws -> Reply {
    let t = member.t
    let permissions = try RolePermissions(member.services.grants)
    let roles = Role.allCases
    let head = roles.map { role -> HTML in
      let own: HTML =
        role == member.actor.role ? " \(Badge(.brand, t("organizations.permissions.own")))" : .empty
      return "<th scope=\"col\">\(t(role.label))\(own)</th>"
    }
    let reach = roles.map { role -> HTML in "<td class=\"soft\">\(t("organizations.reach.\(role.reach.rawValue)"))</td>"
    }
    let body = groups(permissions).map { group -> HTML in
      let rows = group.permissions.map { permission -> HTML in
        let cells = roles.map { cell(permissions.of($0).contains(permission)) }
        return """
          <tr><th scope="row">\(t(permission.label)) <span class="code soft">\(permission.rawValue)</span></th>\(cells)</tr>
          """
      }
      return "<tbody>\(rows)</tbody>"
    }
    let matrix: HTML = """
      <div class="scroll" role="region" aria-label="\(t("organizations.permissions.title"))" tabindex="0">\
      <table class="plain figures"><caption>\(t("organizations.permissions.caption"))</caption>\
      <thead><tr><th scope="col">\(t("organizations.permissions.permission"))</th>\(head)</tr></thead>\
      <tbody><tr><th scope="row">\(t("organizations.permissions.reach"))</th>\(reach)</tr></tbody>\(body)</table></div>
      """
    return try await member.page(
      PageContent(
        title: t("organizations.permissions.title"),
        content: "<p class=\"lead\">\(t("organizations.permissions.text"))</p>\(Card(nil, matrix))"))
  }

  /// Permissions of one feature stand together, in the order in which features declare them.
  private func groups(_ all: RolePermissions) -> [(feature: Substring, permissions: [Permission])] {
    var groups: [(feature: Substring, permissions: [Permission])] = []
    for permission in all.permissions {
      let feature = permission.rawValue.prefix { $0 != "." }
      if let index = groups.firstIndex(where: { $0.feature == feature }) {
        groups[index].permissions.append(permission)
      } else {
        groups.append((feature, [permission]))
      }
    }
    return groups
  }

  private func cell(_ isGranted: Bool) -> HTML {
    let t = member.t
    return isGranted
      ? "<td>\(Icon.check)<span class=\"visually-hidden\">\(t("organizations.permissions.granted"))</span></td>"
      : "<td><span class=\"soft\" aria-hidden=\"true\">·</span><span class=\"visually-hidden\">\(t("organizations.permissions.denied"))</span></td>"
  }
}
