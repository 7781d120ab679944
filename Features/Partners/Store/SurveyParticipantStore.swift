package import Accounts
package import Database
import Localization
package import Organizations
import Platform
import Records
package import Security
package import Values

/// A participant as lists show it, with what of the partner they filter by.
package struct ParticipantRow: Sendable {
  package var participant: SurveyParticipant
  package let partnerName: String
  package let enterpriseID: ID<EnterpriseKey>
}

/// The rows of `survey_participants`.
package struct SurveyParticipantStore: Sendable {
  private let sealer: Sealer

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  private static func context(_ id: ID<SurveyParticipant>) -> String { "survey_participants.mail/\(id)" }

  static let columns: SQL = """
    q.id, q.school_id, q.survey_id, q.partnership_id, q.name, q.mail_sealed, q.language, q.state, q.outcome, q.way,
    q.answered_by, q.answered_at, q.asked_at, q.opened_at, q.saved_at, q.reminded_at, q.reminders, q.told, q.typed,
    q.note, q.version
    """
  static let columnCount = 21

  /// Of a school-wide survey a department sees its own partners, of its own survey all of them.
  static func sight(_ scope: Actor.Scope) -> SQL {
    guard case .department(let school, let department) = scope else {
      return scope.condition(school: "q.school_id", department: nil)
    }
    return "(q.school_id = \(school) AND (s.department_id = \(department) OR p.department_id = \(department)))"
  }

  static let tables: SQL = """
    survey_participants q JOIN surveys s ON s.id = q.survey_id AND s.school_id = q.school_id
    JOIN partnerships p ON p.id = q.partnership_id AND p.school_id = q.school_id
    """

  package func row(
    _ id: ID<SurveyParticipant>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> ParticipantRow? {
    try rows("q.id = \(id) AND \(Self.sight(scope))", order: "q.id", limit: 1, on: connection).first
  }

  /// One that an enterprise with an account was asked, or has answered.
  func row(
    _ id: ID<SurveyParticipant>, for enterprise: ID<EnterpriseKey>, on connection: some Connection
  ) throws -> ParticipantRow? {
    try rows("q.id = \(id) AND \(Self.seen(by: enterprise))", order: "q.id", limit: 1, on: connection).first
  }

  /// What an enterprise was asked by all its schools, the newest first.
  func rows(
    for enterprise: ID<EnterpriseKey>, limit: Int, on connection: some Connection
  ) throws -> [ParticipantRow] {
    try rows(Self.seen(by: enterprise), order: "q.id DESC", limit: limit, on: connection)
  }

  private static func seen(by enterprise: ID<EnterpriseKey>) -> SQL {
    "p.enterprise_id = \(enterprise) AND s.state <> 'draft' AND q.state IN ('asked', 'answered')"
  }

  /// Those of a survey in sight, by the partner's name.
  package func rows(
    of survey: ID<Survey>, steps: [SurveyParticipant.Step] = [], search: String = "",
    after mark: (name: String, id: ID<SurveyParticipant>)? = nil, limit: Int, in scope: Actor.Scope,
    on connection: some Connection
  ) throws -> [ParticipantRow] {
    var conditions: [SQL] = ["q.survey_id = \(survey)", Self.sight(scope)]
    if !steps.isEmpty { conditions.append("(\(steps.map(Self.condition).joined(separator: " OR ")))") }
    if !search.isEmpty {
      conditions.append("lower(p.name) LIKE \("%\(Like.escaped(search.lowercased()))%") ESCAPE '\\'")
    }
    if let mark { conditions.append("(p.name, q.id) > (\(mark.name), \(mark.id))") }
    return try rows(conditions.joined(separator: " AND "), order: "p.name, q.id", limit: limit, on: connection)
  }

  /// Those of a partner, the newest first.
  func rows(
    ofPartner partnership: ID<Partnership>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> [ParticipantRow] {
    try rows(
      "q.partnership_id = \(partnership) AND \(Self.sight(scope)) AND s.state <> 'draft' AND q.state <> 'withdrawn'",
      order: "q.id DESC", limit: 100, on: connection)
  }

  private static func condition(_ step: SurveyParticipant.Step) -> SQL {
    switch step {
    case .withoutMail: "(q.state = 'listed' AND q.mail_sealed = '' AND q.saved_at IS NULL)"
    case .listed: "(q.state = 'listed' AND q.mail_sealed <> '' AND q.saved_at IS NULL)"
    case .asked: "(q.state = 'asked' AND q.opened_at IS NULL AND q.saved_at IS NULL)"
    case .opened: "(q.state = 'asked' AND q.opened_at IS NOT NULL AND q.saved_at IS NULL)"
    case .begun: "(q.state IN ('listed', 'asked') AND q.saved_at IS NOT NULL)"
    case .answered: "(q.state = 'answered' AND q.outcome = 'answers')"
    case .none: "(q.state = 'answered' AND q.outcome = 'none')"
    case .withdrawn: "q.state = 'withdrawn'"
    }
  }

  private func rows(
    _ condition: SQL, order: SQL, limit: Int, on connection: some Connection
  ) throws -> [ParticipantRow] {
    try connection.rows(
      """
      SELECT \(Self.columns), p.name, p.enterprise_id FROM \(Self.tables)
      WHERE \(condition) ORDER BY \(order) LIMIT \(literal: limit)
      """
    ).map { row in
      ParticipantRow(
        participant: try participant(row), partnerName: try row.get(Self.columnCount),
        enterpriseID: try row.get(Self.columnCount + 1))
    }
  }

  /// How far a survey is, of those in sight.
  package static func progress(
    of surveys: [ID<Survey>], in scope: Actor.Scope, on connection: some Connection
  ) throws -> [ID<Survey>: SurveyProgress] {
    guard !surveys.isEmpty else { return [:] }
    func count(_ condition: SQL) -> SQL { "coalesce(sum(CASE WHEN \(condition) THEN 1 ELSE 0 END), 0)" }
    var result: [ID<Survey>: SurveyProgress] = [:]
    for row in try connection.rows(
      """
      SELECT q.survey_id, \(count("q.state <> 'withdrawn'")), \(count("q.state = 'listed' AND q.mail_sealed = ''")),
        \(count("q.state = 'listed' AND q.mail_sealed <> ''")), \(count("q.asked_at IS NOT NULL AND q.state <> 'withdrawn'")),
        \(count("q.opened_at IS NOT NULL AND q.state <> 'withdrawn'")), \(count("q.state = 'answered'")),
        \(count("q.state = 'answered' AND q.outcome = 'none'")), \(count("q.state = 'withdrawn'"))
      FROM \(tables) WHERE q.survey_id IN \(list: surveys) AND \(sight(scope)) GROUP BY q.survey_id
      """)
    {
      var progress = SurveyProgress()
      progress.total = try row.get(1)
      progress.withoutMail = try row.get(2)
      progress.listed = try row.get(3)
      progress.asked = try row.get(4)
      progress.opened = try row.get(5)
      progress.answered = try row.get(6)
      progress.none = try row.get(7)
      progress.withdrawn = try row.get(8)
      result[try row.get(0)] = progress
    }
    return result
  }

  /// The partners of a survey that it asks already, withdrawn ones too.
  static func partnerships(
    of survey: ID<Survey>, school: ID<School>, on connection: some Connection
  ) throws -> Set<ID<Partnership>> {
    Set(
      try connection.values(
        "SELECT partnership_id FROM survey_participants WHERE school_id = \(school) AND survey_id = \(survey)",
        as: ID<Partnership>.self))
  }

  // MARK: Writing

  package func insert(
    _ participant: SurveyParticipant, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO survey_participants (id, school_id, survey_id, partnership_id, name, mail_sealed, language, state,
        outcome, way, answered_by, answered_account, answered_at, answered_on, asked_at, opened_at, saved_at,
        reminded_at, reminders, told, typed, note, version, created_at, updated_at)
      VALUES (\(participant.id), \(participant.schoolID), \(participant.surveyID), \(participant.partnershipID),
        \(participant.name), \(try sealed(participant)), \(participant.language.rawValue), \(participant.state),
        \(participant.outcome?.rawValue ?? ""), \(participant.way?.rawValue ?? ""), \(participant.answeredBy), NULL,
        \(participant.answeredAt), \(participant.answeredAt?.day), \(participant.askedAt), \(participant.openedAt),
        \(participant.savedAt), \(participant.remindedAt), \(participant.reminders), \(participant.told),
        \(participant.typed.stored), \(participant.note), 1, \(now), \(now))
      """)
  }

  /// - Returns: `false` when somebody changed it since `participant.version` was read.
  package func update(
    _ participant: SurveyParticipant, by account: ID<Account>? = nil, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE survey_participants SET name = \(participant.name), mail_sealed = \(try sealed(participant)),
        language = \(participant.language.rawValue), state = \(participant.state),
        outcome = \(participant.outcome?.rawValue ?? ""), way = \(participant.way?.rawValue ?? ""),
        answered_by = \(participant.answeredBy), answered_account = coalesce(\(account), answered_account),
        answered_at = \(participant.answeredAt), answered_on = \(participant.answeredAt?.day),
        asked_at = \(participant.askedAt), opened_at = \(participant.openedAt), saved_at = \(participant.savedAt),
        reminded_at = \(participant.remindedAt), reminders = \(participant.reminders), told = \(participant.told),
        typed = \(participant.typed.stored), note = \(participant.note), version = version + 1, updated_at = \(now)
      WHERE id = \(participant.id) AND school_id = \(participant.schoolID) AND version = \(participant.version)
      """) == 1
  }

  /// Notes that the form was opened, which changes nothing that anybody works on.
  static func open(_ participant: SurveyParticipant, at now: Instant, on connection: some WriteConnection) throws {
    try connection.run(
      """
      UPDATE survey_participants SET opened_at = \(now)
      WHERE id = \(participant.id) AND school_id = \(participant.schoolID) AND opened_at IS NULL
      """)
  }

  private func sealed(_ participant: SurveyParticipant) throws -> String {
    participant.mail.isEmpty ? "" : try sealer.seal(participant.mail, context: Self.context(participant.id))
  }

  // MARK: The daily work

  /// Those of open surveys who have not answered and whose reminder is due.
  func due(today: CivilDate, limit: Int, on connection: some Connection) throws -> [SurveyParticipant] {
    let thresholds = SurveyRules.reminders.map { days -> SQL in
      "(s.closes_on <= \(today.adding(days: days)) AND (q.told IS NULL OR q.told > \(days)))"
    }
    return try connection.rows(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE s.state = 'open' AND s.closes_on >= \(today) AND q.state = 'asked'
        AND (\(thresholds.joined(separator: " OR "))) ORDER BY q.id LIMIT \(literal: limit)
      """
    ).map(participant)
  }

  // MARK: Rows

  func participant(_ row: Row) throws -> SurveyParticipant {
    let id: ID<SurveyParticipant> = try row.get(0)
    let sealed: String = try row.get(5)
    var participant = SurveyParticipant(
      id: id, schoolID: try row.get(1), surveyID: try row.get(2), partnershipID: try row.get(3),
      name: try row.get(4), mail: sealed.isEmpty ? "" : try sealer.open(sealed, context: Self.context(id)),
      language: Language(rawValue: try row.get(6)) ?? .chinese)
    participant.state = try row.get(7)
    participant.outcome = SurveyParticipant.Outcome(rawValue: try row.get(8, as: String.self))
    participant.way = SurveyParticipant.Way(rawValue: try row.get(9, as: String.self))
    participant.answeredBy = try row.get(10)
    participant.answeredAt = try row.get(11)
    participant.askedAt = try row.get(12)
    participant.openedAt = try row.get(13)
    participant.savedAt = try row.get(14)
    participant.remindedAt = try row.get(15)
    participant.reminders = try row.get(16)
    participant.told = try row.get(17)
    participant.typed = FormData(stored: try row.get(18))
    participant.note = try row.get(19)
    participant.version = try row.get(20)
    return participant
  }
}

extension FormData {
  /// Names and values in order, as a column keeps them.
  var stored: String {
    JSONValue.array(pairs.map { .array([.string($0.name), .string($0.value)]) }).text
  }

  init(stored text: String) {
    let pairs = (JSONValue.parse(text)?.array ?? []).compactMap { pair -> Pair? in
      guard let items = pair.array, items.count == 2, let name = items[0].string, let value = items[1].string else {
        return nil
      }
      return Pair(name, value)
    }
    self.init(pairs)
  }
}
