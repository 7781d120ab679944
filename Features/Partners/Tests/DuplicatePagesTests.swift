import DatabaseTesting
import HTTPTypes
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct DuplicatePagesTests {
  private static let list = "/partners/duplicates"

  private static func two(_ people: RegistryTestPeople) async throws -> (Partner, Partner) {
    (
      try await people.partner("广州岭澜食品有限公司", code: ImportTestSchools.code(1), contacts: ["张伟"]) {
        $0.partnership.note = "甲的备注"
      },
      try await people.partner("岭澜食品（广州）有限责任公司", contacts: ["李四"]) {
        $0.partnership.note = "乙的备注"
        $0.enterprise.website = "https://e.example.com"
      }
    )
  }

  @Test(arguments: TestEngine.all)
  func aPairGoesFromTheListThroughThePreviewToOneRecordAndBack(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let (kept, gone) = try await Self.two(people)
      try await people.browse(as: people.schools.office) { browser in
        let list = try await browser.get(Self.list)
        #expect(list.text.contains("名称相同（不计地名和公司类型）"))
        let preview = try await list.click("核对并合并")
        #expect(preview.status == 200)
        #expect(preview.text.contains("将两条企业记录合并为一条"))
        try #expect(preview.count("//input[@type='radio' and @name='partnership.note']") == 2)
        // What is alike is not asked for.
        try #expect(!preview.has("//input[@name='enterprise.industry']"))
        let done = try await browser.submit(
          preview, form: "//form[contains(@action, '/merge')]", ["partnership.note": "gone"])
        #expect(done.status == 303)
        let page = try await done.follow()
        #expect(page.text.contains("已并入"))
        #expect(page.text.contains("乙的备注"))
        try await #expect(people.schools.partners().count == 1)

        let old = try await browser.get("/partners/\(gone.partnership.id)/contacts")
        #expect(old.status == 303)
        #expect(old.location == "/partners/\(kept.partnership.id)/contacts")
        for page in ["", "/history", "/attachments", "/reviews", "/edit"] {
          let place = try await browser.get("/partners/\(gone.partnership.id)\(page)").location
          #expect(place == "/partners/\(kept.partnership.id)\(page)")
        }
        let program = try await browser.json(.get, "/api/v1/partners/\(gone.partnership.id)", bearer: "office")
        #expect(program.status == 307)
        #expect(program.location == "/api/v1/partners/\(kept.partnership.id)")

        let tab = try await browser.get("/partners/\(kept.partnership.id)/merges")
        #expect(tab.text.contains("岭澜食品（广州）有限责任公司"))
        let merge = try await tab.click("岭澜食品（广州）有限责任公司")
        let undone = try await browser.submit(merge, form: "//form[contains(@action, '/undo')]").follow()
        #expect(undone.text.contains("这次合并已经撤销"))
        try await #expect(people.schools.partners().count == 2)
        try await #expect(browser.get("/partners/\(gone.partnership.id)/contacts").status == 200)
        for page in [list, preview, tab, merge, undone] {
          #expect(!page.text.contains(/[>“]partners\.[a-z]+\.|permission\.partners/))
        }
      }
    }
  }

  @Test func theOtherOneCanBeKept() async throws {
    try await RegistryTestPeople.open { people in
      let (first, second) = try await Self.two(people)
      try await people.browse(as: people.schools.office) { browser in
        let preview = try await browser.get("\(Self.list)/\(first.enterprise.id)/\(second.enterprise.id)")
        let swapped = try await preview.click("互换保留方")
        let done = try await browser.submit(swapped, form: "//form[contains(@action, '/merge')]")
        #expect(done.location == "/partners/\(second.partnership.id)")
      }
    }
  }

  @Test func aSharedEnterpriseIsSaidToBeShared() async throws {
    try await RegistryTestPeople.open { people in
      let (first, second) = try await Self.two(people)
      try await people.partner(first.enterprise.name, code: ImportTestSchools.code(1), of: people.schools.other)
      try await people.browse(as: people.schools.office) { browser in
        let page = try await browser.get("\(Self.list)/\(first.enterprise.id)/\(second.enterprise.id)")
        #expect(page.text.contains("只有联盟秘书或平台管理员可以合并"))
        #expect(!page.text.contains(people.schools.other.name))
        try #expect(!page.has("//input[starts-with(@name, 'enterprise.')]"))
      }
      try await people.browse(as: people.platform) { browser in
        let page = try await browser.get("\(Self.list)/\(second.enterprise.id)/\(first.enterprise.id)")
        #expect(page.text.contains(people.schools.other.name))
        try #expect(page.has("//input[@name='enterprise.website']"))
      }
    }
  }

  @Test func aPreviewThatIsOutOfDateComesBackWithWhatWasChosen() async throws {
    try await RegistryTestPeople.open { people in
      let (first, second) = try await Self.two(people)
      try await people.browse(as: people.schools.office) { browser in
        let preview = try await browser.get("\(Self.list)/\(first.enterprise.id)/\(second.enterprise.id)")
        var changed = try await people.partner(second.partnership.id)
        changed.enterprise.website = "https://new.example.com"
        try await ChangePartner(people.services)(changed, by: people.schools.office)
        let again = try await browser.submit(
          preview, form: "//form[contains(@action, '/merge')]", ["partnership.note": "gone"])
        #expect(again.status == 422)
        #expect(again.text.contains("核对期间资料有变化"))
        try #expect(again.has("//input[@name='partnership.note' and @value='gone' and @checked]"))
        try await #expect(people.schools.partners().count == 2)
        // Nonsense in the form is not taken for a choice.
        let path = "\(Self.list)/\(first.enterprise.id)/\(second.enterprise.id)/merge"
        try await #expect(browser.post(path, [("enterprise.name", "both"), ("version", "")]).status == 422)
      }
    }
  }

  @Test func settingAsideAndBringingBack() async throws {
    try await RegistryTestPeople.open { people in
      _ = try await Self.two(people)
      try await people.browse(as: people.schools.office) { browser in
        let list = try await browser.get(Self.list)
        let aside = try await browser.submit(list, form: "//form[contains(@action, '/dismiss')]").follow()
        #expect(aside.text.contains("没有疑似重复的企业"))
        let dismissed = try await aside.click("已排除")
        let back = try await browser.submit(dismissed, form: "//form[contains(@action, '/restore')]").follow()
        #expect(back.text.contains("没有排除过"))
        try await #expect(browser.get(Self.list).text.contains("核对并合并"))
      }
    }
  }

  @Test func onlyThePairsOwnSchoolAndRolesThatMayComeNear() async throws {
    try await RegistryTestPeople.open { people in
      let (first, second) = try await Self.two(people)
      let pair = "\(Self.list)/\(first.enterprise.id)/\(second.enterprise.id)"
      let outcome = try await people.merge(first, second)
      try await people.undo(outcome)
      let paths = [pair, "/partners/merges/\(outcome.merge)"]
      let acts = ["\(pair)/merge", "\(pair)/dismiss", "\(pair)/restore", "/partners/merges/\(outcome.merge)/undo"]
      try await people.browse(as: people.schools.foreignOffice) { browser in
        let list = try await browser.get(Self.list)
        #expect(list.status == 200)
        #expect(!list.text.contains("岭澜食品"))
        for path in paths { try await #expect(browser.get(path).status == 404, "\(path)") }
        for path in acts { try await #expect(browser.post(path).status == 404, "\(path)") }
      }
      for actor in [people.schools.teacher, people.departmentOffice] {
        try await people.browse(as: actor) { browser in
          _ = try await browser.get("/partners")
          for path in paths + [Self.list, "/partners/merges"] {
            try await #expect(browser.get(path).status == 403, "\(path)")
          }
          for path in acts { try await #expect(browser.post(path).status == 403, "\(path)") }
        }
      }
      try await people.browse(as: nil) { browser in
        for path in paths { try await #expect(browser.get(path).status == 303, "\(path)") }
      }
      try await people.browse(as: people.schools.office) { browser in
        _ = try await browser.get(Self.list)
        await browser.setFormToken("forged")
        for path in acts { try await #expect(browser.post(path).status == 403, "\(path)") }
        for path in ["\(Self.list)/x/y", "\(Self.list)/\(first.enterprise.id)/\(first.enterprise.id)"] {
          try await #expect(browser.get(path).status == 404, "\(path)")
        }
        try await #expect(browser.get("\(Self.list)?after=1.2.3&view=x").status == 200)
        try await #expect(browser.get("/partners/merges?after=x").status == 200)
      }
      try await #expect(people.schools.partners().count == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func aNewPartnerThatLooksLikeAnotherIsAskedAboutBeforeItIsSaved(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let known = try await people.partner("广州岭澜食品有限公司")
      try await people.partner("岭澜食品股份有限公司", of: people.schools.other)
      try await people.browse(as: people.schools.office) { browser in
        let form = try await browser.get("/partners/new")
        let asked = try await browser.submit(
          form, form: "//form[@method='post' and @class='form']", ["name": "岭澜食品有限公司", "note": "打过电话"])
        #expect(asked.status == 422)
        #expect(asked.text.contains("可能已经登记过"))
        #expect(asked.text.contains("打过电话"))
        try #expect(asked.has("//a[@href='/partners/\(known.partnership.id)']"))
        #expect(!asked.text.contains("岭澜食品股份有限公司"))
        try await #expect(people.schools.partners().count == 1)
        let saved = try await browser.submit(asked, form: "//form[@method='post' and @class='form']")
        #expect(saved.status == 303)
        try await #expect(people.schools.partners().count == 2)
        // The question was answered.
        try await #expect(browser.get(Self.list).text.contains("没有疑似重复的企业"))
      }
    }
  }
}
