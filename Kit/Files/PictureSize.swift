/// Width and height of a picture, read from its head, when the file is whole:
/// a picture that was cut off on its way has none.
package struct PictureSize: Sendable, Hashable {
  /// In pixels.
  package let width: Int
  package let height: Int

  /// - Returns: `nil` for a file that is no PNG, JPEG or WebP, or ends too early.
  package init?(path: String) throws {
    let probe = try FileProbe(path: path)
    let size =
      switch try FileType.detect(probe, fileName: "") {
      case .png: try Self.png(probe)
      case .jpeg: try Self.jpeg(probe)
      case .webp: try Self.webp(probe)
      default: nil as (Int, Int)?
      }
    guard let size, size.0 > 0, size.1 > 0 else { return nil }
    (width, height) = size
  }

  /// The head's first chunk is IHDR, the last chunk IEND (PNG, third edition, §5).
  private static func png(_ probe: FileProbe) throws -> (Int, Int)? {
    let head = try probe.bytes(at: 8, count: 16)
    let tail = try probe.bytes(at: probe.size - 8, count: 4)
    guard head.count == 16, Array(head[4..<8]) == Array("IHDR".utf8), tail == Array("IEND".utf8) else { return nil }
    return (big(head, 8, 4), big(head, 12, 4))
  }

  /// Segment by segment to the frame header (ITU-T T.81, B.2.2); the file ends with the marker EOI.
  private static func jpeg(_ probe: FileProbe) throws -> (Int, Int)? {
    // Cameras append up to some KiB of their own after the end.
    let tail = try probe.bytes(at: max(0, probe.size - 4096), count: 4096)
    guard zip(tail, tail.dropFirst()).contains(where: { $0 == 0xFF && $1 == 0xD9 }) else { return nil }
    var place = 2
    for _ in 0..<500 {
      let head = try probe.bytes(at: place, count: 9)
      guard head.count == 9, head[0] == 0xFF else { return nil }
      let marker = head[1]
      if marker == 0xFF {
        place += 1
        continue
      }
      let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
      if isFrame { return (big(head, 7, 2), big(head, 5, 2)) }
      guard marker != 0xDA, marker != 0xD9 else { return nil }
      place += 2 + big(head, 2, 2)
    }
    return nil
  }

  /// The container says how long it is; the first chunk says how large (RFC 9649).
  private static func webp(_ probe: FileProbe) throws -> (Int, Int)? {
    let head = try probe.bytes(at: 0, count: 30)
    guard head.count == 30, let length = head.number32(at: 4), length + 8 <= probe.size else { return nil }
    switch String(decoding: head[12..<16], as: UTF8.self) {
    case "VP8 ":
      guard let width = head.number16(at: 26), let height = head.number16(at: 28) else { return nil }
      return (width & 0x3FFF, height & 0x3FFF)
    case "VP8L":
      guard head[20] == 0x2F, let bits = head.number32(at: 21) else { return nil }
      return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    case "VP8X":
      func three(_ at: Int) -> Int { Int(head[at]) | Int(head[at + 1]) << 8 | Int(head[at + 2]) << 16 }
      return (three(24) + 1, three(27) + 1)
    default:
      return nil
    }
  }

  private static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | Int($1) }
  }
}
