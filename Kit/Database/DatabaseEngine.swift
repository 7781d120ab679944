/// A database: SQLite or PostgreSQL behind the same words.
///
/// One `read` sees one state of the data; one `write` is one transaction that
/// is kept whole or not at all. The bodies run on the engine's own threads and
/// do not suspend; they must not do slow work of their own.
///
/// A body may be run again when the engine had to give up its first run (on
/// PostgreSQL after a serialization failure or a deadlock): it must not change
/// anything but the database. A task cancelled before its body's turn gets
/// `CancellationError` and nothing has run.
package protocol DatabaseEngine: Sendable {
  var dialect: Dialect { get }

  /// Runs `body` on a consistent snapshot.
  func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

  /// Like `read`, for work that takes longer than a few milliseconds, such as
  /// an export: it never runs on one of Swift's shared threads.
  func readLong<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

  /// Like `read`, and tells what the answer rests on.
  func readWithBasis<T: Sendable>(
    _ body: @escaping @Sendable (any Connection) throws -> T
  ) async throws -> (T, ReadBasis)

  /// Whether a read would still find what an earlier one found. What this
  /// process wrote is known at once, what another process wrote to an SQLite
  /// file within a second.
  func isCurrent(_ basis: ReadBasis) async throws -> Bool

  /// Runs `body` in a transaction. When it throws, nothing of it is kept and
  /// the error reaches the caller.
  @discardableResult
  func write<T: Sendable>(_ body: @escaping @Sendable (any WriteConnection) throws -> T) async throws -> T

  /// Like `write`, for work that takes longer than a few milliseconds, such as
  /// an import: it never shares its transaction with other writes, which would
  /// then wait for it to end.
  @discardableResult
  func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any WriteConnection) throws -> T) async throws -> T

  /// Finishes what runs and closes all connections.
  func close() async throws
}

extension DatabaseEngine {
  /// Whether the database answers, for `/readyz`.
  /// - Throws: `DatabaseError.unavailable` when it does not.
  package func ping() async throws {
    _ = try await read { try $0.rows("SELECT 1") }
  }

  package func readLong<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
    try await read(body)
  }

  @discardableResult
  package func writeAlone<T: Sendable>(
    _ body: @escaping @Sendable (any WriteConnection) throws -> T
  ) async throws -> T {
    try await write(body)
  }
}

/// A connection inside a `read` or a `write`; must not leave the body.
package protocol Connection {
  var dialect: Dialect { get }

  /// All rows of an answer. For answers that may be long use `forEach`.
  func rows(_ sql: SQL) throws -> [Row]

  /// Calls `body` for each row as it arrives, in constant memory.
  func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws
}

/// A connection that may change data.
package protocol WriteConnection: Connection {
  /// Runs a statement that answers no rows.
  /// - Returns: the number of rows it changed.
  @discardableResult
  func run(_ sql: SQL) throws -> Int
}

extension WriteConnection {
  /// Runs `body` so that its refusal can be handled: when it throws, only its own changes are undone and the
  /// transaction goes on. Without it PostgreSQL accepts no further statement after an error.
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    try run("SAVEPOINT step")
    let answer: T
    do {
      answer = try body()
    } catch {
      try run("ROLLBACK TO SAVEPOINT step")
      try run("RELEASE SAVEPOINT step")
      throw error
    }
    try run("RELEASE SAVEPOINT step")
    return answer
  }
}

extension Connection {
  package func first(_ sql: SQL) throws -> Row? {
    try rows(sql).first
  }

  /// The first column of the first row.
  package func value<T: SQLDecodable>(_ sql: SQL, as: T.Type = T.self) throws -> T? {
    try first(sql)?.get(0)
  }

  /// The first column of every row.
  package func values<T: SQLDecodable>(_ sql: SQL, as: T.Type = T.self) throws -> [T] {
    try rows(sql).map { try $0.get(0) }
  }
}

/// What an engine refused, in words that both engines share.
package enum DatabaseError: Error, Sendable, Equatable {
  /// A UNIQUE or PRIMARY KEY; `detail` names the table's columns or the constraint.
  case unique(detail: String)
  case foreignKey(detail: String)
  /// A CHECK, or a trigger's RAISE.
  case check(detail: String)
  case notNull(detail: String)
  /// The disk or the quota is full.
  case full
  /// The database cannot be reached or closed the connection.
  case unavailable(String)
  /// Another process holds the database longer than the busy timeout.
  case busy
  /// Other transactions changed the same rows, again and again, and the engine gave up.
  case conflict
  /// A defect in a statement or an error without a word of its own.
  case failed(code: String, message: String)
}
