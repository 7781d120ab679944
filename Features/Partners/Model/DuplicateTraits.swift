import Standards

/// What is compared of an enterprise, worked out once however many it is
/// compared with.
package struct DuplicateTraits: Sendable {
  let code: String
  /// The organisation code (GB 11714) within a whole credit code.
  let organisation: String?
  let hasValidCode: Bool
  let name: DistinctiveName
  let grams: Set<String>
  let host: String
  let address: String

  package init(_ enterprise: Enterprise) {
    code = CreditCodeLikeness.folded(enterprise.creditCode)
    organisation = CreditCodeLikeness.organisation(code)
    hasValidCode = if case .valid = SocialCreditCode.read(enterprise.creditCode) { true } else { false }
    name = DistinctiveName(enterprise.name)
    grams = name.grams
    host = WebsiteHost.own(enterprise.website)
    address = DuplicateKeys.addressKey(enterprise)
  }

  /// Short words are alike by chance.
  var isNameLong: Bool { name.word.count >= 4 }
}
