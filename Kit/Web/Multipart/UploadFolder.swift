import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The temporary files of one request.
final class UploadFolder: Sendable {
  private let directory: String
  private let paths = Mutex<[String]>([])

  init(directory: String) {
    self.directory = directory
  }

  /// A new empty file that only this user may read, open for writing.
  func makeFile() throws -> TemporaryFile {
    var generator = SystemRandomNumberGenerator()
    let name = "upload-" + String(generator.next() as UInt64, radix: 36) + String(generator.next() as UInt64, radix: 36)
    let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw StorageError(code: errno) }
    paths.withLock { $0.append(path) }
    return TemporaryFile(path: path, descriptor: descriptor)
  }

  /// Removes what the handler did not move away.
  func removeAll() {
    let paths = paths.withLock { paths in
      defer { paths = [] }
      return paths
    }
    for path in paths { unlink(path) }
  }
}

/// The disk did not take an upload; `code` is the C library's error number.
package struct StorageError: Error, Sendable, Hashable {
  package let code: Int32

  /// Whether the disk or the quota is full.
  package var isFull: Bool { code == ENOSPC || code == EDQUOT }
}

/// A file being written off the threads that serve requests.
final class TemporaryFile: Sendable {
  let path: String
  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var isOpen = true
  }

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    close()
  }

  func close() {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    if wasOpen { _ = Foundation.close(descriptor) }
  }

  /// Appends all bytes; returns when the system has them.
  func append(_ buffer: ByteBuffer) async throws {
    let descriptor = descriptor
    try await NIOThreadPool.singleton.runIfActive {
      try buffer.readableBytesView.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
          let count = write(descriptor, base, rest.count)
          if count < 0 {
            guard errno == EINTR else { throw StorageError(code: errno) }
          } else {
            rest = rest.dropFirst(count)
          }
        }
      }
    }
  }
}
