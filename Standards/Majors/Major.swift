/// The level of vocational education, told by the first digit of a major's code.
package enum EducationLevel: String, StandardTerm {
  /// 中等职业教育, codes 61–79.
  case secondary
  /// 高等职业教育专科, codes 41–59.
  case associate
  /// 高等职业教育本科, codes 21–39.
  case bachelor

  package static let vocabulary = "education-level"

  /// What is added to the number of a group (1–19) on this level.
  package var base: Int {
    switch self {
    case .bachelor: 20
    case .associate: 40
    case .secondary: 60
    }
  }

  /// The level of a code by its first two digits; `nil` outside the catalogue.
  package init?(majorCode: some StringProtocol) {
    guard let number = Int(majorCode.prefix(2)), let level = Self.allCases.first(where: { $0.has(number) }) else {
      return nil
    }
    self = level
  }

  func has(_ groupNumber: Int) -> Bool { (base + 1...base + 19).contains(groupNumber) }
}

/// A major of the catalogue of vocational education (职业教育专业目录).
package struct Major: Hashable, Sendable {
  /// Six digits without the letter K.
  package let code: String
  package let name: String
  /// 国家控制布点专业: opening it needs the state's consent; the catalogue prints `K` after its code.
  package let isStateControlled: Bool
  package let level: EducationLevel

  /// `nil` unless the code has six digits of a known level, with `K` or without.
  package init?(code typed: String, name: String) {
    let text = TypedText.code(typed)
    let digits = text.hasSuffix("K") ? text.dropLast() : text[...]
    guard digits.count == 6, TypedText.isDigits(digits), let level = EducationLevel(majorCode: digits), !name.isEmpty
    else { return nil }
    self.code = String(digits)
    self.name = name
    self.level = level
    isStateControlled = text.hasSuffix("K")
  }

  /// The code as the catalogue prints it, `570102K`.
  package var printedCode: String { isStateControlled ? code + "K" : code }

  /// The group (专业大类), two digits.
  package var groupCode: String { String(code.prefix(2)) }

  /// The class (专业类), four digits.
  package var classCode: String { String(code.prefix(4)) }
}

/// A group (专业大类, two digits) on one level.
package struct MajorGroup: Hashable, Sendable {
  package let code: String
  package let name: BilingualName
  package let level: EducationLevel
}

/// A class (专业类, four digits) on one level.
package struct MajorClass: Hashable, Sendable {
  package let code: String
  package let name: String
}
