import Foundation

/// A file being written, readable by its owner only, which disappears unless it is finished.
final class OutputFile {
  private let path: String
  private var descriptor: Int32

  init(_ path: String) throws {
    self.path = path
    unlink(path)
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure() }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(path)
  }

  func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw Self.failure() }
        rest = rest.dropFirst(count)
      }
    }
  }

  func finish() throws {
    let isClosed = close(descriptor) == 0
    descriptor = -1
    if !isClosed {
      let failure = Self.failure()
      unlink(path)
      throw failure
    }
  }

  private static func failure() -> TypesetError {
    .notWritten(reason: String(cString: strerror(errno)))
  }
}

/// A file that goes with what holds it.
final class PassingFile: Sendable {
  let path: String

  init(_ path: String) {
    self.path = path
  }

  deinit { unlink(path) }
}

/// Names of files in one folder, each used once and none that a file system refuses.
struct FileNames {
  private var used: Set<String> = []

  /// - Returns: `name` without what Windows, macOS or Linux refuse, with a number when it is taken.
  mutating func unused(for name: String) -> String {
    let refused: Set<Character> = ["/", "\\", ":", "*", "?", "\"", "<", ">", "|"]
    let plain = String(
      name.map { refused.contains($0) || $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "_" : $0 }
        .prefix(80))
    let trimmed = plain.drop { $0 == " " || $0 == "." }
    let base = trimmed.isEmpty ? "_" : String(trimmed)
    // Windows does not tell small letters from large ones.
    var (candidate, number) = (base, 2)
    while !used.insert(candidate.lowercased()).inserted {
      candidate = "\(base) (\(number))"
      number += 1
    }
    return candidate
  }
}
