package import Accounts
package import Values

/// The key of an enterprise. Enterprises are described by the feature
/// Partners, to the right of this one; memberships only point at them.
package enum EnterpriseKey {}

/// Who acts: a signed-in person in one of their memberships, with what that
/// membership allows. Stores take an actor and see only what it may see.
package struct Actor: Sendable {
  package let accountID: ID<Account>
  package let name: String
  package let membership: Membership?
  package let permissions: Set<Permission>
  /// Until the password is replaced, nothing but the account's own pages is allowed.
  package let mustChangePassword: Bool

  package init(
    accountID: ID<Account>, name: String, membership: Membership?, permissions: Set<Permission>,
    mustChangePassword: Bool = false
  ) {
    self.accountID = accountID
    self.name = name
    self.membership = membership
    self.permissions = permissions
    self.mustChangePassword = mustChangePassword
  }

  package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

  package var role: Role? { membership?.role }
  package var schoolID: ID<School>? { membership?.schoolID }
  package var enterpriseID: ID<EnterpriseKey>? { membership?.enterpriseID }

  /// How far the actor sees. A department role without a department sees nothing of the department's.
  package var scope: Scope {
    guard let membership else { return .nothing }
    switch membership.role.reach {
    case .installation: return .installation
    case .school:
      return membership.schoolID.map(Scope.school) ?? .nothing
    case .department:
      guard let school = membership.schoolID else { return .nothing }
      return membership.departmentID.map { .department(school, $0) } ?? .nothing
    case .enterprise:
      return membership.enterpriseID.map(Scope.enterprise) ?? .nothing
    }
  }

  /// The part of the data an actor may see; every store turns it into SQL.
  package enum Scope: Sendable, Hashable {
    case nothing
    /// All schools of the installation.
    case installation
    case school(ID<School>)
    case department(ID<School>, ID<Department>)
    case enterprise(ID<EnterpriseKey>)
  }
}

/// A person's place in an organisation. A person can hold several and works in one at a time.
package struct Membership: Sendable, Hashable {
  package let id: ID<Membership>
  package let accountID: ID<Account>
  package let role: Role
  package let schoolID: ID<School>?
  package let departmentID: ID<Department>?
  package let enterpriseID: ID<EnterpriseKey>?
  /// The school's or the enterprise's name, for the user menu.
  package let organisationName: String

  package init(
    id: ID<Membership>, accountID: ID<Account>, role: Role, schoolID: ID<School>?, departmentID: ID<Department>?,
    enterpriseID: ID<EnterpriseKey>?, organisationName: String
  ) {
    self.id = id
    self.accountID = accountID
    self.role = role
    self.schoolID = schoolID
    self.departmentID = departmentID
    self.enterpriseID = enterpriseID
    self.organisationName = organisationName
  }
}
