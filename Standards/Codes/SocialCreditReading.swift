extension SocialCreditCode {
  /// What a typed code turns out to be.
  package enum Reading: Hashable, Sendable {
    case valid(SocialCreditCode)
    /// The text is normalised, for display.
    case wrongFormat(text: String, FormatProblem)
    /// Right shape, wrong last character: usually a typing error, sometimes a
    /// real code. It may be kept with a written reason.
    case wrongCheckDigit(SocialCreditCode, expected: Character)
  }

  package enum FormatProblem: Hashable, Sendable {
    case empty
    case length(Int)
    /// 15 digits: the number of a business licence from before October 2015.
    case oldRegistrationNumber
    /// Nine characters: only the organisation code.
    case organisationCodeOnly
    /// A character that may not stand there; places count from 1.
    case character(Character, place: Int)
  }

  /// Something odd about a code of the right shape, said but never refused.
  package enum Warning: Hashable, Sendable {
    case organisationCheck(expected: Character)
    /// The first two characters are in no table of GB 32100.
    case unknownRegistration
    /// The region was never in GB/T 2260.
    case unknownRegion(String)
  }

  /// Reads what a person typed or a sheet contains: full-width characters,
  /// lower case, spaces, hyphens and leading apostrophes are everyday input.
  package static func read(_ typed: String) -> Reading {
    let text = TypedText.code(typed)
    if text.isEmpty { return .wrongFormat(text: text, .empty) }
    if text.count == 15, TypedText.isDigits(text) { return .wrongFormat(text: text, .oldRegistrationNumber) }
    if text.count == 9, text.utf8.allSatisfy({ $0 < 0x80 }) { return .wrongFormat(text: text, .organisationCodeOnly) }
    if text.count != 18 { return .wrongFormat(text: text, .length(text.count)) }
    if let problem = formatProblem(of: text) { return .wrongFormat(text: text, problem) }
    guard let code = SocialCreditCode(text) else { return .wrongFormat(text: text, .length(text.count)) }
    let expected = code.expectedCheckDigit
    return code.checkDigit == expected ? .valid(code) : .wrongCheckDigit(code, expected: expected)
  }

  /// What a person should look at twice.
  package var warnings: [Warning] {
    var warnings: [Warning] = []
    let expected = expectedOrganisationCheck
    if organisationCode.last != expected { warnings.append(.organisationCheck(expected: expected)) }
    if category == nil { warnings.append(.unknownRegistration) }
    // Codes given centrally begin with 100000, which is no division.
    if regionCode != "100000", Regions.national.region(regionCode) == nil {
      warnings.append(.unknownRegion(regionCode))
    }
    return warnings
  }
}

extension SocialCreditCode.Reading {
  /// The normalised text, also of a wrong one.
  package var text: String {
    switch self {
    case .valid(let code), .wrongCheckDigit(let code, _): code.text
    case .wrongFormat(let text, _): text
    }
  }

  /// The code when it has the shape, whether or not its check digit is right.
  package var code: SocialCreditCode? {
    switch self {
    case .valid(let code), .wrongCheckDigit(let code, _): code
    case .wrongFormat: nil
    }
  }

  /// What to tell the person; `nil` for a valid code.
  package var remark: Remark? {
    switch self {
    case .valid: nil
    case .wrongFormat(_, let problem): problem.remark
    case .wrongCheckDigit(let code, let expected):
      Remark("standards.credit-code.check-digit", ["actual": "\(code.checkDigit)", "expected": "\(expected)"])
    }
  }
}

extension SocialCreditCode.FormatProblem {
  package var remark: Remark {
    switch self {
    case .empty: Remark("standards.credit-code.empty")
    case .length(let count): Remark("standards.credit-code.length", ["count": "\(count)"])
    case .oldRegistrationNumber: Remark("standards.credit-code.old-number")
    case .organisationCodeOnly: Remark("standards.credit-code.organisation-only")
    case .character(let character, let place):
      Remark("standards.credit-code.character", ["character": "\(character)", "place": "\(place)"])
    }
  }
}

extension SocialCreditCode.Warning {
  package var remark: Remark {
    switch self {
    case .organisationCheck(let expected):
      Remark("standards.credit-code.organisation-check", ["expected": "\(expected)"])
    case .unknownRegistration: Remark("standards.credit-code.registration")
    case .unknownRegion(let code): Remark("standards.credit-code.region", ["code": code])
    }
  }
}
