import Localization
package import Records

/// A person as people write one down: `何秋月 T10012（讲师）`, `李主任（教务处）`, `T10012`.
package struct PersonLine: Sendable, Hashable {
  package var name: String
  /// 工号 or 学号; empty where a name alone is given.
  package var number: String
  package var position: String

  package init(name: String, number: String = "", position: String = "") {
    self.name = name
    self.number = number
    self.position = position
  }

  /// More than sat at any table.
  static let most = 60
  static let longestName = 60

  /// Reads people from lines or from a list with `、`, commas or semicolons.
  package static func read(_ text: String, field: String) -> (lines: [PersonLine], problems: [FieldProblem]) {
    var lines: [PersonLine] = []
    var problems: [FieldProblem] = []
    for part in split(text) {
      let line = line(part)
      guard !line.name.isEmpty || !line.number.isEmpty else { continue }
      if line.name.count > longestName || line.number.count > 40 || line.position.count > longestName {
        problems.append(
          FieldProblem(field, "partners.visit.problem.longName", ["name": String(part.prefix(20)), "max": "60"]))
      } else if !lines.contains(line) {
        lines.append(line)
      }
    }
    if lines.count > most {
      problems.append(FieldProblem(field, "partners.visit.problem.manyPeople", ["max": "\(most)"]))
    }
    return (lines, problems)
  }

  /// As it stands in a form, so that reading it gives the same person.
  package var text: String {
    let words = [name, number].filter { !$0.isEmpty }.joined(separator: " ")
    return position.isEmpty ? words : "\(words)（\(position)）"
  }

  /// At separators outside brackets: a position may be `副院长、教授`.
  private static func split(_ text: String) -> [String] {
    var parts: [String] = [""]
    var depth = 0
    for character in text {
      if "(（".contains(character) { depth += 1 }
      if ")）".contains(character) { depth = max(0, depth - 1) }
      if character.isNewline || depth == 0 && "、，,；;".contains(character) {
        depth = 0
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  private static func line(_ part: String) -> PersonLine {
    var words = FieldText.trimmed(part)
    var position = ""
    if let open = words.firstIndex(where: { "(（".contains($0) }) {
      position = FieldText.trimmed(words[words.index(after: open)...].filter { !"()（）".contains($0) })
      words = String(words[..<open])
    }
    var names: [Substring] = []
    var number = ""
    for word in words.split(whereSeparator: \.isWhitespace) {
      // Roster numbers have digits, names of people have none.
      if number.isEmpty, FieldText.plainDigits(String(word)).contains(where: { $0.isASCII && $0.isNumber }) {
        number = FieldText.plainDigits(String(word)).uppercased()
      } else {
        names.append(word)
      }
    }
    return PersonLine(name: names.joined(separator: " "), number: number, position: position)
  }
}

/// A time of day as `09:30`.
enum ClockText {
  /// Reads `9:30`, `09：30`, `0930`; `nil` for anything else.
  static func read(_ text: String) -> String? {
    let plain = FieldText.plainDigits(FieldText.trimmed(text)).replacing(".", with: ":")
    let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
    let digits =
      parts.count == 2 ? (parts[0], parts[1]) : plain.count == 4 ? (plain.prefix(2), plain.suffix(2)) : ("", "")
    guard (1...2).contains(digits.0.count), digits.1.count == 2, let hour = Int(digits.0), let minute = Int(digits.1),
      (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return (hour < 10 ? "0\(hour)" : "\(hour)") + ":" + (minute < 10 ? "0\(minute)" : "\(minute)")
  }
}
