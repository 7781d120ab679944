import Accounts
import Activity
import Database
import Localization
import Mail
import Organizations
import Partners
import Platform
import Records
import Values
import Views

extension GuestPurpose {
  /// The enterprise looks at the balance of a year, confirms or disputes what the school noted, and adds what is its own.
  static let balance = GuestPurpose("projects.balance", path: "balance", days: 60)
}

/// Asks somebody of the enterprise by mail to confirm the balance of a year, takes
/// that back, and reminds until nothing waits any more.
struct AskForConfirmation: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `Invalid`, `ProjectError.notFound`.
  func callAsFunction(
    name: String, mail: String, about id: ID<Partnership>, year: Int, by actor: Actor
  ) async throws {
    var problems: [FieldProblem] = []
    if name.isEmpty { problems.append(FieldProblem("guest.name", "projects.problem.guestName")) }
    if name.count > 40 {
      problems.append(FieldProblem("guest.name", "kit.records.tooLong", ["max": "40", "count": "\(name.count)"]))
    }
    // Whether it can be written to is all that is asked.
    if (try? MailAddress(mail)) == nil {
      problems.append(FieldProblem("guest.mail", mail.isEmpty ? "projects.problem.guestMail" : "kit.records.mail"))
    }
    if !LedgerEntry.Limit.years.contains(year) { problems.append(FieldProblem("year", "kit.records.integer")) }
    if !problems.isEmpty { throw Invalid(problems) }
    let services = services
    try await services.database.write { connection in
      guard let place = try BalancePlace.find(id, year: year, in: actor.scope, on: connection) else {
        throw ProjectError.notFound
      }
      let request = BalanceRequest(
        id: services.ids.next(), schoolID: place.schoolID, partnershipID: id, year: year, askedBy: actor.accountID,
        askedAt: services.now, reminders: 0, closedAt: nil)
      try ConfirmationStore.insert(request, on: connection)
      try Self.send(
        "projects.balance.letter", GuestPerson(name: name, mail: mail), request, place, services,
        by: actor.accountID, on: connection)
      try Self.tell("projects.notice.balance", place, services, on: connection)
      try Self.log("asked", place, note: name, services, by: actor.accountID, on: connection)
    }
  }

  func revoke(_ link: ID<GuestLink>, of id: ID<Partnership>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let row = try connection.first(
        """
        SELECT r.id FROM balance_requests r JOIN guest_links g ON g.subject_id = r.id AND g.school_id = r.school_id
        WHERE g.id = \(link) AND g.purpose = \(GuestPurpose.balance.name) AND r.partnership_id = \(id)
        """)
      guard let request = try row.flatMap({ try ConfirmationStore.request(try $0.get(0), on: connection) }),
        let place = try BalancePlace.find(id, year: request.year, in: actor.scope, on: connection)
      else { throw ProjectError.notFound }
      let subject = AuditEntry.Subject.request(request, place.partner.enterprise.name)
      // All letters of the request, the reminders too. Who comes second finds what was wanted: that is no mistake.
      try GuestLinkStore.close(
        .balance, to: subject, of: place.schoolID, as: .revoked, at: services.now, on: connection)
      try ConfirmationStore.close(request, at: services.now, on: connection)
      try Self.log("unasked", place, note: "", services, by: actor.accountID, on: connection)
    }
  }

  /// Writes again to those who have not answered for a week; it can be done any number of times a day.
  static func remind(_ services: Services, _ connection: any WriteConnection) throws -> Int {
    let since = services.now.advanced(by: .seconds(-86_400 * BalanceRequest.reminderDays))
    let silent = try ConfirmationStore.silent(since: since, limit: 100, on: connection)
    for request in silent {
      try ConfirmationStore.countReminder(request, at: services.now, on: connection)
      let place = try BalancePlace.find(
        request.partnershipID, year: request.year, in: .school(request.schoolID), on: connection)
      let waiting = try ConfirmationStore.count(
        .noted, notedBy: .school, of: request.partnershipID, year: request.year, on: connection)
      guard let place, waiting > 0,
        let link = try GuestLinkStore(services.sealer).links(
          .balance, to: .request(request, place.partner.enterprise.name), of: request.schoolID, on: connection
        ).last, link.state(at: services.now) != .revoked
      else {
        try ConfirmationStore.close(request, at: services.now, on: connection)
        continue
      }
      try send(
        "projects.balance.reminder", link.person, request, place, services, by: request.askedBy, on: connection)
      try tell("projects.notice.balanceReminder", place, services, on: connection)
    }
    return silent.count
  }

  // MARK: Parts

  private static func send(
    _ key: String, _ person: GuestPerson, _ request: BalanceRequest, _ place: BalancePlace, _ services: Services,
    by account: ID<Account>?, on connection: any WriteConnection
  ) throws {
    let words = ["name": person.name, "school": place.schoolName, "year": "\(place.year)"]
    try InviteGuest(services, .balance)(
      person, to: .request(request, place.partner.enterprise.name), of: place.schoolID,
      saying: (Message("\(key).subject", words), Message("\(key).body", words)), by: account, on: connection)
  }

  /// Those of the enterprise who have an account see it there as well.
  private static func tell(
    _ key: String, _ place: BalancePlace, _ services: Services, on connection: any WriteConnection
  ) throws {
    let people: [ID<Account>] = try connection.values(
      """
      SELECT DISTINCT m.account_id FROM memberships m
      WHERE m.enterprise_id = \(place.partner.enterprise.id) AND m.role = \(Role.enterpriseAdministrator)
        AND m.status = 'active' ORDER BY m.account_id LIMIT 20
      """)
    guard !people.isEmpty else { return }
    try services.notices.post(
      Notice(
        accountIDs: people.map(\.rawValue),
        message: Message(key, ["school": place.schoolName, "year": "\(place.year)"]),
        path: ConfirmationLinks.own(place.id, year: place.year).text, alsoByMail: false), on: connection)
  }

  private static func log(
    _ what: String, _ place: BalancePlace, note: String, _ services: Services, by account: ID<Account>?,
    on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "projects.balance.\(what)",
        subject: AuditEntry.Subject(
          kind: "balance", id: place.id.rawValue, name: "\(place.partner.enterprise.name) \(place.year)"),
        accountID: account?.rawValue, schoolID: place.schoolID.rawValue, note: note, at: services.now),
      on: connection)
  }
}
