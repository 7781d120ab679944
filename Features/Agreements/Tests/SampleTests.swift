import Activity
import Database
import DatabaseTesting
import Jobs
import Localization
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

/// The rows of the demo.
@Suite struct SampleTests {
  @Test(arguments: TestEngine.all)
  func theDemoShowsEveryStateRoundsChecksAndReviews(engine: TestEngine) async throws {
    try await AgreementWorld.open(engine) { world in
      try await AgreementSamples(world.services).fill(world.school.id)
      try await #expect(world.count("agreements") == AgreementSamples.count)
      func counts(_ table: StaticString) async throws -> [String: Int] {
        try await world.database.read { connection in
          let rows = try connection.rows("SELECT state, count(*) FROM \(name: table) GROUP BY state")
          return Dictionary(try rows.map { (try $0.get(0), try $0.get(1)) }, uniquingKeysWith: { first, _ in first })
        }
      }
      let states = try await counts("agreements")
      #expect(AgreementState.allCases.allSatisfy { states[$0.rawValue] ?? 0 > 0 }, "\(states)")
      try await #expect(counts("agreement_signings") == ["open": 4, "declined": 1, "complete": 4])
      let signers = try await counts("agreement_signers")
      #expect(signers["forwarded"] == 1 && signers["refused"] == 1 && signers["waiting"] == 1)
      // The jobs that freeze wait for the program to run; nothing is made by hand.
      try await #expect(world.services.jobs.list(kind: FreezeSigned.name).count == 4)
      let checks = try await world.database.read { try CheckStore.checks(in: .school(world.school.id), on: $0) }
      #expect(checks.map(\.isOpen) == [true, false])
      #expect(checks[1].answered == checks[1].count && checks[0].answered > 0 && checks[0].answered < checks[0].count)
      let (held, planned) = try await world.database.read { connection in
        (
          try connection.value("SELECT count(*) FROM joint_reviews WHERE held_on IS NOT NULL", as: Int.self) ?? 0,
          try connection.value("SELECT count(*) FROM joint_reviews WHERE held_on IS NULL", as: Int.self) ?? 0
        )
      }
      #expect(held > 20 && (1...12).contains(planned), "\(held) \(planned)")
      try await #expect(world.count("agreement_comments") > 5)
      // What waits for people of the demo can be opened by them.
      for person in [world.office, world.leader, world.departmentAdministrator, world.counsel] {
        let paths = try await world.database.read { connection in
          try InboxStore.waiting(for: person, limit: 200, on: connection).map(\.entry.path)
        }
        try await world.browse(as: person) { browser in
          for path in Set(paths) where path.hasPrefix("/agreements") || path.hasPrefix("/sign") {
            try await #expect(browser.get(path).status == 200, "\(person.name) \(path)")
          }
        }
      }
      for id in try await world.database.read({ connection in
        try connection.rows("SELECT id FROM agreement_signings WHERE state = 'complete'").map {
          try $0.get(0, as: ID<SigningRound>.self)
        }
      }) {
        try await FreezeSigned(world.services)(id)
      }
      try await #expect(world.count("agreement_documents") == 4)
    }
  }
}
