import Database
import DatabaseTesting
import Documents
import Foundation
import Localization
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Imports

@Suite struct DeskTests {
  @Test(arguments: TestEngine.all)
  func nothingIsWrittenBeforeItIsConfirmed(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(TestHall.sheet)
      #expect(batch.state == .checked)
      #expect(batch.counts.new == 2)
      #expect(batch.counts.wrong == 2)
      #expect(try await hall.things().isEmpty)

      let wrong = try await hall.rows(batch, .state(.wrong))
      #expect(wrong.map(\.number) == [4, 5])
      #expect(wrong.first?.findings.problems == [FieldProblem("name", "kit.records.required")])

      let done = try await hall.confirmed(batch)
      #expect(done.state == .committed)
      #expect(done.writtenCount == 2)
      #expect(try await hall.things().map(\.name) == ["锤子", "扳手"])
      #expect(try await hall.things().map(\.count) == [3, 20])
      #expect(try await hall.rows(done, .state(.new)).allSatisfy { $0.isWritten && $0.target != nil })
      #expect(hall.notices.all.map(\.message.key) == ["things.import.written"])
      #expect(hall.notices.all.first?.accountIDs == [7])
    }
  }

  @Test(arguments: TestEngine.all)
  func theSameSheetAgainChangesNothing(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      _ = try await hall.confirmed(try await hall.handIn(TestHall.sheet))
      let again = try await hall.handIn(TestHall.sheet)
      #expect(again.counts.unchanged == 2)
      #expect(again.counts.new + again.counts.changed == 0)
      await #expect(throws: ImportRefusal.state) { try await hall.desk.confirm(again, isOnlyNew: false) }
    }
  }

  @Test(arguments: TestEngine.all)
  func aChangeIsShownFieldByFieldAndMasked(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      _ = try await hall.confirmed(try await hall.handIn(TestHall.sheet))
      let batch = try await hall.handIn(
        SheetFile([["编号", "件数", "名称", "电话"], ["A1", "5", "大锤", "13800000002"], ["a9", "", "锯子", ""]]))
      #expect(batch.counts.changed == 1)
      let row = try #require(try await hall.rows(batch, .state(.changed)).first)
      let changes = row.findings.changes
      #expect(changes.map(\.field) == ["name", "count", "phone"])
      #expect(changes.map(\.before) == [.string("锤子"), .integer(3), .string("***01")])
      #expect(changes.map(\.after) == [.string("大锤"), .integer(5), .string("***02")])

      let onlyNew = try await hall.confirmed(batch, isOnlyNew: true)
      #expect(onlyNew.writtenCount == 1)
      #expect(try await hall.things().map(\.name) == ["锤子", "扳手", "锯子"])
    }
  }

  @Test(arguments: TestEngine.all)
  func whatChangedSinceTheCheckIsNotOverwritten(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      _ = try await hall.confirmed(try await hall.handIn(TestHall.sheet))
      let batch = try await hall.handIn(SheetFile([["编号", "名称"], ["a1", "大锤"], ["a7", "锯子"]]))
      try await hall.services.database.write {
        try $0.run("UPDATE things SET name = '羊角锤', version = version + 1 WHERE code = 'A1'")
      }
      let stopped = try await hall.confirmed(batch)
      #expect(stopped.state == .checking)
      #expect(stopped.note == Message("kit.imports.note.moved", ["count": "1"]))
      #expect(try await hall.things().map(\.name) == ["羊角锤", "扳手"])

      let checked = try await hall.worked(stopped)
      #expect(checked.state == .checked)
      #expect(checked.note?.key == "kit.imports.note.moved")
      #expect(try await hall.rows(checked, .state(.changed)).first?.findings.changes.first?.before == .string("羊角锤"))
      #expect(try await hall.confirmed(checked).state == .committed)
      #expect(try await hall.things().map(\.name) == ["大锤", "扳手", "锯子"])
    }
  }

  @Test(arguments: TestEngine.all)
  func aBatchIsTakenBackWholeOrNotAtAll(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      _ = try await hall.confirmed(try await hall.handIn(TestHall.sheet))
      let batch = try await hall.confirmed(
        try await hall.handIn(SheetFile([["编号", "名称"], ["a1", "大锤"], ["a7", "锯子"]])))
      let lent = try #require(try await hall.things().first { $0.code == "A7" })
      try await hall.services.database.write { try $0.run("INSERT INTO loans (thing_id) VALUES (\(lent.id))") }

      try await hall.desk.takeBack(batch)
      let blocked = try await hall.worked(batch)
      #expect(blocked.state == .committed)
      #expect(blocked.note == Message("kit.imports.note.blocked", ["count": "1"]))
      #expect(try await hall.rows(blocked, .blocked).map(\.number) == [3])
      #expect(try await hall.things().map(\.name) == ["大锤", "扳手", "锯子"])

      try await hall.services.database.write { try $0.run("DELETE FROM loans") }
      try await hall.desk.takeBack(blocked)
      #expect(try await hall.worked(blocked).state == .undone)
      #expect(try await hall.things().map(\.name) == ["锤子", "扳手"])
      await #expect(throws: ImportRefusal.state) { try await hall.desk.takeBack(blocked) }
    }
  }

  @Test(arguments: TestEngine.all)
  func aJobThatRunsTwiceWritesOnce(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(TestHall.sheet)
      try await hall.desk.confirm(batch, isOnlyNew: false)
      await #expect(throws: ImportRefusal.state) { try await hall.desk.confirm(batch, isOnlyNew: false) }
      async let first: Void = hall.desk.work(on: batch.id, school: 1)
      async let second: Void = hall.desk.work(on: batch.id, school: 1)
      _ = try await (first, second)
      #expect(try await hall.things().count == 2)
      #expect(try await hall.desk.batch(batch.id, school: 1).state == .committed)
    }
  }

  @Test(arguments: TestEngine.all)
  func anotherSchoolSeesNothingOfIt(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(TestHall.sheet)
      await #expect(throws: ImportRefusal.notFound) { try await hall.desk.batch(batch.id, school: 2) }
      #expect(try await hall.desk.batches(school: 2, limit: 10).isEmpty)
      #expect(try await hall.desk.batches(school: 1, limit: 10).map(\.id) == [batch.id])
    }
  }

  @Test(arguments: TestEngine.all)
  func valuesOfTheSheetAreSealedInTheDatabase(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.handIn(TestHall.sheet)
      let kept = try await hall.services.database.read { connection in
        let rows = try connection.rows("SELECT * FROM import_rows") + connection.rows("SELECT * FROM import_batches")
        return rows.flatMap(\.values).compactMap { if case .text(let text) = $0 { text } else { nil } }
      }
      #expect(!kept.contains { $0.contains("13800000001") })
      try await hall.desk.discard(batch)
      let left = try await hall.services.database.read {
        try $0.value("SELECT (SELECT count(*) FROM import_rows) + (SELECT count(*) FROM import_batches)", as: Int.self)
      }
      #expect(left == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func rowsAreForgottenAfterTheirTime(engine: TestEngine) async throws {
    try await TestHall.open(engine) { hall in
      let batch = try await hall.confirmed(try await hall.handIn(TestHall.sheet))
      let store = ImportBatchStore(hall.services.sealer)
      let later = hall.services.now.advanced(by: .seconds(60))
      #expect(try await hall.services.database.write { try store.forget(before: later, on: $0) } == 1)
      let old = try await hall.desk.batch(batch.id, school: 1)
      #expect(old.state == .committed)
      #expect(old.fileDigest.isEmpty)
      #expect(old.sheet.headings.isEmpty)
      #expect(try await hall.rows(old).isEmpty)
      #expect(try await hall.services.database.write { try store.forget(before: later, on: $0) } == 0)
    }
  }
}
