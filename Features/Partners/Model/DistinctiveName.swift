import Foundation
import Standards

/// What distinguishes an enterprise's name from others: without the place and
/// the legal form. `岭南精密机械（广州）有限公司` and `广州岭南精密机械有限责任公司` have
/// the same word and the same place.
package struct DistinctiveName: Sendable, Hashable {
  /// Folded as `EnterpriseName.key`.
  package let word: String
  /// GB/T 2260 of the province or prefecture that the name names; empty without one.
  package let place: String

  package init(_ name: String) {
    var text = EnterpriseName.isKey(name) ? name : name.precomposedStringWithCompatibilityMapping.lowercased()
    var place = ""
    if text.contains(where: { "([【".contains($0) }) {
      for match in text.matches(of: /[(\[【]([^()\[\]【】]{2,9})[)\]】]/) {
        guard let code = Self.places[EnterpriseName.key(String(match.1))] else { continue }
        place = code
        text.replaceSubrange(match.range, with: "")
        break
      }
    }
    var word = EnterpriseName.key(text)
    for ending in Self.legalForms
    where word.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8) && word.count > ending.count + 1 {
      word.removeLast(ending.count)
      break
    }
    // 广东省广州市黄埔区… names its place step by step; the last known one counts.
    for _ in 0..<2 {
      guard let (name, code) = Self.leadingPlace(of: word) else { break }
      word.removeFirst(name.count)
      place = code
    }
    if !place.isEmpty, let end = word.prefix(4).lastIndex(where: { $0 == "区" || $0 == "县" }),
      word.distance(from: end, to: word.endIndex) > 3
    {
      word = String(word[word.index(after: end)...])
    }
    self.word = word
    self.place = place
  }

  /// Whether two names can be of one place: one says none, or one lies in the other.
  package func mayBe(near other: DistinctiveName) -> Bool {
    guard !place.isEmpty, !other.place.isEmpty else { return true }
    let isProvince = place.hasSuffix("0000") || other.place.hasSuffix("0000")
    return place == other.place || (isProvince && place.prefix(2) == other.place.prefix(2))
  }

  /// The pairs of neighbouring characters, with the beginning and the end as characters of their own.
  package var grams: Set<String> {
    let characters = ["^"] + word.map(String.init) + ["$"]
    return Set(zip(characters, characters.dropFirst()).map { $0 + $1 })
  }

  /// How alike two words are, 0…1: common grams of all grams (Jaccard).
  package static func likeness(_ first: Set<String>, _ second: Set<String>) -> Double {
    let common = first.intersection(second).count
    let all = first.count + second.count - common
    return all == 0 ? 0 : Double(common) / Double(all)
  }

  private static func leadingPlace(of word: String) -> (name: String, code: String)? {
    placesByStart[String(word.prefix(2))]?.first { place in
      word.utf8.starts(with: place.name.utf8) && word.count >= place.name.count + 2
    }
  }

  /// The places by the first two characters of their names, the longest name first.
  private static let placesByStart: [String: [(name: String, code: String)]] =
    Dictionary(grouping: places.map { (name: $0.key, code: $0.value) }) { String($0.name.prefix(2)) }
    .mapValues { $0.sorted { $1.name.count < $0.name.count } }

  /// Provinces and prefectures by their names and by the names without their rank.
  private static let places: [String: String] = {
    var places: [String: String] = [:]
    for region in Regions.national.all
    where region.isCurrent && !region.isGrouping && region.level <= .prefecture {
      let name = EnterpriseName.key(region.name)
      places[name] = region.code
      for rank in ranks where name.hasSuffix(rank) && name.count - rank.count >= 2 {
        places[String(name.dropLast(rank.count))] = region.code
        break
      }
    }
    return places
  }()

  /// Longest first.
  private static let ranks = [
    "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "地区", "省", "市", "盟",
  ]

  /// Longest first.
  private static let legalForms = [
    "集团股份有限公司", "集团有限责任公司", "股份有限公司", "集团有限公司", "有限责任公司", "控股有限公司", "有限公司", "集团公司",
    "合作社", "公司", "集团", "厂", "coltd", "ltd", "inc",
  ]
}
