/// How Chinese text is spelled and abbreviated in Latin letters, without tones:
/// people look for 岭南精密机械 by typing `lnjmjx`.
///
/// Characters with several readings take the usual one unless a word says
/// otherwise (重庆 `cq`, 银行 `yh`). Letters and digits stay, in lower case; signs
/// and spaces are left out. Provenance of the table: Standards/README.md.
package enum Pinyin {
  /// `["ling", "nan", "jing", "mi"]`; a run of letters and digits is one element; `ü` is `v`.
  package static func syllables(_ text: String) -> [String] {
    var result: [String] = []
    forEachPart(of: text) { part in
      switch part {
      case .ideograph(_, let reading): result.append(reading)
      case .letters(let letters): result.append(letters)
      }
    }
    return result
  }

  /// `lingnanjingmi`.
  package static func spelling(_ text: String) -> String {
    syllables(text).joined()
  }

  /// `lnjmjx`; `tclkj` for TCL科技.
  package static func initials(_ text: String) -> String {
    var result = ""
    forEachPart(of: text) { result += $0.initials }
    return result
  }

  /// The initials, followed by those with other common readings: 长兴 is found by
  /// `cx` and by `zx`.
  /// - Parameter limit: at most so many, as the readings multiply.
  package static func initialForms(_ text: String, limit: Int = 8) -> [String] {
    var forms = [""]
    forEachPart(of: text) { part in
      let usual = String(part.initials)
      var choices = [usual]
      if case .ideograph(let scalar, _) = part {
        let table = PinyinTable.shared
        // In a word the usual reading of the character is another one, too.
        for reading in [table.reading(of: scalar) ?? usual] + table.otherReadings(of: scalar) {
          let initial = String(reading.prefix(1))
          if !choices.contains(initial) { choices.append(initial) }
        }
      }
      if choices.count == 1 || forms.count >= limit {
        for index in forms.indices { forms[index] += usual }
      } else {
        // The usual reading of everything stays in front.
        forms = Array(choices.flatMap { choice in forms.map { $0 + choice } }.prefix(max(1, limit)))
      }
    }
    return forms == [""] ? [] : forms
  }

  private enum Part {
    case ideograph(Unicode.Scalar, reading: String)
    case letters(String)

    var initials: Substring {
      switch self {
      case .ideograph(_, let reading): reading.prefix(1)
      case .letters(let letters): letters[...]
      }
    }
  }

  /// Walks through ideographs, words of them, and runs of letters and digits.
  private static func forEachPart(of text: String, _ body: (Part) -> Void) {
    let table = PinyinTable.shared
    let scalars = Array(text.unicodeScalars)
    var letters = ""
    func endLetters() {
      guard !letters.isEmpty else { return }
      body(.letters(letters))
      letters = ""
    }
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      if let letter = letterOrDigit(scalar) {
        letters.unicodeScalars.append(letter)
        place += 1
        continue
      }
      endLetters()
      if let word = table.word(in: scalars, at: place) {
        for (scalar, reading) in zip(word.scalars, word.readings) { body(.ideograph(scalar, reading: reading)) }
        place += word.scalars.count
      } else {
        if let reading = table.reading(of: scalar) { body(.ideograph(scalar, reading: reading)) }
        place += 1
      }
    }
    endLetters()
  }

  /// A Latin letter in lower case or a digit, full-width ones included.
  private static func letterOrDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
    switch value {
    case 0x30...0x39, 0x61...0x7A: return Unicode.Scalar(value)
    case 0x41...0x5A: return Unicode.Scalar(value + 0x20)
    default: return nil
    }
  }
}
