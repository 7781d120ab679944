import Activity
import Database
import DatabaseTesting
import Files
import Jobs
import Localization
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct PaperTests {
  @Test(arguments: TestEngine.all)
  func anAgreementSignedWhollyOnPaperIsFrozenLikeTheOthers(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      let round = try await world.round(agreement)
      #expect(round.state == .complete)
      let signers = try await world.signers(agreement)
      #expect(signers.map(\.way) == [.paper, .paper] && signers.allSatisfy { $0.state == .signed })
      #expect(signers.map(\.name) == ["岭澜职业技术学院", "甲精密机械有限公司"])
      try await #expect(world.trace(agreement) == [.scanned, .signed, .signed, .complete])
      let (document, bytes) = try await world.frozen(agreement)
      let (again, _) = try await world.frozen(agreement)
      #expect(again == document)
      try await #expect(world.count("agreement_documents") == 1)
      let words = try world.words(of: bytes)
      let scan = try #require(
        try await world.database.read {
          try AttachmentStore.attachments(of: .agreement(agreement), school: agreement.schoolID, on: $0).first
        })
      for expected in ["合作内容", "签署页", "纸质签署件", "签字页.pdf", scan.digest.text, round.code, agreement.number] {
        #expect(words.contains(expected), "\(expected)")
      }
      #expect(!words.contains("签署文本SHA-256"))
      #expect(String(decoding: bytes, as: UTF8.self).contains("/ByteRange"))
      try await world.browse(as: nil) { browser in
        let page = try await browser.get("/verify/\(round.code)")
        #expect(page.status == 200 && page.text.contains(document.digest))
        let same = try await browser.upload(
          "/verify", files: [.init("file", name: "协议.pdf", bytes: bytes)])
        #expect(same.text.contains("没有改动"))
      }
      try await world.browse(as: world.teacher) { browser in
        let page = try await browser.get("/agreements/\(agreement.id)/signing")
        #expect(page.text.contains("签署文件") && page.text.contains("纸质"))
      }
    }
  }

  @Test func aPictureOfThePaperIsShownAndABrokenOneIsNamed() async throws {
    try await AgreementWorld.open { world in
      func signed(_ scan: [UInt8]) async throws -> [UInt8] {
        let agreement = try await world.agreed()
        let brought = try await world.bring(agreement, scan: scan, "签字页.png", .png, by: world.office)
        return try await world.frozen(try await world.move(.confirmed, brought, by: world.colleague)).bytes
      }
      func pictures(_ bytes: [UInt8]) throws -> Int {
        try world.run("/usr/bin/pdfimages", ["-list"], on: bytes).split(separator: "\n").count - 2
      }
      let shown = try await signed(AgreementWorld.png)
      let count = try pictures(shown)
      #expect(count == 1)
      // A picture by its first bytes, and nothing behind them.
      let broken = try await signed(Array(AgreementWorld.png.prefix(24)) + Array("nothing".utf8))
      #expect(try pictures(broken) == 0)
      #expect(try world.words(of: broken).contains("签字页.png"))
    }
  }

  @Test(arguments: TestEngine.all)
  func aScanThatWasFoundRightStays(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.signed(try await world.draft())
      func scan() async throws -> Activity.Attachment? {
        try await world.database.read {
          try AttachmentStore.attachments(of: .agreement(agreement), school: agreement.schoolID, on: $0).first
        }
      }
      let kept = try #require(try await scan())
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("/agreements/\(agreement.id)/attachments")
        let gone = try await browser.post("/agreements/\(agreement.id)/attachments/\(kept.id)/remove")
        #expect(gone.status == 409)
      }
      try await #expect(scan() == kept)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoCheckOneScanOneWinsAndNothingDoubles(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let brought = try await world.bring(try await world.agreed(), by: world.office)
      let outcomes = await withTaskGroup(of: String.self) { group in
        for person in [world.colleague, world.leader] {
          group.addTask {
            do {
              return try await world.move(.confirmed, brought, by: person).state.rawValue
            } catch { return "\(error)" }
          }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == "active" }.count == 1, "\(outcomes)")
      try await #expect(world.count("agreement_signings") == 1)
      try await #expect(world.count("obligations") == 1)
      try await #expect(world.services.jobs.list(kind: FreezeSigned.name).count == 1)
    }
  }
}
