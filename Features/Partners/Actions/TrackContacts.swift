import Accounts
import Activity
import Database
package import Jobs
import Localization
package import Organizations
package import Platform
import Records
package import Values
import Views

/// Says when a partner is to be seen next, and after how long without a
/// contact a school calls its partners silent.
package struct TrackContacts: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameter day: `nil` goes back to the rhythm of the level.
  /// - Throws: `PartnersError.notFound`, `Invalid` for a day that has passed.
  package func setNext(_ day: CivilDate?, of id: ID<Partnership>, by actor: Actor) async throws {
    let services = services
    let today = services.now.day
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(id, in: actor.scope, on: connection),
        let old = try TrackingStore.state(of: id, on: connection)
      else { throw PartnersError.notFound }
      if let day, day < today {
        throw Invalid([FieldProblem("nextContact", "partners.tracking.problem.past")])
      }
      try TrackingStore.setNext(day, of: id, on: connection)
      if day == nil { try TrackingStore.settle(id, today: today, on: connection) }
      let new = try TrackingStore.state(of: id, on: connection)
      guard new != old else { return }
      try services.audit.record(
        AuditEntry(
          action: "partners.contact.planned", subject: .partner(partner.partnership, partner.enterprise),
          accountID: actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue,
          changes: [
            FieldChange(
              field: "nextContact", before: old.nextOn?.fieldValue ?? .none, after: new?.nextOn?.fieldValue ?? .none)
          ], at: services.now), on: connection)
    }
  }

  /// - Throws: `Invalid`, `PartnersError.notFound` for roles that work for no single school.
  package func setSilentMonths(_ months: Int, by actor: Actor) async throws {
    guard case .school(let school) = actor.scope else { throw PartnersError.notFound }
    guard ContactRhythm.months.contains(Int64(months)) else {
      throw Invalid([FieldProblem("silentMonths", "kit.records.range", ["min": "1", "max": "60"])])
    }
    let services = services
    let now = services.now
    try await services.database.write { connection in
      let old = try TrackingStore.silentMonths(of: school, on: connection)
      guard old != months else { return }
      try TrackingStore.setSilentMonths(months, of: school, on: connection)
      let awake = try TrackingStore.noLongerSilent(of: school, today: now.day, months: months, on: connection)
      for group in awake.inGroups(of: 500) {
        try TrackingStore.setSilent(false, group, on: connection)
        for id in group { try RemindOfContacts.close(id, by: actor.accountID, at: now, on: connection) }
      }
      try services.audit.record(
        AuditEntry(
          action: "partners.tracking.changed",
          subject: AuditEntry.Subject(
            kind: "school", id: school.rawValue, name: try SchoolStore.school(school, on: connection)?.name ?? ""),
          accountID: actor.accountID.rawValue, schoolID: school.rawValue,
          changes: [
            FieldChange(field: "silentMonths", before: .integer(Int64(old)), after: .integer(Int64(months)))
          ], at: now), on: connection)
    }
    // Who has become silent by the new number is found like every day, at once.
    try await RemindOfContacts(services)()
  }

  /// What a visit that was written, moved, removed or put back means for its partner.
  static func settle(
    _ id: ID<Partnership>, by account: ID<Account>?, at now: Instant, on connection: any WriteConnection
  ) throws {
    try TrackingStore.settle(id, today: now.day, on: connection)
    guard try TrackingStore.state(of: id, on: connection)?.isSilent == false else { return }
    try RemindOfContacts.close(id, by: account, at: now, on: connection)
  }
}

/// Every day: gives partners without a next contact the one of their level,
/// and finds those that have fallen silent. It can be done any number of times.
package struct RemindOfContacts: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package static let name = "partners.contacts.remind"
  package static let schedule = Schedule(name, .daily(hour: 6, minute: 40), kind: name)
  /// One entry per partnership as it was: when two of them are merged, both entries may stand under the one that is kept.
  static func step(_ id: ID<Partnership>) -> String { "contact-silent-\(id)" }

  /// Partners per transaction.
  private static let batch = 200

  package var kind: JobKind {
    JobKind(Self.name) { run in
      let done = try await self()
      try await run.report(done: done, total: done)
    }
  }

  /// - Returns: how many partners were planned or found silent.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    var done = 0
    while true {
      let count = try await plan()
      done += count
      if count == 0 { break }
    }
    let schools = try await services.database.read { connection in
      try connection.values("SELECT id FROM schools ORDER BY id", as: ID<School>.self)
    }
    for school in schools {
      while true {
        let count = try await mark(school)
        done += count
        if count == 0 { break }
      }
    }
    return done
  }

  private func plan() async throws -> Int {
    try await services.database.write { connection in
      let rows = try TrackingStore.unplanned(limit: Self.batch, on: connection)
      for row in rows {
        let day = (row.lastOn ?? row.enteredAt.day).adding(months: row.months)
        try TrackingStore.propose(day, for: row.id, on: connection)
      }
      return rows.count
    }
  }

  private func mark(_ school: ID<School>) async throws -> Int {
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      let ids = try TrackingStore.newlySilent(of: school, today: now.day, limit: Self.batch, on: connection)
      guard !ids.isEmpty else { return 0 }
      try TrackingStore.setSilent(true, ids, on: connection)
      let counted = Set(try PartnerLevelStore.levels(of: school, on: connection).filter(\.isCounted).map(\.code))
      let months = try TrackingStore.silentMonths(of: school, on: connection)
      for partner in try PartnershipStore.partners(ids, in: .school(school), on: connection)
      // Whom a school only knows by name would fill inboxes with hundreds; the list shows them.
      where counted.contains(partner.partnership.level) {
        guard let owner = partner.partnership.ownerID else { continue }
        try InboxStore.put(
          Self.entry(partner, months: months, owner: ID(rawValue: owner), due: now.day.adding(days: 14)),
          id: services.ids.next(), at: now, on: connection)
      }
      return ids.count
    }
  }

  private static func entry(
    _ partner: Partner, months: Int, owner: ID<Account>, due: CivilDate
  ) -> InboxEntry {
    InboxEntry(
      holder: .account(owner), schoolID: partner.partnership.schoolID,
      subject: .partner(partner.partnership, partner.enterprise), step: step(partner.partnership.id),
      message: Message("partners.tracking.inbox", ["count": "\(months)"]),
      path: VisitLinks.list(of: partner.partnership.id).text, dueOn: due)
  }

  static func close(
    _ id: ID<Partnership>, by account: ID<Account>?, at now: Instant, on connection: any WriteConnection
  ) throws {
    let subject = AuditEntry.Subject(kind: "partnership", id: id.rawValue, name: "")
    let merged = try connection.values(
      "SELECT gone_id FROM partnership_redirects WHERE kept_id = \(id)", as: ID<Partnership>.self)
    for each in [id] + merged {
      try InboxStore.close(subject, step: step(each), by: account, at: now, on: connection)
    }
  }
}
