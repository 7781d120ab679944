import Accounts
import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values

/// Opens a survey, closes it, and opens it again.
package struct MoveSurvey: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Opens a draft and writes to everybody who can be reached.
  /// - Returns: how many were written to.
  /// - Throws: `Invalid` with all that is missing, `SurveyError`.
  @discardableResult
  package func open(_ id: ID<Survey>, version: Int, by actor: Actor) async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      var survey = turn.survey
      guard survey.version == version else { throw SurveyError.stale }
      guard survey.state == .draft else { throw SurveyError.state }
      let problems = SurveyRules.problems(toOpen: survey, on: services.now.day)
      if !problems.isEmpty { throw Invalid(problems) }
      (survey.state, survey.openedAt) = (.open, services.now)
      guard try SurveyStore.update(survey, at: services.now, on: connection) else { throw SurveyError.stale }
      try turn.log("opened", note: survey.closesOn?.description ?? "")
      return try AskParticipants.writeToListed(turn)
    }
  }

  /// - Throws: `SurveyError`.
  package func close(_ id: ID<Survey>, version: Int, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      guard turn.survey.version == version else { throw SurveyError.stale }
      guard turn.survey.state == .open else { throw SurveyError.state }
      try Self.close(turn)
    }
  }

  /// Ends a survey, by hand or because its last day is over.
  static func close(_ turn: SurveyTurn) throws {
    var survey = turn.survey
    let (services, connection) = (turn.services, turn.connection)
    (survey.state, survey.closedAt) = (.closed, services.now)
    guard try SurveyStore.update(survey, at: services.now, on: connection) else { throw SurveyError.stale }
    let rows = try SurveyParticipantStore(services.sealer).rows(
      of: survey.id, limit: AskParticipants.most, in: .school(survey.schoolID), on: connection)
    for row in rows { try turn.release(row.participant) }
    // Who ends it by hand knows.
    if turn.account == nil || turn.account != survey.ownerID { try turn.tellOwner() }
    try turn.log("closed")
  }

  /// - Throws: `Invalid` for a day that is over, `SurveyError`.
  package func reopen(_ id: ID<Survey>, until day: CivilDate?, version: Int, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      var survey = turn.survey
      guard survey.version == version else { throw SurveyError.stale }
      guard survey.state == .closed else { throw SurveyError.state }
      guard let day else { throw Invalid([FieldProblem("closesOn", "partners.survey.problem.closesOn")]) }
      guard day >= services.now.day else { throw Invalid([FieldProblem("closesOn", "partners.survey.problem.past")]) }
      (survey.state, survey.closesOn, survey.closedAt) = (.open, day, nil)
      guard try SurveyStore.update(survey, at: services.now, on: connection) else { throw SurveyError.stale }
      try SaveSurvey.followEnd(of: survey, at: services.now, on: connection)
      try InboxStore.close(
        survey.subject, step: SurveyTurn.closedStep, by: actor.accountID, at: services.now, on: connection)
      try turn.log("reopened", note: day.description)
    }
  }

  /// The owner has looked at the results: the entry in the inbox goes.
  /// - Throws: `SurveyError`.
  package func finish(_ id: ID<Survey>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try SurveyTurn.find(id, services: services, by: actor, on: connection)
      guard turn.survey.state == .closed else { throw SurveyError.state }
      let waiting = try InboxStore.open(turn.survey.subject, on: connection)
      guard waiting.contains(where: { $0.entry.step == SurveyTurn.closedStep }) else { return }
      try InboxStore.close(
        turn.survey.subject, step: SurveyTurn.closedStep, by: actor.accountID, at: services.now, on: connection)
      try turn.log("finished")
    }
  }
}
