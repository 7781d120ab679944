import Crypto
import Foundation
import Testing
import Values

@testable import Files

@Suite struct FileStoreTests {
  let folder: Folder
  let store: FileStore

  init() throws {
    folder = try Folder()
    store = try FileStore(root: folder.path + "/store")
  }

  @Test func namesAFileByItsContent() async throws {
    let stored = try await store.store(chunks([Array("桥".utf8), Array("梁".utf8)]), limit: 100)
    #expect(stored.digest.text == SHA256.hash(data: Data("桥梁".utf8)).map { String(format: "%02x", $0) }.joined())
    #expect(stored.size == 6)
    #expect(stored.isNew)
    #expect(store.path(of: stored.digest).hasSuffix("/\(stored.digest.text)"))
    #expect(try store.contents(of: stored.digest, limit: 6) == Array("桥梁".utf8))
    #expect(store.size(of: stored.digest) == 6)
    #expect(Folder.names(store.temporaryFolder).isEmpty)
  }

  @Test func keepsEqualContentOnce() async throws {
    let first = try await store.store(chunks([[1, 2, 3]]), limit: 3)
    let second = try await store.store(chunks([[1], [2, 3]]), limit: 3)
    #expect(second.digest == first.digest)
    #expect(!second.isNew)
    #expect(Folder.names(store.temporaryFolder).isEmpty)
  }

  @Test func nobodyElseMayRead() async throws {
    let stored = try await store.store(chunks([[1]]), limit: 1)
    let path = store.path(of: stored.digest)
    #expect(try Folder.mode(path) == 0o600)
    #expect(try Folder.mode((path as NSString).deletingLastPathComponent) == 0o700)
    #expect(try Folder.mode(store.root) == 0o700)
    #expect(try Folder.mode(store.temporaryFolder) == 0o700)
  }

  @Test func closesAFolderThatWasOpen() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: store.root)
    _ = try FileStore(root: store.root)
    #expect(try Folder.mode(store.root) == 0o700)
  }

  @Test func refusesTooMuchAndNothing() async throws {
    await #expect(throws: FileError.tooLarge(limit: 4)) {
      try await store.store(chunks([[1, 2], [3, 4], [5]]), limit: 4)
    }
    await #expect(throws: FileError.empty) { try await store.store(chunks([[], []]), limit: 4) }
    let large = try folder.file("large", [UInt8](repeating: 7, count: 5))
    await #expect(throws: FileError.tooLarge(limit: 4)) { try await store.store(fileAt: large, limit: 4) }
    #expect(Folder.names(store.temporaryFolder).isEmpty)
    #expect(Folder.names(store.root) == ["tmp"])
  }

  @Test func leavesNothingWhenTheSenderStops() async throws {
    struct Gone: Error {}
    let broken = AsyncThrowingStream<[UInt8], any Error> { continuation in
      continuation.yield([1, 2, 3])
      continuation.finish(throwing: Gone())
    }
    await #expect(throws: Gone.self) { try await store.store(broken, limit: 10) }
    #expect(Folder.names(store.temporaryFolder).isEmpty)
    do {
      let dropped = try store.begin(limit: 10)
      try dropped.write([1])
      #expect(Folder.names(store.temporaryFolder).count == 1)
    }
    #expect(Folder.names(store.temporaryFolder).isEmpty)
  }

  @Test func takesACopyOfAFileElsewhere() async throws {
    let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try folder.file("upload", bytes)
    let stored = try await store.store(fileAt: path, limit: 1 << 20)
    #expect(stored.size == bytes.count)
    #expect(try store.contents(of: stored.digest, limit: 1 << 20) == bytes)
    #expect(FileManager.default.fileExists(atPath: path))
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "/etc/passwd")
    await #expect(throws: FileError.self) { try await store.store(fileAt: folder.path + "/link", limit: 1 << 20) }
  }

  @Test func missingFiles() throws {
    let digest = try #require(FileDigest(String(repeating: "a", count: 64)))
    #expect(!store.contains(digest))
    #expect(throws: FileError.missing(digest)) { try store.contents(of: digest, limit: 1) }
    try store.remove(digest)
  }

  @Test(arguments: [
    "", "../../etc/passwd", String(repeating: "A", count: 64), String(repeating: "a", count: 63) + "/",
    String(repeating: "a", count: 65),
  ])
  func digestsCannotLeadElsewhere(text: String) {
    #expect(FileDigest(text) == nil)
  }

  @Test func sweepsWhatNoRowNames() async throws {
    let kept = try await store.store(chunks([[1]]), limit: 1)
    let orphan = try await store.store(chunks([[2]]), limit: 1)
    let renewed = try await store.store(chunks([[3]]), limit: 1)
    let now = Instant(Date())
    let young = try await store.sweep(now: now) { _ in [] }
    #expect(young == FileStore.Swept(files: 0, bytes: 0))

    let later = now.advanced(by: .seconds(3600))
    let swept = try await store.sweep(olderThan: .seconds(60), now: later) { candidates in
      #expect(Set(candidates).isSubset(of: [kept.digest, orphan.digest, renewed.digest]))
      if candidates.contains(renewed.digest) {
        // Uploaded again between the question and the deletion.
        let future = Date(timeIntervalSince1970: Double(later.milliseconds) / 1000)
        try FileManager.default.setAttributes(
          [.modificationDate: future], ofItemAtPath: store.path(of: renewed.digest))
      }
      return [kept.digest]
    }
    #expect(swept == FileStore.Swept(files: 1, bytes: 1))
    #expect(store.contains(kept.digest))
    #expect(!store.contains(orphan.digest))
    #expect(store.contains(renewed.digest))
  }

  @Test func keepingAgainRenewsTheAge() async throws {
    let stored = try await store.store(chunks([[9]]), limit: 1)
    let path = store.path(of: stored.digest)
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: path)
    _ = try await store.store(chunks([[9]]), limit: 1)
    let swept = try await store.sweep(now: Instant(Date())) { _ in [] }
    #expect(swept.files == 0)
  }

  @Test func removesAbandonedFiles() async throws {
    let file = try store.begin(limit: 10)
    try file.write([1])
    let now = Instant(Date())
    #expect(try store.removeAbandoned(now: now) == 0)
    #expect(try store.removeAbandoned(olderThan: .seconds(60), now: now.advanced(by: .seconds(3600))) == 1)
    #expect(Folder.names(store.temporaryFolder).isEmpty)
  }

  @Test func manyWritersOfTheSameBytes() async throws {
    let store = store
    let digests = try await withThrowingTaskGroup(of: StoredFile.self) { group in
      for _ in 0..<20 {
        group.addTask { try await store.store(chunks([[4, 5], [6]]), limit: 3) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(digests.map(\.digest)).count == 1)
    #expect(digests.filter(\.isNew).count == 1)
  }
}
