import Foundation
import Testing
import Values

@testable import Documents

@Suite struct WritingTests {
  private let columns = [
    XlsxColumn("名称", width: 30), XlsxColumn("人数", kind: .number), XlsxColumn("金额", kind: .money),
    XlsxColumn("日期", kind: .date), XlsxColumn("时间", kind: .instant), XlsxColumn("有效", kind: .boolean),
    XlsxColumn("网址", kind: .link),
  ]

  @Test func whatIsWrittenIsRead() async throws {
    let path = try Samples.fresh("out.xlsx")
    let day = try #require(CivilDate("2026-03-01"))
    let writer = try XlsxWriter(path: path, sheetName: "企业/名单", columns: columns)
    try writer.append(row: [
      .text("甲公司"), .integer(13_812_345_678), .money(-123_456), .date(day),
      .instant(Instant(milliseconds: 1_772_325_000_000)),
      .boolean(true), .link("官网", address: "https://example.com/a?b=1&c=2"),
    ])
    try writer.append(row: [
      .text("=1+1"), .number(0.5), .empty, .date(nil), .empty, .boolean(false),
      .link("=HYPERLINK", address: "javascript:alert(1)"),
    ])
    try writer.append(row: [.text("a\u{0}\u{1}\nb_x0041_"), .integer(110_101_199_003_078_888), .text("007")])
    #expect(writer.rowCount == 3)
    try writer.addSheet(named: "企业 名单", columns: [XlsxColumn("错误")])
    try writer.append(row: [.text("@sum")])
    try writer.close()
    #expect(throws: XlsxError.closed) { try writer.append(row: []) }
    #expect(throws: XlsxError.closed) { try writer.close() }

    let worker = Samples.worker()
    let (head, rows) = try await worker.rows(path)
    #expect(head.sheets.map(\.name) == ["企业 名单", "企业 名单 2"])
    #expect(rows[0].cells == columns.map { .text($0.title) })
    #expect(
      rows[1].cells == [
        .text("甲公司"), .number("13812345678"), .number("-1234.56"), .date("2026-03-01"), .date("2026-03-01T08:30:00"),
        .boolean(true), .text("官网"),
      ])
    #expect(
      rows[2].cells == [
        .text("=1+1"), .number("0.5"), .empty, .empty, .empty, .boolean(false), .text("=HYPERLINK"),
      ])
    #expect(rows[3].cells == [.text("a\nb_x0041_"), .text("110101199003078888"), .text("007")])
    let second = try await worker.rows(path, options: SheetOptions(sheet: "企业 名单 2")).rows
    #expect(second.map(\.cells) == [[.text("错误")], [.text("@sum")]])
  }

  @Test func onlyTheOwnerMayRead() throws {
    let path = try Samples.fresh("own.xlsx")
    let writer = try XlsxWriter(path: path, sheetName: "S", columns: columns)
    try writer.close()
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: XlsxError.self) { try XlsxWriter(path: "/nonexistent/a.xlsx", sheetName: "S", columns: []) }
  }

  @Test func namesAndTextsFit() {
    #expect(XlsxText.sheetName("a[b]:c*d?e/f\\g", taken: []) == "a b  c d e f g")
    #expect(XlsxText.sheetName("''", taken: []) == "Sheet")
    #expect(XlsxText.sheetName("list", taken: ["List", "list 2"]) == "list 3")
    #expect(XlsxText.sheetName(String(repeating: "桥", count: 40), taken: []).count == 31)
    let long = String(repeating: "桥", count: 40_000)
    #expect(XlsxText.cell(long).utf16.count == 32_767)
    #expect(XlsxText.cell(long).hasSuffix("桥…"))
    #expect(XlsxText.cell("_x0041_ _x41_ x0041_") == "_x005F_x0041_ _x41_ x0041_")
    #expect(XlsxText.canLead(to: "mailto:a@b.cn"))
    #expect(!XlsxText.canLead(to: "file:///etc/passwd"))
    #expect(!XlsxText.canLead(to: "https://a b"))
  }

  @Test func textBeyondASheetsRowsIsRefused() throws {
    let writer = try XlsxWriter(path: try Samples.fresh("rows.xlsx"), sheetName: "S", columns: [])
    for _ in 1..<1_048_576 { try writer.append(row: []) }
    #expect(throws: XlsxError.tooManyRows) { try writer.append(row: []) }
    try writer.close()
  }

  #if os(Linux)
    @Test func memoryDoesNotGrowWithTheRows() async throws {
      let path = try Samples.fresh("large.xlsx")
      let writer = try XlsxWriter(path: path, sheetName: "S", columns: columns)
      try write(1000, to: writer)
      let before = try residentBytes()
      try write(99_000, to: writer)
      try writer.close()
      let grown = try residentBytes() - before
      #expect(grown < 64 << 20)
      #expect(try await Samples.worker().rows(path).rows.count == 100_001)
    }

    private func write(_ count: Int, to writer: XlsxWriter) throws {
      for index in 0..<count {
        try writer.append(row: [
          .text("企业 \(index) 有限责任公司 \(UUID())"), .integer(Int64(index)), .money(Int64(index) * 99),
          .date(CivilDate(daysSinceEpoch: 20_000 + index % 1000)),
          .instant(Instant(milliseconds: Int64(index) * 60_000)),
          .boolean(index % 2 == 0), .text("备注 \(index)"),
        ])
      }
    }

    private func residentBytes() throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
      return try #require(line.split(separator: " ").compactMap { Int($0) }.first) * 1024
    }
  #endif

  @Test func commaSeparatedText() async throws {
    let path = try Samples.fresh("out.csv")
    let writer = try CSVWriter(path: path, titles: ["名称", "值"])
    let guarded = ["=1+1", "+86 138", "-1", "@a", "\tb", "\rc"]
    for text in guarded { try writer.append(row: [.text(text), .integer(-5)]) }
    try writer.append(row: [.text("a,\"b\"\r\nc"), .money(-105), .boolean(true), .date(CivilDate("2026-03-01"))])
    try writer.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.prefix(3) == Data([0xEF, 0xBB, 0xBF]))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("'=1+1,-5\r\n'+86 138,-5\r\n'-1,-5\r\n'@a,-5\r\n'\tb,-5\r\n\"'\rc\",-5\r\n"))
    #expect(text.hasSuffix("\"a,\"\"b\"\"\r\nc\",-1.05,TRUE,2026-03-01\r\n"))
    let rows = try await Samples.worker().rows(path).rows
    #expect(rows.dropFirst().prefix(4).map { $0[0].text } == Array(guarded.prefix(4)))
    #expect(rows.last?[0] == .text("a,\"b\"\nc"))
  }
}
