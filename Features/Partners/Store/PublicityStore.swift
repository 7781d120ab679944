import Accounts
import Database
import Organizations
import Records
import Values

/// The rows of `publicity_pages`.
enum PublicityStore {
  static func page(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> PublicityPage? {
    try connection.first(
      """
      SELECT visibility, draft, published, published_at, hidden_reason, hidden_school_id, hidden_at, version
      FROM publicity_pages WHERE enterprise_id = \(enterprise)
      """
    ).map { row in
      var page = PublicityPage(enterpriseID: enterprise)
      page.visibility = try row.get(0)
      page.draft = PublicityContent(JSONValue.parse(try row.get(1, as: String.self)))
      page.published = try row.get(2, as: String?.self).map { PublicityContent(JSONValue.parse($0)) }
      page.publishedAt = try row.get(3)
      if let at = try row.get(6, as: Instant?.self) {
        page.hiding = PublicityPage.Hiding(reason: try row.get(4), at: at, schoolID: try row.get(5))
      }
      page.version = try row.get(7)
      return page
    }
  }

  /// Writes draft and visibility; the first time makes the row.
  /// - Returns: `false` when somebody changed it since `page.version` was read.
  static func save(
    _ page: PublicityPage, id: ID<PublicityPage>, at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    guard page.version > 0 else {
      return try connection.run(
        """
        INSERT INTO publicity_pages (id, enterprise_id, visibility, draft, search, hidden_reason, version, updated_at)
        VALUES (\(id), \(page.enterpriseID), \(page.visibility), \(page.draft.json.text), '', '', 1, \(now))
        ON CONFLICT (enterprise_id) DO NOTHING
        """) == 1
    }
    return try connection.run(
      """
      UPDATE publicity_pages SET visibility = \(page.visibility), draft = \(page.draft.json.text),
        version = version + 1, updated_at = \(now)
      WHERE enterprise_id = \(page.enterpriseID) AND version = \(page.version)
      """) == 1
  }

  /// Shows what the draft says, or nothing.
  static func publish(
    _ content: PublicityContent?, of page: PublicityPage, by account: ID<Account>, at now: Instant,
    on connection: any WriteConnection
  ) throws -> Bool {
    let isShown = content != nil
    return try connection.run(
      """
      UPDATE publicity_pages SET published = \(content?.json.text), published_by = \(isShown ? account : nil),
        published_at = \(isShown ? now : nil), search = \(content.map { folded($0.words) } ?? ""),
        version = version + 1, updated_at = \(now)
      WHERE enterprise_id = \(page.enterpriseID) AND version = \(page.version)
      """) == 1
  }

  /// Takes the page away from everybody, or gives it back.
  static func setHidden(
    _ reason: String?, of enterprise: ID<EnterpriseKey>, by account: ID<Account>, of school: ID<School>?,
    at now: Instant, on connection: any WriteConnection
  ) throws -> Bool {
    let isHidden = reason != nil
    let state: SQL = isHidden ? "hidden_at IS NULL AND published_at IS NOT NULL" : "hidden_at IS NOT NULL"
    return try connection.run(
      """
      UPDATE publicity_pages SET hidden_reason = \(reason ?? ""), hidden_by = \(isHidden ? account : nil),
        hidden_school_id = \(isHidden ? school : nil), hidden_at = \(isHidden ? now : nil), updated_at = \(now)
      WHERE enterprise_id = \(enterprise) AND \(state)
      """) == 1
  }

  // MARK: The public list

  /// A page that everybody may see, as the list shows it.
  struct Listed: Sendable {
    let enterprise: Enterprise
    let content: PublicityContent
    let publishedAt: Instant
    let rowID: Int64
  }

  /// The place of a row in the list, newest first.
  struct Mark: Sendable, Hashable {
    let publishedAt: Int64
    let id: Int64
  }

  /// Pages for everybody, newest first.
  /// - Parameters:
  ///   - search: part of a name, of products or of the page itself.
  ///   - industry: a section of GB/T 4754, one letter.
  static func listed(
    search: String, industry: String, after mark: Mark?, limit: Int, on connection: any Connection
  ) throws -> [Listed] {
    var conditions: [SQL] = [
      "g.published_at IS NOT NULL", "g.visibility = 'public'", "g.hidden_at IS NULL", "e.merged_into IS NULL",
    ]
    if !industry.isEmpty { conditions.append("substr(e.industry, 1, 1) = \(industry)") }
    if !search.isEmpty {
      let pattern = "%" + Like.escaped(folded(search)) + "%"
      conditions.append(
        """
        (lower(e.name) LIKE \(pattern) ESCAPE '\\' OR lower(e.short_name) LIKE \(pattern) ESCAPE '\\'
          OR lower(e.products) LIKE \(pattern) ESCAPE '\\' OR g.search LIKE \(pattern) ESCAPE '\\')
        """)
    }
    if let mark { conditions.append("(g.published_at, g.id) < (\(mark.publishedAt), \(mark.id))") }
    return try connection.rows(
      """
      SELECT g.id, g.published, g.published_at, \(EnterpriseStore.columns)
      FROM publicity_pages g JOIN enterprises e ON e.id = g.enterprise_id
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY g.published_at DESC, g.id DESC LIMIT \(limit)
      """
    ).map { row in
      Listed(
        enterprise: try EnterpriseStore.enterprise(row, at: 3),
        content: PublicityContent(JSONValue.parse(try row.get(1, as: String.self))), publishedAt: try row.get(2),
        rowID: try row.get(0))
    }
  }

  private static func folded(_ text: String) -> String {
    FieldText.plainDigits(text).lowercased()
  }
}
