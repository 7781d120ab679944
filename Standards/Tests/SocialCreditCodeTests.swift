import Testing

@testable import Standards

@Suite("Unified social credit codes")
struct SocialCreditCodeTests {
  @Test(
    "published codes are valid",
    arguments: ["91350100M000100Y43", "91110000101623741K", "911101066976941872", "91110000600037341L"])
  func valid(_ text: String) throws {
    let code = try #require(SocialCreditCode(text))
    #expect(SocialCreditCode.read(text) == .valid(code))
    #expect(code.checkDigit == code.expectedCheckDigit)
    #expect(SocialCreditCode.read(text).remark == nil)
  }

  @Test(
    "what people type is normalised",
    arguments: [
      "９１３５０１００Ｍ０００１００Ｙ４３", " 91350100m000100y43 ", "91350100-M000100Y-43", "'91350100M000100Y43",
      "9135 0100 M000 100Y 43", "91350100M000100Y43\u{200B}", "\u{FEFF}91350100M000100Y43\n", "91350100—M000100Y—43",
    ])
  func normalised(_ typed: String) {
    #expect(SocialCreditCode.read(typed).text == "91350100M000100Y43")
    #expect(SocialCreditCode.read(typed).remark == nil)
  }

  @Test("a real code with a failing check digit keeps its text and names the right digit")
  func wrongCheckDigit() throws {
    let code = try #require(SocialCreditCode("91350211M0000XUF46"))
    let reading = SocialCreditCode.read("91350211m0000xuf46")
    guard case .wrongCheckDigit(let kept, let expected) = reading else {
      Issue.record("read as \(reading)")
      return
    }
    #expect(kept == code && reading.code == code)
    #expect(expected != "6" && expected == code.expectedCheckDigit)
    #expect(SocialCreditCode.read("91350211M0000XUF4\(expected)").remark == nil)
    #expect(reading.remark?.key == "standards.credit-code.check-digit")
  }

  @Test(
    "wrong shapes say what is wrong",
    arguments: [
      ("", SocialCreditCode.FormatProblem.empty), ("  \u{3000}", .empty), ("91350100M000100Y4", .length(17)),
      ("91350100M000100Y433", .length(19)), ("440106000012345", .oldRegistrationNumber),
      ("M000100Y-4", .organisationCodeOnly), ("91350100MO00100Y43", .character("O", place: 10)),
      ("91350100M000I00Y43", .character("I", place: 13)), ("9135O100M000100Y43", .character("O", place: 5)),
      ("91A50100M000100Y43", .character("A", place: 3)), ("S1350100M000100Y43", .character("S", place: 1)),
      ("91350100M000100Z43", .character("Z", place: 16)), ("91350100M00010号Y43", .character("号", place: 15)),
    ])
  func wrongShape(_ typed: String, _ problem: SocialCreditCode.FormatProblem) {
    guard case .wrongFormat(let text, let found) = SocialCreditCode.read(typed) else {
      Issue.record("\(typed) was accepted")
      return
    }
    #expect(found == problem)
    #expect(text == TypedText.code(typed))
    #expect(SocialCreditCode(typed) == nil)
  }

  @Test("the parts of a code")
  func parts() throws {
    let code = try #require(SocialCreditCode("91350100M000100Y43"))
    #expect(code.departmentCode == "9" && code.categoryCode == "1")
    #expect(code.regionCode == "350100")
    #expect(code.organisationCode == "M000100Y4")
    #expect(code.expectedOrganisationCheck == "4")
    #expect(code.department == .market)
    #expect(code.category?.key == "standards.registration-category.91")
    #expect(code.warnings.isEmpty)
  }

  @Test("odd parts are warned of, not refused")
  func warnings() throws {
    let oddOrganisation = try #require(SocialCreditCode("91350100M000100Y53"))
    #expect(oddOrganisation.warnings == [.organisationCheck(expected: "4")])
    let oddCategory = try #require(
      SocialCreditCode.make(department: "9", category: "8", region: "440112", organisation: "12345678"))
    #expect(oddCategory.warnings == [.unknownRegistration])
    let oddRegion = try #require(
      SocialCreditCode.make(department: "9", category: "1", region: "998877", organisation: "12345678"))
    #expect(oddRegion.warnings == [.unknownRegion("998877")])
    let central = try #require(
      SocialCreditCode.make(department: "9", category: "1", region: "100000", organisation: "12345678"))
    #expect(central.warnings.isEmpty)
    // 萝岗区 was abolished in 2014; enterprises registered there keep their codes.
    let abolished = try #require(
      SocialCreditCode.make(department: "9", category: "1", region: "440116", organisation: "12345678"))
    #expect(abolished.warnings.isEmpty)
  }

  @Test("made codes are valid inside and out, also where the sums leave no remainder")
  func making() throws {
    var digits: Set<Character> = []
    var organisationChecks: Set<Character> = []
    for number in 0..<500 {
      let code = try #require(
        SocialCreditCode.make(
          department: "9", category: "1", region: "440112", organisation: "MA5\(10000 + number * 37)"))
      #expect(SocialCreditCode.read(code.text) == .valid(code))
      #expect(code.organisationCode.last == code.expectedOrganisationCheck)
      digits.insert(code.checkDigit)
      organisationChecks.insert(code.expectedOrganisationCheck)
    }
    // Every check digit of the alphabet occurs, 0 for a remainder of nothing among them.
    #expect(digits.count == 31)
    #expect(organisationChecks == Set("0123456789X"))
    let made = SocialCreditCode.make(department: "9", category: "1", region: "350100", organisation: "M000100Y")
    #expect(made?.text == "91350100M000100Y43")
  }

  @Test(
    "parts of a wrong shape make nothing",
    arguments: [
      ("9", "44011", "12345678"), ("9", "440112", "1234567"), ("O", "440112", "12345678"), ("9", "44011A", "12345678"),
      ("9", "440112", "123456SZ"),
    ])
  func makingNothing(_ department: String, _ region: String, _ organisation: String) {
    let made = SocialCreditCode.make(
      department: Character(department), category: "1", region: region, organisation: organisation)
    #expect(made == nil)
  }

  @Test("one wrong character or two swapped neighbours never go unnoticed")
  func detection() {
    let right = Array("91350100M000100Y43")
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for place in 0..<17 {
      for other in alphabet where other != right[place] {
        var wrong = right
        wrong[place] = other
        if case .valid = SocialCreditCode.read(String(wrong)) { Issue.record("\(String(wrong)) passes") }
      }
      if place < 16, right[place] != right[place + 1] {
        var swapped = right
        swapped.swapAt(place, place + 1)
        if case .valid = SocialCreditCode.read(String(swapped)) { Issue.record("\(String(swapped)) passes") }
      }
    }
  }

  @Test("the tables of departments and categories")
  func registration() {
    #expect(RegistrationDepartment(code: "5") == .civilAffairs)
    #expect(RegistrationDepartment(code: "B") == nil)
    #expect(RegistrationDepartment.allCases.map(\.code) == Array("123456789ANY"))
    #expect(RegistrationCategory.all.count == 36)
    #expect(Set(RegistrationCategory.all.map(\.key)).count == 36)
  }

  @Test(
    "what a code says about the legal form",
    arguments: [
      ("91", LegalForm.enterprise), ("92", .individualBusiness), ("93", .farmersCooperative), ("11", .governmentOrgan),
      ("12", .publicInstitution), ("13", .massOrganisation), ("51", .society), ("52", .privateNonEnterprise),
      ("53", .foundation), ("N2", .ruralCollective), ("Y1", nil), ("31", nil),
    ])
  func legalForm(_ registration: String, _ form: LegalForm?) throws {
    let characters = Array(registration)
    let code = try #require(
      SocialCreditCode.make(
        department: characters[0], category: characters[1], region: "440112", organisation: "12345678"))
    #expect(LegalForm(code) == form)
  }
}
