import Standards

/// The city that a region belongs to, by which stops and partners come together.
enum TourCity {
  /// The digits that codes of a city have in common: `3707` for Weifang and its counties, `31` for Shanghai, all six
  /// for a county that belongs to no prefecture.
  ///
  /// - Returns: `nil` for a whole province, and for what is no code.
  static func key(of region: String, in regions: Regions = .national) -> String? {
    guard let found = regions.region(region) else { return nil }
    if municipalities.contains(String(region.prefix(2))) { return String(region.prefix(2)) }
    switch found.level {
    case .province: return nil
    case .prefecture: return found.isGrouping ? nil : String(region.prefix(4))
    case .county: return regions.parent(of: found)?.level == .prefecture ? String(region.prefix(4)) : region
    }
  }

  static func name(of key: String, in regions: Regions = .national) -> String {
    let code = key + String(repeating: "0", count: max(0, 6 - key.count))
    return regions.region(code)?.name ?? key
  }

  /// 北京, 天津, 上海, 重庆: cities with the rank of a province.
  private static let municipalities: Set<String> = ["11", "12", "31", "50"]
}
