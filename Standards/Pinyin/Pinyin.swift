/// How Chinese text is spelled and abbreviated in Latin letters, without tones:
/// people look for 岭南精密机械 by typing `lnjmjx`.
///
/// Characters with several readings take the usual one unless a word says
/// otherwise (重庆 `cq`, 银行 `yh`). Letters and digits stay, in lower case; signs
/// and spaces are left out. Provenance of the table: Standards/README.md.
package enum Pinyin {
  /// `["ling", "nan", "jing", "mi"]`; a run of letters and digits is one element; `ü` is `v`.
  package static func syllables(_ text: String) -> [String] {
    parts(of: text).map { part in
      switch part {
      case .character(_, let reading): reading
      case .letters(let letters): letters
      }
    }
  }

  /// `lingnanjingmi`.
  package static func spelling(_ text: String) -> String {
    syllables(text).joined()
  }

  /// `lnjmjx`; `tclkj` for TCL科技.
  package static func initials(_ text: String) -> String {
    parts(of: text).map(\.initials).joined()
  }

  /// The initials, followed by those with other common readings: 长兴 is found by
  /// `cx` and by `zx`.
  /// - Parameter limit: at most so many, as the readings multiply.
  package static func initialForms(_ text: String, limit: Int = 8) -> [String] {
    var forms = [""]
    for part in parts(of: text) {
      let usual = part.initials
      var choices = [usual]
      if case .character(let character, let reading) = part {
        for other in PinyinTable.shared.otherReadings(of: character) where other != reading {
          let initial = String(other.prefix(1))
          if !choices.contains(initial) { choices.append(initial) }
        }
      }
      // The usual reading of everything stays in front.
      let extended = choices.flatMap { choice in forms.map { $0 + choice } }
      forms = Array(extended.prefix(max(1, limit)))
    }
    return forms == [""] ? [] : forms
  }

  private enum Part {
    case character(Character, reading: String)
    case letters(String)

    var initials: String {
      switch self {
      case .character(_, let reading): String(reading.prefix(1))
      case .letters(let letters): letters
      }
    }
  }

  private static func parts(of text: String) -> [Part] {
    let table = PinyinTable.shared
    var result: [Part] = []
    var rest = TypedText.halfWidth(text)[...]
    while let character = rest.first {
      if character.isASCII, character.isLetter || character.isNumber {
        let run = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        result.append(.letters(run.lowercased()))
        rest = rest.dropFirst(run.count)
      } else if let word = table.word(at: rest) {
        result += zip(word.text, word.readings).map { .character($0, reading: $1) }
        rest = rest.dropFirst(word.text.count)
      } else {
        if let reading = table.reading(of: character) { result.append(.character(character, reading: reading)) }
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
