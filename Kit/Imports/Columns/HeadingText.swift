import Records

/// Headings without what differs between sheets that mean the same: width,
/// case, blanks, punctuation, units in brackets, numbering, marks for
/// "required".
enum HeadingText {
  /// The forms of a heading in the order in which they should be looked up.
  /// `1．企业名称＊（必填）` is looked up as `企业名称`; a heading in two languages as each.
  static func keys(_ heading: String) -> [String] {
    let plain = FieldText.plainDigits(heading).lowercased()
    let bracketless = withoutBrackets(plain)
    var keys: [String] = []
    func add(_ text: some StringProtocol) {
      let key = letters(text)
      for key in [key, withoutNumber(key)] where !key.isEmpty && !keys.contains(key) { keys.append(key) }
    }
    add(bracketless)
    add(plain)
    for part in bracketless.split(whereSeparator: { $0.isNewline || $0 == "/" || $0 == "|" }) { add(part) }
    return keys
  }

  /// The one form by which two headings are compared.
  static func key(_ heading: String) -> String {
    keys(heading).first ?? ""
  }

  private static func letters(_ text: some StringProtocol) -> String {
    var key = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      key.append(scalar)
    }
    return String(key)
  }

  private static func withoutNumber(_ key: String) -> String {
    let rest = key.drop { $0.isASCII && $0.isNumber }
    return rest.isEmpty ? key : String(rest)
  }

  private static func withoutBrackets(_ text: String) -> String {
    let pairs: [Character: Character] = ["(": ")", "[": "]", "{": "}", "<": ">", "【": "】", "〔": "〕", "《": "》"]
    var result = ""
    var awaited: [Character] = []
    for character in text {
      if let close = pairs[character] {
        awaited.append(close)
      } else if character == awaited.last {
        awaited.removeLast()
      } else if awaited.isEmpty {
        result.append(character)
      }
    }
    // A bracket that is never closed belongs to the heading.
    return awaited.isEmpty && !letters(result).isEmpty ? result : text
  }
}
