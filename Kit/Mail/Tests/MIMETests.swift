import Foundation
import Testing
import Values

@testable import Mail

@Suite("Messages on the wire")
struct MIMETests {
  /// Whatever is written must satisfy this.
  private func expectWellFormed(_ mime: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      mime.utf8.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || [9, 10, 13].contains($0)) }, sourceLocation: sourceLocation)
    let bytes = Array(mime.utf8)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A, index == 0 || bytes[index - 1] != 0x0D {
        Issue.record("LF alone", sourceLocation: sourceLocation)
      }
      if byte == 0x0D, index + 1 == bytes.count || bytes[index + 1] != 0x0A {
        Issue.record("CR alone", sourceLocation: sourceLocation)
      }
    }
    for line in mime.components(separatedBy: "\r\n") where line.utf8.count > 78 {
      Issue.record("a line of \(line.utf8.count): \(line)", sourceLocation: sourceLocation)
    }
    #expect(mime.hasSuffix("\r\n"), sourceLocation: sourceLocation)
  }

  @Test("A plain message, byte for byte")
  func golden() throws {
    var message = try sampleMessage()
    message.html = "<p>李老师：</p>"
    message.attachments = [MailAttachment(fileName: "a.txt", contentType: "text/plain", bytes: Array("hi".utf8))]
    message.unsubscribe = "https://qiao.example/u/abc"
    let expected = """
      Date: Sat, 21 Nov 2026 15:04:05 +0800
      From: =?UTF-8?B?5rKz6KW/6IGM5Lia5oqA5pyv5a2m6ZmiIOagoeS8geWQiOS9nOWKng==?=
       <office@hxzy.example>
      To: li@example.com
      Message-ID: <1@qiao.example>
      Subject: =?UTF-8?B?5Y2P6K6u5Yiw5pyf5o+Q6YaS77ya6L+Y5YmpIDMwIOWkqQ==?=
      Auto-Submitted: auto-generated
      List-Unsubscribe: <https://qiao.example/u/abc>
      List-Unsubscribe-Post: List-Unsubscribe=One-Click
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="=_mixed_="

      --=_mixed_=
      Content-Type: multipart/alternative; boundary="=_alternative_="

      --=_alternative_=
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: base64

      5p2O6ICB5biI77yaDQoNCuWNj+iurui/mOWJqSAzMCDlpKnliLDmnJ/jgIINCg==
      --=_alternative_=
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: base64

      PHA+5p2O6ICB5biI77yaPC9wPg0K
      --=_alternative_=--
      --=_mixed_=
      Content-Type: text/plain
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment;
       filename="a.txt"

      aGk=
      --=_mixed_=--

      """
    let mime = try message.mime()
    #expect(mime == expected.replacing("\n", with: "\r\n"))
    expectWellFormed(mime)
  }

  @Test("The date is said in China's time, with its weekday")
  func date() throws {
    var message = try sampleMessage()
    for (milliseconds, text) in [
      (0, "Thu, 1 Jan 1970 08:00:00 +0800"), (951_782_399_000, "Tue, 29 Feb 2000 07:59:59 +0800"),
      (1_798_732_799_999, "Thu, 31 Dec 2026 23:59:59 +0800"),
    ] as [(Int64, String)] {
      message.date = Instant(milliseconds: milliseconds)
      #expect(try message.mime().hasPrefix("Date: \(text)\r\n"))
    }
  }

  @Test(
    "The encoding suits the text",
    arguments: [
      ("Hello.\n", "7bit"), ("", "7bit"), ("Grüße aus Köln an alle, die dies hier lesen können.", "quoted-printable"),
      ("协议到期提醒", "base64"), (String(repeating: "a", count: 77), "quoted-printable"),
      ("--=_mixed_=\nx", "quoted-printable"),
      ("bell \u{7}", "quoted-printable"), (String(repeating: "a", count: 76), "7bit"),
    ])
  func encodings(text: String, encoding: String) throws {
    var message = try sampleMessage()
    message.text = text
    let mime = try message.mime()
    #expect(mime.contains("Content-Transfer-Encoding: \(encoding)\r\n"))
    expectWellFormed(mime)
  }

  @Test(
    "Nothing smuggles in a header",
    arguments: ["a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\u{7F}b"])
  func injection(text: String) throws {
    #expect(throws: MailError.controlCharacter(field: "name")) { try MailAddress("a@example.com", name: text) }
    #expect(throws: MailError.address("a@example.com" + text)) { try MailAddress("a@example.com" + text) }
    let changes: [(inout MailMessage) -> Void] = [
      { $0.subject = text }, { $0.id = "\(text)@example.com" }, { $0.unsubscribe = "https://example.com/\(text)" },
      { $0.headers = [.init("X-Test", text)] }, { $0.headers = [.init(text, "x")] },
      { $0.attachments = [.init(fileName: text, contentType: "text/plain", bytes: [])] },
      { $0.attachments = [.init(fileName: "a", contentType: "text/plain; \(text)", bytes: [])] },
    ]
    for change in changes {
      var message = try sampleMessage()
      change(&message)
      #expect(throws: MailError.self) { try message.mime() }
    }
  }

  @Test(
    "Addresses that no server takes are refused",
    arguments: [
      "", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "<a@b>", "a@b>", "\"a b\"@c", "a..b@c", ".a@c", "a@.c",
      "a@c.", "李@例子.中国",
      "a@例子.中国", "a@b,c@d",
    ])
  func badAddresses(text: String) {
    #expect(throws: MailError.address(text)) { try MailAddress(text) }
  }

  @Test(
    "Ordinary addresses are taken",
    arguments: ["a@b", "first.last+tag@sub.example-1.cn", "o'neil@example.com", "123@qq.com"])
  func goodAddresses(text: String) throws {
    #expect(try MailAddress(text).address == text)
    #expect(try MailAddress(text, name: "").name == nil)
  }

  @Test("Headers that this module writes, and senseless ones, cannot be set")
  func headers() throws {
    var message = try sampleMessage()
    for name in ["Subject", "bcc", "Content-Type", "content-transfer-encoding", "", "A B", "A:", "例"] {
      message.headers = [.init(name, "x")]
      #expect(throws: MailError.header(name)) { try message.mime() }
    }
    message.headers = []
    for id in ["", "a", "a@", "a b@c", "<a@b>", "a@b@c"] {
      message.id = id
      #expect(throws: MailError.header("Message-ID")) { try message.mime() }
    }
  }

  @Test("A message without receivers, and attachments of composite types, are refused")
  func refusals() throws {
    var message = try sampleMessage(to: [])
    #expect(throws: MailError.noRecipient) { try message.mime() }
    message.bcc = [try MailAddress("a@example.com")]
    #expect(try message.mime().contains("\r\nTo: undisclosed-recipients:;\r\n"))
    for type in ["message/rfc822", "multipart/mixed", "text", "text/", "te xt/plain", "text/plain; charset=x"] {
      message.attachments = [.init(fileName: "a", contentType: type, bytes: [])]
      #expect(throws: MailError.contentType(type)) { try message.mime() }
    }
  }

  @Test("Long lists, subjects and names stay within the width")
  func folding() throws {
    var message = try sampleMessage()
    message.to = try (1...60).map { number in
      try MailAddress(
        "receiver\(number)@example.com", name: number.isMultiple(of: 2) ? "Receiver \(number)" : "收件人\(number)")
    }
    message.subject = String(repeating: "关于进一步加强校企合作工作的通知", count: 20)
    message.headers = [.init("X-Note", String(repeating: "word ", count: 60) + "end")]
    expectWellFormed(try message.mime())
    message.subject = String(repeating: "Note: ", count: 40) + "end"
    expectWellFormed(try message.mime())
    message.subject = String(repeating: "unbroken", count: 40)
    expectWellFormed(try message.mime())
  }
}

@Suite("Sink and settings")
struct MailSettingsTests {
  @Test("The sink keeps what it takes, and fails when it is told to")
  func sink() async throws {
    let sink = MailSink()
    let first = try sampleMessage(id: "1@a", to: ["li@example.com"])
    try await sink.send(first)
    sink.failNext(with: MailFailure(.temporary, code: 450, reason: "busy"))
    let failure = await #expect(throws: MailFailure.self) { try await sink.send(sampleMessage(id: "2@a")) }
    #expect(failure?.code == 450)
    try await sink.send(sampleMessage(id: "3@a", to: ["wang@example.com"]))
    #expect(sink.messages.map(\.id) == ["1@a", "3@a"])
    #expect(sink.lastMessage(to: "li@example.com") == first)
    #expect(sink.lastMessage(to: "nobody@example.com") == nil)
    await #expect(throws: MailFailure.self) { try await sink.send(sampleMessage(to: [])) }
    sink.removeAll()
    #expect(sink.messages.isEmpty)
  }

  @Test("Addresses of servers are read with their defaults")
  func urls() throws {
    let full = try SMTPSettings(url: "smtp://office%40hxzy.cn:p%3Aw%2F%40@mail.hxzy.cn:2525")
    #expect(full.host == "mail.hxzy.cn" && full.port == 2525 && full.encryption == .startTLS)
    #expect(full.userName == "office@hxzy.cn" && full.password == "p:w/@")
    let defaults: [(String, SMTPSettings.Encryption, Int)] = [
      ("smtp://h", .startTLS, 587), ("smtps://h/", .implicitTLS, 465), ("smtp+plain://h", .none, 25),
    ]
    for (url, encryption, port) in defaults {
      let settings = try SMTPSettings(url: url)
      #expect(settings.encryption == encryption && settings.port == port && settings.userName == nil)
    }
    let wrong: [(String, SMTPSettingsError)] = [
      ("", .notURL), ("mail.example.com", .notURL), ("http://h", .scheme("http")), ("smtp://", .notURL),
      ("smtp://h:0", .port(0)), ("smtp://user@h", .halfCredentials), ("smtp://h/path", .notURL),
      ("smtp://h?x=1", .notURL),
    ]
    for (url, error) in wrong { #expect(throws: error) { try SMTPSettings(url: url) } }
  }

  @Test("The password is printed nowhere")
  func redaction() throws {
    let settings = try SMTPSettings(url: "smtps://office:geheim@mail.hxzy.cn")
    var dumped = ""
    dump(settings, to: &dumped)
    for printed in ["\(settings)", String(reflecting: settings), dumped, "\(Optional(settings) as Any)"] {
      #expect(!printed.contains("geheim"))
    }
    #expect(settings.redacted == "smtps://office:***@mail.hxzy.cn:465")
  }
}
