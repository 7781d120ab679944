import Accounts
package import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values
import Views

/// What follows a visit: given to somebody, finished, postponed, cancelled,
/// and each of these taken back.
package struct VisitTasks: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// One entry of the inbox per task.
  static func step(_ id: ID<VisitTask>) -> String { "visit-task-\(id)" }

  /// Who may be asked to do something: those who look after partners.
  static let roles: [Role] = [
    .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher, .classAdviser, .schoolAdministrator,
  ]

  /// - Throws: `VisitError.notFound`, `Invalid` when the owner is nobody of the school.
  package func add(_ task: VisitTask, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      guard let record = try VisitStore.record(task.visitID, in: actor.scope, on: connection), record.removal == nil
      else { throw VisitError.notFound }
      try Self.insert(task, of: record.visit, record.partner, by: actor, services, on: connection)
    }
  }

  /// - Parameter version: of the task as it was shown.
  /// - Throws: `VisitError.notFound`, `.stale`, `.task`.
  package func callAsFunction(
    _ act: VisitTask.Act, _ id: ID<VisitTask>, of visit: ID<Visit>, version: Int, until day: CivilDate? = nil,
    note: String = "", by actor: Actor
  ) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let record = try VisitStore.record(visit, in: actor.scope, on: connection), record.removal == nil,
        let old = try VisitTaskStore.task(id, of: record.visit, on: connection)
      else { throw VisitError.notFound }
      guard old.version == version else { throw VisitError.stale }
      let task: VisitTask
      do throws(VisitTask.Refusal) {
        task = try old.after(act, until: day, note: note)
      } catch {
        throw VisitError.task(error)
      }
      guard try VisitTaskStore.update(task, at: now, on: connection) else { throw VisitError.stale }
      if task.state == .open {
        try Self.post(task, of: record.visit, record.partner, services, on: connection)
      } else {
        try InboxStore.close(record.subject, step: Self.step(id), by: actor.accountID, at: now, on: connection)
      }
      let words = [task.title, act == .postpone ? task.dueOn.description : "", note].filter { !$0.isEmpty }
      try services.audit.record(
        AuditEntry(
          action: "partners.visit.task.\(act.rawValue)", subject: record.subject,
          accountID: actor.accountID.rawValue, schoolID: task.schoolID.rawValue,
          note: words.joined(separator: " · "), at: now), on: connection)
    }
  }

  static func insert(
    _ task: VisitTask, of visit: Visit, _ partner: Partner, by actor: Actor, _ services: Services,
    on connection: any WriteConnection
  ) throws {
    let people = try MembershipStore.people(holding: roles, school: visit.schoolID, on: connection)
    guard people.contains(where: { $0.id == task.ownerID }) else {
      throw Invalid([FieldProblem("taskOwner", "partners.visit.problem.owner")])
    }
    try VisitTaskStore.insert(task, at: services.now, on: connection)
    try post(task, of: visit, partner, services, on: connection)
    try services.audit.record(
      AuditEntry(
        action: "partners.visit.task.added", subject: .partner(partner.partnership, partner.enterprise),
        accountID: actor.accountID.rawValue, schoolID: visit.schoolID.rawValue,
        note: "\(task.title) · \(task.dueOn)", at: services.now), on: connection)
  }

  /// Puts the task into its owner's inbox, or moves it there to its new day.
  static func post(
    _ task: VisitTask, of visit: Visit, _ partner: Partner, _ services: Services, on connection: any WriteConnection
  ) throws {
    try InboxStore.put(
      entry(task, of: visit, partner), id: services.ids.next(), at: services.now, on: connection)
  }

  package static func entry(_ task: VisitTask, of visit: Visit, _ partner: Partner) -> InboxEntry {
    InboxEntry(
      holder: .account(task.ownerID), schoolID: visit.schoolID,
      subject: .partner(partner.partnership, partner.enterprise), step: step(task.id),
      message: Message("partners.visit.task.inbox", ["title": task.title]), path: VisitLinks.show(visit.id).text,
      dueOn: task.dueOn)
  }
}
