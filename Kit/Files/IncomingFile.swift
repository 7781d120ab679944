import Crypto
import Foundation
import Synchronization

/// A file on its way into the store: counted and hashed while it is written.
///
/// It disappears when it is released without having been kept.
package final class IncomingFile: Sendable {
  /// Where its bytes are for now; its type can be looked at before it is kept.
  package let path: String
  /// The most bytes it may have.
  package let limit: Int

  private struct State: Sendable {
    var descriptor: Int32
    var size = 0
    var hash = SHA256()
  }

  private let state: Mutex<State>

  init(path: String, limit: Int) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FileError.last("open") }
    self.path = path
    self.limit = limit
    state = Mutex(State(descriptor: descriptor))
  }

  deinit { discard() }

  /// Bytes written so far.
  package var size: Int { state.withLock { $0.size } }

  /// Appends `bytes`.
  /// - Throws: `FileError.tooLarge` as soon as the limit is passed, before writing what passes it.
  package func write(_ bytes: some Sequence<UInt8>) throws {
    let done: Void? = try bytes.withContiguousStorageIfAvailable { try write(UnsafeRawBufferPointer($0)) }
    if done == nil { try Array(bytes).withUnsafeBytes { try write($0) } }
  }

  private func write(_ buffer: UnsafeRawBufferPointer) throws {
    try state.withLock { state in
      guard state.descriptor >= 0 else { throw FileError.system(operation: "write", code: EBADF) }
      guard buffer.count <= limit - state.size else { throw FileError.tooLarge(limit: limit) }
      state.hash.update(bufferPointer: buffer)
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Foundation.write(state.descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          throw FileError.last("write")
        }
        rest = rest.dropFirst(count)
      }
      state.size += buffer.count
    }
  }

  /// Flushes and closes the file.
  /// - Throws: `FileError.empty` for a file without a byte.
  func finish() throws -> (FileDigest, size: Int) {
    try state.withLock { state in
      guard state.descriptor >= 0 else { throw FileError.system(operation: "fsync", code: EBADF) }
      guard state.size > 0 else { throw FileError.empty }
      guard fsync(state.descriptor) == 0 else { throw FileError.last("fsync") }
      close(state.descriptor)
      state.descriptor = -1
      return (FileDigest(state.hash.finalize()), state.size)
    }
  }

  /// Drops the file, unless it has been kept and so is no longer at `path`.
  package func discard() {
    state.withLock { state in
      if state.descriptor >= 0 { close(state.descriptor) }
      state.descriptor = -1
    }
    unlink(path)
  }
}
