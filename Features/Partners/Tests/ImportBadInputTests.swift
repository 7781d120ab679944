import Database
import DatabaseTesting
import Documents
import Foundation
import Imports
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

/// What offices really send, and what nobody should.
@Suite struct ImportBadInputTests {
  private typealias Schools = ImportTestSchools

  /// One wrong cell: its heading, the cell, the field and the message.
  struct WrongCell: Sendable, CustomTestStringConvertible {
    let heading: String
    let cell: SheetFile.Cell
    let field: String
    let key: String

    init(_ heading: String, _ cell: SheetFile.Cell, _ field: String, _ key: String) {
      (self.heading, self.cell, self.field, self.key) = (heading, cell, field, key)
    }

    var testDescription: String { "\(heading): \(cell)" }
  }

  private static let wrong: [WrongCell] = [
    .init("信用代码", "91440101MA5XXXX", "creditCode", "standards.credit-code.length"),
    .init("信用代码", .number("914401010000000000"), "creditCode", "kit.imports.problem.lostDigits"),
    .init("信用代码", .text(String(Schools.code(1).dropLast()) + "?"), "creditCode", "standards.credit-code.character"),
    .init("合作等级", "钻石", "level", "kit.records.choice"),
    .init("对接院系", "不存在学院", "department", "kit.records.choice"),
    .init("对接专业", "数控技术、炼金术", "majors", "kit.records.choice"),
    .init("行业", "不知道", "industry", "kit.records.lookup"),
    .init("所在地", "朝阳区", "region", "kit.records.lookup"),
    .init("企业规模", "巨大", "size", "kit.records.choice"),
    .init("职工人数", "很多", "staffCount", "kit.records.integer"),
    .init("职工人数", .number("-5"), "staffCount", "kit.records.range"),
    .init("职工人数", .number("12.5"), "staffCount", "kit.records.integer"),
    .init("职工人数", .failure("#VALUE!"), "staffCount", "kit.imports.problem.formula"),
    .init("成立日期", "去年", "foundedOn", "kit.records.date"),
    .init("成立日期", "2026-02-30", "foundedOn", "kit.records.date"),
    .init("官网", "javascript:alert(1)", "website", "kit.records.url"),
    .init("联系电话", "打他手机", "contact.phone", "kit.records.phone"),
    .init("邮箱", "not a mail", "contact.mail", "kit.records.mail"),
    .init("地址", .text(String(repeating: "长", count: 201)), "address", "kit.records.tooLong"),
    .init("地址", "一路\n二路", "address", "kit.records.oneLine"),
    .init("企业名称", .text(String(repeating: "名", count: 121)), "name", "kit.records.tooLong"),
    .init("企业名称", "", "name", "kit.records.required"),
  ]

  @Test func everyWrongCellIsNamedAndKeepsItsRowOut() async throws {
    try await Schools.open { schools in
      let headings = ["企业名称", "联系人"] + Set(Self.wrong.map(\.heading)).subtracting(["企业名称"]).sorted()
      let rows = Self.wrong.enumerated().map { number, wrong -> [SheetFile.Cell] in
        var cells: [SheetFile.Cell] = headings.map { _ in .none }
        cells[0] = .text("第\(number)号企业")
        cells[1] = "李明"
        if let place = headings.firstIndex(of: wrong.heading) { cells[place] = wrong.cell }
        return cells
      }
      let batch = try await schools.handIn(SheetFile([headings.map { .text($0) }] + rows + [["好企业", "王芳"]]))
      #expect(batch.counts.new == 1)
      #expect(batch.counts.wrong == Self.wrong.count)
      let found = try await schools.rows(batch, .state(.wrong))
      for (row, wrong) in zip(found, Self.wrong) {
        let problems = row.findings.problems
        #expect(problems.map(\.field) == [wrong.field], "\(wrong)")
        #expect(problems.first?.message.key == wrong.key, "\(wrong)")
      }
      // The right row goes in without the others.
      try await schools.desk.confirm(batch, isOnlyNew: false)
      try await #expect(schools.worked(batch).writtenCount == 1)
      try await #expect(schools.partners().map(\.enterprise.name) == ["好企业"])
    }
  }

  @Test func aCodeWhoseCheckDigitFailsNeedsAReason() async throws {
    try await Schools.open { schools in
      let code = Schools.code(1)
      let broken = code.dropLast() + (code.hasSuffix("0") ? "1" : "0")
      let batch = try await schools.handIn(
        SheetFile([
          ["企业名称", "信用代码", "信用代码说明"], ["甲公司", .text(String(broken)), ""],
          ["乙公司", .text(String(broken.dropLast()) + (broken.hasSuffix("1") ? "2" : "3")), "营业执照已核对"],
        ]))
      let rows = try await schools.rows(batch)
      #expect(rows.map(\.state) == [.wrong, .new])
      #expect(rows[0].findings.problems.map(\.message.key) == ["partners.problem.checkDigit"])
    }
  }

  @Test func everyEncodingOfTextIsRead() async throws {
    try await Schools.open { schools in
      let text = "企业名称,信用代码,地址\r\n\"岭南，精密\",\(Schools.code(1)),一路\r\n深圳市桥梁公司,=\"\(Schools.code(2))\",\r\n"
      for (name, bytes) in [
        ("gb.csv", text.data(using: .gb18030)), ("bom.csv", Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)),
        ("plain.csv", Data(text.utf8)), ("tabs.txt", Data(text.replacing(",", with: "\t").utf8)),
        ("utf16.csv", text.data(using: .utf16)),
      ] {
        let path = schools.path(name)
        try #require(bytes).write(to: URL(filePath: path))
        let batch = try await schools.handIn(path: path, named: name)
        #expect(batch.state == .checked, "\(name)")
        #expect(batch.counts.new == 2, "\(name)")
        try await #expect(schools.rows(batch).map(\.title).contains("深圳市桥梁公司"), "\(name)")
      }
    }
  }

  @Test func formulasStayTexts() async throws {
    try await Schools.open { schools in
      try await schools.written(
        SheetFile([["企业名称", "地址"], ["=cmd|'/c calc'!A1", "@SUM(1)"], ["+乙公司", "-1"]]))
      let t = schools.services.localizer(.chinese)
      for format in ExportPartners.Format.allCases {
        let path = schools.path("out.\(format.rawValue)")
        let count = try await ExportPartners(schools.services)(
          FormData([("columns", "creditCode")]), in: .school(schools.school.id), by: schools.office, as: format,
          to: path, t)
        #expect(count == 2)
        let reading = try await schools.services.documents.readSheet(path: path, fileName: "out.\(format.rawValue)")
        let rows = try await reading.reduce(into: [SheetRow]()) { $0.append($1) }
        #expect(Set(rows.dropFirst().map { $0[0] }) == [.text("=cmd|'/c calc'!A1"), .text("+乙公司")])
        if format == .csv {
          try #expect(String(contentsOfFile: path, encoding: .utf8).contains("'=cmd"))
        }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsExportedComesBackUnchanged(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      try await schools.written(
        SheetFile([
          ["企业名称", "信用代码", "等级", "院系", "专业", "行业", "地区", "规模", "人数", "标签", "来源", "合作开始", "园区"],
          [
            "甲公司", .text(Schools.code(1)), "签约", "机电工程学院", "数控技术", "C34", "440112", "大型", "300",
            "高新技术企业、上市公司", "走访", "2024年3月1日", "科学城",
          ], ["乙公司", "", "", "", "", "", "广东省", "", "", "", "", "", ""],
        ]))
      let all = FormData(PartnerColumn.all.map { ("columns", $0.key) })
      let path = schools.path("all.xlsx")
      let t = schools.services.localizer(.english)
      try await ExportPartners(schools.services)(
        all, in: .school(schools.school.id), by: nil, as: .xlsx, to: path, t)
      let batch = try await schools.handIn(path: path, named: "all.xlsx")
      #expect(batch.state == .checked)
      let wrong = try await schools.rows(batch, .state(.wrong)).flatMap(\.findings.problems)
      #expect(wrong == [], "\(wrong)")
      #expect(batch.counts.unchanged == 2)
      try await #expect(schools.rows(batch, .state(.changed)).map(\.findings.changes) == [])
    }
  }

  @Test func anExportIsWhatTheListShowsAndIsLogged() async throws {
    try await Schools.open { schools in
      try await schools.written(
        SheetFile([["企业名称", "等级"], ["甲公司", "签约"], ["乙公司", "意向"], ["丙公司", "签约"]]))
      try await schools.written(SheetFile([["企业名称", "等级"], ["外校公司", "签约"]]), by: schools.otherOwner)
      let path = schools.path("signed.csv")
      try await ExportPartners(schools.services)(
        FormData([("level", "signed"), ("sort", "-name"), ("columns", "level")]), in: schools.office.scope,
        by: schools.office, as: .csv, to: path, schools.services.localizer(.chinese))
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline)
      #expect(lines.count == 3)
      #expect(lines[0].hasSuffix("企业名称,合作等级"))
      #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",签约") })
      #expect(!text.contains("外校"))
      let notes = try await schools.services.database.read {
        try $0.values("SELECT note FROM audit_entries WHERE action = 'partners.exported'", as: String.self)
      }
      #expect(notes == ["csv × 2 · level=signed"])
    }
  }
}

extension String.Encoding {
  /// GB 18030 by its number among those of Core Foundation.
  static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}
