package import Accounts
package import Database
package import Files
import Localization
package import Organizations
package import Platform
package import Records
package import Values
package import Web

/// Brings files to a record. The bytes are checked and stored first, the rows
/// are written in the transaction of the act they belong to.
package struct KeepAttachments: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What came of some files: those that are kept, and why the others are not.
  package struct Outcome: Sendable {
    package var kept: [IncomingAttachment] = []
    package var problems: [FieldProblem] = []

    package init(kept: [IncomingAttachment] = [], problems: [FieldProblem] = []) {
      self.kept = kept
      self.problems = problems
    }
  }

  /// Checks files by their content and stores their bytes.
  /// - Parameter slot: which slot the files of a form field belong to.
  /// - Throws: `WebError.unavailable` when the disk is full.
  package func receive(
    _ files: [UploadedFile], policy: FilePolicy = AttachmentRules.policy, slot: (String) -> String = { _ in "" }
  ) async throws -> Outcome {
    var outcome = Outcome()
    for file in files {
      do {
        let type = try policy.check(path: file.path, fileName: file.fileName)
        let stored = try await services.files.store(fileAt: file.path, limit: policy.limit)
        outcome.kept.append(
          IncomingAttachment(
            slot: slot(file.field), digest: stored.digest, name: FileName(file.fileName, type: type).text, type: type,
            size: stored.size))
      } catch let error as FileError {
        if error.isOutOfSpace { throw WebError.unavailable() }
        let name = FileName(file.fileName).text
        guard let problem = AttachmentRules.problem(error, of: name, field: file.field) else { throw error }
        outcome.problems.append(problem)
      }
    }
    return outcome
  }

  /// Keeps files with a record, in a transaction of its own.
  package func callAsFunction(
    _ files: [UploadedFile], slot: String = "", with place: AttachmentPlace, by actor: Actor
  ) async throws -> Outcome {
    guard place.isChangeable else { throw WebError.conflict(Message("activity.attachment.problem.closed")) }
    guard !files.isEmpty else {
      return Outcome(problems: [FieldProblem("file", "activity.attachment.problem.none")])
    }
    let received = try await receive(files, slot: { _ in slot })
    let services = services
    return try await services.database.write { connection in
      try Self.write(
        received, to: place.subject, school: place.schoolID, by: actor, services: services, on: connection)
    }
  }

  /// Writes the rows and the log. A file that the record has in that slot
  /// already is not kept twice, and says so.
  package static func write(
    _ received: Outcome, to subject: AuditEntry.Subject, school: ID<School>, by actor: Actor, services: Services,
    on connection: any WriteConnection
  ) throws -> Outcome {
    try write(
      received, to: subject, school: school, by: actor.accountID, services: services, on: connection)
  }

  /// The same for somebody without an account (`nil`), who was let in by a link.
  package static func write(
    _ received: Outcome, to subject: AuditEntry.Subject, school: ID<School>, by account: ID<Account>?,
    services: Services, on connection: any WriteConnection
  ) throws -> Outcome {
    var outcome = Outcome(problems: received.problems)
    guard !received.kept.isEmpty else { return outcome }
    let there = try AttachmentStore.attachments(of: subject, school: school, on: connection)
    var known = Set(there.map { "\($0.slot) \($0.digest)" })
    for file in received.kept {
      guard known.insert("\(file.slot) \(file.digest)").inserted else {
        outcome.problems.append(FieldProblem("file", "activity.attachment.problem.known", ["name": file.name]))
        continue
      }
      guard there.count + outcome.kept.count < AttachmentRules.mostFiles else {
        outcome.problems.append(
          FieldProblem(
            "file", "activity.attachment.problem.tooMany",
            ["name": file.name, "limit": "\(AttachmentRules.mostFiles)"]))
        continue
      }
      try AttachmentStore.insert(
        file, id: services.ids.next(), of: subject, school: school, by: account, at: services.now, on: connection)
      try log("activity.attachment.added", file.name, of: subject, school, by: account, services, on: connection)
      outcome.kept.append(file)
    }
    return outcome
  }

  /// Takes a file away; it can be put back.
  /// - Returns: `false` when it is away already.
  package static func remove(
    _ file: Attachment, from subject: AuditEntry.Subject, by actor: Actor, services: Services,
    on connection: any WriteConnection
  ) throws -> Bool {
    guard try AttachmentStore.remove(file, by: actor.accountID, at: services.now, on: connection) else { return false }
    try log(
      "activity.attachment.removed", file.name, of: subject, file.schoolID, by: actor.accountID, services,
      on: connection)
    return true
  }

  /// Puts a file back.
  package static func restore(
    _ file: Attachment, to subject: AuditEntry.Subject, by actor: Actor, services: Services,
    on connection: any WriteConnection
  ) throws -> Bool {
    guard try AttachmentStore.restore(file, on: connection) else { return false }
    try log(
      "activity.attachment.restored", file.name, of: subject, file.schoolID, by: actor.accountID, services,
      on: connection)
    return true
  }

  private static func log(
    _ action: String, _ name: String, of subject: AuditEntry.Subject, _ school: ID<School>, by account: ID<Account>?,
    _ services: Services, on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: action, subject: subject, accountID: account?.rawValue, schoolID: school.rawValue, note: name,
        at: services.now), on: connection)
  }
}
