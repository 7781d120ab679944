package import Database
package import Organizations
package import Values

/// What a list of answers is narrowed by.
package struct SurveyFilter: Sendable, Hashable {
  /// Part of the partner's name.
  package var search = ""
  package var industries: [String] = []
  package var provinces: [String] = []
  package var levels: [String] = []
  package var sizes: [String] = []
  /// Only answers that say this to a question: a value, a month, or a number of a range.
  package var question: String?
  package var value: String?
  package var from: Double?
  package var to: Double?
  /// Only answers that look for people of a major, in a year where one is given, or for interns.
  package var majorID: ID<Major>?
  package var year: Int?
  package var isForInterns = false
  package var outcome: SurveyParticipant.Outcome?

  package init() {}
}

/// The rows of `survey_answers` and `survey_demands`: what was submitted.
package struct SurveyAnswerStore: Sendable {
  private let participants: SurveyParticipantStore

  package init(_ participants: SurveyParticipantStore) {
    self.participants = participants
  }

  /// Answers to a survey in sight, the earliest asked first.
  package func responses(
    to survey: Survey, _ filter: SurveyFilter = SurveyFilter(), after mark: ID<SurveyParticipant>? = nil, limit: Int,
    in scope: Actor.Scope, on connection: some Connection
  ) throws -> [SurveyResponse] {
    var conditions: [SQL] = [
      "q.survey_id = \(survey.id)", "q.school_id = \(survey.schoolID)", "q.state = 'answered'",
      SurveyParticipantStore.sight(scope),
    ]
    if let mark { conditions.append("q.id > \(mark)") }
    conditions += Self.conditions(filter, survey)
    return try read(conditions, order: "q.id", limit: limit, on: connection)
  }

  /// Everything that fits.
  package func all(
    to survey: Survey, _ filter: SurveyFilter = SurveyFilter(), in scope: Actor.Scope, on connection: some Connection
  ) throws -> [SurveyResponse] {
    var all: [SurveyResponse] = []
    while true {
      let page = try responses(
        to: survey, filter, after: all.last?.participant.id, limit: 500, in: scope, on: connection)
      all += page
      if page.count < 500 { return all }
    }
  }

  /// One answer that was found in sight.
  package func response(
    of participant: SurveyParticipant, on connection: some Connection
  ) throws -> SurveyResponse? {
    try read(
      ["q.id = \(participant.id)", "q.school_id = \(participant.schoolID)", "q.state = 'answered'"], order: "q.id",
      limit: 1, on: connection
    ).first
  }

  private func read(
    _ conditions: [SQL], order: SQL, limit: Int, on connection: some Connection
  ) throws -> [SurveyResponse] {
    let columns = SurveyParticipantStore.columnCount
    let rows = try connection.rows(
      """
      SELECT \(SurveyParticipantStore.columns), p.name, e.credit_code, p.industry, p.province, p.size, p.level
      FROM \(SurveyParticipantStore.tables) JOIN enterprises e ON e.id = p.enterprise_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT \(literal: limit)
      """
    ).map { row in
      SurveyResponse(
        participant: try participants.participant(row), partnerName: try row.get(columns),
        creditCode: try row.get(columns + 1), industry: try row.get(columns + 2), province: try row.get(columns + 3),
        size: try row.get(columns + 4), level: try row.get(columns + 5))
    }
    return try adding(answersTo: rows, on: connection)
  }

  private static func conditions(_ filter: SurveyFilter, _ survey: Survey) -> [SQL] {
    var conditions: [SQL] = []
    if !filter.search.isEmpty {
      conditions.append("lower(p.name) LIKE \("%\(Like.escaped(filter.search.lowercased()))%") ESCAPE '\\'")
    }
    if !filter.industries.isEmpty { conditions.append("substr(p.industry, 1, 1) IN \(list: filter.industries)") }
    if !filter.provinces.isEmpty { conditions.append("p.province IN \(list: filter.provinces)") }
    if !filter.levels.isEmpty { conditions.append("p.level IN \(list: filter.levels)") }
    if !filter.sizes.isEmpty { conditions.append("p.size IN \(list: filter.sizes)") }
    if let outcome = filter.outcome { conditions.append("q.outcome = \(outcome)") }
    if let key = filter.question, let question = survey.question(key) {
      var own: [SQL] = ["a.school_id = q.school_id", "a.participant_id = q.id", "a.question = \(key)"]
      if let value = filter.value {
        own.append(question.kind == .date ? "substr(a.value, 1, 7) = \(value)" : "a.value = \(value)")
      }
      if let from = filter.from { own.append("a.amount >= \(from)") }
      if let to = filter.to { own.append("a.amount < \(to)") }
      conditions.append("EXISTS (SELECT 1 FROM survey_answers a WHERE \(own.joined(separator: " AND ")))")
    }
    if let major = filter.majorID {
      var own: [SQL] = ["d.school_id = q.school_id", "d.participant_id = q.id", "d.major_id = \(major)"]
      switch filter.year.map({ $0 - survey.firstYear }) {
      case 0: own.append("d.hires_first > 0")
      case 1: own.append("d.hires_second > 0")
      case 2: own.append("d.hires_third > 0")
      default: break
      }
      if filter.isForInterns { own.append("d.interns > 0") }
      conditions.append("EXISTS (SELECT 1 FROM survey_demands d WHERE \(own.joined(separator: " AND ")))")
    }
    return conditions
  }

  private func adding(
    answersTo responses: [SurveyResponse], on connection: some Connection
  ) throws -> [SurveyResponse] {
    guard !responses.isEmpty else { return [] }
    let schools = Set(responses.map(\.participant.schoolID))
    let ids = responses.map(\.participant.id)
    var texts: [ID<SurveyParticipant>: [String: [(value: String, amount: Double?)]]] = [:]
    for row in try connection.rows(
      """
      SELECT participant_id, question, value, amount FROM survey_answers
      WHERE school_id IN \(list: schools) AND participant_id IN \(list: ids)
      ORDER BY participant_id, question, place
      """)
    {
      texts[try row.get(0), default: [:]][try row.get(1), default: []].append((try row.get(2), try row.get(3)))
    }
    var demands: [ID<SurveyParticipant>: [MajorDemand]] = [:]
    for row in try connection.rows(
      """
      SELECT participant_id, major_id, hires_first, hires_second, hires_third, interns, level, pay_from, pay_to, skills
      FROM survey_demands WHERE school_id IN \(list: schools) AND participant_id IN \(list: ids)
      ORDER BY participant_id, major_id
      """)
    {
      var demand = MajorDemand(majorID: try row.get(1))
      demand.hires = [try row.get(2), try row.get(3), try row.get(4)]
      demand.interns = try row.get(5)
      demand.level = SchoolLevel(rawValue: try row.get(6, as: String.self))
      demand.payFrom = try row.get(7)
      demand.payTo = try row.get(8)
      demand.skills = TextList.items(try row.get(9))
      demands[try row.get(0), default: []].append(demand)
    }
    return responses.map { response in
      var response = response
      let own = texts[response.participant.id] ?? [:]
      response.answers = SurveyAnswers(
        values: own.compactMapValues(Self.value), demands: demands[response.participant.id] ?? [])
      return response
    }
  }

  private static func value(_ rows: [(value: String, amount: Double?)]) -> SurveyValue? {
    guard let first = rows.first else { return nil }
    switch first.value.first {
    case "=": return first.amount.map { .number($0) }
    case "“": return .text(String(first.value.dropFirst()))
    default: break
    }
    return CivilDate(first.value).map { .date($0) } ?? .choices(rows.map(\.value))
  }

  // MARK: Writing

  /// Writes what was submitted in place of what was before.
  package static func put(
    _ answers: SurveyAnswers, of participant: SurveyParticipant, on connection: some WriteConnection
  ) throws {
    try clear(participant, on: connection)
    func insert(_ question: String, _ place: Int, _ value: String, _ amount: Double?) throws {
      try connection.run(
        """
        INSERT INTO survey_answers (school_id, participant_id, survey_id, question, place, value, amount)
        VALUES (\(participant.schoolID), \(participant.id), \(participant.surveyID), \(question), \(place), \(value),
          \(amount))
        """)
    }
    for (question, value) in answers.values.sorted(by: { $0.key < $1.key }) {
      switch value {
      case .choices(let keys):
        for (place, key) in keys.enumerated() { try insert(question, place, key, Double(key)) }
      // The first character tells the kind, so that a text that looks like a day or a key stays a text.
      case .number(let number): try insert(question, 0, "=\(SurveyNumber.plain(number))", number)
      case .text(let text): try insert(question, 0, "“\(text)", nil)
      case .date(let day): try insert(question, 0, day.description, nil)
      }
    }
    for demand in answers.demands {
      try connection.run(
        """
        INSERT INTO survey_demands (school_id, participant_id, survey_id, major_id, hires_first, hires_second,
          hires_third, interns, level, pay_from, pay_to, skills)
        VALUES (\(participant.schoolID), \(participant.id), \(participant.surveyID), \(demand.majorID),
          \(demand.hires[0]), \(demand.hires[1]), \(demand.hires[2]), \(demand.interns),
          \(demand.level?.rawValue ?? ""), \(demand.payFrom), \(demand.payTo), \(TextList.stored(demand.skills)))
        """)
    }
  }

  private static func clear(_ participant: SurveyParticipant, on connection: some WriteConnection) throws {
    for table in ["survey_answers", "survey_demands"] as [StaticString] {
      try connection.run(
        """
        DELETE FROM \(name: table)
        WHERE school_id = \(participant.schoolID) AND participant_id = \(participant.id)
        """)
    }
  }
}
