import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// Keeps schemes with their deadlines, and which projects apply to them.
struct KeepSchemes: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `ProjectError.stale`, `.notFound`.
  @discardableResult
  func keep(_ typed: Scheme, isNew: Bool, by actor: Actor) async throws -> ID<Scheme> {
    let services = services
    return try await services.database.write { connection in
      var scheme = typed
      var changes: [FieldChange] = []
      if isNew {
        scheme.id = services.ids.next()
        try SchemeStore.insert(scheme, by: actor.accountID, at: services.now, on: connection)
      } else {
        guard let old = try SchemeStore.scheme(typed.id, in: actor.scope, on: connection) else {
          throw ProjectError.notFound
        }
        changes = SchemeFields.description.difference(from: old, to: scheme)
        guard try SchemeStore.update(scheme, on: connection) else { throw ProjectError.stale }
        if old.deadline != scheme.deadline {
          try InboxStore.close(.scheme(scheme), by: actor.accountID, at: services.now, on: connection)
        }
      }
      try Self.log(isNew ? "created" : "changed", scheme, changes, services, by: actor, on: connection)
      return scheme.id
    }
  }

  /// A project applies to a scheme.
  /// - Throws: `Invalid`, `ProjectError.notFound`.
  func bid(_ project: ID<Project>, for id: ID<Scheme>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      guard let scheme = try SchemeStore.scheme(id, in: actor.scope, on: connection),
        let found = try ProjectStore.project(project, in: ProjectSight(actor, least: .own), on: connection),
        found.schoolID == scheme.schoolID
      else { throw ProjectError.notFound }
      var bid = SchemeBid(id: services.ids.next(), projectID: found.id, projectTitle: found.title, enterpriseName: "")
      bid.asked = found.asked
      do {
        try connection.savepoint { try SchemeStore.insert(bid, to: scheme, on: connection) }
      } catch DatabaseError.unique {
        throw Invalid([FieldProblem("project", "projects.problem.bidTwice")])
      }
      try Self.log("bid", scheme, [], note: found.title, services, by: actor, on: connection)
    }
  }

  /// - Throws: `ProjectError`.
  func change(_ bid: SchemeBid, of id: ID<Scheme>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      guard let scheme = try SchemeStore.scheme(id, in: actor.scope, on: connection),
        try ProjectStore.project(bid.projectID, in: ProjectSight(actor, least: .own), on: connection) != nil
      else { throw ProjectError.notFound }
      guard try SchemeStore.update(bid, of: scheme, on: connection) else { throw ProjectError.stale }
      try Self.log(
        "bid", scheme, [], note: "\(bid.projectTitle): \(bid.state.rawValue)", services, by: actor, on: connection)
    }
  }

  /// Puts deadlines that come near into the inbox of the office, 30 and 7 days before.
  static func remind(_ today: CivilDate, _ services: Services, _ connection: any WriteConnection) throws -> Int {
    let found = try SchemeStore.toTell(today: today, limit: 200, on: connection)
    for (scheme, told) in found {
      guard let days = Scheme.warning(deadline: scheme.deadline, today: today, told: told) else { continue }
      try SchemeStore.setTold(days, of: scheme, on: connection)
      try InboxStore.put(
        InboxEntry(
          holder: .role(.cooperationOffice, scheme.schoolID, nil), schoolID: scheme.schoolID, subject: .scheme(scheme),
          step: "scheme", message: Message("projects.inbox.scheme"), path: ProjectLinks.scheme(scheme.id).text,
          dueOn: scheme.deadline), id: services.ids.next(), at: services.now, on: connection)
    }
    return found.count
  }

  private static func log(
    _ what: String, _ scheme: Scheme, _ changes: [FieldChange], note: String = "", _ services: Services,
    by actor: Actor, on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "projects.scheme.\(what)", subject: .scheme(scheme), accountID: actor.accountID.rawValue,
        schoolID: scheme.schoolID.rawValue, changes: changes, note: note, at: services.now), on: connection)
  }
}

extension AuditEntry.Subject {
  static func scheme(_ scheme: Scheme) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "scheme", id: scheme.id.rawValue, name: scheme.title)
  }
}
