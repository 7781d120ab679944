package import Accounts
package import Database
import Files
package import Organizations
package import Platform
package import Values

/// The rows of `attachments`. A record's own access check comes first: these
/// functions are given the school of a record that was found in scope.
package enum AttachmentStore {
  /// The files of a record, oldest first; those that were taken away only when asked for.
  package static func attachments(
    of subject: AuditEntry.Subject, school: ID<School>, removed: Bool = false, on connection: some Connection
  ) throws -> [Attachment] {
    let state: SQL = removed ? "f.removed_at IS NOT NULL" : "f.removed_at IS NULL"
    return try connection.rows(
      """
      SELECT \(columns) FROM \(tables)
      WHERE f.school_id = \(school) AND f.subject_kind = \(subject.kind) AND f.subject_id = \(subject.id) AND \(state)
      ORDER BY f.id LIMIT \(literal: AttachmentRules.mostFiles)
      """
    ).map(attachment)
  }

  package static func attachment(
    _ id: ID<Attachment>, of subject: AuditEntry.Subject, school: ID<School>, on connection: some Connection
  ) throws -> Attachment? {
    try connection.first(
      """
      SELECT \(columns) FROM \(tables)
      WHERE f.school_id = \(school) AND f.subject_kind = \(subject.kind) AND f.subject_id = \(subject.id)
        AND f.id = \(id)
      """
    ).map(attachment)
  }

  package static func count(
    of subject: AuditEntry.Subject, school: ID<School>, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      """
      SELECT count(*) FROM attachments
      WHERE school_id = \(school) AND subject_kind = \(subject.kind) AND subject_id = \(subject.id)
        AND removed_at IS NULL
      """) ?? 0
  }

  package static func insert(
    _ file: IncomingAttachment, id: ID<Attachment>, of subject: AuditEntry.Subject, school: ID<School>,
    by account: ID<Account>?, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO attachments (id, school_id, subject_kind, subject_id, slot, digest, name, type, size, uploaded_by,
        uploaded_at)
      VALUES (\(id), \(school), \(subject.kind), \(subject.id), \(file.slot), \(file.digest.text), \(file.name),
        \(file.type.rawValue), \(file.size), \(account), \(now))
      """)
  }

  /// Takes a file away; `false` when it is away already.
  package static func remove(
    _ attachment: Attachment, by account: ID<Account>, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE attachments SET removed_at = \(now), removed_by = \(account)
      WHERE id = \(attachment.id) AND school_id = \(attachment.schoolID) AND removed_at IS NULL
      """) == 1
  }

  /// Puts a file back; `false` when it is there already.
  package static func restore(_ attachment: Attachment, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE attachments SET removed_at = NULL, removed_by = NULL
      WHERE id = \(attachment.id) AND school_id = \(attachment.schoolID) AND removed_at IS NOT NULL
      """) == 1
  }

  private static let columns: SQL = """
    f.id, f.school_id, f.slot, f.digest, f.name, f.type, f.size, coalesce(u.display_name, ''), f.uploaded_at,
    coalesce(r.display_name, ''), f.removed_at
    """
  private static let tables: SQL = """
    attachments f LEFT JOIN accounts u ON u.id = f.uploaded_by LEFT JOIN accounts r ON r.id = f.removed_by
    """

  private static func attachment(_ row: Row) throws -> Attachment {
    let digest = FileDigest(try row.get(3, as: String.self))
    guard let digest, let type = FileType(rawValue: try row.get(5)) else {
      throw DatabaseError.failed(code: "attachments", message: "a row names a file that cannot be")
    }
    let removed: Instant? = try row.get(10)
    let remover: String = try row.get(9)
    return Attachment(
      id: try row.get(0), schoolID: try row.get(1), slot: try row.get(2), digest: digest, name: try row.get(4),
      type: type, size: try row.get(6), uploaderName: try row.get(7), uploadedAt: try row.get(8),
      removal: removed.map { Attachment.Removal(name: remover, at: $0) })
  }
}
