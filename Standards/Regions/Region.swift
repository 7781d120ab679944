/// An administrative division of GB/T 2260: a code, and the name it had in some years.
package struct Region: Hashable, Sendable {
  /// Six digits: two of province, two of prefecture, two of county.
  package let code: String
  package let name: String
  package let level: Level
  /// Whether the entry only gathers others (市辖区, 县, 省直辖县级行政单位 …) and is
  /// no place of its own: it is left out of names and of lists to choose from.
  package let isGrouping: Bool
  // Zero stands for an open end: 7,000 of these stay in memory.
  private let first: UInt16
  private let last: UInt16

  package init(code: String, name: String, firstYear: Int? = nil, lastYear: Int? = nil) {
    self.code = code
    self.name = name
    level = code.hasSuffix("0000") ? .province : code.hasSuffix("00") ? .prefecture : .county
    isGrouping =
      switch level {
      case .province: false
      case .prefecture: name.contains("直辖") || name == "市辖区" || name == "县" || name == "林区"
      case .county: name == "市辖区" || name == "市区"
      }
    first = UInt16(clamping: firstYear ?? 0)
    last = UInt16(clamping: lastYear ?? 0)
  }

  /// The year since which the code has had this name; `nil` since the first edition (1980).
  package var firstYear: Int? { first == 0 ? nil : Int(first) }

  /// The year in which code or name was given up; `nil` while it is in force.
  package var lastYear: Int? { last == 0 ? nil : Int(last) }

  package var isCurrent: Bool { last == 0 }

  package func isValid(in year: Int) -> Bool {
    year >= Int(first) && (last == 0 || year <= Int(last))
  }

  package enum Level: Int8, Comparable, Sendable {
    case province, prefecture, county

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }
}
