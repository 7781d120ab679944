package import Database
import Localization
package import Security
package import Values

/// The rows of `import_batches`.
package struct ImportBatchStore: Sendable {
  private let sealer: Sealer

  private static let outlineContext = "import_batches.outline"

  package init(_ sealer: Sealer) {
    self.sealer = sealer
  }

  /// The batch, when it is the school's.
  /// - Parameter department: only when it was handed in for this department.
  package func batch(
    _ id: ID<ImportBatch>, kind: String, school: Int64, department: Int64? = nil, on connection: any Connection
  ) throws -> ImportBatch? {
    try connection.first(
      """
      SELECT \(Self.columns) FROM import_batches
      WHERE school_id = \(school) AND kind = \(kind) AND id = \(id) \(Self.condition(department))
      """
    ).map(batch)
  }

  /// The school's batches, newest first, older than `before`.
  /// - Parameter department: only those that were handed in for this department.
  package func batches(
    kind: String, school: Int64, department: Int64? = nil, before: ID<ImportBatch>? = nil, limit: Int,
    on connection: any Connection
  ) throws -> [ImportBatch] {
    let older: SQL = before.map { "AND id < \($0)" } ?? ""
    return try connection.rows(
      """
      SELECT \(Self.columns) FROM import_batches
      WHERE school_id = \(school) AND kind = \(kind) \(Self.condition(department)) \(older)
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map(batch)
  }

  private static func condition(_ department: Int64?) -> SQL {
    department.map { "AND department_id = \($0)" } ?? ""
  }

  func insert(_ batch: ImportBatch, on connection: any WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO import_batches (id, school_id, kind, file_name, file_digest, outline_sealed, mapping, state,
        is_only_new, new_count, changed_count, unchanged_count, wrong_count, warned_count, written_count, note,
        created_by, created_at, checked_at, committed_at, undone_at, department_id)
      VALUES (\(batch.id), \(batch.owner.schoolID), \(batch.kind), \(batch.fileName), \(batch.fileDigest),
        \(try sealed(batch.sheet)), \(batch.mapping.json.text), \(batch.state), \(batch.isOnlyNew),
        \(batch.counts.new), \(batch.counts.changed), \(batch.counts.unchanged), \(batch.counts.wrong),
        \(batch.counts.warned), \(batch.writtenCount), \(Self.stored(batch.note)), \(batch.owner.accountID),
        \(batch.createdAt), \(batch.checkedAt), \(batch.committedAt), \(batch.undoneAt), \(batch.owner.departmentID))
      """)
  }

  /// Sets what is read from the sheet, and how.
  /// - Returns: `false` when the batch is in none of the states any more.
  func set(
    _ sheet: SheetOutline, _ mapping: ColumnMapping, state: ImportBatch.State, of batch: ImportBatch,
    from states: [ImportBatch.State], on connection: any WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE import_batches SET outline_sealed = \(try sealed(sheet)), mapping = \(mapping.json.text),
        state = \(state), note = ''
      WHERE id = \(batch.id) AND school_id = \(batch.owner.schoolID) AND state IN \(list: states)
      """) == 1
  }

  /// Moves a batch on; of two who try, one succeeds.
  /// - Returns: `false` when it is in none of the states any more.
  func move(
    _ batch: ImportBatch, from states: [ImportBatch.State], to state: ImportBatch.State, note: Message? = nil,
    setting more: SQL = .empty, on connection: any WriteConnection
  ) throws -> Bool {
    let setting: SQL = more.isEmpty ? "" : ", \(more)"
    return try connection.run(
      """
      UPDATE import_batches SET state = \(state), note = \(Self.stored(note)) \(setting)
      WHERE id = \(batch.id) AND school_id = \(batch.owner.schoolID) AND state IN \(list: states)
      """) == 1
  }

  func delete(_ batch: ImportBatch, on connection: any WriteConnection) throws {
    let school = batch.owner.schoolID
    try connection.run("DELETE FROM import_rows WHERE school_id = \(school) AND batch_id = \(batch.id)")
    try connection.run("DELETE FROM import_batches WHERE id = \(batch.id) AND school_id = \(school)")
  }

  /// Deletes rows and forgets files of batches older than `date`: the values
  /// of sheets are not kept longer than a batch can be taken back.
  /// - Returns: how many batches had something to forget.
  @discardableResult
  func forget(before date: Instant, on connection: any WriteConnection) throws -> Int {
    let old = try connection.rows(
      """
      SELECT id, school_id FROM import_batches
      WHERE created_at < \(date) AND outline_sealed <> '' AND state NOT IN ('checking', 'committing', 'undoing')
      ORDER BY id LIMIT 100
      """)
    for row in old {
      let (id, school): (ID<ImportBatch>, Int64) = (try row.get(0), try row.get(1))
      try connection.run("DELETE FROM import_rows WHERE school_id = \(school) AND batch_id = \(id)")
      try connection.run(
        "UPDATE import_batches SET outline_sealed = '', file_digest = '' WHERE id = \(id) AND school_id = \(school)")
    }
    return old.count
  }

  /// The files that batches still need, for the sweep of the store.
  package static func keptFiles(on connection: any Connection) throws -> [String] {
    try connection.values("SELECT DISTINCT file_digest FROM import_batches WHERE file_digest <> ''", as: String.self)
  }

  private static let columns: SQL = """
    id, school_id, kind, file_name, file_digest, outline_sealed, mapping, state, is_only_new, new_count,
    changed_count, unchanged_count, wrong_count, warned_count, written_count, note, created_by, created_at,
    checked_at, committed_at, undone_at, department_id
    """

  private func batch(_ row: Row) throws -> ImportBatch {
    var counts = ImportCounts()
    (counts.new, counts.changed, counts.unchanged) = (try row.get(9), try row.get(10), try row.get(11))
    (counts.wrong, counts.warned) = (try row.get(12), try row.get(13))
    let outline: String = try row.get(5)
    let note: String = try row.get(15)
    return ImportBatch(
      id: try row.get(0), kind: try row.get(2),
      owner: ImportOwner(schoolID: try row.get(1), accountID: try row.get(16), departmentID: try row.get(21)),
      fileName: try row.get(3), fileDigest: try row.get(4),
      sheet: SheetOutline(
        outline.isEmpty ? nil : JSONValue.parse(try sealer.open(outline, context: Self.outlineContext))),
      mapping: ColumnMapping(try row.get(6)) ?? ColumnMapping(headerRow: 0, columns: []), state: try row.get(7),
      isOnlyNew: try row.get(8), counts: counts, writtenCount: try row.get(14), note: Self.message(note),
      createdAt: try row.get(17), checkedAt: try row.get(18), committedAt: try row.get(19),
      undoneAt: try row.get(20))
  }

  private func sealed(_ sheet: SheetOutline) throws -> String {
    try sealer.seal(sheet.json.text, context: Self.outlineContext)
  }

  private static func stored(_ message: Message?) -> String {
    message.map { MessageText.json($0).text } ?? ""
  }

  private static func message(_ text: String) -> Message? {
    text.isEmpty ? nil : MessageText.message(JSONValue.parse(text))
  }
}

/// Messages as JSON: `{"key": "…", "with": {"count": "3"}}`.
enum MessageText {
  static func json(_ message: Message) -> JSONValue {
    var members: [(String, JSONValue)] = [("key", .string(message.key))]
    if !message.arguments.isEmpty {
      let arguments = message.arguments.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
      members.append(("with", .members(arguments)))
    }
    return .members(members)
  }

  static func message(_ json: JSONValue?) -> Message? {
    guard let key = json?["key"]?.string else { return nil }
    let arguments = (json?["with"]?.object ?? []).map { ($0.name, $0.value.string ?? "") }
    return Message(key, Dictionary(arguments, uniquingKeysWith: { first, _ in first }))
  }
}
