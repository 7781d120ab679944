import Foundation

/// A folder of files named by their content: `root/ab/cd/<sha256>`, with `root/tmp` for files on their way in.
///
/// Folders are 0700, files 0600. A file appears under its name complete and
/// flushed to disk, or not at all. Who may read a file, what it was called and
/// what it is are matters of the database rows that name its digest.
package struct FileStore: Sendable {
  /// Absolute path of the store's folder.
  package let root: String

  private static let disk = DispatchQueue(label: "qiao.files", attributes: .concurrent)

  /// Opens the store at `root` and makes its folders where they are missing.
  /// - Throws: `FileError.system`.
  package init(root: String) throws {
    self.root = URL(fileURLWithPath: root).standardizedFileURL.path
    do {
      try FileManager.default.createDirectory(
        atPath: self.root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw FileError.last("mkdir")
    }
    // The folder may have been there before, open to others.
    guard chmod(self.root, 0o700) == 0 else { throw FileError.last("chmod") }
    try Self.makeFolder(temporaryFolder)
  }

  /// Where files on their way in are kept; on the same file system as the store, so that they can be renamed.
  package var temporaryFolder: String { root + "/tmp" }

  /// The path of a stored file, whether or not it exists.
  package func path(of digest: FileDigest) -> String { "\(root)/\(digest.relativePath)" }

  /// Begins a new file, to be written piece by piece.
  /// - Parameter limit: the most bytes it may have.
  package func begin(limit: Int) throws -> IncomingFile {
    try IncomingFile(path: "\(temporaryFolder)/\(UUID().uuidString)", limit: limit)
  }

  /// Stores the bytes of `chunks`; the file is empty or over the limit: nothing remains.
  /// - Throws: `FileError`, or the error of `chunks`.
  package func store<Chunks: AsyncSequence>(_ chunks: Chunks, limit: Int) async throws -> StoredFile
  where Chunks.Element: Sequence<UInt8> {
    let file = try begin(limit: limit)
    do {
      for try await chunk in chunks { try file.write(chunk) }
    } catch {
      file.discard()
      throw error
    }
    return try await keep(file)
  }

  /// Stores a file that lies elsewhere, such as an upload in a temporary folder; the original stays.
  package func store(fileAt path: String, limit: Int) async throws -> StoredFile {
    let file = try begin(limit: limit)
    try await Self.onDisk {
      do {
        let source = try FileProbe(path: path)
        var position = 0
        while true {
          let piece = try source.bytes(at: position, count: 1 << 18)
          if piece.isEmpty { break }
          try file.write(piece)
          position += piece.count
        }
      } catch {
        file.discard()
        throw error
      }
    }
    return try await keep(file)
  }

  /// Ends an incoming file: flushes it, names it by its content, and makes it part of the store.
  package func keep(_ file: IncomingFile) async throws -> StoredFile {
    try await Self.onDisk {
      defer { file.discard() }
      let (digest, size) = try file.finish()
      return try underLock {
        let target = path(of: digest)
        // Equal content is already there. Its time is renewed, because a sweep
        // spares young files: the row that names it is yet to be written.
        if Self.size(ofFileAt: target) == size {
          guard utimensat(AT_FDCWD, target, nil, 0) == 0 else { throw FileError.last("utimensat") }
          return StoredFile(digest: digest, size: size, isNew: false)
        }
        let outer = "\(root)/\(digest.text.prefix(2))"
        let inner = "\(outer)/\(digest.text.dropFirst(2).prefix(2))"
        try Self.makeFolder(outer)
        try Self.makeFolder(inner)
        guard rename(file.path, target) == 0 else { throw FileError.last("rename") }
        for folder in [inner, outer, root] { try Self.flushFolder(folder) }
        return StoredFile(digest: digest, size: size, isNew: true)
      }
    }
  }

  /// Whether the store holds the file.
  package func contains(_ digest: FileDigest) -> Bool { size(of: digest) != nil }

  /// Size in bytes, `nil` when there is no such file.
  package func size(of digest: FileDigest) -> Int? { Self.size(ofFileAt: path(of: digest)) }

  /// All bytes of a stored file.
  /// - Throws: `FileError.missing`, or `.tooLarge` for a file of more than `limit` bytes.
  package func contents(of digest: FileDigest, limit: Int) throws -> [UInt8] {
    guard let size = size(of: digest) else { throw FileError.missing(digest) }
    guard size <= limit else { throw FileError.tooLarge(limit: limit) }
    return try FileProbe(path: path(of: digest)).bytes(at: 0, count: size)
  }

  /// Deletes a file; no harm when it is gone already.
  package func remove(_ digest: FileDigest) throws {
    guard unlink(path(of: digest)) == 0 || errno == ENOENT else { throw FileError.last("unlink") }
  }

  // MARK: Inside

  static func size(ofFileAt path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Runs `body` while no other process keeps or sweeps files here.
  func underLock<Result>(_ body: () throws -> Result) throws -> Result {
    let lock = open("\(root)/.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else { throw FileError.last("open") }
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError.last("flock") }
    }
    return try body()
  }

  /// Runs blocking work away from the threads that serve requests.
  static func onDisk<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      disk.async { continuation.resume(with: Swift.Result { try work() }) }
    }
  }

  private static func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError.last("mkdir") }
  }

  /// A new name is on disk only when the folder that holds it is.
  private static func flushFolder(_ path: String) throws {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FileError.last("open") }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw FileError.last("fsync") }
  }
}

/// A file as the store has kept it.
package struct StoredFile: Sendable, Hashable {
  package let digest: FileDigest
  /// In bytes.
  package let size: Int
  /// `false` when equal bytes were in the store before.
  package let isNew: Bool
}
