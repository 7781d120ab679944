import Activity
import Database
import DatabaseTesting
import Files
import Foundation
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

@Suite struct PrintTests {
  private actor Place {
    var path = ""
    func set(_ path: String) { self.path = path }
  }

  /// - Parameter query: of the list whose button is pressed; `nil` asks for what no list shows.
  private static func order(
    _ world: AgreementWorld, _ button: String, _ query: String?
  ) async throws -> ID<DocumentOrder> {
    let place = Place()
    try await world.browse(as: world.office) { browser in
      let page = try await browser.get("/agreements\(query ?? "")")
      let ordered =
        query == nil
        ? try await browser.post("/agreements/\(button)", [("state", "archived")])
        : try await browser.submit(page, form: "//form[@action='/agreements/\(button)']", [:])
      #expect(ordered.status == 303)
      await place.set(ordered.location ?? "")
    }
    return try #require(ID(await place.path.split(separator: "/").last.map(String.init) ?? ""))
  }

  @Test(arguments: TestEngine.all)
  func allAgreementsOfAListComeAsPDFInOneJob(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let first = try await world.reviewed(try await world.draft())
      let second = try await world.draft(with: world.secondPartner)
      let order = try await Self.order(world, "documents", "")
      try await PrintRoutes.desk(world.services).work(on: order)
      let made = try #require(try await Self.found(order, world))
      #expect(made.state == .done && made.file?.documents == 2 && made.failures.isEmpty)
      let archive = "\(world.services.files.root)/made/\(order)"
      let names = try await Self.names(of: archive)
      #expect(names.contains(first.number) && names.contains(second.title))
      let few = try await Self.order(world, "documents", "?state=negotiation")
      try await PrintRoutes.desk(world.services).work(on: few)
      let one = try await Self.found(few, world)
      #expect(one?.file?.documents == 1)
      // A list without rows has no button; who asks all the same is told.
      let none = try await Self.order(world, "documents", nil)
      try await PrintRoutes.desk(world.services).work(on: none)
      let empty = try await Self.found(none, world)
      #expect(empty?.state == .failed && empty?.problem?.key == "agreements.print.none")
    }
  }

  private static func found(_ id: ID<DocumentOrder>, _ world: AgreementWorld) async throws -> DocumentOrder? {
    let (account, school) = (world.office.accountID, world.office.schoolID)
    return try await world.database.read {
      try DocumentOrderStore.order(id, of: account, school: school, on: $0)
    }
  }

  private static func names(of archive: String) async throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).namelist())", archive]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }

  @Test(arguments: TestEngine.all)
  func theRegisterIsOnePDFOfWhatTheListShows(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      let first = try await world.reviewed(try await world.draft())
      _ = try await world.draft(with: world.secondPartner)
      let order = try await Self.order(world, "register", "?state=negotiation")
      try await PrintRoutes.desk(world.services).work(on: order)
      let bytes = [UInt8](
        try Data(contentsOf: URL(filePath: "\(world.services.files.root)/made/\(order)")))
      let words = try world.words(of: bytes)
      #expect(words.contains("协议台账") && words.contains("甲精密机械") && words.contains(first.number))
      #expect(!words.contains("乙模具"))
    }
  }

  @Test func onlyThoseWhoMayExportOrderDocuments() async throws {
    try await AgreementWorld.open { world in
      try await world.browse(as: world.teacher) { browser in
        _ = try await browser.get("/agreements/new")
        for path in ["register", "documents"] {
          try await #expect(browser.post("/agreements/\(path)").status == 403)
        }
      }
      try await world.browse(as: nil) { browser in
        let sent = try await browser.post("/agreements/documents")
        #expect(sent.location?.hasPrefix("/documents") != true)
      }
    }
  }

  @Test func everybodyWhoSignsHasAPlaceOnThePaper() async throws {
    try await AgreementWorld.open { world in
      let draft = try await world.draft()
      var type = try #require(
        try await world.database.read { try AgreementTypeStore.type("framework", of: world.school.id, on: $0) })
      type.signers = [.schoolRepresentative, .enterpriseRepresentative, .student, .guardian]
      try await ChangeTypes(world.services).save(type, isNew: false, by: world.office)
      try await world.browse(as: world.office) { browser in
        let words = try world.words(of: try await browser.get("/agreements/\(draft.id).pdf").bytes)
        #expect(words.contains("学生") && words.contains("监护人"))
      }
    }
  }
}
