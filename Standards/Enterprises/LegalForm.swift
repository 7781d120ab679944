/// What kind of organisation a partner is in law (机构类型, after GB/T 20091 and
/// the categories of GB 32100).
package enum LegalForm: String, StandardTerm {
  case enterprise
  case individualBusiness = "individual-business"
  case farmersCooperative = "farmers-cooperative"
  case publicInstitution = "public-institution"
  case governmentOrgan = "government-organ"
  case massOrganisation = "mass-organisation"
  case society
  case privateNonEnterprise = "private-non-enterprise"
  case foundation
  case ruralCollective = "rural-collective"
  case other

  package static let vocabulary = "legal-form"

  /// What a credit code says about the form; `nil` where it leaves it open.
  package init?(_ code: SocialCreditCode) {
    switch (code.departmentCode, code.categoryCode) {
    case ("9", "1"): self = .enterprise
    case ("9", "2"): self = .individualBusiness
    case ("9", "3"): self = .farmersCooperative
    case ("1", "1"): self = .governmentOrgan
    case ("1", "2"), ("A", "1"): self = .publicInstitution
    case ("1", "3"), ("8", "1"): self = .massOrganisation
    case ("5", "1"): self = .society
    case ("5", "2"): self = .privateNonEnterprise
    case ("5", "3"): self = .foundation
    case ("N", "1"), ("N", "2"), ("N", "3"): self = .ruralCollective
    default: return nil
    }
  }
}
