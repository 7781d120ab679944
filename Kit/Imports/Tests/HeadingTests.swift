import Documents
import Localization
import Records
import Testing
import Values

@testable import Imports

@Suite struct HeadingTests {
  @Test(
    arguments: [
      ("企业名称", "企业名称"), ("  企业 名称 ", "企业名称"), ("企业名称＊", "企业名称"), ("企业名称（必填）", "企业名称"),
      ("注册资本(万元)", "注册资本"), ("ＵＳＣＣ", "uscc"), ("Credit  Code:", "creditcode"),
      ("人数【在岗】", "人数"), ("（一）", "一"), ("500强", "500强"), ("", ""), ("***", ""), ("名称（未完", "名称未完"),
    ])
  func aHeadingIsFreedOfWhatDiffersBetweenSheets(heading: String, key: String) {
    #expect(HeadingText.key(heading) == key)
  }

  @Test func aNumberedHeadingIsLookedUpWithAndWithoutItsNumber() {
    #expect(HeadingText.keys("1．企业名称") == ["1企业名称", "企业名称"])
    #expect(HeadingText.keys("500强") == ["500强", "强"])
  }

  @Test func aHeadingInTwoLanguagesIsLookedUpInEach() {
    #expect(HeadingText.keys("企业名称\nCompany name").contains("企业名称"))
    #expect(HeadingText.keys("企业名称/Company").contains("company"))
  }

  @Test(
    arguments: [
      ("名称", ColumnNames.Match.exact("name")), ("Name", .exact("name")), ("name", .exact("name")),
      ("物品全称", .exact("name")), ("物品全称（必填）", .exact("name")), ("数量(个)", .exact("count")),
      ("采购物品全称说明", .guessed("name")), ("序号", .ignored), ("错误原因", .ignored), ("What is wrong", .ignored),
    ])
  func findsTheColumnOfAHeading(heading: String, match: ColumnNames.Match) throws {
    #expect(try Things.names.match(heading) == match)
  }

  @Test func whatNobodyKnowsIsNotGuessed() throws {
    #expect(try Things.names.match("天气") == nil)
    #expect(try Things.names.match("") == nil)
  }

  @Test func aGroupSaysWhoseTheColumnIs() throws {
    #expect(try Things.names.match("电话", under: "负责人") == .exact("phone"))
  }
}

@Suite struct HeaderRecognitionTests {
  private func rows(_ rows: [[String]]) -> [SheetRow] {
    rows.enumerated().filter { !$1.isEmpty }.map { number, cells in
      SheetRow(number: number + 1, cells: cells.map { $0.isEmpty ? .empty : .text($0) })
    }
  }

  private func recognise(_ rows: [[String]], headerRow: Int? = nil) throws -> HeaderRecognition {
    HeaderRecognition(rows: self.rows(rows), names: try Things.names, required: ["name"], headerRow: headerRow)
  }

  @Test func findsTheHeadingsBelowTitlesAndBlankRows() throws {
    let header = try recognise([
      ["物品登记表", "物品登记表", "物品登记表"], [], ["填报单位：", "某校", ""], ["编码", "名称", "数量"], ["a1", "锤子", "3"],
    ])
    #expect(header.mapping.headerRow == 4)
    #expect(header.mapping.columns == ["code", "name", "count"])
  }

  @Test func ofTwoMergedRowsOfHeadingsTheLowerOneIsTaken() throws {
    let header = try recognise([
      ["编码", "名称", "负责人", "负责人"], ["编码", "名称", "姓名", "电话"], ["a1", "锤子", "张三", "1"],
    ])
    #expect(header.mapping.headerRow == 2)
    #expect(header.mapping.columns == ["code", "name", nil, "phone"])
    #expect(header.headings[3] == "负责人 · 电话")
  }

  @Test func aRepeatedHeadingFillsItsColumnOnce() throws {
    let header = try recognise([["名称", "编码", "物品全称"]])
    #expect(header.mapping.columns == ["name", "code", nil])
    #expect(header.repeated == [2])
  }

  @Test func anExactNameWinsOverAGuess() throws {
    let header = try recognise([["采购物品全称说明", "编码", "名称"]])
    #expect(header.mapping.columns == [nil, "code", "name"])
  }

  @Test func withoutHeadingsColumnsHaveLetters() throws {
    let header = try recognise([["a1", "锤子"], ["a2", "扳手"]])
    #expect(header.mapping == ColumnMapping(headerRow: 0, columns: [nil, nil]))
    #expect(header.headings == ["A", "B"])
    #expect(HeaderRecognition.letters(27) == "AB")
  }

  @Test func aPersonMayNameTheRow() throws {
    let sheet = [["编码", "名称"], ["说明", "说明"], ["甲", "名称"]]
    #expect(try recognise(sheet, headerRow: 3).mapping.columns == [nil, "name"])
    #expect(try recognise(sheet, headerRow: 0).mapping.columns == [nil, nil])
    #expect(try recognise(sheet, headerRow: 99).mapping.headerRow == 0)
  }

  @Test func headingsFarBelowAreNotLookedFor() throws {
    let filler = Array(repeating: ["x", "y"], count: 20)
    #expect(try recognise(filler + [["编码", "名称"]]).mapping.headerRow == 0)
  }
}

@Suite struct MappingTests {
  @Test func saysWhatIsMissingAndWhatIsTwice() {
    let mapping = ColumnMapping(headerRow: 1, columns: ["code", "code", nil])
    #expect(
      mapping.problems(Things.columns) == [
        FieldProblem("name", "kit.imports.mapping.required"), FieldProblem("code", "kit.imports.mapping.twice"),
      ])
  }

  @Test func comesBackFromItsText() {
    let mapping = ColumnMapping(headerRow: 3, columns: ["code", nil, "name"])
    #expect(ColumnMapping(mapping.json.text) == mapping)
    #expect(ColumnMapping("{}") == nil)
    #expect(ColumnMapping("not json") == nil)
  }

  @Test func sheetsWithTheSameHeadingsHaveOneFingerprint() {
    let one = ColumnMapping.fingerprint(["名称", "数量(个)"])
    #expect(one == ColumnMapping.fingerprint([" 名 称 ", "数量"]))
    #expect(one != ColumnMapping.fingerprint(["数量", "名称"]))
    #expect(one.count == 32)
  }
}
