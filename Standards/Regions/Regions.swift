/// The administrative divisions of GB/T 2260 with their history since 1980.
///
/// Codes are abolished and renamed every year, and papers keep the old ones:
/// looking up never refuses a code for being old. Provenance of the table:
/// Standards/README.md.
package struct Regions: Sendable {
  /// The table that comes with the program, read on first use.
  package static let national = Regions(table: EmbeddedText.table("regions.txt"))

  /// Sorted by code, then by first year.
  private let entries: [Region]
  package let provinces: [Region]
  /// Where the entries of a code stand.
  private let places: [String: Range<Int>]

  /// Reads lines `code<TAB>name<TAB>years`, sorted by code; `years` is empty or `first-last`
  /// with either side left out. Other lines are skipped.
  package init(table: String) {
    var entries: [Region] = []
    // Measured: a line of the national table has 24 bytes.
    entries.reserveCapacity(table.utf8.count / 24)
    EmbeddedText.forEachLine(in: table) { line in
      let fields = EmbeddedText.fields(of: line)
      guard fields.count == 3, fields[0].utf8.count == 6 else { return }
      let years = fields[2].split(separator: "-", omittingEmptySubsequences: false)
      entries.append(
        Region(
          code: fields[0], name: fields[1], firstYear: years.first.flatMap { Int($0) },
          lastYear: years.count > 1 ? Int(years[1]) : nil))
    }
    self.entries = entries
    var places: [String: Range<Int>] = [:]
    places.reserveCapacity(entries.count)
    for (position, entry) in entries.enumerated() {
      places[entry.code] = (places[entry.code]?.lowerBound ?? position)..<position + 1
    }
    self.places = places
    provinces = entries.filter { $0.level == .province }
  }

  /// Every entry in the order of codes, abolished ones included.
  package var all: [Region] { entries }

  /// Every name a code has had, the oldest first.
  package func history(of code: String) -> [Region] {
    places[code].map { Array(entries[$0]) } ?? []
  }

  /// What a code means in a year; without a year, now or, for an abolished
  /// code, when it was last in use. `nil` when it was never given.
  package func region(_ code: String, in year: Int? = nil) -> Region? {
    guard let place = places[code] else { return nil }
    guard let year else { return entries[place.upperBound - 1] }
    return entries[place].last { $0.isValid(in: year) }
  }

  /// The divisions directly below, now or in a year. Groupings are passed
  /// through: below 北京市 are its districts, below 海南省 also 文昌市.
  package func children(of code: String, in year: Int? = nil) -> [Region] {
    let parent = Region(code: code, name: "")
    let prefix = significant(code)
    let below = entries[range(ofPrefix: prefix)].filter { region in
      region.code != code && !region.isGrouping && (year.map(region.isValid) ?? region.isCurrent)
    }
    switch parent.level {
    case .county: return []
    case .prefecture: return Array(below)
    case .province: return below.filter { $0.level == .prefecture || self.parent(of: $0)?.code == code }
    }
  }

  /// The division above, groupings passed through, as it was when `region` was
  /// last in force; `nil` for a province.
  package func parent(of region: Region) -> Region? {
    let province = region.code.prefix(2) + "0000"
    switch region.level {
    case .province: return nil
    case .prefecture: return self.region(String(province), in: region.lastYear) ?? self.region(String(province))
    case .county:
      let code = String(region.code.prefix(4) + "00")
      let prefecture = self.region(code, in: region.lastYear) ?? self.region(code)
      if let prefecture, !prefecture.isGrouping { return prefecture }
      return self.region(String(province), in: region.lastYear) ?? self.region(String(province))
    }
  }

  /// `广东省 广州市 黄埔区`; `nil` for a code that was never given.
  package func fullName(_ code: String, in year: Int? = nil) -> String? {
    guard let region = region(code, in: year) else { return nil }
    var names = [region.name]
    var above = parent(of: region)
    while let next = above {
      names.insert(next.name, at: 0)
      above = parent(of: next)
    }
    return names.joined(separator: " ")
  }

  /// Divisions in force whose name contains a fragment: equal names first, then
  /// those that begin with it, the higher level first.
  package func search(_ fragment: String, limit: Int = 20) -> [Region] {
    let fragment = TypedText.trimmed(fragment)
    guard !fragment.isEmpty, limit > 0 else { return [] }
    let bytes = Array(fragment.utf8)
    let hits = entries.filter { $0.isCurrent && $0.name.contains(bytes: bytes) && !$0.isGrouping }
    func rank(_ region: Region) -> Int {
      (region.name == fragment ? 0 : region.name.hasPrefix(fragment) ? 10 : 20) + Int(region.level.rawValue)
    }
    return hits.map { (rank($0), $0) }
      .sorted { ($0.0, $0.1.code) < ($1.0, $1.1.code) }
      .prefix(limit).map(\.1)
  }

  /// `44` of `440000`, `4401` of `440100`.
  private func significant(_ code: String) -> String {
    code.hasSuffix("0000") ? String(code.prefix(2)) : code.hasSuffix("00") ? String(code.prefix(4)) : code
  }

  private func range(ofPrefix prefix: String) -> Range<Int> {
    let start = partition { $0 >= prefix }
    // Codes are digits; ":" follows "9", so that it ends every code with this prefix.
    let end = partition { $0 >= prefix + ":" }
    return start..<max(start, end)
  }

  /// The first index whose code fulfils a condition that holds from there on.
  private func partition(_ belongs: (String) -> Bool) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if belongs(entries[middle].code) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
