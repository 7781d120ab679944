import Database
import Synchronization

/// How often each table has changed since the database was opened.
final class TableChanges: Sendable {
  /// The counts at one moment; tables that never changed are not in it.
  struct Counts: Sendable {
    fileprivate var tables: [String: UInt64] = [:]
    /// Changes of which the tables are not known: by another process, or by a statement that SQLite does not report.
    fileprivate var unknown: UInt64 = 0

    /// What an answer from these tables rests on.
    func basis(_ names: Set<String>) -> ReadBasis {
      .tables(Dictionary(uniqueKeysWithValues: names.map { ($0, count(of: $0)) }))
    }

    func hold(_ counts: [String: UInt64]) -> Bool {
      counts.allSatisfy { count(of: $0.key) == $0.value }
    }

    private func count(of table: String) -> UInt64 { unknown &+ (tables[table] ?? 0) }
  }

  /// What a transaction has changed.
  enum Change: Sendable {
    case tables(Set<String>)
    case unknown
  }

  private let state = Mutex(Counts())

  var counts: Counts { state.withLock { $0 } }

  /// To be called after the commit and before anybody is told of it.
  func add(_ change: Change) {
    state.withLock { counts in
      switch change {
      case .unknown: counts.unknown &+= 1
      case .tables(let names):
        for name in names { counts.tables[name, default: 0] &+= 1 }
      }
    }
  }
}

/// Collects the names of tables for one connection, which SQLite tells by callbacks.
final class TableNames {
  /// What the statement that is being prepared reads.
  var read: Set<String> = []
  /// What the transaction has changed so far, and how many rows of it.
  private(set) var changed: Set<String> = []
  private(set) var changedRows: Int64 = 0
  /// Pages in the write-ahead log after the last commit.
  var logPages: CInt = 0
  /// The name as SQLite holds it: most rows are of the same table as the one before.
  private var latest: UnsafePointer<CChar>?

  func noteChange(of table: UnsafePointer<CChar>) {
    changedRows += 1
    guard table != latest else { return }
    latest = table
    let name = String(cString: table)
    if changed.insert(name).inserted, let index = Self.indexes(of: name) { changed.insert(index) }
  }

  func forgetChanges() {
    changed = []
    changedRows = 0
    latest = nil
  }

  /// FTS5 keeps an index in tables of its own: who reads the index `t` does not name `t_data`.
  static func indexes(of table: String) -> String? {
    for ending in ["_data", "_idx", "_content", "_docsize", "_config"] where table.hasSuffix(ending) {
      return String(table.dropLast(ending.count))
    }
    return nil
  }
}
