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
    let level: Region.Level
    let isFull: Bool
  }

  /// A reading of the text: how far it came, through how many full names.
  private struct Path {
    let region: Region
    let rest: Substring
    let fullNames: Int
  }

  private let regions: Regions
  /// Names and short names by their first two characters; none is shorter.
  private let forms: [UInt64: [Form]]

  package init(_ regions: Regions) {
    self.regions = regions
    var forms: [UInt64: [Form]] = [:]
    for region in regions.all where region.isCurrent && !region.isGrouping {
      guard let key = Self.key(of: region.name) else { continue }
      let level = region.level
      forms[key, default: []].append(Form(text: region.name, region: region, level: level, isFull: true))
      if let short = Self.shortName(of: region.name) {
        forms[key, default: []].append(Form(text: short, region: region, level: level, isFull: false))
      }
    }
    self.forms = forms
  }

  package func match(_ typed: String) -> RegionMatch {
    let text = Self.joined(typed)
    if let region = coded(text) { return .found(region, rest: "") }
    var paths: [Path] = []
    collect(&paths, text[...], below: nil, level: nil, fullNames: 0)
    guard let shortest = paths.map(\.rest.utf8.count).min() else { return .unknown }
    paths.removeAll { $0.rest.utf8.count > shortest }
    let mostFull = paths.map(\.fullNames).max()
    paths.removeAll { $0.fullNames != mostFull }
    guard let best = paths.first(where: { covers($0.region, paths) }) else {
      return .ambiguous(Set(paths.map(\.region)).sorted { $0.code < $1.code })
    }
    return .found(best.region, rest: String(best.rest))
  }

  /// Without the signs that lists put between the levels.
  private static func joined(_ typed: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in TypedText.halfWidth(typed).unicodeScalars {
      switch scalar {
      case " ", "-", "/", "\\", ",", ">", "|", "·", "、", "_": continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Six digits, or the longer codes of the statistical office that begin with them.
  private func coded(_ text: String) -> Region? {
    guard [6, 9, 12].contains(text.utf8.count), TypedText.isDigits(text) else { return nil }
    return regions.region(String(text.prefix(6)))
  }

  /// Adds every way to read `text` as divisions, each one below the one before
  /// it, and tells whether there was one.
  @discardableResult
  private func collect(
    _ paths: inout [Path], _ text: Substring, below parent: Region?, level: Region.Level?, fullNames: Int
  ) -> Bool {
    let text = withoutFillers(text, after: parent)
    guard let key = Self.key(of: text), let candidates = forms[key] else { return false }
    let prefix = parent.map { $0.code.utf8.prefix(level == .province ? 2 : 4) }
    var isRead = false
    for form in candidates where text.utf8.starts(with: form.text.utf8) {
      if let level, form.level <= level { continue }
      if let prefix, !form.region.code.utf8.starts(with: prefix) { continue }
      isRead = true
      let rest = text[text.utf8.index(text.startIndex, offsetBy: form.text.utf8.count)...]
      let names = fullNames + (form.isFull ? 1 : 0)
      if !collect(&paths, rest, below: form.region, level: form.level, fullNames: names) {
        paths.append(Path(region: form.region, rest: rest, fullNames: names))
      }
    }
    return isRead
  }

  /// Lists write 北京市市辖区朝阳区 and 北京市北京市朝阳区.
  private func withoutFillers(_ text: Substring, after parent: Region?) -> Substring {
    guard let parent else { return text }
    guard
      let filler = Self.fillers.first(where: { text.utf8.starts(with: $0.utf8) })
        ?? (text.utf8.starts(with: parent.name.utf8) ? parent.name : nil)
    else { return text }
    return text[text.utf8.index(text.startIndex, offsetBy: filler.utf8.count)...]
  }

  /// The first two characters in one number; `nil` for a shorter text.
  private static func key(of text: some StringProtocol) -> UInt64? {
    var scalars = text.unicodeScalars.makeIterator()
    guard let first = scalars.next(), let second = scalars.next() else { return nil }
    return UInt64(first.value) << 32 | UInt64(second.value)
  }

  private static let fillers = ["市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划"]

  /// A province wins over a county of the same short name, 长沙市 over 长沙县 in it.
  private func covers(_ region: Region, _ paths: [Path]) -> Bool {
    region.level == .province
      || paths.allSatisfy { path in
        path.region.code == region.code || regions.parent(of: path.region)?.code == region.code
      }
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
