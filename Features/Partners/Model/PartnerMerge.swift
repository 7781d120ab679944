import Organizations
import Standards
import Values

/// Two records of the same thing become one, field by field.
///
/// `kept` is the one that stays and `gone` the one that leads to it afterwards.
/// A field's value comes from either; lists are united.
package struct PartnerMerge: Sendable {
  /// Which of the two a field's value comes from.
  package enum Side: String, Sendable, CaseIterable {
    case kept, gone
  }

  /// A field that the two may disagree on.
  package struct MergeField<Record: Sendable>: Sendable {
    /// As the record's description names it.
    package let name: String
    let copy: @Sendable (_ from: Record, _ to: inout Record) -> Void
    /// Which side is taken until somebody chooses.
    let usual: @Sendable (_ kept: Record, _ gone: Record) -> Side

    init<Value>(
      _ name: String, _ path: any WritableKeyPath<Record, Value> & Sendable,
      isEmpty: @escaping @Sendable (Value) -> Bool,
      prefersGone: @escaping @Sendable (Record, Record) -> Bool = { _, _ in false }
    ) {
      self.name = name
      copy = { from, to in to[keyPath: path] = from[keyPath: path] }
      usual = { kept, gone in
        if isEmpty(gone[keyPath: path]) { return .kept }
        return isEmpty(kept[keyPath: path]) || prefersGone(kept, gone) ? .gone : .kept
      }
    }
  }

  package static let enterpriseFields: [MergeField<Enterprise>] = [
    .init("name", \.name, isEmpty: \.isEmpty),
    .init("creditCode", \.creditCode, isEmpty: \.isEmpty, prefersGone: { !isValid($0) && isValid($1) }),
    .init("shortName", \.shortName, isEmpty: \.isEmpty), .init("legalForm", \.legalForm, isEmpty: \.isEmpty),
    .init("nature", \.nature, isEmpty: \.isEmpty), .init("industry", \.industry, isEmpty: \.isEmpty),
    .init("region", \.region, isEmpty: \.isEmpty), .init("address", \.address, isEmpty: \.isEmpty),
    .init("park", \.park, isEmpty: \.isEmpty), .init("size", \.size, isEmpty: { $0 == nil }),
    .init("staffCount", \.staffCount, isEmpty: { $0 == nil }),
    .init("foundedOn", \.foundedOn, isEmpty: { $0 == nil }), .init("products", \.products, isEmpty: \.isEmpty),
    .init("website", \.website, isEmpty: \.isEmpty), .init("description", \.description, isEmpty: \.isEmpty),
    .init(
      "status", \.status, isEmpty: { _ in false },
      prefersGone: { $0.status == .closed && $1.status == .operating }),
  ]

  /// - Parameter levels: the school's levels in order; the closer one is taken.
  package static func partnershipFields(levels: [String]) -> [MergeField<Partnership>] {
    [
      .init(
        "level", \.level, isEmpty: \.isEmpty,
        prefersGone: { (levels.firstIndex(of: $0.level) ?? -1) < (levels.firstIndex(of: $1.level) ?? -1) }),
      .init("department", \.departmentID, isEmpty: { $0 == nil }),
      .init("owner", \.ownerID, isEmpty: { $0 == nil }), .init("source", \.source, isEmpty: \.isEmpty),
      .init(
        "since", \.since, isEmpty: { $0 == nil },
        prefersGone: { kept, gone in
          guard let first = kept.since, let second = gone.since else { return false }
          return second < first
        }), .init("note", \.note, isEmpty: \.isEmpty),
    ]
  }

  /// What somebody chose, by `enterprise.<field>` and `partnership.<field>`.
  package let choices: [String: Side]
  /// The school's levels in order.
  package let levels: [String]

  package init(choices: [String: Side], levels: [String]) {
    self.choices = choices
    self.levels = levels
  }

  package func side(of field: MergeField<Enterprise>, _ kept: Enterprise, _ gone: Enterprise) -> Side {
    choices["enterprise.\(field.name)"] ?? field.usual(kept, gone)
  }

  package func side(of field: MergeField<Partnership>, _ kept: Partnership, _ gone: Partnership) -> Side {
    choices["partnership.\(field.name)"] ?? field.usual(kept, gone)
  }

  package func merged(_ kept: Enterprise, _ gone: Enterprise) -> Enterprise {
    var merged = kept
    for field in Self.enterpriseFields where side(of: field, kept, gone) == .gone {
      field.copy(gone, &merged)
      // Why a failing code is right is said of that code.
      if field.name == "creditCode" { merged.creditCodeReason = gone.creditCodeReason }
    }
    merged.tags = Self.united(kept.tags, gone.tags, max: 12)
    if merged.logo.isEmpty { merged.logo = gone.logo }
    return merged
  }

  package func merged(_ kept: Partnership, _ gone: Partnership) -> Partnership {
    var merged = kept
    for field in Self.partnershipFields(levels: levels) where side(of: field, kept, gone) == .gone {
      field.copy(gone, &merged)
    }
    merged.motives = Self.united(kept.motives, gone.motives, max: 8)
    merged.majorIDs = Self.united(kept.majorIDs, gone.majorIDs, max: 60).sorted()
    if gone.status == .active { merged.status = .active }
    if Self.rank(gone) > Self.rank(kept) {
      merged.reviewState = gone.reviewState
      merged.reviewValidUntil = gone.reviewValidUntil
    }
    return merged
  }

  /// The first one's items, then what only the second one has.
  static func united(_ first: [String], _ second: [String], max: Int) -> [String] {
    Array((first + second.filter { !first.contains($0) }).prefix(max))
  }

  /// A review that is valid for longer goes before one that is under way, and that before none.
  private static func rank(_ partnership: Partnership) -> (Int, CivilDate) {
    let order: [Partnership.ReviewState] = [.none, .refused, .draft, .returned, .open, .valid]
    return (
      order.firstIndex(of: partnership.reviewState) ?? 0,
      partnership.reviewValidUntil ?? CivilDate(daysSinceEpoch: 0)
    )
  }

  private static func isValid(_ enterprise: Enterprise) -> Bool {
    if case .valid = SocialCreditCode.read(enterprise.creditCode) { true } else { false }
  }
}
