import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct DuplicateStoreTests {
  private static func pairs(
    _ people: RegistryTestPeople, of school: School?, limit: Int = 50, after mark: DuplicateStore.Mark? = nil
  ) async throws -> [DuplicatePair] {
    try await people.services.database.read { connection in
      try DuplicateStore.pairs(of: school?.id, after: mark, limit: limit, on: connection)
    }
  }

  @Test(arguments: TestEngine.all)
  func pairsFollowEveryWriteOfAnEnterprise(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      try await people.partner("广州岭澜食品有限公司")
      try await #expect(Self.pairs(people, of: people.school).isEmpty)
      var other = try await people.partner("岭澜食品（广州）有限责任公司")
      let found = try await Self.pairs(people, of: people.school)
      #expect(found.map(\.comparison.reasons) == [[.name]])

      other.enterprise.name = "东江物流有限公司"
      try await ChangePartner(people.services)(other, by: people.schools.office)
      try await #expect(Self.pairs(people, of: people.school).isEmpty)
      // A sheet may hold thousands: they are compared by a job of their own.
      try await people.schools.written(SheetFile([["企业名称"], ["岭澜食品有限公司"], ["珠江电子有限公司"]]))
      try await #expect(Self.pairs(people, of: people.school).isEmpty)
      try await CompareEnterprises(people.services)()
      try await #expect(Self.pairs(people, of: people.school).count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func aSchoolSeesPairsOfItsOwnPartnersAlone(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      try await people.partner("广州岭澜食品有限公司")
      try await people.partner("岭澜食品有限公司", of: people.schools.other)
      try await #expect(Self.pairs(people, of: people.school).isEmpty)
      try await #expect(Self.pairs(people, of: people.schools.other).isEmpty)
      try await #expect(Self.pairs(people, of: nil).count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func theListGoesByKeyAndTheLikeliestComeFirst(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      for number in 1...4 {
        try await people.partner("岭澜\(number)号食品加工有限公司") { $0.enterprise.website = "https://e\(number).example.com" }
        try await people.partner("广州岭澜\(number)号食品加工有限公司") { partner in
          if number > 2 { partner.enterprise.website = "https://e\(number).example.com" }
        }
      }
      let all = try await Self.pairs(people, of: people.school).filter { $0.weight >= 75 }
      #expect(all.count == 4)
      #expect(all.map(\.weight) == all.map(\.weight).sorted(by: >))
      var paged: [DuplicatePair] = []
      var mark: DuplicateStore.Mark?
      for _ in 0..<4 {
        let page = try await Self.pairs(people, of: people.school, limit: 1, after: mark)
        paged += page
        mark = page.last.map {
          DuplicateStore.Mark(weight: $0.weight, first: $0.first.id.rawValue, second: $0.second.id.rawValue)
        }
      }
      #expect(paged.map(\.first.id) == all.map(\.first.id))
    }
  }

  @Test func aBucketThatEverybodyStandsInSaysNothing() async throws {
    try await RegistryTestPeople.open { people in
      for number in 0...DuplicateStore.largestBucket {
        try await people.partner("\(ID<Partnership>(rawValue: Int64(number) << 40))") {
          $0.enterprise.website = "https://park.example.com"
        }
      }
      let last = Enterprise(id: people.services.ids.next(), name: "岭澜")
      let likely = try await people.services.database.read { connection in
        var asked = last
        asked.website = "https://park.example.com"
        return try DuplicateStore.likely(asked, on: connection).count
      }
      #expect(likely == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsSetAsideStaysAwayForThatSchoolUntilItIsBroughtBack(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let first = try await people.partner("广州岭澜食品有限公司", code: ImportTestSchools.code(1))
      let second = try await people.partner("岭澜食品有限公司", code: ImportTestSchools.code(2))
      for partner in [first, second] {
        try await people.partner(
          partner.enterprise.name, code: partner.enterprise.creditCode, of: people.schools.other)
      }
      let pair = DuplicateStore.Pair(first.enterprise.id.rawValue, second.enterprise.id.rawValue)
      let dismiss = DismissDuplicate(people.services)
      try await dismiss(pair, by: people.schools.office)
      try await dismiss(pair, by: people.schools.office)
      try await #expect(Self.pairs(people, of: people.school).isEmpty)
      try await #expect(Self.pairs(people, of: people.schools.other).count == 1)
      try await #expect(Self.pairs(people, of: nil).count == 1)
      let school = people.school.id
      let aside = try await people.services.database.read {
        try DuplicateStore.dismissed(of: school, limit: 10, on: $0)
      }
      #expect(aside.count == 1)
      try await dismiss(pair, isDismissed: false, by: people.schools.office)
      try await #expect(Self.pairs(people, of: people.school).count == 1)
    }
  }

  @Test func nobodySetsAsideWhatTheyDoNotSee() async throws {
    try await RegistryTestPeople.open { people in
      let first = try await people.partner("广州岭澜食品有限公司")
      let second = try await people.partner("岭澜食品有限公司")
      let pair = DuplicateStore.Pair(first.enterprise.id.rawValue, second.enterprise.id.rawValue)
      await #expect(throws: PartnersError.notFound) {
        try await DismissDuplicate(people.services)(pair, by: people.schools.foreignOffice)
      }
      try await #expect(people.schools.count("duplicate_dismissals") == 0)
    }
  }
}
