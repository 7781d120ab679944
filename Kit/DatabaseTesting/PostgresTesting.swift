package import Database

extension TestEngine {
  /// A database on the server of `QIAO_TEST_POSTGRES`.
  package func makePostgres(_ sets: [MigrationSet] = []) async throws -> TestDatabase {
    throw DatabaseError.unavailable("QIAO_TEST_POSTGRES is not set")
  }
}
