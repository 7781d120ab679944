import Localization
import Organizations
import Records
import Testing
import Values

@testable import Partners

@Suite struct VisitRuleTests {
  @Test func peopleAreReadFromLinesAndFromLists() {
    let (lines, problems) = PersonLine.read(
      "何秋月 T10012（讲师）\n李主任（教务处、招生办）、 王 欣；Ｔ１００１３\n，", field: "schoolPeople")
    #expect(problems.isEmpty)
    #expect(
      lines == [
        PersonLine(name: "何秋月", number: "T10012", position: "讲师"),
        PersonLine(name: "李主任", position: "教务处、招生办"), PersonLine(name: "王 欣"), PersonLine(name: "", number: "T10013"),
      ])
  }

  @Test func whatAFormShowsOfAPersonReadsAsTheSamePerson() {
    for line in [
      PersonLine(name: "何秋月", number: "T10012", position: "讲师"), PersonLine(name: "John Smith"),
      PersonLine(name: "", number: "T1"), PersonLine(name: "李四", position: "副总经理、总工程师"),
    ] {
      #expect(PersonLine.read(line.text, field: "f").lines == [line])
    }
  }

  @Test func namesThatAreTooLongAndTooManyPeopleAreNamed() {
    let long = PersonLine.read(String(repeating: "长", count: 61), field: "f")
    #expect(long.lines.isEmpty && long.problems.map(\.message.key) == ["partners.visit.problem.longName"])
    let many = PersonLine.read(
      (1...61).map { "人\(Character(UnicodeScalar(0x4E00 + $0)!))" }.joined(separator: "、"), field: "f")
    #expect(many.problems.map(\.message.key) == ["partners.visit.problem.manyPeople"])
    #expect(PersonLine.read("张三、张三", field: "f").lines.count == 1)
  }

  @Test(arguments: [
    ("9:30", "09:30"), ("09：30", "09:30"), ("0930", "09:30"), ("２３：５９", "23:59"), ("14.05", "14:05"), ("24:00", nil),
    ("9:3", nil), ("12:60", nil), ("noon", nil), ("", nil), ("-1:30", nil),
  ])
  func aTimeIsReadAsPeopleWriteIt(typed: String, expected: String?) {
    #expect(ClockText.read(typed) == expected)
  }

  private static func task() -> VisitTask {
    VisitTask(
      id: ID(rawValue: 1), schoolID: ID(rawValue: 2), visitID: ID(rawValue: 3), title: "寄协议", ownerID: ID(rawValue: 4),
      dueOn: CivilDate("2026-03-10") ?? CivilDate(daysSinceEpoch: 0))
  }

  @Test func everyActOnATaskCanBeTakenBack() throws {
    let task = Self.task()
    #expect(!task.isUndoable)
    for act in [VisitTask.Act.finish, .cancel] {
      let after = try task.after(act, note: "好")
      #expect(after.state != .open && after.note == "好" && after.isUndoable)
      var undone = try after.after(.undo, note: "")
      undone.note = ""
      #expect(undone == task)
    }
    let later = try task.after(.postpone, until: CivilDate("2026-03-20"), note: "出差")
    #expect(later.dueOn == CivilDate("2026-03-20") && later.previousDueOn == task.dueOn)
    let undone = try later.after(.undo, note: "")
    #expect(undone == task)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let task = Self.task()
    #expect(throws: VisitTask.Refusal.notLater) { try task.after(.postpone, until: task.dueOn, note: "") }
    #expect(throws: VisitTask.Refusal.notLater) { try task.after(.postpone, until: nil, note: "") }
    #expect(throws: VisitTask.Refusal.state(.open)) { try task.after(.undo, note: "") }
    let done = try task.after(.finish, note: "")
    for act in [VisitTask.Act.finish, .cancel, .postpone] {
      #expect(throws: VisitTask.Refusal.state(.done)) {
        try done.after(act, until: CivilDate("2027-01-01"), note: "")
      }
    }
  }
}
