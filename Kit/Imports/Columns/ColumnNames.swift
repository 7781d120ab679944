package import Localization

/// Finds the column that a heading means.
package struct ColumnNames: Sendable {
  /// How sure it is.
  package enum Match: Sendable, Hashable {
    /// The heading is a name of the column.
    case exact(String)
    /// The heading only contains one, or the other way round: a person should look.
    case guessed(String)
    /// A column that sheets carry for themselves: a row number, our own reasons.
    case ignored

    package var column: String? {
      switch self {
      case .exact(let key), .guessed(let key): key
      case .ignored: nil
      }
    }
  }

  private let exact: [String: String]
  private let ignored: Set<String>
  /// Longest first, so that the most telling name decides a guess.
  private let names: [(name: String, column: String)]

  /// - Parameter columns: where two share a name, it belongs to the earlier one.
  package init(_ columns: [ImportColumn], catalogue: Catalogue) {
    var exact: [String: String] = [:]
    for column in columns {
      for name in column.names(catalogue) {
        let key = HeadingText.key(name)
        if !key.isEmpty, exact[key] == nil { exact[key] = column.key }
      }
    }
    self.exact = exact
    names = exact.filter { $0.key.count >= 2 }.map { (name: $0.key, column: $0.value) }
      .sorted { ($1.name.count, $0.name) < ($0.name.count, $1.name) }
    let own = Language.allCases.flatMap { language in
      ["kit.imports.reasons", "kit.imports.row"].map { HeadingText.key(catalogue.text($0, in: language)) }
    }
    ignored = Set(own + ["序号", "编号", "行号", "no", "nr", "id", "index", "number"])
  }

  /// - Parameter group: the heading above, where a merged cell heads several columns: 联系人 over 姓名.
  package func match(_ heading: String, under group: String = "") -> Match? {
    let keys = HeadingText.keys(heading)
    return certain(keys, under: group) ?? keys.first.flatMap(guess).map(Match.guessed)
  }

  /// Only what the heading says plainly: quick enough to ask for every cell of the first rows.
  package func certain(_ heading: String, under group: String = "") -> Match? {
    certain(HeadingText.keys(heading), under: group)
  }

  private func certain(_ keys: [String], under group: String) -> Match? {
    guard let first = keys.first else { return nil }
    let groupKey = HeadingText.key(group)
    if !groupKey.isEmpty, groupKey != first, let column = exact[groupKey + first] { return .exact(column) }
    for key in keys {
      if let column = exact[key] { return .exact(column) }
      if ignored.contains(key) { return .ignored }
    }
    return nil
  }

  private func guess(_ key: String) -> String? {
    guard key.count >= 2, key.count <= 30 else { return nil }
    if let found = names.first(where: { $0.name.count >= 3 && key.contains($0.name) }) { return found.column }
    // 信用 for 统一社会信用代码: the shortest name that contains it.
    return names.last { $0.name.contains(key) && $0.name.count <= key.count * 4 }?.column
  }
}
