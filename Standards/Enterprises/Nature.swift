/// Who owns or runs an employer (单位性质).
///
/// The graduates' statistics know twelve codes; private and collective
/// enterprises are told apart here and counted there under 39.
package enum EnterpriseNature: String, StandardTerm {
  case stateOwned = "state-owned"
  case privatelyOwned = "private"
  case foreignInvested = "foreign-invested"
  case collective
  case otherEnterprise = "other-enterprise"
  case partyOrGovernment = "party-or-government"
  case researchInstitute = "research-institute"
  case higherEducation = "higher-education"
  case schoolEducation = "school-education"
  case healthCare = "health-care"
  case otherInstitution = "other-institution"
  case armedForces = "armed-forces"
  case village
  case urbanCommunity = "urban-community"

  package static let vocabulary = "nature"

  /// The code of the employment statistics (高校毕业生毕业去向 unit nature).
  package var statisticsCode: String {
    switch self {
    case .partyOrGovernment: "10"
    case .researchInstitute: "20"
    case .higherEducation: "21"
    case .schoolEducation: "22"
    case .healthCare: "23"
    case .otherInstitution: "29"
    case .stateOwned: "31"
    case .foreignInvested: "32"
    case .privatelyOwned, .collective, .otherEnterprise: "39"
    case .armedForces: "40"
    case .village: "55"
    case .urbanCommunity: "56"
    }
  }

  /// Reads a code of the statistics; 39 is `otherEnterprise`.
  package init?(statisticsCode code: some StringProtocol) {
    let matches = Self.allCases.filter { $0.statisticsCode == code }
    guard let match = matches.last else { return nil }
    self = match
  }

  package var isEnterprise: Bool { statisticsCode.hasPrefix("3") }
}
