package import Database
package import Records
package import Values

/// A part of the organisation: a school, a department, a major, a class. It is
/// made, changed, closed and opened again, but never deleted, because records
/// of years point at it.
package protocol OrganisationUnit: Sendable, Hashable {
  /// The word of its audit actions, its texts and the places of its addresses: `department`.
  static var kind: String { get }
  static var fields: RecordDescription<Self> { get }

  var id: ID<Self> { get }
  /// The tenant it belongs to; a school belongs to itself.
  var schoolID: ID<School> { get }
  var name: String { get }
  var status: OrganisationStatus { get set }

  /// The unit, when it is in sight.
  static func find(_ id: ID<Self>, in scope: Actor.Scope, on connection: any Connection) throws -> Self?

  /// The unit with what follows from others, such as the department of its major.
  /// - Parameter old: what it was before; `nil` for a new one.
  /// - Throws: `Invalid` when it points at something closed, foreign or out of sight.
  func placed(after old: Self?, in scope: Actor.Scope, on connection: any Connection) throws -> Self

  func insert(at now: Instant, on connection: any WriteConnection) throws

  /// - Returns: `false` when it is not in sight.
  func update(in scope: Actor.Scope, on connection: any WriteConnection) throws -> Bool
}

extension OrganisationUnit {
  /// The field whose value another unit has already, told by the violated constraint.
  static func takenField(_ detail: String) -> String { detail.contains("code") ? "code" : "name" }
}

/// What an act on an organisation can be refused for.
package enum OrganizationsError: Error, Sendable, Hashable {
  /// Not there, or not in sight.
  case notFound
  /// A membership cannot be ended by the person who works in it: nobody locks themselves out.
  case ownMembership
  /// The installation would be left without anybody who manages it.
  case lastAdministrator
}
