import Foundation
import HTTPTypes
import NIOCore
import NIOPosix

/// A file on disk that is being sent.
final class FileReply: Sendable {
  let size: Int
  private let descriptor: Int32

  private init(descriptor: Int32, size: Int) {
    self.descriptor = descriptor
    self.size = size
  }

  deinit {
    _ = Foundation.close(descriptor)
  }

  /// - Throws: `WebError.notFound` when there is no such regular file.
  static func open(_ path: String) async throws -> FileReply {
    try await NIOThreadPool.singleton.runIfActive {
      let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        if errno == ENOENT || errno == ENOTDIR { throw WebError.notFound }
        throw StorageError(code: errno)
      }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        _ = Foundation.close(descriptor)
        throw WebError.notFound
      }
      return FileReply(descriptor: descriptor, size: Int(status.st_size))
    }
  }

  /// - Throws: `StorageError` when the file became shorter meanwhile.
  @concurrent
  func write(_ range: Range<Int>, to writer: inout ReplyWriter) async throws {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let piece = try await read(at: offset, count: min(128 << 10, range.upperBound - offset))
      guard piece.readableBytes > 0 else { throw StorageError(code: EIO) }
      offset += piece.readableBytes
      try await writer.write(piece)
    }
  }

  private func read(at offset: Int, count: Int) async throws -> ByteBuffer {
    let descriptor = descriptor
    return try await NIOThreadPool.singleton.runIfActive {
      var buffer = ByteBufferAllocator().buffer(capacity: count)
      try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
        let got = pread(descriptor, bytes.baseAddress, count, off_t(offset))
        guard got >= 0 else { throw StorageError(code: errno) }
        return got
      }
      return buffer
    }
  }
}

/// The part of a file that a client asks for (RFC 9110 §14.2). Several ranges
/// at once are answered with the whole, as the standard allows.
enum ByteRange: Equatable {
  case whole
  case part(Range<Int>)
  /// Nothing of the file lies in the range: 416.
  case none

  static func asked(_ headers: HTTPFields, size: Int, tag: String?) -> ByteRange {
    guard let value = headers[.range], value.hasPrefix("bytes="), !value.contains(",") else { return .whole }
    // A download is continued only when the file is still the same.
    if let condition = headers[.ifRange], condition != tag { return .whole }
    let ends = value.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return .whole }
    switch (Int(ends[0]), Int(ends[1])) {
    case (let first?, let last?):
      guard first >= 0, first <= last else { return .whole }
      return first < size ? .part(first..<min(last, size - 1) + 1) : .none
    case (let first?, nil) where ends[1].isEmpty && first >= 0:
      return first < size ? .part(first..<size) : .none
    case (nil, let count?) where ends[0].isEmpty && count >= 0:
      return count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .none
    default:
      return .whole
    }
  }
}
