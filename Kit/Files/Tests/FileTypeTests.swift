import Foundation
import Testing

@testable import Files

@Suite struct FileTypeTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func type(_ bytes: [UInt8], named name: String = "upload") throws -> FileType? {
    try FileType.detect(path: folder.file("probe", bytes), fileName: name)
  }

  @Test func signatures() throws {
    #expect(try type(Array("%PDF-1.7\n".utf8)) == .pdf)
    #expect(try type([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]) == .png)
    #expect(try type([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]) == .jpeg)
    #expect(try type(Array("GIF89a".utf8) + [0, 0]) == .gif)
    #expect(try type(Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8)) == .webp)
    #expect(try type(Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WAVEfmt ".utf8)) == nil)
    #expect(try type([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]) == nil)
    #expect(try type(Array("MZ".utf8) + [0x90, 0, 3, 0]) == nil)
  }

  @Test func texts() throws {
    #expect(try type(Array("名称,电话\n".utf8), named: "企业.csv") == .csv)
    #expect(try type(Array("名称,电话\n".utf8), named: "企业.CSV") == .csv)
    #expect(try type(Array("说明\n".utf8), named: "readme.txt") == .text)
    #expect(try type([0xEF, 0xBB, 0xBF] + Array("名称\n".utf8), named: "a.csv") == .csv)
    // 企业 in GB 18030.
    #expect(try type([0xC6, 0xF3, 0xD2, 0xB5, 0x0A], named: "a.csv") == .csv)
    #expect(try type([0xFF, 0xFE, 0x41, 0, 0x0A, 0], named: "a.txt") == .text)
    #expect(try type(Array("a\u{0}b".utf8)) == nil)
    #expect(try type([0x41, 0xFF, 0xFF, 0x42]) == nil)
    for markup in ["<!DOCTYPE html>", "  <svg xmlns='x'>", "\u{FEFF}<?xml version='1.0'?>", "<script>"] {
      #expect(try type(Array(markup.utf8), named: "harmless.csv") == .markup)
    }
  }

  @Test func longTextMayEndItsSampleInsideACharacter() throws {
    #expect(try type(Array(("a" + String(repeating: "桥", count: 30_000)).utf8)) == .text)
    #expect(try type(Array("桥".utf8.prefix(1))) == nil)
  }

  @Test func archives() throws {
    let types = ("[Content_Types].xml", "<Types/>")
    #expect(try type(zip([types, ("xl/workbook.xml", "<w/>")])) == .xlsx)
    #expect(try type(zip([types, ("word/document.xml", "<w/>")])) == .docx)
    #expect(try type(zip([types, ("ppt/presentation.xml", "<w/>")])) == .pptx)
    #expect(try type(zip([types, ("xl/workbook.xml", "<w/>"), ("xl/vbaProject.bin", "x")])) == .macros)
    #expect(try type(zip([("a.txt", "x")])) == .zip)
    #expect(try type(zip([("xl/workbook.xml", "x")])) == .zip)
    let ods = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    #expect(try type(zip([ods, ("content.xml", "<c/>")])) == .ods)
    #expect(try type(zip([("mimetype", "application/vnd.oasis.opendocument.text")])) == .odt)
    #expect(try type(zip([("mimetype", "text/html")])) == .zip)
    #expect(try type(Array(zip([types]).dropLast(30))) == nil)
    // A directory that says it has more entries than bytes.
    var lying = zip([types])
    lying[lying.count - 12] = 200
    #expect(try type(lying) == nil)
  }

  @Test func compoundFiles() throws {
    #expect(try type(compound(["Root Entry", "Workbook"])) == .xls)
    #expect(try type(compound(["Root Entry", "WordDocument"])) == .doc)
    #expect(try type(compound(["Root Entry", "PowerPoint Document"])) == .ppt)
    #expect(try type(compound(["Root Entry", "EncryptionInfo", "EncryptedPackage"])) == .locked)
    #expect(try type(compound(["Root Entry"])) == nil)
    // The fifth name is in the directory's second sector.
    #expect(try type(compound(["Root Entry", "a", "b", "c", "Workbook"])) == .xls)
    // A chain that leads back to itself must end.
    #expect(try type(compound(["Root Entry"], ring: true)) == nil)
    #expect(try type(Array(compound(["Workbook"]).prefix(100))) == nil)
  }

  @Test func policies() throws {
    let png = try folder.file("evil.pdf", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(try FilePolicy.pictures.check(path: png, fileName: "evil.pdf") == .png)
    #expect(throws: FileError.notAllowed(.png)) { try FilePolicy.sheets.check(path: png, fileName: "evil.xlsx") }
    let page = try folder.file("page", Array("<html>".utf8))
    #expect(throws: FileError.notAllowed(.markup)) {
      try FilePolicy.attachments.check(path: page, fileName: "picture.png")
    }
    let program = try folder.file("program", [0x7F, 0x45, 0x4C, 0x46, 0])
    #expect(throws: FileError.notAllowed(nil)) {
      try FilePolicy.attachments.check(path: program, fileName: "scan.pdf")
    }
    let nothing = try folder.file("nothing", [])
    #expect(throws: FileError.empty) { try FilePolicy.sheets.check(path: nothing, fileName: "a.csv") }
    let small = FilePolicy(types: [.png], limit: 7)
    #expect(throws: FileError.tooLarge(limit: 7)) { try small.check(path: png, fileName: "a.png") }
    #expect(throws: FileError.self) { try FilePolicy.sheets.check(path: folder.path, fileName: "a.csv") }
  }

  /// An archive of uncompressed entries.
  private func zip(_ entries: [(name: String, text: String)]) -> [UInt8] {
    func two(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
    func four(_ number: Int) -> [UInt8] { two(number) + two(number >> 16) }
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in entries {
      let size = text.utf8.count
      let times = two(0) + two(0) + four(0)
      let common = two(20) + times + four(0) + four(size) + four(size) + two(name.utf8.count) + two(0)
      directory += four(0x0201_4B50) + two(20) + common + two(0) + two(0) + two(0) + four(0) + four(bytes.count)
      directory += Array(name.utf8)
      bytes += four(0x0403_4B50) + common + Array(name.utf8) + Array(text.utf8)
    }
    let counts = two(entries.count) + two(entries.count)
    let end = two(0) + two(0) + counts + four(directory.count) + four(bytes.count) + two(0)
    return bytes + directory + four(0x0605_4B50) + end
  }

  /// A compound file with sectors of 512 bytes: allocation table, then the directory.
  private func compound(_ names: [String], ring: Bool = false) -> [UInt8] {
    func four(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> ($0 * 8) & 255) } }
    var header: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    header += [UInt8](repeating: 0, count: 22) + [9, 0] + [UInt8](repeating: 0, count: 16) + four(1)
    header += [UInt8](repeating: 0, count: 24) + four(0)
    header += [UInt8](repeating: 0xFF, count: 512 - header.count)
    let sectors = (names.count + 3) / 4
    var table = four(0xFFFF_FFFD)
    for index in 1...sectors { table += four(index == sectors ? (ring ? 1 : 0xFFFF_FFFE) : UInt32(index + 1)) }
    table += [UInt8](repeating: 0xFF, count: 512 - table.count)
    var directory: [UInt8] = []
    for name in names {
      let units = name.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      directory += units + [UInt8](repeating: 0, count: 64 - units.count)
      directory += [UInt8(units.count + 2), 0] + [UInt8](repeating: 0, count: 62)
    }
    directory += [UInt8](repeating: 0, count: sectors * 512 - directory.count)
    return header + table + directory
  }
}
