import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct UndoMergeTests {
  /// A registry by chance: the same for the same seed.
  private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  private static func fill(
    _ people: RegistryTestPeople, _ chance: inout Chance
  ) async throws -> [Partner] {
    let majors = try await people.majors().map(\.id.description)
    let levels = PartnerLevel.usual.map(\.code)
    let names = ["岭澜食品有限公司", "广州岭澜食品有限公司", "岭澜食品（广州）有限责任公司", "东江物流有限公司", "珠江电子有限公司"]
    var partners: [Partner] = []
    for (number, name) in names.enumerated() {
      let code = Bool.random(using: &chance) ? ImportTestSchools.code(number) : ""
      let contacts = (0..<Int.random(in: 0...3, using: &chance)).map { "人\(number)\($0)" }
      var made = Partner(
        partnership: Partnership(
          id: ID(rawValue: 1), schoolID: people.school.id, enterpriseID: ID(rawValue: 1),
          level: levels.randomElement(using: &chance) ?? "signed"), enterprise: Enterprise(id: ID(rawValue: 1)))
      made.partnership.majorIDs = majors.filter { _ in Bool.random(using: &chance) }
      made.partnership.motives = ["talent", "research"].filter { _ in Bool.random(using: &chance) }
      made.partnership.note = Bool.random(using: &chance) ? "备注\(number)" : ""
      made.partnership.since = Bool.random(using: &chance) ? CivilDate(year: 2020 + number, month: 1, day: 1) : nil
      made.partnership.reviewState = Partnership.ReviewState.allCases.randomElement(using: &chance) ?? .none
      made.enterprise.tags = ["listed", "global-500"].filter { _ in Bool.random(using: &chance) }
      made.enterprise.staffCount = Bool.random(using: &chance) ? Int.random(in: 1...900, using: &chance) : nil
      made.enterprise.website = Bool.random(using: &chance) ? "https://e.example.com" : ""
      made.enterprise.status = Bool.random(using: &chance) ? .operating : .closed
      let model = made
      let partner = try await people.partner(name, code: code, contacts: contacts) { partner in
        let ids = (partner.enterprise.id, partner.partnership.id)
        partner.partnership = model.partnership
        partner.enterprise.tags = model.enterprise.tags
        partner.enterprise.staffCount = model.enterprise.staffCount
        partner.enterprise.website = model.enterprise.website
        partner.enterprise.status = model.enterprise.status
        partner.partnership = Self.with(ids.1, ids.0, model.partnership)
      }
      if let main = try await people.schools.contacts(of: partner).first, Bool.random(using: &chance) {
        var main = main
        main.isMain = true
        try await SaveContact(people.services)(main, of: partner, isNew: false, by: people.schools.office)
      }
      if Bool.random(using: &chance) { try await people.review(partner, "approved", until: "210\(number)-01-01") }
      if Bool.random(using: &chance) { try await people.review(partner, "refused") }
      for number in 0..<Int.random(in: 0...2, using: &chance) { try await people.visit(partner, number) }
      partners.append(partner)
    }
    for partner in partners where Bool.random(using: &chance) && !partner.enterprise.creditCode.isEmpty {
      try await people.partner(
        partner.enterprise.name, code: partner.enterprise.creditCode, of: people.schools.other, contacts: ["别校的人"])
    }
    return partners
  }

  private static func with(
    _ id: ID<Partnership>, _ enterprise: ID<EnterpriseKey>, _ model: Partnership
  ) -> Partnership {
    var partnership = model
    partnership.id = id
    partnership.enterpriseID = enterprise
    return partnership
  }

  @Test(arguments: TestEngine.all, [1, 2, 3, 4, 5, 6, 7, 8])
  func mergingAndUndoingLeavesEveryRowAsItWas(engine: TestEngine, seed: UInt64) async throws {
    try await RegistryTestPeople.open(engine) { people in
      var chance = Chance(state: seed)
      var partners = try await Self.fill(people, &chance)
      partners.shuffle(using: &chance)
      let fields =
        PartnerMerge.enterpriseFields.map { "enterprise.\($0.name)" }
        + PartnerMerge.partnershipFields(levels: []).map { "partnership.\($0.name)" }
      var choices: [String: PartnerMerge.Side] = [:]
      for field in fields where Bool.random(using: &chance) {
        choices[field] = Bool.random(using: &chance) ? .kept : .gone
      }
      let actor = seed.isMultiple(of: 2) ? people.platform : people.schools.office
      let before = try await RegistryDump.of(people)
      let first = try await people.merge(partners[0], partners[1], by: actor, choices: choices)
      let between = try await RegistryDump.of(people)
      #expect(between != before)
      // A chain: what was kept becomes part of a third one, and both are taken back in turn.
      let second = try await people.merge(partners[2], partners[0], by: actor)
      await #expect(throws: PartnersError.undoRefused(.mergedAgain)) { try await people.undo(first, by: actor) }
      try await people.undo(second, by: actor)
      try await #expect(RegistryDump.of(people).differences(from: between) == [])
      try await people.undo(first, by: actor)
      try await #expect(RegistryDump.of(people).differences(from: before) == [])
      await #expect(throws: PartnersError.undoRefused(.undone)) { try await people.undo(first, by: actor) }
    }
  }

  @Test(arguments: TestEngine.all)
  func whatWasAddedSinceStaysWithTheOneThatWasKept(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let kept = try await people.partner("甲食品有限公司", contacts: ["张伟"])
      let gone = try await people.partner("乙食品有限公司", contacts: ["李四"])
      let outcome = try await people.merge(kept, gone)
      let merged = try await people.partner(kept.partnership.id)
      let added = PartnerContact(
        id: people.services.ids.next(), schoolID: people.school.id, partnershipID: kept.partnership.id, name: "王五")
      try await SaveContact(people.services)(added, of: merged, isNew: true, by: people.schools.office)
      try await people.undo(outcome)
      try await #expect(people.schools.contacts(of: kept).map(\.name).sorted() == ["张伟", "王五"].sorted())
      try await #expect(people.schools.contacts(of: gone).map(\.name) == ["李四"])
      try await #expect(people.schools.partners(search: "李四").map(\.enterprise.name) == ["乙食品有限公司"])
      try await #expect(people.schools.count("partnership_redirects") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func visitsAndTheirTasksComeAlongAndGoBack(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let kept = try await people.partner("甲食品有限公司", contacts: ["张伟"])
      let gone = try await people.partner("乙食品有限公司", contacts: ["李四"])
      for partner in [kept, gone] { try await people.visit(partner, 1) }
      func seen(_ partner: Partner) async throws -> Int {
        try await people.services.database.read { try VisitStore.count(of: partner.partnership.id, on: $0) }
      }
      let outcome = try await people.merge(kept, gone)
      try await #expect(seen(kept) == 2)
      let waiting = try await people.services.database.read {
        try InboxStore.open(.partner(kept.partnership, kept.enterprise), on: $0)
      }
      #expect(waiting.count == 2)
      // What was done with a task since is no obstacle, and its entry is found where it is now.
      let visits = try await people.services.database.read { connection in
        try connection.values("SELECT id FROM visits ORDER BY id", as: ID<Visit>.self)
      }
      for id in visits {
        let task = try #require(
          try await people.services.database.read {
            try VisitTaskStore.tasks(of: [id], school: people.school.id, on: $0).first
          })
        try await VisitTasks(people.services)(
          .finish, task.id, of: id, version: task.version, by: people.schools.office)
      }
      let after = try await people.services.database.read {
        try InboxStore.open(.partner(kept.partnership, kept.enterprise), on: $0)
      }
      #expect(after.isEmpty)
      try await people.undo(outcome)
      try await #expect(seen(kept) == 1)
      try await #expect(seen(gone) == 1)
    }
  }

  @Test func whatWouldBeLostRefusesTheUndoWithItsReason() async throws {
    try await RegistryTestPeople.open { people in
      let kept = try await people.partner("甲食品有限公司")
      let gone = try await people.partner("乙食品有限公司", contacts: ["李四"])
      let changed = try await people.merge(kept, gone)
      var merged = try await people.partner(kept.partnership.id)
      merged.partnership.note = "后来"
      try await ChangePartner(people.services)(merged, by: people.schools.office)
      await #expect(throws: PartnersError.undoRefused(.changed)) { try await people.undo(changed) }

      let (third, fourth) = (
        try await people.partner("丙食品有限公司"), try await people.partner("丁食品有限公司", contacts: ["赵六"])
      )
      let moved = try await people.merge(third, fourth)
      let contact = try #require(try await people.schools.contacts(of: third).first)
      try await RemoveContact(people.services)(contact, of: third, by: people.schools.office)
      await #expect(throws: PartnersError.undoRefused(.movedOn)) { try await people.undo(moved) }
    }
  }

  @Test func aCodeThatIsTakenMeanwhileRefusesTheUndo() async throws {
    try await RegistryTestPeople.open { people in
      let kept = try await people.partner("甲食品有限公司", code: ImportTestSchools.code(1))
      let gone = try await people.partner("乙食品有限公司", code: ImportTestSchools.code(2))
      let outcome = try await people.merge(kept, gone)
      try await people.partner("丙食品有限公司", code: ImportTestSchools.code(2), of: people.schools.other)
      let before = try await RegistryDump.of(people)
      await #expect(throws: PartnersError.undoRefused(.taken)) { try await people.undo(outcome) }
      try await #expect(RegistryDump.of(people) == before)
    }
  }

  @Test func afterThirtyDaysAMergeIsFinal() async throws {
    try await RegistryTestPeople.open { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      let outcome = try await people.merge(kept, gone)
      try await people.services.database.write { connection in
        try connection.run("UPDATE enterprise_merges SET merged_at = merged_at - \(Int64(30) * 86_400_000 + 1000)")
      }
      await #expect(throws: PartnersError.undoRefused(.late)) { try await people.undo(outcome) }
    }
  }

  @Test func anotherSchoolDoesNotUndo() async throws {
    try await RegistryTestPeople.open { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      let outcome = try await people.merge(kept, gone)
      for actor in [people.schools.foreignOffice, people.platform] {
        await #expect(throws: PartnersError.notFound) { try await people.undo(outcome, by: actor) }
      }
    }
  }
}
