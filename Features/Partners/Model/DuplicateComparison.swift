package import Localization

/// Why two enterprises may be one, and how much speaks for it.
package struct DuplicateComparison: Sendable, Hashable {
  /// In the order of their weight; what speaks against it last.
  package let reasons: [Reason]
  /// 0…99; from `least` on a pair is shown.
  package let weight: Int

  package static let least = 45

  package enum Reason: Sendable, Hashable {
    /// The same code but for letters that are taken for digits.
    case code
    /// The same organisation code (GB 11714) within the credit codes.
    case organisation
    /// The codes differ by one slip of the hand.
    case slip
    case name
    case similarName(percent: Int)
    case website(String)
    case address
    /// The same word, but the names say different places.
    case otherPlace
    /// Both codes are valid and differ: two registrations.
    case otherCode

    package var speaksAgainst: Bool { self == .otherPlace || self == .otherCode }

    package var message: Message {
      switch self {
      case .code: Message("partners.duplicate.reason.code")
      case .organisation: Message("partners.duplicate.reason.organisation")
      case .slip: Message("partners.duplicate.reason.slip")
      case .name: Message("partners.duplicate.reason.name")
      case .similarName(let percent):
        Message("partners.duplicate.reason.similarName", ["percent": "\(percent)"])
      case .website(let host): Message("partners.duplicate.reason.website", ["host": host])
      case .address: Message("partners.duplicate.reason.address")
      case .otherPlace: Message("partners.duplicate.reason.otherPlace")
      case .otherCode: Message("partners.duplicate.reason.otherCode")
      }
    }

    fileprivate var weight: Int {
      switch self {
      case .code: 95
      case .organisation: 90
      case .name: 75
      case .slip: 60
      case .similarName(let percent): percent * 7 / 10
      case .website: 50
      case .address: 30
      case .otherPlace, .otherCode: 0
      }
    }
  }

  package init(_ first: Enterprise, _ second: Enterprise) {
    self.init(DuplicateTraits(first), DuplicateTraits(second))
  }

  package init(_ first: DuplicateTraits, _ second: DuplicateTraits) {
    var reasons: [Reason] = []
    if !first.code.isEmpty, !second.code.isEmpty {
      if first.code == second.code {
        reasons.append(.code)
      } else if let organisation = first.organisation, organisation == second.organisation {
        reasons.append(.organisation)
      } else if !(first.hasValidCode && second.hasValidCode), CreditCodeLikeness.isSlip(first.code, second.code) {
        reasons.append(.slip)
      } else {
        reasons.append(.otherCode)
      }
    }
    if first.name.word == second.name.word, !first.name.word.isEmpty {
      reasons.append(.name)
    } else if first.isNameLong, second.isNameLong {
      let likeness = DistinctiveName.likeness(first.grams, second.grams)
      if likeness >= Self.leastLikeness { reasons.append(.similarName(percent: Int(likeness * 100))) }
    }
    let saysNames = reasons.contains { if case .similarName = $0 { true } else { $0 == .name } }
    if saysNames, !first.name.mayBe(near: second.name) { reasons.append(.otherPlace) }
    if !first.host.isEmpty, first.host == second.host { reasons.append(.website(first.host)) }
    if !first.address.isEmpty, first.address == second.address { reasons.append(.address) }

    self.reasons = reasons.sorted { $0.weight > $1.weight }
    // What speaks for it adds up as if by independent witnesses.
    var doubt = reasons.reduce(1.0) { $0 * (1 - Double($1.weight) / 100) }
    if reasons.contains(.otherCode) { doubt = 1 - (1 - doubt) * 0.65 }
    if reasons.contains(.otherPlace) { doubt = 1 - (1 - doubt) * 0.65 }
    weight = min(99, Int(((1 - doubt) * 100).rounded()))
  }

  private static let leastLikeness = 0.65
}
