import Database
import Platform
import Values

@testable import Partners

/// Everything that the registry holds, table by table, to be compared.
struct RegistryDump: Equatable {
  private let tables: [String: [String]]

  /// Tables whose columns all count.
  private static let names: [StaticString] = [
    "enterprises", "partnerships", "partnership_majors", "partner_contacts", "qualification_reviews",
    "qualification_review_steps",
    "enterprise_keys", "duplicate_pairs", "duplicate_dismissals", "partnership_redirects",
    "memberships", "inbox_entries", "attachments", "visits", "visit_people", "visit_openings", "visit_tasks",
    "enterprise_statements", "publicity_pages", "enterprise_contacts", "enterprise_documents", "enterprise_shares",
    "enterprise_changes", "enterprise_requests",
    "survey_participants", "survey_answers", "survey_demands",
  ]

  static func of(_ people: RegistryTestPeople) async throws -> RegistryDump {
    try await people.services.database.read { connection in
      var tables: [String: [String]] = [:]
      for name in names {
        let rows = try connection.rows("SELECT * FROM \(name: name)")
        tables[name.description] = rows.map { row in "\(zip(row.columns.names, row.values).map { "\($0)=\($1)" })" }
          .sorted()
      }
      tables["partner_search"] = try connection.values(
        "SELECT body FROM partner_search ORDER BY entry_id", as: String.self)
      return RegistryDump(tables: tables)
    }
  }

  /// The tables in which the two differ.
  func differences(from other: RegistryDump) -> [String] {
    tables.keys.filter { tables[$0] != other.tables[$0] }.sorted()
      .map { name in
        let (mine, theirs) = (Set(tables[name] ?? []), Set(other.tables[name] ?? []))
        return "\(name): \(mine.subtracting(theirs).sorted()) for \(theirs.subtracting(mine).sorted())"
      }
  }
}
