import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct SurveyActionTests {
  @Test(arguments: TestEngine.all)
  func openingWritesToWhoCanBeReachedAndNamesTheRest(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      let chosen = try await AskParticipants(world.services).add(
        [
          world.partner.partnership.id, world.otherDepartmentPartner.partnership.id,
          world.foreignPartner.partnership.id,
        ],
        to: survey.id, by: world.office)
      // Who is there already stays, and another school's partner is not asked.
      #expect(chosen.added == 1 && chosen.withoutMail == 1)
      let participants = try await world.participants(of: survey)
      #expect(Set(participants.map(\.step)) == [.asked, .withoutMail])
      let mails = try await world.surveyMails(to: "wang@jia.example")
      #expect(mails.count == 1 && mails[0].subject.contains("岭澜职业技术学院") && mails[0].body.contains("甲精密机械有限公司"))
      try await #expect(
        world.actions(of: survey).suffix(4) == [
          "partners.survey.created", "partners.survey.chosen", "partners.survey.opened", "partners.survey.chosen",
        ])
      // Nobody can be asked in what is not theirs.
      await #expect(throws: SurveyError.notFound) {
        try await AskParticipants(world.services).add(
          [world.foreignPartner.partnership.id], to: survey.id, by: world.foreignOffice)
      }
      await #expect(throws: SurveyError.notFound) {
        try await AskParticipants(world.services).invite(survey.id, by: world.teacher)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func anAnswerIsKeptCountedLoggedAndMovesTheLastContactOn(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      try await world.visit(on: world.today.adding(days: -30))
      let answer = AnswerSurvey(world.services)
      let link = try await world.guestLink()
      var participant = try await world.participant(of: survey)
      // Saved for now it may be wrong, and counts for nothing.
      let next = try await answer.save(
        FormData([("q.q2", "许多"), ("q.q99", "x")]), of: participant.id, version: participant.version, as: .link(link))
      participant = try await world.participant(of: survey)
      #expect(participant.version == next && participant.step == .begun && participant.typed["q.q2"] == "许多")
      #expect(!participant.typed.has("q.q99"))
      try await #expect(world.response(to: survey) == nil)
      await #expect(throws: Invalid.self) {
        try await answer.submit(
          FormData([("q.q2", "许多")]), of: participant.id, version: next, as: .link(link))
      }
      try await world.answer(survey)
      let response = try #require(try await world.response(to: survey))
      #expect(response.answers.values["q2"] == .number(1200) && response.answers.values["q3"] == .number(800))
      #expect(
        response.answers.values["q8"] == .choices(["o2", "o6"]) && response.answers.values["q18"] == .text("多开实训课"))
      #expect(response.answers.values["q17"] == CivilDate("2026-05-08").map { .date($0) })
      let demand = try #require(response.answers.demands.first)
      #expect(
        demand.hires == [12, 3, nil] && demand.interns == 20 && demand.payFrom == 500_000 && demand.payTo == 800_000)
      #expect(demand.skills == ["设备点检", "PLC", "识图"] && demand.level == .higher)
      #expect(response.participant.way == .link && response.participant.answeredBy == "王敏")
      let state = try #require(
        try await world.database.read { try TrackingStore.state(of: world.partner.partnership.id, on: $0) })
      #expect(state.lastOn == world.today)
      let log = try await world.log(of: world.partner)
      #expect(log.prefix(2).map(\.action) == ["partners.survey.answered", "partners.survey.begun"])
      #expect(log.first?.note.contains("王*") == true && log.first?.note.contains("王敏") == false)
      // It may be changed until the end, and what was before is replaced.
      try await world.answer(survey, [("q.q2", "900")])
      try await #expect(world.response(to: survey)?.answers.values["q2"] == .number(900))
      try await #expect(world.log(of: world.partner).first?.action == "partners.survey.reanswered")
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoSaveTheSameAnswerTheSecondIsTold(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      let participant = try await world.participant(of: survey)
      let link = try await world.guestLink()
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for text in ["100", "200"] {
          group.addTask {
            do {
              try await AnswerSurvey(world.services).save(
                FormData([("q.q2", text)]), of: participant.id, version: participant.version, as: .link(link))
              return true
            } catch SurveyError.stale {
              return false
            } catch {
              Issue.record(error)
              return false
            }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 }.count == 1)
      try await #expect(world.participant(of: survey).version == participant.version + 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func remindersGoOnlyToThoseWhoHaveNotAnswered(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      let ask = AskParticipants(world.services)
      try await ask.add([world.otherDepartmentPartner.partnership.id], to: survey.id, by: world.office)
      let other = try #require(try await world.participants(of: survey).first { $0.mail.isEmpty })
      try await ask.setPerson(
        GuestPerson(name: "李工", mail: "li@yi.example"), of: other.id, in: survey.id, by: world.office)
      try await #expect(ask.invite(survey.id, by: world.office) == 1)
      try await #expect(ask.invite(survey.id, by: world.office) == 0)
      let first = try await world.guestLink()
      let participants = try await world.participants(of: survey)
      let answering = try #require(participants.first { $0.mail == "wang@jia.example" })
      try await AnswerSurvey(world.services).decline(
        answering.id, version: answering.version, as: .link(first))
      try await #expect(ask.remind(of: survey.id, by: world.office) == 1)
      try await #expect(world.surveyMails(to: "wang@jia.example").count == 1)
      try await #expect(world.surveyMails(to: "li@yi.example").count == 2)
      // By itself seven and two days before the end, and only once each, however often the job runs.
      let job = RemindOfSurveys(world.services)
      try await #expect(job() == 0)
      for (days, mails) in [(14, 3), (0, 3), (5, 4), (0, 4), (2, 4)] {
        world.pass(days: days)
        try await job()
        try await #expect(world.surveyMails(to: "li@yi.example").count == mails, "\(days)")
      }
      try await #expect(world.surveyMails(to: "wang@jia.example").count == 1)
      #expect(try await world.stored(survey.id).state == .open)
      // The day after the last one it ends, and its owner looks at what came of it.
      world.pass(days: 1)
      try await #expect(job() == 1)
      try await #expect(job() == 0)
      #expect(try await world.stored(survey.id).state == .closed)
      let entry = try #require(try await world.inbox(of: world.office).first { $0.entry.step == "survey-closed" })
      #expect(entry.entry.message.arguments == ["count": "1", "total": "2"])
      #expect(entry.entry.path == "/surveys/\(survey.id)/summary")
      try await MoveSurvey(world.services).finish(survey.id, by: world.office)
      try await #expect(world.inbox(of: world.office).allSatisfy { $0.entry.step != "survey-closed" })
    }
  }

  @Test func afterTheEndNothingIsAnsweredUntilItIsReopened() async throws {
    try await ReviewWorld.open { world in
      var survey = try await world.openSurvey()
      world.pass(days: 22)
      // The job has not run: the day alone decides.
      await #expect(throws: SurveyError.closed) { try await world.answer(survey) }
      try await RemindOfSurveys(world.services)()
      survey = try await world.stored(survey.id)
      let move = MoveSurvey(world.services)
      await #expect(throws: Invalid.self) {
        try await move.reopen(
          survey.id, until: world.today.adding(days: -1), version: survey.version, by: world.office)
      }
      try await move.reopen(survey.id, until: world.today.adding(days: 5), version: survey.version, by: world.office)
      try await world.answer(survey)
      await #expect(throws: SurveyError.stale) {
        try await move.close(survey.id, version: survey.version, by: world.office)
      }
      try await #expect(world.actions(of: survey).suffix(2) == ["partners.survey.closed", "partners.survey.reopened"])
    }
  }

  @Test(arguments: TestEngine.all)
  func whoIsWithdrawnCannotAnswerAndIsTakenInAgain(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      let link = try await world.guestLink()
      let participant = try await world.participant(of: survey)
      let ask = AskParticipants(world.services)
      try await ask.withdraw(participant.id, in: survey.id, by: world.office)
      await #expect(throws: GuestLinkClosed.self) { try await world.answer(survey, as: .link(link)) }
      try await ask.restore(participant.id, in: survey.id, by: world.office)
      try await #expect(ask.invite(survey.id, by: world.office) == 1)
      try await world.answer(survey)
      await #expect(throws: SurveyError.state) {
        try await ask.withdraw(participant.id, in: survey.id, by: world.office)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func aLinkIsPassedOnToTheRightPersonWithWhatWasTyped(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let survey = try await world.openSurvey()
      let link = try await world.guestLink()
      let participant = try await world.participant(of: survey)
      try await AnswerSurvey(world.services).save(
        FormData([("q.q2", "300")]), of: participant.id, version: participant.version, as: .link(link))
      let pass = PassSurveyOn(world.services)
      await #expect(throws: Invalid.self) { try await pass(toName: "", mail: "wang@jia.example", by: link) }
      try await pass(toName: "赵人事", mail: "zhao@jia.example", by: link)
      await #expect(throws: GuestLinkClosed.self) { try await world.answer(survey, as: .link(link)) }
      let new = try await world.guestLink(to: "zhao@jia.example")
      #expect(new.state(at: world.services.now) == .open)
      try await #expect(world.participant(of: survey).typed["q.q2"] == "300")
      try await AskParticipants(world.services).remind(of: survey.id, by: world.office)
      try await #expect(world.surveyMails(to: "wang@jia.example").count == 1)
      try await #expect(world.surveyMails(to: "zhao@jia.example").count == 2)
      try await world.answer(survey, as: .link(new))
      try await #expect(world.response(to: survey)?.participant.answeredBy == "赵人事")
    }
  }

  @Test(arguments: TestEngine.all)
  func anEnterpriseWithAnAccountAnswersFromItsInbox(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let person = try await world.enterprisePerson()
      let stranger = try await world.enterprisePerson("别家", of: world.otherDepartmentPartner)
      let survey = try await world.survey()
      try await AskParticipants(world.services).add([world.partner.partnership.id], to: survey.id, by: world.office)
      try await MoveSurvey(world.services).open(survey.id, version: survey.version, by: world.office)
      // Without an address, but with an account: asked.
      let participant = try await world.participant(of: survey)
      #expect(participant.step == .asked)
      let entry = try #require(try await world.inbox(of: person).first)
      #expect(entry.entry.path == "/enterprise/surveys/\(participant.id)" && entry.entry.dueOn == survey.closesOn)
      await #expect(throws: SurveyError.notFound) { try await world.answer(survey, as: .account(stranger)) }
      try await world.answer(survey, as: .account(person))
      try await #expect(world.inbox(of: person).isEmpty)
      try await #expect(world.response(to: survey)?.participant.way == .account)
    }
  }

  @Test func whatTheSchoolEntersSaysSo() async throws {
    try await ReviewWorld.open { world in
      let survey = try await world.openSurvey()
      try await world.answer(survey, as: .office(world.office, note: "电话"))
      let response = try #require(try await world.response(to: survey))
      #expect(response.participant.way == .office && response.participant.note == "电话")
      #expect(response.participant.answeredBy == "李岚")
      await #expect(throws: SurveyError.notFound) {
        try await world.answer(survey, as: .office(world.foreignOffice, note: "电话"))
      }
      await #expect(throws: SurveyError.notFound) {
        try await world.answer(survey, as: .office(world.teacher, note: "电话"))
      }
    }
  }

  @Test func aDepartmentSeesItsPartnersOfASurveyOfTheSchool() async throws {
    try await ReviewWorld.open { world in
      let survey = try await world.openSurvey()
      try await AskParticipants(world.services).add(
        [world.otherDepartmentPartner.partnership.id], to: survey.id, by: world.office)
      func count(_ actor: Actor) async throws -> Int? {
        try await world.database.read {
          try SurveyParticipantStore.progress(of: [survey.id], in: actor.scope, on: $0)[survey.id]?.total
        }
      }
      try await #expect(count(world.office) == 2)
      try await #expect(count(world.departmentAdministrator) == 1)
      try await #expect(count(world.foreignOffice) == nil)
      // Its own survey it manages, the school's it reads.
      #expect(!survey.mayBeManaged(by: world.departmentAdministrator))
      let own = try await world.survey("机电需求", by: world.departmentAdministrator)
      #expect(own.departmentID == world.department.id && own.mayBeManaged(by: world.departmentAdministrator))
      let seen = try await world.database.read {
        try SurveyStore.record(own.id, in: world.otherDepartmentAdministrator.scope, on: $0)
      }
      #expect(seen == nil)
    }
  }

  @Test func aCopyTakesTheQuestionsAndNobodysAnswers() async throws {
    try await ReviewWorld.open { world in
      let survey = try await world.openSurvey()
      try await world.answer(survey)
      let copy = Survey(
        id: world.services.ids.next(), schoolID: world.school.id, title: SurveyText("来年"), firstYear: 2028)
      try await SaveSurvey(world.services).create(copy, from: .copy(survey.id), by: world.office)
      let stored = try await world.stored(copy.id)
      #expect(stored.questions == survey.questions && stored.majorIDs == survey.majorIDs && stored.state == .draft)
      try await #expect(world.participants(of: stored).isEmpty)
      let foreign = Survey(
        id: world.services.ids.next(), schoolID: world.otherSchool.id, title: SurveyText("偷"), firstYear: 2028)
      await #expect(throws: SurveyError.notFound) {
        try await SaveSurvey(world.services).create(foreign, from: .copy(survey.id), by: world.foreignOffice)
      }
    }
  }
}
