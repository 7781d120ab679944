import Database
import Organizations
import Values

/// Finds agreements by any part of their numbers, titles, parties and texts.
enum AgreementSearch {
  static let index = SearchIndex("agreement_search", ofDocuments: true)

  /// Puts an agreement into the index as it is now, or anew.
  /// - Parameter clauses: its text as people read it.
  static func put(
    _ agreement: Agreement, partner: String, _ clauses: [RenderedClause], on connection: any WriteConnection
  ) throws {
    try index.put(entry(agreement, partner: partner, clauses), on: connection)
    try connection.run(
      """
      UPDATE agreements SET indexed_name = coalesce((SELECT p.name FROM partnerships p WHERE p.id = partnership_id), '')
      WHERE id = \(agreement.id) AND school_id = \(agreement.schoolID)
      """)
  }

  /// Agreements that are still found by a name that their enterprise no longer has.
  static func renamed(limit: Int, on connection: some Connection) throws -> [ID<Agreement>] {
    try connection.rows(
      """
      SELECT a.id FROM agreements a JOIN partnerships p ON p.id = a.partnership_id
      WHERE a.indexed_name <> p.name ORDER BY a.id LIMIT \(literal: limit)
      """
    ).map { try $0.get(0) }
  }

  static func entry(_ agreement: Agreement, partner: String, _ clauses: [RenderedClause]) -> SearchIndex.Entry {
    SearchIndex.Entry.document(
      agreement.id, scope: agreement.schoolID.rawValue,
      [agreement.number, agreement.title, partner] + clauses.flatMap { [$0.heading, $0.text] })
  }

  static func remove(_ id: ID<Agreement>, on connection: any WriteConnection) throws {
    try index.remove(id, on: connection)
  }

  /// The school whose entries are searched; `nil`: all.
  static func school(_ scope: Actor.Scope) -> Int64? {
    switch scope {
    case .school(let id), .department(let id, _): id.rawValue
    case .nothing, .installation, .enterprise: nil
    }
  }
}
