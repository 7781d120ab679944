import CLibPQ
package import Database
import DatabasePostgres
import Dispatch
import Foundation

extension TestEngine {
  /// A database on the server of `QIAO_TEST_POSTGRES`.
  package func makePostgres(_ sets: [MigrationSet] = []) async throws -> TestDatabase {
    guard let url = Self.postgresURL else {
      throw DatabaseError.unavailable("QIAO_TEST_POSTGRES is not set")
    }
    let name = "qiao_test_\(freshName())"
    let template = sets.isEmpty ? "template0" : templateName(sets)
    if !sets.isEmpty {
      try await Templates.shared.ensure(template) {
        try await buildPostgresTemplate(template, sets, url)
      }
    }
    try await administer(url, "CREATE DATABASE \(name) TEMPLATE \(template)")
    let location = replacingDatabase(in: url, by: name)
    let engine = try PostgresDatabase(url: location, poolSize: 4)
    return TestDatabase(engine: engine, location: location) {
      try? await engine.close()
      _ = try? await administer(url, "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
  }
}

/// The template's name holds the checksum of its steps, so that later runs find it ready. It is built under another
/// name first: another test process must never copy a half of it.
private func buildPostgresTemplate(_ name: String, _ sets: [MigrationSet], _ url: String)
  async throws
{
  if try await administer(url, "SELECT 1 FROM pg_database WHERE datname = '\(name)'") > 0 { return }
  let draft = "qiao_draft_\(freshName())"
  try await administer(url, "CREATE DATABASE \(draft) TEMPLATE template0")
  let engine = try PostgresDatabase(url: replacingDatabase(in: url, by: draft), poolSize: 1)
  try await Migrator(sets: sets).migrate(engine)
  try await engine.close()
  do {
    try await administer(url, "ALTER DATABASE \(draft) RENAME TO \(name)")
  } catch {
    // Another process was faster.
    try await administer(url, "DROP DATABASE \(draft)")
  }
}

/// Runs a statement outside of any transaction, as CREATE DATABASE wants it, on a connection of its own.
/// - Returns: the number of rows it answers.
@discardableResult
package func administer(_ url: String, _ statement: String) async throws -> Int {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int, any Error>) in
    DispatchQueue.global().async {
      continuation.resume(with: Result { try runAlone(url, statement) })
    }
  }
}

private func runAlone(_ url: String, _ statement: String) throws -> Int {
  let handle = PQconnectdb(url)
  defer { PQfinish(handle) }
  PQsetNoticeProcessor(handle, { _, _ in }, nil)
  let result = PQexec(handle, statement)
  defer { PQclear(result) }
  guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
    throw DatabaseError.unavailable(PQerrorMessage(handle).map { String(cString: $0) } ?? "")
  }
  return Int(PQntuples(result))
}

private func freshName() -> String {
  UUID().uuidString.lowercased().replacing("-", with: "")
}

/// `postgres://user@host/one?x=y` → `postgres://user@host/two?x=y`.
private func replacingDatabase(in url: String, by name: String) -> String {
  guard var parts = URLComponents(string: url) else { return url }
  parts.path = "/\(name)"
  return parts.string ?? url
}
