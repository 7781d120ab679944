import CXlsxWriter
import Foundation
import Values

/// Writes a workbook row by row, in memory that does not grow with the rows.
///
/// The rows wait in a temporary file until `close()` packs them. A writer that
/// is released without it leaves an unusable file at its path.
package final class XlsxWriter {
  private struct Sheet {
    let handle: UnsafeMutablePointer<lxw_worksheet>
    let name: String
    let columns: [XlsxColumn]
    var rows: UInt32 = 1
  }

  /// Rows of a sheet, the header included.
  private static let mostRows: UInt32 = 1_048_576

  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private let formats: XlsxFormats
  private var sheets: [Sheet] = []

  /// Begins a workbook at `path` (0600) with its first sheet.
  /// - Parameter temporaryDirectory: where the rows wait; `nil` for the system's.
  /// - Throws: `XlsxError`.
  package init(
    path: String, sheetName: String, columns: [XlsxColumn], temporaryDirectory: String? = nil
  ) throws {
    // The library would make the file readable to all.
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw XlsxError.cannotWrite(detail: String(cString: strerror(errno))) }
    Foundation.close(file)
    let folder = temporaryDirectory.flatMap { strdup($0) }
    defer { free(folder) }
    var options = lxw_workbook_options(constant_memory: 1, tmpdir: folder, use_zip64: 1)
    guard let workbook = workbook_new_opt(path, &options), let formats = XlsxFormats(workbook) else {
      throw XlsxError.cannotWrite(detail: "no memory")
    }
    self.workbook = workbook
    self.formats = formats
    try addSheet(named: sheetName, columns: columns)
  }

  deinit {
    if let workbook { lxw_workbook_free(workbook) }
  }

  /// Rows written to the current sheet, without its header.
  package var rowCount: Int { Int(sheets.last?.rows ?? 1) - 1 }

  /// Begins a further sheet, to which the rows that follow go.
  /// - Parameter name: characters Excel refuses are replaced, a name in use gets a number.
  package func addSheet(named name: String, columns: [XlsxColumn]) throws {
    guard let workbook else { throw XlsxError.closed }
    let name = XlsxText.sheetName(name, taken: sheets.map(\.name))
    guard let handle = workbook_add_worksheet(workbook, name) else {
      throw XlsxError.cannotWrite(detail: "sheet \(name)")
    }
    for (index, column) in columns.enumerated() {
      let place = lxw_col_t(index)
      worksheet_set_column(handle, place, place, column.width, formats.format(of: column.kind))
      worksheet_write_string(handle, 0, place, XlsxText.cell(column.title), formats.header)
    }
    worksheet_freeze_panes(handle, 1, 0)
    sheets.append(Sheet(handle: handle, name: name, columns: columns))
  }

  /// Appends a row to the current sheet.
  /// - Throws: `XlsxError`.
  package func append(row: [XlsxCell]) throws {
    guard workbook != nil, var sheet = sheets.last else { throw XlsxError.closed }
    guard sheet.rows < Self.mostRows else { throw XlsxError.tooManyRows }
    for (index, cell) in row.enumerated() {
      let code = write(cell, to: sheet.handle, row: sheet.rows, column: lxw_col_t(index))
      guard code == LXW_NO_ERROR else { throw XlsxError.cannotWrite(detail: Self.words(for: code)) }
    }
    sheet.rows += 1
    sheets[sheets.count - 1] = sheet
  }

  /// Packs the workbook; without it there is none.
  /// - Throws: `XlsxError`, for example when the disk is full.
  package func close() throws {
    guard let workbook else { throw XlsxError.closed }
    for sheet in sheets where !sheet.columns.isEmpty {
      worksheet_autofilter(sheet.handle, 0, 0, sheet.rows - 1, lxw_col_t(sheet.columns.count - 1))
    }
    self.workbook = nil
    let code = workbook_close(workbook)
    guard code == LXW_NO_ERROR else { throw XlsxError.cannotWrite(detail: Self.words(for: code)) }
  }

  private func write(
    _ cell: XlsxCell, to sheet: UnsafeMutablePointer<lxw_worksheet>, row: UInt32, column: UInt16
  ) -> lxw_error {
    switch cell {
    case .empty:
      return LXW_NO_ERROR
    case .text(let text):
      return worksheet_write_string(sheet, row, column, XlsxText.cell(text), formats.text)
    case .number(let number) where number.isFinite:
      return worksheet_write_number(sheet, row, column, number, nil)
    case .number:
      return LXW_NO_ERROR
    case .integer(let number) where number.magnitude < 1_000_000_000_000_000:
      return worksheet_write_number(sheet, row, column, Double(number), nil)
    case .integer(let number):
      return worksheet_write_string(sheet, row, column, "\(number)", formats.text)
    case .money(let fen):
      return worksheet_write_number(sheet, row, column, Double(fen) / 100, formats.money)
    case .boolean(let value):
      return worksheet_write_boolean(sheet, row, column, value ? 1 : 0, nil)
    case .date(let day) where day.year >= 1900:
      var moment = lxw_datetime(
        year: Int32(day.year), month: Int32(day.month), day: Int32(day.day), hour: 0, min: 0, sec: 0)
      return worksheet_write_datetime(sheet, row, column, &moment, formats.date)
    case .date(let day):
      // Sheets know no day before 1900.
      return worksheet_write_string(sheet, row, column, "\(day)", formats.text)
    case .instant(let instant):
      return write(instant, to: sheet, row: row, column: column)
    case .link(let text, let address):
      // A sheet can hold 65,530 addresses; beyond, the text must do.
      if XlsxText.canLead(to: address),
        worksheet_write_url_opt(sheet, row, column, address, formats.link, XlsxText.cell(text), nil) == LXW_NO_ERROR
      {
        return LXW_NO_ERROR
      }
      return worksheet_write_string(sheet, row, column, XlsxText.cell(text), formats.text)
    }
  }

  private func write(
    _ instant: Instant, to sheet: UnsafeMutablePointer<lxw_worksheet>, row: UInt32, column: UInt16
  ) -> lxw_error {
    let day = instant.day
    guard day.year >= 1900 else {
      return worksheet_write_string(sheet, row, column, instant.minuteText, formats.text)
    }
    // Milliseconds since midnight in China, UTC+8.
    let ofDay = instant.milliseconds + 28_800_000 - Int64(day.daysSinceEpoch) * 86_400_000
    var moment = lxw_datetime(
      year: Int32(day.year), month: Int32(day.month), day: Int32(day.day), hour: Int32(ofDay / 3_600_000),
      min: Int32(ofDay / 60_000 % 60), sec: Double(ofDay / 1000 % 60))
    return worksheet_write_datetime(sheet, row, column, &moment, formats.instant)
  }

  private static func words(for code: lxw_error) -> String { String(cString: lxw_strerror(code)) }
}

/// The formats of a workbook; the library owns them.
private struct XlsxFormats {
  let header: UnsafeMutablePointer<lxw_format>
  let text: UnsafeMutablePointer<lxw_format>
  let money: UnsafeMutablePointer<lxw_format>
  let date: UnsafeMutablePointer<lxw_format>
  let instant: UnsafeMutablePointer<lxw_format>
  let link: UnsafeMutablePointer<lxw_format>

  init?(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
    guard let header = workbook_add_format(workbook), let text = workbook_add_format(workbook),
      let money = workbook_add_format(workbook), let date = workbook_add_format(workbook),
      let instant = workbook_add_format(workbook), let link = workbook_add_format(workbook)
    else { return nil }
    format_set_bold(header)
    format_set_text_wrap(header)
    format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
    format_set_bg_color(header, 0xF2F2F2)
    format_set_num_format(header, "@")
    // Text stays text when somebody edits the cell: `=1+1`, `007`.
    format_set_num_format(text, "@")
    format_set_num_format(money, "#,##0.00")
    format_set_num_format(date, "yyyy-mm-dd")
    format_set_num_format(instant, "yyyy-mm-dd hh:mm")
    format_set_font_color(link, 0x0563C1)
    format_set_underline(link, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
    (self.header, self.text, self.money) = (header, text, money)
    (self.date, self.instant, self.link) = (date, instant, link)
  }

  func format(of kind: XlsxColumn.Kind) -> UnsafeMutablePointer<lxw_format>? {
    switch kind {
    case .text: text
    case .money: money
    case .date: date
    case .instant: instant
    case .number, .boolean, .link: nil
    }
  }
}
