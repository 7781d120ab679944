import Foundation

extension Localizer {
  /// `1,234,567`: both languages group by thousands, as Chinese accounts do.
  package func number(_ value: some BinaryInteger) -> String {
    (value < 0 ? "-" : "") + Self.grouped(String(value.magnitude))
  }

  /// `1,234.50` with exactly so many digits after the point; `–` for what is no number.
  package func number(_ value: Double, fractionDigits: Int) -> String {
    guard value.isFinite else { return Self.nothing }
    let text = String(format: "%.\(max(0, min(fractionDigits, 15)))f", abs(value))
    let parts = text.split(separator: ".")
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    let fraction = parts.count == 2 ? ".\(parts[1])" : ""
    return (value < 0 && !isZero ? "-" : "") + Self.grouped(String(parts[0])) + fraction
  }

  /// `3,200.00 元`, in English `¥3,200.00`.
  /// - Parameter fen: hundredths of a yuan.
  package func money(fen: Int64) -> String {
    let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
    let amount = "\(Self.grouped(String(yuan))).\(rest < 10 ? "0" : "")\(rest)"
    return (fen < 0 ? "-" : "") + self("kit.number.money", ["amount": amount])
  }

  /// For tiles and charts, where an amount is looked at and not copied: `150.06 万元`, in English `¥1,500,600`.
  /// - Parameter fen: hundredths of a yuan.
  package func roundMoney(fen: Int64) -> String {
    let yuan = (Double(fen) / 100).rounded()
    guard language == .chinese else {
      return (yuan < 0 ? "-" : "") + self("kit.number.money", ["amount": Self.grouped(String(Int64(yuan.magnitude)))])
    }
    if yuan.magnitude < 10_000 {
      return self("kit.number.money", ["amount": number(yuan, fractionDigits: 0)])
    }
    var amount = number(yuan / 10_000, fractionDigits: 2)
    while amount.hasSuffix("0") { amount.removeLast() }
    if amount.hasSuffix(".") { amount.removeLast() }
    return self("kit.number.money.tenThousand", ["amount": amount])
  }

  /// `25.6%` of a ratio where 1 is the whole; zeros at the end are left out.
  package func percent(_ ratio: Double, fractionDigits: Int = 1) -> String {
    guard ratio.isFinite else { return Self.nothing }
    var text = number(ratio * 100, fractionDigits: fractionDigits)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text + "%"
  }

  /// The share of `part` in `whole`; `–` when there is no whole.
  ///
  /// Rounding never says 100% while something is missing (then 99.9%), and
  /// never 0% while there is something (then <0.1%).
  package func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return Self.nothing }
    let ratio = Double(part) / Double(whole)
    if part < whole, ratio > 0.999 { return "99.9%" }
    if part > 0, ratio < 0.001 { return "<0.1%" }
    return percent(ratio)
  }

  /// `512 B`, `1.5 MB`, `20 GB`: steps of 1,024, as file managers show it, with
  /// one digit after the point below ten.
  package func fileSize(_ bytes: Int64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"]
    var size = Double(max(0, bytes))
    var unit = 0
    // 1,023.6 would be shown as 1,024.
    while size >= (unit == 0 ? 1024 : 1023.5), unit < units.count - 1 {
      size /= 1024
      unit += 1
    }
    let hasFraction = unit > 0 && size < 9.95 && (size * 10).rounded() != size.rounded() * 10
    return "\(number(size, fractionDigits: hasFraction ? 1 : 0)) \(units[unit])"
  }

  /// `甲、乙、丙`, in English `A, B, C`.
  package func list(_ items: some Sequence<String>) -> String {
    items.joined(separator: self("kit.list.separator"))
  }

  /// What stands where there is no figure.
  private static let nothing = "–"

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
