import Database
import DatabaseTesting
import Imports
import Localization
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Organizations

/// Sheets of students and teachers, from the file to the roster and back.
@Suite struct RosterImportTests {
  private static let headings: [SheetFile.Cell] = ["学号", "姓名", "班级", "性别", "身份证号", "手机", "家长姓名", "家长电话"]

  @Test(arguments: TestEngine.all)
  func `a class list becomes students, with what follows from it`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let citizen = World.citizen("20090304", 11)
      let sheet = SheetFile([
        Self.headings,
        ["2025101", "王　海", "25数控1班", "男", .text(citizen), .number("13911112222"), "王大明", "13711112222"],
        ["2025102", "欧阳小雨", "25数控1班", "", "", "", "", ""],
      ])
      let batch = try await world.written(sheet, to: world.students)
      #expect(batch.counts.new == 2 && batch.counts.wrong == 0)
      let student = try #require(try await world.student("2025101"))
      #expect(student.name == "王海")
      #expect(student.majorID == world.machining.id && student.classID == world.classroom.id)
      #expect(student.departmentID == world.mechanics.id && student.entryYear == 2025)
      #expect(student.birthDate == CivilDate(year: 2009, month: 3, day: 4))
      #expect(student.citizenID == citizen && student.phone == "13911112222" && student.guardianName == "王大明")
      try await #expect(world.student("2025102")?.status == .enrolled)
      let logged = try await world.logged()
      #expect(logged.map(\.action) == ["organizations.student.imported", "organizations.student.imported"])
      #expect(!logged.contains { $0.changes.contains(citizen) || $0.changes.contains("13911112222") })
    }
  }

  @Test(arguments: TestEngine.all)
  func `personal data stands nowhere in the clear`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let citizen = World.citizen("20090304", 11)
      try await world.written(
        SheetFile([Self.headings, ["2025101", "王海", "25数控1班", "", .text(citizen), "13911112222", "", ""]]),
        to: world.students)
      _ = try await world.handIn(
        SheetFile([
          Self.headings, ["2025101", "王海", "25数控1班", "", .text(World.citizen("20090304", 13)), "13911113333", "", ""],
          ["2025103", "刘二", "25数控1班", "", .number("440112200903040123"), "", "", ""],
        ]), to: world.students)
      let kept = try await world.database.read { connection in
        try connection.rows("SELECT title, cells_sealed, findings, undo FROM import_rows").map { row in
          try (0..<4).map { try row.get($0, as: String.self) }.joined(separator: " ")
        }
          + (try connection.values("SELECT outline_sealed FROM import_batches", as: String.self))
          + (try connection.values("SELECT phone_sealed FROM students", as: String.self))
      }
      #expect(kept.count >= 5)
      for secret in [citizen, "13911112222", "13911113333", World.citizen("20090304", 13), "440112200903040"] {
        #expect(!kept.contains { $0.contains(secret) })
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `what a cell does not say stays, and everything comes back`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let before = try await (world.student("2025001"), world.student("2025002"))
      let batch = try await world.written(
        SheetFile([
          ["学号", "姓名", "专业", "班级", "手机"], ["2025001", "林小川", "", "", "13700000001"],
          ["2025002", "周欣", "", "", ""], ["2025003", "何三", "460103 数控技术", "25数控1班", ""],
        ]), to: world.students)
      #expect(batch.counts.new == 1 && batch.counts.changed == 1 && batch.counts.unchanged == 1)
      var lin = try #require(try await world.student("2025001"))
      #expect(lin.phone == "13700000001")
      lin.phone = world.lin.phone
      #expect(lin == before.0)

      try await #expect(world.takenBack(batch, world.students).state == .undone)
      try await #expect(world.student("2025003") == nil)
      let after = try await (world.student("2025001"), world.student("2025002"))
      #expect(after.0 == before.0 && after.1 == before.1)
      try await #expect(
        world.actions().suffix(2) == [
          "organizations.student.importReversed", "organizations.student.importUndone",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func `whom somebody changed since keeps the whole batch`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let batch = try await world.written(
        SheetFile([["学号", "姓名", "班级"], ["2025003", "何三", "25数控1班"], ["2025004", "何四", "25数控1班"]]),
        to: world.students)
      var student = try #require(try await world.student("2025004"))
      student.phone = "13700000001"
      try await SaveStudent(world.services)(student, isNew: false, by: try world.actor(.schoolAdministrator))
      let blocked = try await world.takenBack(batch, world.students)
      #expect(blocked.state == .committed)
      let rows = try await world.rows(blocked, world.students, .blocked)
      #expect(rows.map(\.title) == ["何四 2025004"])
      #expect(rows.first?.obstacle?.key == "organizations.import.blocked.changed")
      try await #expect(world.student("2025003") != nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a teacher who has become an adviser is not removed`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let batch = try await world.written(
        SheetFile([["工号", "姓名", "院系", "双师型"], ["T009", "马九", "01", "是"], ["T002", "陈静", "商贸学院", ""]]),
        to: world.teachers)
      #expect(batch.counts.new == 1 && batch.counts.unchanged == 1)
      let teacher = try #require(try await world.teacher("T009"))
      #expect(teacher.departmentID == world.mechanics.id && teacher.isDualQualified)
      var schoolClass = world.classroom
      schoolClass.adviserID = teacher.id
      let changed = schoolClass
      try await world.database.write { connection in
        _ = try MajorStore.update(changed, in: .installation, on: connection)
      }
      let rows = try await world.rows(world.takenBack(batch, world.teachers), world.teachers, .blocked)
      #expect(
        rows.map(\.obstacle) == [Message("organizations.import.blocked.adviser", ["class": "25数控1班"])])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a record that moved between check and confirmation is compared again`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let batch = try await world.handIn(
        SheetFile([["学号", "姓名", "手机"], ["2025001", "林小川", "13700000001"]]), to: world.students)
      var student = world.lin
      student.guardianName = "林父"
      try await SaveStudent(world.services)(student, isNew: false, by: try world.actor(.schoolAdministrator))
      try await world.students.confirm(batch, isOnlyNew: false)
      let stopped = try await world.worked(batch, world.students)
      #expect(stopped.state == .checking)
      try await #expect(world.student("2025001")?.phone == world.lin.phone)
      try await #expect(world.worked(stopped, world.students).counts.changed == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a department writes into itself alone`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let batch = try await world.handIn(
        SheetFile([
          ["学号", "姓名", "专业", "班级"], ["2025003", "何三", "数控技术", "25数控1班"], ["2025004", "何四", "跨境营销", ""],
          ["2025002", "周欣", "数控技术", ""],
        ]), to: world.students, by: world.mechanicsOwner)
      #expect(batch.counts.new == 1 && batch.counts.wrong == 2)
      let wrong = try await world.rows(batch, world.students, .state(.wrong))
      #expect(
        wrong.map { $0.findings.problems.map(\.message.key) } == [
          ["organizations.import.problem.major"], ["organizations.import.problem.elsewhere"],
        ])
      // The name of whom another department has is not told.
      #expect(!wrong.contains { $0.findings.problems.contains { $0.message.arguments.values.contains("周欣") } })
      let teachers = try await world.written(
        SheetFile([["工号", "姓名"], ["T009", "马九"]]), to: world.teachers, by: world.mechanicsOwner)
      #expect(teachers.writtenCount == 1)
      try await #expect(world.teacher("T009")?.departmentID == world.mechanics.id)
    }
  }

  @Test(arguments: TestEngine.all)
  func `numbers of another school are nobody's here`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let batch = try await world.written(
        SheetFile([
          ["学号", "姓名", "班级"], ["2025001", "林小川", "25数控1班"], ["2025009", "钱九", "25软件1班"], ["2025010", "孙十", "25数控1班"],
        ]), to: world.students)
      #expect(batch.counts.unchanged == 1 && batch.counts.wrong == 1 && batch.writtenCount == 1)
      try await #expect(world.student("2025001", of: world.other)?.name == "吴远")
      try await #expect(world.student("2025009") == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a whole school goes in at once`(engine: TestEngine) async throws {
    try await World.run(on: engine) { world in
      let rows: [[SheetFile.Cell]] = (0..<1203).map { number in
        [
          .text("S\(10_000 + number)"), .text("学生\(number)"), "数控技术", "25数控1班",
          .text(World.citizen("20090\(1 + number / 500)01", number % 500)), "2025级",
        ]
      }
      let sheet = SheetFile([["学号", "姓名", "专业", "班级", "身份证号", "年级"]] + rows)
      let batch = try await world.written(sheet, to: world.students)
      #expect(batch.writtenCount == 1203)
      try await #expect(world.count("students") == 1206)
      try await #expect(world.handIn(sheet, to: world.students).counts.unchanged == 1203)
      try await #expect(world.takenBack(batch, world.students).state == .undone)
      try await #expect(world.count("students") == 3)
    }
  }
}
