import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values
import Web

@testable import Partners

/// The list of partners: kept searches, what it says when it is empty, clearing filters.
@Suite struct PartnerListTests {
  private typealias People = RegistryTestPeople

  private func searches(_ page: BrowserPage) throws -> [String] {
    try page.texts("//details[contains(@class, 'saved')]//li/a")
  }

  @Test func `the list offers to keep its own search, and shows only one's own`() async throws {
    try await People.open { people in
      try await people.partner("甲公司")
      try await people.browse(as: people.schools.office) { browser in
        let page = try await browser.get("/partners?level=signed&q=%E7%94%B2")
        try #expect(page.has("//form[@class='keep'][@action='/saved-searches']"))
        try #expect(page.has("//form[@class='keep']/input[@name='query'][@value='/partners?level=signed&q=%E7%94%B2']"))
        try #expect(page.has("//form[@class='keep']/input[@name='name'][@maxlength='60'][@required]"))
        try #expect(searches(page).isEmpty)
      }
      let (office, id, now) = (people.schools.office, people.services.ids, people.services.now)
      try await people.services.database.write { connection in
        for (account, name, query) in [
          (office.accountID, "签约企业", "level=signed"), (people.schools.teacher.accountID, "别人的", "level=key"),
        ] {
          try connection.run(
            """
            INSERT INTO saved_searches (id, account_id, page, name, query, created_at)
            VALUES (\(id.next(SavedSearch.self)), \(account), '/partners', \(name), \(query), \(now))
            """)
        }
      }
      try await people.browse(as: office) { browser in
        let page = try await browser.get("/partners?level=signed")
        try #expect(searches(page) == ["签约企业"])
        try #expect(
          page.has("//details[contains(@class, 'saved')]//a[@aria-current='true'][@href='/partners?level=signed']"))
        try #expect(page.has("//form[contains(@action, '/saved-searches/')]//button[@data-confirm]"))
      }
    }
  }

  @Test func `filters that find nothing can be cleared, however they were set`() async throws {
    try await People.open { people in
      try await people.partner("甲公司")
      try await people.browse(as: people.schools.office) { browser in
        for query in ["q=zzz", "level=key", "tag=none", "province=11"] {
          let page = try await browser.get("/partners?\(query)")
          #expect(page.text.contains("没有符合条件的企业"), "\(query)")
          try #expect(page.has("//a[@href='/partners'][contains(., '清除筛选')]"), "\(query)")
        }
      }
    }
  }

  @Test func `an empty registry tells how to begin only who may`() async throws {
    try await People.open { people in
      try await people.browse(as: people.schools.office) { browser in
        try await #expect(browser.get("/partners").text.contains("把现有的企业表格导入进来"))
      }
      try await people.browse(as: people.schools.teacher) { browser in
        let page = try await browser.get("/partners")
        #expect(page.text.contains("合作办登记企业后会显示在这里"))
        try #expect(!page.has("//a[@href='/partners/new']"))
      }
    }
  }
}
