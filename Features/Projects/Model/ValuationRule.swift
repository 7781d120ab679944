import Values

/// How a kind is valued, from a year on: what the figures of balance sheets rest on.
struct ValuationRule: Sendable, Hashable {
  let kind: LedgerKind
  /// The first year it holds for; 0 for what a school begins with.
  var since: Int
  /// Fen for a unit; for amounts, hundredths of a per cent of them.
  var rate: Int64
  /// Where the rate comes from.
  var basis = ""
  var version = 0

  /// The value of an entry in fen, rounded half up.
  func value(of entry: LedgerEntry) -> Int64 {
    switch kind.measure {
    case .promise, .amount: scaled(entry.units, by: 10_000)
    case .count, .area: scaled(entry.units, by: 100)
    }
  }

  private func scaled(_ units: Int64, by divisor: Int64) -> Int64 {
    // Amounts and rates are limited, and still their product may pass 64 bits.
    let (high, low) = units.multipliedFullWidth(by: rate)
    let (sum, carry) = low.addingReportingOverflow(UInt64(divisor / 2))
    let result = divisor.dividingFullWidth((high + (carry ? 1 : 0), sum))
    return result.quotient
  }

  enum Limit {
    /// A million yuan for a unit; ten times an amount.
    static let rate: Int64 = 100_000_000
    static let share: Int64 = 100_000
    static let basis = 200
  }

  /// What a school begins with: cautious figures that its office changes.
  static let usual: [LedgerKind: Int64] = [
    .money: 10_000, .donation: 10_000, .scholarship: 10_000,
    // Equipment serves five years, so a fifth counts each time it is noted for a year.
    .equipment: 2000, .technology: 10_000, .orders: 1500, .costSaved: 10_000, .venue: 3000, .teacherHours: 15_000,
    .engineerHours: 20_000, .trainingDays: 120_000, .studentsTrained: 30_000, .staffTrained: 60_000,
    .interns: 150_000, .hires: 500_000, .patents: 1_000_000, .courses: 2_000_000, .textbooks: 1_500_000,
  ]
}

/// All rules of a school.
struct ValuationRules: Sendable, Hashable {
  /// Own rules, the latest first for each kind.
  let own: [ValuationRule]

  /// The rule that holds in a year.
  func rule(_ kind: LedgerKind, in year: Int) -> ValuationRule {
    own.filter { $0.kind == kind && $0.since <= year }.max { $0.since < $1.since }
      ?? ValuationRule(kind: kind, since: 0, rate: ValuationRule.usual[kind] ?? 0)
  }

  func value(of entry: LedgerEntry) -> Int64 { rule(entry.kind, in: entry.day.year).value(of: entry) }
}
