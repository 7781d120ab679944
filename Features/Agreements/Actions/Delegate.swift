import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// Lets somebody else act in reviews for a while, and ends that.
struct Delegate: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What a form said.
  struct Typed: Sendable, Hashable {
    var to = ""
    var fromOn = ""
    var untilOn = ""
    var reason = ""
  }

  /// - Throws: `Invalid`.
  func give(_ typed: Typed, by actor: Actor) async throws {
    guard let school = actor.schoolID else { throw AgreementError.notFound }
    let services = services
    let today = services.now.day
    try await services.database.write { connection in
      var problems: [FieldProblem] = []
      let taker = ID<Account>(typed.to)
      let people = try Self.takers(for: actor, on: connection)
      if taker == nil || !people.contains(where: { $0.id == taker }) {
        problems.append(FieldProblem("to", "agreements.delegation.problem.to"))
      }
      let (first, last) = (FieldText.date(typed.fromOn), FieldText.date(typed.untilOn))
      if first == nil { problems.append(FieldProblem("fromOn", "kit.records.date")) }
      if last == nil { problems.append(FieldProblem("untilOn", "kit.records.date")) }
      if let first, let last {
        if last < first || last < today {
          problems.append(FieldProblem("untilOn", "agreements.delegation.problem.order"))
        } else if last.days(since: first) > Delegation.longestDays {
          problems.append(
            FieldProblem("untilOn", "agreements.delegation.problem.long", ["days": "\(Delegation.longestDays)"]))
        }
      }
      if typed.reason.count > 200 {
        problems.append(
          FieldProblem("reason", "kit.records.tooLong", ["max": "200", "count": "\(typed.reason.count)"]))
      }
      guard problems.isEmpty, let taker, let first, let last else { throw Invalid(problems) }
      let delegation = Delegation(
        id: services.ids.next(), schoolID: school, from: actor.accountID, fromName: actor.name, to: taker, toName: "",
        fromOn: first, untilOn: last, reason: typed.reason)
      try DelegationStore.insert(delegation, at: services.now, on: connection)
      try Self.log("given", delegation, services, by: actor, on: connection)
      try Self.refresh(school: school, services: services, on: connection)
      try services.notices.post(
        Notice(
          accountIDs: [taker.rawValue],
          message: Message(
            "agreements.notice.delegated",
            ["name": actor.name, "from": first.description, "until": last.description]),
          path: AgreementLinks.delegations.text, alsoByMail: true), on: connection)
    }
  }

  /// - Throws: `AgreementError.notFound` for one that is not the actor's own.
  func end(_ id: ID<Delegation>, by actor: Actor) async throws {
    guard let school = actor.schoolID else { throw AgreementError.notFound }
    let services = services
    try await services.database.write { connection in
      let found = try DelegationStore.revoke(
        id, of: actor.accountID, school: school, at: services.now, on: connection)
      guard let found else { throw AgreementError.notFound }
      try Self.log("ended", found, services, by: actor, on: connection)
      try Self.refresh(school: school, services: services, on: connection)
    }
  }

  /// Whom a person may ask: those who decide in reviews of the same school.
  static func takers(
    for actor: Actor, on connection: any Connection
  ) throws -> [(id: ID<Account>, name: String)] {
    guard let school = actor.schoolID else { return [] }
    return try MembershipStore.people(
      holding: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert], school: school,
      on: connection
    ).filter { $0.id != actor.accountID }
  }

  /// Puts what is under review into the inboxes of those who act today.
  /// - Parameter limit: an office has some dozens under review at a time.
  static func refresh(
    school: ID<School>, limit: Int = 500, services: Services, on connection: any WriteConnection
  ) throws {
    let ids = try connection.values(
      "SELECT id FROM agreements WHERE school_id = \(school) AND state = 'review' ORDER BY id LIMIT \(literal: limit)",
      as: ID<Agreement>.self)
    for id in ids {
      guard let agreement = try AgreementStore.agreement(id, in: .school(school), on: connection) else { continue }
      try AgreementInbox.handOver(agreement, services: services, by: nil, on: connection)
    }
  }

  private static func log(
    _ what: String, _ delegation: Delegation, _ services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "agreements.delegation.\(what)",
        subject: AuditEntry.Subject(kind: "agreement-delegation", id: delegation.id.rawValue, name: actor.name),
        accountID: actor.accountID.rawValue, schoolID: delegation.schoolID.rawValue,
        note: "\(delegation.fromOn) – \(delegation.untilOn) \(delegation.reason)", at: services.now), on: connection)
  }
}
