import Accounts
import Database
import HTTPTypes
import Localization
import Platform
import TestKit
import Testing
import Values
import Web

@testable import Organizations

/// The pages as people of different roles meet them.
@Suite struct PageTests {
  @Test(arguments: TestEngine.all) func `a department is made, changed, closed and opened`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let list = try await browser.get("/departments")
        try #expect(list.rows() == ["机电工程学院01", "商贸学院02"])
        let form = try await list.click("新建院系")
        let answer = try await browser.fill(form, ["name": "旅游学院", "code": "０３"])
        #expect(answer.status == 303)
        let after = try await answer.follow()
        #expect(after.text.contains("已建立院系“旅游学院”"))
        try #expect(after.rows().last == "旅游学院03")

        let edit = try await browser.get("/departments/\(world.mechanics.id)/edit")
        let changed = try await browser.submit(
          edit, form: "//form[contains(@action, '/edit')]", ["name": "机电学院"])
        try await #expect(changed.follow().rows().first == "机电学院01")

        let close = try await browser.get("/departments/\(world.mechanics.id)/close")
        for words in ["1 个专业", "1 个班级", "1 名教师", "1 名学生"] { #expect(close.text.contains(words), "\(words)") }
        let closed = try await browser.submit(close, form: "//form[contains(@action, '/close')]")
        try await #expect(closed.follow().text.contains("已停用“机电学院”"))
        let closedEdit = try await browser.get("/departments/\(world.mechanics.id)/edit")
        let opened = try await browser.submit(closedEdit, form: "//form[contains(@action, '/open')]")
        try await #expect(opened.follow().text.contains("“机电学院”已恢复使用"))
      }
      try await #expect(
        world.actions() == ["created", "changed", "closed", "opened"].map { "organizations.department.\($0)" })
    }
  }

  @Test func `majors stand by department, with a warning for those without a code`() async throws {
    try await World.run { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let list = try await browser.get("/majors")
        try #expect(list.texts("//section[contains(@class, 'card')]//h2") == ["机电工程学院", "商贸学院"])
        #expect(list.text.contains("1 个专业还没有对应国家目录"))
        try #expect(list.texts("//span[@class='code']").contains("460103"))
        let edit = try await browser.get("/majors/\(world.trade.id)/edit")
        let wrong = try await browser.submit(
          edit, form: "//form[contains(@action, '/edit')]", ["catalogueCode": "姓名学", "startedYear": "去年"])
        #expect(wrong.status == 422)
        try #expect(wrong.errors().count == 2)
        try #expect(wrong.has("//input[@name='catalogueCode' and @value='姓名学']"))
        try #expect(wrong.has("//input[@name='startedYear' and @value='去年']"))
        let right = try await browser.submit(
          edit, form: "//form[contains(@action, '/edit')]", ["catalogueCode": "460305"])
        try await #expect(!right.follow().text.contains("还没有对应国家目录"))
        let only = try await browser.get("/majors?department=\(world.commerce.id)&q=跨境")
        try #expect(only.rows() == ["跨境营销"])
        try await #expect(browser.get("/majors?q=没有这个").rows().isEmpty)
      }
    }
  }

  @Test func `the installation's roles choose a school, and readers find no buttons`() async throws {
    try await World.run { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .platformAdministrator)
        let first = try await browser.get("/departments")
        try #expect(first.rows() == ["信息工程学院01"])
        let own = try await browser.get("/departments?school=\(world.school.id)")
        try #expect(own.rows().count == 2)
        let choose = try await browser.get("/departments/new")
        #expect(choose.text.contains("请先选择学校"))
        let form = try await choose.click("东江职业学院")
        let answer = try await browser.fill(form, ["name": "旅游学院", "code": "03"])
        #expect(answer.location == "/departments?school=\(world.other.id)")
        let schools = try await browser.get("/schools")
        try #expect(schools.rows().count == 2)

        for role in [Role.authority, .allianceSecretary] {
          try await world.enter(browser, as: role)
          for path in ["/departments", "/majors"] {
            let page = try await browser.get(path)
            #expect(page.status == 200)
            try #expect(!page.has("//a[contains(@href, '/new') or contains(@href, '/edit')]"))
          }
          for path in ["/departments/new", "/majors/\(world.trade.id)/edit", "/teachers", "/students", "/members"] {
            try await #expect(browser.get(path).status == 403, "\(role) \(path)")
          }
          try await #expect(browser.post("/departments", [("name", "x"), ("code", "y")]).status == 403)
        }
      }
    }
  }

  @Test func `a class gets its major and adviser from the department's own`() async throws {
    try await World.run { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .departmentAdministrator)
        let form = try await browser.get("/classes/new?major=\(world.machining.id)")
        try #expect(form.texts("//select[@name='major']//option") == ["数控技术"])
        let answer = try await browser.fill(
          form, ["name": "26数控1班", "entryYear": "2026", "adviser": world.wang.id.description])
        try await #expect(answer.follow().rows() == ["26数控1班", "25数控1班"])
        let wrong = try await browser.fill(form, ["name": "", "major": world.trade.id.description, "entryYear": "26"])
        #expect(wrong.status == 422)
        try #expect(wrong.errors().count == 3)
      }
    }
  }

  @Test func `the table of permissions is the one that requests are checked against`() async throws {
    try await World.run { world in
      let permissions = try RolePermissions(world.services.grants)
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let page = try await browser.get("/permissions")
        try #expect(page.count("//thead//th") == Role.allCases.count + 1)
        for permission in permissions.permissions {
          let cells = try page.texts("//tr[th/span[.='\(permission.rawValue)']]/td")
          #expect(cells.count == Role.allCases.count)
          #expect(cells.map { $0 == "有" } == Role.allCases.map { permissions.of($0).contains(permission) })
        }
        try expectGolden(try page.markup("//table"), "permissions.html")
      }
    }
  }

  @Test func `people go on in another of their memberships`() async throws {
    try await World.run { world in
      let teacher = try #require(world.people[.teacher])
      var new = NewMember()
      new.role = .schoolAdministrator
      new.person = teacher.account.signInName
      let second = new
      let added = try await AddMembership(world.services)(second, by: try world.actor(.schoolAdministrator))
      try await world.browse { browser in
        try await world.enter(browser, as: .teacher)
        try await #expect(browser.get("/members").status == 403)
        let page = try await browser.get("/memberships")
        try #expect(page.rows() == ["教师", "学校管理员"])
        let answer = try await browser.submit(page, form: "//form[@action='/memberships/switch']")
        #expect(answer.status == 303)
        try await #expect(browser.get("/members").status == 200)
        for foreign in [world.foreignAdministrator.membership.id.description, "x", ""] {
          try await #expect(browser.post("/memberships/switch", [("membership", foreign)]).status == 404)
        }
        _ = try await EndMembership(world.services)(added.id, by: try world.actor(.schoolAdministrator))
        try await #expect(browser.get("/members").status == 403)
      }
      try await #expect(world.actions().contains("organizations.membership.entered"))
    }
  }

  @Test func `programs read departments and majors in their sight`() async throws {
    try await World.run { world in
      let person = try #require(world.people[.departmentAdministrator])
      let bearer = try await CreateToken(world.services)(
        TokenRequest(name: "sync", days: 30, scopes: ["organization.read"]), of: person.account,
        membershipID: person.membership.id.rawValue)
      try await world.browse { browser in
        let departments = try await browser.json(.get, "/api/v1/departments", bearer: bearer)
        #expect(departments.status == 200)
        #expect(departments.json?["items"]?.array?.compactMap { $0["name"]?.string } == ["机电工程学院"])
        let majors = try await browser.json(.get, "/api/v1/majors", bearer: bearer)
        let major = try #require(majors.json?["items"]?.array?.first)
        #expect(major["catalogueCode"]?.string == "460103")
        #expect(major["department"]?.string == world.mechanics.id.description)
        #expect(major["school"]?.string == world.school.id.description)
        try await #expect(browser.json(.get, "/api/v1/majors", bearer: "qiao_x").status == 401)
      }
      let document = OpenAPI.document(
        routes: world.routes, title: "x", version: "1", localizer: world.services.localizer(.english))
      for path in ["/api/v1/departments", "/api/v1/majors"] {
        #expect(document["paths"]?[path]?["get"]?["operationId"]?.string?.hasPrefix("list") == true)
      }
    }
  }
}
