/// Cuts a text of several statements at its semicolons.
///
/// Knows what a semicolon can hide in: quotes (`'…'`, `"…"`, `` `…` ``), dollar
/// quotes (`$$…$$`, `$tag$…$tag$`), comments (`-- …`, nested `/* … */`), and the
/// bodies of triggers and functions (`BEGIN … END`, with `CASE … END` inside).
package struct StatementSplitter {
  /// The statements in order, without their closing semicolon; parts that are only comments are left out.
  package static func statements(in text: String) -> [String] {
    var splitter = StatementSplitter(Array(text.utf8))
    return splitter.split()
  }

  private let bytes: [UInt8]
  private var position = 0
  private var start = 0
  private var statements: [String] = []
  /// The words at the head of the statement, upper case; enough of them to know what it creates.
  private var head: [String] = []
  private var depth = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func split() -> [String] {
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): skipQuoted(byte)
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"): skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): skipBlockComment()
      case UInt8(ascii: "$"): skipDollarQuoted()
      case UInt8(ascii: ";") where depth == 0:
        finish()
        position += 1
        start = position
      case _ where isWordByte(byte): readWord()
      default: position += 1
      }
    }
    finish()
    return statements
  }

  private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

  private mutating func finish() {
    // Without a word there were only blanks and comments.
    if !head.isEmpty {
      let piece = bytes[start..<position]
      let leading = piece.prefix { $0 <= 32 }.count
      let trailing = piece.reversed().prefix { $0 <= 32 }.count
      statements.append(String(decoding: piece.dropFirst(leading).dropLast(trailing), as: UTF8.self))
    }
    head = []
    depth = 0
  }

  private mutating func readWord() {
    let first = position
    while position < bytes.count, isWordByte(bytes[position]) || bytes[position] == UInt8(ascii: "$") { position += 1 }
    let word = String(decoding: bytes[first..<position], as: UTF8.self).uppercased()
    if head.count < 6 { head.append(word) }
    guard hasBody else { return }
    switch word {
    case "BEGIN": depth += 1
    case "CASE" where depth > 0: depth += 1
    case "END" where depth > 0: depth -= 1
    default: break
    }
  }

  /// `CREATE [OR REPLACE | TEMP …] TRIGGER | FUNCTION | PROCEDURE`.
  private var hasBody: Bool {
    head.first == "CREATE" && head.contains { $0 == "TRIGGER" || $0 == "FUNCTION" || $0 == "PROCEDURE" }
  }

  /// A doubled quote inside ends one quotation and begins the next, which comes to the same.
  private mutating func skipQuoted(_ quote: UInt8) {
    if head.isEmpty { head.append("") }
    position += 1
    while position < bytes.count, bytes[position] != quote { position += 1 }
    position += 1
    position = min(position, bytes.count)
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipBlockComment() {
    var level = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        level += 1
        position += 2
      } else if bytes[position] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        level -= 1
        position += 2
        if level == 0 { return }
      } else {
        position += 1
      }
    }
  }

  /// `$1` is a parameter; `$$` and `$name$` begin a quotation that ends with the same mark.
  private mutating func skipDollarQuoted() {
    var end = position + 1
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let startsWithDigit = end > position + 1 && (48...57).contains(bytes[position + 1])
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), !startsWithDigit else {
      position += 1
      return
    }
    let mark = Array(bytes[position...end])
    position = end + 1
    while position < bytes.count {
      if bytes[position] == mark[0], bytes[position...].starts(with: mark) {
        position += mark.count
        return
      }
      position += 1
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95, 128...: true
    default: false
    }
  }
}
