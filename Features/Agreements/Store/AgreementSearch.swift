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
