import Activity
import Database
import DatabaseTesting
import Files
import HTTPTypes
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct SigningPageTests {
  @Test(arguments: TestEngine.all)
  func aRoundIsPlannedSignedByLinkAndVerifiedByEverybody(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.agreed()
      let path = "/agreements/\(agreement.id)/signing"
      try await world.browse(as: world.office) { browser in
        let form = "//form[.//input[@name='signer.0.mail']]"
        var page = try await browser.get(path)
        try #expect(page.count("//select[contains(@name, '.kind')]") == 2)
        page = try await browser.submit(page, form: form, ["signer.1.name": "王志强"], button: ("act", "more"))
        #expect(page.status == 200)
        try #expect(page.count("//select[contains(@name, '.kind')]") == 3)
        try #expect(page.texts("//input[@name='signer.1.name']/@value") == ["王志强"])
        page = try await browser.submit(
          page, form: form, ["signer.0.way": "account", "signer.1.mail": "wang"], button: ("act", "send"))
        #expect(page.status == 422 && page.text.contains("请选择能签署这份协议的账号"))
        try #expect(page.texts("//input[@name='signer.1.mail']/@value") == ["wang"])
        let sent = try await browser.submit(
          page, form: form, ["signer.0.kind": "", "signer.1.mail": "wang@jia.example"], button: ("act", "send"))
        page = try await sent.follow()
        #expect(page.status == 200 && page.text.contains("王志强") && page.text.contains("待签署"))
        let reminded = try await browser.submit(page, form: "//form[contains(@action, '/remind')]", [:]).follow()
        #expect(reminded.text.contains("已催办"))
      }
      let link = try await world.link(to: "wang@jia.example")
      try await world.browse(as: nil) { browser in
        let form = "//form[contains(@action, '/sign')][.//input[@name='hasRead']]"
        var page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("合作内容") && page.header("Cache-Control") == "no-store")
        try #expect(!page.has("//nav[@class='sidebar']"))
        let pdf = try await browser.get("\(link)/document")
        #expect(pdf.header("Content-Type") == "application/pdf")
        page = try await browser.submit(page, form: form, ["name": "王志强"], button: ("act", "code"))
        #expect(page.text.contains("wa***@jia.example"))
        try #expect(page.texts("//input[@name='name']/@value") == ["王志强"])
        page = try await browser.submit(
          page, form: form, ["hasRead": "1", "code": "abc", "drawing": "M1 1"], button: ("act", "sign"))
        #expect(page.status == 422 && page.text.contains("手写签名不完整"))
        let code = try await world.code(to: "wang@jia.example")
        let stroke = "M10 20L20 30L30 40L40 50L50 60L60 70L70 80L80 90"
        let done = try await browser.submit(
          page, form: form, ["hasRead": "1", "code": code, "drawing": stroke], button: ("act", "sign"))
        page = try await done.follow()
        #expect(page.status == 200 && page.text.contains("已经签署"))
        let again = try await browser.post("\(link)/sign", [("act", "sign")])
        #expect(again.status == 410)
      }
      try await Self.verify(world, try await world.agreement(agreement.id))
    }
  }

  private static func verify(_ world: AgreementWorld, _ agreement: Agreement) async throws {
    #expect(agreement.state == .active)
    let round = try await world.round(agreement)
    try await FreezeSigned(world.services)(round.id)
    try await world.browse(as: world.teacher) { browser in
      let page = try await browser.get("/agreements/\(agreement.id)/signing")
      #expect(page.text.contains("签署文件"))
      try await #expect(browser.get("/agreements/\(agreement.id)/signing/document").status == 200)
    }
    let document = try await world.database.read { try #require(try SigningStore.document(of: round, on: $0)) }
    let digest = try #require(FileDigest(document.digest))
    let bytes = try world.services.files.contents(of: digest, limit: 1 << 24)
    try await world.browse(as: nil) { browser in
      let page = try await browser.get("/verify/\(round.code)")
      #expect(page.status == 200 && page.text.contains(document.digest) && page.text.contains("甲精密机械有限公司"))
      #expect(!page.text.contains("王志强") && !page.text.contains("合作内容"))
      func file(_ bytes: [UInt8]) -> BrowserClient.File { .init("file", name: "协议.pdf", bytes: bytes) }
      let same = try await browser.upload("/verify/\(round.code)", files: [file(bytes)])
      #expect(same.status == 200 && same.text.contains("没有改动"))
      let other = try await browser.upload("/verify/\(round.code)", files: [file(bytes + [0])])
      #expect(other.text.contains("与签署的原件不一致"))
      try await #expect(browser.upload("/verify", files: [file(bytes)]).text.contains(agreement.number))
      try await #expect(browser.upload("/verify", files: [file([1, 2])]).text.contains("这里没有这份文件"))
      try await #expect(browser.upload("/verify", files: []).status == 422)
      try await #expect(browser.get("/verify/aaaaaaaaaaaaaaaa").status == 404)
      let json = try await browser.json(.get, "/api/v1/verify/\(round.code)")
      #expect(JSONValue.parse(json.text)?["sha256"]?.string == document.digest)
    }
  }

  @Test func anExpiredAForeignAndAGuessedLinkSayWhatTheyAre() async throws {
    try await AgreementWorld.open { world in
      let agreement = try await world.begin(try await world.agreed(), [AgreementWorld.guest])
      let link = try await world.link(to: "wang@jia.example")
      try await world.browse(as: nil) { browser in
        let token = String(link.dropFirst("/l/sign/".count))
        let other = String(token.reversed())
        for wrong in ["x", other, "\(token)x", "\(agreement.id).\(token.suffix(43))"] {
          let page = try await browser.get("/l/sign/\(wrong)")
          #expect(page.status == 404, "\(wrong)")
        }
        var refused = 0
        for _ in 0..<30 where try await browser.get("/l/sign/\(other)").status == 429 { refused += 1 }
        #expect(refused > 0)
        // Who has a right link is not held up by the guesses of others.
        try await #expect(browser.get(link).status == 200)
      }
      world.pass(days: 31)
      try await world.browse(as: nil, in: .english) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 410 && page.text.contains("王志强"))
      }
    }
  }

  @Test func aSignerOfAnotherAccountAndAnotherSchoolIsNotThere() async throws {
    try await AgreementWorld.open { world in
      let agreement = try await world.begin(try await world.agreed(), [world.leaderSigner, AgreementWorld.paper])
      let signers = try await world.signers(agreement)
      try await world.browse(as: world.leader) { browser in
        let page = try await browser.get("/sign/\(signers[0].id)")
        #expect(page.status == 200 && page.text.contains("合作内容"))
      }
      try await world.browse(as: world.office) { browser in
        try await #expect(browser.get("/sign/\(signers[0].id)").status == 404)
        _ = try await browser.get("/agreements/\(agreement.id)/signing")
        let text = BrowserClient.File("scan", name: "扫描.pdf", bytes: Array("<html>".utf8))
        let wrong = try await browser.upload(
          "/agreements/\(agreement.id)/signing/\(signers[1].id)/scan", [("signedOn", "昨天")], files: [text])
        #expect(wrong.status == 422)
        let both = try await browser.upload("/agreements/\(agreement.id)/scan", [("signedOn", "")], files: [])
        #expect(both.status != 303)
      }
      try await world.browse(as: world.foreignOffice) { browser in
        _ = try await browser.get("/agreements/new")
        for path in ["", "/document"] {
          try await #expect(browser.get("/agreements/\(agreement.id)/signing\(path)").status == 404)
        }
        try await #expect(browser.post("/agreements/\(agreement.id)/signing/\(signers[0].id)/remind").status == 404)
      }
      try await world.browse(as: world.teacher) { browser in
        try await #expect(browser.get("/agreements/\(agreement.id)/signing").status == 200)
        _ = try await browser.get("/agreements/new")
        try await #expect(browser.post("/agreements/\(agreement.id)/signing").status == 403)
      }
    }
  }
}
