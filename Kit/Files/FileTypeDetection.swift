extension FileType {
  /// The type of the file at `path`; `nil` when its bytes are of no type we know.
  /// - Parameter fileName: decides only between text and comma-separated text, which look the same.
  package static func detect(path: String, fileName: String) throws -> FileType? {
    try detect(FileProbe(path: path), fileName: fileName)
  }

  static func detect(_ probe: FileProbe, fileName: String) throws -> FileType? {
    let head = try probe.bytes(at: 0, count: 1024)
    if let type = bySignature(head) { return type }
    if head.starts(with: ZipListing.signature) { return try ZipListing(probe).type }
    if head.starts(with: OLEListing.signature) { return try OLEListing(probe).type }
    return switch TextSample(try probe.bytes(at: 0, count: 1 << 16), isWhole: probe.size <= 1 << 16).content {
    case .binary: nil
    case .markup: .markup
    case .plain: FileType.csv.matches(fileName: fileName) ? .csv : .text
    }
  }

  private static func bySignature(_ head: [UInt8]) -> FileType? {
    func starts(_ text: StaticString, at offset: Int = 0) -> Bool {
      let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      return head.count >= offset + wanted.count && head[offset...].starts(with: wanted)
    }
    // Readers accept a PDF with some bytes before it; we do not: such a file can be two things at once.
    if starts("%PDF-") { return .pdf }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if starts("GIF87a") || starts("GIF89a") { return .gif }
    if starts("RIFF") && starts("WEBP", at: 8) { return .webp }
    return nil
  }
}

/// The first bytes of what may be text.
struct TextSample {
  enum Content { case plain, markup, binary }

  let content: Content

  /// - Parameter isWhole: otherwise the sample may end inside a character.
  init(_ bytes: [UInt8], isWhole: Bool) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      content = Self.isText16(bytes) ? .plain : .binary
      return
    }
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    guard !body.contains(where: { $0 < 0x20 && !Self.layout.contains($0) || $0 == 0x7F }),
      Self.isValid(body, isWhole: isWhole, width: Self.widthUTF8)
        || Self.isValid(body, isWhole: isWhole, width: Self.widthGB18030)
    else {
      content = .binary
      return
    }
    content = body.first { $0 > 0x20 } == UInt8(ascii: "<") ? .markup : .plain
  }

  /// Tab, line ends, page end, and the end-of-file character of old systems.
  private static let layout: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A]

  /// UTF-16 that is mostly letters has no NUL character.
  private static func isText16(_ bytes: [UInt8]) -> Bool {
    bytes.count.isMultiple(of: 2)
      && !stride(from: 2, to: bytes.count, by: 2).contains { bytes[$0] == 0 && bytes[$0 + 1] == 0 }
  }

  private static func isValid(
    _ bytes: ArraySlice<UInt8>, isWhole: Bool, width: (ArraySlice<UInt8>) -> Width
  ) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      switch width(rest) {
      case .bytes(let count): rest = rest.dropFirst(count)
      case .unfinished: return !isWhole
      case .wrong: return false
      }
    }
    return true
  }

  private enum Width { case bytes(Int), unfinished, wrong }

  private static func widthUTF8(_ rest: ArraySlice<UInt8>) -> Width {
    let bytes = rest.prefix(4)
    guard let first = bytes.first else { return .unfinished }
    let count =
      switch first {
      case 0x00...0x7F: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard count > 0 else { return .wrong }
    guard bytes.dropFirst().prefix(count - 1).allSatisfy({ $0 & 0xC0 == 0x80 }) else { return .wrong }
    return bytes.count >= count ? .bytes(count) : .unfinished
  }

  /// GB 18030: one byte below 80, two with a trail of 40–7E or 80–FE, four with digits in second and fourth place.
  private static func widthGB18030(_ rest: ArraySlice<UInt8>) -> Width {
    let bytes = Array(rest.prefix(4))
    guard bytes[0] >= 0x80 else { return .bytes(1) }
    guard (0x81...0xFE).contains(bytes[0]) else { return .wrong }
    guard bytes.count > 1 else { return .unfinished }
    if (0x40...0xFE).contains(bytes[1]), bytes[1] != 0x7F { return .bytes(2) }
    guard (0x30...0x39).contains(bytes[1]) else { return .wrong }
    guard bytes.count == 4 else { return .unfinished }
    return (0x81...0xFE).contains(bytes[2]) && (0x30...0x39).contains(bytes[3]) ? .bytes(4) : .wrong
  }
}
