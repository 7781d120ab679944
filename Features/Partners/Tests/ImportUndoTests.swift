import Activity
import Database
import DatabaseTesting
import Files
import Imports
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct ImportUndoTests {
  private static let first = SheetFile([
    ["企业名称", "信用代码", "地址", "等级", "专业", "联系人", "电话"],
    ["甲公司", .text(ImportTestSchools.code(1)), "一路", "签约", "数控技术", "李明", "13800001111"],
    ["乙公司", .text(ImportTestSchools.code(2)), "二路", "意向", "", "", ""],
  ])
  private static let second = SheetFile([
    ["企业名称", "地址", "等级", "专业", "联系人", "电话"],
    ["甲公司", "三路", "重点伙伴", "模具设计与制造", "李明", "13900002222"], ["乙公司", "", "", "", "王芳", "13900003333"],
    ["丙公司", "", "", "", "", ""],
  ])

  @Test(arguments: TestEngine.all)
  func everythingIsAsItWasBefore(engine: TestEngine) async throws {
    try await ImportTestSchools.open(engine) { schools in
      try await schools.written(Self.first)
      let before = try await (schools.partner("甲公司"), schools.partner("乙公司"))
      let batch = try await schools.written(Self.second)
      #expect(batch.counts.changed == 2)
      try await #expect(schools.partner("甲公司").enterprise.address == "三路")
      try await #expect(schools.partners(search: "王芳").count == 1)

      try await #expect(schools.takenBack(batch).state == .undone)
      var after = try await (schools.partner("甲公司"), schools.partner("乙公司"))
      // Versions only grow, so that forms opened meanwhile are refused.
      #expect(after.0.enterprise.version == 3)
      after.0.enterprise.version = before.0.enterprise.version
      after.0.partnership.version = before.0.partnership.version
      #expect(after.0 == before.0)
      #expect(after.1 == before.1)
      try await #expect(schools.contacts(of: after.0).map(\.phone) == ["13800001111"])
      try await #expect(schools.contacts(of: after.1).isEmpty)
      try await #expect(schools.partners().count == 2)
      try await #expect(schools.partners(search: "王芳").isEmpty)
      try await #expect(schools.partners(search: "丙公司").isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatWasChangedSinceKeepsTheWholeBatch(engine: TestEngine) async throws {
    try await ImportTestSchools.open(engine) { schools in
      try await schools.written(Self.first)
      let batch = try await schools.written(Self.second)
      var partner = try await schools.partner("丙公司")
      partner.partnership.note = "已电话联系"
      try await ChangePartner(schools.services)(partner, by: schools.office)
      let blocked = try await schools.takenBack(batch)
      #expect(blocked.state == .committed)
      let rows = try await schools.rows(blocked, .blocked)
      #expect(rows.map(\.title) == ["丙公司"])
      #expect(rows.first?.obstacle == Message("partners.import.blocked.changed"))
      try await #expect(schools.partner("甲公司").enterprise.address == "三路")
    }
  }

  @Test(arguments: TestEngine.all)
  func eachThingBuiltOnARowIsNamed(engine: TestEngine) async throws {
    try await ImportTestSchools.open(engine) { schools in
      let rows: [[SheetFile.Cell]] = ["一", "二", "三", "四", "五", "六"].map { [.text("\($0)号企业"), "李明", "13800001111"] }
      let batch = try await schools.written(SheetFile([["企业名称", "联系人", "电话"]] + rows))
      func partner(_ name: String) async throws -> Partner { try await schools.partner("\(name)号企业") }

      let (reviewed, joined, gone) = try await (partner("一"), partner("二"), partner("五"))
      var enterprise = try await partner("三")
      enterprise.enterprise.address = "新地址"
      try await ChangePartner(schools.services)(enterprise, by: schools.office)
      var contact = try #require(try await schools.contacts(of: try await partner("四")).first)
      contact.phone = "13911112222"
      try await SaveContact(schools.services)(contact, of: try await partner("四"), isNew: false, by: schools.office)
      let second = PartnerContact(
        id: schools.services.ids.next(), schoolID: schools.school.id, partnershipID: gone.partnership.id, name: "王芳")
      try await SaveContact(schools.services)(second, of: gone, isNew: true, by: schools.office)
      let now = schools.services.now
      let attached = try await partner("六")
      let digest = try #require(FileDigest(String(repeating: "a", count: 64)))
      try await schools.services.database.write { connection in
        try ReviewStore.insert(
          QualificationReview(
            id: schools.services.ids.next(), schoolID: schools.school.id, partnershipID: reviewed.partnership.id,
            createdBy: nil, at: now), on: connection)
        try AttachmentStore.insert(
          IncomingAttachment(slot: "", digest: digest, name: "执照.pdf", type: .pdf, size: 1),
          id: schools.services.ids.next(), of: .partner(attached.partnership, attached.enterprise),
          school: schools.school.id, by: nil, at: now, on: connection)
        try MembershipStore.insert(
          Membership(
            id: schools.services.ids.next(), accountID: schools.office.accountID, role: .enterpriseAdministrator,
            schoolID: nil, departmentID: nil, enterpriseID: joined.enterprise.id, organisationName: ""),
          at: now, on: connection)
      }
      let blocked = try await schools.takenBack(batch)
      let obstacles = try await schools.rows(blocked, .blocked).map { "\($0.title) \($0.obstacle?.key ?? "")" }
      #expect(
        obstacles == [
          "一号企业 partners.import.blocked.review", "二号企业 partners.import.blocked.members",
          "三号企业 partners.import.blocked.enterpriseChanged", "四号企业 partners.import.blocked.contact",
          "五号企业 partners.import.blocked.contacts",
          "六号企业 partners.import.blocked.attachments",
        ])
      #expect(blocked.note == Message("kit.imports.note.blocked", ["count": "6"]))
      try await #expect(schools.partners().count == 6)
    }
  }

  @Test(arguments: TestEngine.all)
  func anEnterpriseThatAnotherSchoolJoinedStays(engine: TestEngine) async throws {
    try await ImportTestSchools.open(engine) { schools in
      let batch = try await schools.written(Self.first)
      try await schools.written(
        SheetFile([["企业名称", "信用代码"], ["甲公司", .text(ImportTestSchools.code(1))]]), by: schools.otherOwner)
      try await #expect(schools.takenBack(batch).state == .undone)
      try await #expect(schools.partners().isEmpty)
      try await #expect(schools.partners(of: schools.other).map(\.enterprise.name) == ["甲公司"])
      try await #expect(schools.count("enterprises") == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func aRecordThatChangedBetweenCheckAndConfirmationIsLookedAtAgain(engine: TestEngine) async throws {
    try await ImportTestSchools.open(engine) { schools in
      try await schools.written(Self.first)
      let batch = try await schools.handIn(Self.second)
      var partner = try await schools.partner("甲公司")
      partner.partnership.note = "别人写的"
      try await ChangePartner(schools.services)(partner, by: schools.office)
      try await schools.desk.confirm(batch, isOnlyNew: false)
      let stopped = try await schools.worked(batch)
      #expect(stopped.state == .checking)
      try await #expect(schools.partner("甲公司").enterprise.address == "一路")
      let checked = try await schools.worked(stopped)
      #expect(checked.state == .checked)
      #expect(checked.note?.key == "kit.imports.note.moved")
    }
  }
}
