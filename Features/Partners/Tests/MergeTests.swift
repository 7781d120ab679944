import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

extension RegistryTestPeople {
  func pair(_ kept: Partner, _ gone: Partner, by actor: Actor? = nil) async throws -> MergePair? {
    let actor = actor ?? schools.office
    return try await services.database.read { connection in
      try MergePair.load(kept: kept.enterprise.id, gone: gone.enterprise.id, by: actor, on: connection)
    }
  }

  @discardableResult
  func merge(
    _ kept: Partner, _ gone: Partner, by actor: Actor? = nil, choices: [String: PartnerMerge.Side] = [:]
  ) async throws -> MergePartners.Outcome {
    let version = try await pair(kept, gone, by: actor)?.version ?? ""
    return try await MergePartners(services)(
      .init(kept: kept.enterprise.id, gone: gone.enterprise.id, choices: choices, version: version),
      by: actor ?? schools.office)
  }

  /// A review of a partner, as it stands in the table.
  func review(_ partner: Partner, _ state: String, until: String? = nil) async throws {
    let (services, id) = (services, services.ids.next(Merge.self))
    try await services.database.write { connection in
      try connection.run(
        """
        INSERT INTO qualification_reviews (id, school_id, partnership_id, state, answers, valid_until, reason, mend,
          is_replaced, version, created_at, updated_at)
        VALUES (\(id), \(partner.partnership.schoolID), \(partner.partnership.id), \(state), '{}', \(until), '', '[]', 0,
          1, \(services.now), \(services.now))
        """)
      try ReviewStore.settle(partner.partnership, today: services.now.day, on: connection)
    }
  }

  func undo(_ outcome: MergePartners.Outcome, by actor: Actor? = nil) async throws {
    try await UndoMerge(services)(outcome.merge, by: actor ?? schools.office)
  }
}

@Suite struct MergeTests {
  @Test(arguments: TestEngine.all)
  func fieldsAreAsChosenAndListsAreUnited(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let majors = try await people.majors()
      let kept = try await people.partner("岭澜食品有限公司", contacts: ["张伟"]) { partner in
        partner.enterprise.tags = ["listed"]
        partner.enterprise.website = "https://a.example.com"
        partner.partnership.majorIDs = [majors[0].id.description]
        partner.partnership.level = "contacted"
        partner.partnership.note = "旧"
      }
      let gone = try await people.partner("广州岭澜食品有限公司", code: ImportTestSchools.code(1), contacts: ["李四"]) { partner in
        partner.enterprise.tags = ["listed", "global-500"]
        partner.enterprise.website = "https://b.example.com"
        partner.enterprise.address = "创新路1号"
        partner.partnership.majorIDs = [majors[1].id.description]
        partner.partnership.level = "signed"
        partner.partnership.note = "新"
      }
      let outcome = try await people.merge(
        kept, gone, choices: ["enterprise.name": .gone, "partnership.note": .gone])
      #expect(outcome.partnership == kept.partnership.id)
      let merged = try await people.partner(kept.partnership.id)
      #expect(merged.enterprise.name == "广州岭澜食品有限公司")
      #expect(merged.enterprise.creditCode == ImportTestSchools.code(1))
      #expect(merged.enterprise.website == "https://a.example.com")
      #expect(merged.enterprise.address == "创新路1号")
      #expect(merged.enterprise.tags == ["listed", "global-500"])
      #expect(merged.partnership.level == "signed")
      #expect(merged.partnership.note == "新")
      #expect(Set(merged.partnership.majorIDs) == Set(majors.prefix(2).map(\.id.description)))
      try await #expect(people.schools.contacts(of: merged).map(\.name).sorted() == ["张伟", "李四"])
      try await #expect(people.schools.partners().count == 1)
      try await #expect(people.schools.partners(search: "李四").count == 1)
      try await #expect(people.schools.count("duplicate_pairs") == 0)

      let actions = try await people.services.database.read { connection in
        try connection.values("SELECT action FROM audit_entries ORDER BY id", as: String.self).suffix(2)
      }
      #expect(Array(actions) == ["partners.partner.merged", "partners.partner.mergedAway"])
    }
  }

  @Test(arguments: TestEngine.all)
  func whatPointsAtTheOneThatGoesMovesAndItsAddressLeadsOn(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      let third = try await people.partner("丙食品有限公司")
      let services = people.services
      try await services.database.write { connection in
        try connection.run(
          """
          INSERT INTO memberships (id, account_id, role, school_id, department_id, enterprise_id, status, created_at)
          VALUES (\(services.ids.next(Merge.self)), \(people.schools.office.accountID), 'enterprise-mentor', NULL, NULL,
            \(gone.enterprise.id), 'active', \(services.now))
          """)
      }
      try await people.merge(kept, gone)
      let member = try await services.database.read { connection in
        try connection.value(
          "SELECT enterprise_id FROM memberships WHERE enterprise_id IS NOT NULL", as: ID<EnterpriseKey>.self)
      }
      #expect(member == kept.enterprise.id)
      // Merged on: the first address leads to the last one.
      try await people.merge(third, kept)
      let scope = people.schools.office.scope
      let (own, foreign) = try await services.database.read { connection in
        (
          try MergeStore.partnership(after: gone.partnership.id, in: scope, on: connection),
          try MergeStore.partnership(
            after: gone.partnership.id, in: people.schools.foreignOffice.scope, on: connection)
        )
      }
      #expect(own == third.partnership.id)
      #expect(foreign == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func aSchoolMergesItsPartnershipsWhereOthersUseTheEnterprises(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let kept = try await people.partner("岭澜食品有限公司", code: ImportTestSchools.code(1))
      let gone = try await people.partner("岭兰食品有限公司", code: ImportTestSchools.code(2))
      let theirs = try await people.partner("岭兰食品有限公司", code: ImportTestSchools.code(2), of: people.schools.other)
      try await #expect(people.pair(kept, gone)?.reach == .partnership)
      let outcome = try await people.merge(kept, gone, choices: ["enterprise.name": .gone])
      let merged = try await people.partner(kept.partnership.id)
      #expect(merged.enterprise == kept.enterprise)
      try await #expect(people.schools.partners().count == 1)
      try await #expect(people.partner(theirs.partnership.id) == theirs)
      try await people.undo(outcome)
      try await #expect(people.schools.partners().count == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func theInstallationMergesForAllSchools(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let kept = try await people.partner("岭澜食品有限公司", code: ImportTestSchools.code(1))
      let gone = try await people.partner("岭兰食品有限公司", code: ImportTestSchools.code(2), contacts: ["张伟"])
      let theirs = try await people.partner("岭兰食品有限公司", code: ImportTestSchools.code(2), of: people.schools.other)
      let before = try await RegistryDump.of(people)
      let outcome = try await people.merge(kept, gone, by: people.platform)
      let followed = try await people.partner(theirs.partnership.id)
      #expect(followed.enterprise.id == kept.enterprise.id)
      try await #expect(people.schools.partners(of: people.schools.other).map(\.enterprise.name) == ["岭澜食品有限公司"])
      try await #expect(people.schools.partners().count == 1)
      // A school does not take back what was done for all.
      await #expect(throws: PartnersError.notFound) { try await people.undo(outcome) }
      try await people.undo(outcome, by: people.platform)
      try await #expect(RegistryDump.of(people).differences(from: before) == [])
    }
  }

  @Test func onlyWhoSeesBothMerges() async throws {
    try await RegistryTestPeople.open { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      let theirs = try await people.partner("丙食品有限公司", of: people.schools.other)
      await #expect(throws: PartnersError.notFound) {
        try await people.merge(kept, gone, by: people.schools.foreignOffice)
      }
      await #expect(throws: PartnersError.notFound) { try await people.merge(kept, theirs) }
      await #expect(throws: PartnersError.notFound) { try await people.merge(kept, kept) }
      try await #expect(people.schools.count("enterprise_merges") == 0)
    }
  }

  @Test func whatChangedSinceItWasShownIsNotMerged() async throws {
    try await RegistryTestPeople.open { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      let shown = try #require(try await people.pair(kept, gone)).version
      // Another school begins to work with one of them: the reach is another one now.
      let services = people.services
      let partnership = Partnership(
        id: services.ids.next(), schoolID: people.schools.other.id, enterpriseID: gone.enterprise.id, level: "signed")
      try await services.database.write { connection in
        try PartnershipStore.insert(partnership, with: gone.enterprise, at: services.now, on: connection)
      }
      let before = try await RegistryDump.of(people)
      await #expect(throws: PartnersError.stale) {
        try await MergePartners(services)(
          .init(kept: kept.enterprise.id, gone: gone.enterprise.id, choices: [:], version: shown),
          by: people.schools.office)
      }
      try await #expect(RegistryDump.of(people) == before)
    }
  }

  @Test(arguments: TestEngine.all)
  func ofTwoDecisionsTheBetterOneCountsAndBothComeBack(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      try await people.review(kept, "refused")
      try await people.review(gone, "approved", until: "2199-12-31")
      try await people.review(gone, "draft")
      let before = try await RegistryDump.of(people)
      let outcome = try await people.merge(kept, gone)
      let merged = try await people.partner(kept.partnership.id)
      #expect(merged.partnership.reviewValidUntil == CivilDate("2199-12-31"))
      try await #expect(people.schools.count("qualification_reviews WHERE is_replaced = 0 AND state <> 'draft'") == 1)
      try await people.undo(outcome)
      try await #expect(RegistryDump.of(people).differences(from: before) == [])

      // One partner has one review under way.
      try await people.review(kept, "draft")
      await #expect(throws: PartnersError.mergeRefused(.twice)) { try await people.merge(kept, gone) }
    }
  }

  @Test func aRecordThatCannotBeMovedRefusesTheMergeAndNothingIsLost() async throws {
    try await RegistryTestPeople.open { people in
      let (kept, gone) = (try await people.partner("甲食品有限公司"), try await people.partner("乙食品有限公司"))
      let services = people.services
      // Two open tasks of one step: a partner can have one.
      for partner in [kept, gone] {
        let (id, school) = (services.ids.next(Merge.self), people.school.id)
        try await services.database.write { connection in
          try connection.run(
            """
            INSERT INTO inbox_entries (id, school_id, role, subject_kind, subject_id, subject_name, step, message, path,
              created_at)
            VALUES (\(id), \(school), 'cooperation-office', 'partnership', \(partner.partnership.id), 'x', 'step',
              '{}', '/', \(services.now))
            """)
        }
      }
      let before = try await RegistryDump.of(people)
      await #expect(throws: PartnersError.mergeRefused(.twice)) { try await people.merge(kept, gone) }
      try await #expect(RegistryDump.of(people) == before)
      try await #expect(people.schools.count("enterprise_merges") == 0)
    }
  }
}
