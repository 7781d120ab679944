import Foundation
import Testing
import Values

@testable import Mail

/// Reads our messages with the parser of Python's standard library.
@Suite("Messages read by another program", .enabled(if: OtherParser.isPresent))
struct MIMERoundTripTests {
  @Test("Everything comes back as it was meant")
  func full() throws {
    var message = try sampleMessage()
    message.to = [
      try MailAddress("li@example.com", name: "李明"),
      try MailAddress("b@example.com", name: #"O"Neil \ Sons, Inc. (x)"#),
      try MailAddress("c@example.com"), try MailAddress("d@example.com", name: String(repeating: "很长的名字", count: 12)),
      try MailAddress("e@example.com", name: "=?UTF-8?B?eA==?="),
    ]
    message.cc = [try MailAddress("cc@example.com", name: "Ünïcödé")]
    message.replyTo = try MailAddress("answers@example.com", name: "回复")
    message.subject =
      "  关于 2026 年  校企合作协议（第三批）续签的通知——请于 3 月 1 日前确认 👩‍🏫 and a long English tail with =?UTF-8?Q?x?= inside "
    message.text = "第一行\n.点开头\r\n\r\n末行没有换行"
    message.html = "<!doctype html>\n<p class=\"x\">李老师 &amp; 王老师 = 您好</p>\n"
    message.headers = [.init("X-Qiao-School", "河西职业技术学院"), .init("In-Reply-To", "<0@qiao.example>")]
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let names = [
      "协议 (终稿) 100%.pdf", "a.pdf", String(repeating: "很长的附件名", count: 15) + ".docx", #"quote"back\slash.txt"#,
    ]
    message.attachments = names.map {
      MailAttachment(fileName: $0, contentType: "application/octet-stream", bytes: bytes)
    }

    let parsed = try #require(OtherParser.parse([message.mime()]).first)
    #expect(parsed.defects.isEmpty)
    #expect(parsed.subject == message.subject)
    #expect(parsed.from == [[message.from.name ?? "", "office@hxzy.example"]])
    #expect(parsed.to == message.to.map { [$0.name ?? "", $0.address] })
    #expect(parsed.cc == [["Ünïcödé", "cc@example.com"]])
    #expect(parsed.replyTo == [["回复", "answers@example.com"]])
    #expect(parsed.school == "河西职业技术学院")
    #expect(parsed.id == "<1@qiao.example>")
    #expect(parsed.date == "2026-11-21T15:04:05+08:00")
    #expect(lines(parsed.plain) == lines(message.text))
    #expect(lines(parsed.html) == lines(message.html))
    #expect(parsed.attachments.map(\.name) == names.map { $0.replacing("\\", with: "_") })
    for attachment in parsed.attachments { #expect(Data(base64Encoded: attachment.base64) == Data(bytes)) }
  }

  @Test("Texts of every kind come back line by line")
  func texts() throws {
    let texts = [
      "", "\n", "plain", "two\nlines\n", "trailing blank \nand tab\t\n", String(repeating: "x", count: 2000),
      String(repeating: "é", count: 500), String(repeating: "中", count: 500), "mixed\rreturns\r\nhere\n",
      "From the start\n--=_alternative_=\n--=_mixed_=--\n", "= equals =\n=3D\n", "\u{FEFF}bom", "a\0b",
      "Grüße\n" + String(repeating: "word ", count: 100),
      String(repeating: "a", count: 75) + " \n" + String(repeating: "b", count: 76) + "=\n",
    ]
    for isHTML in [false, true] {
      let messages = try texts.map { text in
        var message = try sampleMessage()
        message.text = text
        message.html = isHTML ? text : nil
        return try message.mime()
      }
      for (parsed, text) in zip(try OtherParser.parse(messages), texts) {
        #expect(parsed.defects.isEmpty)
        #expect(lines(parsed.plain) == lines(text))
        if isHTML { #expect(lines(parsed.html) == lines(text)) }
      }
    }
  }

  @Test("Subjects of every length come back")
  func subjects() throws {
    let subjects = [0, 1, 12, 13, 14, 15, 30, 100].flatMap { length in
      ["桥", "a", "é a "].map { String(repeating: $0, count: length) }
    }
    let messages = try subjects.map { subject in
      var message = try sampleMessage()
      message.subject = subject
      return try message.mime()
    }
    for (parsed, subject) in zip(try OtherParser.parse(messages), subjects) {
      #expect(parsed.subject == subject)
      #expect(parsed.defects.isEmpty)
    }
  }

  /// Lines without regard to how they end and whether the last one does.
  private func lines(_ text: String?) -> [String] {
    var lines = (text ?? "missing").replacing("\r\n", with: "\n").replacing("\r", with: "\n").components(
      separatedBy: "\n")
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}

private enum OtherParser {
  static let path = "/usr/bin/python3"
  static let isPresent = FileManager.default.isExecutableFile(atPath: path)

  struct Parsed: Decodable {
    struct Attachment: Decodable {
      let name: String
      let base64: String
    }

    let subject: String
    let from: [[String]]
    let to: [[String]]
    let cc: [[String]]
    let replyTo: [[String]]
    let school: String?
    let id: String
    let date: String
    let plain: String?
    let html: String?
    let attachments: [Attachment]
    let defects: [String]
  }

  /// What each message says; as many as there were messages.
  static func parse(_ messages: [String]) throws -> [Parsed] {
    let file = FileManager.default.temporaryDirectory.appending(path: "mails-\(UUID().uuidString).json")
    try JSONEncoder().encode(messages).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-c", program, file.path()]
    process.standardOutput = output
    try process.run()
    // Read to the end instead of waiting for the exit: that needs a run loop.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let parsed = try JSONDecoder().decode([Parsed].self, from: data)
    try #require(parsed.count == messages.count)
    return parsed
  }

  private static let program = """
    import base64, email, email.header, email.policy, email.utils, json, sys
    def parse(text):
        message = email.message_from_bytes(text.encode(), policy=email.policy.default)
        # The older reader: the newer one leaves blanks between encoded words in names.
        plain = email.message_from_bytes(text.encode())
        def decoded(name):
            return str(email.header.make_header(email.header.decode_header(name)))
        def people(name):
            found = email.utils.getaddresses(plain.get_all(name, []))
            return [[decoded(shown), address] for shown, address in found]
        def content(kind):
            part = message.get_body(preferencelist=(kind,))
            return part.get_content() if part is not None else None
        defects = [repr(d) for part in message.walk() for d in part.defects]
        defects += [repr(d) for part in message.walk() for h in part.values() for d in h.defects]
        return {
            "subject": message["Subject"], "from": people("From"), "to": people("To"), "cc": people("Cc"),
            "replyTo": people("Reply-To"), "school": message["X-Qiao-School"], "id": message["Message-ID"],
            "date": message["Date"].datetime.isoformat(), "plain": content("plain"), "html": content("html"),
            "attachments": [{"name": a.get_filename(), "base64": base64.b64encode(a.get_content()).decode()}
                            for a in message.iter_attachments()],
            "defects": defects}
    print(json.dumps([parse(text) for text in json.load(open(sys.argv[1]))]))
    """
}
