import Foundation
import Records
import Values

/// What a workplace pays, from and to, as enterprises write it.
struct SalaryRange: Sendable, Hashable {
  /// For how long it is paid.
  enum Period: String, Sendable, CaseIterable {
    case hour, day, month, year
  }

  /// In fen, as is `high`; both are the same where one figure was given.
  let low: Int64
  let high: Int64
  let period: Period

  /// Nobody is paid more for a month of work, and few for a year.
  static let highest: Int64 = 10_000_000 * 100

  init?(low: Int64, high: Int64, period: Period) {
    guard low > 0, low <= high, high <= Self.highest else { return nil }
    self.low = low
    self.high = high
    self.period = period
  }

  /// Reads `8,000–12,000 元/月`, `８千～１．２万`, `8-12k`, `年薪 10-15 万`, `200 元/天`, `6000`; `nil` for anything else.
  /// Without a period a month is meant.
  static func read(_ typed: String) -> SalaryRange? {
    let plain = FieldText.trimmed(typed).precomposedStringWithCompatibilityMapping.lowercased()
      .filter { !$0.isWhitespace && $0 != "," && $0 != "，" && $0 != "¥" && $0 != "￥" }
    guard let (text, period) = period(of: plain),
      let match = text.replacing("元", with: "").replacing("rmb", with: "").wholeMatch(of: pattern)
    else { return nil }
    let unit = match.4.map(String.init) ?? ""
    guard let upper = match.3 else {
      return fen(match.1, match.2.map(String.init) ?? "").flatMap { SalaryRange(low: $0, high: $0, period: period) }
    }
    guard let high = fen(upper, unit) else { return nil }
    // 8-12k and 0.8-1.2万 name the unit once; 8000-1.2万 does not mean it for the first.
    let units = match.2.map { [String($0)] } ?? [unit, ""]
    return units.lazy.compactMap { fen(match.1, $0) }.compactMap { SalaryRange(low: $0, high: high, period: period) }
      .first
  }

  private static var pattern: Regex<(Substring, Substring, Substring?, Substring?, Substring?)> {
    /([0-9]+(?:\.[0-9]{1,2})?)(万|千|k|w)?(?:(?:-|–|—|~|至|到)([0-9]+(?:\.[0-9]{1,2})?)(万|千|k|w)?)?/
  }

  private static let words: [(word: String, period: Period)] = [
    ("/小时", .hour), ("每小时", .hour), ("/hour", .hour), ("/时", .hour), ("时薪", .hour), ("小时", .hour),
    ("/天", .day), ("/日", .day), ("每天", .day), ("每日", .day), ("/day", .day), ("日薪", .day), ("天", .day),
    ("/年", .year), ("每年", .year), ("/year", .year), ("年薪", .year), ("年", .year),
    ("/个月", .month), ("/月", .month), ("每月", .month), ("/month", .month), ("月薪", .month), ("个月", .month),
    ("月", .month),
  ]

  /// The text without the words that say for how long; `nil` where two of them contradict each other.
  private static func period(of text: String) -> (String, Period)? {
    var (rest, found) = (text, Set<Period>())
    for (word, period) in words where rest.contains(word) {
      rest = rest.replacing(word, with: "")
      found.insert(period)
    }
    return found.count > 1 ? nil : (rest, found.first ?? .month)
  }

  private static func fen(_ digits: Substring, _ unit: String) -> Int64? {
    let parts = digits.split(separator: ".")
    guard let whole = parts.first.flatMap({ Int64($0) }), whole <= 100_000_000 else { return nil }
    let scale: Int64 =
      switch unit {
      case "万", "w": 1_000_000
      case "千", "k": 100_000
      default: 100
      }
    let decimals = parts.count > 1 ? String(parts[1]) : ""
    guard let part = Int64((decimals + "00").prefix(2)) else { return nil }
    return whole * scale + part * scale / 100
  }

  var json: JSONValue {
    ["low": .integer(low), "high": .integer(high), "period": .string(period.rawValue)]
  }

  init?(_ json: JSONValue?) {
    guard let low = json?["low"]?.integer, let high = json?["high"]?.integer,
      let period = (json?["period"]?.string).flatMap(Period.init)
    else { return nil }
    self.init(low: low, high: high, period: period)
  }

  /// The figures as people write them: `8,000–12,000`.
  var figures: String {
    func yuan(_ fen: Int64) -> String {
      let whole = Self.grouped(fen / 100)
      return fen % 100 == 0 ? whole : "\(whole)\(Fen.text(fen % 100).dropFirst())"
    }
    return low == high ? yuan(low) : "\(yuan(low))–\(yuan(high))"
  }

  private static func grouped(_ number: Int64) -> String {
    var digits = String(number)
    var result = ""
    while digits.count > 3 {
      result = ",\(digits.suffix(3))\(result)"
      digits.removeLast(3)
    }
    return digits + result
  }
}
