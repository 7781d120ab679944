import Accounts
import Database
import Localization
import Platform
import TestKit
import Testing
import Values

@testable import Organizations

/// Rosters of teachers and students, and the members of a school.
@Suite struct RosterPageTests {
  private let number = "11010519491231002X"

  @Test(arguments: TestEngine.all) func `a department finds its own people, masked`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .departmentAdministrator)
        try await #expect(browser.get("/teachers").rows() == ["王海T001"])
        let students = try await browser.get("/students")
        try #expect(students.rows() == ["林小川2025001"])
        #expect(students.text.contains("139****1234"))
        #expect(!students.text.contains("13900001234"))
        try await world.enter(browser, as: .schoolAdministrator)
        try await #expect(browser.get("/students?q=周").rows() == ["周欣2025002"])
        try await #expect(browser.get("/students?class=\(world.classroom.id)").rows() == ["林小川2025001"])
        try await #expect(browser.get("/students?status=left").rows().isEmpty)
        try await #expect(browser.get("/students?major=\(world.foreignMajor.id)").rows().isEmpty)
        try await #expect(browser.get("/students?after=nonsense&year=x&department=y").status == 200)
      }
    }
  }

  @Test func `personal data is shown to who may ask, and that is logged`() async throws {
    try await World.run { world in
      let path = "/students/\(world.lin.id)"
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let page = try await browser.get(path)
        #expect(page.text.contains("110*************2X"))
        #expect(!page.text.contains(number))
        let edit = try await browser.get("\(path)/edit")
        #expect(!edit.text.contains(number) && !edit.text.contains("13900001234"))
        try await #expect(world.actions().isEmpty)
        let revealed = try await browser.submit(page, form: "//form[contains(@action, '/reveal')]")
        #expect(revealed.status == 200)
        #expect(revealed.text.contains(number))
        #expect(revealed.header("Cache-Control") == "no-store")
        try await #expect(world.actions() == ["organizations.student.revealed"])

        try await world.enter(browser, as: .classAdviser)
        let adviser = try await browser.get(path)
        #expect(adviser.status == 200)
        try #expect(!adviser.has("//form[contains(@action, '/reveal')]"))
        try await #expect(browser.post("\(path)/reveal").status == 403)
        try await #expect(browser.get("\(path)/reveal").status == 405)
        try await #expect(world.actions().count == 1)
      }
    }
  }

  @Test(arguments: TestEngine.all) func `an edited student keeps what the form does not show`(engine: TestEngine)
    async throws
  {
    try await World.run(on: engine) { world in
      let path = "/students/\(world.lin.id)"
      try await world.browse { browser in
        try await world.enter(browser, as: .departmentAdministrator)
        let edit = try await browser.get("\(path)/edit")
        let answer = try await browser.fill(edit, ["name": "林大川", "guardianName": "林父"])
        #expect(answer.location == path)
        var student = try #require(
          try await world.database.read { try world.store.student(world.lin.id, in: .installation, on: $0) })
        #expect(student.name == "林大川")
        #expect(student.guardianName == "林父")
        #expect(student.citizenID == number)
        #expect(student.phone == "13900001234")

        // What is typed replaces, what is ticked is erased, what is wrong comes back as it was typed.
        let again = try await browser.get("\(path)/edit")
        let wrong = try await browser.fill(again, ["phone": "一二三", "studentNumber": "", "erase": "guardianName"])
        #expect(wrong.status == 422)
        try #expect(wrong.has("//input[@name='phone' and @value='一二三']"))
        try #expect(wrong.errors().count == 2)
        try #expect(wrong.has("//input[@name='erase' and @value='guardianName' and @checked]"))
        let right = try await browser.fill(again, ["phone": "13600000000", "erase": "guardianName"])
        #expect(right.status == 303)
        student = try #require(
          try await world.database.read { try world.store.student(world.lin.id, in: .installation, on: $0) })
        #expect(student.phone == "13600000000")
        #expect(student.guardianName.isEmpty)
        #expect(student.citizenID == number)

        let history = try await browser.get("\(path)/history")
        try #expect(history.count("//li[contains(@class, 'event')]") == 2)
        #expect(history.text.contains("修改了学生“林大川”"))
        #expect(history.text.contains("136****0000") && !history.text.contains("13600000000"))
      }
    }
  }

  @Test func `new people are checked as a whole`() async throws {
    try await World.run { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let form = try await browser.get("/students/new")
        let empty = try await browser.fill(form, ["entryYear": "九零"])
        #expect(empty.status == 422)
        try #expect(empty.errors().count >= 3)
        try #expect(empty.has("//input[@name='entryYear' and @value='九零']"))
        let wrong = try await browser.fill(
          form,
          [
            "studentNumber": "2025001", "name": "另一个", "major": world.trade.id.description,
            "citizenID": "110105194912310021",
          ])
        #expect(wrong.status == 422)
        let taken = try await browser.fill(
          form, ["studentNumber": "2025001", "name": "另一个", "major": world.trade.id.description])
        try #expect(taken.errors() == ["已被另一条记录使用，请核对"])
        let teacher = try await browser.fill(
          try await browser.get("/teachers/new"),
          ["staffNumber": "ｔ００３", "name": "何秋月", "department": world.commerce.id.description, "isDualQualified": "1"])
        let page = try await teacher.follow()
        try #expect(page.text("//h1").hasPrefix("何秋月"))
        #expect(page.text.contains("T003"))
        try await world.enter(browser, as: .departmentAdministrator)
        let own = try await browser.get("/teachers/new")
        try #expect(own.texts("//select[@name='department']/option[@value!='']") == ["机电工程学院"])
      }
    }
  }

  @Test func `members are invited after a confirmation, and their memberships end`() async throws {
    try await World.run { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator, hasSudo: false)
        let asked = try await browser.get("/members/invite")
        #expect(asked.status == 303)
        #expect(asked.location?.hasPrefix("/account/confirm?next=") == true)
        try await #expect(browser.post("/members/invite", [("role", "cooperation-office")]).status == 303)
        try await #expect(world.actions().isEmpty)

        try await world.enter(browser, as: .schoolAdministrator)
        let form = try await browser.get("/members/invite")
        try #expect(form.texts("//select[@name='role']/option").contains("校企合作办"))
        try #expect(!form.texts("//select[@name='role']/option").contains("平台管理员"))
        // Nobody becomes an administrator because a box was overlooked.
        try #expect(form.text("//select[@name='role']/option[1]/@value").isEmpty)
        let overlooked = try await browser.fill(form, ["display_name": "新同事", "sign_in_name": "office.new"])
        try #expect(overlooked.errors().count == 1)
        let wrong = try await browser.fill(
          form, ["display_name": "新同事", "sign_in_name": "p.teacher", "mail": "x", "role": "teacher"])
        #expect(wrong.status == 422)
        try #expect(wrong.has("//input[@name='display_name' and @value='新同事']"))
        let taken = try await browser.fill(
          form, ["display_name": "新同事", "sign_in_name": "p.teacher", "role": "cooperation-office"])
        try #expect(taken.errors().count == 1)
        let done = try await browser.fill(
          form,
          [
            "display_name": "新同事", "sign_in_name": "office.new", "mail": "office@example.edu.cn",
            "role": "cooperation-office",
          ])
        #expect(done.status == 200)
        #expect(done.text.contains("http://localhost/invitation/"))
        let list = try await browser.get("/members?q=新同事")
        try #expect(list.rows() == ["新同事office.new"])
        #expect(list.text.contains("已邀请，未激活"))
        let member = try await list.click("新同事")
        let ending = try await member.click("结束成员资格")
        let ended = try await browser.submit(ending, form: "//form[contains(@action, '/end')]")
        try await #expect(ended.follow().text.contains("已结束“新同事”的成员资格"))
        try await #expect(browser.get("/members?q=新同事").rows().isEmpty)

        let own = try #require(world.people[.schoolAdministrator]).membership.id
        try await #expect(browser.post("/members/\(own)/end").status == 409)
      }
    }
  }
}
