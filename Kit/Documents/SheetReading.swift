import Synchronization

/// A sheet being read: what is known of it at once, and its rows as they come.
///
/// The rows can be gone through once. Whoever stops early, or drops the
/// reading, ends the worker process behind it; the next reading gets a new one.
package struct SheetReading: AsyncSequence, Sendable {
  package typealias Element = SheetRow

  package let head: SheetHead
  private let stream: RowStream

  init(head: SheetHead, stream: RowStream) {
    self.head = head
    self.stream = stream
  }

  package func makeAsyncIterator() -> Iterator { Iterator(stream: stream) }

  package struct Iterator: AsyncIteratorProtocol {
    let stream: RowStream
    private var rows: [SheetRow] = []
    private var position = 0

    init(stream: RowStream) { self.stream = stream }

    /// The next row with a value, `nil` at the end.
    /// - Throws: `SheetError`, `CancellationError`.
    package mutating func next() async throws -> SheetRow? {
      while position == rows.count {
        guard let more = try await stream.next() else { return nil }
        rows = more
        position = 0
      }
      defer { position += 1 }
      return rows[position]
    }
  }
}

/// What a sheet says of itself.
package struct SheetHead: Sendable, Hashable, Decodable {
  package struct Sheet: Sendable, Hashable, Decodable {
    package let name: String
    package let hidden: Bool
  }

  package enum Format: String, Sendable, Decodable { case xlsx, xlsb, xls, ods, csv }

  /// By content, whatever the name says.
  package let format: Format
  /// The sheet that is read; empty for text.
  package let name: String
  /// All sheets of the workbook, in order.
  package let sheets: [Sheet]
  /// Merged regions as first row, first column, last row, last column, all from 1; at most 1,000.
  package let merged: [[Int]]
  /// `utf-8`, `utf-16` or `gb18030` for text, otherwise `nil`.
  package let encoding: String?
}

/// The frames of one reading. It holds the worker process until its end.
final class RowStream: Sendable {
  private let lease: WorkerLease
  private let limits: SheetLimits
  private let hasEnded = Mutex(false)

  init(lease: WorkerLease, limits: SheetLimits) {
    self.lease = lease
    self.limits = limits
  }

  /// The next rows, `nil` at the end.
  func next() async throws -> [SheetRow]? {
    guard !hasEnded.withLock({ $0 }) else { return nil }
    do {
      switch try WorkerAnswer(try await lease.frame()) {
      case .rows(let rows): return rows
      case .end: break
      case .hello, .sheet, .versions: throw WorkerFailure.garbled
      }
    } catch {
      hasEnded.withLock { $0 = true }
      throw SheetError.of(error, lease: lease, limits: limits)
    }
    hasEnded.withLock { $0 = true }
    lease.finish(reusable: true)
    return nil
  }
}
