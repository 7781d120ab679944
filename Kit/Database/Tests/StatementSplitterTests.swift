import Testing

@testable import Database

@Suite struct StatementSplitterTests {
  @Test(arguments: [
    ("", []),
    (" ; ;\n-- nothing; here\n/* nor; here */;", []),
    ("SELECT 1", ["SELECT 1"]),
    ("SELECT 1; SELECT 2 ;\n", ["SELECT 1", "SELECT 2"]),
    ("SELECT ';' , \"a;b\", `c;d`; SELECT 'it''s; fine'", ["SELECT ';' , \"a;b\", `c;d`", "SELECT 'it''s; fine'"]),
    ("SELECT $$ a; b $$; SELECT $x$ $$; $x$; SELECT $1;", ["SELECT $$ a; b $$", "SELECT $x$ $$; $x$", "SELECT $1"]),
    (
      "SELECT 1 -- a; b\n; SELECT 2 /* c; /* d; */ e; */ + 1",
      ["SELECT 1 -- a; b", "SELECT 2 /* c; /* d; */ e; */ + 1"]
    ),
    ("插入;SELECT '一;二'", ["插入", "SELECT '一;二'"]),
    ("BEGIN; COMMIT", ["BEGIN", "COMMIT"]),
    ("SELECT 'open; end", ["SELECT 'open; end"]),
  ])
  func `cuts only where a statement ends`(text: String, pieces: [String]) {
    #expect(StatementSplitter.statements(in: text) == pieces)
  }

  @Test func `keeps the body of a trigger together`() {
    let trigger = """
      CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN
        UPDATE t SET b = CASE WHEN c THEN 1 ELSE 2 END;
        SELECT RAISE(ABORT, 'no; really');
      END
      """
    #expect(StatementSplitter.statements(in: "\(trigger); SELECT 1;") == [trigger, "SELECT 1"])
  }

  @Test func `keeps a function's body together, quoted or not`() {
    let quoted =
      "CREATE FUNCTION f() RETURNS trigger AS $body$ BEGIN NEW.a := 1; RETURN NEW; END $body$ LANGUAGE plpgsql"
    let atomic = "CREATE OR REPLACE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END"
    #expect(StatementSplitter.statements(in: "\(quoted);\n\(atomic);\nSELECT 3") == [quoted, atomic, "SELECT 3"])
  }
}

@Suite struct ChecksumTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func `is the standard's value for its examples`(text: String, digest: String) {
    #expect(Checksum.of(text) == digest)
  }
}
