import Activity
import Composition
import Database
import Files
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Organizations
import Partners
import Platform
import Records
import Testing
import Values

/// The demo's reviews are what the rules would have made of them.
@Suite struct DemoReviewTests {
  @Test func `every partnership stands as its reviews say, and every state is there`() async throws {
    try await TestInstallation.with { installation in
      let today = installation.services.clock.today
      let (wrong, states) = try await installation.services.database.read { connection in
        var wrong: [String] = []
        var states: Set<Partnership.ReviewState> = []
        for id in try connection.values("SELECT id FROM partnerships ORDER BY id", as: ID<Partnership>.self) {
          guard let partner = try PartnershipStore.partner(id, in: .installation, on: connection) else { continue }
          let partnership = partner.partnership
          let decided = try ReviewStore.decided(of: partnership, on: connection)
          let expected = ReviewRules.partnershipState(
            open: try ReviewStore.open(of: partnership, on: connection)?.state,
            decided: decided.map { ($0.state, $0.validUntil) }, today: today)
          states.insert(partnership.reviewState)
          if expected.state != partnership.reviewState || expected.validUntil != partnership.reviewValidUntil {
            wrong.append("\(partner.enterprise.name): \(partnership.reviewState), not \(expected.state)")
          }
        }
        return (wrong, states)
      }
      #expect(wrong == [])
      #expect(states == Set(Partnership.ReviewState.allCases))
    }
  }

  @Test func `whatever was submitted is complete, and whatever is open waits for somebody`() async throws {
    try await TestInstallation.with { installation in
      let today = installation.services.clock.today
      let problems = try await installation.services.database.read { connection in
        var problems: [String] = []
        for row in try connection.rows("SELECT id, partnership_id, state FROM qualification_reviews ORDER BY id") {
          guard let partner = try PartnershipStore.partner(try row.get(1), in: .installation, on: connection),
            let review = try ReviewStore.review(try row.get(0), of: partner.partnership, on: connection)
          else { continue }
          let files = try AttachmentStore.attachments(
            of: .review(review, partner), school: review.schoolID, on: connection)
          let missing = ReviewRules.missing(review.answers, evidence: Set(files.map(\.slot)), today: today)
          if review.state != .draft, !missing.isEmpty {
            problems.append("\(review.state) lacks \(missing.map(\.field))")
          }
          let obstacles = ReviewRules.obstacles(review.answers, today: today)
          if review.state == .approved, !obstacles.isEmpty { problems.append("approved in spite of \(obstacles)") }
          for file in files where !installation.services.files.contains(file.digest) {
            problems.append("\(file.name) is not in the store")
          }
          let waiting = try InboxStore.open(.partner(partner.partnership, partner.enterprise), on: connection)
            .filter { $0.entry.path == "/partners/\(review.partnershipID)/reviews/\(review.id)" }
          let isAnybodys = review.state.isOpen && (review.createdBy != nil || review.state == .office)
          if waiting.count != (isAnybodys ? 1 : 0) { problems.append("\(review.state) waits for \(waiting.count)") }
        }
        return problems
      }
      #expect(Set(problems) == [])
    }
  }

  @Test(arguments: ["demo.office", "demo.department", "demo.teacher"])
  func `the demo's roles find reviews that wait for them`(account: String) async throws {
    try await TestInstallation.with { installation in
      let page = try await installation.request(.get, "/partners/reviews", as: account)
      #expect(page.status.code == 200)
      #expect(String(buffer: page.body).contains("data-row-link"))
      let inbox = try await installation.request(.get, "/inbox", as: account)
      #expect(String(buffer: inbox.body).contains("/reviews/"))
    }
  }
}
