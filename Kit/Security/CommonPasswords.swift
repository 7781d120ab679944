import Foundation

/// The passwords that are tried first.
///
/// People build passwords from few pieces: a word, a name, a walk over the
/// keyboard, and then a year, a birthday or `123`. So the list holds pieces, and a
/// password is common when it is made of at most three of them, whatever
/// stands between (`Zhang.Wei@1990`, `woaini1314`, `p@ssw0rd2024!`).
enum CommonPasswords {
  /// The most pieces a guess is made of; four unrelated words are a good password.
  private static let mostPieces = 3

  /// - Parameter password: in small letters.
  static func contains(_ password: String) -> Bool {
    if pieces.contains(password) { return true }
    let bare = lettersAndDigits(password)
    return isMadeOfPieces(bare) || isMadeOfPieces(lettersAndDigits(withoutDisguise(password)))
  }

  /// Every piece of the list.
  static let pieces: Set<String> = {
    var pieces = Set(CommonPasswordList.words.split(whereSeparator: \.isWhitespace).map(String.init))
    let given = CommonPasswordList.givenNames.split(whereSeparator: \.isWhitespace)
    for surname in CommonPasswordList.surnames.split(whereSeparator: \.isWhitespace) {
      pieces.insert(String(surname))
      for name in given { pieces.insert("\(surname)\(name)") }
    }
    return pieces
  }()

  private static let longestPiece = pieces.map(\.count).max() ?? 0

  static func lettersAndDigits(_ text: String) -> String {
    text.filter { $0.isLetter || $0.isNumber }
  }

  /// `p@$$w0rd` is `password` to every guessing program.
  private static func withoutDisguise(_ text: String) -> String {
    let disguises: [Character: Character] = [
      "@": "a", "4": "a", "$": "s", "5": "s", "0": "o", "1": "i", "!": "i", "3": "e",
    ]
    return String(text.map { disguises[$0] ?? $0 })
  }

  /// Whether `text` can be cut into at most `mostPieces` pieces.
  private static func isMadeOfPieces(_ text: String) -> Bool {
    let characters = Array(text)
    guard !characters.isEmpty else { return false }
    // fewest[n]: the fewest pieces that make the first n characters.
    var fewest = [Int?](repeating: nil, count: characters.count + 1)
    fewest[0] = 0
    for end in 1...characters.count {
      for start in max(0, end - max(longestPiece, 18))..<end {
        guard let before = fewest[start], before < mostPieces, before + 1 < fewest[end] ?? Int.max else { continue }
        if isPiece(characters[start..<end]) { fewest[end] = before + 1 }
      }
    }
    return (fewest[characters.count] ?? Int.max) <= mostPieces
  }

  private static func isPiece(_ characters: ArraySlice<Character>) -> Bool {
    let text = String(characters)
    if pieces.contains(text) { return true }
    if characters.count <= 2, characters.allSatisfy(\.isASCII) { return true }
    if let first = characters.first, characters.allSatisfy({ $0 == first }) { return true }
    return characters.allSatisfy { ("0"..."9").contains($0) } && isTellingNumber(text)
  }

  /// A year, a day, a month and day, a mobile phone or a citizen's number.
  private static func isTellingNumber(_ digits: String) -> Bool {
    func number(_ range: Range<Int>) -> Int { Int(digits.dropFirst(range.lowerBound).prefix(range.count)) ?? 0 }
    func isDay(_ month: Int, _ day: Int) -> Bool { (1...12).contains(month) && (1...31).contains(day) }
    let isLikelyYear = { (year: Int) in (1930...2039).contains(year) }
    return switch digits.count {
    case 4: isLikelyYear(number(0..<4)) || isDay(number(0..<2), number(2..<4))
    case 6:
      isLikelyYear(number(0..<4)) && (1...12).contains(number(4..<6)) || isDay(number(2..<4), number(4..<6))
    case 8: isLikelyYear(number(0..<4)) && isDay(number(4..<6), number(6..<8))
    case 11: digits.hasPrefix("1") && number(1..<2) >= 3
    case 18: isLikelyYear(number(6..<10)) && isDay(number(10..<12), number(12..<14))
    default: false
    }
  }
}
