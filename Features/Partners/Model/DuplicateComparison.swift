import Foundation
package import Localization
import Standards

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
    var reasons: [Reason] = []
    let codes = (CreditCodeLikeness.folded(first.creditCode), CreditCodeLikeness.folded(second.creditCode))
    if !codes.0.isEmpty, !codes.1.isEmpty {
      if codes.0 == codes.1 {
        reasons.append(.code)
      } else if let organisation = CreditCodeLikeness.organisation(codes.0),
        organisation == CreditCodeLikeness.organisation(codes.1)
      {
        reasons.append(.organisation)
      } else if CreditCodeLikeness.isSlip(codes.0, codes.1), !Self.areValid(first, second) {
        reasons.append(.slip)
      } else {
        reasons.append(.otherCode)
      }
    }
    let names = (DistinctiveName(first.name), DistinctiveName(second.name))
    let isNear = names.0.mayBe(near: names.1)
    if names.0.word == names.1.word, !names.0.word.isEmpty {
      reasons.append(.name)
      if !isNear { reasons.append(.otherPlace) }
    } else if min(names.0.word.count, names.1.word.count) >= 4 {
      let likeness = DistinctiveName.likeness(names.0.grams, names.1.grams)
      if likeness >= Self.leastLikeness {
        reasons.append(.similarName(percent: Int(likeness * 100)))
        if !isNear { reasons.append(.otherPlace) }
      }
    }
    let host = WebsiteHost.own(first.website)
    if !host.isEmpty, host == WebsiteHost.own(second.website) { reasons.append(.website(host)) }
    let address = DuplicateKeys.addressKey(first)
    if !address.isEmpty, address == DuplicateKeys.addressKey(second) { reasons.append(.address) }

    self.reasons = reasons.sorted { $0.weight > $1.weight }
    // What speaks for it adds up as if by independent witnesses.
    var doubt = reasons.reduce(1.0) { $0 * (1 - Double($1.weight) / 100) }
    if reasons.contains(.otherCode) { doubt = 1 - (1 - doubt) * 0.65 }
    if reasons.contains(.otherPlace) { doubt = 1 - (1 - doubt) * 0.65 }
    weight = min(99, Int(((1 - doubt) * 100).rounded()))
  }

  private static let leastLikeness = 0.65

  private static func areValid(_ first: Enterprise, _ second: Enterprise) -> Bool {
    func isValid(_ code: String) -> Bool {
      if case .valid = SocialCreditCode.read(code) { true } else { false }
    }
    return isValid(first.creditCode) && isValid(second.creditCode)
  }
}
