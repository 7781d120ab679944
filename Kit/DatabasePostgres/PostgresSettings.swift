import CLibPQ
import Database

/// How connections to PostgreSQL are made and used.
package struct PostgresSettings: Sendable {
  /// Connections, each with a thread of its own; opened when first needed.
  package var poolSize: Int
  /// A statement of a `read` or `write` that takes longer is stopped by the server, in milliseconds.
  package var statementTimeout: Int
  /// The same for `readLong` and `writeAlone`.
  package var longStatementTimeout: Int
  /// Prepared statements kept by each connection.
  package var statements: Int
  /// Most runs of a body that the server gave up because of others (SQLSTATE 40001, 40P01).
  package var conflictAttempts: Int

  package init(
    poolSize: Int = 8, statementTimeout: Int = 30_000, longStatementTimeout: Int = 600_000,
    statements: Int = 256,
    conflictAttempts: Int = 16
  ) {
    self.poolSize = max(1, poolSize)
    self.statementTimeout = statementTimeout
    self.longStatementTimeout = longStatementTimeout
    self.statements = max(8, statements)
    self.conflictAttempts = max(1, conflictAttempts)
  }
}

/// A checked connection URL. It may hold a password: never print it.
struct ConnectionURL: Sendable {
  private let text: String
  private let names: Set<String>

  /// `postgres://user:password@host:port/database?sslmode=…` or libpq's `key=value` form; all of libpq's settings
  /// pass through.
  /// - Throws: `DatabaseError.unavailable`, without any part of the text.
  init(_ text: String) throws {
    // libpq's own complaint would quote the text, and with it the password.
    guard let options = PQconninfoParse(text, nil) else {
      throw DatabaseError.unavailable(
        "the database URL cannot be read; expected postgres://user@host:port/database")
    }
    defer { PQconninfoFree(options) }
    var names: Set<String> = []
    var option = options
    while let keyword = option.pointee.keyword {
      if option.pointee.val != nil { names.insert(String(cString: keyword)) }
      option += 1
    }
    self.text = text
    self.names = names
  }

  /// Keywords and values for `PQconnectdbParams`; what the URL does not say gets our defaults.
  var parameters: [(String, String)] {
    let defaults = [
      ("fallback_application_name", "qiao"), ("client_encoding", "UTF8"), ("connect_timeout", "5"),
      // A peer that vanished without a word is noticed after half a minute.
      ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"),
    ]
    return [("dbname", text)] + defaults.filter { !names.contains($0.0) }
  }
}
