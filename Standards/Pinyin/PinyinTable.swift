/// The readings of the 20,902 ideographs of GBK and the words that are read
/// against them, in about 60 KB.
struct PinyinTable: Sendable {
  /// Read from the embedded tables on first use.
  static let shared = PinyinTable(
    characters: EmbeddedText.table("pinyin.txt"), words: EmbeddedText.table("pinyin-words.txt"))

  struct Word: Sendable {
    let scalars: [Unicode.Scalar]
    let readings: [String]
  }

  private static let first: UInt32 = 0x4E00
  private static let last: UInt32 = 0x9FA5
  // Flags above the place of the reading spare a dictionary look-up for most characters.
  private static let beginsWord: UInt16 = 0x8000
  private static let hasOthers: UInt16 = 0x4000
  private static let place: UInt16 = 0x3FFF

  private let readings: [String]
  /// For each ideograph one more than the place of its usual reading, 0 for none, and the flags.
  private let entries: [UInt16]
  private let others: [Unicode.Scalar: [String]]
  /// By first character, the longest first.
  private let words: [Unicode.Scalar: [Word]]

  /// - Parameters:
  ///   - characters: lines `ling 岭零…` of usual and `+chang 长厂…` of other readings.
  ///   - words: lines `重庆 chong qing`; those whose readings do not fit their length are skipped.
  init(characters: String, words list: String) {
    var readings: [String] = []
    var entries = [UInt16](repeating: 0, count: Int(Self.last - Self.first) + 1)
    var others: [Unicode.Scalar: [String]] = [:]
    var words: [Unicode.Scalar: [Word]] = [:]
    EmbeddedText.forEachLine(in: characters) { line in
      let fields = line.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
      guard fields.count == 2 else { return }
      let isOther = fields[0].hasPrefix("+")
      if !isOther { readings.append(String(fields[0])) }
      for scalar in fields[1].unicodeScalars {
        guard let index = Self.index(of: scalar) else { continue }
        if isOther {
          others[scalar, default: []].append(String(fields[0].dropFirst()))
          entries[index] |= Self.hasOthers
        } else {
          entries[index] |= UInt16(readings.count)
        }
      }
    }
    EmbeddedText.forEachLine(in: list) { line in
      let fields = line.split(separator: " ")
      guard let scalars = fields.first.map({ Array($0.unicodeScalars) }), fields.count == scalars.count + 1,
        let index = Self.index(of: scalars[0])
      else { return }
      words[scalars[0], default: []].append(Word(scalars: scalars, readings: fields.dropFirst().map(String.init)))
      entries[index] |= Self.beginsWord
    }
    self.readings = readings
    self.entries = entries
    self.others = others
    self.words = words.mapValues { $0.sorted { $0.scalars.count > $1.scalars.count } }
  }

  /// `nil` for what is no ideograph, or a rare one.
  func reading(of scalar: Unicode.Scalar) -> String? {
    guard let index = Self.index(of: scalar), entries[index] & Self.place > 0 else { return nil }
    return readings[Int(entries[index] & Self.place) - 1]
  }

  /// Readings beside the usual one; most characters have none.
  func otherReadings(of scalar: Unicode.Scalar) -> [String] {
    guard let index = Self.index(of: scalar), entries[index] & Self.hasOthers > 0 else { return [] }
    return others[scalar] ?? []
  }

  /// The longest word that stands at a place of `text`.
  func word(in text: [Unicode.Scalar], at start: Int) -> Word? {
    guard let index = Self.index(of: text[start]), entries[index] & Self.beginsWord > 0 else { return nil }
    return words[text[start]]?.first { text[start...].starts(with: $0.scalars) }
  }

  private static func index(of scalar: Unicode.Scalar) -> Int? {
    (first...last).contains(scalar.value) ? Int(scalar.value - first) : nil
  }
}
