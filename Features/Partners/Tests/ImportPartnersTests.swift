import Activity
import Database
import DatabaseTesting
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

@Suite struct ImportPartnersTests {
  private typealias Schools = ImportTestSchools

  @Test(arguments: TestEngine.all)
  func aWholeSheetBecomesPartners(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      let day = try #require(CivilDate(year: 2012, month: 6, day: 30))
      let batch = try await schools.written(
        SheetFile(
          [
            ["合作企业一览表（2026）"], [],
            [
              "序号", "单位名称", "统一社会信用代码", "合作等级", "对接院系", "对接专业", "联系人", "职务", "联系电话", "行业", "所在地",
              "企业规模", "职工人数", "成立日期", "企业标签", "官网", "备注",
            ],
            [
              .number("1"), " 岭南精密机械（广州）有限公司 ", .text(Schools.code(1).lowercased()), "签约", "机电工程学院",
              "数控技术、模具设计与制造", "李明", "人事经理", .number("13800001111"), "通用设备制造业", "广东省广州市黄埔区", "中型",
              "１，２００", .date(day), "高新技术企业", "www.example.com", "重点",
            ],
            [.number("2"), "只有名称的企业"],
          ], merged: ["A1:Q1"]))
      #expect(batch.state == .committed)
      #expect(batch.counts.new == 2)

      let partner = try await schools.partner("岭南精密机械（广州）有限公司")
      let (enterprise, partnership) = (partner.enterprise, partner.partnership)
      #expect(enterprise.creditCode == Schools.code(1))
      #expect(enterprise.industry == "C34")
      #expect(enterprise.region == "440112")
      #expect(enterprise.size == .medium)
      #expect(enterprise.staffCount == 1200)
      #expect(enterprise.foundedOn == day)
      #expect(enterprise.tags == ["high-tech"])
      #expect(enterprise.website == "https://www.example.com")
      #expect(enterprise.status == .operating)
      #expect(partnership.level == "signed")
      #expect(partnership.departmentID != nil)
      #expect(partnership.majorIDs.count == 2)
      #expect(partnership.note == "重点")
      let contact = try #require(try await schools.contacts(of: partner).first)
      #expect(contact.name == "李明")
      #expect(contact.phone == "13800001111")
      #expect(contact.isMain)

      let plain = try await schools.partner("只有名称的企业")
      #expect(plain.partnership.level == "prospect")
      #expect(plain.partnership.ownerID == nil)
      // Found by part of its name, its code and its contact.
      for text in ["精密", Schools.code(1), "李明", "密机"] {
        try await #expect(schools.partners(search: text).map(\.enterprise.name) == [enterprise.name], "\(text)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func everyRowStandsInTheLogWithItsSheet(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      try await schools.written(SheetFile([["企业名称", "联系人", "电话"], ["甲公司", "李明", "13800001111"], ["乙公司"]]))
      let scope = Actor.Scope.school(schools.school.id)
      let entries = try await schools.services.database.read { try AuditStore.entries(AuditQuery(), in: scope, on: $0) }
      let imported = entries.filter { $0.action == "partners.partner.imported" }
      #expect(Set(imported.map(\.subject.name)) == ["甲公司", "乙公司"])
      #expect(Set(imported.map(\.note)) == ["企业.xlsx · 2", "企业.xlsx · 3"])
      #expect(imported.allSatisfy { $0.accountID == schools.office.accountID })
      let first = try #require(imported.first { $0.subject.name == "甲公司" })
      #expect(first.changes.first { $0.field == "contact.phone" }?.after == "138****1111")
      let notices = try await schools.services.database.read {
        try NoticeStore.notices(for: schools.office.accountID, limit: 9, on: $0)
      }
      #expect(notices.map(\.message.key) == ["partners.import.written"])
    }
  }

  @Test(arguments: TestEngine.all)
  func rowsFindTheirEnterpriseByCodeAndThenByName(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      try await schools.written(
        SheetFile([
          ["企业名称", "信用代码", "地址"], ["甲公司", .text(Schools.code(1)), "一路"], ["乙（广州）公司", "", ""],
          ["丙公司", .text(Schools.code(3)), ""],
        ]))
      let batch = try await schools.handIn(
        SheetFile([
          ["企业名称", "信用代码", "地址"], ["甲新公司", .text(Schools.code(1)), "二路"],
          ["乙(广州) 公司", .text(Schools.code(2)), ""], ["丙公司", .text(Schools.code(4)), ""], ["丙公司", "", "三路"],
        ]))
      let rows = try await schools.rows(batch)
      #expect(rows.map(\.state) == [.changed, .changed, .new, .wrong])
      #expect(rows[0].findings.changes.map(\.field) == ["name", "address"])
      #expect(rows[0].findings.warnings == [FieldProblem("name", "partners.import.warning.renamed", ["name": "甲公司"])])
      #expect(rows[1].findings.changes.map(\.field) == ["name", "creditCode"])
      #expect(rows[1].findings.warnings == [FieldProblem("name", "partners.import.warning.matchedByName")])
      #expect(
        rows[2].findings.warnings == [
          FieldProblem("name", "partners.import.warning.sameName", ["code": Schools.code(3)])
        ])
      #expect(rows[3].findings.problems == [FieldProblem("name", "partners.import.problem.repeated", ["row": "4"])])

      try await schools.desk.confirm(batch, isOnlyNew: false)
      _ = try await schools.worked(batch)
      try await #expect(schools.count("enterprises") == 4)
      try await #expect(schools.partner("甲新公司").enterprise.address == "二路")

      let ambiguous = try await schools.handIn(SheetFile([["企业名称", "地址"], ["丙公司", "三路"]]))
      try await #expect(
        schools.rows(ambiguous).first?.findings.problems
          == [FieldProblem("name", "partners.import.problem.ambiguous", ["count": "2"])])
    }
  }

  @Test(arguments: TestEngine.all)
  func anEnterpriseOfAnotherSchoolIsSharedAndStaysAsItIs(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      let sheet = SheetFile([["企业名称", "信用代码", "地址"], ["甲公司", .text(Schools.code(1)), "一路"]])
      try await schools.written(sheet, by: schools.otherOwner)
      let batch = try await schools.written(
        SheetFile([["企业名称", "信用代码", "地址", "等级"], ["甲公司", .text(Schools.code(1)), "别处", "意向"]]))
      try await #expect(
        schools.rows(batch).first?.findings.warnings.map(\.message.key) == ["partners.import.warning.joined"])
      try await #expect(schools.count("enterprises") == 1)
      let partner = try await schools.partner("甲公司")
      #expect(partner.enterprise.address == "一路")
      #expect(partner.partnership.level == "agreed")

      // Taken back, only this school's partnership goes.
      try await #expect(schools.takenBack(batch).state == .undone)
      try await #expect(schools.partners().isEmpty)
      try await #expect(schools.partners(of: schools.other).count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func aSecondSheetChangesOnlyWhatItNames(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      try await schools.written(
        SheetFile([["企业名称", "地址", "等级", "联系人", "电话"], ["甲公司", "一路", "签约", "李明", "13800001111"]]))
      let batch = try await schools.handIn(
        SheetFile([["企业名称", "等级", "联系人", "邮箱"], ["甲公司", "重点伙伴", "李明", "li@example.com"]]))
      let row = try #require(try await schools.rows(batch).first)
      #expect(row.findings.changes.map(\.field) == ["level", "contact.mail"])
      #expect(row.findings.changes.map(\.after)[0] == .string("key"))
      try await schools.desk.confirm(batch, isOnlyNew: false)
      _ = try await schools.worked(batch)
      let partner = try await schools.partner("甲公司")
      #expect(partner.partnership.level == "key")
      #expect(partner.enterprise.address == "一路")
      let contacts = try await schools.contacts(of: partner)
      #expect(contacts.map(\.phone) == ["13800001111"])
      #expect(contacts.map(\.mail) == ["li@example.com"])
    }
  }

  @Test(arguments: TestEngine.all)
  func manyRowsAreWrittenInOneBatch(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      let rows: [[SheetFile.Cell]] = (0..<1203).map { number in
        [.text("第\(number)号企业"), .text(number.isMultiple(of: 3) ? "" : Schools.code(number)), "意向", "数控技术"]
      }
      let sheet = SheetFile([["企业名称", "信用代码", "等级", "专业"]] + rows)
      let batch = try await schools.written(sheet)
      #expect(batch.writtenCount == 1203)
      try await #expect(schools.partners().count == 1203)
      try await #expect(schools.count("partnership_majors") == 1203)
      try await #expect(schools.handIn(sheet).counts.unchanged == 1203)
      try await #expect(schools.takenBack(batch).state == .undone)
      for table in ["enterprises", "partnerships", "partnership_majors", "partner_search"] as [SQL] {
        try await #expect(schools.count(table) == 0)
      }
    }
  }
}
