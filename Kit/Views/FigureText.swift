/// Figures as people read them; all are exact, none depends on the locale of
/// the machine.
package enum FigureText {
  /// `3200` as `3,200`.
  package static func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number.magnitude))
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A share from 0 to 1 as `92%`; a share that is not complete never reads `100%`.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "—" }
    let rounded = Int((share * 100).rounded())
    return "\(rounded >= 100 && share < 1 ? 99 : rounded)%"
  }

  /// At most two decimals and no trailing zeros: `12.50` as `12.5`, `3.0` as `3`.
  package static func decimal(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "—" }
    let hundredths = Int64((value * 100).rounded())
    let whole = hundredths.magnitude / 100
    let rest = hundredths.magnitude % 100
    let sign = hundredths < 0 ? "-" : ""
    guard rest > 0 else { return sign + grouped(whole) }
    let decimals = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(sign)\(grouped(whole)).\(decimals)"
  }
}
