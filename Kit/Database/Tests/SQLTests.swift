import Testing
import Values

@testable import Database

@Suite struct SQLTests {
  @Test func `values are bound, never spliced`() {
    let name = "x'; DROP TABLE t; --"
    let sql: SQL = "SELECT 1 FROM t WHERE a = \(name) AND b IN \(list: [1, 2]) AND c IN \(list: [Int]())"
    #expect(sql.text(for: .sqlite) == "SELECT 1 FROM t WHERE a = ? AND b IN (?, ?) AND c IN (NULL)")
    #expect(sql.text(for: .postgres) == "SELECT 1 FROM t WHERE a = $1 AND b IN ($2, $3) AND c IN (NULL)")
    #expect(sql.values == [.text(name), .integer(1), .integer(2)])
  }

  @Test func `fragments keep the order of their values`() {
    let filter: SQL = "a = \(1) OR b = \("two")"
    let sql: SQL = "SELECT \(name: "c") FROM t WHERE d = \(0.5) AND (\(filter)) LIMIT \(20)"
    #expect(sql.text(for: .postgres) == "SELECT c FROM t WHERE d = $1 AND (a = $2 OR b = $3) LIMIT $4")
    #expect(sql.values == [.real(0.5), .integer(1), .text("two"), .integer(20)])
    #expect([SQL("a"), SQL("b")].joined(separator: " AND ").text(for: .sqlite) == "a AND b")
  }

  @Test func `optional values bind as null and read back as nil`() throws {
    let none: Int? = nil
    #expect(SQL("\(none)").values == [.null])
    try #expect(Int?.decode(.null) == nil)
    try #expect(CivilDate.decode(.text("2026-03-01")) == CivilDate(year: 2026, month: 3, day: 1))
  }

  @Test func `a column of another kind is an error that does not tell the value`() throws {
    let row = Row(columns: Row.Columns(["a", "b"]), values: [.text("138 0013 8000"), .integer(1)])
    try #expect(row.get("b", as: Int.self) == 1)
    #expect(throws: ColumnError.mismatch(expected: "integer", found: "text")) { try row.get("a", as: Int.self) }
    #expect(throws: ColumnError.missing(column: "c")) { try row.get("c", as: Int.self) }
    #expect(throws: ColumnError.missing(column: "#2")) { try row.get(2, as: Int.self) }
  }
}
