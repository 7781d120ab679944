import Database
import DatabaseTesting
import Testing
import Values

/// What every engine promises, shown on each.
@Suite struct EngineTests {
  static let schema = MigrationSet(
    owner: "test",
    steps: [
      Migration(
        "001",
        """
        CREATE TABLE parents (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, size BIGINT CHECK (size >= 0));
        CREATE TABLE children (
          id BIGINT PRIMARY KEY,
          parent_id BIGINT NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED
        );
        """)
    ])

  @Test(arguments: TestEngine.all)
  func `every kind of value comes back as it was`(engine: TestEngine) async throws {
    let types = engine == .sqlite ? "a BIGINT, b REAL, c TEXT, d BLOB" : "a BIGINT, b FLOAT8, c TEXT, d BYTEA"
    let schema = MigrationSet(owner: "test", steps: [Migration("001", "CREATE TABLE kinds (n BIGINT, \(types))")])
    try await engine.withDatabase([schema]) { database in
      let texts = ["", "桥", "a'b\"c\\d", String(repeating: "校企", count: 10_000)]
      let blobs: [[UInt8]] = [[], [0, 1, 255], Array(repeating: 7, count: 100_000), [92, 120]]
      let integers = [0, Int64.min, Int64.max, -1]
      let reals = [0, -1.5, 1e300, 0.1]
      try await database.write { connection in
        for n in 0..<4 {
          try connection.run("INSERT INTO kinds VALUES (\(n), \(integers[n]), \(reals[n]), \(texts[n]), \(blobs[n]))")
        }
        let null: Int? = nil
        try connection.run("INSERT INTO kinds VALUES (4, \(null), \(null), \(null), \(null))")
      }
      let rows = try await database.read { try $0.rows("SELECT a, b, c, d FROM kinds ORDER BY n") }
      for n in 0..<4 {
        #expect(rows[n].values == [.integer(integers[n]), .real(reals[n]), .text(texts[n]), .blob(blobs[n])])
      }
      #expect(rows[4].values == [.null, .null, .null, .null])
    }
  }

  @Test(arguments: TestEngine.all)
  func `figures are whole numbers where they are whole`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await database.write { connection in
        for n in 1...4 { try connection.run("INSERT INTO parents VALUES (\(n), \("p\(n)"), \(n * 10))") }
      }
      let row = try await database.read {
        try $0.first("SELECT COUNT(*) AS n, SUM(size) AS total, MAX(size) AS most, AVG(size) AS mean FROM parents")
      }
      try #expect(row?.get("n", as: Int.self) == 4)
      try #expect(row?.get("total", as: Int.self) == 100)
      try #expect(row?.get("most", as: Int.self) == 40)
      try #expect(row?.get("mean", as: Double.self) == 25)
      let (text, limited) = try await database.read { connection in
        let limit = 2
        return (
          try connection.value("SELECT name FROM parents WHERE size = \(20) AND name = \("p2")", as: String.self),
          try connection.values("SELECT id FROM parents WHERE id > \(1) ORDER BY id LIMIT \(limit)", as: Int.self)
        )
      }
      #expect(text == "p2")
      #expect(limited == [2, 3])
    }
  }

  @Test(arguments: TestEngine.all)
  func `refusals have the same words`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await database.write { try $0.run("INSERT INTO parents VALUES (1, 'a', 1)") }
      func refusal(_ sql: SQL) async -> DatabaseError? {
        do {
          try await database.write { try $0.run(sql) }
          return nil
        } catch {
          return error as? DatabaseError
        }
      }
      guard case .unique(let detail)? = await refusal("INSERT INTO parents VALUES (2, 'a', 1)") else {
        Issue.record("a double name was let in")
        return
      }
      #expect(detail.contains("name"))
      guard case .notNull? = await refusal("INSERT INTO parents VALUES (2, NULL, 1)") else {
        Issue.record("a missing name was let in")
        return
      }
      guard case .check? = await refusal("INSERT INTO parents VALUES (2, 'b', -1)") else {
        Issue.record("a negative size was let in")
        return
      }
      guard case .foreignKey? = await refusal("INSERT INTO children VALUES (1, 99)") else {
        Issue.record("a child without parent was let in")
        return
      }
      guard case .failed? = await refusal("SELEKT 1") else {
        Issue.record("nonsense was accepted")
        return
      }
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM parents", as: Int.self) } == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a failing body leaves nothing behind and its error reaches the caller`(engine: TestEngine) async throws {
    struct Refusal: Error {}
    try await engine.withDatabase([Self.schema]) { database in
      await #expect(throws: Refusal.self) {
        try await database.write { connection in
          try connection.run("INSERT INTO parents VALUES (1, 'a', 1)")
          throw Refusal()
        }
      }
      await #expect(throws: Refusal.self) {
        try await database.writeAlone { connection in
          try connection.run("INSERT INTO parents VALUES (1, 'a', 1)")
          throw Refusal()
        }
      }
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM parents", as: Int.self) } == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `one read sees one state`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await database.write { try $0.run("INSERT INTO parents VALUES (0, 'first', 0)") }
      let (started, goOn) = (Signal(), Signal())
      async let counts = database.readLong { connection in
        let before = try connection.value("SELECT COUNT(*) FROM parents", as: Int.self)
        started.give()
        goOn.wait()
        return [before, try connection.value("SELECT COUNT(*) FROM parents", as: Int.self)]
      }
      await started.arrived()
      try await database.write { try $0.run("INSERT INTO parents VALUES (1, 'second', 0)") }
      goOn.give()
      try await #expect(counts == [1, 1])
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM parents", as: Int.self) } == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func `64 writers at once lose nothing, and each gets its own error`(engine: TestEngine) async throws {
    struct Odd: Error, Equatable { let number: Int }
    try await engine.withDatabase([Self.schema]) { database in
      let failures = try await withThrowingTaskGroup(of: Int?.self) { group in
        for writer in 0..<64 {
          group.addTask {
            for turn in 0..<10 {
              let id = writer * 10 + turn
              do {
                try await database.write { connection in
                  try connection.run("INSERT INTO parents VALUES (\(id), \("n\(id)"), 0)")
                  if id % 7 == 3 { throw Odd(number: id) }
                }
                if id % 7 == 3 { return id }
              } catch let error as Odd {
                if error.number != id { return id }
              }
            }
            return nil
          }
        }
        return try await group.reduce(into: [Int]()) { list, failure in if let failure { list.append(failure) } }
      }
      #expect(failures == [])
      let kept = try await database.read { try $0.values("SELECT id FROM parents ORDER BY id", as: Int.self) }
      #expect(kept == (0..<640).filter { $0 % 7 != 3 })
    }
  }

  @Test(arguments: TestEngine.all)
  func `rows arrive one by one, and a body may use the connection meanwhile`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      try await database.write { connection in
        for n in 0..<2_000 { try connection.run("INSERT INTO parents VALUES (\(n), \("n\(n)"), 0)") }
      }
      struct Enough: Error {}
      let seen = try await database.read { connection in
        var seen = 0
        do {
          try connection.forEach("SELECT id, name FROM parents ORDER BY id") { row in
            seen += 1
            if seen == 1_500 { throw Enough() }
          }
        } catch is Enough {}
        // The connection is clean again after the early end.
        try #expect(connection.value("SELECT COUNT(*) FROM parents", as: Int.self) == 2_000)
        return seen
      }
      #expect(seen == 1_500)
    }
  }

  @Test(arguments: TestEngine.all)
  func `changed rows are counted and RETURNING answers`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let (inserted, none, ids) = try await database.write { connection in
        let inserted = try connection.run("INSERT INTO parents VALUES (1, 'a', 1), (2, 'b', 2)")
        let none = try connection.run("UPDATE parents SET size = 5 WHERE id = 99")
        let ids = try connection.values(
          "UPDATE parents SET size = size + 1 WHERE size > 0 RETURNING id", as: Int.self)
        return (inserted, none, ids.sorted())
      }
      #expect((inserted, none) == (2, 0))
      #expect(ids == [1, 2])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a cancelled task waits no longer and its body does not run`(engine: TestEngine) async throws {
    try await engine.withDatabase([Self.schema]) { database in
      let cancelled = Task {
        while !Task.isCancelled { await Task.yield() }
        try await database.write { try $0.run("INSERT INTO parents VALUES (1, 'a', 1)") }
      }
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM parents", as: Int.self) } == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a closed database refuses`(engine: TestEngine) async throws {
    let made = try await engine.make()
    try await made.engine.ping()
    try await made.engine.close()
    try await made.engine.close()
    await #expect(throws: DatabaseError.self) { try await made.engine.read { try $0.rows("SELECT 1") } }
    await #expect(throws: DatabaseError.self) { _ = try await made.engine.write { try $0.run("SELECT 1") } }
    await made.drop()
  }
}
