import Localization
import Organizations
import Records
import Testing
import Values
import Web

@testable import Partners

@Suite struct SpaceRuleTests {
  @Test(arguments: [
    ("８，０００–１２，０００ 元/月", "8,000–12,000", SalaryRange.Period.month), ("8000-12000", "8,000–12,000", .month),
    ("8-12k", "8,000–12,000", .month), ("0.8～1.2万元/月", "8,000–12,000", .month),
    ("8000 至 1.2万", "8,000–12,000", .month), ("年薪 10-15 万", "100,000–150,000", .year),
    ("200 元/天", "200", .day), ("时薪25.5元", "25.50", .hour), ("¥6,000", "6,000", .month), ("月薪５千", "5,000", .month),
  ])
  func payIsReadAsPeopleWriteIt(typed: String, figures: String, period: SalaryRange.Period) throws {
    let salary = try #require(SalaryRange.read(typed))
    #expect(salary.figures == figures)
    #expect(salary.period == period)
    #expect(SalaryRange(salary.json) == salary)
  }

  @Test(arguments: [
    "", "面议", "12000-8000", "8000-12000-15000", "0", "-5", "1000000000", "年薪 100 元/天", "<b>8000</b>", "8,000元起跳",
    "99999999999999999999",
  ])
  func whatIsNoPayIsNotGuessed(typed: String) {
    #expect(SalaryRange.read(typed) == nil)
  }

  @Test func sectionsKeepTheirPlaceAndMoveWithinTheList() {
    var content = PublicityContent()
    for kind in [PublicitySection.Kind.about, .salary, .board] { content.put(PublicitySection(kind, text: "1")) }
    content.put(PublicitySection(.about, text: "2"))
    #expect(content.sections.map(\.kind) == [.about, .salary, .board])
    content.move(.board, isUp: true)
    content.move(.about, isUp: true)
    content.move(.salary, isUp: false)
    content.move(.growth, isUp: true)
    #expect(content.sections.map(\.kind) == [.about, .board, .salary])
    #expect(content.section(.about)?.text == "2")
    content.remove(.board)
    #expect(content.missing.contains(.board) && !content.missing.contains(.about))
    #expect(PublicityContent(content.json) == content)
  }

  @Test func publishingTellsWhichSectionsDiffer() {
    var (old, new) = (PublicityContent(), PublicityContent())
    for kind in [PublicitySection.Kind.about, .benefits] { old.put(PublicitySection(kind, text: "旧")) }
    new.put(PublicitySection(.benefits, text: "旧"))
    new.put(PublicitySection(.salary, text: "", salary: SalaryRange.read("8000-12000")))
    let changes = PublicityDifference.changes(from: old, to: new)
    #expect(changes.map(\.field) == ["about", "salary"])
    #expect(changes.last?.after == .text("8,000–12,000"))
    var moved = old
    moved.move(.about, isUp: false)
    #expect(PublicityDifference.changes(from: old, to: moved).map(\.field) == ["order"])
    #expect(PublicityDifference.changes(from: old, to: old).isEmpty)
  }

  @Test func progressCountsWhatIsThere() {
    var enterprise = Enterprise(id: ID(rawValue: 1), name: "甲")
    let empty = SpaceProgress(
      enterprise, statement: EnterpriseStatement(enterpriseID: enterprise.id), hasContact: false, page: nil)
    #expect(empty.share == 0 && empty.missing.count == SpaceProgress.Step.allCases.count)
    (enterprise.products, enterprise.website, enterprise.logo) = ("轴承", "https://a.example.com", "x")
    let some = SpaceProgress(
      enterprise, statement: EnterpriseStatement(enterpriseID: enterprise.id), hasContact: true, page: nil)
    #expect(some.done == [.products, .website, .logo, .contact])
  }

  @Test func aSectionSaysAllThatIsWrongAtOnce() {
    let picture = PublicityPicture(digest: "a", caption: "旧")
    let section = PublicitySection(.salary, text: "旧", pictures: [picture])
    let read = SectionForm.read(
      FormData([
        ("text", String(repeating: "长", count: 3001)), ("salary", "面议"),
        ("caption.a", String(repeating: "长", count: 61)),
      ]), into: section)
    #expect(read.problems.map(\.field) == ["text", "salary", "caption.a"])
    let empty = SectionForm.read(FormData([("text", " "), ("salary", ""), ("remove", "a")]), into: section)
    #expect(empty.problems.map(\.message.key) == ["partners.space.problem.emptySection"])
    let right = SectionForm.read(
      FormData([("text", "<script>"), ("salary", "８，０００–１２，０００ 元/月"), ("caption.a", "车间")]), into: section)
    #expect(right.problems.isEmpty)
    #expect(right.section.salary?.figures == "8,000–12,000")
    #expect(right.section.pictures == [PublicityPicture(digest: "a", caption: "车间")])
  }

  @Test func somebodyIsInvitedOnlyWhereTheyCanBeReached() {
    func problems(_ pairs: [(String, String)]) -> [String] {
      EnterprisePersonForm.read(FormData(pairs + [("role", "enterprise-mentor")])).problems.map(\.field)
    }
    #expect(problems([("name", "张三"), ("mail", ""), ("phone", "")]) == ["mail"])
    // A switchboard is not a person.
    #expect(problems([("name", "张三"), ("mail", ""), ("phone", "020-88886666")]) == ["mail"])
    #expect(problems([("name", "张三"), ("mail", ""), ("phone", "１３８００００１１１１")]).isEmpty)
    #expect(problems([("name", "张三"), ("mail", "a@example.com"), ("phone", "")]).isEmpty)
    #expect(problems([("name", ""), ("mail", "x")]) == ["name", "mail"])
  }
}
