import Foundation

/// Looks at places of a file without reading all of it.
final class FileProbe {
  let size: Int
  private let descriptor: Int32

  /// - Throws: `FileError.system`, also for anything that is not a regular file.
  init(path: String) throws {
    // Opening a pipe would wait for its other end, were it not for O_NONBLOCK.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError.last("open") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError.system(operation: "open", code: EINVAL)
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// At most `count` bytes from `offset`; fewer at the end of the file, none beyond it.
  func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    guard offset >= 0, offset < size, count > 0 else { return [] }
    let wanted = min(count, size - offset)
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let place = buffer.baseAddress.map { $0 + filled }
        let count = pread(descriptor, place, wanted - filled, off_t(offset + filled))
        if count < 0, errno == EINTR { continue }
        if count < 0 { failure = errno }
        if count <= 0 { break }
        filled += count
      }
    }
    guard failure == 0 else { throw FileError.system(operation: "pread", code: failure) }
    return bytes
  }
}

/// Little-endian numbers at a place of a byte array; `nil` beyond its end.
extension [UInt8] {
  func number16(at offset: Int) -> Int? {
    guard offset >= 0, offset + 2 <= count else { return nil }
    return Int(self[offset]) | Int(self[offset + 1]) << 8
  }

  func number32(at offset: Int) -> Int? {
    guard let low = number16(at: offset), let high = number16(at: offset + 2) else { return nil }
    return low | high << 16
  }
}
