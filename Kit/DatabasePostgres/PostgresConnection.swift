import Database

/// A transaction's view of a session.
final class PostgresConnection: WriteConnection {
  /// What a transaction may do and how it meets others.
  enum Mode {
    /// One state of the data, nothing written.
    case read, readLong
    /// As if it ran alone: what it read is still true when it commits, or it is run again. SQLite gives the same.
    case write
    /// One state of the data; a row that somebody else changed meanwhile makes it run again, but not a row somebody
    /// added: an import of minutes would never get through otherwise.
    case writeAlone

    var isRead: Bool { self == .read || self == .readLong }
  }

  private let session: PostgresSession
  private let settings: PostgresSettings
  /// BEGIN, sent with the first statement.
  private var preface: [String] = []
  /// The first refusal inside the transaction; the server accepts nothing more after it.
  private(set) var refusal: ServerError?

  init(session: PostgresSession, settings: PostgresSettings) {
    self.session = session
    self.settings = settings
  }

  var dialect: Dialect { .postgres }

  func rows(_ sql: SQL) throws -> [Row] {
    try noting { try session.answer(sql, preface: takePreface()).rows }
  }

  func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try noting { try session.forEach(sql, preface: takePreface(), body) }
  }

  @discardableResult
  func run(_ sql: SQL) throws -> Int {
    try noting { try session.answer(sql, preface: takePreface()).changed }
  }

  /// Runs `body` in a transaction, once.
  /// - Throws: what `body` throws; `outcomeUnknown` when the connection breaks while committing.
  func transaction<T>(_ mode: Mode, _ body: (PostgresConnection) throws -> T) throws -> T {
    refusal = nil
    preface = begin(mode)
    let answer: T
    do {
      answer = try body(self)
    } catch {
      if preface.isEmpty, !session.isBroken { _ = try? session.control("ROLLBACK") }
      throw error
    }
    // Nothing was sent: nothing to end.
    guard preface.isEmpty else { return answer }
    if mode.isRead {
      try session.post("COMMIT")
    } else {
      try commit()
    }
    return answer
  }

  private func commit() throws {
    let tag: String
    do {
      tag = try session.control("COMMIT")
    } catch let error as ServerError {
      // The server answered: nothing was kept.
      refusal = error
      throw error.translated
    } catch {
      throw OutcomeUnknown()
    }
    if tag != "COMMIT" {
      // The body went on after a refusal; the server had given the transaction up by then.
      throw refusal?.translated
        ?? DatabaseError.failed(code: "rollback", message: "the transaction had failed")
    }
  }

  private func begin(_ mode: Mode) -> [String] {
    // Short statements are planned once for all values, as on SQLite: planning one anew takes longer than running it.
    // Long ones are worth a plan for their values.
    let long = [
      "SET LOCAL statement_timeout = \(settings.longStatementTimeout)", "SET LOCAL plan_cache_mode = auto",
    ]
    return switch mode {
    case .read: ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"]
    case .readLong: ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"] + long
    case .write: ["BEGIN ISOLATION LEVEL SERIALIZABLE"]
    case .writeAlone: ["BEGIN ISOLATION LEVEL REPEATABLE READ"] + long
    }
  }

  private func takePreface() -> [String] {
    defer { preface = [] }
    return preface
  }

  private func noting<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as ServerError {
      refusal = refusal ?? error
      throw error.translated
    }
  }
}

/// The connection broke after COMMIT was sent and before the answer came: the change may be kept or not.
struct OutcomeUnknown: Error {}
