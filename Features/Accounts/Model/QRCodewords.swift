/// What the standard lays down for a version at level M (tables 1, 9 and E.1).
struct QRVersion: Sendable {
  let number: Int
  /// Data and check codewords together.
  let total: Int
  /// Check codewords of one block.
  let checks: Int
  let blocks: Int
  /// Rows and columns of the alignment patterns' centres.
  let alignment: [Int]

  var data: Int { total - checks * blocks }

  static let all: [QRVersion] = [
    (26, 10, 1, []), (44, 16, 1, [6, 18]), (70, 26, 1, [6, 22]), (100, 18, 2, [6, 26]), (134, 24, 2, [6, 30]),
    (172, 16, 4, [6, 34]), (196, 18, 4, [6, 22, 38]), (242, 22, 4, [6, 24, 42]), (292, 22, 5, [6, 26, 46]),
    (346, 26, 5, [6, 28, 50]), (404, 30, 5, [6, 30, 54]), (466, 22, 8, [6, 32, 58]), (532, 22, 9, [6, 34, 62]),
    (581, 24, 9, [6, 26, 46, 66]), (655, 24, 10, [6, 26, 48, 70]), (733, 28, 10, [6, 26, 50, 74]),
    (815, 28, 11, [6, 30, 54, 78]), (901, 26, 13, [6, 30, 56, 82]), (991, 26, 14, [6, 30, 58, 86]),
    (1085, 26, 16, [6, 34, 62, 90]),
  ].enumerated().map { index, row in
    QRVersion(number: index + 1, total: row.0, checks: row.1, blocks: row.2, alignment: row.3)
  }
}

/// The codewords of a symbol: the text's bits, cut into blocks, each with
/// Reed–Solomon check codewords, woven together (7.4 to 7.6 of the standard).
enum QRCodewords {
  static func encode(_ bytes: [UInt8]) -> (QRVersion, [UInt8])? {
    let smallest = QRVersion.all.first { version in
      4 + countBits(version) + bytes.count * 8 <= version.data * 8
    }
    guard let version = smallest else { return nil }
    return (version, weave(data(bytes, version), version))
  }

  private static func countBits(_ version: QRVersion) -> Int { version.number < 10 ? 8 : 16 }

  private static func data(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
    var bits: [Bool] = []
    func append(_ value: Int, _ count: Int) {
      for shift in (0..<count).reversed() { bits.append(value >> shift & 1 == 1) }
    }
    append(0b0100, 4)
    append(bytes.count, countBits(version))
    for byte in bytes { append(Int(byte), 8) }
    append(0, min(4, version.data * 8 - bits.count))
    append(0, (8 - bits.count % 8) % 8)
    var result = stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
    }
    var pad: UInt8 = 0xEC
    while result.count < version.data {
      result.append(pad)
      pad ^= 0xEC ^ 0x11
    }
    return result
  }

  private static func weave(_ data: [UInt8], _ version: QRVersion) -> [UInt8] {
    let short = version.data / version.blocks
    let longer = version.data % version.blocks
    var blocks: [ArraySlice<UInt8>] = []
    var rest = data[...]
    for index in 0..<version.blocks {
      let length = index < version.blocks - longer ? short : short + 1
      blocks.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    let checks = blocks.map { checkCodewords($0, count: version.checks) }
    var result: [UInt8] = []
    for position in 0...short {
      for block in blocks where position < block.count { result.append(block[block.startIndex + position]) }
    }
    for position in 0..<version.checks {
      for block in checks { result.append(block[position]) }
    }
    return result
  }

  // MARK: Reed–Solomon over GF(256) with x⁸+x⁴+x³+x²+1

  static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var product: UInt16 = 0
    for shift in (0..<8).reversed() {
      product = product << 1 ^ (product >> 7 & 1) * 0x11D
      if right >> shift & 1 == 1 { product ^= UInt16(left) }
    }
    return UInt8(truncatingIfNeeded: product)
  }

  /// The remainder of the block by (x-1)(x-2)(x-4)…, `count` factors.
  static func checkCodewords(_ block: some Sequence<UInt8>, count: Int) -> [UInt8] {
    var generator = [UInt8](repeating: 0, count: count - 1) + [1]
    var root: UInt8 = 1
    for _ in 0..<count {
      for index in 0..<count {
        generator[index] = multiply(generator[index], root)
        if index + 1 < count { generator[index] ^= generator[index + 1] }
      }
      root = multiply(root, 2)
    }
    var remainder = [UInt8](repeating: 0, count: count)
    for byte in block {
      let factor = byte ^ remainder.removeFirst()
      remainder.append(0)
      for index in 0..<count { remainder[index] ^= multiply(generator[index], factor) }
    }
    return remainder
  }

  /// The remainder of a number by a binary polynomial of degree `bits`, for format and version.
  static func remainder(_ value: Int, by polynomial: Int, bits: Int) -> Int {
    var rest = value
    for shift in stride(from: 20, through: bits, by: -1) where rest >> shift & 1 == 1 {
      rest ^= polynomial << (shift - bits)
    }
    return rest
  }
}
