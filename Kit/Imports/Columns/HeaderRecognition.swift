package import Documents

/// Finds the row of headings and what each heading means.
package struct HeaderRecognition: Sendable {
  /// Headings of all columns; the letter of the column where a sheet has none.
  package let headings: [String]
  package let mapping: ColumnMapping
  /// Places (from 0) of columns whose heading only resembles a name.
  package let guessed: Set<Int>
  /// Places of columns that were left alone because nobody knows their heading.
  package let unknown: Set<Int>
  /// Places of columns that mean the same as an earlier one.
  package let repeated: Set<Int>

  /// Titles, remarks and merged groups stand above the headings; below so many rows nobody looks for them.
  static let searchedRows = 15

  /// - Parameters:
  ///   - rows: the first rows of the sheet.
  ///   - headerRow: the row that a person named; `nil` looks for it, 0 says that there is none.
  package init(rows: [SheetRow], names: ColumnNames, required: Set<String> = [], headerRow: Int? = nil) {
    let searched = Array(rows.prefix(Self.searchedRows))
    let place: Int? =
      switch headerRow {
      case nil: Self.find(in: searched, names, required)
      case 0?: nil
      case let number?: searched.firstIndex { $0.number == number }
      }
    let width = rows.map(\.cells.count).max() ?? 0
    guard let place else {
      headings = (0..<width).map(Self.letters)
      mapping = ColumnMapping(headerRow: 0, columns: Array(repeating: nil, count: width))
      (guessed, unknown, repeated) = ([], Set(0..<width), [])
      return
    }
    let header = searched[place]
    let above = place > 0 ? searched[place - 1] : nil
    var columns: [String?] = []
    var (guessed, unknown, repeated): (Set<Int>, Set<Int>, Set<Int>) = ([], [], [])
    let matches = (0..<width).map { Self.match(at: $0, header, above, names) }
    let certain = Set(matches.compactMap { if case .exact(let key)? = $0 { key } else { nil } })
    for (index, match) in matches.enumerated() {
      var column = match?.column
      if let key = column {
        let isGuess = match == .guessed(key)
        if columns.contains(key) || isGuess && certain.contains(key) {
          repeated.insert(index)
          column = nil
        } else if isGuess {
          guessed.insert(index)
        }
      } else if match == nil, !header[index].isEmpty {
        unknown.insert(index)
      }
      columns.append(column)
    }
    headings = (0..<width).map { header[$0].isEmpty ? Self.letters($0) : Self.heading($0, header, above) }
    mapping = ColumnMapping(headerRow: header.number, columns: columns)
    (self.guessed, self.unknown, self.repeated) = (guessed, unknown, repeated)
  }

  /// The row in which most columns are recognised; of two alike the lower one,
  /// because a cell merged downwards fills both.
  private static func find(in rows: [SheetRow], _ names: ColumnNames, _ required: Set<String>) -> Int? {
    var best: (place: Int, score: Int)?
    for (place, row) in rows.enumerated() {
      var found: Set<String> = []
      for index in row.cells.indices {
        guard case .text(let heading) = row[index] else { continue }
        let group = place > 0 ? rows[place - 1][index].text : ""
        if case .exact(let key)? = names.certain(heading, under: group) { found.insert(key) }
      }
      let isEnough = found.count >= 2 || !required.isEmpty && required.isSubset(of: found)
      if isEnough, found.count >= best?.score ?? 0 { best = (place, found.count) }
    }
    return best?.place
  }

  private static func match(
    at index: Int, _ header: SheetRow, _ above: SheetRow?, _ names: ColumnNames
  ) -> ColumnNames.Match? {
    guard case .text(let heading) = header[index] else { return nil }
    return names.match(heading, under: above?[index].text ?? "")
  }

  /// What the person sees: with the group above where that says more.
  private static func heading(_ index: Int, _ header: SheetRow, _ above: SheetRow?) -> String {
    let text = header[index].text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let group = above?[index].text ?? ""
    let isTitle = above.map { row in row.cells.allSatisfy { $0.text == group } } ?? true
    return group.isEmpty || isTitle || group == header[index].text ? text : "\(group) · \(text)"
  }

  /// A, B … Z, AA as sheets name their columns.
  static func letters(_ index: Int) -> String {
    var rest = index
    var letters = ""
    repeat {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters
  }
}
