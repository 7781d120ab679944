package import Values

/// A value to be written into a sheet.
package enum XlsxCell: Sendable, Hashable {
  case empty
  /// Always text, also when it begins as a formula does.
  case text(String)
  case number(Double)
  /// Whole numbers; beyond 15 digits, which is all a sheet keeps, they are written as text.
  case integer(Int64)
  /// An amount in fen, shown as yuan with two decimals.
  case money(Int64)
  case date(CivilDate)
  /// Shown as time in China, to the minute.
  case instant(Instant)
  case boolean(Bool)
  /// A text that leads to an address (`https:`, `http:` or `mailto:`; any other is written as text alone).
  case link(String, address: String)

  /// Text when there is some, otherwise empty.
  package static func text(_ text: String?) -> XlsxCell { text.map { .text($0) } ?? .empty }

  /// A day when there is one, otherwise empty.
  package static func date(_ date: CivilDate?) -> XlsxCell { date.map { .date($0) } ?? .empty }
}

/// A column of a sheet to be written.
package struct XlsxColumn: Sendable, Hashable {
  /// What the column holds, so that what people type below is taken as such:
  /// in a text column a telephone number keeps its leading zero.
  package enum Kind: Sendable, Hashable { case text, number, money, date, instant, boolean, link }

  package let title: String
  /// In characters of the standard font; a Chinese character takes two.
  package let width: Double
  package let kind: Kind

  package init(_ title: String, width: Double = 16, kind: Kind = .text) {
    self.title = title
    self.width = width
    self.kind = kind
  }
}

/// Why a sheet could not be written.
package enum XlsxError: Error, Equatable {
  /// A sheet has 1,048,576 rows; begin another.
  case tooManyRows
  /// The file has been closed, or given up after an error.
  case closed
  /// The file cannot be made; `detail` is the library's word for it, for the log.
  case cannotWrite(detail: String)
}

/// Texts as a sheet can hold them.
enum XlsxText {
  /// Characters a cell can have.
  static let longest = 32_767
  /// Characters the name of a sheet can have.
  static let longestName = 31

  /// As a cell can hold it: without control characters, cut where the cell is full, and protected from escapes.
  static func cell(_ text: String) -> String {
    let text = printable(text)
    // Excel counts UTF-16 units.
    guard text.utf16.count >= longest else { return withoutEscapes(text) }
    var kept = ""
    var count = 0
    for character in text {
      count += character.utf16.count
      guard count < longest else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// Readers take `_x0041_` for `A` (ECMA-376 part 1, 22.9.2.19, ST_Xstring), so its underscore is written as one.
  private static func withoutEscapes(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    let escaped = text.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_")
    return escaped.utf16.count <= longest ? escaped : text
  }

  /// Without control characters, which XML cannot carry.
  private static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var text = text
    text.unicodeScalars.removeAll(where: isControl)
    return text
  }

  /// A name that Excel accepts and that differs from `taken`, also in case.
  static func sheetName(_ text: String, taken: [String]) -> String {
    var name = String(printable(text).map { "[]:*?/\\\n\t".contains($0) ? " " : $0 })
    while name.first == "'" || name.first == " " { name.removeFirst() }
    while name.last == "'" || name.last == " " || name.utf16.count > longestName { name.removeLast() }
    if name.isEmpty { name = "Sheet" }
    let lower = Set(taken.map { $0.lowercased() })
    var number = 2
    var candidate = name
    while lower.contains(candidate.lowercased()) {
      let suffix = " \(number)"
      var stem = name
      while stem.utf16.count + suffix.utf16.count > longestName { stem.removeLast() }
      candidate = stem + suffix
      number += 1
    }
    return candidate
  }

  static func canLead(to address: String) -> Bool {
    let lower = address.lowercased()
    return ["https://", "http://", "mailto:"].contains { lower.hasPrefix($0) } && address.utf8.count <= 2000
      && !address.unicodeScalars.contains { $0.value <= 0x20 }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || scalar.value == 0xFFFE || scalar.value == 0xFFFF
  }
}
