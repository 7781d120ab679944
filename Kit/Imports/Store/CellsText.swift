import Documents

/// A row's cells as one text: a JSON array of strings, each with the letter of
/// its kind before its text: `["t岭南精密","n42","d2026-03-01",""]`.
///
/// Written and read by hand: a batch has 100,000 cells, for which a general
/// reader of JSON takes a second.
enum CellsText {
  static func text(_ cells: [SheetCell]) -> String {
    var text = "["
    text.reserveCapacity(cells.count * 24)
    for (index, cell) in cells.enumerated() {
      text += index == 0 ? "\"" : ",\""
      switch cell {
      case .empty: break
      case .text(let value): append("t", value, to: &text)
      case .number(let value): append("n", value, to: &text)
      case .boolean(let value): text += value ? "b1" : "b0"
      case .date(let value): append("d", value, to: &text)
      case .error(let value): append("e", value, to: &text)
      }
      text += "\""
    }
    return text + "]"
  }

  private static func append(_ kind: String, _ value: String, to text: inout String) {
    text += kind
    let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    guard !isPlain else {
      text += value
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The cells of a text that `text` wrote; `nil` for anything else.
  static func cells(_ text: String) -> [SheetCell]? {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count >= 2, bytes[0] == UInt8(ascii: "["), bytes[bytes.count - 1] == UInt8(ascii: "]") else {
        return nil
      }
      var cells: [SheetCell] = []
      var position = 1
      while position < bytes.count - 1 {
        switch bytes[position] {
        case UInt8(ascii: ","): position += 1
        case UInt8(ascii: "\""):
          position += 1
          guard let cell = cell(bytes, &position) else { return nil }
          cells.append(cell)
        default: return nil
        }
      }
      return cells
    }
  }

  /// Reads up to the closing quote, and goes behind it.
  private static func cell(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> SheetCell? {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
      position += 1
    }
    guard position < bytes.count else { return nil }
    if bytes[position] == UInt8(ascii: "\"") {
      defer { position += 1 }
      return cell(UnsafeBufferPointer(rebasing: bytes[start..<position]))
    }
    var unescaped = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return unescaped.withUnsafeBufferPointer { cell($0) }
      case UInt8(ascii: "\\"):
        guard let character = escaped(bytes, &position) else { return nil }
        unescaped.append(character)
      default: unescaped.append(byte)
      }
    }
    return nil
  }

  private static func escaped(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> UInt8? {
    guard position < bytes.count else { return nil }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return letter
    case UInt8(ascii: "u"):
      guard position + 4 <= bytes.count else { return nil }
      let digits = String(decoding: UnsafeBufferPointer(rebasing: bytes[position..<position + 4]), as: UTF8.self)
      position += 4
      return UInt8(digits, radix: 16)
    default: return nil
    }
  }

  private static func cell(_ bytes: UnsafeBufferPointer<UInt8>) -> SheetCell {
    guard let kind = bytes.first else { return .empty }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes.dropFirst()), as: UTF8.self)
    switch kind {
    case UInt8(ascii: "n"): return .number(text)
    case UInt8(ascii: "b"): return .boolean(text == "1")
    case UInt8(ascii: "d"): return .date(text)
    case UInt8(ascii: "e"): return .error(text)
    default: return .text(text)
    }
  }
}
