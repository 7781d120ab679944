import Database
import DatabaseTesting
import Foundation
import Imports
import TestKit
import Testing
import Values

@testable import Organizations

/// The pages on which rosters are imported.
@Suite struct RosterImportPageTests {
  private static let sheet = SheetFile([
    ["学号", "姓名", "班级", "手机"], ["D1", "甲", "25数控1班", "13911112222"], ["D2", "乙", "无此班", ""],
  ])

  private static func upload(_ world: World, _ browser: BrowserClient, to path: String) async throws -> BrowserPage {
    _ = try await browser.get(path)
    let token = await browser.formToken ?? ""
    let bytes = Array(try Data(contentsOf: URL(filePath: try sheet.write(to: world.path("up.xlsx")))))
    return try await browser.upload(
      "\(path)?_csrf=\(token)", files: [.init("file", name: "新生 名单.xlsx", bytes: bytes)])
  }

  @Test(arguments: TestEngine.all)
  func `a sheet goes from upload to the roster and back`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let list = try await browser.get("/students")
        try #expect(list.has("//a[@href='/students/import']"))
        try await #expect(browser.get("/teachers").has("//a[@href='/teachers/import']"))
        let path = try await Self.upload(world, browser, to: "/students/import").follow().address
        let id = try #require(ID<ImportBatch>(path.split(separator: "/").last ?? ""))
        try await world.students.work(on: id, school: world.school.id.rawValue)
        let checked = try await browser.get(path)
        #expect(checked.text.contains("导入 1 名学生"))
        #expect(checked.text.contains("班级：没有“无此班”这个班级"))
        #expect(!checked.text.contains("13911112222"))
        try await #expect(browser.get("\(path)/wrong.xlsx").bytes.starts(with: [0x50, 0x4B]))
        try await #expect(browser.get("/students/import/template.xlsx").bytes.starts(with: [0x50, 0x4B]))
        _ = try await browser.submit(checked, form: "//form[contains(@action, '/confirm')]").follow()
        try await world.students.work(on: id, school: world.school.id.rawValue)
        try await #expect(browser.get("/students?q=D1").rows() == ["甲D1"])
        let question = try await browser.get("\(path)/undo")
        _ = try await browser.submit(question, form: "//form[contains(@action, '/undo')]").follow()
        try await world.students.work(on: id, school: world.school.id.rawValue)
        try await #expect(browser.get("/students?q=D1").rows().isEmpty)
        for page in [checked, question, try await browser.get("/students/import"), try await browser.get(path)] {
          #expect(page.untranslated.isEmpty)
        }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `classes that are missing are made on the way`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let sheet = SheetFile([
        ["学号", "姓名", "专业", "班级", "年级"], ["E1", "甲", "数控技术", "26数控1班", "2026级"],
        ["E2", "乙", "数控技术", "26数控1班", "2026"], ["E3", "丙", "跨境营销", "26营销1班", "2026"],
        ["E4", "丁", "数控技术", "两年班", "2025"], ["E5", "戊", "数控技术", "两年班", "2026"], ["E6", "己", "", "无专业班", "2026"],
      ])
      let batch = try await world.handIn(sheet, to: world.students)
      #expect(batch.counts.wrong == 6)
      let path = "/students/import/\(batch.id)"
      try await world.browse { browser in
        // Who may not make classes is not offered any.
        let own = try await world.handIn(sheet, to: world.students, by: world.mechanicsOwner)
        try await world.enter(browser, as: .departmentAdministrator)
        try await #expect(!browser.get("/students/import/\(own.id)").has("//form[contains(@action, '/remedy')]"))
        try await #expect(browser.post("/students/import/\(own.id)/remedy").status == 403)

        try await world.enter(browser, as: .schoolAdministrator)
        let page = try await browser.get(path)
        #expect(page.text.contains("有 2 个班级还没有建立"))
        try #expect(page.has("//form[contains(@action, '/again')]"))
        _ = try await browser.submit(page, form: "//form[contains(@action, '/remedy')]").follow()
        let checked = try await world.worked(batch, world.students)
        #expect(checked.counts.new == 3 && checked.counts.wrong == 3)
        try await #expect(!browser.get(path).has("//form[contains(@action, '/remedy')]"))
      }
      try await #expect(
        world.actions() == ["organizations.class.created", "organizations.class.created"])
      let classes = try await world.database.read { try MajorStore.classes(in: .school(world.school.id), on: $0) }
      let made = try #require(classes.first { $0.name == "26数控1班" })
      #expect(made.majorID == world.machining.id && made.entryYear == 2026 && made.departmentID == world.mechanics.id)
      #expect(!classes.contains { $0.name == "两年班" || $0.name == "无专业班" })
    }
  }

  @Test func `batches are seen by who may see their people`() async throws {
    try await World.run { world in
      try await world.browse { browser in
        try await world.enter(browser, as: .schoolAdministrator)
        let whole = try await Self.upload(world, browser, to: "/students/import").follow().address
        try await world.enter(browser, as: .departmentAdministrator)
        let own = try await Self.upload(world, browser, to: "/students/import").follow().address
        try await #expect(browser.get(own).status == 200)
        try await #expect(browser.get(whole).status == 404)
        try await #expect(browser.post("\(whole)/discard").status == 404)
        try await #expect(browser.get("/students/import").count("//table//tbody/tr") == 1)
        try await world.enter(browser, as: .schoolAdministrator)
        try await #expect(browser.get(own).status == 200)
        try await #expect(browser.get("/students/import").count("//table//tbody/tr") == 2)
        // A batch of students is none of teachers.
        try await #expect(browser.get(own.replacing("/students/", with: "/teachers/")).status == 404)
        try await world.enter(browser, as: world.foreignAdministrator)
        try await #expect(browser.get(own).status == 404)
        try await #expect(browser.get(whole).status == 404)
        for role in [Role.teacher, .classAdviser, .student, .cooperationOffice, .platformAdministrator] {
          try await world.enter(browser, as: role)
          try await #expect(browser.get("/students/import").status == 403, "\(role)")
          try await #expect(browser.get("/students").has("//a[@href='/students/import']") == false, "\(role)")
        }
      }
    }
  }
}
