import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

/// The levels that a school arranges for itself.
@Suite struct LevelTests {
  private typealias People = RegistryTestPeople

  private static func levels(_ people: People) async throws -> [PartnerLevel] {
    let school = people.school.id
    return try await people.services.database.read { try PartnerLevelStore.levels(of: school, on: $0) }
  }

  private static func log(_ people: People) async throws -> [String] {
    let query = AuditQuery()
    return try await people.services.database.read { try AuditStore.entries(query, in: .installation, on: $0) }
      .map(\.action).filter { $0.hasPrefix("partners.level.") }
  }

  @Test func `names fall back from the school's own to the usual one to the other language`() async throws {
    try await People.open { people in
      let (zh, en) = (people.services.localizer(.chinese), people.services.localizer(.english))
      #expect(LevelName().text(of: "signed", zh) == "签约")
      let renamed = LevelName(chinese: "已签协议")
      #expect(renamed.text(of: "signed", zh) == "已签协议")
      #expect(renamed.text(of: "signed", en) == LevelName().text(of: "signed", en))
      #expect(LevelName(chinese: "战略伙伴").text(of: "strategic", en) == "战略伙伴")
      #expect(LevelName(english: "Strategic").text(of: "strategic", zh) == "Strategic")
      #expect(renamed.label(of: "signed").words(en) == LevelName().text(of: "signed", en))
      #expect(renamed.label(of: "signed").words(zh) == "已签协议")
    }
  }

  @Test func `a new level gets a code that can be read and is nobody's`() {
    #expect(
      PartnerLevel.newCode(for: LevelName(chinese: "战略", english: "Strategic partner"), besides: [])
        == "strategic-partner")
    #expect(PartnerLevel.newCode(for: LevelName(chinese: "战略伙伴"), besides: []) == "战略伙伴")
    #expect(PartnerLevel.newCode(for: LevelName(chinese: "甲", english: "Key"), besides: ["key", "key-2"]) == "key-3")
    #expect(PartnerLevel.newCode(for: LevelName(chinese: String(repeating: "长", count: 30)), besides: []).count <= 30)
  }

  @Test(arguments: TestEngine.all)
  func `levels are added, renamed, moved and removed, and that is logged`(engine: TestEngine) async throws {
    try await People.open(engine) { people in
      try await people.browse(as: people.schools.office) { browser in
        let form = try await browser.get("/partners/levels/new")
        let made = try await browser.submit(
          form, form: "//form[@class='form']",
          ["name": "战略伙伴", "englishName": "Strategic", "isCounted": "1"])
        try await #expect(made.follow().text.contains("已新增等级“战略伙伴”"))
        let edit = try await browser.get("/partners/levels/signed/edit")
        try #expect(edit.has("//input[@name='name'][@value='签约']"))
        _ = try await browser.submit(edit, form: "//form[@class='form']", ["name": "已签协议", "isCounted": ""])
        _ = try await browser.post("/partners/levels/strategic/move", [("to", "up")])
        _ = try await browser.post("/partners/levels/prospect/move", [("to", "up")])
        try await #expect(browser.post("/partners/levels/base/remove").status == 303)
        let list = try await browser.get("/partners/levels")
        #expect(list.text.contains("已签协议") && list.text.contains("Strategic"))
        try #expect(!list.texts("//table//td[contains(@class, 'phone-title')]").contains("挂牌基地"))
        #expect(!list.text.contains(/partners\.levels?\./))
      }
      let levels = try await Self.levels(people)
      #expect(levels.map(\.code) == ["prospect", "contacted", "agreed", "signed", "strategic", "key"])
      // What is the usual name is not kept as the school's own.
      #expect(levels.first { $0.code == "signed" }?.name == LevelName(chinese: "已签协议"))
      #expect(levels.first { $0.code == "signed" }?.isCounted == false)
      try await #expect(
        Self.log(people) == [
          "partners.level.removed", "partners.level.moved", "partners.level.changed", "partners.level.created",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a level that partners have stays, and says whose it is`(engine: TestEngine) async throws {
    try await People.open(engine) { people in
      try await people.partner("甲公司")
      try await people.partner("乙公司")
      try await people.browse(as: people.schools.office) { browser in
        let list = try await browser.get("/partners/levels")
        try #expect(list.has("//a[@href='/partners?level=contacted&ended=1'][text()='2']"))
        try #expect(!list.has("//form[@action='/partners/levels/contacted/remove']"))
        let refused = try await browser.post("/partners/levels/contacted/remove").follow()
        #expect(refused.text.contains("有 2 家企业使用它") && refused.text.contains("甲公司"))
      }
      try await #expect(Self.levels(people).contains { $0.code == "contacted" })
      try await #expect(Self.log(people).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what counts decides the coverage`(engine: TestEngine) async throws {
    try await People.open(engine) { people in
      let major = try #require(try await people.majors().first)
      try await people.partner("甲公司") { $0.partnership.majorIDs = [major.id.description] }
      func partners() async throws -> Int? {
        let scope = Actor.Scope.school(people.school.id)
        return try await people.services.database.read { try CoverageStore.majors(in: scope, on: $0) }
          .first { $0.major.id == major.id }?.partners
      }
      try await #expect(partners() == 0)
      var level = try #require(try await Self.levels(people).first { $0.code == "contacted" })
      level.isCounted = true
      try await ChangeLevels(people.services).save(level, by: people.schools.office)
      try await #expect(partners() == 1)
    }
  }

  @Test func `two levels of one name are refused, and what was typed stays`() async throws {
    try await People.open { people in
      try await people.browse(as: people.schools.office) { browser in
        let form = try await browser.get("/partners/levels/new")
        for (name, english) in [("签约", ""), ("新的", "Signed"), ("", "Empty"), (String(repeating: "长", count: 31), "")] {
          let again = try await browser.submit(
            form, form: "//form[@class='form']", ["name": name, "englishName": english])
          #expect(again.status == 422, "\(name) \(english)")
          try #expect(again.has("//input[@name='englishName'][@value='\(english)']"))
        }
      }
      try await #expect(Self.levels(people) == PartnerLevel.usual)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a school that has no levels yet works with the usual ones`(engine: TestEngine) async throws {
    try await People.open(engine) { people in
      for byImport in [false, true] {
        try await people.services.database.write { connection in
          try connection.run("DELETE FROM partner_search")
          try connection.run("DELETE FROM partnerships")
          try connection.run("DELETE FROM partner_levels")
        }
        try await #expect(Self.levels(people) == PartnerLevel.usual)
        if byImport {
          try await people.schools.written(SheetFile([["企业名称", "等级"], ["乙公司", "签约"]]))
        } else {
          try await people.partner("甲公司")
        }
        try await #expect(people.schools.count("partner_levels") == 6, "by import: \(byImport)")
      }
    }
  }

  @Test func `only a school's office arranges levels, and only its own`() async throws {
    try await People.open { people in
      for actor in [people.schools.teacher, people.departmentOffice, people.platform] {
        try await people.browse(as: actor) { browser in
          try await #expect(browser.get("/partners/levels").status == 403, "\(actor.name)")
          try await #expect(browser.post("/partners/levels/key/remove").status == 403, "\(actor.name)")
        }
      }
      try await people.browse(as: people.schools.office) { browser in
        let form = try await browser.get("/partners/levels/new")
        _ = try await browser.submit(form, form: "//form[@class='form']", ["name": "战略伙伴", "englishName": "Strategic"])
      }
      try await people.browse(as: people.schools.foreignOffice) { browser in
        try await #expect(browser.get("/partners/levels/strategic/edit").status == 404)
        _ = try await browser.get("/partners/levels")
        try await #expect(browser.post("/partners/levels/strategic/remove").status == 404)
        try await #expect(!browser.get("/partners/levels").text.contains("战略伙伴"))
      }
      try await #expect(Self.levels(people).contains { $0.code == "strategic" })
    }
  }
}

extension Choice.Label {
  fileprivate func words(_ t: Localizer) -> String { Choice("", self).text(t) }
}
