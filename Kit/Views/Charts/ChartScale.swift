/// An axis from a round number to a round number that always holds zero.
struct ChartScale {
  let low: Double
  let high: Double
  let ticks: [Double]

  /// - Parameters:
  ///   - values: what must fit; values that are no numbers are passed over.
  ///     Where all are whole, the steps are too.
  ///   - steps: about how many parts the axis has.
  init(_ values: [Double], steps: Int = 4) {
    let finite = values.filter(\.isFinite)
    let bottom = min(finite.min() ?? 0, 0)
    let top = max(finite.max() ?? 0, 0)
    let span = top - bottom
    guard span > 0 else {
      low = 0
      high = 1
      ticks = [0, 1]
      return
    }
    let areWhole = finite.allSatisfy { $0 == $0.rounded() }
    let step = Self.roundStep(span / Double(steps), isWhole: areWhole)
    let first = (bottom / step).rounded(.down) * step
    let last = (top / step).rounded(.up) * step
    low = first
    high = last
    ticks = (0...Int(((last - first) / step).rounded())).map { first + Double($0) * step }
  }

  /// The next 1, 2 or 5 times a power of ten.
  private static func roundStep(_ raw: Double, isWhole: Bool) -> Double {
    var power = 1.0
    while power * 10 <= raw { power *= 10 }
    while power > raw { power /= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? power * 10
    return isWhole ? max(step, 1) : step
  }

  /// Where a value lies between `low` (0) and `high` (1).
  func place(_ value: Double) -> Double {
    guard value.isFinite else { return place(0) }
    return (value - low) / (high - low)
  }
}
