/// What cameras write beside a picture: where it was taken, by whom, with
/// what. It is taken out before a picture goes onto the web; only how the
/// picture is to be turned stays.
enum PictureMetadata {
  /// The picture without it. What is no PNG, JPEG or WebP, or ends too early, comes back as it is.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return jpeg(bytes) ?? bytes }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return png(bytes) ?? bytes }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return webp(bytes) ?? bytes
    }
    return bytes
  }

  // MARK: JPEG (ITU-T T.81, Exif 2.3)

  private static func jpeg(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = [0xFF, 0xD8]
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      // From the first scan on there are no more segments to leave out.
      if marker == 0xDA { return result + bytes[place...] }
      let end = place + 2 + (Int(bytes[place + 2]) << 8 | Int(bytes[place + 3]))
      guard end <= bytes.count, end > place + 3 else { return nil }
      switch marker {
      case 0xE1:
        if let turned = orientation(bytes[(place + 4)..<end]) { result += exif(turned) }
      case 0xED, 0xFE: break
      default: result += bytes[place..<end]
      }
      place = end
    }
    return nil
  }

  /// How the picture is to be turned, 2…8; `nil` where it stands as it is.
  private static func orientation(_ segment: ArraySlice<UInt8>) -> UInt8? {
    let data = Array(segment)
    guard data.starts(with: Array("Exif\0\0".utf8)), data.count >= 16 else { return nil }
    let tiff = Array(data.dropFirst(6))
    let isLittle = tiff[0] == 0x49
    func short(_ place: Int) -> Int? {
      guard place >= 0, place + 2 <= tiff.count else { return nil }
      let (first, second) = (Int(tiff[place]), Int(tiff[place + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    func long(_ place: Int) -> Int? {
      guard let first = short(place), let second = short(place + 2) else { return nil }
      return isLittle ? second << 16 | first : first << 16 | second
    }
    guard let directory = long(4), let count = short(directory) else { return nil }
    for entry in 0..<min(count, 100) {
      let place = directory + 2 + entry * 12
      guard short(place) == 0x0112 else { continue }
      guard let value = short(place + 8), (2...8).contains(value) else { return nil }
      return UInt8(value)
    }
    return nil
  }

  /// A segment that says nothing but how to turn the picture.
  private static func exif(_ orientation: UInt8) -> [UInt8] {
    let body: [UInt8] =
      Array("Exif\0\0MM".utf8) + [0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
      + [0, 0, 0, 0]
    return [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body
  }

  // MARK: PNG (third edition, §11.3) and WebP (RFC 9649)

  private static func png(_ bytes: [UInt8]) -> [UInt8]? {
    let left: Set<String> = ["eXIf", "tEXt", "iTXt", "zTXt", "tIME"]
    var result = Array(bytes.prefix(8))
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      let end = place + 12 + length
      guard end <= bytes.count else { return nil }
      let name = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
      if !left.contains(name) { result += bytes[place..<end] }
      if name == "IEND" { return result }
      place = end
    }
    return nil
  }

  private static func webp(_ bytes: [UInt8]) -> [UInt8]? {
    var chunks: [UInt8] = []
    var place = 12
    while place + 8 <= bytes.count {
      let length = bytes[(place + 4)..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
      let end = place + 8 + length + length % 2
      guard end <= bytes.count else { return nil }
      let name = String(decoding: bytes[place..<(place + 4)], as: UTF8.self)
      var chunk = Array(bytes[place..<end])
      // The head says which of the others follow: neither Exif nor XMP does any more.
      if name == "VP8X", chunk.count > 8 { chunk[8] &= ~0x0C }
      if name != "EXIF", name != "XMP " { chunks += chunk }
      place = end
    }
    let size = UInt32(chunks.count + 4)
    let head = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: size >> UInt32($0)) }
    return Array("RIFF".utf8) + head + Array("WEBP".utf8) + chunks
  }
}
