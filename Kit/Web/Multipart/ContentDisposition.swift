import Values
import Views

/// The header that says what a download is saved as (RFC 6266).
enum ContentDisposition {
  static func attachment(_ fileName: String) -> String {
    "attachment; " + parameters(fileName)
  }

  static func inline(_ fileName: String) -> String {
    "inline; " + parameters(fileName)
  }

  /// Types that do no harm when the browser shows them under our address:
  /// pictures without scripts, PDF, plain text.
  static func mayShow(_ contentType: String) -> Bool {
    let type = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
    return ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"].contains(type)
  }

  /// The name twice: in ASCII for old programs, then exactly (RFC 8187).
  private static func parameters(_ fileName: String) -> String {
    let name = FileName.safe(fileName)
    let ascii = String(
      name.map { character in
        guard let value = character.asciiValue, value >= 0x20, value < 0x7F, character != "\"", character != "\\",
          character != "%"
        else { return "_" }
        return character
      })
    return "filename=\"\(ascii)\"; filename*=UTF-8''\(Link.encode(name))"
  }
}
