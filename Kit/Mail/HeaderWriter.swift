import Foundation

/// Writes header fields: folded lines, encoded words for what is not ASCII.
struct HeaderWriter {
  /// Lines that contain encoded words end here (RFC 2047, section 2); the others may be two longer.
  private static let width = 76

  private(set) var text = ""

  /// A value that this module wrote, short and in ASCII.
  mutating func add(_ name: String, _ value: String) {
    text += "\(name): \(value)\r\n"
  }

  /// Free text in any script.
  mutating func add(_ name: String, text value: String) throws(MailError) {
    try checkOneLine(value, field: name)
    var line = "\(name):"
    append(Self.words(value, column: name.utf8.count + 2), to: &line)
    text += line + "\r\n"
  }

  /// Mailboxes, each on a line of its own where they do not fit on one.
  mutating func add(_ name: String, addresses: [MailAddress]) throws(MailError) {
    var line = "\(name):"
    for (index, mailbox) in addresses.enumerated() {
      let comma = index < addresses.count - 1 ? "," : ""
      guard let shown = mailbox.name else {
        append([mailbox.address + comma], to: &line)
        continue
      }
      try checkOneLine(shown, field: name)
      let column = index == 0 ? name.utf8.count + 2 : 1
      append(Self.phrase(shown, column: column) + ["<\(mailbox.address)>\(comma)"], to: &line)
    }
    text += line + "\r\n"
  }

  /// An id `left@host`, which gets its brackets here.
  mutating func add(_ name: String, identifier: String) throws(MailError) {
    let parts = identifier.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { throw .header(name) }
    try add(name, reference: identifier)
  }

  /// Something between angle brackets, which cannot be broken.
  mutating func add(_ name: String, reference: String) throws(MailError) {
    try checkOneLine(reference, field: name)
    let isPlain = reference.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }
    guard isPlain, !reference.isEmpty, reference.utf8.count < 900 else { throw .header(name) }
    var line = "\(name):"
    append(["<\(reference)>"], to: &line)
    text += line + "\r\n"
  }

  /// Puts words behind each other with a blank before each, or a fold where the line would be too long.
  private func append(_ words: [String], to line: inout String) {
    var column = line.utf8.reversed().prefix { $0 != 0x0A }.count
    for word in words {
      // A field whose first line is empty would be unusual: the first word stays beside the name.
      if line.contains(" "), column + 1 + word.utf8.count > Self.width {
        line += "\r\n"
        column = 0
      }
      line += " \(word)"
      column += 1 + word.utf8.count
    }
  }

  /// Free text as words between which a line may be broken.
  private static func words(_ value: String, column: Int) -> [String] {
    // Blanks at a fold get lost and a word that looks encoded would be decoded: both are encoded instead.
    let words = value.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let isPlain =
      value.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !value.contains("=?")
      && words.allSatisfy { !$0.isEmpty && $0.utf8.count < 60 }
    return isPlain ? words : encodedWords(value, column: column)
  }

  /// A name before an address: a quoted string, or encoded words.
  private static func phrase(_ name: String, column: Int) -> [String] {
    let isPlain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !name.contains("=?") && name.utf8.count < 50
    guard isPlain else { return encodedWords(name, column: column) }
    return ["\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""]
  }

  /// `=?UTF-8?B?…?=` for as many characters as fit on a line, whole ones in each (RFC 2047, section 5).
  /// - Parameter column: where the first word begins.
  private static func encodedWords(_ value: String, column: Int) -> [String] {
    var words: [String] = []
    var bytes: [UInt8] = []
    var room = max(12, (width - column - 12) / 4 * 3)
    for scalar in value.unicodeScalars {
      let encoded = Array(String(scalar).utf8)
      if bytes.count + encoded.count > room {
        words.append(encodedWord(bytes))
        bytes = []
        room = (width - 1 - 12) / 4 * 3
      }
      bytes += encoded
    }
    return words + (bytes.isEmpty ? [] : [encodedWord(bytes)])
  }

  private static func encodedWord(_ bytes: [UInt8]) -> String {
    "=?UTF-8?B?\(Data(bytes).base64EncodedString())?="
  }
}
