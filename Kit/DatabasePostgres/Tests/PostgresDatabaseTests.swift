import Database
import DatabasePostgres
import DatabaseTesting
import Dispatch
import Synchronization
import Testing

/// What only PostgreSQL can show. Runs when `QIAO_TEST_POSTGRES` is set, as `make test` does.
@Suite(.enabled(if: TestEngine.postgresURL != nil)) struct PostgresDatabaseTests {
  private func withDatabase(
    poolSize: Int = 4, _ body: (PostgresDatabase, TestDatabase) async throws -> Void
  ) async throws {
    let made = try await TestEngine.postgres.make()
    let database = try PostgresDatabase(url: made.location, poolSize: poolSize)
    do {
      try await body(database, made)
    } catch {
      try? await database.close()
      await made.drop()
      throw error
    }
    try await database.close()
    await made.drop()
  }

  private func processID(_ database: PostgresDatabase) async throws -> Int? {
    try await database.read { try $0.value("SELECT pg_backend_pid()", as: Int.self) }
  }

  @Test func `a killed idle connection is replaced without anybody noticing`() async throws {
    try await withDatabase(poolSize: 1) { database, made in
      let killed = try #require(try await processID(database))
      try await made.engine.read { _ = try $0.rows("SELECT pg_terminate_backend(CAST(\(killed) AS INTEGER))") }
      let fresh = try #require(try await processID(database))
      #expect(fresh != killed)
    }
  }

  @Test func `a connection killed inside a write loses nothing: the body runs again`() async throws {
    try await withDatabase(poolSize: 1) { database, made in
      try await database.write { try $0.run("CREATE TABLE t (n BIGINT)") }
      let runs = Mutex(0)
      let (started, goOn) = (Signal(), DispatchSemaphore(value: 0))
      let process = try #require(try await processID(database))
      async let writing: Void = database.write { connection in
        let run = runs.withLock { count in
          count += 1
          return count
        }
        try connection.run("INSERT INTO t VALUES (1)")
        if run == 1 {
          started.give()
          goOn.wait()
        }
        try connection.run("INSERT INTO t VALUES (2)")
      }
      await started.arrived()
      defer { goOn.signal() }
      try await made.engine.read { _ = try $0.rows("SELECT pg_terminate_backend(CAST(\(process) AS INTEGER))") }
      goOn.signal()
      try await writing
      #expect(runs.withLock { $0 } == 2)
      try await #expect(database.read { try $0.values("SELECT n FROM t ORDER BY n", as: Int.self) } == [1, 2])
    }
  }

  @Test func `a connection that breaks while committing is reported, not repeated`() async throws {
    try await withDatabase(poolSize: 1) { database, made in
      try await database.write { connection in
        try connection.run("CREATE TABLE t (n BIGINT)")
        try connection.run(
          """
          CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$
          """)
        try connection.run(
          """
          CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION slow()
          """)
      }
      let runs = Mutex(0)
      let process = try #require(try await processID(database))
      async let writing: Void = database.write { connection in
        runs.withLock { $0 += 1 }
        try connection.run("INSERT INTO t VALUES (1)")
      }
      // The server sleeps inside COMMIT.
      try await waitUntil {
        try await made.engine.read { connection in
          try connection.value(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = \(process) AND wait_event = 'PgSleep'", as: Int.self)
        } == 1
      }
      try await made.engine.read { _ = try $0.rows("SELECT pg_terminate_backend(CAST(\(process) AS INTEGER))") }
      do {
        try await writing
        Issue.record("a lost commit was reported as done")
      } catch DatabaseError.unavailable(let reason) {
        #expect(reason.contains("not known"))
      }
      #expect(runs.withLock { $0 } == 1)
      try await #expect(database.read { try $0.value("SELECT COUNT(*) FROM t", as: Int.self) } == 0)
    }
  }

  @Test func `two writes that would contradict each other are put in order`() async throws {
    try await withDatabase { database, _ in
      try await database.write { connection in
        try connection.run("CREATE TABLE duty (person BIGINT PRIMARY KEY, present SMALLINT)")
        try connection.run("INSERT INTO duty VALUES (1, 1), (2, 1)")
      }
      // Each may leave only while the other is there: under weaker isolation both leave.
      await withTaskGroup(of: Void.self) { group in
        for person in 1...2 {
          group.addTask {
            _ = try? await database.write { connection in
              let present = try connection.value("SELECT SUM(present) FROM duty", as: Int.self) ?? 0
              if present > 1 { try connection.run("UPDATE duty SET present = 0 WHERE person = \(person)") }
            }
          }
        }
      }
      try await #expect(database.read { try $0.value("SELECT SUM(present) FROM duty", as: Int.self) } == 1)
    }
  }

  @Test func `a counter that everybody raises counts everybody`() async throws {
    try await withDatabase(poolSize: 8) { database, _ in
      try await database.write { connection in
        try connection.run("CREATE TABLE counter (n BIGINT)")
        try connection.run("INSERT INTO counter VALUES (0)")
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<64 {
          group.addTask {
            _ = try await database.write { connection in
              let count = try connection.value("SELECT n FROM counter", as: Int.self) ?? 0
              try connection.run("UPDATE counter SET n = \(count + 1)")
            }
          }
        }
        try await group.waitForAll()
      }
      try await #expect(database.read { try $0.value("SELECT n FROM counter", as: Int.self) } == 64)
    }
  }

  @Test func `a body that hides a refusal does not seem to have succeeded`() async throws {
    try await withDatabase { database, _ in
      try await database.write { try $0.run("CREATE TABLE t (n BIGINT PRIMARY KEY)") }
      await #expect(throws: DatabaseError.unique(detail: "t_pkey")) {
        try await database.write { connection in
          try connection.run("INSERT INTO t VALUES (1)")
          _ = try? connection.run("INSERT INTO t VALUES (1)")
        }
      }
      try await database.write { connection in
        try connection.run("INSERT INTO t VALUES (1)")
        _ = try? connection.savepoint { try connection.run("INSERT INTO t VALUES (1)") }
        try connection.run("INSERT INTO t VALUES (2)")
      }
      try await #expect(database.read { try $0.values("SELECT n FROM t ORDER BY n", as: Int.self) } == [1, 2])
    }
  }

  @Test func `rows stream while other statements run`() async throws {
    try await withDatabase { database, _ in
      let (sum, inner) = try await database.read { connection in
        var (sum, inner) = (0, 0)
        try connection.forEach("SELECT i FROM generate_series(1, \(5_000)) AS i") { row in
          sum += try row.get(0, as: Int.self)
          if sum == 6 { inner = try connection.value("SELECT \(41) + 1", as: Int.self) ?? 0 }
        }
        return (sum, inner)
      }
      #expect(sum == 12_502_500)
      #expect(inner == 42)
    }
  }

  @Test func `an error in the middle of a stream arrives and leaves the connection usable`() async throws {
    try await withDatabase(poolSize: 1) { database, _ in
      await #expect(throws: DatabaseError.failed(code: "22012", message: "division by zero")) {
        try await database.read { connection in
          try connection.forEach("SELECT 1 / (3000 - i) FROM generate_series(1, 5000) AS i") { _ in }
        }
      }
      try await #expect(database.read { try $0.value("SELECT 1", as: Int.self) } == 1)
    }
  }

  @Test func `numbers of every type`() async throws {
    try await withDatabase { database, _ in
      let row = try await database.read {
        try $0.first(
          """
          SELECT 7::smallint, -7::int, 1.5::real, true, 12::numeric, 12.50::numeric, -0.00012::numeric,
            1267650600228229401496703205376::numeric, 10000::numeric, 'x'::varchar, 'y'::char(3), 'n'::name, NULL::int,
            SUM(n)::numeric FROM (VALUES (9000000000000000000::bigint), (1)) AS t (n)
          """)
      }
      #expect(
        row?.values == [
          .integer(7), .integer(-7), .real(1.5), .integer(1), .integer(12), .real(12.5), .real(-0.00012),
          .real(1_267_650_600_228_229_401_496_703_205_376), .integer(10000), .text("x"), .text("y  "), .text("n"),
          .null,
          .integer(9_000_000_000_000_000_001),
        ])
      await #expect(throws: DatabaseError.self) { try await database.read { try $0.rows("SELECT now()") } }
    }
  }

  @Test func `tables may change under prepared statements`() async throws {
    try await withDatabase(poolSize: 1) { database, _ in
      try await database.write { try $0.run("CREATE TABLE t (a BIGINT)") }
      try await #expect(database.read { try $0.first("SELECT * FROM t") } == nil)
      try await database.write { try $0.run("ALTER TABLE t ADD COLUMN b TEXT") }
      try await database.write { try $0.run("INSERT INTO t VALUES (1, 'x')") }
      let row = try await database.read { try $0.first("SELECT * FROM t") }
      #expect(row?.columns.names == ["a", "b"])
    }
  }

  @Test func `more statements than a connection keeps`() async throws {
    let made = try await TestEngine.postgres.make()
    let database = try PostgresDatabase(url: made.location, settings: PostgresSettings(poolSize: 1, statements: 8))
    for round in 0..<3 {
      for number in 0..<40 {
        let sql = (0..<number).reduce(SQL("SELECT \(round)")) { sql, _ in sql + " + 1" }
        try await #expect(database.read { try $0.value(sql, as: Int.self) } == number + round)
      }
    }
    let kept = try await database.read { try $0.value("SELECT COUNT(*) FROM pg_prepared_statements", as: Int.self) }
    #expect(kept ?? 99 <= 9)
    try await database.close()
    await made.drop()
  }

  @Test func `a cancelled read is stopped on the server`() async throws {
    try await withDatabase(poolSize: 1) { database, _ in
      let sleeping = Task { try await database.read { try $0.rows("SELECT pg_sleep(60)") } }
      try await Task.sleep(for: .milliseconds(200))
      let asked = ContinuousClock.now
      sleeping.cancel()
      await #expect(throws: CancellationError.self) { try await sleeping.value }
      #expect(ContinuousClock.now - asked < .seconds(10))
      try await #expect(database.read { try $0.value("SELECT 1", as: Int.self) } == 1)
    }
  }

  @Test func `a statement that takes too long is stopped`() async throws {
    let made = try await TestEngine.postgres.make()
    let database = try PostgresDatabase(
      url: made.location, settings: PostgresSettings(poolSize: 1, statementTimeout: 50))
    await #expect(throws: DatabaseError.self) { try await database.read { try $0.rows("SELECT pg_sleep(60)") } }
    _ = try await database.readLong { try $0.rows("SELECT pg_sleep(0.2)") }
    try await database.close()
    await made.drop()
  }

  @Test func `notifications arrive, also after the connection was lost`() async throws {
    try await withDatabase { database, made in
      var texts = database.notifications("news").makeAsyncIterator()
      #expect(await texts.next() == "")
      try await database.write { _ = try $0.rows("SELECT pg_notify('news', \("桥 1"))") }
      #expect(await texts.next() == "桥 1")
      try await made.engine.read {
        _ = try $0.rows(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND query LIKE 'LISTEN%'
          """)
      }
      #expect(await texts.next() == "")
      try await database.write { _ = try $0.rows("SELECT pg_notify('news', \("2"))") }
      #expect(await texts.next() == "2")
    }
  }

  @Test func `a password never appears in an error`() async throws {
    for url in [
      "postgres://me:s3cret@127.0.0.1:1/none", "postgres://me:s3cret@[bad/none", "postgres://me:s3cret@127.0.0.1:x/y",
    ] {
      do {
        _ = try PostgresDatabase(url: url)
        Issue.record("\(url) was reached")
      } catch {
        #expect(!"\(error)".contains("s3cret"))
        guard case DatabaseError.unavailable = error else {
          Issue.record("another error")
          return
        }
      }
    }
  }

  @Test func `a value in a message of the server is left out`() async throws {
    try await withDatabase { database, _ in
      await #expect(throws: DatabaseError.failed(code: "22P02", message: "invalid input syntax for type bigint")) {
        try await database.read { try $0.rows("SELECT \("138 0013 8000")::bigint") }
      }
    }
  }
}
