import Accounts
package import Database
import Localization
import Platform
import Records
import Values

/// A role with the place it is held in, checked against who gives it.
package struct MembershipPlace: Sendable, Hashable {
  package let role: Role
  package let school: School?
  package let department: Department?

  /// - Throws: `Invalid` for a role that the actor cannot give, and for a
  ///   missing, closed or foreign school or department.
  package static func resolve(
    _ new: NewMember, by actor: Actor, on connection: any Connection
  ) throws -> MembershipPlace {
    guard let role = new.role, Role.grantable(in: actor.scope).contains(role) else {
      throw Placement.unknown("role", new.role?.rawValue ?? "")
    }
    guard role.reach != .installation else { return MembershipPlace(role: role, school: nil, department: nil) }
    let school = try school(new, actor, connection)
    guard role.reach == .department else { return MembershipPlace(role: role, school: school, department: nil) }
    guard !new.departmentText.isEmpty else { throw Invalid([FieldProblem("department", "kit.records.required")]) }
    guard let id = ID<Department>(new.departmentText),
      let department = try SchoolStore.department(id, in: .school(school.id), on: connection)
    else { throw Placement.unknown("department", new.departmentText) }
    if department.status == .closed { throw Placement.closed("department", department.name) }
    return MembershipPlace(role: role, school: school, department: department)
  }

  private static func school(_ new: NewMember, _ actor: Actor, _ connection: any Connection) throws -> School {
    let id: ID<School>
    switch actor.scope {
    case .school(let own): id = own
    default:
      guard !new.schoolText.isEmpty else { throw Invalid([FieldProblem("school", "kit.records.required")]) }
      guard let typed = ID<School>(new.schoolText) else { throw Placement.unknown("school", new.schoolText) }
      id = typed
    }
    guard let school = try SchoolStore.school(id, in: actor.scope, on: connection) else {
      throw Placement.unknown("school", new.schoolText)
    }
    if school.status == .closed { throw Placement.closed("school", school.name) }
    return school
  }

  /// The organisation as mails and notices name it.
  func organisation(_ services: Services) -> String {
    school?.name ?? services.localizer(.chinese)("kit.applicationName")
  }

  func membership(id: ID<Membership>, of account: ID<Account>) -> Membership {
    Membership(
      id: id, accountID: account, role: role, schoolID: school?.id, departmentID: department?.id, enterpriseID: nil,
      organisationName: school?.shortName ?? "")
  }

  /// The place as the log keeps it.
  var changes: [FieldChange] {
    [("role", role.rawValue), ("school", school?.name), ("department", department?.name)]
      .compactMap { name, value in value.map { FieldChange(field: name, before: .none, after: .text($0)) } }
  }
}

extension Membership {
  /// The organisation of a membership of no school: the enterprise, or the installation.
  func enterpriseName(_ services: Services) -> String {
    organisationName.isEmpty ? services.localizer(.chinese)("kit.applicationName") : organisationName
  }
}

extension AuditEntry.Subject {
  /// A membership as the log names it: by the person who holds it.
  static func membership(_ id: ID<Membership>, of name: String) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "membership", id: id.rawValue, name: name)
  }
}
