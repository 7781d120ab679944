import Accounts
import Activity
import Calendars
import Database
package import Localization
package import Organizations
package import Platform
import Values
import Views

/// The address to which somebody's calendar program subscribes: made, renewed
/// and withdrawn by themselves.
package struct CalendarFeeds: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Makes an address; the one before ends with it.
  /// - Returns: the address, `/calendar/0123….secret/qiao.ics`, which is known only now.
  package func renew(_ language: Language, by actor: Actor) async throws -> String {
    guard let membership = actor.membership, let school = membership.schoolID else { throw TourError.notFound }
    let services = services
    let now = services.now
    return try await services.database.write { connection in
      let isRenewed = try CalendarFeedStore.end(of: membership, at: now, on: connection)
      let token = try CalendarFeedStore.insert(
        services.ids.next(), of: membership, school: school, language: language, at: now, on: connection)
      try Self.log(isRenewed ? "renewed" : "created", by: actor, services, on: connection)
      return TourLinks.feed(token).text
    }
  }

  /// - Returns: whether there was one.
  @discardableResult
  package func withdraw(by actor: Actor) async throws -> Bool {
    guard let membership = actor.membership else { throw TourError.notFound }
    let services = services
    return try await services.database.write { connection in
      guard try CalendarFeedStore.end(of: membership, at: services.now, on: connection) else { return false }
      try Self.log("withdrawn", by: actor, services, on: connection)
      return true
    }
  }

  private static func log(
    _ act: String, by actor: Actor, _ services: Services, on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "partners.calendar.\(act)",
        subject: AuditEntry.Subject(kind: "account", id: actor.accountID.rawValue, name: actor.name),
        accountID: actor.accountID.rawValue, schoolID: actor.schoolID?.rawValue, at: services.now), on: connection)
  }

  // MARK: What it shows

  /// Days back and ahead of today.
  private static let (past, ahead) = (180, 400)
  /// Entries of a kind.
  private static let most = 500

  /// The membership behind an address while it lasts and may see visits; `nil` when nothing is to be shown.
  func actor(of feed: CalendarFeed) async throws -> Actor? {
    guard feed.endedAt == nil else { return nil }
    let permissions = try RolePermissions(services.grants)
    return try await services.database.read { connection in
      guard
        let name = try connection.value(
          "SELECT display_name FROM accounts WHERE id = \(feed.accountID) AND status = 'active'", as: String.self),
        let membership = try MembershipStore.active(feed.membershipID, account: feed.accountID, on: connection)
      else { return nil }
      let actor = Actor(
        accountID: feed.accountID, name: name, membership: membership, permissions: permissions.of(membership.role))
      return actor.may(.visitsRead) ? actor : nil
    }
  }

  /// The person's tours, next contacts and follow-up tasks.
  func file(for actor: Actor, in language: Language) async throws -> CalendarFile {
    let (services, t) = (services, services.localizer(language))
    let today = services.now.day
    let calendar = TourCalendar(baseURL: services.installation.baseURL, t: t)
    let (from, until) = (today.adding(days: -Self.past), today.adding(days: Self.ahead))
    let events = try await services.database.read { connection in
      var events: [CalendarEvent] = []
      for id in try Self.tours(of: actor, from: from, until: until, on: connection) {
        guard let record = try TourStore.record(id, in: actor.scope, of: actor.accountID, on: connection) else {
          continue
        }
        events += calendar.events(
          record, try TourStopStore(services.sealer).stops(of: record.tour, on: connection),
          try TourLineStore.lines(of: record.tour, on: connection))
      }
      events += try Self.contacts(of: actor, from: from, until: until, calendar, on: connection)
      events += try Self.tasks(of: actor, from: from, until: until, calendar, on: connection)
      return events
    }
    return CalendarFile(
      name: t("partners.calendar.name", ["name": actor.name]), events: events, refreshHours: 6)
  }

  private static func tours(
    of actor: Actor, from: CivilDate, until: CivilDate, on connection: any Connection
  ) throws -> [ID<Tour>] {
    try connection.values(
      """
      SELECT t.id FROM tours t WHERE \(TourStore.sight(actor.scope, actor.accountID))
        AND t.ends_on >= \(from) AND t.begins_on <= \(until)
        AND (t.lead_id = \(actor.accountID)
          OR EXISTS (SELECT 1 FROM tour_people m WHERE m.tour_id = t.id AND m.account_id = \(actor.accountID)))
      ORDER BY t.begins_on, t.id LIMIT 60
      """)
  }

  private static func contacts(
    of actor: Actor, from: CivilDate, until: CivilDate, _ calendar: TourCalendar, on connection: any Connection
  ) throws -> [CalendarEvent] {
    try connection.rows(
      """
      SELECT p.id, p.name, p.next_contact_on, p.updated_at, p.version FROM partnerships p
      WHERE \(actor.scope.condition(school: "p.school_id", department: "p.department_id"))
        AND p.owner_id = \(actor.accountID) AND p.status = 'active' AND p.next_contact_on >= \(from)
        AND p.next_contact_on <= \(until)
      ORDER BY p.next_contact_on, p.id LIMIT \(literal: most)
      """
    ).map { row in
      let (id, name, day): (ID<Partnership>, String, CivilDate) = (try row.get(0), try row.get(1), try row.get(2))
      return CalendarEvent(
        id: "contact-\(id)@\(calendar.host)", changedAt: try row.get(3), sequence: try row.get(4),
        time: .days(day, last: day), title: calendar.t("partners.calendar.contact", ["name": name]),
        page: "\(calendar.baseURL)\(VisitLinks.list(of: id).text)")
    }
  }

  private static func tasks(
    of actor: Actor, from: CivilDate, until: CivilDate, _ calendar: TourCalendar, on connection: any Connection
  ) throws -> [CalendarEvent] {
    guard let school = actor.schoolID else { return [] }
    return try connection.rows(
      """
      SELECT k.id, k.title, k.due_on, k.updated_at, k.version, v.id, p.name
      FROM visit_tasks k JOIN visits v ON v.id = k.visit_id JOIN partnerships p ON p.id = v.partnership_id
      WHERE k.owner_id = \(actor.accountID) AND k.state = 'open' AND k.due_on >= \(from) AND k.due_on <= \(until)
        AND k.school_id = \(school) AND v.removed_at IS NULL
      ORDER BY k.due_on, k.id LIMIT \(literal: most)
      """
    ).map { row in
      let (id, day, visit): (ID<VisitTask>, CivilDate, ID<Visit>) = (try row.get(0), try row.get(2), try row.get(5))
      let (title, partner): (String, String) = (try row.get(1), try row.get(6))
      return CalendarEvent(
        id: "task-\(id)@\(calendar.host)", changedAt: try row.get(3), sequence: try row.get(4),
        time: .days(day, last: day),
        title: calendar.t("partners.calendar.task", ["title": title]), details: partner,
        page: "\(calendar.baseURL)\(VisitLinks.show(visit).text)")
    }
  }
}
