import Foundation
package import Localization
package import Values

/// Reads typed text as values: the one place that knows how people write
/// dates, numbers and codes.
package enum FieldText {
  /// Full-width digits, letters and punctuation as plain ones; ideographic spaces as spaces.
  package static func plainDigits(_ text: String) -> String {
    // Only U+00A0, U+3000 and U+FF01 to U+FF5E differ, which begin with these bytes.
    guard text.utf8.contains(where: { $0 == 0xC2 || $0 == 0xE3 || $0 == 0xEF }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3000, 0x00A0: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Without blanks around it and without invisible marks that sheets and chats bring along.
  package static func trimmed(_ text: String) -> String {
    if isTidy(text) { return text }
    let visible = text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0xFEFF, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069: false
      default: true
      }
    }
    return String(String.UnicodeScalarView(visible)).trimmingCharacters(in: .whitespacesAndNewlines)
      .precomposedStringWithCanonicalMapping
  }

  /// Whether a text plainly has nothing to trim and is composed: it neither begins nor ends with a blank, and all of it
  /// is ASCII or of the blocks of Chinese characters that have no other form.
  private static func isTidy(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20 else { return text.isEmpty }
    if text.utf8.allSatisfy({ $0 < 0x7F }) { return true }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x20..<0x7F, 0x3001...0x3029, 0x4E00...0x9FA5, 0xFF01...0xFF5E: true
      default: false
      }
    }
  }

  /// Reads `2026-03-01`, `2026/3/1`, `2026.3.1`, `2026年3月1日` and `20260301`.
  package static func date(_ text: String) -> CivilDate? {
    if let day = CivilDate(text) { return day }
    let plain = plainDigits(text).trimmingCharacters(in: .whitespaces)
    if plain.count == 8, let number = Int(plain) {
      return CivilDate(year: number / 10000, month: number / 100 % 100, day: number % 100)
    }
    let day = plain.split(whereSeparator: { $0 == " " || $0 == "T" }).first.map(String.init) ?? ""
    let parts = day.split(whereSeparator: { "-/.年月日".contains($0) })
    guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
      let dayOfMonth = Int(parts[2])
    else { return nil }
    return CivilDate(year: year, month: month, day: dayOfMonth)
  }

  /// Reads `1,200`, full-width digits, and `1200.0` as sheets write whole numbers.
  package static func integer(_ text: String) -> Int64? {
    var plain = plainDigits(text).filter { $0 != "," && $0 != " " }
    if let point = plain.firstIndex(of: "."), plain[plain.index(after: point)...].allSatisfy({ $0 == "0" }) {
      plain = String(plain[..<point])
    }
    return Int64(plain)
  }

  static func flag(_ text: String) -> Bool? {
    switch plainDigits(text).lowercased() {
    case "1", "on", "true", "yes", "y", "是", "有", "√", "✓": true
    case "0", "off", "false", "no", "n", "否", "无", "×": false
    default: nil
    }
  }
}

extension FieldKind {
  /// Reads what a person typed (one value, or several for `choices`).
  /// An empty text is `.none`; the caller knows whether that is allowed.
  ///
  /// With a catalogue, choices may also be named by their label in any language, as sheets do.
  package func parse(_ raw: [String], catalogue: Catalogue? = nil) -> Result<FieldValue, Message.Failure> {
    let texts = raw.map(FieldText.trimmed).filter { !$0.isEmpty }
    if case .choices(let choices, let max) = self { return Self.parseList(texts, choices, max, catalogue) }
    guard let text = texts.last else { return .success(.none) }

    switch self {
    case .line(let max):
      guard !text.contains(where: \.isNewline) else { return .failure("kit.records.oneLine") }
      return Self.limited(text, max)
    case .text(let max):
      return Self.limited(text, max)
    case .code(let max):
      return Self.limited(FieldText.plainDigits(text).uppercased().filter { $0 != " " && $0 != "-" }, max)
    case .phone:
      return Self.phone(text)
    case .mail:
      return Self.mail(text)
    case .url:
      return Self.url(text)
    case .integer(let range):
      guard let number = FieldText.integer(text) else { return .failure("kit.records.integer") }
      guard range.contains(number) else {
        return .failure("kit.records.range", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
      }
      return .success(.integer(number))
    case .money(let range):
      guard let fen = Fen.parse(text) else { return .failure("kit.records.money") }
      guard range.contains(fen) else {
        return .failure(
          "kit.records.range", ["min": Fen.text(range.lowerBound), "max": Fen.text(range.upperBound)])
      }
      return .success(.integer(fen))
    case .date:
      guard let date = FieldText.date(text) else { return .failure("kit.records.date") }
      return .success(.date(date))
    case .flag:
      guard let flag = FieldText.flag(text) else { return .failure("kit.records.flag") }
      return .success(.flag(flag))
    case .choice(let choices):
      guard let value = Self.value(named: text, in: choices, catalogue) else {
        return .failure("kit.records.choice", ["value": text])
      }
      return .success(.text(value))
    case .choices:
      return .success(.none)
    case .lookup(let lookup):
      guard let code = lookup.find(text) else { return .failure("kit.records.lookup", ["value": text]) }
      return .success(.text(code))
    }
  }

  private static func limited(_ text: String, _ max: Int) -> Result<FieldValue, Message.Failure> {
    guard text.count <= max, text.utf8.count <= max * 8 else {
      return .failure("kit.records.tooLong", ["max": "\(max)", "count": "\(text.count)"])
    }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t" }) else {
      return .failure("kit.records.control")
    }
    return .success(.text(text))
  }

  private static func parseList(
    _ texts: [String], _ choices: [Choice], _ max: Int, _ catalogue: Catalogue?
  ) -> Result<FieldValue, Message.Failure> {
    var values: [String] = []
    // A sheet's cell carries several values in one text.
    let parts = texts.flatMap { text in
      value(named: text, in: choices, catalogue).map { [$0] }
        ?? text.split(whereSeparator: { "、,，;；|\n".contains($0) }).map(String.init)
    }
    for part in parts {
      let text = FieldText.trimmed(part)
      guard let value = value(named: text, in: choices, catalogue) else {
        return .failure("kit.records.choice", ["value": text])
      }
      if !values.contains(value) { values.append(value) }
    }
    guard values.count <= max else { return .failure("kit.records.tooMany", ["max": "\(max)"]) }
    return .success(values.isEmpty ? .none : .list(values))
  }

  /// The value whose raw text or whose label is `text`.
  private static func value(named text: String, in choices: [Choice], _ catalogue: Catalogue?) -> String? {
    if let exact = choices.first(where: { $0.value == text }) { return exact.value }
    let folded = FieldText.plainDigits(text).lowercased()
    return choices.first { choice in
      choice.names(catalogue).contains { FieldText.plainDigits($0).lowercased() == folded }
    }?.value
  }

  private static func phone(_ text: String) -> Result<FieldValue, Message.Failure> {
    let plain = FieldText.plainDigits(text).filter { $0 != " " && $0 != "(" && $0 != ")" }
    let digits = plain.filter { $0 != "-" && $0 != "+" }
    guard (7...20).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return .failure("kit.records.phone")
    }
    return .success(.text(plain))
  }

  private static func mail(_ text: String) -> Result<FieldValue, Message.Failure> {
    let plain = FieldText.plainDigits(text)
    let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
    guard plain.count <= 254, parts.count == 2, !parts[0].isEmpty, parts[1].contains("."),
      parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }),
      plain.unicodeScalars.allSatisfy({
        $0.value > 0x20 && $0.value < 0x7F && !"<>()[]\\,;:\"".unicodeScalars.contains($0)
      })
    else { return .failure("kit.records.mail") }
    return .success(.text(plain))
  }

  private static func url(_ text: String) -> Result<FieldValue, Message.Failure> {
    let address = text.contains("://") ? text : "https://\(text)"
    let lower = address.lowercased()
    guard address.count <= 500, lower.hasPrefix("http://") || lower.hasPrefix("https://"),
      let host = URL(string: address)?.host(), host.contains(".")
    else { return .failure("kit.records.url") }
    return .success(.text(address))
  }
}

extension Message {
  /// A message as an error, for `Result`.
  package struct Failure: Error, Sendable, Hashable {
    package let message: Message
  }
}

extension Result where Success == FieldValue, Failure == Message.Failure {
  static func failure(_ key: String, _ arguments: [String: String] = [:]) -> Self {
    .failure(Message.Failure(message: Message(key, arguments)))
  }
}
