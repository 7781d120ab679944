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

@testable import Partners

/// Visits and tours on paper.
@Suite struct VisitReportTests {
  /// What a PDF says, without blanks, read by a program that had no part in making it.
  private static func words(_ bytes: [UInt8], of world: ReviewWorld) throws -> String {
    let path = "\(world.services.files.temporaryFolder)/\(UUID()).pdf"
    try Data(bytes).write(to: URL(filePath: path))
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

  @Test(arguments: TestEngine.all)
  func aVisitComesAsAReportWithItsPeopleMasked(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let visit = try await world.visit(
        guests: VisitGuests(school: [PersonLine(name: "何秋月")], others: [PersonLine(name: "欧阳建国", position: "厂长")]),
        followedBy: "寄协议文本"
      ) { visit in
        (visit.content, visit.result, visit.isOutreach) = ("谈订单班 #strong[x]", "下周签约", true)
        visit.openings = [VisitOpening(kind: .hire, major: "数控技术", count: 3, pay: 500_000)]
      }
      let path = "/visits/\(visit.id)/report.pdf"
      try await world.browse(as: world.office) { browser in
        try await #expect(browser.get("/visits/\(visit.id)").has("//a[@href='\(path)']"))
        let reply = try await browser.get(path)
        #expect(reply.status == 200 && reply.header("Content-Type") == "application/pdf")
        let words = try Self.words(reply.bytes, of: world)
        for expected in [
          "走访记录表", "甲精密机械有限公司", "岭澜职业技术学院", "谈订单班#strong[x]", "下周签约", "数控技术", "5,000.00", "欧阳**", "寄协议文本",
          "第1页共1页",
        ] { #expect(words.contains(expected), "\(expected)") }
        #expect(!words.contains("建国"))
      }
      try await #expect(world.log(of: world.partner).first?.action == "partners.visit.exported")
      try await world.browse(as: world.office, language: .english) { browser in
        try await #expect(Self.words(browser.get(path).bytes, of: world).contains("Visitreport"))
      }
      for (actor, status) in [(world.teacher, 403), (world.foreignOffice, 404)] {
        try await world.browse(as: actor) { browser in try await #expect(browser.get(path).status == status) }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func allVisitsOfATourOrAListComeAsOneDocument(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner])])
      try await world.visit(content: "走访途中谈的")
      try await world.visit(on: world.today.adding(days: -40), content: "早先谈的")
      for (field, expected, hidden) in [
        (("tour", tour.id.description), "走访途中谈的", "早先谈的"), (("q", "早先"), "早先谈的", "走访途中谈的"),
      ] {
        try await world.browse(as: world.office) { browser in
          _ = try await browser.get("/visits")
          let reply = try await browser.post("/visits/reports", [field])
          #expect(reply.status == 303 && reply.location?.hasPrefix("/documents/") == true)
          let (account, school) = (world.office.accountID, world.school.id)
          let order = try #require(
            try await world.database.read {
              try DocumentOrderStore.orders(of: account, school: school, limit: 1, on: $0)
            }.first)
          try await TourPapers.desk(world.services).work(on: order.id)
          let words = try Self.words(try await browser.get("/documents/\(order.id)/file").bytes, of: world)
          #expect(words.contains(expected) && !words.contains(hidden) && words.contains("走访记录汇编"))
        }
      }
      let notes = try await world.database.read {
        try $0.values(
          "SELECT note FROM audit_entries WHERE action = 'partners.visits.exported' ORDER BY id", as: String.self)
      }
      #expect(notes == ["pdf × 1 · tour=\(tour.id)", "pdf × 1 · q=早先"])
      try await world.browse(as: world.teacher) { browser in
        _ = try await browser.get("/visits/new")
        try await #expect(browser.post("/visits/reports", []).status == 403)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func aTourIsAPlanBeforeAndAReportAfter(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(
        people: [PersonLine(name: "何秋月")],
        stops: [
          world.stop(partners: [world.partner], prospects: ["新锐科技有限公司"]) { stop in
            (stop.authority, stop.authorityPerson, stop.authorityPhone) = ("黄埔区人社局", "王建国", "13812345678")
          }
        ])
      try await world.browse(as: world.office) { browser in
        let path = "/visits/tours/\(tour.id)/tour.pdf"
        let plan = try Self.words(try await browser.get(path).bytes, of: world)
        for expected in ["走访计划", "甲精密机械有限公司", "新锐科技有限公司", "黄埔区人社局", "138****5678"] {
          #expect(plan.contains(expected), "\(expected)")
        }
        #expect(!plan.contains("王建国") && !plan.contains("走访总结报告"))
        try await world.visit { ($0.result, $0.isOutreach, $0.posts) = ("下周签约", true, 20) }
        try await MoveTour(world.services)(.finish, tour.id, version: 1, by: world.office)
        try await MoveTour(world.services).write("达成一项意向。", about: tour.id, version: 2, by: world.office)
        let report = try Self.words(try await browser.get(path).bytes, of: world)
        for expected in ["走访总结报告", "达成一项意向。", "下周签约", "分城市统计", "1/2"] {
          #expect(report.contains(expected), "\(expected)")
        }
      }
      try await #expect(world.log(of: tour).first?.note == "pdf")
    }
  }
}
