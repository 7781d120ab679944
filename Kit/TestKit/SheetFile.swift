import Foundation
package import Values

/// Makes real .xlsx files for tests, also such as our own writer never makes:
/// titles above the headings, merged cells, dates, formulas, failed formulas,
/// several sheets.
package struct SheetFile: Sendable {
  /// One cell as it is stored.
  package enum Cell: Sendable, ExpressibleByStringLiteral {
    case none
    case text(String)
    case number(String)
    case date(CivilDate)
    case formula(String, value: String)
    case failure(String)

    package init(stringLiteral text: String) {
      self = text.isEmpty ? .none : .text(text)
    }
  }

  /// One sheet; rows by their number from 1.
  package struct Sheet: Sendable {
    package var name: String
    package var rows: [[Cell]]
    /// Regions such as `A1:D1`.
    package var merged: [String]
    package var isHidden: Bool

    package init(_ name: String, _ rows: [[Cell]], merged: [String] = [], isHidden: Bool = false) {
      self.name = name
      self.rows = rows
      self.merged = merged
      self.isHidden = isHidden
    }
  }

  package var sheets: [Sheet]

  package init(_ sheets: [Sheet]) {
    self.sheets = sheets
  }

  /// A workbook of one sheet.
  package init(_ rows: [[Cell]], merged: [String] = []) {
    self.init([Sheet("Sheet1", rows, merged: merged)])
  }

  /// Writes the file and gives its path.
  @discardableResult
  package func write(to path: String) throws -> String {
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", "\(Self.head)<Types xmlns=\"\(Self.package)/content-types\"/>")
    archive.add(
      "_rels/.rels",
      Self.relations([("rId1", "\(Self.office)/officeDocument", "xl/workbook.xml")]))
    archive.add("xl/workbook.xml", workbook)
    archive.add(
      "xl/_rels/workbook.xml.rels",
      Self.relations(
        sheets.indices.map { ("rId\($0 + 1)", "\(Self.office)/worksheet", "worksheets/sheet\($0 + 1).xml") }
          + [("rId90", "\(Self.office)/styles", "styles.xml")]))
    archive.add("xl/styles.xml", Self.styles)
    for (index, sheet) in sheets.enumerated() { archive.add("xl/worksheets/sheet\(index + 1).xml", Self.xml(sheet)) }
    try Data(archive.bytes).write(to: URL(filePath: path))
    return path
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private var workbook: String {
    let list = sheets.enumerated().map { index, sheet in
      let state = sheet.isHidden ? " state=\"hidden\"" : ""
      return "<sheet name=\"\(Self.escaped(sheet.name))\" sheetId=\"\(index + 1)\"\(state) r:id=\"rId\(index + 1)\"/>"
    }.joined()
    return "\(Self.head)<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\"><sheets>\(list)</sheets></workbook>"
  }

  private static func relations(_ items: [(id: String, type: String, target: String)]) -> String {
    let list = items.map { "<Relationship Id=\"\($0.id)\" Type=\"\($0.type)\" Target=\"\($0.target)\"/>" }.joined()
    return "\(head)<Relationships xmlns=\"\(package)/relationships\">\(list)</Relationships>"
  }

  /// Style 1 is a date.
  private static let styles = """
    \(head)<styleSheet xmlns="\(main)"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>\
    <borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>\
    <xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>
    """

  private static func xml(_ sheet: Sheet) -> String {
    let rows = sheet.rows.enumerated().map { index, cells in
      "<row r=\"\(index + 1)\">\(cells.enumerated().map { xml($1, "\(letters($0))\(index + 1)") }.joined())</row>"
    }.joined()
    let merged =
      sheet.merged.isEmpty
      ? ""
      : "<mergeCells count=\"\(sheet.merged.count)\">\(sheet.merged.map { "<mergeCell ref=\"\($0)\"/>" }.joined())</mergeCells>"
    return "\(head)<worksheet xmlns=\"\(main)\"><sheetData>\(rows)</sheetData>\(merged)</worksheet>"
  }

  private static func xml(_ cell: Cell, _ place: String) -> String {
    switch cell {
    case .none: ""
    case .text(let text):
      "<c r=\"\(place)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(text))</t></is></c>"
    case .number(let digits): "<c r=\"\(place)\"><v>\(digits)</v></c>"
    // Day 1 of a sheet is 1900-01-01, and it believes in 29 February of that year.
    case .date(let day): "<c r=\"\(place)\" s=\"1\"><v>\(day.daysSinceEpoch + 25_569)</v></c>"
    case .formula(let formula, let value):
      "<c r=\"\(place)\" t=\"str\"><f>\(escaped(formula))</f><v>\(escaped(value))</v></c>"
    case .failure(let code): "<c r=\"\(place)\" t=\"e\"><v>\(code)</v></c>"
    }
  }

  private static func letters(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    return index < 26 ? letter : letters(index / 26 - 1) + letter
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}

/// A ZIP archive whose entries are stored as they are (APPNOTE 6.3.9 §4.3).
private struct StoredArchive {
  private var files: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  mutating func add(_ name: String, _ text: String) {
    let content = Array(text.utf8)
    let start = UInt32(files.count)
    var entry: [UInt8] = []
    func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    // Version 2.0, no flags, stored, no time.
    entry += number(UInt16(20)) + number(UInt16(0)) + number(UInt16(0)) + number(UInt32(0x21 << 16))
    entry += number(Self.checksum(content)) + number(UInt32(content.count)) + number(UInt32(content.count))
    entry += number(UInt16(name.utf8.count)) + number(UInt16(0))
    files += number(UInt32(0x0403_4b50)) + entry + Array(name.utf8) + content
    directory += number(UInt32(0x0201_4b50)) + number(UInt16(20)) + entry
    directory += number(UInt16(0)) + number(UInt16(0)) + number(UInt16(0)) + number(UInt32(0)) + number(start)
    directory += Array(name.utf8)
    count += 1
  }

  var bytes: [UInt8] {
    func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    let end =
      number(UInt32(0x0605_4b50)) + number(UInt16(0)) + number(UInt16(0)) + number(count) + number(count)
      + number(UInt32(directory.count)) + number(UInt32(files.count)) + number(UInt16(0))
    return files + directory + end
  }

  /// CRC-32 (ISO-HDLC).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
