import Database
import Values

/// One page of rows in order, and whether there are more on either side.
package struct Listing<Row: Sendable>: Sendable {
  package let rows: [Row]
  package let hasPrevious: Bool
  package let hasNext: Bool

  /// - Parameters:
  ///   - fetched: the rows of a query that asked for one more than a page has,
  ///     in the direction of the mark.
  ///   - mark: the place that the page begins after or ends before.
  init(_ fetched: [Row], limit: Int, mark: PageMark?) {
    let isBackward = mark?.isBefore ?? false
    let hasMore = fetched.count > limit
    let page = Array(fetched.prefix(limit))
    rows = isBackward ? page.reversed() : page
    hasPrevious = isBackward ? hasMore : mark != nil
    hasNext = isBackward || hasMore
  }
}

/// A place in an ordered list: the value and the key of the row beside it. A
/// page found by it costs the same wherever in the list it stands.
package struct PageMark: Sendable, Hashable {
  /// The page ends before the row, else it begins after it.
  package let isBefore: Bool
  /// The row's value in the order, as text.
  package let key: String
  package let id: Int64

  package init(isBefore: Bool, key: String, id: Int64) {
    self.isBefore = isBefore
    self.key = key
    self.id = id
  }

  /// Reads the form in which it stands in an address; `nil` for anything else.
  package init?(_ text: String, isBefore: Bool) {
    guard text.utf8.count <= 400, let point = text.firstIndex(of: "."), let id = ID<PageMark>(text[..<point]) else {
      return nil
    }
    self.init(isBefore: isBefore, key: String(text[text.index(after: point)...]), id: id.rawValue)
  }

  /// As it stands in an address: the row's key, then its value in the order.
  package var text: String { "\(ID<PageMark>(rawValue: id)).\(key)" }
}

/// Pieces of SQL for lists in the order of a name and a key.
enum NameOrder {
  /// `AND (t.name, t.id) > (…)`, or nothing on the first page.
  static func place(_ mark: PageMark?, name: StaticString, id: StaticString) -> SQL {
    guard let mark else { return "" }
    let sign: SQL = mark.isBefore ? "<" : ">"
    return "AND (\(name: name), \(name: id)) \(sign) (\(mark.key), \(mark.id))"
  }

  static func order(_ mark: PageMark?, name: StaticString, id: StaticString) -> SQL {
    mark?.isBefore == true ? "\(name: name) DESC, \(name: id) DESC" : "\(name: name), \(name: id)"
  }
}

/// What people type into the search of a list, as a condition.
enum SearchText {
  /// At most so many characters are looked for.
  static let limit = 60

  /// Any part of the one column, or the beginning of the other. Letters of both sizes are alike.
  static func condition(_ text: String, in column: StaticString, orBeginning number: StaticString) -> SQL {
    let typed = escaped(String(text.prefix(limit)).lowercased())
    return """
      (lower(\(name: column)) LIKE \("%\(typed)%") ESCAPE '\\' OR lower(\(name: number)) LIKE \("\(typed)%") ESCAPE '\\')
      """
  }

  /// Any part of the column.
  static func condition(_ text: String, in column: StaticString) -> SQL {
    "lower(\(name: column)) LIKE \("%\(escaped(String(text.prefix(limit)).lowercased()))%") ESCAPE '\\'"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
  }
}
