/// Simple drawings that stand where an enterprise would show photographs.
enum SamplePicture {
  enum Scene: Sendable {
    case workshop, classroom, dormitory
  }

  private static let (width, height) = (480, 300)

  /// Sky or wall, floor, dark, light, accent, as RGB.
  private static func palette(_ scene: Scene) -> [[UInt8]] {
    switch scene {
    case .workshop: [[226, 236, 240], [176, 188, 194], [52, 84, 98], [250, 252, 252], [228, 148, 44]]
    case .classroom: [[238, 234, 222], [196, 170, 134], [74, 92, 72], [252, 250, 244], [60, 132, 160]]
    case .dormitory: [[196, 222, 240], [132, 168, 118], [92, 96, 108], [246, 242, 234], [236, 196, 92]]
    }
  }

  private static func pixel(_ scene: Scene, _ x: Int, _ y: Int) -> UInt8 {
    switch scene {
    case .workshop:
      // Machines along a line, lamps above.
      if y < 40 { return x % 120 > 40 && x % 120 < 80 && y > 22 ? 3 : 0 }
      if y > 220 { return y < 228 ? 4 : 1 }
      let place = x % 120
      guard y > 110, place > 18, place < 102 else { return 0 }
      if y < 160 { return place > 40 && place < 80 && y > 122 ? 3 : 2 }
      return place > 46 && place < 60 && y > 170 && y < 184 ? 4 : 2
    case .classroom:
      // A board and rows of desks.
      if y > 30, y < 130, x > 90, x < 390 { return y < 36 || y > 124 || x < 96 || x > 384 ? 1 : 2 }
      if y > 40, y < 44, x > 120, x < 300 { return 3 }
      guard y > 170 else { return 0 }
      let (row, place) = ((y - 170) % 65, x % 96)
      return row < 12 && place > 8 && place < 88 ? 1 : row < 34 && place > 30 && place < 66 && row > 14 ? 4 : 0
    case .dormitory:
      // A house with windows, grass before it.
      guard y < 250 else { return 1 }
      guard x > 70, x < 410, y > 50 else { return 0 }
      let (place, floor) = ((x - 70) % 68, (y - 50) % 50)
      guard place > 16, place < 52, floor > 12, floor < 40 else { return 3 }
      return (x / 68 + y / 50) % 3 == 0 ? 4 : 2
    }
  }

  /// A PNG with a palette and uncompressed rows (PNG, third edition; RFC 1950, 1951).
  static func png(_ scene: Scene) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity((width + 1) * height)
    for y in 0..<height {
      rows.append(0)
      for x in 0..<width { rows.append(pixel(scene, x, y)) }
    }
    var data: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: rows.count, by: 65_535) {
      let part = rows[start..<min(start + 65_535, rows.count)]
      let count = UInt16(part.count)
      data.append(start + 65_535 >= rows.count ? 1 : 0)
      for number in [count, ~count] {
        data += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
      }
      data += part
    }
    data += big(adler(rows))
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", big(UInt32(width)) + big(UInt32(height)) + [8, 3, 0, 0, 0])
    file += chunk("PLTE", Array(palette(scene).joined()))
    file += chunk("IDAT", data)
    return file + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return big(UInt32(data.count)) + body + big(crc(body))
  }

  private static func big(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
