import Activity
import Database
import DatabaseTesting
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct WayTests {
  @Test(arguments: TestEngine.all)
  func aProjectGoesItsWholeWay(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let application = try await world.application()
      #expect(application.number.isEmpty && application.state == .application)
      try await #expect(world.inbox(of: world.teacher) == ["projects.inbox.application"])
      var project = try await world.move(.submitted, application, by: world.teacher)
      #expect(project.number == "P1-2026-XM-001" && project.dueOn == world.today.adding(days: 7))
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.submitted"])
      project = try await world.move(.convened, project, by: world.office) {
        $0.members = [world.counsel.accountID, world.leader.accountID]
      }
      try await #expect(world.inbox(of: world.counsel) == ["projects.inbox.vote"])
      try await #expect(world.inbox(of: world.office).isEmpty)
      let vote = VoteOnProject(world.services)
      try await vote(.mend, score: 80, because: "压减差旅", on: project.id, by: world.counsel)
      try await #expect(world.inbox(of: world.counsel).isEmpty)
      let early = project
      try await #expect(
        world.problems { try await world.move(.granted, early, by: world.office) { $0.budget = 1 } } == [
          "projects.problem.votes"
        ])
      try await vote(.support, score: 90, because: "可行", on: project.id, by: world.leader)
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.decide"])
      project = try await world.move(.granted, project, by: world.office) { $0.budget = 7_500_000 }
      #expect(project.granted == 7_500_000 && project.dueOn == project.startOn)
      try await #expect(world.inbox(of: world.teacher) == ["projects.inbox.approved"])
      project = try await world.move(.begun, project, by: world.teacher)
      #expect(project.state == .running && project.midtermOn == world.today.adding(days: 360))
      project = try await world.move(.called, project, by: world.office)
      project = try await world.move(.reported, project, by: world.teacher) { $0.body = "设备到位" }
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.check"])
      project = try await world.move(.questioned, project, by: world.office) { $0.reason = "缺利用率" }
      try await #expect(world.inbox(of: world.teacher) == ["projects.inbox.mid-term"])
      project = try await world.move(.reported, project, by: world.teacher) { opinion in
        opinion.body = "利用率 61%"
        opinion.results[number: "utilisation"] = 61
      }
      project = try await world.move(.passed, project, by: world.office)
      project = try await world.move(.concluded, project, by: world.teacher) { $0.body = "全部完成" }
      let closing = project
      try await #expect(
        world.problems { try await world.move(.accepted, closing, by: world.office) } == ["projects.problem.grade"])
      project = try await world.move(.accepted, project, by: world.office) { $0.grade = .good }
      #expect(project.state == .followUp && project.dueOn == world.today.adding(days: 180))
      project = try await world.move(.followed, project, by: world.teacher) { $0.body = "课程仍在使用" }
      #expect(project.state == .closed && project.closedOn == world.today)
      let done = project
      let (steps, reports) = try await world.database.read { connection in
        (
          try ProjectStoryStore.steps(of: done, on: connection).map(\.act),
          try ProjectStoryStore.reports(of: done, on: connection)
        )
      }
      #expect(
        steps == [
          .followed, .accepted, .concluded, .passed, .reported, .questioned, .reported, .called, .begun, .granted,
          .voted, .voted, .convened, .submitted, .developed, .started,
        ])
      #expect(reports.map(\.kind) == [.followUp, .closing, .midterm, .midterm])
      #expect(reports[2].results[number: "utilisation"] == 61)
      for person in [world.office, world.teacher, world.counsel] { try await #expect(world.inbox(of: person).isEmpty) }
    }
  }

  @Test(arguments: TestEngine.all)
  func aRefusalNeedsAReasonAndLosesNothing(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let application = try await world.application()
      let submitted = try await world.move(.submitted, application, by: world.teacher)
      try await #expect(
        world.problems { try await world.move(.returned, submitted, by: world.office) } == [
          "projects.problem.reason.returned"
        ])
      let back = try await world.move(.returned, submitted, by: world.office) { $0.reason = "拆分预算" }
      #expect(back.state == .application && back.reason == "拆分预算" && back.number == submitted.number)
      #expect(back.expected == application.expected && back.goal == application.goal)
      try await #expect(world.inbox(of: world.teacher) == ["projects.inbox.mend"])
      let again = try await world.move(.submitted, back, by: world.teacher)
      #expect(again.number == submitted.number && again.reason.isEmpty)
      let review = try await world.move(.convened, again, by: world.office) { $0.members = [world.counsel.accountID] }
      try await VoteOnProject(world.services)(.against, score: 30, because: "重复", on: review.id, by: world.counsel)
      let refused = try await world.move(.rejected, review, by: world.office) { $0.reason = "重复立项" }
      let revived = try await world.move(.revived, refused, by: world.teacher)
      #expect(revived.state == .application && revived.expected == application.expected)
      let notices = try await world.count("notices")
      #expect(notices >= 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoActAtOnceOneWinsAndTheOtherIsTold(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let submitted = try await world.move(.submitted, try await world.application(), by: world.teacher)
      let outcomes = await withTaskGroup(of: String.self) { group in
        for (act, person) in [(ProjectAct.returned, world.office), (.convened, world.colleague)] {
          group.addTask {
            do {
              try await world.move(act, submitted, by: person) {
                $0.reason = "请补充"
                $0.members = [world.counsel.accountID]
              }
              return "won"
            } catch ProjectError.stale {
              return "late"
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.sorted() == ["late", "won"])
      let steps = try await world.database.read {
        try ProjectStoryStore.steps(of: submitted, on: $0).map(\.act)
      }
      #expect(steps.count == 4)
    }
  }

  @Test(arguments: TestEngine.all)
  func membersVoteAtTheSameTimeAndMayChangeTheirVote(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let review = try await world.convened(try await world.application())
      let vote = VoteOnProject(world.services)
      async let one: Void = vote(.support, score: 88, because: "好", on: review.id, by: world.counsel)
      async let two: Void = vote(.against, score: 40, because: "贵", on: review.id, by: world.leader)
      _ = try await (one, two)
      try await vote(.mend, score: 70, because: "压价后可以", on: review.id, by: world.leader)
      let standing = try await world.database.read { try ProjectStoryStore.standing(of: review, on: $0) }
      #expect(standing.cast == 2 && standing.count(.mend) == 1 && standing.score == 79)
      await #expect(throws: ProjectError.state) {
        try await vote(.support, score: 90, because: "我也投", on: review.id, by: world.colleague)
      }
      try await #expect(
        world.problems { try await vote(.support, score: 101, because: "", on: review.id, by: world.counsel) } == [
          "kit.records.range", "projects.problem.voteReason",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func nobodyDecidesOnTheirOwnProject(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let submitted = try await world.move(
        .submitted, try await world.application(by: world.office), by: world.office)
      try await #expect(
        world.problems {
          try await world.move(.convened, submitted, by: world.office) { $0.members = [world.office.accountID] }
        } == ["projects.problem.ownVoice"])
      try await #expect(
        world.problems {
          try await world.move(.convened, submitted, by: world.office) { $0.members = [world.teacher.accountID] }
        } == ["projects.problem.stranger"])
      let review = try await world.move(.convened, submitted, by: world.office) {
        $0.members = [world.counsel.accountID]
      }
      try await VoteOnProject(world.services)(.against, score: 50, because: "不成熟", on: review.id, by: world.counsel)
      try await #expect(
        world.problems { try await world.move(.granted, review, by: world.office) { $0.budget = 5 } } == [
          "projects.problem.secondPerson", "projects.problem.againstGroup",
        ])
      let granted = try await world.move(.granted, review, by: world.colleague) {
        $0.budget = 0
        $0.reason = "学校战略项目"
      }
      #expect(granted.state == .approved && granted.granted == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatFailsLeavesNothing(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let application = try await world.application()
      func rows() async throws -> [Int] {
        [
          try await world.count("project_steps"), try await world.count("audit_entries"),
          try await world.count("inbox_entries"), try await world.count("project_counters"),
        ]
      }
      var bare = application
      bare.goal = ""
      bare = try await DraftProject(world.services).save(bare, by: world.teacher)
      let before = try await rows()
      let unready = bare
      try await #expect(
        world.problems { try await world.move(.submitted, unready, by: world.teacher) } == ["projects.problem.goal"])
      await #expect(throws: ProjectError.stale) { try await world.move(.submitted, application, by: world.teacher) }
      await #expect(throws: ProjectError.state) { try await world.move(.begun, unready, by: world.teacher) }
      await #expect(throws: ProjectError.notFound) {
        try await world.move(.submitted, unready, by: world.otherDepartmentAdministrator)
      }
      await #expect(throws: ProjectError.notFound) {
        try await world.move(.submitted, unready, by: world.foreignOffice)
      }
      try await #expect(rows() == before)
      try await DraftProject(world.services).discard(unready.id, version: unready.version, by: world.teacher)
      try await #expect(world.count("projects") == 0)
      try await #expect(world.inbox(of: world.teacher).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func remindersAreGivenOnceHoweverOftenTheJobRuns(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let project = try await world.running(try await world.application())
      let keep = KeepWork(world.services)
      let milestone = Milestone(id: world.services.ids.next(), title: "设备到位", dueOn: world.today.adding(days: 20))
      try await keep.keep(milestone, isNew: true, of: project.id, by: world.teacher)
      let remind = RemindOfProjects(world.services)
      try await #expect(remind() == 0)
      world.pass(days: 10)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      try await #expect(world.inbox(of: world.teacher) == ["projects.inbox.milestone"])
      var done = milestone
      (done.state, done.doneOn) = (.done, world.today)
      try await keep.keep(done, isNew: false, of: project.id, by: world.teacher)
      try await #expect(world.inbox(of: world.teacher).isEmpty)
      await #expect(throws: ProjectError.stale) {
        try await keep.keep(done, isNew: false, of: project.id, by: world.teacher)
      }
      world.pass(days: 340)
      try await #expect(remind() == 1)
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.midterm"])
      world.pass(days: 345)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      try await #expect(world.inbox(of: world.teacher) == ["projects.inbox.end"])
    }
  }

  @Test(arguments: TestEngine.all)
  func aGroupThatDoesNotAnswerComesBackToTheOffice(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let review = try await world.convened(try await world.application())
      world.pass(days: 15)
      try await #expect(RemindOfProjects(world.services)() == 1)
      try await #expect(RemindOfProjects(world.services)() == 0)
      try await #expect(world.inbox(of: world.office) == ["projects.inbox.decide"])
      let again = try await world.move(.convened, review, by: world.office) {
        $0.members = [world.leader.accountID]
        $0.dueOn = world.today.adding(days: 5)
      }
      #expect(again.round == 2)
      try await #expect(world.inbox(of: world.counsel).isEmpty)
      try await #expect(world.inbox(of: world.leader) == ["projects.inbox.vote"])
    }
  }
}
