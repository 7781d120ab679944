import Database
import Values

/// Mappings that people of a school made by hand, for the next sheet with the same headings.
enum MappingStore {
  static func mapping(
    kind: String, school: Int64, fingerprint: String, on connection: any Connection
  ) throws -> ColumnMapping? {
    try connection.value(
      """
      SELECT mapping FROM import_mappings
      WHERE school_id = \(school) AND kind = \(kind) AND fingerprint = \(fingerprint)
      """, as: String.self
    ).flatMap { ColumnMapping($0) }
  }

  static func keep(
    _ mapping: ColumnMapping, kind: String, school: Int64, fingerprint: String, at now: Instant,
    on connection: any WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO import_mappings (school_id, kind, fingerprint, mapping, saved_at)
      VALUES (\(school), \(kind), \(fingerprint), \(mapping.json.text), \(now))
      ON CONFLICT (school_id, kind, fingerprint) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at
      """)
  }
}
