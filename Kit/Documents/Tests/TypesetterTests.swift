import Foundation
import Testing
import Values

@testable import Documents

@Suite struct TypesetterTests {
  private static let made = Instant(milliseconds: 1_780_000_000_000)

  @Test func makesADocumentOfBlocks() async throws {
    let path = try Samples.fresh("agreement.pdf")
    let sheet = DocumentSheet(
      DocumentFrame(language: "zh-CN", school: "岭南职业技术学院", title: "合作协议", pages: "第 {page} 页 共 {pages} 页"),
      [
        .heading("基本信息"), .facts([DocumentFact("名称", "某公司", isWide: true), DocumentFact("规模", "中型")]),
        .paragraph("甲乙双方……"), .clauses([DocumentClause("期限", text: "三年。", items: ["其一", "其二"])]),
        .table([DocumentColumn("项目", weight: 2), DocumentColumn("金额", align: .end)], rows: [["设备", "12,000.00"]]),
        .signatures([DocumentParty(role: "甲方", name: "某校", lines: [.init("日期：")], seal: "盖章处")]),
        .code(svg: #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#, caption: "核验"),
        .note("注"), .pageBreak, .picture(name: "seal.svg", width: 20, caption: "印章"),
      ])
    var request = try sheet.request(label: "某公司", made: Self.made)
    request.files = [
      TypesetFile("seal.svg", Array(#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>"#.utf8))
    ]
    let document = try await Samples.worker().typesetter.typeset(request, to: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(document == TypesetDocument(path: path, pages: 2, size: bytes.count, unprintable: nil))
    #expect(bytes.starts(with: Data("%PDF-".utf8)))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
  }

  @Test func theSameDataMakesTheSameBytes() async throws {
    let typesetter = Samples.worker(processes: 1).typesetter
    let paths = [try Samples.fresh("a.pdf"), try Samples.fresh("b.pdf")]
    for path in paths { _ = try await typesetter.typeset(Self.plain("甲方"), to: path) }
    let contents = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
    #expect(contents[0] == contents[1])
  }

  @Test func whatNoFontCanShowIsTold() async throws {
    let typesetter = Samples.worker(processes: 1).typesetter
    let shown = try await typesetter.typeset(Self.plain("张𰻞"), to: try Samples.fresh("a.pdf"))
    #expect(shown.unprintable == nil)
    let boxes = try await typesetter.typeset(Self.plain("张😀"), to: try Samples.fresh("b.pdf"))
    #expect(boxes.unprintable?.contains("😀") == true)
  }

  @Test func aWrongTemplateNamesItselfTheLineAndTheRecord() async throws {
    let worker = try Self.worker(templates: ["broken": "#let a = 1\n#a.missing", "good": "#json(\"/data.json\").v"])
    let path = try Samples.fresh("x.pdf")
    await #expect {
      try await worker.typesetter.typeset(Self.request("broken", label: "星河机械"), to: path)
    } throws: { error in
      guard case TypesetError.template(let fault, label: "星河机械") = error else { return false }
      return fault.template == "broken" && fault.file == "broken.typ" && fault.line == 2
        && fault.reason.contains("cannot access fields")
        && "\(error)".contains("broken.typ, line 2, at 星河机械")
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try await worker.typesetter.typeset(Self.request("good"), to: path).pages == 1)
    await #expect(throws: TypesetError.templateMissing("nothing")) {
      try await worker.typesetter.typeset(Self.request("nothing"), to: path)
    }
  }

  @Test func aMissingFontIsNamedWithWhatToDo() async throws {
    let worker = try Self.worker(templates: ["kai": "#set text(font: \"KaiTi Nowhere\")\nx"])
    let missing = TypesetError.fontMissing(family: "KaiTi Nowhere")
    let path = try Samples.fresh("x.pdf")
    await #expect(throws: missing) { try await worker.typesetter.typeset(Self.request("kai"), to: path) }
    #expect(missing.description.contains("apt-get install fonts-noto-cjk"))
  }

  @Test func timeAndMemoryAreLimitedAndTheNextDocumentIsMade() async throws {
    let worker = try Self.worker(
      templates: [
        "endless": "#let ten = range(10000)\n#for a in ten { for b in ten { for c in ten { let d = a + b + c } } }",
        "greedy": "#let s = \"x\" * 1000\n#for i in range(60) { s = s + s }\n#s.len()",
        "good": "#json(\"/data.json\").v",
      ], processes: 1)
    let path = try Samples.fresh("x.pdf")
    let endless = Self.request("endless", label: "甲") { $0.limits.seconds = 1 }
    await #expect(throws: TypesetError.timedOut(label: "甲")) {
      try await worker.typesetter.typeset(endless, to: path)
    }
    let greedy = Self.request("greedy", label: "乙") { $0.limits.memory = 700 << 20 }
    await #expect(throws: TypesetError.memory(limit: 700 << 20, label: "乙")) {
      try await worker.typesetter.typeset(greedy, to: path)
    }
    #expect(try await worker.typesetter.typeset(Self.request("good"), to: path).pages == 1)
  }

  @Test func aProcessThatDiedWhileIdleIsReplaced() async throws {
    let worker = try Self.worker(templates: ["good": "#json(\"/data.json\").v"], processes: 1)
    let path = try Samples.fresh("x.pdf")
    _ = try await worker.typesetter.typeset(Self.request("good"), to: path)
    worker.typesetter.endIdleProcesses()
    #expect(try await worker.typesetter.typeset(Self.request("good"), to: path).pages == 1)
  }

  @Test func cancellingEndsTheWorkAndLeavesNoFile() async throws {
    let worker = try Self.worker(
      templates: [
        "endless": "#let ten = range(10000)\n#for a in ten { for b in ten { for c in ten { let d = a + b + c } } }"
      ], processes: 1)
    let path = try Samples.fresh("x.pdf")
    let work = Task { try await worker.typesetter.typeset(Self.request("endless"), to: path) }
    try await Task.sleep(for: .milliseconds(600))
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func refusesFilesThatAreNoPicturesAndOutputThatIsTooLarge() async throws {
    let worker = try Self.worker(templates: ["good": "#json(\"/data.json\").v"], processes: 1)
    let path = try Samples.fresh("x.pdf")
    let wrongFile = Self.request("good", label: "甲") { $0.files = [TypesetFile("../base.typ", [])] }
    await #expect(throws: TypesetError.fileName("../base.typ", label: "甲")) {
      try await worker.typesetter.typeset(wrongFile, to: path)
    }
    let short = Self.request("good", label: "甲") { $0.limits.output = 100 }
    await #expect(throws: TypesetError.tooLarge(limit: 100, label: "甲")) {
      try await worker.typesetter.typeset(short, to: path)
    }
    await #expect(throws: TypesetError.notWritten(reason: "No such file or directory")) {
      try await worker.typesetter.typeset(Self.request("good"), to: "/nonexistent/x.pdf")
    }
    #expect(try await worker.typesetter.typeset(Self.request("good"), to: path).pages == 1)
  }

  @Test func saysThatTemplatesAreMissing() async throws {
    let worker = DocumentWorker(
      settings: .init(workerDirectory: Samples.workerDirectory, templateDirectory: "/nonexistent"))
    await #expect(throws: TypesetError.workerMissing(reason: "no templates of documents at /nonexistent")) {
      try await worker.typesetter.check()
    }
    try await Samples.worker().typesetter.check()
  }

  @Test func twoProcessesWorkAtTheSameTime() async throws {
    let typesetter = Samples.worker(processes: 2).typesetter
    let paths = try (0..<12).map { _ in try Samples.fresh("x.pdf") }
    let pages = try await withThrowingTaskGroup(of: Int.self) { group in
      for path in paths { group.addTask { try await typesetter.typeset(Self.plain("甲"), to: path).pages } }
      return try await group.reduce(0, +)
    }
    #expect(pages == 12)
  }

  private static func plain(_ text: String) throws -> TypesetRequest {
    try DocumentSheet(
      DocumentFrame(language: "zh-CN", school: "某校", title: "信", pages: "{page}/{pages}"), [.paragraph(text)]
    ).request(label: text, made: made)
  }

  private static func request(
    _ template: String, label: String = "记录", _ change: (inout TypesetRequest) -> Void = { _ in }
  ) -> TypesetRequest {
    var request = TypesetRequest(template, label: label, json: Array(#"{"v":"一"}"#.utf8), made: made)
    change(&request)
    return request
  }

  private static func worker(templates: [String: String], processes: Int = 2) throws -> DocumentWorker {
    let folder = try Samples.fresh("templates")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in templates {
      try text.write(toFile: "\(folder)/\(name).typ", atomically: true, encoding: .utf8)
    }
    return DocumentWorker(
      settings: .init(
        workerDirectory: Samples.workerDirectory, processes: processes, templateDirectory: folder))
  }
}
