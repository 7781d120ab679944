import Accounts
import Database
import DatabaseTesting
import Documents
import Files
import Foundation
import Jobs
import Localization
import Organizations
import Platform
import Records
import Synchronization
import TestKit
import Testing
import Values
import Web

@testable import Activity

/// Documents that people order and jobs make.
@Suite struct DocumentOrderTests {
  /// Writes a file of what it was asked for, or fails as it is told.
  struct Letters: DocumentKind {
    enum Wish: Sendable { case made, refused, missingFont, broken }

    let wish: Wish
    let name = "test.letters"

    func make(
      _ order: DocumentOrder, to path: String, _ t: Localizer,
      report: @escaping @Sendable (_ done: Int, _ total: Int) async throws -> Void
    ) async throws -> MadeDocument {
      try await report(1, 2)
      switch wish {
      case .made: break
      case .refused: throw DocumentRefusal(Message("activity.document.empty"))
      case .missingFont: throw TypesetError.fontMissing(family: "Noto Serif CJK SC")
      case .broken: throw JobFailure("broken")
      }
      try Data("\(order.query["q"] ?? "") \(order.scope.stored)".utf8).write(to: URL(filePath: path))
      return MadeDocument(
        fileName: "信 1.pdf", type: .pdf, pages: 3, documents: 2,
        failures: [DocumentOrder.Failure(label: "甲", message: Message("kit.documents.data", ["record": "甲"]))])
    }
  }

  private static func desk(_ world: ActivityWorld, _ wish: Letters.Wish = .made) -> DocumentDesk {
    DocumentDesk([Letters(wish: wish)], services: world.services)
  }

  private static func order(
    _ world: ActivityWorld, by actor: Actor, needs permission: Permission = .inboxRead
  ) async throws -> ID<DocumentOrder> {
    let kept = Mutex<ID<DocumentOrder>?>(nil)
    let services = world.services
    var table = MemberRoutes(services)
    table.post("/letters", needs: .inboxRead) { member in
      let id = try await desk(world).order(
        Letters(wish: .made), of: member.exchange.form, titled: "两封信", needs: permission, by: member)
      kept.withLock { $0 = id }
      return .redirect(to: ActivityLinks.document(id))
    }
    try await world.browse(as: actor, adding: table.table) { browser in
      _ = try await browser.get("/documents")
      let reply = try await browser.post("/letters", [("q", "甲 & 乙=丙")])
      #expect(reply.status == 303)
    }
    return try #require(kept.withLock { $0 })
  }

  @Test(arguments: TestEngine.all) func anOrderIsMadeShownAndFetched(_ engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let id = try await Self.order(world, by: office)
      try await world.browse(as: office) { browser in
        let waiting = try await browser.get("/documents/\(id)")
        #expect(waiting.text.contains("正在生成"))
        let early = try await browser.get("/documents/\(id)/file")
        #expect(early.status == 404)
      }
      try await Self.desk(world).work(on: id)
      try await world.browse(as: office) { browser in
        let page = try await browser.get("/documents/\(id)")
        #expect(try page.text("//h1").contains("两封信"))
        #expect(page.text.contains("有 1 份没有生成"))
        #expect(page.text.contains("“甲”的内容无法排版"))
        let file = try await browser.get("/documents/\(id)/file")
        #expect(file.status == 200)
        #expect(file.text == "甲 & 乙=丙 school \(world.school.id)")
        #expect(file.header("Content-Type") == "application/pdf")
        let list = try await browser.get("/documents")
        #expect(try list.has("//a[@href='/documents/\(id)']"))
      }
    }
  }

  @Test func nobodyElseSeesIt() async throws {
    try await ActivityWorld.run(on: .sqlite) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let id = try await Self.order(world, by: office)
      try await Self.desk(world).work(on: id)
      let strangers = [
        try await world.add(.cooperationOffice, in: world.school),
        try await world.add(.cooperationOffice, in: world.otherSchool), try await world.add(.platformAdministrator),
      ]
      for stranger in strangers {
        try await world.browse(as: stranger) { browser in
          for path in ["", "/file", "/events"] {
            let reply = try await browser.get("/documents/\(id)\(path)")
            #expect(reply.status == 404)
          }
          _ = try await browser.get("/documents")
          for act in ["cancel", "again"] {
            let reply = try await browser.post("/documents/\(id)/\(act)", [])
            #expect(reply.status == 404)
          }
          let own = try await browser.get("/documents")
          #expect(own.text.contains("还没有文档"))
        }
      }
    }
  }

  @Test func whoHasLostThePermissionDoesNotGetIt() async throws {
    try await ActivityWorld.run(on: .sqlite) { world in
      let teacher = try await world.add(.teacher, in: world.school)
      let id = try await Self.order(world, by: teacher, needs: .auditRead)
      try await Self.desk(world).work(on: id)
      try await world.browse(as: teacher) { browser in
        let page = try await browser.get("/documents/\(id)")
        #expect(page.status == 403)
        let file = try await browser.get("/documents/\(id)/file")
        #expect(file.status == 403)
      }
    }
  }

  @Test func aRefusalAndAMissingFontAreToldAndTriedAgain() async throws {
    try await ActivityWorld.run(on: .sqlite) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      for (wish, words) in [(Letters.Wish.refused, "还没有文档"), (.missingFont, "缺少字体“Noto Serif CJK SC”")] {
        let id = try await Self.order(world, by: office)
        try await Self.desk(world, wish).work(on: id)
        try await world.browse(as: office) { browser in
          let page = try await browser.get("/documents/\(id)")
          #expect(page.text.contains(words))
          let again = try await browser.post("/documents/\(id)/again", [])
          #expect(again.status == 303)
          let waiting = try await browser.get("/documents/\(id)")
          #expect(waiting.text.contains("正在生成"))
        }
        try await Self.desk(world).work(on: id)
        try await world.browse(as: office) { browser in
          let file = try await browser.get("/documents/\(id)/file")
          #expect(file.status == 200)
        }
      }
    }
  }

  @Test(arguments: TestEngine.all) func aCancelledOrderIsNotMade(_ engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let id = try await Self.order(world, by: office)
      try await world.browse(as: office) { browser in
        _ = try await browser.get("/documents/\(id)")
        let reply = try await browser.post("/documents/\(id)/cancel", [])
        #expect(reply.status == 303)
        let page = try await browser.get("/documents/\(id)")
        #expect(page.text.contains("已取消，没有生成文件"))
      }
      #expect(try await world.services.jobs.counts()[.cancelled] == 1)
      // A job that was on its way brings nothing.
      try await Self.desk(world).work(on: id)
      try await world.browse(as: office) { browser in
        let file = try await browser.get("/documents/\(id)/file")
        #expect(file.status == 404)
      }
      #expect(!FileManager.default.fileExists(atPath: Self.desk(world).path(of: id)))
    }
  }

  @Test(arguments: TestEngine.all) func aWeekLaterItIsGone(_ engine: TestEngine) async throws {
    try await ActivityWorld.run(on: engine) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let desk = Self.desk(world)
      let id = try await Self.order(world, by: office)
      try await desk.work(on: id)
      try await desk.forget()
      #expect(FileManager.default.fileExists(atPath: desk.path(of: id)))
      world.time.pass(.seconds(8 * 86_400))
      try await desk.forget()
      #expect(!FileManager.default.fileExists(atPath: desk.path(of: id)))
      try await world.browse(as: office) { browser in
        let page = try await browser.get("/documents/\(id)")
        #expect(page.status == 404)
      }
    }
  }

  @Test func whoeverWaitedLongIsTold() async throws {
    try await ActivityWorld.run(on: .sqlite) { world in
      let office = try await world.add(.cooperationOffice, in: world.school)
      let quick = try await Self.order(world, by: office)
      try await Self.desk(world).work(on: quick)
      let slow = try await Self.order(world, by: office)
      world.time.pass(.seconds(60))
      try await Self.desk(world).work(on: slow)
      try await world.browse(as: office) { browser in
        let notices = try await browser.get("/notices")
        #expect(try notices.count("//a[@href='/documents/\(slow)']") == 1)
        #expect(try notices.count("//a[@href='/documents/\(quick)']") == 0)
      }
    }
  }

  @Test func scopesAreKeptAsTheyWere() {
    let (school, department) = (ID<School>(rawValue: 5), ID<Department>(rawValue: 6))
    for scope in [
      Actor.Scope.nothing, .installation, .school(school), .department(school, department),
      .enterprise(ID(rawValue: 7)),
    ] { #expect(Actor.Scope(stored: scope.stored) == scope) }
    for text in ["", "school", "school x", "department \(school)", "everything"] {
      #expect(Actor.Scope(stored: text) == .nothing)
    }
  }
}
