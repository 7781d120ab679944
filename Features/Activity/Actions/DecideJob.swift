import Database
package import Jobs
package import Organizations
package import Platform
package import Values

/// Decides on a job that was given up: it is tried again or thrown away.
package struct DecideJob: Sendable {
  package enum Decision: String, Sendable {
    case retried, discarded
  }

  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: `false` when the job is not dead, or another one of its key waits already.
  package func callAsFunction(_ decision: Decision, _ id: ID<Job>, by actor: Actor) async throws -> Bool {
    guard let job = try await services.jobs.job(id), job.state == .dead else { return false }
    let entry = AuditEntry(
      action: "activity.job.\(decision.rawValue)",
      subject: AuditEntry.Subject(kind: "job", id: id.rawValue, name: job.kind), accountID: actor.accountID.rawValue,
      schoolID: nil, at: services.now)
    let services = services
    return try await services.database.write { connection in
      let isDone =
        switch decision {
        case .retried: try services.jobs.retry(id, on: connection)
        case .discarded: try services.jobs.discard(id, on: connection)
        }
      if isDone { try services.audit.record(entry, on: connection) }
      return isDone
    }
  }
}
