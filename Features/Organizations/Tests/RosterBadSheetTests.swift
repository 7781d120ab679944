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

/// What offices really send, and how they are told what is wrong with it.
@Suite struct RosterBadSheetTests {
  /// One wrong row: changes to a right one, the field and the message.
  struct WrongRow: Sendable, CustomTestStringConvertible {
    let cells: [String: SheetFile.Cell]
    let field: String
    let key: String

    init(_ cells: [String: SheetFile.Cell], _ field: String, _ key: String) {
      (self.cells, self.field, self.key) = (cells, field, key)
    }

    var testDescription: String { "\(cells)" }
  }

  private static let wrongStudents: [WrongRow] = [
    .init(["班级": "25火箭1班"], "class", "organizations.import.problem.class"),
    .init(["专业": "炼金术"], "major", "organizations.import.problem.major"),
    .init(["专业": "跨境营销"], "class", "organizations.problem.otherMajor"),
    .init(["院系": "占星学院"], "department", "organizations.import.problem.department"),
    .init(["院系": "02"], "department", "organizations.import.problem.otherDepartment"),
    .init(["班级": "", "专业": "", "年级": "2025"], "major", "kit.records.required"),
    .init(["班级": ""], "entryYear", "kit.records.required"),
    .init(["姓名": ""], "name", "kit.records.required"),
    .init(["学号": ""], "studentNumber", "organizations.student.import.problem.number"),
    .init(["年级": "前年"], "entryYear", "kit.records.integer"),
    .init(["状态": "失踪"], "status", "kit.records.choice"),
    .init(["性别": "不详"], "sex", "kit.records.choice"),
    .init(["性别": "女", "身份证号": .text(World.citizen("20090304", 11))], "sex", "organizations.problem.sex"),
    .init(
      ["出生日期": "2009-03-05", "身份证号": .text(World.citizen("20090304", 13))], "birthDate",
      "organizations.problem.birthDate"),
    .init(["身份证号": "440112200903041"], "citizenID", "standards.citizen-id.length"),
    .init(["身份证号": "440112200902300015"], "citizenID", "standards.citizen-id.birth-date"),
    .init(
      ["身份证号": .text(String(World.citizen("20090304", 15).dropLast()) + "?")], "citizenID",
      "standards.citizen-id.character"),
    .init(["身份证号": .number("440112200903040123")], "citizenID", "kit.imports.problem.lostDigits"),
    .init(["身份证号": "11010519491231002X"], "citizenID", "organizations.import.problem.identityTaken"),
    .init(["手机": "打他家里"], "phone", "kit.records.phone"),
    .init(["家长电话": .failure("#REF!")], "guardianPhone", "kit.imports.problem.formula"),
    .init(["出生日期": "2009年2月30日"], "birthDate", "kit.records.date"),
    .init(["学号": .text(String(repeating: "9", count: 41))], "studentNumber", "kit.records.tooLong"),
    .init(
      ["学号": "2025001", "姓名": "别人", "身份证号": .text(World.citizen("20090304", 17))], "studentNumber",
      "organizations.import.problem.somebodyElse"),
  ]

  @Test func `every wrong row names its column and stays out, the right one goes in`() async throws {
    try await World.run { world in
      let headings = ["学号", "姓名", "院系", "专业", "班级", "年级", "状态", "性别", "身份证号", "出生日期", "手机", "家长电话"]
      let right: [String: SheetFile.Cell] = ["专业": "数控技术", "班级": "25数控1班"]
      let rows = Self.wrongStudents.enumerated().map { number, wrong in
        headings.map { heading -> SheetFile.Cell in
          if let cell = wrong.cells[heading] { return cell }
          return heading == "学号" ? .text("W\(number)") : heading == "姓名" ? .text("学生\(number)") : right[heading] ?? ""
        }
      }
      let last = headings.map { $0 == "学号" ? "R1" : $0 == "姓名" ? "对的" : right[$0] ?? "" }
      let batch = try await world.handIn(
        SheetFile([headings.map { .text($0) }] + rows + [last]), to: world.students)
      #expect(batch.counts.new == 1)
      #expect(batch.counts.wrong == Self.wrongStudents.count)
      let found = try await world.rows(batch, world.students, .state(.wrong))
      for (row, wrong) in zip(found, Self.wrongStudents) {
        #expect(row.findings.problems.map(\.field) == [wrong.field], "\(wrong)")
        #expect(row.findings.problems.first?.message.key == wrong.key, "\(wrong)")
      }
      try await world.students.confirm(batch, isOnlyNew: false)
      try await #expect(world.worked(batch, world.students).writtenCount == 1)
      try await #expect(world.student("R1")?.classID == world.classroom.id)
    }
  }

  private static let wrongTeachers: [WrongRow] = [
    .init(["院系": "占星学院"], "department", "organizations.import.problem.department"),
    .init(["工号": ""], "staffNumber", "organizations.teacher.import.problem.number"),
    .init(["姓名": ""], "name", "kit.records.required"),
    .init(["双师型": "也许"], "isDualQualified", "kit.records.flag"),
    .init(["邮箱": "not a mail"], "mail", "kit.records.mail"),
    .init(["手机": "-"], "phone", "kit.records.phone"),
    .init(["职称": .text(String(repeating: "长", count: 41))], "title", "kit.records.tooLong"),
  ]

  @Test func `teachers are looked at as closely`() async throws {
    try await World.run { world in
      let headings = ["工号", "姓名", "院系", "职称", "双师型", "手机", "邮箱"]
      let rows = Self.wrongTeachers.enumerated().map { number, wrong in
        headings.map { heading -> SheetFile.Cell in
          wrong.cells[heading]
            ?? (heading == "工号" ? .text("W\(number)") : heading == "姓名" ? .text("教师\(number)") : "")
        }
      }
      let batch = try await world.handIn(SheetFile([headings.map { .text($0) }] + rows), to: world.teachers)
      let found = try await world.rows(batch, world.teachers, .state(.wrong))
      #expect(found.count == Self.wrongTeachers.count)
      for (row, wrong) in zip(found, Self.wrongTeachers) {
        #expect(row.findings.problems.map(\.field) == [wrong.field], "\(wrong)")
        #expect(row.findings.problems.first?.message.key == wrong.key, "\(wrong)")
      }
    }
  }

  @Test func `rows that mean the same person contradict each other`() async throws {
    try await World.run { world in
      let citizen = SheetFile.Cell.text(World.citizen("20090304", 11))
      let batch = try await world.handIn(
        SheetFile([
          ["学号", "姓名", "班级", "身份证号"], ["A1", "甲", "25数控1班", ""], ["a1", "乙", "25数控1班", ""],
          ["A2", "丙", "25数控1班", citizen], ["A3", "丁", "25数控1班", citizen], ["", "林小川", "25数控1班", ""],
          ["2025001", "林小川", "25数控1班", ""],
        ]), to: world.students)
      let rows = try await world.rows(batch, world.students)
      #expect(rows.map(\.state) == [.new, .wrong, .new, .wrong, .unchanged, .wrong])
      let problems = rows.flatMap(\.findings.problems)
      #expect(problems.map(\.field) == ["studentNumber", "citizenID", "name"])
      #expect(problems.map(\.message.arguments["row"]) == ["2", "4", "6"])
    }
  }

  @Test func `without a number people are found by name and class, and that is said`() async throws {
    try await World.run { world in
      try await world.written(
        SheetFile([["学号", "姓名", "班级"], ["B1", "同名", "25数控1班"], ["B2", "同名", "25数控1班"]]), to: world.students)
      let batch = try await world.handIn(
        SheetFile([
          ["姓名", "班级", "身份证号", "手机"], ["林小川", "25数控1班", "", "13700000001"], ["同名", "25数控1班", "", ""],
          ["没有的人", "25数控1班", "", ""], ["林小川", "", "11010519491231002X", "13700000002"],
        ]), to: world.students)
      let rows = try await world.rows(batch, world.students)
      #expect(rows.map(\.state) == [.changed, .wrong, .wrong, .wrong])
      #expect(rows[0].findings.warnings.map(\.message.key) == ["organizations.student.import.warning.byName"])
      #expect(rows[1].findings.problems.map(\.message.key) == ["organizations.import.problem.ambiguous"])
      #expect(rows[2].findings.problems.map(\.message.key) == ["organizations.student.import.problem.number"])
      #expect(rows[3].findings.warnings.map(\.message.key) == ["organizations.import.warning.byIdentity"])
    }
  }

  @Test func `other names and namesakes are pointed out`() async throws {
    try await World.run { world in
      let batch = try await world.handIn(
        SheetFile([
          ["学号", "姓名", "班级"], ["2025001", "林晓川", "25数控1班"], ["2025011", "林小川", "25数控1班"],
        ]), to: world.students)
      let rows = try await world.rows(batch, world.students)
      #expect(rows.map(\.state) == [.changed, .new])
      #expect(
        rows.flatMap(\.findings.warnings).map(\.message) == [
          Message("organizations.import.warning.renamed", ["name": "林小川"]),
          Message("organizations.import.warning.namesake", ["number": "2025001"]),
        ])
    }
  }

  @Test func `closed parts take nobody new`() async throws {
    try await World.run { world in
      var (major, school) = (world.trade, world.school)
      major.status = .closed
      let closed = major
      try await world.database.write { connection in
        _ = try MajorStore.update(closed, in: .installation, on: connection)
      }
      let sheet = SheetFile([
        ["学号", "姓名", "专业", "年级"], ["2025002", "周欣", "跨境营销", "2024"], ["2025011", "新人", "跨境营销", "2025"],
      ])
      var rows = try await world.rows(world.handIn(sheet, to: world.students), world.students)
      #expect(rows.map(\.state) == [.changed, .wrong])
      #expect(rows[1].findings.problems.map(\.message.key) == ["organizations.problem.closed"])
      school.status = .closed
      let shut = school
      try await world.database.write { connection in
        _ = try SchoolStore.update(shut, in: .installation, on: connection)
      }
      rows = try await world.rows(
        world.handIn(SheetFile([["学号", "姓名", "班级"], ["2025011", "新人", "25数控1班"]]), to: world.students),
        world.students)
      #expect(rows[0].findings.problems.map(\.message.key) == ["organizations.import.problem.schoolClosed"])
    }
  }

  @Test func `a sheet from the command line says the same and writes only when asked`() async throws {
    try await World.run { world in
      let path = try SheetFile([["学号", "姓名", "班级"], ["C1", "甲", "25数控1班"], ["C2", "乙", "无此班"]])
        .write(to: world.path("cli.xlsx"))
      var wish = ImportWish()
      wish.isDryRun = true
      let dry = try await world.students.importFile(at: path, fileName: "cli.xlsx", for: world.owner, wish)
      #expect(dry.counts.new == 1 && dry.counts.wrong == 1 && dry.batch == nil)
      let t = world.services.localizer(.chinese)
      #expect(
        dry.rows.first?.problems.map(world.students.words(t)).first?.hasPrefix("班级：没有“无此班”这个班级") == true)
      wish.isDryRun = false
      try await #expect(
        world.students.importFile(at: path, fileName: "cli.xlsx", for: world.owner, wish).batch == nil)
      try await #expect(world.student("C1") == nil)
      wish.isSkippingWrong = true
      try await #expect(
        world.students.importFile(at: path, fileName: "cli.xlsx", for: world.owner, wish).batch != nil)
      try await #expect(world.student("C1") != nil)
    }
  }
}
