import Activity
import Database
import DatabaseTesting
import Files
import Foundation
import HTTPTypes
import NIOCore
import Organizations
import TestKit
import Testing
import Values
import Web

@testable import Partners

@Suite struct AttachmentTests {
  private static let pdf = Array("%PDF-1.7\nlicence".utf8)

  private static func page(_ partner: Partner) -> String { "/partners/\(partner.partnership.id)/attachments" }

  private static func files(_ world: ReviewWorld) async throws -> [Activity.Attachment] {
    let partner = world.partner
    return try await world.database.read {
      try AttachmentStore.attachments(
        of: .partner(partner.partnership, partner.enterprise), school: partner.partnership.schoolID, on: $0)
    }
  }

  @Test(arguments: TestEngine.all)
  func aFileIsKeptGivenOutTakenAwayAndPutBack(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.browse(as: world.office) { browser in
        let path = Self.page(world.partner)
        let empty = try await browser.get(path)
        #expect(empty.text.contains("还没有附件"))
        let sent = try await browser.upload(
          path, files: [.init("file", name: "营业执照.pdf", contentType: "text/html", bytes: Self.pdf)])
        #expect(sent.status == 303)
        let shown = try await sent.follow()
        #expect(shown.text.contains("营业执照.pdf") && shown.text.contains("已上传 1 个文件"))
        let file = try #require(try await Self.files(world).first)
        let download = try await browser.get("\(path)/\(file.id)")
        #expect(download.bytes == Self.pdf)
        #expect(download.contentType == "application/pdf")
        #expect(download.header("Content-Disposition")?.hasPrefix("attachment;") == true)
        #expect(download.header("X-Content-Type-Options") == "nosniff")

        #expect(try await browser.get(path).text.contains("移除“营业执照.pdf”"))
        let removed = try await browser.post("\(path)/\(file.id)/remove").follow()
        #expect(removed.text.contains("已移除的文件：1"))
        #expect(try await browser.get("\(path)/\(file.id)").status == 404)
        let back = try await browser.post("\(path)/\(file.id)/restore").follow()
        #expect(!back.text.contains("已移除的文件"))
        #expect(try await browser.get("\(path)/\(file.id)").status == 200)
        let actions = try await world.log(of: world.partner).map(\.action).prefix(3)
        #expect(
          actions == ["activity.attachment.restored", "activity.attachment.removed", "activity.attachment.added"])
        #expect(try await browser.get("/partners/\(world.partner.partnership.id)/history").text.contains("营业执照.pdf"))
      }
    }
  }

  @Test(arguments: [
    ("空.pdf", [UInt8](), "是空文件"),
    ("网页.pdf", Array("<html><script>alert(1)</script>".utf8), "出于安全不能接收"),
    ("图.png", Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), "出于安全不能接收"),
    ("程序.pdf", [0x4D, 0x5A, 0x90, 0, 3, 0], "不是可以接收的类型"),
    ("断了.docx", [0x50, 0x4B, 0x03, 0x04, 20, 0, 0, 0], "不是可以接收的类型"),
  ])
  func whatIsNoDocumentIsRefusedAndTheOthersAreKept(name: String, bytes: [UInt8], words: String) async throws {
    try await ReviewWorld.open { world in
      try await world.browse(as: world.office) { browser in
        let path = Self.page(world.partner)
        _ = try await browser.get(path)
        let page = try await browser.upload(
          path,
          files: [
            .init("file", name: name, contentType: "application/pdf", bytes: bytes),
            .init("file", name: "好.pdf", bytes: Self.pdf),
          ])
        #expect(page.status == 422)
        #expect(page.text.contains(words) && page.text.contains(name))
        #expect(try await Self.files(world).map(\.name) == ["好.pdf"])
      }
    }
  }

  @Test func aNameIsNeverAPathAndEndsAsItsContent() async throws {
    try await ReviewWorld.open { world in
      try await world.browse(as: world.office) { browser in
        let path = Self.page(world.partner)
        for (number, name) in ["../../etc/passwd", "..\\..\\boot.ini", "报\u{202E}fdp.exe", "CON.html"].enumerated() {
          _ = try await browser.get(path)
          let bytes = Self.pdf + [UInt8(ascii: "0") + UInt8(number)]
          #expect(try await browser.upload(path, files: [.init("file", name: name, bytes: bytes)]).status == 303)
        }
        let names = try await Self.files(world).map(\.name)
        #expect(names.count == 4)
        for name in names {
          #expect(name.hasSuffix(".pdf") && !name.contains("/") && !name.contains("\\") && !name.contains("\u{202E}"))
        }
      }
    }
  }

  @Test func tooLargeTruncatedTwiceAndNothingAreSaid() async throws {
    try await ReviewWorld.open { world in
      try await world.browse(as: world.office) { browser in
        let path = Self.page(world.partner)
        _ = try await browser.get(path)
        let large = Self.pdf + [UInt8](repeating: 0x20, count: AttachmentRules.policy.limit)
        let refused = try await browser.upload(path, files: [.init("file", name: "大.pdf", bytes: large)])
        #expect(refused.status == 413 && refused.text.contains("50"))
        #expect(try await browser.upload(path, files: []).status == 422)
        let token = await browser.formToken ?? ""
        let cut = try await browser.send(
          .post, "\(path)?_csrf=\(token)",
          headers: [("Content-Type", "multipart/form-data; boundary=xx"), ("Sec-Fetch-Site", "same-origin")],
          body: .init(
            string:
              "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 and then"))
        #expect(cut.status == 400 && cut.text.contains("中断"))
        #expect(try await browser.upload(path, files: [.init("file", name: "a.pdf", bytes: Self.pdf)]).status == 303)
        let again = try await browser.upload(path, files: [.init("file", name: "b.pdf", bytes: Self.pdf)])
        #expect(again.status == 422 && again.text.contains("内容相同"))
        #expect(try await Self.files(world).map(\.name) == ["a.pdf"])
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func filesAreSeenByTheSchoolAndChangedByWhoManagesPartners(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let path = Self.page(world.partner)
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get(path)
        _ = try await browser.upload(path, files: [.init("file", name: "a.pdf", bytes: Self.pdf)])
      }
      let file = try #require(try await Self.files(world).first)
      try await world.browse(as: world.expert) { browser in
        let page = try await browser.get(path)
        #expect(page.text.contains("a.pdf"))
        try #expect(!page.has("//form[contains(@action, '/attachments')]"))
        #expect(try await browser.get("\(path)/\(file.id)").status == 200)
        #expect(try await browser.upload(path, files: [.init("file", name: "b.pdf", bytes: Self.pdf)]).status == 403)
        #expect(try await browser.post("\(path)/\(file.id)/remove").status == 403)
      }
      for actor in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: actor) { browser in
          _ = try await browser.get("/partners")
          #expect(try await browser.get(path).status == 404)
          #expect(try await browser.get("\(path)/\(file.id)").status == 404)
          #expect(try await browser.upload(path, files: [.init("file", name: "b.pdf", bytes: Self.pdf)]).status == 404)
          #expect(try await browser.post("\(path)/\(file.id)/remove").status == 404)
          // Not under the address of an own partner either.
          let isForeign = actor.accountID == world.foreignOffice.accountID
          let own = isForeign ? world.foreignPartner : world.otherDepartmentPartner
          #expect(try await browser.get("\(Self.page(own))/\(file.id)").status == 404)
          #expect(try await browser.post("\(Self.page(own))/\(file.id)/remove").status == 404)
        }
      }
      #expect(try await Self.files(world).count == 1)
    }
  }

  @Test func aLogoIsShownInListAndHeadAndOnlyAPictureIsTaken() async throws {
    try await ReviewWorld.open { world in
      let base = "/partners/\(world.partner.partnership.id)"
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("\(base)/attachments")
        for (name, bytes, words) in [
          ("a.png", Array("<svg/>".utf8), "不是 PNG"), ("b.png", Array(ReviewWorld.png.dropLast(10)), "不完整"),
          ("c.pdf", Self.pdf, "不是 PNG"),
        ] {
          let page = try await browser.upload("\(base)/logo", files: [.init("logo", name: name, bytes: bytes)])
          #expect(page.status == 422 && page.text.contains(words), "\(name)")
        }
        var wide = ReviewWorld.png
        wide.replaceSubrange(16..<20, with: [0, 0, 0x20, 0])
        #expect(
          try await browser.upload("\(base)/logo", files: [.init("logo", name: "d.png", bytes: wide)]).text
            .contains("像素"))
        let saved = try await browser.upload(
          "\(base)/logo", files: [.init("logo", name: "标志.png", bytes: ReviewWorld.png)]
        ).follow()
        let address = try #require(try saved.texts("//img[contains(@class, 'beside-title')]/@src").first)
        let picture = try await browser.get(address)
        #expect(picture.bytes == ReviewWorld.png && picture.contentType == "image/png")
        #expect(picture.header("Cache-Control")?.contains("immutable") == true)
        let list = try await browser.get("/partners")
        try #expect(list.has("//img[@src='\(address)']"))
        #expect(try await browser.get("\(base)/logo/\(String(repeating: "0", count: 64))").status == 404)
      }
      let enterprise = try await world.database.read { connection in
        try EnterpriseStore.enterprise(world.partner.enterprise.id, on: connection)
      }
      let logo = try #require(enterprise).logo
      try await world.browse(as: world.foreignOffice) { browser in
        let answer = try await browser.get("\(base)/logo/\(logo)")
        #expect(answer.status == 404)
      }
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("\(base)/attachments")
        let page = try await browser.post("\(base)/logo/remove").follow()
        try #expect(!page.has("//img[contains(@class, 'logo')]"))
      }
    }
  }
}
