import Foundation
import Synchronization
import Testing
import Values

@testable import Documents

@Suite struct TypesetBatchTests {
  private static let made = Instant(milliseconds: 1_780_000_000_000)

  @Test func manyDocumentsComeInOneArchiveInOrder() async throws {
    let path = try Samples.fresh("batch.zip")
    let told = Mutex<[Int]>([])
    let items = try (0..<25).map { try Self.item("合同 \($0)", file: "合同") }
    let batch = try await Samples.worker().typesetter.typesetBatch(
      items, to: path, made: Self.made, report: { done in told.withLock { $0.append(done) } },
      note: { ("清单.txt", "共 \($0.documents) 份") })
    #expect(batch.documents == 25)
    #expect(batch.pages == 25)
    #expect(batch.failures.isEmpty)
    #expect(told.withLock { $0 } == Array(1...25))
    let names = try Self.list(path)
    #expect(names.count == 26)
    #expect(names.prefix(3) == ["合同.pdf", "合同 (2).pdf", "合同 (3).pdf"])
    #expect(names.last == "清单.txt")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == batch.size)
    #expect(try Self.beside(path).isEmpty)
  }

  @Test func oneWrongRecordIsNamedAndDoesNotStopTheOthers() async throws {
    let path = try Samples.fresh("batch.zip")
    var items = try (0..<6).map { try Self.item("记录 \($0)", file: "\($0)") }
    items[2] = TypesetBatchItem(label: "坏记录", fileName: "坏") {
      TypesetRequest("document", label: "坏记录", json: Array("{}".utf8), made: Self.made)
    }
    items[4] = TypesetBatchItem(label: "不在", fileName: "不在") { throw TypesetError.data(label: "不在") }
    let batch = try await Samples.worker().typesetter.typesetBatch(items, to: path, made: Self.made)
    #expect(batch.documents == 4)
    #expect(batch.failures.map(\.label) == ["坏记录", "不在"])
    guard case .template(let fault, label: "坏记录") = batch.failures.first?.error else {
      Issue.record("\(batch.failures)")
      return
    }
    #expect(fault.file == "document.typ")
    #expect(try Self.list(path) == ["0.pdf", "1.pdf", "3.pdf", "5.pdf"])
  }

  @Test func aMissingTemplateStopsAllAndLeavesNothing() async throws {
    let path = try Samples.fresh("batch.zip")
    let items = [
      try Self.item("甲", file: "甲"),
      TypesetBatchItem(label: "乙", fileName: "乙") {
        TypesetRequest("nowhere", label: "乙", json: Array("{}".utf8), made: Self.made)
      },
    ]
    await #expect(throws: TypesetError.templateMissing("nowhere")) {
      try await Samples.worker().typesetter.typesetBatch(items, to: path, made: Self.made)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try Self.beside(path).isEmpty)
  }

  @Test func cancellingStopsIt() async throws {
    let path = try Samples.fresh("batch.zip")
    let items = try (0..<5000).map { try Self.item("\($0)", file: "\($0)") }
    let done = Mutex(0)
    let work = Task {
      try await Samples.worker().typesetter.typesetBatch(items, to: path, made: Self.made) { count in
        done.withLock { $0 = count }
      }
    }
    while done.withLock({ $0 }) < 3 { try await Task.sleep(for: .milliseconds(10)) }
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(done.withLock { $0 } < 5000)
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try Self.beside(path).isEmpty)
  }

  @Test(arguments: [
    ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"), ("../../etc", "_.._etc"), ("", "_"), ("  .甲", "甲"),
    ("a\u{0}b", "a_b"),
  ])
  func namesAreThoseThatFileSystemsTake(_ name: String, expected: String) {
    var names = FileNames()
    #expect(names.unused(for: name) == expected)
    #expect(names.unused(for: name.uppercased()) == expected.uppercased() + " (2)")
  }

  @Test func theCheckSumIsTheStandards() {
    var crc = CRC32()
    crc.add(Array("123456789".utf8))
    #expect(crc.value == 0xCBF4_3926)
  }

  @Test func anArchiveIsReadByOthers() throws {
    let path = try Samples.fresh("plain.zip")
    let archive = try ZipWriter(path: path)
    try archive.add(Array("甲".utf8), named: "夹/甲.txt", at: Self.made)
    try archive.add([], named: "empty", at: Self.made)
    try archive.close()
    #expect(try Self.list(path) == ["夹/甲.txt", "empty"])
  }

  private static func item(_ text: String, file: String) throws -> TypesetBatchItem {
    let request = try DocumentSheet(
      DocumentFrame(language: "zh-CN", school: "某校", title: "信", pages: "{page}/{pages}"), [.paragraph(text)]
    ).request(label: text, made: made)
    return TypesetBatchItem(label: text, fileName: file) { request }
  }

  /// The names in an archive, by Python's reader, which also checks every sum.
  private static func list(_ path: String) throws -> [String] {
    let location = try WorkerLocation(.init(workerDirectory: Samples.workerDirectory))
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: location.python)
    process.arguments = [
      "-c",
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(*z.namelist(), sep='\\n')",
      path,
    ]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return text.split(separator: "\n").map(String.init)
  }

  /// What lies beside an archive: documents on their way.
  private static func beside(_ path: String) throws -> [String] {
    let url = URL(filePath: path)
    return try FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
      .filter { $0.hasPrefix(url.lastPathComponent + ".") }
  }
}
