import Foundation
import Values

/// Writes comma-separated text as spreadsheets expect it: RFC 4180, UTF-8 with a byte-order mark.
package final class CSVWriter {
  /// What a CSV file begins with, so that Excel takes it for UTF-8.
  package static let byteOrderMark = "\u{FEFF}"

  private static let pieceSize = 1 << 16

  private var file: Int32
  private var buffer: [UInt8] = []

  /// Begins a file at `path` (0600) with a row of titles.
  /// - Throws: `XlsxError.cannotWrite`.
  package init(path: String, titles: [String]) throws {
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.lastError() }
    buffer.append(contentsOf: Self.byteOrderMark.utf8)
    try append(row: titles.map { .text($0) })
  }

  deinit {
    if file >= 0 { Foundation.close(file) }
  }

  /// Appends a row.
  package func append(row: [XlsxCell]) throws {
    guard file >= 0 else { throw XlsxError.closed }
    buffer.append(contentsOf: Self.line(row).utf8)
    if buffer.count >= Self.pieceSize { try flush() }
  }

  /// Writes what is left and closes the file.
  package func close() throws {
    guard file >= 0 else { throw XlsxError.closed }
    defer { file = -1 }
    do {
      try flush()
    } catch {
      Foundation.close(file)
      throw error
    }
    guard Foundation.close(file) == 0 else { throw Self.lastError() }
  }

  /// One row with its line end, for answers that are streamed.
  package static func line(_ row: [XlsxCell]) -> String {
    row.map(field).joined(separator: ",") + "\r\n"
  }

  private static func field(_ cell: XlsxCell) -> String {
    switch cell {
    case .empty: ""
    case .text(let text), .link(let text, _): quoted(guarded(text))
    case .number(let number): number.isFinite ? plain(number) : ""
    case .integer(let number): "\(number)"
    case .money(let fen): yuan(fen)
    case .date(let day): "\(day)"
    case .instant(let instant): instant.minuteText
    case .boolean(let value): value ? "TRUE" : "FALSE"
    }
  }

  /// A text that a spreadsheet would run as a formula gets an apostrophe, which the worker takes off again.
  private static func guarded(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return text }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    // Scalars, because CR LF is one character.
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  private static func yuan(_ fen: Int64) -> String {
    let cents = String(fen.magnitude % 100 + 100).dropFirst()
    return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(cents)"
  }

  private func flush() throws {
    try buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw Self.lastError() }
        rest = rest.dropFirst(count)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func lastError() -> XlsxError { .cannotWrite(detail: String(cString: strerror(errno))) }
}
