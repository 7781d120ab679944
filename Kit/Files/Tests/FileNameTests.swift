import Testing

@testable import Files

@Suite struct FileNameTests {
  @Test(arguments: [
    ("合作协议.pdf", "合作协议.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\me\\报告.docx", "报告.docx"),
    ("..", "file"),
    ("", "file"),
    ("/", "file"),
    ("...hidden", "hidden"),
    ("name. . ", "name"),
    ("a\u{0}b\r\nSet-Cookie: x.txt", "abSet-Cookie_ x.txt"),
    ("photo\u{202E}gpj.exe", "photogpj.exe"),
    ("zero\u{200B}width\u{FEFF}.txt", "zerowidth.txt"),
    ("a<b>:\"c|?*.txt", "a_b___c___.txt"),
    ("CON", "_CON"),
    ("con.tar.gz", "_con.tar.gz"),
    ("lpt1 .txt", "_lpt1 .txt"),
    ("COM²", "_COM²"),
    ("console.txt", "console.txt"),
    ("全角\u{3000}空格.txt", "全角 空格.txt"),
    ("e\u{301}.txt", "\u{E9}.txt"),
  ])
  func cleans(raw: String, expected: String) {
    #expect(FileName(raw).text == expected)
  }

  @Test func keepsTheEndingOfALongName() {
    let name = FileName(String(repeating: "桥", count: 300) + ".xlsx").text
    #expect(name.utf8.count <= 180)
    #expect(name.hasSuffix("桥.xlsx"))
    #expect(FileName(String(repeating: "x", count: 300)).text.utf8.count == 180)
  }

  @Test(arguments: [
    ("photo.png", FileType.jpeg, "photo.jpg"),
    ("photo.JPEG", .jpeg, "photo.JPEG"),
    ("page.html", .png, "page.html.png"),
    ("scan", .pdf, "scan.pdf"),
    ("tool.exe", .zip, "tool.exe.zip"),
    (".pdf", .pdf, "pdf.pdf"),
    ("sheet.csv", .text, "sheet.txt"),
  ])
  func endsAsItsContent(raw: String, type: FileType, expected: String) {
    #expect(FileName(raw, type: type).text == expected)
  }

  @Test func contentDisposition() {
    #expect(FileName("plan.pdf").contentDisposition(.inline) == #"inline; filename="plan.pdf""#)
    #expect(
      FileName("协议 1.pdf").contentDisposition()
        == #"attachment; filename="__ 1.pdf"; filename*=UTF-8''%E5%8D%8F%E8%AE%AE%201.pdf"#)
    #expect(
      FileName("50%;é\u{7F}\".txt").contentDisposition()
        == #"attachment; filename="50_;__.txt"; filename*=UTF-8''50%25%3B%C3%A9_.txt"#)
    let hostile = FileName("x\r\nSet-Cookie: a=b\"; filename=evil.html").contentDisposition()
    #expect(!hostile.contains("\r"))
    #expect(!hostile.contains("\n"))
    #expect(hostile.filter { $0 == "\"" }.count == 2)
  }
}
