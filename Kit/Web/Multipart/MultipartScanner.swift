import Foundation
import NIOCore

/// Takes a `multipart/form-data` body apart (RFC 7578, RFC 2046 §5.1) as it
/// arrives, in pieces of any size, holding no more than a header or a delimiter.
struct MultipartScanner {
  enum Event: Equatable {
    /// The header lines of a part, without the empty line.
    case header(ByteBuffer)
    /// A piece of the part's content.
    case content(ByteBuffer)
    case partEnded
  }

  enum Mistake: Error, Equatable {
    case headerTooLarge
    case malformedHeader
    case preambleTooLarge
  }

  private enum State {
    case preamble
    case afterDelimiter(isFirst: Bool)
    case header
    case content
    case finished
  }

  private let delimiter: [UInt8]
  private let headerLimit: Int
  private var buffer: ByteBuffer
  private var state = State.preamble
  private var preambleBytes = 0

  init(boundary: [UInt8], headerLimit: Int) {
    delimiter = Array("\r\n--".utf8) + boundary
    self.headerLimit = headerLimit
    // The first delimiter has no line break before it; with this one it is like the others.
    buffer = ByteBuffer(string: "\r\n")
  }

  mutating func feed(_ piece: ByteBuffer) {
    buffer.discardReadBytes()
    buffer.writeImmutableBuffer(piece)
  }

  /// The next event, or `nil` when more bytes are needed.
  mutating func next() throws(Mistake) -> Event? {
    while true {
      switch state {
      case .finished:
        return nil
      case .preamble:
        let before = buffer.readableBytes
        let found = takeContent()
        preambleBytes += before - buffer.readableBytes
        guard preambleBytes <= headerLimit else { throw .preambleTooLarge }
        guard found.isAtDelimiter else { return nil }
        state = .afterDelimiter(isFirst: true)
      case .afterDelimiter(let isFirst):
        switch try afterDelimiter() {
        case .needsMore: return nil
        case .part: state = .header
        case .end: state = .finished
        case .none:
          // The delimiter's text inside a longer line is content.
          let text = buffer.readSlice(length: delimiter.count)
          state = isFirst ? .preamble : .content
          guard !isFirst, let text else { continue }
          return .content(text)
        }
        if !isFirst { return .partEnded }
      case .header:
        guard let header = try takeHeader() else { return nil }
        state = .content
        return .header(header)
      case .content:
        let (content, isAtDelimiter) = takeContent()
        if isAtDelimiter { state = .afterDelimiter(isFirst: false) }
        if content.readableBytes > 0 { return .content(content) }
        if !isAtDelimiter { return nil }
      }
    }
  }

  /// Whether the last delimiter was read; what follows it means nothing.
  var isFinished: Bool {
    if case .finished = state { true } else { false }
  }

  private enum AfterDelimiter {
    case part
    case end
    case none
    case needsMore
  }

  /// Looks at what follows the delimiter at the buffer's head, and takes both
  /// when it makes a delimiter line.
  private mutating func afterDelimiter() throws(Mistake) -> AfterDelimiter {
    let view = buffer.readableBytesView
    var index = view.index(view.startIndex, offsetBy: delimiter.count)
    guard index < view.endIndex else { return .needsMore }
    if view[index] == UInt8(ascii: "-") {
      guard index + 1 < view.endIndex else { return .needsMore }
      guard view[index + 1] == UInt8(ascii: "-") else { return .none }
      buffer.clear()
      return .end
    }
    while index < view.endIndex, view[index] == 0x20 || view[index] == 0x09 {
      index += 1
      guard index - view.startIndex - delimiter.count <= 64 else { return .none }
    }
    guard index < view.endIndex else { return .needsMore }
    guard view[index] == 0x0D else { return .none }
    guard index + 1 < view.endIndex else { return .needsMore }
    guard view[index + 1] == 0x0A else { return .none }
    // The line break stays: a part without headers has its empty line at once.
    buffer.moveReaderIndex(forwardBy: index - view.startIndex)
    return .part
  }

  /// The header between the delimiter's line break and the empty line.
  private mutating func takeHeader() throws(Mistake) -> ByteBuffer? {
    let view = buffer.readableBytesView
    guard let end = Self.position(of: [0x0D, 0x0A, 0x0D, 0x0A], in: view) else {
      guard view.count <= headerLimit else { throw .headerTooLarge }
      return nil
    }
    guard end <= headerLimit else { throw .headerTooLarge }
    guard end > 0 else { throw .malformedHeader }
    buffer.moveReaderIndex(forwardBy: 2)
    guard let header = buffer.readSlice(length: end - 2) else { throw .malformedHeader }
    buffer.moveReaderIndex(forwardBy: 4)
    return header
  }

  /// Takes what is surely content: up to the delimiter, or all but the bytes
  /// that may be its beginning.
  private mutating func takeContent() -> (content: ByteBuffer, isAtDelimiter: Bool) {
    let view = buffer.readableBytesView
    if let position = Self.position(of: delimiter, in: view) {
      return (buffer.readSlice(length: position) ?? ByteBuffer(), true)
    }
    let kept = Self.lengthOfPossibleBeginning(of: delimiter, in: view)
    return (buffer.readSlice(length: view.count - kept) ?? ByteBuffer(), false)
  }

  /// Offset of the first occurrence of `pattern`, which begins with CR.
  static func position(of pattern: [UInt8], in view: ByteBufferView) -> Int? {
    view.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var offset = 0
      while bytes.count - offset >= pattern.count {
        let last = bytes.count - pattern.count - offset + 1
        guard let hit = memchr(base + offset, Int32(pattern[0]), last) else { return nil }
        offset = UnsafeRawPointer(hit) - base
        if pattern.withUnsafeBytes({ memcmp(base + offset, $0.baseAddress ?? base, pattern.count) }) == 0 {
          return offset
        }
        offset += 1
      }
      return nil
    }
  }

  /// How many bytes at the end may be the beginning of `pattern`.
  static func lengthOfPossibleBeginning(of pattern: [UInt8], in view: ByteBufferView) -> Int {
    var length = min(pattern.count - 1, view.count)
    while length > 0 {
      if view.suffix(length).elementsEqual(pattern.prefix(length)) { return length }
      length -= 1
    }
    return 0
  }
}
