import Documents
import Localization
import Records

/// A whole sheet in memory: at most `ImportBatch.mostRows` rows.
struct SheetContents: Sendable {
  let head: SheetHead
  let rows: [SheetRow]

  /// Titles and headings stand above the rows that are imported.
  private static let spareRows = 50

  /// - Parameter sheet: the sheet's name; `nil` for the first with a value.
  /// - Throws: `ImportRefusal.sheet` with what to tell the person.
  @concurrent
  static func read(
    _ path: String, fileName: String, sheet: String?, by worker: DocumentWorker
  ) async throws -> SheetContents {
    var limits = SheetLimits()
    limits.rows = ImportBatch.mostRows + spareRows
    do {
      let reading = try await worker.readSheet(
        path: path, fileName: fileName, options: SheetOptions(sheet: sheet, limits: limits))
      var rows: [SheetRow] = []
      for try await row in reading { rows.append(row) }
      return SheetContents(head: reading.head, rows: rows)
    } catch let error as SheetError {
      throw ImportRefusal.sheet(message(error))
    }
  }

  /// The names of sheets that a person sees.
  var visibleSheets: [String] {
    head.sheets.filter { !$0.hidden && !$0.name.isEmpty }.map(\.name)
  }

  func outline(_ header: HeaderRecognition) -> SheetOutline {
    let data = rows.lazy.filter { $0.number > header.mapping.headerRow }.prefix(200)
    let samples = header.headings.indices.map { column in
      Array(data.map { Self.short($0[column].text, 40) }.filter { !$0.isEmpty }.prefix(3))
    }
    let firstRows = rows.prefix(HeaderRecognition.searchedRows).map { row in
      let words = row.cells.map(\.text).filter { !$0.isEmpty }.prefix(6).map { Self.short($0, 16) }
      return (number: row.number, words: words.joined(separator: " | "))
    }
    return SheetOutline(
      name: head.name, sheets: visibleSheets, headings: header.headings.map { Self.short($0, 80) }, samples: samples,
      firstRows: firstRows, unknown: header.unknown.sorted(), repeated: header.repeated.sorted(),
      guessed: header.guessed.sorted())
  }

  private static func short(_ text: String, _ count: Int) -> String {
    let line = FieldText.trimmed(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= count ? line : line.prefix(count) + "…"
  }

  private static func message(_ error: SheetError) -> Message {
    switch error {
    case .unreadable, .noSuchSheet: Message("kit.imports.sheet.unreadable")
    case .crashed, .timedOut: Message("kit.imports.sheet.tooHard")
    case .passwordProtected: Message("kit.imports.sheet.password")
    case .empty: Message("kit.imports.sheet.empty")
    case .unsupportedType: Message("kit.imports.sheet.type")
    case .workerMissing: Message("kit.imports.sheet.worker")
    case .tooLarge(.rows): Message("kit.imports.sheet.rows", ["max": "\(ImportBatch.mostRows)"])
    case .tooLarge(.columns(let most)): Message("kit.imports.sheet.columns", ["max": "\(most)"])
    case .tooLarge(.cellLength(let most)): Message("kit.imports.sheet.cell", ["max": "\(most)"])
    case .tooLarge(.fileSize), .tooLarge(.unpackedSize), .tooLarge(.memory): Message("kit.imports.sheet.size")
    }
  }
}
