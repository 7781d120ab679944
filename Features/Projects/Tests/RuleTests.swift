import Localization
import Organizations
import Records
import Testing
import Values

@testable import Projects

@Suite struct RuleTests {
  private static let school = ID<School>(rawValue: 1)

  @Test func eachOfTheSevenModesAsksForContributionsOutcomesOrIndicatorsOfItsOwn() {
    let classes = ProjectClasses(all: ProjectClass.usual(of: Self.school))
    let modes = classes.of(.mode)
    #expect(modes.count == 7)
    #expect(classes.of(.form).count == 3 && classes.of(.place).count == 4)
    for mode in modes {
      #expect(Set(mode.required).isSubset(of: mode.items))
      #expect(mode.required.count >= 3 && mode.asked.count == mode.items.count, "\(mode.code)")
      #expect(mode.asked.contains { $0.part == .contribution } && mode.asked.contains { $0.part != .contribution })
    }
    #expect(Set(modes.map { Set($0.required) }).count == 7, "no two ask for the same")
    #expect(Set(["equipmentList", "sharedHours", "utilisation"]).isSubset(of: modes[1].required))
    #expect(Set(["orders", "outputValue", "studentPosts"]).isSubset(of: modes[3].required))
  }

  @Test func valuesOfAModeAreReadTypedKeptAndShown() throws {
    let mode = try #require(ProjectClass.usual(of: Self.school).first { $0.code == "shared-equipment" })
    let reading = mode.description.read(
      FormData([
        ("equipmentList", "  三坐标测量机 "), ("equipmentValue", "１９８万元"), ("sharedHours", "1,200"), ("utilisation", "120"),
        ("satisfaction", "很好"),
      ]), into: ExpectedValues())
    #expect(reading.problems.map(\.field) == ["utilisation", "satisfaction"])
    let kept = ExpectedValues(stored: reading.record.stored)
    #expect(kept == reading.record)
    #expect(kept[number: "equipmentValue"] == 198_000_000 && kept[number: "sharedHours"] == 1200)
    #expect(kept[words: "equipmentList"] == "三坐标测量机")
    #expect(ExpectedValues(stored: "nonsense").isEmpty)
  }

  @Test func everythingThatIsMissingIsSaidAtOnce() throws {
    let mode = try #require(ProjectClass.usual(of: Self.school).first { $0.code == "contracted-posts" })
    let project = Project(
      id: ID(rawValue: 1), schoolID: Self.school, partnershipID: ID(rawValue: 2), mode: mode.code,
      createdAt: Instant(milliseconds: 0))
    #expect(
      ProjectRules.obstacles(project, mode).map(\.field) == [
        "goal", "content", "startOn", "endOn", "asked", "leader", "contractedPosts", "orders", "outputValue",
        "studentPosts",
      ])
  }

  @Test func aShortProjectNeedsNoMidtermAndALongOneHasItHalfway() throws {
    let start = try #require(CivilDate("2026-01-01"))
    #expect(ProjectRules.midterm(start: start, end: start.adding(days: 179)) == nil)
    #expect(ProjectRules.midterm(start: start, end: start.adding(days: 400)) == start.adding(days: 200))
    #expect(ProjectRules.problems(start: start, end: start.adding(days: -1))?.field == "endOn")
    #expect(ProjectRules.problems(start: start, end: start.adding(years: 10)) == nil)
    #expect(ProjectRules.problems(start: start, end: start.adding(years: 11))?.field == "endOn")
  }

  @Test func aGroupDecidesWhenAllVotedOrMoreThanHalfAfterTheDay() throws {
    let today = try #require(CivilDate("2026-03-01"))
    func vote(_ choice: ProjectVote.Choice?) -> ProjectVote {
      ProjectVote(
        accountID: ID(rawValue: 1), name: "", choice: choice, score: choice.map { $0 == .against ? 40 : 90 },
        reason: "", at: nil)
    }
    func may(_ votes: [ProjectVote.Choice?], due: CivilDate) -> Bool {
      ReviewStanding(votes: votes.map(vote)).mayDecide(dueOn: due, today: today)
    }
    #expect(!may([], due: today))
    #expect(may([.support, .against], due: today.adding(days: 9)))
    #expect(!may([.support, .support, nil], due: today))
    #expect(may([.support, .support, nil], due: today.adding(days: -1)))
    #expect(!may([.support, nil], due: today.adding(days: -1)))
    let standing = ReviewStanding(votes: [vote(.support), vote(.against), vote(nil)])
    #expect(standing.score == 65 && !standing.isInFavour)
  }

  @Test func noStateIsADeadEndBeforeTheEnd() {
    for state in ProjectState.allCases where state != .closed && state != .stopped {
      let next = ProjectAct.allCases.flatMap { act in
        [true, false].compactMap { ProjectFlow.next(state, act, hasReport: $0) }
      }
      #expect(next.contains { $0 != state }, "\(state)")
    }
    for act in ProjectAct.allCases where act.needsReason {
      #expect(ProjectFlow.permission(for: act) == .projectsManage)
    }
  }
}
