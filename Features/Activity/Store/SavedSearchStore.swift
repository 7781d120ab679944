package import Accounts
package import Database
package import Values
package import Views

/// A search of a list that a person gave a name.
package struct SavedSearch: Sendable, Hashable {
  package let id: ID<SavedSearch>
  package let name: String
  /// The list's path: `/partners`.
  package let page: String
  /// What follows the question mark; empty for the whole list.
  package let query: String

  /// The list as it was searched.
  package var link: Link { Link(query.isEmpty ? page : "\(page)?\(query)") }
  /// Where a POST forgets it.
  package var removal: Link { Link("/saved-searches/\(id)/remove") }
}

/// The rows of `saved_searches`.
package enum SavedSearchStore {
  /// No list of names helps anybody beyond this.
  static let limit = 30

  /// The searches of an account on a page, by name.
  package static func searches(
    of account: ID<Account>, page: String, on connection: some Connection
  ) throws -> [SavedSearch] {
    try connection.rows(
      """
      SELECT id, name, page, query FROM saved_searches WHERE account_id = \(account) AND page = \(page)
      ORDER BY name, id LIMIT \(limit)
      """
    ).map { row in
      SavedSearch(id: try row.get(0), name: try row.get(1), page: try row.get(2), query: try row.get(3))
    }
  }

  /// Keeps a search; one of the same name on the page gives way.
  /// - Returns: `false` when the account keeps too many on this page already.
  static func keep(
    _ search: SavedSearch, of account: ID<Account>, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      "DELETE FROM saved_searches WHERE account_id = \(account) AND page = \(search.page) AND name = \(search.name)")
    let count = try connection.value(
      "SELECT count(*) FROM saved_searches WHERE account_id = \(account) AND page = \(search.page)", as: Int.self)
    guard (count ?? 0) < limit else { return false }
    try connection.run(
      """
      INSERT INTO saved_searches (id, account_id, page, name, query, created_at)
      VALUES (\(search.id), \(account), \(search.page), \(search.name), \(search.query), \(now))
      """)
    return true
  }

  /// Forgets an account's own search.
  /// - Returns: what it was; `nil` when there is none.
  static func remove(
    _ id: ID<SavedSearch>, of account: ID<Account>, on connection: some WriteConnection
  ) throws -> SavedSearch? {
    try connection.first(
      "DELETE FROM saved_searches WHERE id = \(id) AND account_id = \(account) RETURNING name, page, query"
    ).map { SavedSearch(id: id, name: try $0.get(0), page: try $0.get(1), query: try $0.get(2)) }
  }
}

extension SavedSearches {
  /// What a list's filter bar shows of a person's own searches.
  package init(_ searches: [SavedSearch], of address: ListAddress, csrf: String) {
    let current = address.removing("").link.text
    self.init(
      searches.map { search in
        Search(search.name, search.link, isCurrent: search.link.text == current, removal: search.removal)
      }, keepAt: "/saved-searches", of: address, csrf: csrf)
  }
}
