import Database
import DatabaseSQLite
import Foundation
import Testing
import Values

@Suite struct SQLiteDatabaseTests {
  private func withDatabase<T>(
    _ settings: SQLiteSettings = SQLiteSettings(), _ body: (SQLiteDatabase) async throws -> T
  ) async throws -> T {
    let database = try SQLiteDatabase.temporary(settings: settings)
    let answer: T
    do {
      answer = try await body(database)
    } catch {
      try? await database.close()
      database.removeFiles()
      throw error
    }
    try await database.close()
    database.removeFiles()
    return answer
  }

  private func prepare(_ database: SQLiteDatabase) async throws {
    try await database.write { try $0.run("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)") }
  }

  @Test func `the file is its owner's alone`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      for suffix in ["", "-wal", "-shm"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: database.path + suffix)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(suffix)")
      }
    }
  }

  @Test func `the connections are set up as documented`() async throws {
    try await withDatabase { database in
      let writer = try await database.write { connection in
        [
          try connection.value("PRAGMA journal_mode", as: SQLValue.self), try connection.value("PRAGMA foreign_keys"),
          try connection.value("PRAGMA synchronous"), try connection.value("PRAGMA busy_timeout"),
          try connection.value("PRAGMA mmap_size"),
        ]
      }
      #expect(writer == [.text("wal"), .integer(1), .integer(1), .integer(5000), .integer(0)])
      let reader = try await database.read { try $0.value("PRAGMA cache_size", as: Int.self) }
      #expect(reader == -8192)
    }
  }

  @Test func `a reader cannot write`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      await #expect(throws: DatabaseError.self) {
        try await database.read { try $0.rows("INSERT INTO t VALUES (1, 'a') RETURNING id") }
      }
    }
  }

  @Test func `another process that writes is waited for, then the write is busy`() async throws {
    try await withDatabase(SQLiteSettings(busyTimeout: 0.2)) { database in
      try await prepare(database)
      let other = try SQLiteDatabase(path: database.path)
      let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      async let holding: Void = other.writeAlone { connection in
        try connection.run("INSERT INTO t VALUES (1, 'other')")
        held.signal()
        release.wait()
      }
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          held.wait()
          continuation.resume()
        }
      }
      await #expect(throws: DatabaseError.busy) {
        try await database.write { try $0.run("INSERT INTO t VALUES (2, 'mine')") }
      }
      release.signal()
      try await holding
      try await database.write { try $0.run("INSERT INTO t VALUES (2, 'mine')") }
      try await other.close()
      try await #expect(database.read { try $0.values("SELECT id FROM t ORDER BY id", as: Int.self) } == [1, 2])
    }
  }

  @Test func `writes that wait share one transaction`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      let before = try commits(of: database)
      let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await database.writeAlone { _ in
            held.signal()
            release.wait()
          }
        }
        await withCheckedContinuation { continuation in
          DispatchQueue.global().async {
            held.wait()
            continuation.resume()
          }
        }
        for id in 0..<100 {
          group.addTask { _ = try await database.write { try $0.run("INSERT INTO t VALUES (\(id), 'n')") } }
        }
        try await Task.sleep(for: .milliseconds(200))
        release.signal()
        try await group.waitForAll()
      }
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM t", as: Int.self) } == 100)
      // One page of log per page changed and transaction: 100 transactions would need 100 or more.
      try #expect(commits(of: database) - before < 20)
    }
  }

  /// The number of pages in the log.
  private func commits(of database: SQLiteDatabase) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: database.path + "-wal")
    return ((attributes[.size] as? NSNumber)?.intValue ?? 0) / 4120
  }

  @Test func `a deferred foreign key fails only the write that breaks it`() async throws {
    try await withDatabase { database in
      try await database.write { connection in
        try connection.run("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        try connection.run("CREATE TABLE kids (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)")
      }
      let outcomes = await withTaskGroup(of: (Int, DatabaseError?).self) { group in
        for number in 0..<50 {
          group.addTask {
            do {
              try await database.write { connection in
                try connection.run("INSERT INTO kids VALUES (\(number))")
                if number % 2 == 0 { try connection.run("INSERT INTO parents VALUES (\(number))") }
              }
              return (number, nil)
            } catch {
              return (number, error as? DatabaseError)
            }
          }
        }
        return await group.reduce(into: [Int: DatabaseError?]()) { $0[$1.0] = $1.1 }
      }
      for number in 0..<50 {
        if number % 2 == 0 {
          #expect(outcomes[number] == .some(nil))
        } else {
          #expect(outcomes[number] == .foreignKey(detail: "FOREIGN KEY constraint failed"))
        }
      }
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM kids", as: Int.self) } == 25)
    }
  }

  @Test func `a full disk is told and leaves the database whole`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      try await database.write { _ = try $0.rows("PRAGMA max_page_count = 20") }
      await #expect(throws: DatabaseError.full) {
        try await database.write { connection in
          for id in 0..<100 {
            try connection.run("INSERT INTO t VALUES (\(id), \(String(repeating: "x", count: 4_000)))")
          }
        }
      }
      try await database.write { try $0.run("INSERT INTO t VALUES (1, 'small')") }
      try await #expect(database.read { try $0.values("SELECT name FROM t", as: String.self) } == ["small"])
      try await #expect(database.integrityProblems() == [])
    }
  }

  @Test func `a cancelled read is interrupted`() async throws {
    try await withDatabase { database in
      let endless = Task {
        try await database.readLong {
          try $0.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n")
        }
      }
      try await Task.sleep(for: .milliseconds(50))
      endless.cancel()
      await #expect(throws: CancellationError.self) { try await endless.value }
      try await #expect(database.read { try $0.value("SELECT 1", as: Int.self) } == 1)
    }
  }

  @Test func `a statement survives a change of the schema`() async throws {
    try await withDatabase(SQLiteSettings(readers: 1)) { database in
      try await prepare(database)
      try await database.write { try $0.run("INSERT INTO t VALUES (1, 'a')") }
      try await #expect(database.read { try $0.first("SELECT * FROM t") }?.columns.names == ["id", "name"])
      try await database.write { try $0.run("ALTER TABLE t ADD COLUMN note TEXT") }
      let row = try await database.read { try $0.first("SELECT * FROM t") }
      #expect(row?.columns.names == ["id", "name", "note"])
      #expect(row?.values == [.integer(1), .text("a"), .null])
    }
  }

  @Test func `more statements than the cache keeps`() async throws {
    try await withDatabase(SQLiteSettings(readers: 1, statements: 8)) { database in
      for round in 0..<3 {
        for number in 0..<50 {
          let text = "SELECT \(number) + \(round)"
          #expect(text.isEmpty == false)
          let answer = try await database.read { connection in
            try connection.value(
              (0..<number).reduce(SQL("SELECT 0")) { sql, _ in sql + " + 1" }, as: Int.self)
          }
          #expect(answer == number)
        }
      }
    }
  }

  @Test func `the same statement may run inside its own loop`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      try await database.write { connection in
        for id in 1...3 { try connection.run("INSERT INTO t VALUES (\(id), 'n')") }
      }
      let pairs = try await database.read { connection in
        var pairs = 0
        try connection.forEach("SELECT id FROM t") { _ in
          try connection.forEach("SELECT id FROM t") { _ in pairs += 1 }
        }
        return pairs
      }
      #expect(pairs == 9)
    }
  }

  @Test func `what another process writes is noticed within moments`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      let kept = KeptAnswers<String, Int?>(capacity: 1)
      func count() async throws -> Int? {
        try await database.answer("all", keptIn: kept) {
          try $0.value("SELECT count(*) FROM t", as: Int.self)
        } make: {
          $0
        }
      }
      #expect(try await count() == 0)
      // Another engine on the same file stands for the other process: they share nothing but the file.
      let other = try SQLiteDatabase(path: database.path)
      try await other.write { try $0.run("INSERT INTO t VALUES (1, 'a')") }
      for _ in 0..<100 where try await count() != 1 { try await Task.sleep(for: .milliseconds(50)) }
      #expect(try await count() == 1)
      try await other.close()
    }
  }

  @Test func `a backup made while serving is a whole, private database`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      let target = database.path + ".backup"
      defer { try? FileManager.default.removeItem(atPath: target) }
      let writing = Task {
        var id = 0
        while !Task.isCancelled {
          id += 1
          let next = id
          try await database.write { try $0.run("INSERT INTO t VALUES (\(next), 'n')") }
        }
        return id
      }
      while try await database.read({ try $0.value("SELECT COUNT(*) FROM t", as: Int.self) ?? 0 }) < 10 {
        try await Task.sleep(for: .milliseconds(1))
      }
      try await database.backup(to: target)
      writing.cancel()
      _ = try? await writing.value
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      let copy = try SQLiteDatabase(path: target)
      try await #expect(copy.integrityProblems() == [])
      try await #expect(
        copy.read { try $0.value("SELECT COUNT(*) > 0 AND COUNT(*) = MAX(id) FROM t", as: Bool.self) } == true
      )
      try await copy.close()
      await #expect(throws: DatabaseError.unavailable("the backup file exists already")) {
        try await database.backup(to: target)
      }
    }
  }

  @Test func `a checkpoint empties the log`() async throws {
    try await withDatabase { database in
      try await prepare(database)
      try #expect(commits(of: database) > 0)
      try await database.checkpoint()
      try #expect(commits(of: database) == 0)
    }
  }

  @Test func `the log is moved into the file as it grows, and does not grow for ever`() async throws {
    try await withDatabase { database in
      try await database.write { try $0.run("CREATE TABLE t (text TEXT)") }
      let text = String(repeating: "学", count: 1_000)
      for _ in 0..<10 {
        // Some 5 MB: more pages than the log is to keep.
        try await database.writeAlone { connection in
          for _ in 0..<1_600 { try connection.run("INSERT INTO t VALUES (\(text))") }
        }
      }
      let attributes = try FileManager.default.attributesOfItem(atPath: database.path + "-wal")
      let size = try #require(attributes[.size] as? Int)
      #expect(size < 15 << 20)
      try await #expect(database.read { try $0.value("SELECT count(*) FROM t", as: Int.self) } == 16_000)
      try await #expect(database.integrityProblems() == [])
    }
  }

  @Test func `a broken index is found`() async throws {
    try await withDatabase { database in
      try await database.write { connection in
        try connection.run("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        try connection.run("CREATE TABLE kids (parent INTEGER)")
        try connection.run("INSERT INTO kids VALUES (5)")
        try connection.run("PRAGMA writable_schema = ON")
        try connection.run(
          "UPDATE sqlite_master SET sql = 'CREATE TABLE kids (parent INTEGER REFERENCES parents)' WHERE name = 'kids'")
      }
      let again = try SQLiteDatabase(path: database.path)
      try await #expect(again.integrityProblems() == ["foreign key: kids → parents"])
      try await again.close()
    }
  }

  @Test func `what is no database is refused with a reason`() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("qiao-\(UUID().uuidString)").path
    try Data("this is a letter, not a database, and long enough to be told apart".utf8)
      .write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: path) }
    #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: "/nowhere/at/all.sqlite") }
  }
}
