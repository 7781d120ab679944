import Activity
import Database
import DatabaseTesting
import HTTPTypes
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct LanguageTests {
  private static let anna = PlannedSigner(
    kind: .enterpriseRepresentative, way: .link, name: "Anna Weber", mail: "anna@firm.example", place: 2,
    language: .english)

  @Test(arguments: TestEngine.all)
  func lettersAndPagesFollowTheLanguageOfWhoWasNamed(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(try await world.agreed(), [Self.anna])
      let letter = try #require(try await world.mails(to: "anna@firm.example").first)
      #expect(letter.subject.hasPrefix("Please sign: ") && letter.body.contains("Dear Anna Weber"))
      let link = try await world.link(to: "anna@firm.example")
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("You sign as") || page.text.contains("Sign"))
        try #expect(page.texts("//html/@lang") == ["en"])
        // Whoever chooses a language on the page gets it.
        await browser.setCookie("language", "zh-CN")
        try await #expect(browser.get(link).texts("//html/@lang") == ["zh-CN"])
      }
      let guest = try await world.guest("anna@firm.example")
      let signer = try await world.signer("Anna Weber", agreement)
      _ = try await SignAgreement(world.services).sendCode(signer.id, as: guest)
      try await #expect(world.mails(to: "anna@firm.example").contains { $0.subject.hasPrefix("Signing code") })
      world.pass(days: 3)
      try await RemindSigners(world.services)()
      try await #expect(world.mails(to: "anna@firm.example").allSatisfy { !$0.subject.contains("请") })
      try await SignAgreement(world.services).forward(
        signer.id, toName: "李总", mail: "li@firm.example", in: .chinese, as: guest)
      try await #expect(world.mails(to: "li@firm.example").first?.subject.hasPrefix("请签署") == true)
      try await #expect(world.signer("李总", agreement).language == .chinese)
    }
  }

  @Test func theFormsAskForTheLanguageAndKeepIt() async throws {
    try await AgreementWorld.open { world in
      let talked = try await world.reviewed(try await world.draft())
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/agreements/\(talked.id)")
        let form = "//form[contains(@action, '/invitations')]"
        let wrong = try await browser.submit(
          page, form: form, ["guest.name": "", "guest.mail": "anna@firm.example", "guest.language": "en"])
        #expect(wrong.status == 422)
        try #expect(wrong.texts("//select[@name='guest.language']/option[@selected]/@value") == ["en"])
        try await #expect(browser.submit(wrong, form: form, ["guest.name": "Anna"]).status == 303)
      }
      let letter = try #require(try await world.mails(to: "anna@firm.example").first)
      #expect(letter.subject.hasPrefix("Please comment on the agreement"))
      let link = try await world.link(to: "anna@firm.example", "negotiate")
      try await world.browse(as: nil) { browser in
        try await #expect(browser.get(link).text.contains("Dear Anna"))
      }
      let invited = try await world.api(
        world.office, .post, "/api/v1/agreements/\(talked.id)/invitations",
        ["name": "Ben", "mail": "ben@firm.example", "language": "fr"])
      #expect(invited.status == 422)
    }
  }

  private static let text = TemplateText(
    clauses: [
      Clause(key: "c1", heading: "Objectives", text: "{{enterprise.name}} trains with us.", topic: .objectives),
      Clause(key: "c2", heading: "Content", text: "Courses, size {{enterprise.size}}.", topic: .content),
      Clause(
        key: "c3", heading: "Rights", text: "Fee {{agreement.amount}} ({{agreement.amountInWords}}).", topic: .rights),
      Clause(key: "c4", heading: "Term", text: "From {{agreement.start}}.", topic: .term),
      Clause(key: "a1", annex: 1, heading: "Groups", text: "At least ten."),
    ], annexes: ["Interns"])

  @Test(arguments: TestEngine.all)
  func anAgreementInEnglishIsEnglishInItsDocumentsAndOnItsPublicPage(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let write = WriteTemplate(world.services)
      let template = try await write.create(
        .base, title: "Base agreement", note: "", text: Self.text, in: .english, by: world.office)
      try await write.publish(template, revision: 1, note: "", by: world.office)
      var type = try #require(
        try await world.database.read { try AgreementTypeStore.type("base", of: world.school.id, on: $0) })
      type.required = []
      try await ChangeTypes(world.services).save(type, isNew: false, by: world.office)
      let id = try await DraftAgreement(world.services).start(
        NewAgreement(
          partnershipID: world.partner.partnership.id, typeCode: "base", templateID: template,
          startOn: CivilDate("2026-03-01"), endOn: CivilDate("2029-02-28")), by: world.office)
      var draft = try await world.agreement(id)
      #expect(draft.language == .english)
      draft.amount = 320_000
      draft = try await DraftAgreement(world.services).save(draft, by: world.office)
      try await world.browse(as: world.office) { browser in
        let words = try world.words(of: try await browser.get("/agreements/\(id).pdf").bytes)
        for expected in [
          "Article1", "Annex1", "PartyA(school)", "From1March2026.", "threethousandtwohundredyuanonly", "Page1of",
        ] {
          #expect(words.contains(expected), "\(expected) in \(words)")
        }
        #expect(!words.contains("第一条") && !words.contains("附件"))
        try await #expect(browser.get("/agreements/\(id)").text.contains("Article 1"))
      }
      let active = try await world.signed(draft)
      let (_, bytes) = try await world.frozen(active)
      let words = try world.words(of: bytes)
      #expect(words.contains("Signatures") && words.contains("Signedpaper") && words.contains("Verifyat"))
      let round = try await world.round(active)
      try await world.browse(as: nil) { browser in
        let page = try await browser.get("/verify/\(round.code)")
        try #expect(page.texts("//html/@lang") == ["en"])
        await browser.setCookie("language", "zh-CN")
        try await #expect(browser.get("/verify/\(round.code)").texts("//html/@lang") == ["zh-CN"])
      }
    }
  }

  @Test(
    arguments: [
      (0, "zero yuan only"), (100, "one yuan only"), (320_000, "three thousand two hundred yuan only"),
      (1_205_050, "twelve thousand fifty yuan and fifty fen"),
      (
        123_456_789_00,
        "one hundred and twenty-three million four hundred and fifty-six thousand seven hundred and eighty-nine yuan only"
      ),
    ] as [(Int64, String)])
  func amountsAreWrittenOutInEnglish(fen: Int64, expected: String) {
    #expect(NumberWords.english(fen: fen) == expected)
  }

  @Test func aFeeForStudentsIsWarnedOfInEnglishToo() {
    func fees(_ text: String) -> Int {
      AgreementLaw.findings(
        [(.pay, text)], AgreementLaw.Facts(kind: .threeParty, months: nil, takesInterns: true)
      ).count { $0.message.key == "agreements.finding.fee" }
    }
    #expect(fees("The student pays a Deposit.") == 1)
    #expect(fees("Party B takes no deposit from students.") == 0)
  }
}
