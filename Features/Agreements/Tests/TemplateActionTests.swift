import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct TemplateActionTests {
  @Test(arguments: TestEngine.all)
  func aPublishedVersionIsFrozenAndChangesBeginWithACopy(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let write = WriteTemplate(world.services)
      let id = try await world.template()
      await #expect(throws: TemplateError.self) {
        try await write.write(id, revision: 1, by: world.office) { $0.clauses.removeAll() }
      }
      try await #expect(write.begin(id, by: world.office) == 2)
      try await #expect(write.begin(id, by: world.office) == 2)
      try await write.write(id, revision: 1, by: world.office) { $0.clauses[0].text = "新的目的" }
      let (first, second) = try await world.database.read { connection in
        let template = try #require(try TemplateStore.template(id, in: .school(world.school.id), on: connection))
        #expect(template.published == 1 && template.draft == 2)
        return (
          try TemplateStore.version(1, of: template, on: connection),
          try TemplateStore.version(2, of: template, on: connection)
        )
      }
      #expect(first?.text == AgreementWorld.framework && first?.isFrozen == true)
      #expect(second?.text.clauses[0].text == "新的目的" && second?.isFrozen == false)
      try await write.publish(id, revision: 2, note: "改了目的", by: world.office)
      let third = try await world.draft()
      #expect(third.templateVersion == 1, "the helper makes its own template")
    }
  }

  @Test(arguments: TestEngine.all)
  func whoSavesSecondIsToldAndOverwritesNothing(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let write = WriteTemplate(world.services)
      let id = try await write.create(
        .framework, title: "范本", note: "", text: AgreementWorld.framework, by: world.office)
      try await write.write(id, revision: 1, by: world.office) { $0.clauses[0].heading = "甲改" }
      do {
        try await write.write(id, revision: 1, by: world.colleague) { $0.clauses[0].heading = "乙改" }
        Issue.record("the second was taken")
      } catch TemplateError.stale {}
    }
  }

  @Test(arguments: TestEngine.all)
  func aTextThatIsWrongIsNotKept(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let write = WriteTemplate(world.services)
      let id = try await write.create(
        .framework, title: "范本", note: "", text: AgreementWorld.framework, by: world.office)
      do {
        try await write.write(id, revision: 1, by: world.office) { $0.clauses[1].condition = "clause.c2" }
        Issue.record("a circle was kept")
      } catch TemplateError.text(let problems) {
        #expect(problems.map(\.message.key) == ["agreements.template.problem.circle"])
      }
    }
  }

  @Test func whatTheLawAsksForIsNamedWithItsArticleAtPublishing() async throws {
    try await AgreementWorld.open { world in
      var text = AgreementWorld.framework
      text.clauses.removeAll { $0.topic == .objectives || $0.topic == .term }
      let write = WriteTemplate(world.services)
      let id = try await write.create(.framework, title: "范本", note: "", text: text, by: world.office)
      do {
        try await write.publish(id, revision: 1, note: "", by: world.office)
        Issue.record("it was published")
      } catch let invalid as Invalid {
        #expect(
          invalid.problems.map(\.message.key) == [
            "agreements.problem.law.measures.objectives", "agreements.problem.law.measures.term",
          ])
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func sharedTemplatesAreSeenByAllAndWrittenByThePlatform(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let write = WriteTemplate(world.services)
      let shared = try await write.create(
        .framework, title: "共用", note: "", text: AgreementWorld.framework, by: world.platform)
      try await write.publish(shared, revision: 1, note: "", by: world.platform)
      let own = try await world.template()
      func titles(_ actor: Actor) async throws -> [ID<AgreementTemplate>] {
        try await world.database.read { try TemplateStore.templates(in: actor.scope, on: $0) }.map(\.id)
      }
      try await #expect(titles(world.foreignOffice) == [shared])
      try await #expect(titles(world.teacher) == [shared, own])
      await #expect(throws: TemplateError.self) { try await write.begin(shared, by: world.office) }
      await #expect(throws: TemplateError.self) { try await write.begin(own, by: world.platform) }
      await #expect(throws: TemplateError.self) { try await write.begin(own, by: world.foreignOffice) }
    }
  }

  // MARK: Types

  @Test(arguments: TestEngine.all)
  func aSchoolBeginsWithThirteenTypesAndKeepsItsOwn(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let school = world.school.id
      func types() async throws -> [AgreementType] {
        try await world.database.read { try AgreementTypeStore.types(of: school, on: $0) }
      }
      let before = try await types()
      #expect(before.count == 13)
      #expect(before == AgreementType.usual(of: school))
      var own = AgreementType(code: "", schoolID: school, kind: .service, chinese: "技师流动站协议")
      own.chain = [ReviewPost(.office, accountID: world.office.accountID.rawValue, days: 3)]
      own.required = [.results]
      let code = try await ChangeTypes(world.services).save(own, isNew: true, by: world.office)
      let after = try await types()
      #expect(after.count == 14 && after.dropLast() == before[...])
      #expect(after.last?.code == code && after.last?.chain == own.chain && after.last?.required == [.results])
      var framework = try #require(after.first)
      framework.pattern = "KJ{year}{seq:4}"
      try await ChangeTypes(world.services).save(framework, isNew: false, by: world.office)
      await #expect(throws: AgreementError.stale) {
        try await ChangeTypes(world.services).save(framework, isNew: false, by: world.colleague)
      }
    }
  }

  @Test func aTypeThatCannotWorkIsRefusedWithEverythingThatIsWrong() async throws {
    try await AgreementWorld.open { world in
      var type = AgreementType(code: "", schoolID: world.school.id, kind: .service)
      (type.pattern, type.parties, type.signers) = ("{year}", [.school], [])
      do {
        try await ChangeTypes(world.services).save(type, isNew: true, by: world.office)
        Issue.record("it was taken")
      } catch let invalid as Invalid {
        #expect(Set(invalid.problems.map(\.field)) == ["chinese", "pattern", "chain", "parties", "signers"])
      }
      (type.chinese, type.pattern, type.parties) = ("站", "{year}-{seq}", [.school, .enterprise])
      type.signers = [.departmentHead, .schoolRepresentative]
      type.chain = [ReviewPost(.office, accountID: world.foreignOffice.accountID.rawValue)]
      do {
        try await ChangeTypes(world.services).save(type, isNew: true, by: world.office)
        Issue.record("a stranger reviews")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.types.problem.stranger"])
      }
    }
  }
}
