import Accounts
import Activity
import Database
import DatabaseTesting
import Files
import Jobs
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct SigningTests {
  @Test(arguments: TestEngine.all)
  func threeSignInThreeWaysAndTheDocumentIsFrozenOnce(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(
        try await world.agreed(), [world.leaderSigner, AgreementWorld.guest, AgreementWorld.paper], inOrder: true)
      try await #expect(world.signers(agreement).map(\.state) == [.asked, .waiting, .waiting])
      try await #expect(world.inbox(of: world.leader).contains("agreements.inbox.sign"))
      try await #expect(world.inbox(of: world.office).contains("agreements.inbox.sent"))
      try await #expect(world.mails(to: "wang@jia.example").isEmpty)
      await #expect(throws: SigningRefusal.notFound) {
        try await world.sign("吴伟明", agreement, as: world.account(world.office))
      }
      try await #expect(
        world.sign("吴伟明", agreement, as: world.account(world.leader)) == .signed(isLast: false))
      try await #expect(
        world.sign("王志强", agreement, as: world.guest("wang@jia.example")) == .signed(isLast: false))
      try await #expect(world.inbox(of: world.office).contains("agreements.inbox.paper"))
      let third = try await world.signer("周岚", agreement)
      try await SignOnPaper(world.services).bring(
        try await world.scan("周岚"), on: "2026年2月25日", of: third.id, in: agreement.id, by: world.office)
      do {
        try await SignOnPaper(world.services).check(
          third.id, isRight: true, saying: "", in: agreement.id, by: world.office)
        Issue.record("one person brought and checked the paper")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.message.key) == ["agreements.problem.secondPerson"])
      }
      try await SignOnPaper(world.services).check(
        third.id, isRight: true, saying: "", in: agreement.id, by: world.colleague)

      let active = try await world.agreement(agreement.id)
      #expect(active.state == .active && active.activeOn == world.today && active.signedOn == world.today)
      try await #expect(world.count("obligations") == 1)
      try await #expect(world.inbox(of: world.leader).isEmpty)
      try await #expect(world.inbox(of: world.office).isEmpty)
      let round = try await world.round(active)
      #expect(round.state == .complete)
      try await FreezeSigned(world.services)(round.id)
      try await FreezeSigned(world.services)(round.id)
      let document = try await world.database.read { try SigningStore.document(of: round, on: $0) }
      let digest = try #require(FileDigest(document?.digest ?? ""))
      let bytes = try world.services.files.contents(of: digest, limit: 1 << 24)
      #expect(String(decoding: bytes.prefix(5), as: UTF8.self) == "%PDF-")
      #expect(String(decoding: bytes, as: UTF8.self).contains("/ByteRange"))
      try await #expect(world.count("agreement_documents") == 1)
      try await #expect(world.trace(active).filter { $0 == .signed }.count == 3)
      try await #expect(world.trace(active).suffix(2) == [.complete, .frozen])
      let mails = try await world.mails(to: "wu@school.example")
      #expect(mails.allSatisfy { !$0.body.isEmpty })
    }
  }

  @Test(arguments: TestEngine.all)
  func aRefusalEndsTheRoundAndNothingIsLost(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(try await world.agreed(), [world.leaderSigner, AgreementWorld.guest])
      let guest = try await world.guest("wang@jia.example")
      let signer = try await world.signer("王志强", agreement)
      await #expect(throws: Invalid.self) {
        try await SignAgreement(world.services).refuse(signer.id, because: "", as: guest)
      }
      try await SignAgreement(world.services).refuse(signer.id, because: "人数太多", as: guest)
      let draft = try await world.agreement(agreement.id)
      #expect(draft.state == .draft && draft.reason == "王志强：人数太多" && draft.number == agreement.number)
      #expect(draft.text == agreement.text && draft.typed == agreement.typed)
      await #expect(throws: SigningRefusal.declined) {
        try await world.sign("吴伟明", draft, as: world.account(world.leader))
      }
      try await #expect(world.inbox(of: world.leader).isEmpty)
      try await #expect(world.inbox(of: world.office) == ["agreements.inbox.mend"])
      // The next time is a round of its own.
      let again = try await world.begin(
        try await world.move(.agreed, try await world.reviewed(draft), by: world.office), [AgreementWorld.guest])
      try await #expect(
        world.sign("王志强", again, as: world.guest("wang@jia.example")) == .signed(isLast: true))
    }
  }

  @Test(arguments: TestEngine.all)
  func whoPassesItOnCanOnlyReadAndTheTraceShowsBoth(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(try await world.agreed(), [AgreementWorld.guest])
      let (first, old) = (try await world.signer("王志强", agreement), try await world.guest("wang@jia.example"))
      let sign = SignAgreement(world.services)
      do {
        try await sign.forward(first.id, toName: "", mail: "li", as: old)
        Issue.record("passed on to nobody")
      } catch let invalid as Invalid {
        #expect(invalid.problems.map(\.field) == ["forward.name", "forward.mail"])
      }
      try await sign.forward(first.id, toName: "李总", mail: "li@jia.example", as: old)
      await #expect(throws: SigningRefusal.forwarded) { _ = try await sign.sendCode(first.id, as: old) }
      let link = try await world.guestLink(to: "wang@jia.example")
      #expect(link.state(at: world.services.now) == .forwarded)
      try await #expect(world.sign("李总", agreement, as: world.guest("li@jia.example")) == .signed(isLast: true))
      let signers = try await world.signers(agreement)
      #expect(signers.map(\.state) == [.forwarded, .signed] && signers[1].forwardedFrom == first.id)
      #expect(signers[1].kind == first.kind && signers[1].place == first.place)
      try await #expect(world.trace(agreement).contains(.forwarded))
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoWhoSignAtOnceOneWinsAndNothingDoubles(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(try await world.agreed(), [world.leaderSigner, AgreementWorld.guest])
      let sign = SignAgreement(world.services)
      let leader = try await world.signer("吴伟明", agreement)
      let other = try await world.signer("王志强", agreement)
      let guest = try await world.guest("wang@jia.example")
      _ = try await sign.sendCode(leader.id, as: world.account(world.leader))
      _ = try await sign.sendCode(other.id, as: guest)
      let (code, otherCode) = (
        try await world.code(to: "wu@school.example"), try await world.code(to: "wang@jia.example")
      )
      // The last two signatures, one of them sent twice.
      let outcomes = await withTaskGroup(of: String.self) { group in
        for _ in 0..<2 {
          group.addTask {
            do {
              let hand = SignAgreement.Hand(name: "吴伟明", code: code, hasRead: true)
              return "\(try await sign.sign(leader.id, hand, as: world.account(world.leader)))"
            } catch { return "\(error)" }
          }
        }
        group.addTask {
          do {
            let hand = SignAgreement.Hand(name: "王志强", code: otherCode, hasRead: true)
            return "\(try await sign.sign(other.id, hand, as: guest))"
          } catch { return "\(error)" }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }
      }
      #expect(outcomes.sorted() == ["signed", "signed(isLast: false)", "signed(isLast: true)"])
      try await #expect(world.agreement(agreement.id).state == .active)
      try await #expect(world.count("obligations") == 1)
      try await #expect(world.trace(agreement).filter { $0 == .signed }.count == 2)
      try await #expect(world.services.jobs.list(kind: FreezeSigned.name).count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func afterARecallNobodySignsAndIsToldWhy(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(try await world.agreed(), [world.leaderSigner, AgreementWorld.guest])
      let guest = try await world.guest("wang@jia.example")
      try await world.sign("吴伟明", agreement, as: world.account(world.leader))
      let draft = try await world.move(.recalled, agreement, by: world.office, because: "改金额")
      #expect(draft.state == .draft)
      await #expect(throws: SigningRefusal.recalled) { try await world.sign("王志强", draft, as: guest) }
      let link = try await world.link(to: "wang@jia.example")
      try await world.browse(as: nil) { browser in
        let page = try await browser.get(link)
        #expect(page.status == 200 && page.text.contains("校方已停止这次签署") && !page.text.contains("合作内容"))
        let late = try await browser.post("\(link)/sign", [("act", "sign"), ("name", "王志强")])
        #expect(late.status == 409 && late.text.contains("不能再签"))
        try await #expect(browser.get("\(link)/document").status == 404)
      }
      try await #expect(world.inbox(of: world.office) == ["agreements.inbox.mend"])
    }
  }

  @Test func codesAreFewShortLivedAndCounted() async throws {
    try await AgreementWorld.open { world in
      let agreement = try await world.begin(try await world.agreed(), [AgreementWorld.guest])
      let (signer, guest) = (try await world.signer("王志强", agreement), try await world.guest("wang@jia.example"))
      let sign = SignAgreement(world.services)
      func problem(_ hand: SignAgreement.Hand) async throws -> [String] {
        do {
          return ["\(try await sign.sign(signer.id, hand, as: guest))"]
        } catch let invalid as Invalid {
          return invalid.problems.map(\.message.key)
        }
      }
      try await #expect(
        problem(.init(name: "李四", code: "")) == [
          "agreements.signing.problem.read", "agreements.signing.problem.otherName", "agreements.signing.problem.code",
        ])
      _ = try await sign.sendCode(signer.id, as: guest)
      await #expect(throws: Invalid.self) { _ = try await sign.sendCode(signer.id, as: guest) }
      let code = try await world.code(to: "wang@jia.example")
      let wrong = code == "000000" ? "111111" : "000000"
      for left in [4, 3, 2, 1, 0] {
        try await #expect(
          problem(.init(name: "王志强", code: wrong, hasRead: true)) == ["wrongCode(left: \(left))"])
      }
      try await #expect(
        problem(.init(name: "王志强", code: code, hasRead: true)) == ["agreements.signing.problem.codeDead"])
      world.pass(days: 1)
      _ = try await sign.sendCode(signer.id, as: guest)
      let fresh = try await world.code(to: "wang@jia.example")
      world.pass(days: 1)
      try await #expect(
        problem(.init(name: "王志强", code: fresh, hasRead: true)) == ["agreements.signing.problem.codeDead"])
      try await #expect(world.trace(agreement).filter { $0 == .codeWrong }.count == 5)
      try await #expect(world.agreement(agreement.id).state == .signing)
    }
  }

  @Test(arguments: TestEngine.all)
  func remindersStopWhenAnswered(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let agreement = try await world.begin(try await world.agreed(), [world.leaderSigner, AgreementWorld.guest])
      let remind = RemindSigners(world.services)
      try await #expect(remind() == 0)
      world.pass(days: 3)
      try await #expect(remind() == 2)
      try await #expect(remind() == 0)
      let (old, new) = (
        try await world.mails(to: "wang@jia.example").count, try await world.link(to: "wang@jia.example")
      )
      #expect(old == 2)
      try await world.sign("王志强", agreement, as: world.guest("wang@jia.example"))
      world.pass(days: 3)
      try await #expect(remind() == 1)
      // Both links of the signer are done.
      try await world.browse(as: nil) { browser in
        let again = try await browser.post("\(new)/sign", [("act", "code")])
        #expect(again.status == 410 && again.text.contains("不能再次办理"))
      }
      for _ in 0..<8 {
        world.pass(days: 3)
        try await remind()
      }
      try await #expect(world.signer("吴伟明", agreement).reminders == SigningRules.mostReminders)
    }
  }
}
