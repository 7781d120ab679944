/// What a region written in words turns out to be.
package enum RegionMatch: Hashable, Sendable {
  /// `rest` is what follows the region, usually a street; empty when all was understood.
  case found(Region, rest: String)
  /// Several divisions are called so, for example 朝阳区.
  case ambiguous([Region])
  case unknown
}

/// Finds the division that a text names: `广东省广州市黄埔区`, `广东 广州 黄埔`,
/// `广州市黄埔区科学大道1号`, `440112`.
package struct RegionMatcher: Sendable {
  package static let national = RegionMatcher(.national)

  private struct Form: Sendable {
    let text: String
    let region: Region
    let isFull: Bool
  }

  /// A reading of the text: how far it came, through how many full names.
  private struct Path {
    let region: Region
    let rest: Substring
    let fullNames: Int
  }

  private let regions: Regions
  private let forms: [Character: [Form]]

  package init(_ regions: Regions) {
    self.regions = regions
    var forms: [Character: [Form]] = [:]
    for region in regions.all where region.isCurrent && !region.isGrouping {
      guard let first = region.name.first else { continue }
      forms[first, default: []].append(Form(text: region.name, region: region, isFull: true))
      if let short = Self.shortName(of: region.name) {
        forms[first, default: []].append(Form(text: short, region: region, isFull: false))
      }
    }
    self.forms = forms
  }

  package func match(_ typed: String) -> RegionMatch {
    let text = TypedText.halfWidth(typed).filter { !" -/\\,>|·、，、>_".contains($0) }
    if let region = coded(text) { return .found(region, rest: "") }
    let paths = paths(text[...], below: nil, fullNames: 0)
    guard let shortest = paths.map(\.rest.count).min() else { return .unknown }
    let longest = paths.filter { $0.rest.count == shortest }
    let mostFull = longest.map(\.fullNames).max()
    let best = longest.filter { $0.fullNames == mostFull }
    let found = Set(best.map(\.region))
    guard let region = best.map(\.region).first(where: { covers($0, found) }) else {
      return .ambiguous(found.sorted { $0.code < $1.code })
    }
    return .found(region, rest: String(best[0].rest))
  }

  /// Six digits, or the longer codes of the statistical office that begin with them.
  private func coded(_ text: String) -> Region? {
    guard TypedText.isDigits(text), [6, 9, 12].contains(text.count) else { return nil }
    return regions.region(String(text.prefix(6)))
  }

  /// Every way to read `text` as divisions, each one below the one before it.
  private func paths(_ text: Substring, below parent: Region?, fullNames: Int) -> [Path] {
    let text = withoutFillers(text, after: parent)
    guard let first = text.first else { return [] }
    let prefix = parent.map { $0.level == .province ? $0.code.prefix(2) : $0.code.prefix(4) } ?? ""
    var result: [Path] = []
    for form in forms[first, default: []] where text.hasPrefix(form.text) && form.region.code.hasPrefix(prefix) {
      if let parent, form.region.level <= parent.level { continue }
      let rest = text.dropFirst(form.text.count)
      let names = fullNames + (form.isFull ? 1 : 0)
      let further = paths(rest, below: form.region, fullNames: names)
      result += further.isEmpty ? [Path(region: form.region, rest: rest, fullNames: names)] : further
    }
    return result
  }

  /// Lists write 北京市市辖区朝阳区 and 北京市北京市朝阳区.
  private func withoutFillers(_ text: Substring, after parent: Region?) -> Substring {
    guard let parent else { return text }
    for filler in ["市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", parent.name] where text.hasPrefix(filler) {
      return text.dropFirst(filler.count)
    }
    return text
  }

  /// A province wins over a county of the same short name, 长沙市 over 长沙县 in it.
  private func covers(_ region: Region, _ others: Set<Region>) -> Bool {
    region.level == .province
      || others.allSatisfy { $0 == region || regions.parent(of: $0)?.code == region.code }
  }

  /// `广州` of 广州市, `恩施` of 恩施土家族苗族自治州; `nil` when fewer than two characters stay.
  private static func shortName(of name: String) -> String? {
    guard let suffix = suffixes.first(where: name.hasSuffix) else { return nil }
    var short = name.dropLast(suffix.count)
    if suffix.hasPrefix("自治") {
      while let people = peoples.first(where: { short.hasSuffix($0) && short.count >= $0.count + 2 }) {
        short = short.dropLast(people.count)
      }
    }
    return short.count >= 2 ? String(short) : nil
  }

  private static let suffixes = [
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "新区", "省", "市", "盟", "区", "县", "旗",
  ]

  /// The peoples in the names of autonomous divisions, the longer names first.
  private static let peoples = [
    "鄂伦春", "鄂温克族", "哈萨克族", "柯尔克孜族", "塔吉克族", "达斡尔族", "蒙古族", "土家族", "布依族", "仡佬族", "傈僳族", "拉祜族",
    "景颇族", "布朗族", "哈尼族", "仫佬族", "毛南族", "东乡族", "保安族", "撒拉族", "裕固族", "维吾尔", "哈萨克", "柯尔克孜", "锡伯",
    "塔吉克", "蒙古", "朝鲜族", "普米族", "独龙族", "满族", "回族", "藏族", "苗族", "彝族", "壮族", "侗族", "瑶族", "白族", "傣族",
    "黎族", "佤族", "畲族", "水族", "纳西族", "土族", "羌族", "怒族", "各族",
  ]
}
