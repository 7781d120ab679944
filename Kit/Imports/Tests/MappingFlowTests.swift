import Database
import DatabaseTesting
import Documents
import Foundation
import Localization
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Imports

@Suite struct MappingFlowTests {
  @Test(arguments: TestEngine.all)
  func aSheetWithoutHeadingsIsMappedByHand(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(SheetFile([["a1", "锤子"], ["a2", "扳手"]]))
      #expect(batch.state == .uploaded)
      #expect(batch.mapping.headerRow == 0)
      #expect(batch.sheet.samples == [["a1", "a2"], ["锤子", "扳手"]])
      await #expect(throws: Invalid.self) { try await hall.desk.map(batch, columns: ["code", nil]) }
      await #expect(throws: Invalid.self) { try await hall.desk.map(batch, columns: ["name", "name"]) }
      try await hall.desk.map(batch, columns: ["code", "name"])
      #expect(try await hall.worked(batch).counts.new == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func aMappingIsRememberedForTheSameHeadings(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let sheet = SheetFile([["编码", "东西", "电话"], ["a1", "锤子", "13800000001"]])
      let first = try await hall.handIn(sheet)
      #expect(first.state == .uploaded)
      try await hall.desk.map(first, columns: ["code", "name", nil])
      #expect(try await hall.worked(first).counts.new == 1)

      let second = try await hall.handIn(sheet)
      #expect(second.state == .checked)
      #expect(second.mapping.columns == ["code", "name", nil])
      // What one school says is nothing to another.
      #expect(try await hall.handIn(sheet, by: ImportOwner(schoolID: 2, accountID: nil)).state == .uploaded)
    }
  }

  @Test(arguments: TestEngine.all)
  func anotherSheetOrRowOfHeadingsCanBeChosen(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(
        SheetFile([
          .init("说明", [["请看第二张"]]), .init("数据", [["甲", "乙"], ["编号", "名称"], ["a1", "锤子"]]),
          .init("参数", [["编号", "名称"], ["x", "秘密"]], isHidden: true),
        ]))
      #expect(batch.state == .uploaded)
      #expect(batch.sheet.sheets == ["说明", "数据"])
      try await hall.desk.look(at: "数据", headerRow: nil, of: batch)
      var looked = try await hall.desk.batch(batch.id, school: 1)
      #expect(looked.mapping == ColumnMapping(headerRow: 2, columns: ["code", "name"]))
      try await hall.desk.look(at: "数据", headerRow: 0, of: looked)
      looked = try await hall.desk.batch(batch.id, school: 1)
      #expect(looked.mapping == ColumnMapping(headerRow: 0, columns: [nil, nil]))
      await #expect(throws: ImportRefusal.self) { try await hall.desk.look(at: "没有", headerRow: nil, of: looked) }
    }
  }

  @Test(arguments: TestEngine.all)
  func wrongRowsComeBackAsTheSheetWithTheirReasons(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(
        SheetFile([
          ["编号", "名称", "件数", "备注"], ["a1", "锤子", "3", ""], ["a2", "", .number("4"), "=1+1"],
          ["a3", "一个非常非常非常非常非常非常长的名字啊啊啊", .failure("#N/A"), ""],
        ]))
      let t = hall.services.localizer(.chinese)
      let path = hall.path("wrong.xlsx")
      try await hall.desk.writeWrongRows(of: batch, to: path, t)
      let contents = try await SheetContents.read(path, fileName: "wrong.xlsx", sheet: nil, by: hall.services.documents)
      #expect(contents.rows[0].cells.map(\.text) == ["编号", "名称", "件数", "备注", "行号", "错误原因"])
      #expect(contents.rows[1].cells.prefix(5).map(\.text) == ["a2", "", "4", "=1+1", "3"])
      #expect(contents.rows[1][3] == .text("=1+1"))
      #expect(contents.rows[1][5].text == "名称：此项必填")
      #expect(contents.rows[2][5].text.split(separator: "\n").count == 2)

      // Mended, it is handed in as it is: our own columns are left alone.
      var rows: [[SheetFile.Cell]] = contents.rows.map { row in row.cells.map { .text($0.text) } }
      rows[1][1] = "扳手"
      rows[2][1] = "钳子"
      rows[2][2] = "7"
      let again = try await hall.handIn(SheetFile(rows))
      #expect(again.state == .checked)
      #expect(again.counts.new == 2)
      #expect(again.counts.wrong == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func theTemplateIsUnderstoodInBothLanguages(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      for language in Language.allCases {
        let path = hall.path("template-\(language.rawValue).xlsx")
        try await hall.desk.writeTemplate(for: TestHall.school, to: path, hall.services.localizer(language))
        let contents = try await SheetContents.read(path, fileName: "t.xlsx", sheet: nil, by: hall.services.documents)
        let header = HeaderRecognition(rows: contents.rows, names: hall.desk.names)
        #expect(header.mapping.columns == ["code", "name", "count", "phone"])
        #expect(contents.visibleSheets.count == 2)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func theCommandLineReadsChecksAndWritesInOneGo(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let path = try TestHall.sheet.write(to: hall.path("in.xlsx"))
      let owner = ImportOwner(schoolID: 1, accountID: nil)
      var wish = ImportWish()
      wish.isDryRun = true
      let dry = try await hall.desk.importFile(at: path, fileName: "in.xlsx", for: owner, wish)
      #expect(dry.counts.new == 2)
      #expect(dry.rows.map(\.number) == [4, 5])
      #expect(dry.batch == nil)
      wish.isDryRun = false
      #expect(try await hall.desk.importFile(at: path, fileName: "in.xlsx", for: owner, wish).batch == nil)
      #expect(try await hall.things().isEmpty)
      wish.isSkippingWrong = true
      let done = try await hall.desk.importFile(at: path, fileName: "in.xlsx", for: owner, wish)
      let batch = try #require(done.batch)
      #expect(try await hall.things().count == 2)
      #expect(try await hall.rows(batch).count == 4)

      try await hall.desk.takeBack(batch)
      #expect(try await hall.worked(batch).state == .undone)
      #expect(try await hall.things().isEmpty)

      let nameless = try SheetFile([["编号", "件数"], ["a", "1"]]).write(to: hall.path("nameless.xlsx"))
      await #expect(throws: ImportRefusal.missingColumns(["name"])) {
        try await hall.desk.importFile(at: nameless, fileName: "x.xlsx", for: owner)
      }
    }
  }

  @Test(
    arguments: [
      ("empty.xlsx", "", "kit.imports.sheet.empty"),
      ("picture.png", "\u{89}PNG\r\n\u{1A}\n\0\0\0", "kit.imports.sheet.type"),
      ("page.html", "<html><body>x</body></html>", "kit.imports.sheet.type"),
      ("cut.xlsx", "PK\u{3}\u{4}cut off", "kit.imports.sheet.unreadable"),
      ("blank.csv", "\n\n , \n", "kit.imports.sheet.empty"),
    ])
  func whatIsNoSheetIsRefusedWithASentence(name: String, content: String, key: String) async throws {
    try await TestHall.open(.sqlite) { hall in
      let path = hall.path(name)
      try Data(content.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }).write(to: URL(filePath: path))
      await #expect(throws: ImportRefusal.sheet(Message(key))) {
        try await hall.desk.handIn(fileAt: path, fileName: name, by: TestHall.school)
      }
      #expect(try await hall.desk.batches(school: 1, limit: 10).isEmpty)
    }
  }

  @Test func everydaySheetsAreRead() async throws {
    try await TestHall.open(.sqlite) { hall in
      let merged = try await hall.handIn(
        SheetFile(
          [
            ["物品登记表", .none, .none, .none], [], ["编号", "名称", "负责人", .none], [.none, .none, "姓名", "电话"],
            ["ａ１", "  锤子　", "张三", .number("13800000001")], [], [.formula("A5", value: "a2"), "扳手", "", "０２０－８８８８００００"],
            ["编号", "名称", "", ""], ["合计", "2", "", ""],
          ], merged: ["A1:D1", "A3:A4", "B3:B4", "C3:D3"]))
      #expect(merged.state == .checked)
      #expect(merged.counts.new == 2)
      #expect(merged.counts.wrong == 1)
      _ = try await hall.confirmed(merged)
      #expect(try await hall.things().map(\.code) == ["A1", "A2"])
      #expect(try await hall.things().map(\.name) == ["锤子", "扳手"])
      #expect(try await hall.things().map(\.phone) == ["13800000001", "020-88880000"])
    }
  }
}
