import Foundation
import Testing
import Values

@testable import Mail

/// A message as features write them.
func sampleMessage(id: String = "1@qiao.example", to: [String] = ["li@example.com"]) throws -> MailMessage {
  MailMessage(
    id: id, date: Instant(milliseconds: 1_795_244_645_000),
    from: try MailAddress("office@hxzy.example", name: "河西职业技术学院 校企合作办"),
    to: try to.map { try MailAddress($0) }, subject: "协议到期提醒：还剩 30 天", text: "李老师：\n\n协议还剩 30 天到期。\n")
}

@Suite("SMTP transport", .timeLimit(.minutes(2)))
struct SMTPTransportTests {
  private func transport(
    _ server: SMTPServer, user: String? = nil, password: String? = nil, encryption: SMTPSettings.Encryption = .none,
    change: (inout SMTPSettings) -> Void = { _ in }
  ) -> SMTPTransport {
    var settings = SMTPSettings(
      host: "127.0.0.1", port: server.port, encryption: encryption, userName: user, password: password)
    settings.connectTimeout = .seconds(5)
    settings.timeout = .seconds(20)
    change(&settings)
    return SMTPTransport(settings)
  }

  /// What `send` fails with; a test fails when it does not.
  private func failure(of transport: SMTPTransport, _ message: MailMessage) async throws -> MailFailure {
    try #require(await #expect(throws: MailFailure.self) { try await transport.send(message) })
  }

  @Test("A message arrives as it was written, with its envelope")
  func delivery() async throws {
    let server = try SMTPServer()
    defer { server.stop() }
    var message = try sampleMessage(to: ["li@example.com", "wang@example.com"])
    message.bcc = [try MailAddress("archive@hxzy.example"), try MailAddress("li@example.com")]
    message.bounces = try MailAddress("bounces@hxzy.example")
    // Lines that begin with a dot are where SMTP clients go wrong.
    message.text = ".\n..\n.hidden\nend.\n."
    try await transport(server).send(message)
    #expect(server.contents == [try message.mime()])
    #expect(server.contents.first?.contains("\r\n.\r\n..\r\n.hidden\r\nend.\r\n.\r\n") == true)
    #expect(server.contents.first?.contains("archive@") == false)
    let mail = try #require(server.commands.first { $0.hasPrefix("MAIL FROM:<bounces@hxzy.example>") })
    #expect(mail.contains(" SIZE=\(try message.mime().utf8.count)"))
    #expect(
      server.commands.filter { $0.hasPrefix("RCPT") } == [
        "RCPT TO:<li@example.com>", "RCPT TO:<wang@example.com>", "RCPT TO:<archive@hxzy.example>",
      ])
  }

  @Test(
    "What the server says decides whether another attempt is worth it",
    arguments: [
      ("RCPT TO", "450 4.2.1 Mailbox busy", MailFailure.Kind.temporary, 450, "450 4.2.1 Mailbox busy"),
      ("RCPT TO", "550 5.1.1 No such user", .permanent, 550, "550 5.1.1 No such user"),
      ("RCPT TO", "550-5.7.1 Refused:\r\n550 5.7.1 spam", .permanent, 550, "550-5.7.1 Refused: 550 5.7.1 spam"),
      ("MAIL FROM", "552 5.3.4 Too big", .permanent, 552, "552 5.3.4 Too big"),
      ("MAIL FROM", "451 4.3.0 Try later", .temporary, 451, "451 4.3.0 Try later"),
      ("MAIL FROM", "530 5.7.0 Authentication required", .temporary, 530, "530 5.7.0 Authentication required"),
      ("DATA", "554 5.5.1 No valid recipients", .permanent, 554, "554 5.5.1 No valid recipients"),
      (".", "554 5.7.1 Content refused", .permanent, 554, "554 5.7.1 Content refused"),
      (".", "452 4.3.1 Disk full", .temporary, 452, "452 4.3.1 Disk full"),
      ("EHLO", "554 5.7.1 Not you", .temporary, 554, "554 5.7.1 Not you"),
      ("", "554 5.7.1 Go away", .temporary, 554, "554 5.7.1 Go away"),
      ("", "421 4.7.0 Too many connections", .temporary, 421, "421 4.7.0 Too many connections"),
    ])
  func replies(at: String, reply: String, kind: MailFailure.Kind, code: Int, reason: String) async throws {
    let server = try SMTPServer(.init(replies: [at: reply]))
    defer { server.stop() }
    let failure = try await failure(of: transport(server), sampleMessage())
    #expect(failure == MailFailure(kind, code: code, reason: reason))
    #expect(server.contents.isEmpty)
  }

  @Test("When one receiver is refused, nobody gets the message")
  func oneRefused() async throws {
    let server = try SMTPServer(.init(replies: ["RCPT TO:<gone@": "550 gone"]))
    defer { server.stop() }
    let failure = try await failure(of: transport(server), sampleMessage(to: ["li@example.com", "gone@example.com"]))
    #expect(failure.kind == .permanent)
    #expect(server.contents.isEmpty && !server.commands.contains("DATA"))
  }

  @Test("A server that is not there is tried again later")
  func connectionRefused() async throws {
    let settings = SMTPSettings(host: "127.0.0.1", port: try SMTPServer.freePort(), encryption: .none)
    let failure = try await failure(of: SMTPTransport(settings), sampleMessage())
    #expect(failure.kind == .temporary && failure.code == nil)
    #expect(failure.reason.localizedCaseInsensitiveContains("connect"))
  }

  @Test("A slow server is given up in time, wherever it is slow", arguments: ["", "EHLO", "RCPT", "."])
  func slowness(at: String) async throws {
    let server = try SMTPServer(.init(delays: [at: 4]))
    defer { server.stop() }
    let transport = transport(server) { $0.timeout = .milliseconds(400) }
    let clock = ContinuousClock()
    let start = clock.now
    let failure = try await failure(of: transport, sampleMessage())
    #expect(failure.kind == .temporary && failure.code == nil)
    #expect(clock.now - start < .seconds(3))
  }

  @Test("A server that hangs up is tried again later", arguments: ["", "MAIL", "DATA", "."])
  func hangingUp(at: String) async throws {
    let server = try SMTPServer(.init(hangsUpAt: at))
    defer { server.stop() }
    let failure = try await failure(of: transport(server), sampleMessage())
    #expect(failure.kind == .temporary)
  }

  @Test("Name and password are shown to a server that asks for them")
  func authentication() async throws {
    let server = try SMTPServer(.init(abilities: ["AUTH PLAIN", "SIZE 1000000"]))
    defer { server.stop() }
    try await transport(server, user: "office", password: "geheim/密码").send(sampleMessage())
    #expect(server.contents.count == 1)
    let shown = Data("\0office\0geheim/密码".utf8).base64EncodedString()
    // Either with the command or after its first answer.
    #expect(server.commands.contains { $0 == "AUTH PLAIN \(shown)" || $0 == shown })
  }

  @Test("A wrong password is the operator's to mend, and is not repeated in the reason")
  func wrongPassword() async throws {
    let server = try SMTPServer(
      .init(replies: ["AUTH": "535 5.7.8 Authentication failed"], abilities: ["AUTH PLAIN"]))
    defer { server.stop() }
    let failure = try await failure(of: transport(server, user: "office", password: "geheim"), sampleMessage())
    #expect(failure.kind == .temporary && failure.code == 535)
    #expect(!failure.reason.contains("geheim"))
    #expect(!server.commands.contains { $0.hasPrefix("MAIL") })
  }

  @Test("Nothing is told to a server that offers no TLS where TLS is asked for")
  func noDowngrade() async throws {
    let server = try SMTPServer(.init(abilities: ["AUTH PLAIN"]))
    defer { server.stop() }
    let transport = transport(server, user: "office", password: "geheim", encryption: .startTLS)
    #expect(try await failure(of: transport, sampleMessage()).kind == .temporary)
    #expect(!server.commands.contains { $0.hasPrefix("MAIL") || $0.hasPrefix("AUTH") })
  }

  @Test("Messages that wait for each other share a connection; none is lost or changed")
  func sharing() async throws {
    let server = try SMTPServer()
    defer { server.stop() }
    let transport = transport(server) { $0.connections = 1 }
    let messages = try (1...20).map { try sampleMessage(id: "\($0)@qiao.example") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for message in messages { group.addTask { try await transport.send(message) } }
      try await group.waitForAll()
    }
    #expect(Set(server.contents) == Set(try messages.map { try $0.mime() }))
    #expect(server.contents.count == 20)
    #expect(server.mostOpen == 1)
    #expect(server.connections < 20)
  }

  @Test("A failed message does not spoil the next one on the same connection")
  func afterFailure() async throws {
    let server = try SMTPServer(.init(replies: ["RCPT TO:<gone@": "550 gone"], delays: ["RCPT": 0.1]))
    defer { server.stop() }
    let transport = transport(server) { $0.connections = 1 }
    async let taken: Void = transport.send(sampleMessage(id: "2@a"))
    let failure = try await failure(of: transport, sampleMessage(id: "1@a", to: ["gone@example.com"]))
    try await taken
    #expect(failure.code == 550)
    #expect(server.contents == [try sampleMessage(id: "2@a").mime()])
  }

  @Test("No more connections are open than allowed")
  func limit() async throws {
    let server = try SMTPServer(.init(delays: ["MAIL": 0.05]))
    defer { server.stop() }
    let transport = transport(server) { $0.connections = 2 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...8 {
        group.addTask { try await transport.send(sampleMessage(id: "\(number)@qiao.example")) }
      }
      try await group.waitForAll()
    }
    #expect(server.contents.count == 8)
    #expect(server.mostOpen == 2)
  }

  @Test("What cannot be written is refused before anybody is called")
  func unwritable() async throws {
    let server = try SMTPServer()
    defer { server.stop() }
    var message = try sampleMessage()
    message.subject = "Hello\r\nBcc: everybody@example.com"
    let failure = try await failure(of: transport(server), message)
    #expect(failure.kind == .permanent)
    #expect(server.connections == 0)
  }
}
