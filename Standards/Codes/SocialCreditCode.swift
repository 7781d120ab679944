/// A unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters of
/// the right shape.
///
/// One letter for the registering department, one for the category, six digits
/// of region (GB/T 2260), nine of organisation code (GB 11714, the last one its
/// own check character) and a check digit. Codes with a wrong check digit are in
/// real use, so that a value of this type may have one: `read` tells, and a
/// person may keep such a code with a written reason.
package struct SocialCreditCode: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// A stored code; `nil` unless it has the shape. The check digit is not looked at.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.count == 18, Self.formatProblem(of: text) == nil else { return nil }
    self.text = text
  }

  package var description: String { text }

  /// 登记管理部门代码, for example `9` for market supervision.
  package var departmentCode: Character { text[text.startIndex] }

  /// 机构类别代码, for example `1` for an enterprise under department 9.
  package var categoryCode: Character { text[text.index(after: text.startIndex)] }

  /// The six digits of GB/T 2260 of the registering office; may be abolished.
  package var regionCode: String { part(2..<8) }

  /// The nine characters of the organisation code (GB 11714).
  package var organisationCode: String { part(8..<17) }

  package var checkDigit: Character { Character(part(17..<18)) }

  /// The check digit that GB 32100 computes from the first 17 characters.
  package var expectedCheckDigit: Character { Self.checkDigit(of: text.utf8.prefix(17)) }

  /// The check character that GB 11714 computes from the first eight of the organisation code.
  package var expectedOrganisationCheck: Character {
    Self.organisationCheck(of: text.utf8.dropFirst(8).prefix(8))
  }

  package var department: RegistrationDepartment? { RegistrationDepartment(code: departmentCode) }

  package var category: RegistrationCategory? {
    RegistrationCategory.all.first { $0.department.code == departmentCode && $0.code == categoryCode }
  }

  private func part(_ range: Range<Int>) -> String {
    String(text.dropFirst(range.lowerBound).prefix(range.count))
  }
}

extension SocialCreditCode {
  /// Makes a code with both check characters, for example for demo data.
  /// - Parameters:
  ///   - category: 机构类别代码.
  ///   - region: six digits.
  ///   - organisation: the first eight characters of the organisation code.
  /// - Returns: `nil` when a part does not have its shape.
  package static func make(
    department: Character, category: Character, region: String, organisation: String
  ) -> SocialCreditCode? {
    guard region.utf8.count == 6, organisation.utf8.count == 8 else { return nil }
    let parts = "\(department)\(category)\(region)\(organisation)"
    let first17 = "\(parts)\(organisationCheck(of: organisation.utf8))"
    guard formatProblem(of: first17) == nil else { return nil }
    return SocialCreditCode("\(first17)\(checkDigit(of: first17.utf8))")
  }

  /// Σ of value × 3^(place) mod 31 over the alphabet without I, O, S, V, Z; the
  /// outer remainder turns 31 into 0.
  static func checkDigit(of first17: some Sequence<UInt8>) -> Character {
    var sum = 0
    var weight = 1
    for byte in first17 {
      sum += (value(of: byte) ?? 0) * weight
      weight = weight * 3 % 31
    }
    return Character(Unicode.Scalar(alphabet[(31 - sum % 31) % 31]))
  }

  /// GB 11714: 11 − Σ of value × weight mod 11, where A is 10 and Z is 35; 10 is written X and 11 is 0.
  static func organisationCheck(of first8: some Sequence<UInt8>) -> Character {
    let sum = zip(first8, [3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { sum, pair in
      let value = pair.0 <= UInt8(ascii: "9") ? Int(pair.0) - 48 : Int(pair.0) - 55
      return sum + value * pair.1
    }
    switch 11 - sum % 11 {
    case 10: return "X"
    case 11: return "0"
    case let digit: return Character(Unicode.Scalar(UInt8(48 + digit)))
    }
  }

  /// The first character that the shape does not allow; `text` may be shorter than a whole code.
  static func formatProblem(of text: String) -> FormatProblem? {
    for (place, byte) in text.utf8.enumerated() {
      let isDigit = byte >= 48 && byte <= 57
      guard (2..<8).contains(place) ? isDigit : value(of: byte) != nil else {
        // Places count characters for the reader, also where a Chinese one takes three bytes.
        let index = text.utf8.index(text.startIndex, offsetBy: place)
        return .character(text[index], place: text.distance(from: text.startIndex, to: index) + 1)
      }
    }
    return nil
  }

  private static func value(of byte: UInt8) -> Int? { alphabet.firstIndex(of: byte) }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
}
