import Accounts
import Activity
import Database
import Jobs
import Localization
import Organizations
import Platform
import Values
import Views

/// Warns of agreements that end, 180, 90 and 30 days before and when they are
/// over, and reminds of what is due within two weeks. It can be done any number
/// of times a day.
struct RemindOfAgreements: Sendable {
  private let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let name = "agreements.remind"
  static let schedule = Schedule(name, .daily(hour: 6, minute: 40), kind: name)
  /// Days before a date at which its owner is reminded.
  static let dueDays = 14
  private static let batch = 200

  var kind: JobKind {
    JobKind(Self.name) { run in
      var done = 0
      while true {
        let count = try await self.batch()
        if count == 0 { return }
        done += count
        try await run.report(done: done, total: nil)
      }
    }
  }

  /// Everything that is due now.
  /// - Returns: how many agreements and obligations were told of.
  @discardableResult
  func callAsFunction() async throws -> Int {
    var done = 0
    while true {
      let count = try await batch()
      if count == 0 { return done }
      done += count
    }
  }

  private func batch() async throws -> Int {
    let services = services
    let today = services.now.day
    return try await services.database.write { connection in
      let ending = try Self.ending(today: today, on: connection)
      for (id, threshold) in ending { try Self.warn(id, threshold, today: today, services, on: connection) }
      return ending.count + (try Self.remindOfDues(today: today, services, on: connection))
    }
  }

  // MARK: Ends

  private static func ending(
    today: CivilDate, on connection: any Connection
  ) throws -> [(ID<Agreement>, threshold: Int)] {
    let thresholds = AgreementRules.warnings.map { days -> SQL in
      let end = days == 0 ? today : today.adding(days: days + 1)
      return "(end_on < \(end) AND (told IS NULL OR told > \(days)))"
    }
    let horizon = today.adding(days: (AgreementRules.warnings.max() ?? 0) + 1)
    return try connection.rows(
      """
      SELECT id, end_on, told FROM agreements
      WHERE state = 'active' AND end_on < \(horizon) AND (\(thresholds.joined(separator: " OR ")))
      ORDER BY end_on, id LIMIT \(literal: batch)
      """
    ).compactMap { row -> (ID<Agreement>, threshold: Int)? in
      let (end, told): (CivilDate, Int?) = (try row.get(1), try row.get(2))
      guard let due = AgreementRules.warning(endOn: end, today: today, told: told) else { return nil }
      return (try row.get(0), threshold: due)
    }
  }

  private static func warn(
    _ id: ID<Agreement>, _ threshold: Int, today: CivilDate, _ services: Services, on connection: any WriteConnection
  ) throws {
    guard let agreement = try AgreementStore.agreement(id, in: .installation, on: connection), let end = agreement.endOn
    else { return }
    try AgreementStore.setTold(threshold, of: agreement, on: connection)
    let counts = try ObligationStore.counts(of: agreement, today: today, on: connection)
    let words = [
      "title": agreement.title, "date": end.description, "met": "\(counts.met)", "due": "\(counts.due)",
      "points": "\(HealthScore(counts).points)",
    ]
    let key = threshold == 0 ? "over" : "ending"
    if let owner = agreement.ownerID {
      try services.notices.post(
        Notice(
          accountIDs: [owner], message: Message("agreements.notice.\(key)", words),
          path: AgreementLinks.page(id, "brief").text, alsoByMail: true), on: connection)
    }
    // Who renews already needs no second entry.
    let renews = try AgreementStore.related(to: agreement, on: connection).contains {
      $0.relation == .renewal && $0.state.isUnderWay
    }
    guard !renews else { return }
    try InboxStore.put(
      InboxEntry(
        holder: agreement.ownerID.map { .account(ID(rawValue: $0)) }
          ?? .role(.cooperationOffice, agreement.schoolID, nil), schoolID: agreement.schoolID,
        subject: .agreement(agreement), step: AgreementInbox.endingStep,
        message: Message("agreements.inbox.\(key)", ["date": end.description]),
        path: AgreementLinks.page(id, "brief").text, dueOn: end), id: services.ids.next(), at: services.now,
      on: connection)
  }

  // MARK: Obligations

  private static func remindOfDues(
    today: CivilDate, _ services: Services, on connection: any WriteConnection
  ) throws -> Int {
    let rows = try connection.rows(
      """
      SELECT u.id, o.owner_id, o.subject, u.due_on, u.agreement_id, a.title FROM obligation_dues u
      JOIN obligations o ON o.id = u.obligation_id JOIN agreements a ON a.id = u.agreement_id
      WHERE u.state = 'open' AND u.told = 0 AND u.due_on <= \(today.adding(days: dueDays))
      ORDER BY u.due_on, u.id LIMIT \(literal: batch)
      """)
    for row in rows {
      let (owner, agreement): (Int64?, ID<Agreement>) = (try row.get(1), try row.get(4))
      let day: CivilDate = try row.get(3)
      // Dates long past were there when the agreement was entered late: they stand on its page.
      if let owner, day >= today.adding(days: -dueDays) {
        try services.notices.post(
          Notice(
            accountIDs: [owner],
            message: Message(
              "agreements.notice.due",
              ["what": try row.get(2), "date": day.description, "title": try row.get(5)]),
            path: AgreementLinks.page(agreement, "obligations").text), on: connection)
      }
      try connection.run("UPDATE obligation_dues SET told = 1 WHERE id = \(try row.get(0, as: ID<ObligationDue>.self))")
    }
    return rows.count
  }
}
