import Accounts
import Database
import DatabaseTesting
import Documents
import Files
import Foundation
import HummingbirdTesting
import Imports
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values
import Web

@testable import Partners

extension ImportTestSchools {
  /// Knows everybody by the session cookie, which is the name of the account.
  private struct Doorman: Authenticator {
    let actors: [String: Actor]

    func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
      guard let actor = cookie.flatMap({ actors[$0] }) else { return nil }
      return Principal(
        accountID: actor.accountID.rawValue, sessionID: 1, csrfSecret: "secret of \(actor.name)", language: .chinese,
        value: actor)
    }
  }

  /// Runs `body` with the feature's pages and a browser of the office.
  func browse(
    as actor: Actor? = nil, _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    var table = RouteTable()
    PartnersFeature(services).addRoutes(to: &table)
    let everybody = [office, teacher, foreignOffice]
    let web = try WebApplication(
      routes: table,
      authenticator: Doorman(actors: Dictionary(uniqueKeysWithValues: everybody.map { ($0.name, $0) })),
      catalogue: services.catalogue,
      rules: WebRules(
        authorize: { exchange, permission in try Authorization.check(exchange, permission) },
        signer: ValueSigner(sign: { $0 }, verify: { $0 })), logger: services.logger)
    let name = (actor ?? office).name
    try await web.makeApplication().test(.router) { client in
      let browser = BrowserClient(client)
      await browser.setCookie("session", name)
      try await body(browser)
    }
  }

  func bytes(_ file: SheetFile) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: try file.write(to: path("up.xlsx")))))
  }
}

@Suite struct ImportPagesTests {
  private typealias Schools = ImportTestSchools

  private static let sheet = SheetFile([
    ["企业名称", "信用代码", "等级"], ["甲公司", .text(ImportTestSchools.code(1)), "签约"], ["乙公司", "", "钻石"],
  ])

  private static func upload(
    _ file: SheetFile, _ schools: Schools, _ browser: BrowserClient, name: String = "企业 表.xlsx"
  ) async throws -> BrowserPage {
    _ = try await browser.get("/partners/imports")
    let token = await browser.formToken ?? ""
    return try await browser.upload(
      "/partners/imports?_csrf=\(token)", files: [.init("file", name: name, bytes: try schools.bytes(file))])
  }

  @Test(arguments: TestEngine.all)
  func aSheetGoesFromUploadToRecordsAndBack(engine: TestEngine) async throws {
    try await Schools.open(engine) { schools in
      try await schools.browse { browser in
        let running = try await Self.upload(Self.sheet, schools, browser).follow()
        #expect(running.status == 200)
        try #expect(running.has("//*[@data-progress-url]"))
        try #expect(running.has("//meta[@http-equiv='refresh']"))
        let path = running.address
        let id = try #require(ID<ImportBatch>(path.split(separator: "/").last ?? ""))
        try await schools.desk.work(on: id, school: schools.school.id.rawValue)

        let checked = try await browser.get(path)
        try #expect(
          checked.texts("//*[@class='stat-value']").prefix(4).map { $0.trimmingCharacters(in: .whitespaces) } == [
            "1", "0", "0", "1",
          ])
        #expect(checked.text.contains("导入 1 家企业"))
        #expect(checked.text.contains("合作等级：没有“钻石”这个选项"))
        try await #expect(browser.get("\(path)?show=new").text.contains("甲公司"))
        try await #expect(!browser.get("\(path)?show=new").text.contains("乙公司"))

        let wrong = try await browser.get("\(path)/wrong.xlsx")
        #expect(wrong.contentType == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        #expect(wrong.header("Content-Disposition")?.contains("attachment") == true)
        #expect(wrong.bytes.starts(with: [0x50, 0x4B]))

        _ = try await browser.submit(checked, form: "//form[contains(@action, '/confirm')]").follow()
        try await schools.desk.work(on: id, school: schools.school.id.rawValue)
        try await #expect(schools.partners().map(\.enterprise.name) == ["甲公司"])
        let written = try await browser.get(path)
        #expect(written.text.contains("已写入 1 行"))

        let question = try await browser.get("\(path)/undo")
        #expect(question.text.contains("将撤销这次写入的 1 行"))
        _ = try await browser.submit(question, form: "//form[contains(@action, '/undo')]").follow()
        try await schools.desk.work(on: id, school: schools.school.id.rawValue)
        try await #expect(browser.get(path).text.contains("已撤销"))
        try await #expect(schools.partners().isEmpty)

        let list = try await browser.get("/partners/imports")
        #expect(list.text.contains("企业 表.xlsx"))
        #expect(!list.text.contains(/kit\.imports\.|partners\.import\./))
        #expect(!written.text.contains(/kit\.imports\.|partners\.import\./))
        #expect(!checked.text.contains(/kit\.imports\.|partners\.import\./))
      }
    }
  }

  @Test func columnsAreMappedByHand() async throws {
    try await Schools.open { schools in
      try await schools.browse { browser in
        let page = try await Self.upload(
          SheetFile([["甲", "乙"], ["甲公司", "一路"]]), schools, browser
        ).follow()
        #expect(page.text.contains("没有找到表头"))
        let again = try await browser.submit(
          page, form: "//form[contains(@action, '/mapping')]", ["column.0": "address", "column.1": "address"])
        #expect(again.status == 422)
        #expect(again.text.contains("有两列都对应了这个字段"))
        try #expect(again.count("//option[@value='address'][@selected]") == 2)
        let done = try await browser.submit(
          again, form: "//form[contains(@action, '/mapping')]", ["column.0": "name", "column.1": "address"])
        #expect(done.status == 303)
        let id = try #require(ID<ImportBatch>(try await done.follow().address.split(separator: "/").last ?? ""))
        let batch = try await schools.desk.batch(id, school: schools.school.id.rawValue)
        #expect(batch.mapping.columns == ["name", "address"])
        #expect(batch.state == .checking)
      }
    }
  }

  @Test func whatIsNoSheetIsRefusedOnThePage() async throws {
    try await Schools.open { schools in
      try await schools.browse { browser in
        _ = try await browser.get("/partners/imports")
        let token = await browser.formToken ?? ""
        let action = "/partners/imports?_csrf=\(token)"
        for (name, bytes, words) in [
          ("x.pdf", Array("%PDF-1.7".utf8), "这不是表格文件"),
          ("../../etc/passwd.xlsx", Array("PK\u{3}\u{4}cut".utf8), "文件已损坏"),
          ("empty.csv", [UInt8(ascii: "\n")], "表格里没有内容"),
        ] {
          let page = try await browser.upload(action, files: [.init("file", name: name, bytes: bytes)])
          #expect(page.status == 422, "\(name)")
          #expect(page.text.contains(words), "\(name)")
        }
        try await #expect(browser.upload(action, files: []).status == 422)
        try await #expect(schools.desk.batches(school: schools.school.id.rawValue, limit: 9).isEmpty)
      }
    }
  }

  @Test func theTemplateCanBeDownloaded() async throws {
    try await Schools.open { schools in
      try await schools.browse { browser in
        let answer = try await browser.get("/partners/imports/template.xlsx")
        #expect(answer.status == 200)
        let path = schools.path("template.xlsx")
        try Data(answer.bytes).write(to: URL(filePath: path))
        let reading = try await schools.services.documents.readSheet(path: path, fileName: "t.xlsx")
        let rows = try await reading.reduce(into: [SheetRow]()) { $0.append($1) }
        #expect(rows.first?.cells.first?.text == "企业名称（必填）")
      }
    }
  }

  @Test func anotherSchoolAndOtherRolesAreKeptOut() async throws {
    try await Schools.open { schools in
      let batch = try await schools.handIn(Self.sheet)
      let path = "/partners/imports/\(batch.id)"
      let reads = ["", "/events", "/mapping", "/undo", "/wrong.xlsx"]
      let acts = ["/mapping", "/sheet", "/confirm", "/again", "/resume", "/undo", "/discard"]
      try await schools.browse(as: schools.foreignOffice) { browser in
        _ = try await browser.get("/partners/imports")
        for rest in reads { try await #expect(browser.get(path + rest).status == 404, "\(rest)") }
        for rest in acts { try await #expect(browser.post(path + rest).status == 404, "\(rest)") }
        try await #expect(browser.get("/partners/imports/0000000000000").status == 404)
        try await #expect(browser.get("/partners/imports/nonsense").status == 404)
      }
      try await schools.browse(as: schools.teacher) { browser in
        for rest in reads { try await #expect(browser.get(path + rest).status == 403, "\(rest)") }
        for rest in ["/partners/imports", "/partners/imports/template.xlsx", "/partners.xlsx", "/partners.csv"] {
          try await #expect(browser.get(rest).status == 403, "\(rest)")
        }
      }
      try await schools.browse { browser in
        await browser.setFormToken("forged")
        for rest in acts { try await #expect(browser.post(path + rest).status == 403, "\(rest)") }
        await browser.setCookie("session", nil)
        try await #expect(browser.get(path).status == 303)
      }
      try await #expect(schools.desk.batch(batch.id, school: schools.school.id.rawValue).state == .checked)
    }
  }

  @Test func progressIsToldUntilTheWorkEnds() async throws {
    try await Schools.open { schools in
      let batch = try await schools.handIn(Self.sheet)
      try await schools.browse { browser in
        let answer = try await browser.get("/partners/imports/\(batch.id)/events")
        #expect(answer.contentType == "text/event-stream")
        #expect(answer.text.contains("event: progress"))
        #expect(answer.text.contains("\"state\":\"done\""))
        #expect(answer.text.contains("\"location\":\"/partners/imports/\(batch.id)\""))
      }
    }
  }

  @Test func theListIsExportedAsItIsShown() async throws {
    try await Schools.open { schools in
      try await schools.written(SheetFile([["企业名称", "等级"], ["甲公司", "签约"], ["乙公司", "意向"]]))
      try await schools.browse { browser in
        let csv = try await browser.get("/partners.csv?level=signed&columns=level")
        #expect(csv.status == 200)
        #expect(csv.text.contains("甲公司,签约"))
        #expect(!csv.text.contains("乙公司"))
        let xlsx = try await browser.get("/partners.xlsx")
        #expect(xlsx.bytes.starts(with: [0x50, 0x4B]))
        #expect(xlsx.header("Content-Disposition")?.contains("filename*=UTF-8''") == true)
      }
      // Files made for answers go with them.
      let left = try FileManager.default.contentsOfDirectory(atPath: schools.services.files.temporaryFolder)
      #expect(left.isEmpty)
    }
  }
}
