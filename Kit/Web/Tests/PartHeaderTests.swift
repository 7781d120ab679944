import NIOCore
import Testing

@testable import Web

@Suite struct PartHeaderTests {
  private func header(_ lines: String...) throws -> PartHeader {
    try PartHeader(ByteBuffer(string: lines.joined(separator: "\r\n")))
  }

  @Test func readsNames() throws {
    let field = try header("Content-Disposition: form-data; name=\"a b\"")
    #expect(field.name == "a b")
    #expect(field.fileName == nil)
    let file = try header(
      "content-type: image/png", "CONTENT-DISPOSITION: Form-Data ; Name=logo; FileName=\"校徽.png\"")
    #expect(file.name == "logo")
    #expect(file.fileName == "校徽.png")
    #expect(file.contentType == "image/png")
  }

  @Test(arguments: [
    (#"filename="a%22b.txt""#, "a\"b.txt"), (#"filename="a\"b.txt""#, "a\"b.txt"),
    (#"filename="C:\Users\x.txt""#, #"C:\Users\x.txt"#), (#"filename="a;b.txt""#, "a;b.txt"),
    (#"filename="""#, ""), (#"filename=plain.txt"#, "plain.txt"),
    (#"filename="fallback.txt"; filename*=UTF-8''%E6%A1%A5.txt"#, "桥.txt"),
    (#"filename*=utf-8'zh'%E6%A1%A5.txt"#, "桥.txt"), (#"filename="open"#, "open"),
  ])
  func readsFileNames(parameter: String, name: String) throws {
    #expect(try header("Content-Disposition: form-data; name=\"f\"; \(parameter)").fileName == name)
  }

  @Test func refusesWhatIsNoFormData() throws {
    #expect(throws: PartHeader.Mistake.noName) { try header("Content-Disposition: form-data") }
    #expect(throws: PartHeader.Mistake.noName) { try header("Content-Disposition: attachment; name=\"a\"") }
    #expect(throws: PartHeader.Mistake.noName) { try header("Content-Type: text/plain") }
    #expect(throws: PartHeader.Mistake.noName) { try header("rubbish") }
    #expect(throws: PartHeader.Mistake.encoded) {
      try header("Content-Disposition: form-data; name=\"a\"", "Content-Transfer-Encoding: base64")
    }
    #expect(throws: PartHeader.Mistake.unreadableText) {
      try header("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''%FF")
    }
    #expect(throws: PartHeader.Mistake.unreadableText) {
      try header("Content-Disposition: form-data; name=\"a\"; filename*=latin1''x")
    }
    for bytes in [[0xFF], [0x00]] as [[UInt8]] {
      #expect(throws: PartHeader.Mistake.unreadableText) {
        try PartHeader(ByteBuffer(bytes: Array("Content-Disposition: form-data; name=\"".utf8) + bytes + [0x22]))
      }
    }
  }

  @Test(arguments: [
    ("名单.xlsx", "名单.xlsx"), ("../../etc/passwd", "passwd"), (#"C:\temp\a.txt"#, "a.txt"), ("a/", "a"),
    ("..", "file"), (".", "file"), ("", "file"), ("///", "file"), (" a. ", "a"), ("a\u{202E}gpj.exe", "agpj.exe"),
    ("a\r\nb\u{7f}\u{0}.txt", "ab.txt"), (".htaccess", ".htaccess"), ("con:aux.txt", "conaux.txt"),
    ("\u{2028}\u{feff}", "file"), ("👩‍🏫.png", "👩‍🏫.png"),
  ])
  func fileNamesAreMadeSafe(name: String, safe: String) {
    #expect(FileName.safe(name) == safe)
  }

  @Test func longFileNamesKeepTheirEnding() {
    let name = FileName.safe(String(repeating: "长", count: 5000) + ".xlsx")
    #expect(name.count == 200)
    #expect(name.hasSuffix(".xlsx"))
    #expect(FileName.safe(String(repeating: "x", count: 300)).count == 200)
    #expect(FileName.safe("a." + String(repeating: "x", count: 300)).count == 200)
  }

  @Test func downloadsAreNamedTwice() {
    #expect(
      ContentDisposition.attachment("名单 \"1\".xlsx")
        == "attachment; filename=\"__ _1_.xlsx\"; filename*=UTF-8''%E5%90%8D%E5%8D%95%20%221%22.xlsx")
    #expect(ContentDisposition.inline("a\r\nSet-Cookie: x=1.txt").contains("\n") == false)
    #expect(!ContentDisposition.mayShow("text/html; charset=utf-8"))
    #expect(!ContentDisposition.mayShow("image/svg+xml"))
    #expect(ContentDisposition.mayShow("IMAGE/PNG"))
  }
}
