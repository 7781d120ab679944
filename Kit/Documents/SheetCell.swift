package import Values

/// One cell as the sheet shows it, without its layout.
package enum SheetCell: Sendable, Hashable {
  case empty
  case text(String)
  /// Decimal digits without grouping: `13812345678`, `1234.56`; never an exponent between 10⁻¹⁵ and 10²¹.
  case number(String)
  case boolean(Bool)
  /// `2026-03-01`, or `2026-03-01T08:30:00` when a time of day is set.
  case date(String)
  /// What a formula failed with: `#N/A`. Only .xlsx tells; elsewhere such a cell is empty.
  case error(String)

  /// What a person would read in the cell; text keeps its spaces, empty and error cells have none.
  package var text: String {
    switch self {
    case .empty, .error: ""
    case .text(let text), .number(let text), .date(let text): text
    case .boolean(let value): value ? "TRUE" : "FALSE"
    }
  }

  package var isEmpty: Bool { self == .empty }

  /// The day of a date cell, `nil` for every other kind.
  package var day: CivilDate? {
    guard case .date(let text) = self else { return nil }
    return CivilDate(text.prefix(10))
  }

  /// Whether digits are gone for good: Excel keeps 15 of a number, so an
  /// identity number typed as a number ends in zeros nobody typed.
  package var hasLostDigits: Bool {
    guard case .number(let text) = self else { return false }
    return text.utf8.prefix { $0 != UInt8(ascii: ".") }.count { (48...57).contains($0) } > 15
  }

  /// Reads the form of `Documents/worker/frames.py`: one letter of kind and the text.
  init(wire: Slice<UnsafeBufferPointer<UInt8>>) {
    guard let kind = wire.first else {
      self = .empty
      return
    }
    let text = String(decoding: wire.dropFirst(), as: UTF8.self)
    self =
      switch kind {
      case UInt8(ascii: "n"): .number(text)
      case UInt8(ascii: "b"): .boolean(text == "1")
      case UInt8(ascii: "d"): .date(text)
      case UInt8(ascii: "e"): .error(text)
      default: .text(text)
      }
  }
}

/// One row that has a value.
package struct SheetRow: Sendable, Hashable {
  /// The row's number in the sheet, from 1, as Excel counts; blank rows are left out of a reading but counted.
  package let number: Int
  /// From column A to the last cell with a value.
  package let cells: [SheetCell]

  package init(number: Int, cells: [SheetCell]) {
    self.number = number
    self.cells = cells
  }

  /// The cell in `column` (from 0), empty beyond the last.
  package subscript(column: Int) -> SheetCell {
    cells.indices.contains(column) ? cells[column] : .empty
  }

  /// Reads a frame of rows: fields end with U+001F, rows with U+001E.
  static func rows(wire bytes: [UInt8]) -> [SheetRow] {
    bytes.withUnsafeBufferPointer { buffer in
      var rows: [SheetRow] = []
      for line in buffer.split(separator: 0x1E) {
        var cells: [SheetCell] = []
        var number = 0
        for (position, field) in line.split(separator: 0x1F, omittingEmptySubsequences: false).enumerated() {
          if position == 0 {
            number = field.reduce(0) { $0 &* 10 &+ Int($1 & 15) }
          } else {
            cells.append(SheetCell(wire: field))
          }
        }
        rows.append(SheetRow(number: number, cells: cells))
      }
      return rows
    }
  }
}
