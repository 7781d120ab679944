import Foundation
package import Values

extension FileStore {
  /// What a sweep has taken away.
  package struct Swept: Sendable, Hashable {
    package var files = 0
    package var bytes = 0
  }

  /// Deletes stored files that no row names.
  ///
  /// - Parameters:
  ///   - age: younger files are spared: their row may be written any moment.
  ///     It must be longer than the longest time between keeping a file and
  ///     committing the row that names it.
  ///   - now: the time to measure age by.
  ///   - referenced: asked for up to 500 digests at a time; answers which of them some row names.
  package func sweep(
    olderThan age: Duration = .seconds(86_400), now: Instant,
    referenced: (_ candidates: [FileDigest]) async throws -> Set<FileDigest>
  ) async throws -> Swept {
    let latest = now.advanced(by: .zero - age)
    var swept = Swept()
    for outer in Self.hexadecimal(in: root) {
      var candidates: [FileDigest] = []
      for inner in Self.hexadecimal(in: "\(root)/\(outer)") {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(outer)/\(inner)")) ?? []
        candidates += names.compactMap { FileDigest($0) }.filter { isOlder(path(of: $0), than: latest) }
      }
      while !candidates.isEmpty {
        let batch = Array(candidates.prefix(500))
        candidates.removeFirst(batch.count)
        let kept = try await referenced(batch)
        for digest in batch where !kept.contains(digest) {
          try removeUnlessRenewed(digest, latest: latest, into: &swept)
        }
      }
    }
    return swept
  }

  /// Deletes files that were begun and never kept, for example when the power failed.
  /// - Returns: how many.
  @discardableResult
  package func removeAbandoned(olderThan age: Duration = .seconds(86_400), now: Instant) throws -> Int {
    let latest = now.advanced(by: .zero - age)
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: temporaryFolder) {
      let path = "\(temporaryFolder)/\(name)"
      if isOlder(path, than: latest), unlink(path) == 0 { count += 1 }
    }
    return count
  }

  /// Equal content may have come in again since the age was looked at.
  private func removeUnlessRenewed(_ digest: FileDigest, latest: Instant, into swept: inout Swept) throws {
    try underLock {
      let path = path(of: digest)
      guard isOlder(path, than: latest), let size = size(of: digest) else { return }
      try remove(digest)
      swept.files += 1
      swept.bytes += size
    }
  }

  private func isOlder(_ path: String, than latest: Instant) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    #if canImport(Darwin)
      let seconds = status.st_mtimespec.tv_sec
    #else
      let seconds = status.st_mtim.tv_sec
    #endif
    return Int64(seconds) * 1000 <= latest.milliseconds
  }

  private static func hexadecimal(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.utf8.count == 2 && UInt8($0, radix: 16) != nil }.sorted()
  }
}
