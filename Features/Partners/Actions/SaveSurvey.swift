import Accounts
import Activity
package import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// Writes a survey down, changes it, copies it, and removes a draft.
package struct SaveSurvey: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What a new survey begins with.
  package enum Start: Sendable, Hashable {
    case blank
    /// The ready questionnaire about the demand for people.
    case standard
    /// The questions and majors of an earlier survey.
    case copy(ID<Survey>)
  }

  /// - Throws: `Invalid`, `SurveyError.notFound` for a survey to copy that is not in sight.
  package func create(_ survey: Survey, from start: Start, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      var survey = survey
      survey.ownerID = actor.accountID
      if case .department(_, let own) = actor.scope { survey.departmentID = own }
      switch start {
      case .blank: break
      case .standard: survey.questions = ReadyQuestionnaire.questions
      case .copy(let id):
        guard let old = try SurveyStore.record(id, in: actor.scope, on: connection)?.survey,
          old.schoolID == survey.schoolID
        else { throw SurveyError.notFound }
        survey.questions = old.questions.map { question in
          var question = question
          question.note = ""
          return question
        }
        if survey.majorIDs.isEmpty { survey.majorIDs = old.majorIDs }
      }
      try Self.check(survey, on: connection)
      try SurveyStore.insert(survey, at: services.now, on: connection)
      try services.audit.record(
        AuditEntry(
          action: "partners.survey.created", subject: survey.subject, accountID: actor.accountID.rawValue,
          schoolID: survey.schoolID.rawValue, at: services.now), on: connection)
    }
  }

  /// Changes title, introduction and period, and of a draft also department and majors.
  /// - Throws: `Invalid`, `SurveyError`.
  package func change(_ changed: Survey, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(changed.id, services: services, by: actor, on: connection)
      var survey = turn.survey
      guard survey.version == changed.version else { throw SurveyError.stale }
      (survey.title, survey.introduction, survey.closesOn) = (changed.title, changed.introduction, changed.closesOn)
      if survey.state == .draft {
        survey.majorIDs = changed.majorIDs
        if case .school = actor.scope { survey.departmentID = changed.departmentID }
      }
      try Self.check(survey, on: connection)
      if survey.state == .open {
        guard let day = survey.closesOn, day >= services.now.day else {
          throw Invalid([
            FieldProblem(
              "closesOn", survey.closesOn == nil ? "partners.survey.problem.closesOn" : "partners.survey.problem.past")
          ])
        }
      } else if survey.state == .closed {
        survey.closesOn = turn.survey.closesOn
      }
      let changes = SurveyFields.description.difference(from: turn.survey, to: survey)
      if changes.isEmpty, survey == turn.survey { return }
      guard try SurveyStore.update(survey, at: services.now, on: connection) else { throw SurveyError.stale }
      if survey.state == .open, survey.closesOn != turn.survey.closesOn {
        try Self.followEnd(of: survey, at: services.now, on: connection)
      }
      try turn.log("changed", changes: changes)
    }
  }

  /// Another last day brings other reminders, and another day into inboxes.
  static func followEnd(of survey: Survey, at now: Instant, on connection: any WriteConnection) throws {
    guard let day = survey.closesOn else { return }
    try connection.run(
      """
      UPDATE survey_participants SET told = \(SurveyRules.told(closesOn: day, today: now.day))
      WHERE school_id = \(survey.schoolID) AND survey_id = \(survey.id) AND state = 'asked'
      """)
    try connection.run(
      """
      UPDATE inbox_entries SET due_on = \(day) WHERE closed_at IS NULL AND subject_kind = 'survey-participant'
        AND subject_id IN (SELECT id FROM survey_participants
          WHERE school_id = \(survey.schoolID) AND survey_id = \(survey.id))
      """)
  }

  /// - Throws: `SurveyError`.
  package func remove(_ id: ID<Survey>, version: Int, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      var survey = turn.survey
      guard survey.state == .draft else { throw SurveyError.state }
      survey.version = version
      guard try SurveyStore.delete(survey, on: connection) else { throw SurveyError.stale }
      try turn.log("removed")
    }
  }

  /// Department and majors are the school's.
  private static func check(_ survey: Survey, on connection: any Connection) throws {
    var problems: [FieldProblem] = []
    if survey.majorIDs.count > Survey.mostMajors {
      problems.append(FieldProblem("majors", "kit.records.tooMany", ["max": "\(Survey.mostMajors)"]))
    }
    let known = try connection.values(
      "SELECT id FROM majors WHERE school_id = \(survey.schoolID) AND id IN \(list: survey.majorIDs)",
      as: ID<Major>.self)
    if known.count < Set(survey.majorIDs).count {
      problems.append(FieldProblem("majors", "partners.survey.problem.major"))
    }
    if let department = survey.departmentID,
      try SchoolStore.department(department, in: .school(survey.schoolID), on: connection) == nil
    {
      problems.append(FieldProblem("department", "partners.survey.problem.department"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }
}

/// Writes the questions: before answers come all of it, afterwards the wording alone.
package struct EditQuestions: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package enum Edit: Sendable {
    /// `key` is given by the program.
    case add(SurveyQuestion)
    case change(SurveyQuestion)
    case remove(String)
    /// One place up or down.
    case move(String, isUp: Bool)
  }

  /// - Throws: `Invalid`, `SurveyError`.
  package func callAsFunction(_ edit: Edit, of id: ID<Survey>, version: Int, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      var survey = turn.survey
      guard survey.version == version else { throw SurveyError.stale }
      guard survey.state != .closed else { throw SurveyError.state }
      let isFrozen = try Self.isFrozen(survey, on: connection)
      let note = try Self.apply(edit, to: &survey.questions, isFrozen: isFrozen)
      guard survey.questions != turn.survey.questions else { return }
      guard try SurveyStore.update(survey, at: services.now, on: connection) else { throw SurveyError.stale }
      try turn.log("questions", note: note)
    }
  }

  /// Whether somebody has begun to answer.
  package static func isFrozen(_ survey: Survey, on connection: some Connection) throws -> Bool {
    guard survey.state != .draft else { return false }
    return try connection.value(
      """
      SELECT id FROM survey_participants WHERE school_id = \(survey.schoolID) AND survey_id = \(survey.id)
        AND (saved_at IS NOT NULL OR answered_at IS NOT NULL) LIMIT 1
      """, as: ID<SurveyParticipant>.self) != nil
  }

  /// - Returns: what the log notes.
  static func apply(_ edit: Edit, to questions: inout [SurveyQuestion], isFrozen: Bool) throws -> String {
    switch edit {
    case .add(var question):
      guard !isFrozen else { throw SurveyError.state }
      guard questions.count < Survey.mostQuestions else {
        throw Invalid([FieldProblem("", "kit.records.tooMany", ["max": "\(Survey.mostQuestions)"])])
      }
      question.key = questions.freshKey
      try check(question, questions + [question])
      questions.append(question)
      return "+ \(question.text.chinese)"
    case .change(let question):
      guard let place = questions.firstIndex(where: { $0.key == question.key }) else { throw SurveyError.notFound }
      if isFrozen {
        guard question.means(questions[place]) else {
          throw Invalid([FieldProblem("", "partners.survey.problem.frozen")])
        }
        guard !question.note.isEmpty else { throw Invalid([FieldProblem("note", "partners.survey.problem.note")]) }
      }
      var all = questions
      all[place] = question
      try check(question, all)
      // Who depended on an option that is gone would be asked nothing any more.
      for other in all where other.condition?.question == question.key {
        guard SurveyRules.problems(in: other, of: all).isEmpty else {
          throw Invalid([
            FieldProblem("", "partners.survey.problem.neededBy", ["question": other.text.chinese])
          ])
        }
      }
      questions = all
      return "\(question.text.chinese)\(question.note.isEmpty ? "" : " · \(question.note)")"
    case .remove(let key):
      guard !isFrozen else { throw SurveyError.state }
      guard let place = questions.firstIndex(where: { $0.key == key }) else { throw SurveyError.notFound }
      if let other = questions.first(where: { $0.condition?.question == key }) {
        throw Invalid([FieldProblem("", "partners.survey.problem.neededBy", ["question": other.text.chinese])])
      }
      let gone = questions.remove(at: place)
      return "− \(gone.text.chinese)"
    case .move(let key, let isUp):
      guard !isFrozen else { throw SurveyError.state }
      guard let place = questions.firstIndex(where: { $0.key == key }) else { throw SurveyError.notFound }
      let other = isUp ? place - 1 : place + 1
      guard questions.indices.contains(other) else { return "" }
      var all = questions
      all.swapAt(place, other)
      let (upper, lower) = (all[min(place, other)], all[max(place, other)])
      if upper.condition?.question == lower.key {
        throw Invalid([FieldProblem("", "partners.survey.problem.order", ["question": upper.text.chinese])])
      }
      questions = all
      return all[other].text.chinese
    }
  }

  private static func check(_ question: SurveyQuestion, _ all: [SurveyQuestion]) throws {
    let problems = SurveyRules.problems(in: question, of: all)
    if !problems.isEmpty { throw Invalid(problems) }
  }
}
