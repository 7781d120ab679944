import Organizations
import Partners
import Values

/// What both sides gave and gained in a year, or in all years.
struct BalanceSheet: Sendable, Hashable {
  /// The entries of one kind and side together.
  struct Line: Sendable, Hashable {
    let kind: LedgerKind
    let side: LedgerSide
    let entries: Int
    /// Fen promised or in amounts, and fen that arrived.
    let amount: Int64
    let arrived: Int64
    /// Hundredths of units.
    let units: Int64
    /// Fen by the rules, and those of them that both sides confirm.
    let value: Int64
    let confirmed: Int64
  }

  /// Entries of one standing together.
  struct Share: Sendable, Hashable {
    let standing: LedgerStanding
    let notedSide: LedgerSide
    let entries: Int
    let value: Int64
  }

  /// What is disputed does not count until it is settled, and stands in `shares` only.
  let lines: [Line]
  var shares: [Share] = []

  /// What counts.
  var value: Int64 { lines.reduce(0) { $0 + $1.value } }
  var confirmed: Int64 { lines.reduce(0) { $0 + $1.confirmed } }

  /// - Parameter side: who noted it; `nil` for both.
  func share(_ standing: LedgerStanding, by side: LedgerSide? = nil) -> (entries: Int, value: Int64) {
    shares.filter { $0.standing == standing && (side == nil || $0.notedSide == side) }
      .reduce((0, 0)) { ($0.0 + $1.entries, $0.1 + $1.value) }
  }

  func confirmed(_ side: LedgerSide, given: Bool) -> Int64 {
    lines.filter { $0.side == side && $0.kind.isGiven == given }.reduce(0) { $0 + $1.confirmed }
  }

  func lines(given: Bool) -> [Line] { lines.filter { $0.kind.isGiven == given } }

  func total(_ side: LedgerSide, given: Bool) -> Int64 {
    lines.filter { $0.side == side && $0.kind.isGiven == given }.reduce(0) { $0 + $1.value }
  }

  /// What a side gained for each yuan it gave; `nil` where one of them has no entries.
  func ratio(_ side: LedgerSide) -> Double? {
    let (given, gained) = (total(side, given: true), total(side, given: false))
    return given == 0 || gained == 0 ? nil : Double(gained) / Double(given)
  }

  /// Promised money that has not arrived.
  func outstanding(_ side: LedgerSide) -> Int64 {
    lines.filter { $0.side == side && $0.kind.measure == .promise }.reduce(0) { $0 + max(0, $1.amount - $1.arrived) }
  }
}

/// The figures of one year, for the course over the years.
struct BalanceYear: Sendable, Hashable {
  let year: Int
  var schoolGiven: Int64 = 0
  var enterpriseGiven: Int64 = 0
  var schoolGained: Int64 = 0
  var enterpriseGained: Int64 = 0
  var studentsGained: Int64 = 0
}

/// What the ledger is asked for: the filters that stand in its address, and its place.
struct LedgerQuery: Sendable {
  var partnershipID: ID<Partnership>?
  var projectID: ID<Project>?
  var kinds: [LedgerKind] = []
  var sides: [LedgerSide] = []
  var isGiven: Bool?
  var year: Int?
  /// Only promises of which something is still to come.
  var isOutstanding = false
  var standings: [LedgerStanding] = []
  var notedSide: LedgerSide?
  /// Only what the sums of balance sheets count: all but what is disputed.
  var isCounted = false
  var isRemoved = false
  var search = ""
  /// The row before the page: its day and key.
  var after: (day: CivilDate, id: ID<LedgerEntry>)?
  var limit = 30
}

/// An entry as lists show it.
struct LedgerRow: Sendable, Hashable {
  let entry: LedgerEntry
  let enterpriseName: String
  let projectTitle: String
}
