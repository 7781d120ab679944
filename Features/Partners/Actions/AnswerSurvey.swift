import Accounts
package import Activity
import Database
import Localization
package import Organizations
package import Platform
package import Records
import Security
package import Values

/// Who gives an answer.
package enum SurveyAnswerer: Sendable {
  case link(GuestLink)
  /// A person of the enterprise with an account.
  case account(Actor)
  /// The school for the enterprise, with how the answer came: by phone, on paper.
  case office(Actor, note: String)

  var way: SurveyParticipant.Way {
    switch self {
    case .link: .link
    case .account: .account
    case .office: .office
    }
  }

  var name: String {
    switch self {
    case .link(let link): link.person.name
    case .account(let actor), .office(let actor, _): actor.name
    }
  }

  var account: ID<Account>? {
    switch self {
    case .link: nil
    case .account(let actor), .office(let actor, _): actor.accountID
    }
  }
}

/// A participant with the survey, found for who answers.
package struct SurveySheet: Sendable {
  package var row: ParticipantRow
  package let record: SurveyRecord

  package var participant: SurveyParticipant { row.participant }
  package var survey: Survey { record.survey }

  /// - Returns: `nil` where it is not theirs.
  static func find(
    _ id: ID<SurveyParticipant>, for who: SurveyAnswerer, _ services: Services, on connection: any Connection
  ) throws -> SurveySheet? {
    let store = SurveyParticipantStore(services.sealer)
    let row =
      switch who {
      case .link(let link):
        link.subject.kind == "survey-participant" && link.subject.id == id.rawValue
          ? try store.row(id, in: .school(link.schoolID), on: connection) : nil
      case .account(let actor):
        try actor.enterpriseID.flatMap { try store.row(id, for: $0, on: connection) }
      case .office(let actor, _): try store.row(id, in: actor.scope, on: connection)
      }
    guard let row,
      let record = try SurveyStore.record(
        row.participant.surveyID, in: .school(row.participant.schoolID), on: connection)
    else { return nil }
    if case .office(let actor, _) = who, !record.survey.mayBeManaged(by: actor) { return nil }
    return SurveySheet(row: row, record: record)
  }
}

/// Keeps what is typed, and submits it: by link, with an account, or by the school.
package struct AnswerSurvey: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Keeps what is typed, right or not; what was submitted before stays submitted.
  /// - Parameter version: of the participant, as the form was opened.
  /// - Returns: the version that the next act names.
  /// - Throws: `Invalid` for more than an answer may hold, `SurveyError`, `GuestLinkClosed`.
  @discardableResult
  package func save(
    _ form: FormData, of id: ID<SurveyParticipant>, version: Int, as who: SurveyAnswerer
  ) async throws -> Int {
    try await act(on: id, version: version, as: who) { sheet, connection, services in
      let typed = SurveyReading.typed(form, of: sheet.survey)
      if let problem = SurveyReading.tooMuch(typed) { throw Invalid([problem]) }
      var participant = sheet.participant
      let isFirst = participant.savedAt == nil && participant.state != .answered
      (participant.typed, participant.savedAt) = (typed, services.now)
      try Self.write(participant, sheet, who, services, on: connection)
      if isFirst { try Self.log("begun", sheet, who, services, on: connection) }
      return participant.version + 1
    }
  }

  /// Submits the answer; until the survey closes it may be changed.
  /// - Throws: `Invalid` with all problems, `SurveyError`, `GuestLinkClosed`.
  package func submit(
    _ form: FormData, of id: ID<SurveyParticipant>, version: Int, as who: SurveyAnswerer
  ) async throws {
    _ = try await act(on: id, version: version, as: who) { sheet, connection, services in
      let typed = SurveyReading.typed(form, of: sheet.survey)
      let reading = SurveyReading(typed, of: sheet.survey, majors: sheet.record.majors)
      if !reading.problems.isEmpty { throw Invalid(reading.problems) }
      try Self.finish(sheet, .answers, typed, reading.answers, who, services, on: connection)
      return 0
    }
  }

  /// 暂无需求: the whole answer is that nobody is needed now.
  /// - Throws: `SurveyError`, `GuestLinkClosed`.
  package func decline(_ id: ID<SurveyParticipant>, version: Int, as who: SurveyAnswerer) async throws {
    _ = try await act(on: id, version: version, as: who) { sheet, connection, services in
      // What was typed before stays, for who changes their mind.
      try Self.finish(sheet, .none, sheet.participant.typed, SurveyAnswers(), who, services, on: connection)
      return 0
    }
  }

  private static func finish(
    _ sheet: SurveySheet, _ outcome: SurveyParticipant.Outcome, _ typed: FormData, _ answers: SurveyAnswers,
    _ who: SurveyAnswerer, _ services: Services, on connection: any WriteConnection
  ) throws {
    var participant = sheet.participant
    let isFirst = participant.state != .answered
    let now = services.now
    (participant.state, participant.outcome, participant.way) = (.answered, outcome, who.way)
    (participant.answeredBy, participant.answeredAt) = (who.name, now)
    (participant.typed, participant.savedAt) = (typed, nil)
    if case .office(_, let note) = who { participant.note = note }
    try write(participant, sheet, who, services, on: connection)
    try SurveyAnswerStore.put(answers, of: participant, on: connection)
    try InboxStore.close(participant.subject(sheet.survey), by: who.account, at: now, on: connection)
    // A partner that answers was heard of.
    try TrackContacts.settle(participant.partnershipID, by: who.account, at: now, on: connection)
    let act = outcome == .none ? "declined" : isFirst ? "answered" : "reanswered"
    try log(act, sheet, who, services, on: connection)
  }

  private static func write(
    _ participant: SurveyParticipant, _ sheet: SurveySheet, _ who: SurveyAnswerer, _ services: Services,
    on connection: any WriteConnection
  ) throws {
    guard
      try SurveyParticipantStore(services.sealer).update(
        participant, by: who.account, at: services.now, on: connection)
    else { throw SurveyError.stale }
  }

  /// Stands in the partner's history.
  private static func log(
    _ act: String, _ sheet: SurveySheet, _ who: SurveyAnswerer, _ services: Services,
    on connection: any WriteConnection
  ) throws {
    let by = who.way == .link ? " · \(Masking.name(who.name))" : ""
    try services.audit.record(
      AuditEntry(
        action: "partners.survey.\(act)",
        subject: AuditEntry.Subject(
          kind: "partnership", id: sheet.participant.partnershipID.rawValue, name: sheet.row.partnerName),
        accountID: who.account?.rawValue, schoolID: sheet.participant.schoolID.rawValue,
        note: sheet.survey.title.chinese + by, at: services.now), on: connection)
  }

  private func act(
    on id: ID<SurveyParticipant>, version: Int, as who: SurveyAnswerer,
    _ body: @escaping @Sendable (SurveySheet, any WriteConnection, Services) throws -> Int
  ) async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      guard let sheet = try SurveySheet.find(id, for: who, services, on: connection) else {
        throw SurveyError.notFound
      }
      if case .link(let link) = who {
        try GuestLinkStore(services.sealer).use(link, at: services.now, on: connection)
      }
      guard sheet.survey.takesAnswers(on: services.now.day), sheet.participant.state != .withdrawn else {
        throw SurveyError.closed
      }
      guard sheet.participant.version == version else { throw SurveyError.stale }
      return try body(sheet, connection, services)
    }
  }
}

/// Names whom to ask instead, by the one who was asked.
package struct PassSurveyOn: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// The link that was used can only be read from then on; what was typed goes with the survey.
  /// - Throws: `Invalid`, `SurveyError`, `GuestLinkClosed`.
  package func callAsFunction(toName name: String, mail: String, by link: GuestLink) async throws {
    var problems: [FieldProblem] = []
    if name.isEmpty { problems.append(FieldProblem("forward.name", "kit.records.required")) }
    if name.count > 60 {
      problems.append(FieldProblem("forward.name", "kit.records.tooLong", ["max": "60", "count": "\(name.count)"]))
    }
    var address = ""
    switch FieldKind.mail.parse([mail]) {
    case .success(let value): address = value.plainText
    case .failure(let failure): problems.append(FieldProblem("forward.mail", failure.message))
    }
    if address.isEmpty, problems.allSatisfy({ $0.field != "forward.mail" }) {
      problems.append(FieldProblem("forward.mail", "kit.records.required"))
    }
    if address.lowercased() == link.person.mail.lowercased() {
      problems.append(FieldProblem("forward.mail", "partners.survey.problem.samePerson"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    let (services, mail) = (services, address)
    try await services.database.write { connection in
      guard
        let sheet = try SurveySheet.find(ID(rawValue: link.subject.id), for: .link(link), services, on: connection)
      else { throw SurveyError.notFound }
      try GuestLinkStore(services.sealer).use(link, at: services.now, on: connection)
      let survey = sheet.survey
      guard survey.takesAnswers(on: services.now.day), sheet.participant.state == .asked, let day = survey.closesOn
      else { throw SurveyError.closed }
      var participant = sheet.participant
      (participant.name, participant.mail, participant.openedAt) = (name, mail, nil)
      guard try SurveyParticipantStore(services.sealer).update(participant, at: services.now, on: connection) else {
        throw SurveyError.stale
      }
      let words = [
        "name": name, "from": link.person.name, "enterprise": sheet.row.partnerName,
        "title": survey.title.text(participant.language), "school": sheet.record.schoolName,
        "date": day.description,
      ]
      let subject = participant.subject(survey)
      let new = try InviteGuest(services, .survey(until: day, from: services.now.day))(
        GuestPerson(name: name, mail: mail, language: participant.language), to: subject, of: survey.schoolID,
        saying: (
          Message("partners.survey.mail.forward.subject", words), Message("partners.survey.mail.forward.body", words)
        ), by: nil, on: connection)
      try GuestLinkStore.close(
        .survey, to: subject, of: survey.schoolID, as: .forwarded, forwarded: new, at: services.now, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "partners.survey.forwarded", subject: survey.subject, accountID: nil,
          schoolID: survey.schoolID.rawValue,
          note: "\(sheet.row.partnerName) · \(Masking.name(link.person.name)) → \(Masking.name(name))",
          at: services.now), on: connection)
    }
  }
}
