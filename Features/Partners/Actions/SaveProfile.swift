import Database
import Files
import Organizations
import Platform
import Records
import Values

/// An enterprise changes its own record, which all its schools see.
struct SaveProfile: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What an enterprise changes at once. Its name and credit code say who it
  /// is; a school has to confirm those (`AskIdentity`).
  static let fields = [
    "shortName", "legalForm", "nature", "industry", "size", "staffCount", "foundedOn", "region", "park", "address",
    "website", "products", "tags", "description", "status",
  ]

  /// - Parameter enterprise: with the version that the form was opened on.
  /// - Throws: `SpaceError.notFound`, `SpaceError.stale` when a school changed it meanwhile.
  func callAsFunction(_ enterprise: Enterprise, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let old = try act.enterprise(on: connection)
      var new = enterprise
      (new.id, new.name, new.creditCode, new.creditCodeReason, new.logo) =
        (old.id, old.name, old.creditCode, old.creditCodeReason, old.logo)
      guard new.version == old.version else { throw SpaceError.stale }
      let changes = EnterpriseFields.description.difference(from: old, to: new)
      guard !changes.isEmpty else { return }
      guard try EnterpriseStore.update(new, at: act.now, on: connection) else { throw SpaceError.stale }
      try PartnerSearch.putAll(of: old.id, on: connection)
      try act.log("profile.changed", new, changes, on: connection)
      try act.tell(.profile, new, to: .all, changes, on: connection)
    }
  }

  /// - Parameter digest: of a checked picture in the store; `nil` takes the logo away.
  func setLogo(_ digest: FileDigest?, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let old = try act.enterprise(on: connection)
      guard old.logo != digest?.text ?? "" else { return }
      try EnterpriseStore.setLogo(digest, of: old.id, at: act.now, on: connection)
      try act.log(digest == nil ? "logo.removed" : "logo.changed", old, on: connection)
      try act.tell(.logo, old, to: .all, note: digest == nil ? "-" : "", on: connection)
    }
  }
}

/// An enterprise states its own figures and what it wants of schools.
struct SaveStatement: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// The fields of each part that can be shared.
  static let figures = ["staffTotal", "skilledStaff", "instructors", "internPlaces", "yearlyHires", "revenue"]
  static let wishes = ["motives", "wishes"]

  /// - Throws: `SpaceError.notFound`, `SpaceError.stale`.
  func callAsFunction(_ statement: EnterpriseStatement, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      let old = try SpaceStore.statement(of: enterprise.id, on: connection)
      guard statement.version == old.version else { throw SpaceError.stale }
      let changes = StatementFields.description.difference(from: old, to: statement)
      guard !changes.isEmpty else { return }
      guard try SpaceStore.save(statement, id: act.services.ids.next(), at: act.now, on: connection) else {
        throw SpaceError.stale
      }
      try act.log("statement.changed", enterprise, changes, on: connection)
      // Schools hear only of the part that they see.
      for (part, names) in [(SharedPart.figures, Self.figures), (.wishes, Self.wishes)] {
        let own = changes.filter { names.contains($0.field) }
        guard !own.isEmpty else { continue }
        let schools = try ShareStore.schools(seeing: part, of: enterprise.id, on: connection)
        try act.tell(.statement, enterprise, to: .schools(schools), own, on: connection)
      }
    }
  }
}
