import Foundation

/// How the embedded engine is set up. The defaults are for a server with a few cores.
///
/// Fixed, with reasons:
/// - `synchronous = NORMAL`: after a crash of the program nothing is lost. After a power cut or a crash of the
///   operating system the file is never damaged, but the transactions since the last checkpoint (at most some seconds
///   of work, 1,000 pages of log) may be missing. `FULL` would wait for the disk at every commit.
/// - `mmap_size = 0`: with memory mapping a failing disk stops the program by a signal instead of an error, and each
///   connection's mapping counts as resident memory.
/// - `temp_store = MEMORY`: sorting leaves no personal data in `/tmp`.
/// - `journal_size_limit`: a log grown by an import is cut back to 64 MiB after its checkpoint.
package struct SQLiteSettings: Sendable {
  /// How long to wait for another process that writes, in seconds.
  package var busyTimeout: Double
  /// Connections that read at the same time.
  package var readers: Int
  /// Reads that may run on the threads that ask; the others change to the engine's threads. One less than the
  /// processors, so that slow queries never take all of Swift's shared threads.
  package var inlineReaders: Int
  /// Page cache of each connection, in KiB; the operating system caches the file besides.
  package var cacheKiB: Int
  /// Page cache of the writer, in KiB; it takes what it needs only. An import of thousands of rows changes more pages than
  /// a reader needs, and those that find no room are written to the log several times before the commit.
  package var writerCacheKiB: Int
  /// Compiled statements kept by each connection.
  package var statements: Int
  /// Most writes in one transaction.
  package var groupCount: Int
  /// After this time a group takes nobody more.
  package var groupTime: Duration

  package init(
    busyTimeout: Double = 5, readers: Int = 4,
    inlineReaders: Int = max(0, ProcessInfo.processInfo.activeProcessorCount - 1), cacheKiB: Int = 8192,
    writerCacheKiB: Int = 32_768, statements: Int = 256, groupCount: Int = 128, groupTime: Duration = .milliseconds(10)
  ) {
    self.busyTimeout = busyTimeout
    self.readers = max(1, readers)
    self.inlineReaders = min(inlineReaders, max(1, readers))
    self.cacheKiB = cacheKiB
    self.writerCacheKiB = max(cacheKiB, writerCacheKiB)
    self.statements = max(8, statements)
    self.groupCount = max(1, groupCount)
    self.groupTime = groupTime
  }
}
