package import Values

/// A citizen identity number (公民身份号码, GB 11643-1999) with a real birth date
/// and the right check digit.
///
/// The region (first six digits) is where the number was given and may be long
/// abolished; it is never a reason to refuse. The number is sensitive personal
/// information (个人信息保护法 art. 28): `description` is masked so that no log
/// or message can carry it by accident.
package struct CitizenID: Hashable, Sendable, CustomStringConvertible {
  /// All 18 characters.
  package let text: String
  package let birthDate: CivilDate

  package enum Sex: String, StandardTerm {
    case male, female
    package static let vocabulary = "sex"
  }

  /// What a typed number turns out to be. Wrong ones are not carried along.
  package enum Reading: Hashable, Sendable {
    case valid(CitizenID)
    case empty
    case wrongLength(Int)
    /// A character other than 17 digits and a final digit or X; places count from 1.
    case wrongCharacter(place: Int)
    case wrongBirthDate
    case wrongCheckDigit(expected: Character)
  }

  private init(text: String, birthDate: CivilDate) {
    self.text = text
    self.birthDate = birthDate
  }

  /// Reads a number; `nil` unless it is valid.
  package init?(_ typed: String) {
    guard case .valid(let id) = Self.read(typed) else { return nil }
    self = id
  }

  /// Reads what a person typed: full-width characters, spaces, `x` for `X`.
  package static func read(_ typed: String) -> Reading {
    let text = TypedText.code(typed)
    if text.isEmpty { return .empty }
    guard text.count == 18 else { return .wrongLength(text.count) }
    for (index, character) in text.enumerated() {
      let isAllowed = ("0"..."9").contains(character) || (index == 17 && character == "X")
      guard isAllowed else { return .wrongCharacter(place: index + 1) }
    }
    let digits = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
    guard let birthDate = CivilDate(year: number(6..<10), month: number(10..<12), day: number(12..<14)) else {
      return .wrongBirthDate
    }
    let expected = checkDigit(of: digits)
    guard digits[17] == expected else { return .wrongCheckDigit(expected: Character(Unicode.Scalar(expected))) }
    return .valid(CitizenID(text: text, birthDate: birthDate))
  }

  package var description: String { masked }

  /// The six digits of GB/T 2260 of the place where the number was given.
  package var regionCode: String { String(text.prefix(6)) }

  /// The 17th digit is odd for men.
  package var sex: Sex {
    text.utf8[text.utf8.index(text.startIndex, offsetBy: 16)] % 2 == 1 ? .male : .female
  }

  /// `110*************2X`: the region's first three digits and the last two,
  /// nothing of the birthday.
  package var masked: String {
    text.prefix(3) + String(repeating: "*", count: 13) + text.suffix(2)
  }

  /// Completed years on a day, a birthday included. Negative before birth.
  package func age(on day: CivilDate) -> Int {
    let hadBirthday = (day.month, day.day) >= (birthDate.month, birthDate.day)
    return day.year - birthDate.year - (hadBirthday ? 0 : 1)
  }

  private static func checkDigit(of digits: [UInt8]) -> UInt8 {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    return Array("10X98765432".utf8)[sum % 11]
  }
}

extension CitizenID.Reading {
  /// What to tell the person; `nil` for a valid number.
  package var remark: Remark? {
    switch self {
    case .valid: nil
    case .empty: Remark("standards.citizen-id.empty")
    case .wrongLength(let count): Remark("standards.citizen-id.length", ["count": "\(count)"])
    case .wrongCharacter(let place): Remark("standards.citizen-id.character", ["place": "\(place)"])
    case .wrongBirthDate: Remark("standards.citizen-id.birth-date")
    // The expected digit is not said: it would complete a half-known number.
    case .wrongCheckDigit: Remark("standards.citizen-id.check-digit")
    }
  }
}
