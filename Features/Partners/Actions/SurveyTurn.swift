import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

extension GuestPurpose {
  /// An enterprise answers a survey.
  static let survey = GuestPurpose("partners.survey", path: "survey", days: SurveyRules.readingDays)

  /// Links to a survey may be read for a while after its end.
  static func survey(until day: CivilDate, from today: CivilDate) -> GuestPurpose {
    GuestPurpose(survey.name, path: survey.path, days: max(0, day.days(since: today)) + SurveyRules.readingDays)
  }
}

extension SurveyParticipant {
  /// Links and inbox entries are about one enterprise's answer.
  func subject(_ survey: Survey) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "survey-participant", id: id.rawValue, name: survey.title.chinese)
  }
}

/// A survey that somebody acts on, in the transaction of the act.
struct SurveyTurn {
  let services: Services
  let connection: any WriteConnection
  let record: SurveyRecord
  /// `nil` for the program.
  let account: ID<Account>?

  var survey: Survey { record.survey }

  /// - Throws: `SurveyError.notFound`.
  static func find(
    _ id: ID<Survey>, services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws -> SurveyTurn {
    guard let record = try SurveyStore.record(id, in: actor.scope, on: connection),
      record.survey.mayBeManaged(by: actor)
    else { throw SurveyError.notFound }
    try SurveyStore.hold(id, of: record.survey.schoolID, at: services.now, on: connection)
    return SurveyTurn(services: services, connection: connection, record: record, account: actor.accountID)
  }

  func log(_ act: String, note: String = "", changes: [FieldChange] = []) throws {
    try services.audit.record(
      AuditEntry(
        action: "partners.survey.\(act)", subject: survey.subject, accountID: account?.rawValue,
        schoolID: survey.schoolID.rawValue, changes: changes, note: note, at: services.now), on: connection)
  }

  // MARK: Writing to participants

  /// Asks a participant, or reminds them: by mail with a link of its own, and in the inbox of the enterprise's people.
  /// - Returns: `false` where neither an address nor an account is known.
  func write(to row: ParticipantRow, asReminder isReminder: Bool) throws -> Bool {
    var participant = row.participant
    let now = services.now
    let people = try accounts(of: row)
    guard let closesOn = survey.closesOn, !participant.mail.isEmpty || !people.isEmpty else { return false }
    if !participant.mail.isEmpty {
      let words = [
        "name": participant.name.isEmpty ? row.partnerName : participant.name, "enterprise": row.partnerName,
        "title": survey.title.text(participant.language), "school": record.schoolName,
        "date": closesOn.description,
      ]
      let key = isReminder ? "partners.survey.mail.reminder" : "partners.survey.mail.invitation"
      try InviteGuest(services, .survey(until: closesOn, from: now.day))(
        GuestPerson(
          name: String((participant.name.isEmpty ? row.partnerName : participant.name).prefix(60)),
          mail: participant.mail, language: participant.language),
        to: participant.subject(survey), of: survey.schoolID,
        saying: (Message("\(key).subject", words), Message("\(key).body", words)), by: account, on: connection)
    }
    for person in people {
      try InboxStore.put(
        InboxEntry(
          holder: .account(person), schoolID: nil, subject: participant.subject(survey),
          step: "survey-answer-\(person)",
          message: Message("partners.survey.inbox.answer", ["school": record.schoolName]),
          path: SurveyLinks.enterprise(participant.id).text, dueOn: closesOn),
        id: services.ids.next(), at: now, on: connection)
    }
    participant.state = .asked
    participant.told = SurveyRules.told(closesOn: closesOn, today: now.day)
    if isReminder {
      participant.remindedAt = now
      participant.reminders += 1
    } else {
      participant.askedAt = now
    }
    guard try SurveyParticipantStore(services.sealer).update(participant, at: now, on: connection) else {
      throw SurveyError.stale
    }
    return true
  }

  /// Who can answer for the enterprise with an account.
  private func accounts(of row: ParticipantRow) throws -> [ID<Account>] {
    try connection.values(
      """
      SELECT DISTINCT m.account_id FROM memberships m JOIN accounts a ON a.id = m.account_id
      WHERE m.enterprise_id = \(row.enterpriseID) AND m.role = \(Role.enterpriseAdministrator)
        AND m.status = 'active' AND a.status = 'active' ORDER BY m.account_id
      """, as: ID<Account>.self)
  }

  /// What was asked of the enterprise's people waits no more.
  func release(_ participant: SurveyParticipant) throws {
    try InboxStore.close(participant.subject(survey), by: account, at: services.now, on: connection)
  }

  // MARK: The owner

  static let closedStep = "survey-closed"

  /// The owner looks at what came of a survey that has ended.
  func tellOwner() throws {
    guard let owner = survey.ownerID, let progress = try progress() else { return }
    try InboxStore.put(
      InboxEntry(
        holder: .account(owner), schoolID: survey.schoolID, subject: survey.subject, step: Self.closedStep,
        message: Message(
          "partners.survey.inbox.closed", ["count": "\(progress.answered)", "total": "\(progress.total)"]),
        path: SurveyLinks.summary(survey.id).text, dueOn: services.now.day.adding(days: 14)),
      id: services.ids.next(), at: services.now, on: connection)
  }

  private func progress() throws -> SurveyProgress? {
    try SurveyParticipantStore.progress(of: [survey.id], in: .school(survey.schoolID), on: connection)[survey.id]
      ?? SurveyProgress()
  }
}
