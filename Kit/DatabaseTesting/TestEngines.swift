package import Database
import Foundation

/// An engine to run a test on: `@Test(arguments: TestEngine.all)`.
package enum TestEngine: String, Sendable, CaseIterable, CustomStringConvertible {
  case sqlite, postgres

  /// SQLite, and PostgreSQL when `QIAO_TEST_POSTGRES` holds the URL of a
  /// server where databases may be created; `make test` always sets it.
  package static let all: [TestEngine] = postgresURL == nil ? [.sqlite] : [.sqlite, .postgres]

  package static let postgresURL = ProcessInfo.processInfo.environment["QIAO_TEST_POSTGRES"]

  package var description: String { rawValue }

  /// A database of its own with the schema of `sets`, copied from one that is migrated once.
  package func make(_ sets: [MigrationSet] = []) async throws -> TestDatabase {
    switch self {
    case .sqlite: try await makeSQLite(sets)
    case .postgres: try await makePostgres(sets)
    }
  }

  /// Runs `body` with a database of its own and drops it afterwards.
  @discardableResult
  package func withDatabase<T>(
    _ sets: [MigrationSet] = [], _ body: (any DatabaseEngine) async throws -> T
  ) async throws -> T {
    let database = try await make(sets)
    let answer: T
    do {
      answer = try await body(database.engine)
    } catch {
      await database.drop()
      throw error
    }
    await database.drop()
    return answer
  }
}

/// A database made for one test.
package struct TestDatabase: Sendable {
  package let engine: any DatabaseEngine
  /// The file's path or the database's URL, to open it a second time.
  package let location: String
  /// Closes the engine and deletes the database.
  package let drop: @Sendable () async -> Void
}

/// Databases that are migrated once and copied for each test, by what they hold.
actor Templates {
  static let shared = Templates()
  private var ready: [String: Task<Void, any Error>] = [:]

  /// Runs `build` once for each name and waits until it is done.
  func ensure(_ name: String, build: @escaping @Sendable () async throws -> Void) async throws {
    if let begun = ready[name] { return try await begun.value }
    let building = Task { try await build() }
    ready[name] = building
    try await building.value
  }
}

/// A name that changes with every text of every step.
func templateName(_ sets: [MigrationSet]) -> String {
  // FNV-1a, 64 bits: stable between runs, unlike Swift's hashing.
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for set in sets {
    for step in set.steps {
      for byte in "\(set.owner)\u{1}\(step.name)\u{1}\(step.sqlite)\u{1}\(step.postgres)\u{2}".utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
    }
  }
  return "qiao_template_\(String(hash, radix: 36))"
}
