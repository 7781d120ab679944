/// The names inside a ZIP archive, read from its directory (APPNOTE 4.3.12, 4.3.16).
struct ZipListing {
  static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  private static let mostEntries = 20_000
  private static let largestDirectory = 4 << 20

  /// The type the archive is; `nil` when its directory cannot be read.
  let type: FileType?

  init(_ probe: FileProbe) throws {
    if let opened = try Self.openDocument(probe) {
      type = opened
      return
    }
    guard let names = try Self.names(probe) else {
      type = nil
      return
    }
    if !names.contains("[Content_Types].xml") {
      type = .zip
    } else if names.contains(where: { $0.hasSuffix("vbaProject.bin") }) {
      type = .macros
    } else if names.contains("xl/workbook.xml") || names.contains("xl/workbook.bin") {
      type = .xlsx
    } else if names.contains("word/document.xml") {
      type = .docx
    } else if names.contains("ppt/presentation.xml") {
      type = .pptx
    } else {
      type = .zip
    }
  }

  /// OpenDocument puts an uncompressed entry `mimetype` first (ODF 1.2 part 3, 3.3).
  private static func openDocument(_ probe: FileProbe) throws -> FileType? {
    let head = try probe.bytes(at: 0, count: 160)
    guard head.number16(at: 8) == 0, head.number16(at: 26) == 8, let extra = head.number16(at: 28),
      let size = head.number32(at: 22), size < 80, head.count >= 38 + extra + size,
      head[30..<38].elementsEqual("mimetype".utf8)
    else { return nil }
    let text = String(decoding: head[(38 + extra)..<(38 + extra + size)], as: UTF8.self)
    return [FileType.ods, .odt].first { $0.mediaType == text }
  }

  private static func names(_ probe: FileProbe) throws -> Set<String>? {
    let tailStart = max(0, probe.size - 65_557)
    let tail = try probe.bytes(at: tailStart, count: 65_557)
    guard tail.count >= 22,
      let end = (0...(tail.count - 22)).last(where: { tail[$0...].starts(with: [0x50, 0x4B, 0x05, 0x06]) }),
      let count = tail.number16(at: end + 10), let size = tail.number32(at: end + 12),
      count <= mostEntries, size <= largestDirectory
    else { return nil }
    let directory = try probe.bytes(at: tailStart + end - size, count: size)
    var names: Set<String> = []
    var position = 0
    for _ in 0..<count {
      guard directory.number32(at: position) == 0x0201_4B50, let name = directory.number16(at: position + 28),
        let extra = directory.number16(at: position + 30), let comment = directory.number16(at: position + 32),
        position + 46 + name <= directory.count
      else { return nil }
      names.insert(String(decoding: directory[(position + 46)..<(position + 46 + name)], as: UTF8.self))
      position += 46 + name + extra + comment
    }
    return names
  }
}

/// The streams of a compound file, the container of older Office documents ([MS-CFB]).
struct OLEListing {
  static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  private static let mostSectors = 256

  let type: FileType?

  init(_ probe: FileProbe) throws {
    let names = try Self.names(probe)
    if names.contains("EncryptedPackage") {
      type = .locked
    } else if names.contains("Workbook") || names.contains("Book") {
      type = .xls
    } else if names.contains("WordDocument") {
      type = .doc
    } else if names.contains("PowerPoint Document") {
      type = .ppt
    } else {
      type = nil
    }
  }

  /// Follows the directory's chain of sectors through the allocation table (2.3, 2.6).
  private static func names(_ probe: FileProbe) throws -> Set<String> {
    let header = try probe.bytes(at: 0, count: 512)
    guard let shift = header.number16(at: 30), shift == 9 || shift == 12,
      var sector = header.number32(at: 48)
    else { return [] }
    let size = 1 << shift
    var names: Set<String> = []
    // The chain of a hostile file may be a ring.
    for _ in 0..<mostSectors where sector < 0xFFFF_FFFA {
      let directory = try probe.bytes(at: (sector + 1) * size, count: size)
      guard !directory.isEmpty else { break }
      for entry in stride(from: 0, to: directory.count, by: 128) {
        if let name = name(of: entry, in: directory) { names.insert(name) }
      }
      guard let table = header.number32(at: 76 + 4 * (sector / (size / 4))), sector / (size / 4) < 109,
        table < 0xFFFF_FFFA
      else { break }
      let next = try probe.bytes(at: (table + 1) * size + 4 * (sector % (size / 4)), count: 4)
      sector = next.number32(at: 0) ?? 0xFFFF_FFFE
    }
    return names
  }

  private static func name(of entry: Int, in directory: [UInt8]) -> String? {
    guard let length = directory.number16(at: entry + 64), (4...64).contains(length),
      entry + length - 2 <= directory.count
    else { return nil }
    let units = stride(from: entry, to: entry + length - 2, by: 2).compactMap { directory.number16(at: $0) }
    return String(decoding: units.map { UInt16($0) }, as: UTF16.self)
  }
}
