import Accounts
import Database
import Organizations
import Partners
import Records
import Values

/// One thing that one side gave to a cooperation, or that somebody had from it, on a day.
struct LedgerEntry: Sendable, Hashable {
  var id: ID<LedgerEntry>
  var schoolID: ID<School>
  var partnershipID: ID<Partnership>
  /// `nil` for what belongs to the partnership as a whole.
  var projectID: ID<Project>?
  var kind: LedgerKind
  var side: LedgerSide
  var day: CivilDate
  /// What it is: "三坐标测量机 2 台".
  var title = ""
  /// Fen: promised, or the amount.
  var amount: Int64?
  /// Fen of a promise that arrived.
  var arrived: Int64?
  /// Hundredths of the kind's unit; of square metres for venues.
  var quantity: Int64?
  /// Months that a venue is used.
  var months: Int64?
  /// Whose the equipment stays, and where it stands.
  var owner: LedgerSide?
  var location = ""
  var note = ""
  /// Fen by the rule of its year; kept in step by who writes entries and rules.
  var value: Int64 = 0
  /// Who says so, and what the other side says to it.
  var notedSide = LedgerSide.school
  var notedBy = ""
  var standing = LedgerStanding.noted
  /// The reason of a dispute, or what was said with a confirmation.
  var answer = ""
  var answeredBy = ""
  var answeredAt: Instant?
  var isRemoved = false
  /// Counts changes.
  var version = 1

  init(id: ID<LedgerEntry>, school: ID<School>, partnership: ID<Partnership>, kind: LedgerKind, day: CivilDate) {
    self.id = id
    schoolID = school
    partnershipID = partnership
    self.kind = kind
    side = kind.usualSide
    self.day = day
  }

  /// The quantity as people write it; a text that cannot be read leaves it empty.
  var quantityText: String {
    get { quantity.map(LedgerQuantity.text) ?? "" }
    set { quantity = newValue.isEmpty ? nil : LedgerQuantity.parse(newValue) }
  }

  /// What the rule's rate is multiplied with: hundredths of units, or fen.
  var units: Int64 {
    switch kind.measure {
    case .promise: arrived ?? 0
    case .amount: amount ?? 0
    case .count: quantity ?? 0
    case .area: (quantity ?? 0) * (months ?? 0)
    }
  }

  enum Limit {
    static let title = 80
    static let location = 80
    static let note = 500
    /// A hundred billion yuan in fen.
    static let money: Int64 = 10_000_000_000_000
    /// Ten million units, in hundredths.
    static let quantity: Int64 = 1_000_000_000
    static let months: Int64 = 600
    static let years = 2000...2100
  }
}

/// Quantities as people write them, kept in hundredths.
enum LedgerQuantity {
  /// Reads `120`, `1,200.5`, `１２０ 小时`, `3.5天`, `1.2万人次`.
  /// - Returns: hundredths; `nil` for anything else, more than two decimals, or less than nothing.
  static func parse(_ text: String) -> Int64? {
    let plain = FieldText.plainDigits(FieldText.trimmed(text)).filter { $0 != "," && $0 != " " && $0 != "，" }
    let figure = plain.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    var unit = plain.dropFirst(figure.count)
    let scale: Int64 = unit.hasPrefix("万") ? 10_000 : 1
    if scale > 1 { unit = unit.dropFirst() }
    // A unit is a short word; anything with a figure in it is something else.
    guard !figure.isEmpty, unit.count <= 8, !unit.contains(where: { $0.isNumber && $0.isASCII || $0 == "-" }) else {
      return nil
    }
    guard let fen = Fen.parse(String(figure)), fen >= 0 else { return nil }
    let (hundredths, isTooLarge) = fen.multipliedReportingOverflow(by: scale)
    return isTooLarge || hundredths > LedgerEntry.Limit.quantity ? nil : hundredths
  }

  /// `120`, `1200.5` without zeros at the end.
  static func text(_ hundredths: Int64) -> String {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
