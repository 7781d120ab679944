import Activity
import Database
import DatabaseTesting
import Documents
import Files
import Foundation
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values
import Views
import Web

@testable import Partners

/// Partners on paper: record sheet, review sheet, register.
@Suite struct PartnerDocumentTests {
  /// What a PDF says, without blanks, read by a program that had no part in making it.
  private static func words(_ pdf: Data, of world: ReviewWorld) throws -> String {
    let path = "\(world.services.files.temporaryFolder)/\(UUID()).pdf"
    try pdf.write(to: URL(filePath: path))
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/pdftotext")
    process.arguments = ["-raw", path, "-"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return text.filter { !$0.isWhitespace }
  }

  @Test(arguments: TestEngine.all) func theRecordSheetShowsAPartnerWithMaskedContacts(_ engine: TestEngine) async throws
  {
    try await ReviewWorld.open(engine) { world in
      let id = world.partner.partnership.id
      var contact = PartnerContact(
        id: world.services.ids.next(), schoolID: world.school.id, partnershipID: id, name: "王建国")
      contact.phone = "13812345678"
      contact.mail = "wang@example.cn"
      contact.position = "人事经理 #strong[x]"
      try await SaveContact(world.services)(contact, of: world.partner, isNew: true, by: world.office)
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/partners/\(id)")
        #expect(try page.has("//a[@href='/partners/\(id)/record.pdf']"))
        let reply = try await browser.get("/partners/\(id)/record.pdf")
        #expect(reply.status == 200)
        #expect(reply.header("Content-Type") == "application/pdf")
        let disposition = reply.header("Content-Disposition") ?? ""
        #expect(disposition.hasPrefix("attachment"))
        #expect(disposition.contains("%E5%90%88%E4%BD%9C%E4%BC%81%E4%B8%9A%E6%A1%A3%E6%A1%88%E8%A1%A8"))
        let words = try Self.words(Data(reply.bytes), of: world)
        for expected in [
          "合作企业档案表", "甲精密机械有限公司", "岭澜职业技术学院", "机电工程学院", "李岚", "第1页共1页", "138****5678", "人事经理#strong[x]",
        ] {
          #expect(words.contains(expected), "\(expected)")
        }
        for hidden in ["13812345678", "王建国", "wang@example.cn"] { #expect(!words.contains(hidden)) }
      }
      let log = try await world.log(of: world.partner)
      #expect(log.first?.action == "partners.record.exported")
      #expect(log.first?.accountName == "李岚")
    }
  }

  @Test func theRecordSheetComesInTheReadersLanguage() async throws {
    try await ReviewWorld.open { world in
      let id = world.partner.partnership.id
      try await world.browse(as: world.office, language: .english) { browser in
        let words = try Self.words(Data(try await browser.get("/partners/\(id)/record.pdf").bytes), of: world)
        #expect(words.contains("Partnerrecordsheet"))
        #expect(words.contains("Page1of1"))
        #expect(words.contains("1.Identity"))
      }
    }
  }

  @Test func theReviewSheetShowsChecklistEvidenceAndDecisions() async throws {
    try await ReviewWorld.open { world in
      let id = world.partner.partnership.id
      let review = try await world.filled(by: world.teacher)
      try await world.move(.submitted, review, by: world.teacher)
      try await world.move(
        .returned, review, saying: .init(reason: "缺少信用查询截图", mend: [ReviewItem.credit.field]),
        by: world.departmentAdministrator)
      try await world.browse(as: world.office) { browser in
        let link = "/partners/\(id)/reviews/\(review)/sheet.pdf"
        let page = try await browser.get("/partners/\(id)/reviews/\(review)")
        #expect(try page.has("//a[@href='\(link)']"))
        let reply = try await browser.get(link)
        #expect(reply.status == 200)
        let words = try Self.words(Data(reply.bytes), of: world)
        for expected in ["合作单位资质审查表", "甲精密机械有限公司", "缺少信用查询截图", "梁志恒", "盖章处", "证明.pdf"] {
          #expect(words.contains(expected), "\(expected)")
        }
      }
      #expect(try await world.log(of: world.partner).first?.action == "partners.review.exported")
    }
  }

  @Test(arguments: TestEngine.all) func theRegisterShowsWhatTheListShows(_ engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let order = try await Self.order(world, by: world.office, "level=signed&columns=name&columns=level&q=")
      try await PrintRoutes.desk(world.services).work(on: order)
      try await world.browse(as: world.office) { browser in
        let reply = try await browser.get("/documents/\(order)/file")
        let words = try Self.words(Data(reply.bytes), of: world)
        for expected in ["合作企业名册", "甲精密机械有限公司", "乙软件有限公司", "共2家", "合作等级：签约", "岭澜职业技术学院"] {
          #expect(words.contains(expected), "\(expected)")
        }
        #expect(!words.contains("丙食品有限公司"))
      }
    }
  }

  @Test func aDepartmentsRegisterHoldsItsOwn() async throws {
    try await ReviewWorld.open { world in
      let order = try await Self.order(world, by: world.departmentAdministrator, "")
      try await PrintRoutes.desk(world.services).work(on: order)
      try await world.browse(as: world.departmentAdministrator) { browser in
        let words = try Self.words(
          Data(try await browser.get("/documents/\(order)/file").bytes), of: world)
        #expect(words.contains("甲精密机械有限公司"))
        #expect(!words.contains("乙软件有限公司"))
      }
    }
  }

  @Test func anEmptyRegisterSaysSo() async throws {
    try await ReviewWorld.open { world in
      let order = try await Self.order(world, by: world.office, "q=没有这样的企业名")
      try await PrintRoutes.desk(world.services).work(on: order)
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/documents/\(order)")
        #expect(page.text.contains("名册为空"))
      }
    }
  }

  @Test func onlyThoseWhoMayExportGetDocuments() async throws {
    try await ReviewWorld.open { world in
      let id = world.partner.partnership.id
      try await world.browse(as: world.teacher) { browser in
        let page = try await browser.get("/partners/\(id)")
        #expect(try !page.has("//a[@href='/partners/\(id)/record.pdf']"))
        let file = try await browser.get("/partners/\(id)/record.pdf")
        #expect(file.status == 403)
        let order = try await browser.post("/partners/register", [])
        #expect(order.status == 403)
      }
      let review = try await world.filled(by: world.office)
      for stranger in [world.foreignOffice, world.otherDepartmentAdministrator] {
        try await world.browse(as: stranger) { browser in
          let record = try await browser.get("/partners/\(id)/record.pdf")
          #expect(record.status == 404)
          let sheet = try await browser.get("/partners/\(id)/reviews/\(review)/sheet.pdf")
          #expect(sheet.status == 404)
        }
      }
      #expect(try await !world.log(of: world.partner).contains { $0.action.hasSuffix(".exported") })
    }
  }

  private static func order(
    _ world: ReviewWorld, by actor: Actor, _ query: String
  ) async throws -> ID<DocumentOrder> {
    let form = try FormData(urlEncoded: query.utf8)
    try await world.browse(as: actor) { browser in
      _ = try await browser.get("/partners")
      let reply = try await browser.post("/partners/register", form.pairs.map { ($0.name, $0.value) })
      #expect(reply.status == 303)
      #expect(reply.location?.hasPrefix("/documents/") == true)
    }
    let (account, school) = (actor.accountID, world.school.id)
    let orders = try await world.database.read { connection in
      try DocumentOrderStore.orders(of: account, school: school, limit: 1, on: connection)
    }
    return try #require(orders.first).id
  }
}
