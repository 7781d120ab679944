/// The readings of the 20,902 ideographs of GBK and the words that are read
/// against them, in about 60 KB.
struct PinyinTable: Sendable {
  /// Read from the embedded tables on first use.
  static let shared = PinyinTable(
    characters: EmbeddedText.lines(of: "pinyin.txt"), words: EmbeddedText.lines(of: "pinyin-words.txt"))

  struct Word: Sendable {
    let text: String
    let readings: [String]
  }

  private static let first: UInt32 = 0x4E00
  private static let last: UInt32 = 0x9FA5

  private var readings: [String]
  /// For each ideograph one more than the place of its usual reading; 0 for none.
  private var usual: [UInt16]
  private var others: [Character: [String]]
  /// By first character, the longest first.
  private let words: [Character: [Word]]

  /// - Parameters:
  ///   - characters: lines `ling 岭零…` of usual and `+chang 长厂…` of other readings.
  ///   - words: lines `重庆 chong qing`; those whose readings do not fit their length are skipped.
  init(characters: [Substring], words lines: [Substring]) {
    readings = []
    usual = Array(repeating: 0, count: Int(Self.last - Self.first) + 1)
    others = [:]
    var words: [Character: [Word]] = [:]
    for line in lines {
      let fields = line.split(separator: " ").map(String.init)
      guard let text = fields.first, let character = text.first, fields.count == text.count + 1 else { continue }
      words[character, default: []].append(Word(text: text, readings: Array(fields.dropFirst())))
    }
    self.words = words.mapValues { $0.sorted { $0.text.count > $1.text.count } }
    for line in characters {
      let fields = line.split(separator: " ")
      guard fields.count == 2 else { continue }
      if fields[0].hasPrefix("+") {
        for character in fields[1] { others[character, default: []].append(String(fields[0].dropFirst())) }
      } else {
        readings.append(String(fields[0]))
        for scalar in fields[1].unicodeScalars {
          if let index = Self.index(of: scalar) { usual[index] = UInt16(readings.count) }
        }
      }
    }
  }

  /// `nil` for what is no ideograph, or a rare one.
  func reading(of character: Character) -> String? {
    guard let scalar = character.unicodeScalars.first, let index = Self.index(of: scalar), usual[index] > 0 else {
      return nil
    }
    return readings[Int(usual[index]) - 1]
  }

  /// Readings beside the usual one, most characters have none.
  func otherReadings(of character: Character) -> [String] {
    others[character] ?? []
  }

  /// The longest word that `text` begins with.
  func word(at text: Substring) -> Word? {
    guard let first = text.first else { return nil }
    return words[first]?.first { text.hasPrefix($0.text) }
  }

  private static func index(of scalar: Unicode.Scalar) -> Int? {
    (first...last).contains(scalar.value) ? Int(scalar.value - first) : nil
  }
}
