import Activity
import Database
package import Jobs
import Organizations
package import Platform
import Values

/// Every day: ends surveys whose last day is over, and reminds those who have
/// not answered seven and two days before. It can be done any number of times.
package struct RemindOfSurveys: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package static let name = "partners.surveys.remind"
  package static let schedule = Schedule(name, .daily(hour: 8, minute: 20), kind: name)
  private static let batch = 100

  package var kind: JobKind {
    JobKind(Self.name) { run in
      let done = try await self()
      try await run.report(done: done, total: done)
    }
  }

  /// - Returns: how many surveys were ended and how many people were reminded, together.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    var done = 0
    while true {
      let count = try await end()
      done += count
      if count == 0 { break }
    }
    while true {
      let count = try await remind()
      done += count
      if count == 0 { return done }
    }
  }

  private func end() async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      let over = try SurveyStore.over(today: services.now.day, limit: Self.batch, on: connection)
      for record in over {
        try MoveSurvey.close(SurveyTurn(services: services, connection: connection, record: record, account: nil))
      }
      return over.count
    }
  }

  private func remind() async throws -> Int {
    let services = services
    return try await services.database.write { connection in
      let store = SurveyParticipantStore(services.sealer)
      let due = try store.due(today: services.now.day, limit: Self.batch, on: connection)
      for participant in due {
        let scope = Actor.Scope.school(participant.schoolID)
        guard let record = try SurveyStore.record(participant.surveyID, in: scope, on: connection),
          let row = try store.row(participant.id, in: scope, on: connection)
        else { continue }
        let turn = SurveyTurn(services: services, connection: connection, record: record, account: nil)
        guard try !turn.write(to: row, asReminder: true) else { continue }
        // Whose only account is gone cannot be told: noted, so that they are not found again.
        var noted = row.participant
        noted.told = record.survey.closesOn.flatMap {
          SurveyRules.told(closesOn: $0, today: services.now.day)
        }
        _ = try store.update(noted, at: services.now, on: connection)
      }
      return due.count
    }
  }
}
