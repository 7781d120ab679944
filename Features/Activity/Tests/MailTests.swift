import Database
import Jobs
import Localization
import Mail
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Activity

@Suite struct MailTests {
  @Test(arguments: TestEngine.all) func `a notice is read once, and mailed to whom has an address`(
    engine: TestEngine
  ) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let reader = try await world.add(
        .teacher, in: world.school, department: world.department, mail: "li@qiao.example")
      let other = try await world.add(.teacher, in: world.school, department: world.department)
      let services = world.services
      try await world.database.write { connection in
        for key in ["activity.inbox.title", "activity.jobs.title"] {
          try services.notices.post(
            Notice(
              accountIDs: [reader.accountID.rawValue, other.accountID.rawValue, reader.accountID.rawValue],
              message: Message(key), path: "/inbox", alsoByMail: true), on: connection)
        }
      }
      func notices(_ actor: Actor, before: ID<PostedNotice>? = nil) async throws -> [PostedNotice] {
        try await world.database.read {
          try NoticeStore.notices(for: actor.accountID, before: before, limit: 10, on: $0)
        }
      }
      let told = try await notices(reader)
      #expect(told.map(\.message.key) == ["activity.jobs.title", "activity.inbox.title"])
      #expect(try await notices(reader, before: told.first?.id).map(\.id) == [told[1].id])
      let now = world.now
      try await world.database.write { try NoticeStore.markRead(for: reader.accountID, at: now, on: $0) }
      #expect(try await notices(reader).allSatisfy(\.isRead))
      #expect(try await notices(other).allSatisfy { !$0.isRead })
      #expect(try await world.mails().map(\.address) == ["li@qiao.example", "li@qiao.example"])
    }
  }

  @Test(arguments: TestEngine.all) func `waiting mails are sent once`(engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      try await world.send(to: "a@qiao.example")
      try await world.send(to: "b@qiao.example")
      #expect(try await world.services.jobs.list(kind: SendMails.name).map(\.key) == [SendMails.name])
      try await SendMails(world.services)()
      try await SendMails(world.services)()
      let sent = world.sink.messages
      #expect(sent.map { $0.to.map(\.address) } == [["a@qiao.example"], ["b@qiao.example"]])
      let mails = try await world.mails()
      #expect(sent.map(\.id) == mails.reversed().map { "mail-\($0.id)@qiao.example" })
      #expect(sent.first?.text.contains("https://qiao.example/inbox") == true)
      #expect(sent.first?.from.address == "qiao@qiao.example")
      // The text is gone with the mail.
      #expect(mails.allSatisfy { $0.status == .sent && $0.body.isEmpty && $0.sentAt != nil && $0.attempts == 1 })
    }
  }

  @Test(arguments: TestEngine.all) func `a refused mail is tried again later, and never stops the others`(
    engine: TestEngine
  ) async throws {
    try await ActivityWorld.run(on: engine) { world in
      world.sink.failNext(with: MailFailure(.temporary, code: 450, reason: "a@qiao.example is busy"))
      world.sink.failNext(with: MailFailure(.permanent, code: 550, reason: "no such b@qiao.example"))
      for name in ["a", "b", "c"] { try await world.send(to: "\(name)@qiao.example") }
      try await SendMails(world.services)()
      var mails = try await world.mails()
      #expect(mails.map(\.status) == [.sent, .failed, .waiting])
      // What the server said holds addresses; only its kind is kept.
      #expect(mails.map(\.failure) == ["", "permanent 550", "temporary 450"])

      try await SendMails(world.services)()
      #expect(world.sink.messages.count == 1, "its time has not come")
      world.time.pass(.seconds(61))
      try await SendMails(world.services)()
      mails = try await world.mails()
      #expect(mails.map(\.status) == [.sent, .failed, .sent])
      #expect(mails.map(\.attempts) == [1, 1, 2])
    }
  }

  @Test func `a mail that is refused again and again has failed`() async throws {
    try await ActivityWorld.run(on: .sqlite) { world in
      try await world.send(to: "a@qiao.example")
      for attempt in 1...SendMails.maxAttempts {
        #expect(try await world.mails().map(\.status) == [.waiting], "before attempt \(attempt)")
        world.sink.failNext(with: MailFailure(.temporary, code: 421, reason: "busy"))
        try await SendMails(world.services)()
        world.time.pass(.seconds(4 * 3600 + 1))
      }
      #expect(try await world.mails().map(\.status) == [.failed])
    }
  }

  @Test(arguments: TestEngine.all) func `without a server mails are kept, and opening one is logged`(
    engine: TestEngine
  ) async throws {
    try await ActivityWorld.run(on: engine, hasMailServer: false) { world in
      try await world.send(to: "a@qiao.example")
      #expect(try await world.count("jobs") == 0)
      try await SendMails(world.services)()
      let mail = try #require(try await world.mails().first)
      #expect(mail.status == .kept)
      let platform = try await world.add(.platformAdministrator)
      let opened = try await OpenMail(world.services)(mail.id, by: platform)
      #expect(opened?.body.contains("https://qiao.example/inbox") == true)
      #expect(try await OpenMail(world.services)(ID(rawValue: 1), by: platform) == nil)
      let log = try await world.database.read { try AuditStore.entries(AuditQuery(), in: .installation, on: $0) }
      #expect(log.map(\.action) == ["activity.mail.read"])
      #expect(log.first?.accountID == platform.accountID)
      // The database holds neither the address nor the text.
      let stored = try await world.database.read {
        try $0.values("SELECT address_sealed || recipient_sealed || body_sealed FROM mails", as: String.self)
      }
      #expect(stored.allSatisfy { !$0.contains("qiao.example") && !$0.contains("王芳") })
    }
  }
}
