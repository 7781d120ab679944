import Synchronization
package import Values

/// How far the batches are that this process works on. Only what the database
/// says is true; this is for the bar, which would otherwise have to wait for
/// the very transaction that it tells of.
package final class ImportProgress: Sendable {
  /// Rows done of all.
  package struct Share: Sendable, Hashable {
    package let done: Int
    package let total: Int
  }

  private let shares = Mutex<[ID<ImportBatch>: Share]>([:])

  package init() {}

  package func share(of batch: ID<ImportBatch>) -> Share? {
    shares.withLock { $0[batch] }
  }

  func set(_ done: Int, of total: Int, for batch: ID<ImportBatch>) {
    shares.withLock { $0[batch] = Share(done: done, total: total) }
  }

  func end(_ batch: ID<ImportBatch>) {
    shares.withLock { $0[batch] = nil }
  }
}
