/// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction
/// level M, versions 1 to 20, which is up to 666 bytes.
package struct QRCode: Sendable, Hashable {
  /// Modules in a row and in a column.
  package private(set) var size: Int
  /// Row by row; true is dark.
  private var modules: [Bool]
  /// Modules that are not data: finders, timing, alignment, format, version.
  private var isFixed: [Bool]

  /// - Returns: `nil` for a text that is too long.
  package init?(_ text: String) {
    guard let (version, codewords) = QRCodewords.encode(Array(text.utf8)) else { return nil }
    size = 17 + 4 * version.number
    modules = Array(repeating: false, count: size * size)
    isFixed = modules
    drawFixed(version)
    place(codewords)
    let candidates = (0..<8).map { masked($0) }
    self = candidates.min { $0.penalty < $1.penalty } ?? self
  }

  /// Whether the module is dark; outside of the symbol all is light.
  package func isDark(_ column: Int, _ row: Int) -> Bool {
    guard (0..<size).contains(column), (0..<size).contains(row) else { return false }
    return modules[row * size + column]
  }

  private mutating func fix(_ column: Int, _ row: Int, _ isDark: Bool) {
    guard (0..<size).contains(column), (0..<size).contains(row) else { return }
    modules[row * size + column] = isDark
    isFixed[row * size + column] = true
  }

  // MARK: Fixed patterns (7.3 of the standard)

  private mutating func drawFixed(_ version: QRVersion) {
    for position in 0..<size {
      fix(6, position, position.isMultiple(of: 2))
      fix(position, 6, position.isMultiple(of: 2))
    }
    for (column, row) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(column, row) }
    let centers = version.alignment
    for column in centers {
      for row in centers where !isInFinder(column, row) { drawAlignment(column, row) }
    }
    drawFormat(mask: 0)
    drawVersion(version.number)
  }

  private func isInFinder(_ column: Int, _ row: Int) -> Bool {
    (column == 6 && row == 6) || (column == 6 && row == size - 7) || (column == size - 7 && row == 6)
  }

  /// A finder with its light margin.
  private mutating func drawFinder(_ column: Int, _ row: Int) {
    for y in -4...4 {
      for x in -4...4 {
        let distance = max(abs(x), abs(y))
        fix(column + x, row + y, distance != 2 && distance != 4)
      }
    }
  }

  private mutating func drawAlignment(_ column: Int, _ row: Int) {
    for y in -2...2 {
      for x in -2...2 { fix(column + x, row + y, max(abs(x), abs(y)) != 1) }
    }
  }

  /// Level M is 00; five bits with ten check bits (7.9).
  private mutating func drawFormat(mask: Int) {
    let bits = (mask << 10 | QRCodewords.remainder(mask << 10, by: 0x537, bits: 10)) ^ 0x5412
    func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }

    for index in 0..<6 { fix(8, index, bit(index)) }
    fix(8, 7, bit(6))
    fix(8, 8, bit(7))
    fix(7, 8, bit(8))
    for index in 9..<15 { fix(14 - index, 8, bit(index)) }
    for index in 0..<8 { fix(size - 1 - index, 8, bit(index)) }
    for index in 8..<15 { fix(8, size - 15 + index, bit(index)) }
    fix(8, size - 8, true)
  }

  /// From version 7 on the number itself stands in the symbol, twice (7.10).
  private mutating func drawVersion(_ number: Int) {
    guard number >= 7 else { return }
    let bits = number << 12 | QRCodewords.remainder(number << 12, by: 0x1F25, bits: 12)
    for index in 0..<18 {
      let isDark = bits >> index & 1 == 1
      fix(size - 11 + index % 3, index / 3, isDark)
      fix(index / 3, size - 11 + index % 3, isDark)
    }
  }

  // MARK: Data

  /// Two columns at a time from the right, upwards and downwards in turn (7.7.3).
  private mutating func place(_ codewords: [UInt8]) {
    var index = 0
    var isUpward = true
    var right = size - 1
    while right > 0 {
      if right == 6 { right -= 1 }
      for step in 0..<size {
        let row = isUpward ? size - 1 - step : step
        for column in [right, right - 1] where !isFixed[row * size + column] {
          guard index < codewords.count * 8 else { continue }
          modules[row * size + column] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
          index += 1
        }
      }
      isUpward.toggle()
      right -= 2
    }
  }

  private func masked(_ mask: Int) -> QRCode {
    var code = self
    for row in 0..<size {
      for column in 0..<size where !isFixed[row * size + column] && Self.inverts(mask, column, row) {
        code.modules[row * size + column].toggle()
      }
    }
    code.drawFormat(mask: mask)
    return code
  }

  /// The conditions of table 10.
  private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
    switch mask {
    case 0: (x + y) % 2 == 0
    case 1: y % 2 == 0
    case 2: x % 3 == 0
    case 3: (x + y) % 3 == 0
    case 4: (x / 3 + y / 2) % 2 == 0
    case 5: x * y % 2 + x * y % 3 == 0
    case 6: (x * y % 2 + x * y % 3) % 2 == 0
    default: ((x + y) % 2 + x * y % 3) % 2 == 0
    }
  }

  /// How hard the symbol is to read (7.8.3): runs, blocks, false finders, imbalance.
  var penalty: Int {
    var total = 0
    for line in 0..<size {
      total += Self.linePenalty((0..<size).map { modules[line * size + $0] })
      total += Self.linePenalty((0..<size).map { modules[$0 * size + line] })
    }
    for row in 0..<size - 1 {
      for column in 0..<size - 1 {
        let dark = [(0, 0), (1, 0), (0, 1), (1, 1)].count { isDark(column + $0.0, row + $0.1) }
        if dark == 0 || dark == 4 { total += 3 }
      }
    }
    let dark = modules.count { $0 }
    total += abs(dark * 20 - modules.count * 10) / modules.count * 10
    return total
  }

  private static let falseFinders: [[Bool]] = [
    [true, false, true, true, true, false, true, false, false, false, false],
    [false, false, false, false, true, false, true, true, true, false, true],
  ]

  private static func linePenalty(_ line: [Bool]) -> Int {
    var total = 0
    var run = 0
    for (index, module) in line.enumerated() {
      run = index > 0 && line[index - 1] == module ? run + 1 : 1
      if run == 5 { total += 3 } else if run > 5 { total += 1 }
    }
    for start in 0...(line.count - 11) where falseFinders.contains(Array(line[start..<start + 11])) { total += 40 }
    return total
  }
}
