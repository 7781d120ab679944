/// What an answer rests on, so that it can be kept and given again for as long
/// as a new read would say the same: see `KeptAnswers`.
package enum ReadBasis: Sendable, Hashable {
  /// SQLite: the tables that were read and how often each had changed before.
  case tables([String: UInt64])
  /// PostgreSQL: the snapshot. Two equal ones see the same rows.
  case snapshot(String)
}

extension DatabaseEngine {
  /// An answer from `kept` while it is still true, else a new one.
  ///
  /// - Parameter make: what becomes of the rows, outside the transaction.
  package func answer<Key, Found: Sendable, Value: Sendable>(
    _ key: Key, keptIn kept: KeptAnswers<Key, Value>, _ read: @escaping @Sendable (any Connection) throws -> Found,
    make: (Found) throws -> Value
  ) async throws -> Value {
    if let (value, basis) = kept[key], try await isCurrent(basis) { return value }
    let (found, basis) = try await readWithBasis(read)
    let value = try make(found)
    kept.keep(value, basis, for: key)
    return value
  }
}
