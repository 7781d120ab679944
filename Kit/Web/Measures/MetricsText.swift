/// Writes Prometheus' text format.
struct MetricsText {
  private(set) var result = ""

  mutating func begin(_ name: String, _ kind: Metrics.Reading.Kind, _ help: String) {
    result += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func beginHistogram(_ name: String, _ help: String) {
    result += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) histogram\n"
  }

  mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
    result += name
    if !labels.isEmpty {
      let list = labels.map { "\($0.0)=\"\(Self.escape($0.1, quotes: true))\"" }
      result += "{" + list.joined(separator: ",") + "}"
    }
    result += " \(value)\n"
  }

  /// - Parameter counts: by bucket, not yet summed up; one more than `bounds`.
  mutating func histogram(
    _ name: String, _ labels: [(String, String)], bounds: [Double], counts: [UInt64], sum: Double
  ) {
    var total: UInt64 = 0
    for (index, count) in counts.enumerated() {
      total += count
      let bound = index < bounds.count ? Self.number(bounds[index]) : "+Inf"
      sample(name + "_bucket", labels + [("le", bound)], String(total))
    }
    sample(name + "_sum", labels, Self.number(sum))
    sample(name + "_count", labels, String(total))
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int64(exactly: value).map { String($0) } ?? "\(value)"
  }

  private static func escape(_ text: String, quotes: Bool) -> String {
    var result = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    if quotes { result = result.replacing("\"", with: "\\\"") }
    return result
  }
}
