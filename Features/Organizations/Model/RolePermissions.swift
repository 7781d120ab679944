package import Platform

/// Which role may do what, gathered from the grants of all features: the one
/// place that the check of a request, the page 权限 and the test of all routes
/// look at.
package struct RolePermissions: Sendable {
  private let table: [Role: Set<Permission>]
  /// In the order in which features declare them.
  package let permissions: [Permission]

  /// - Throws: `UnknownRole` for a grant to a role that does not exist.
  package init(_ grants: [PermissionGrant]) throws(UnknownRole) {
    var table: [Role: Set<Permission>] = [:]
    for grant in grants {
      for name in grant.roles {
        guard let role = Role(rawValue: name) else { throw UnknownRole(name: name, permission: grant.permission) }
        table[role, default: []].insert(Permission(grant.permission))
      }
    }
    self.table = table
    permissions = grants.map { Permission($0.permission) }
  }

  package func of(_ role: Role?) -> Set<Permission> {
    role.flatMap { table[$0] } ?? []
  }

  package struct UnknownRole: Error, Sendable {
    package let name: String
    package let permission: String
  }
}
