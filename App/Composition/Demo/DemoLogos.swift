import Database
import Files
import Organizations
import Partners
import Platform
import Values

/// Simple marks that stand as logos: two shapes on a ground, drawn pixel by
/// pixel, so that every second enterprise of the demo can be told at a glance.
struct DemoLogos: Sendable {
  private let digests: [FileDigest]

  private static let side = 48
  /// Ground, first shape, second shape, as RGB.
  private static let palettes: [[[UInt8]]] = [
    [[255, 255, 255], [15, 95, 90], [120, 190, 170]], [[255, 255, 255], [29, 78, 216], [147, 180, 250]],
    [[255, 255, 255], [180, 83, 9], [245, 190, 110]], [[255, 255, 255], [157, 23, 77], [240, 150, 190]],
  ]

  /// Puts the marks into the store.
  static func make(in store: FileStore) async throws -> DemoLogos {
    var digests: [FileDigest] = []
    for palette in palettes {
      for shape in 0..<3 {
        let bytes = png(palette) { x, y in pixel(shape, x, y) }
        let incoming = try store.begin(limit: bytes.count)
        try incoming.write(bytes)
        digests.append(try await store.keep(incoming).digest)
      }
    }
    return DemoLogos(digests: digests)
  }

  /// The logo of the enterprise with this number; empty for every second.
  func logo(_ number: Int) -> String {
    number % 2 == 0 ? digests[number / 2 % digests.count].text : ""
  }

  /// Which colour of the palette a place has.
  private static func pixel(_ shape: Int, _ x: Int, _ y: Int) -> UInt8 {
    let (dx, dy, half) = (x - side / 2, y - side / 2, side / 2)
    switch shape {
    case 0:
      // A ring with a disc in it.
      let distance = dx * dx + dy * dy
      return distance < 81 ? 2 : distance < 484 && distance > 225 ? 1 : 0
    case 1:
      // Two steps.
      return abs(dx) + abs(dy) < half - 2 ? (dy > 0 ? 1 : 2) : 0
    default:
      // Three bars of growing height.
      guard y < side - 6, y > 6, x > 5, x < side - 6 else { return 0 }
      let bar = (x - 6) / 13
      guard (x - 6) % 13 < 10 else { return 0 }
      return y > [30, 20, 8][min(bar, 2)] ? (bar == 1 ? 2 : 1) : 0
    }
  }

  /// A PNG with a palette and uncompressed rows (PNG, third edition; RFC 1950, 1951).
  private static func png(_ palette: [[UInt8]], _ pixel: (Int, Int) -> UInt8) -> [UInt8] {
    var rows: [UInt8] = []
    for y in 0..<side {
      rows.append(0)
      for x in 0..<side { rows.append(pixel(x, y)) }
    }
    let count = UInt16(rows.count)
    var block: [UInt8] = [0x78, 0x01, 0x01]
    for part in [little(count), little(~count), rows, big(adler(rows))] { block += part }
    let size = big(UInt32(side))
    let head: [UInt8] = size + size + [8, 3, 0, 0, 0]
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", head)
    file += chunk("PLTE", Array(palette.joined()))
    file += chunk("IDAT", block)
    file += chunk("IEND", [])
    return file
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return big(UInt32(data.count)) + body + big(crc(body))
  }

  private static func big(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func little(_ number: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
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
