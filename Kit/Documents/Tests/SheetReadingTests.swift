import Foundation
import Testing
import Values

@testable import Documents

@Suite struct SheetReadingTests {
  let worker = Samples.worker()

  @Test func readsEveryKindOfCell() async throws {
    let (head, rows) = try await worker.rows(try Samples.path("everyday.xlsx"))
    #expect(head.format == .xlsx)
    #expect(head.name == "企业")
    #expect(head.sheets == [.init(name: "参数", hidden: true), .init(name: "企业", hidden: false)])
    #expect(head.merged.contains([1, 1, 1, 8]))
    #expect(rows.map(\.number) == [1, 2, 3, 5, 6, 8, 9])
    #expect(rows[0].cells == Array(repeating: .text("企业信息表"), count: 8))
    #expect(rows[1].cells.prefix(3) == [.text("企业"), .text("企业"), .text("联系")])
    #expect(
      rows[3].cells == [
        .text(" 桥梁科技有限公司 "), .date("2026-03-01"), .number("13812345678"), .number("1234.56"), .boolean(true),
        .number("2"), .error("#N/A"), .date("2026-03-01T08:30:00"),
      ])
    #expect(rows[3][1].day == CivilDate(year: 2026, month: 3, day: 1))
    #expect(rows[3][99] == .empty)
    #expect(rows[4][0] == .text("乙&丙\n公司"))
    #expect(rows[4][3].hasLostDigits)
    #expect(!rows[3][2].hasLostDigits)
    #expect(rows[4][5] == .text("=1+1"))
    #expect(rows[6].cells == [.text("三部"), .text("乙")])
  }

  @Test func readsTheSheetAskedFor() async throws {
    let path = try Samples.path("everyday.xlsx")
    let (head, rows) = try await worker.rows(path, options: SheetOptions(sheet: "参数"))
    #expect(head.name == "参数")
    #expect(rows == [SheetRow(number: 1, cells: [.text("秘密")])])
    await #expect(throws: SheetError.noSuchSheet) { try await worker.rows(path, options: SheetOptions(sheet: "没有")) }
    let unfilled = try await worker.rows(path, options: SheetOptions(fillsMerged: false)).rows
    #expect(unfilled[0].cells == [.text("企业信息表")])
  }

  @Test func readsOldAndOpenFormats() async throws {
    let old = try await worker.rows(try Samples.path("old.xls"))
    #expect(old.head.format == .xls)
    #expect(old.rows[0].cells == Array(repeating: .text("合并标题"), count: 3))
    #expect(
      old.rows[2].cells == [
        .text("甲公司"), .number("13812345678"), .date("2026-03-01"), .number("1234.5"), .boolean(true),
      ])
    #expect(old.rows[3].cells.prefix(2) == [.text("乙公司"), .text("13812345678")])
    let open = try await worker.rows(try Samples.path("sheet.ods"))
    #expect(open.head.format == .ods)
    #expect(open.rows[0].cells == Array(repeating: .text("联系信息"), count: 3))
    #expect(open.rows[2].cells == [.text("甲公司"), .date("2026-03-01"), .number("13812345678")])
  }

  @Test(arguments: [("gb18030.csv", "gb18030"), ("bom.csv", "utf-8"), ("utf16.csv", "utf-16")])
  func readsText(name: String, encoding: String) async throws {
    let (head, rows) = try await worker.rows(try Samples.path(name))
    #expect(head.format == .csv)
    #expect(head.encoding == encoding)
    #expect(
      rows == [
        SheetRow(number: 1, cells: [.text("名称"), .text("电话"), .text("备注")]),
        SheetRow(number: 2, cells: [.text("甲,公司"), .text("13812345678"), .text("两\n行")]),
        SheetRow(number: 4, cells: [.text("乙公司"), .text("0012"), .text("=1+1")]),
      ])
  }

  @Test func contentDecidesTheFormat() async throws {
    #expect(try await worker.rows(try Samples.path("misnamed.csv")).head.format == .xlsx)
    #expect(try await worker.rows(try Samples.path("tabs.xls")).rows[1].cells == [.text("甲"), .text("1")])
    #expect(
      try await worker.rows(try Samples.path("semicolon.csv")).rows[1].cells == ["a", "b", "c"].map { .text($0) })
  }

  @Test(arguments: [
    ("truncated.xlsx", SheetError.unreadable), ("random.xlsx", .unreadable), ("broken-inside.xlsx", .unreadable),
    ("latin.csv", .unreadable), ("missing.csv", .unreadable), ("empty.xlsx", .empty), ("nothing.csv", .empty),
    ("encrypted.xlsx", .passwordProtected), ("protected.xls", .passwordProtected),
    ("letter.docx", .unsupportedType), ("page.pdf", .unsupportedType), ("page.xls", .unsupportedType),
    ("bomb.xlsx", .tooLarge(.unpackedSize(512 << 20))), ("wide.csv", .tooLarge(.columns(500))),
    ("long-cell.csv", .tooLarge(.cellLength(32_767))), ("many.csv", .tooLarge(.rows(200_000))),
    ("far.xlsx", .tooLarge(.memory(1 << 30))),
  ])
  func refuses(name: String, error: SheetError) async throws {
    let path = try Samples.path(name)
    await #expect(throws: error) { try await worker.rows(path) }
    // Whatever it did to its process, the next sheet is read.
    #expect(try await worker.rows(try Samples.path("bom.csv")).rows.count == 3)
  }

  @Test func aLyingArchiveMeetsTheMemoryLimit() async throws {
    var options = SheetOptions()
    options.limits.memory = 200 << 20
    let path = try Samples.path("lying.xlsx")
    do {
      _ = try await worker.rows(path, options: options)
      Issue.record("300 MB fit into 200 MiB")
    } catch let error as SheetError {
      #expect([.tooLarge(.memory(200 << 20)), .unreadable].contains(error))
    }
    #expect(try await worker.rows(try Samples.path("bom.csv")).rows.count == 3)
  }

  @Test func aFileOverItsLimitIsNotOpened() async throws {
    var options = SheetOptions()
    options.limits.fileSize = 100
    let path = try Samples.path("everyday.xlsx")
    await #expect(throws: SheetError.tooLarge(.fileSize(100))) { try await worker.rows(path, options: options) }
  }

  @Test func streamsAHundredThousandRows() async throws {
    let reading = try await worker.readSheet(path: try Samples.path("big.csv"), fileName: "big.csv")
    var count = 0
    for try await row in reading {
      count += 1
      if row.number != count { Issue.record("row \(row.number) at place \(count)") }
    }
    #expect(count == 100_000)
  }
}
