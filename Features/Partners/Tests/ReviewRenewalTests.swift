import Activity
import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct ReviewRenewalTests {
  @Test(arguments: TestEngine.all)
  func theOwnerIsRemindedThreeTimesAndThenItHasExpired(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let id = try await world.approved(until: world.today.adding(days: 70))
      let remind = RemindOfReviews(world.services)
      #expect(try await remind() == 0)
      world.pass(days: 10)
      #expect(try await remind() == 1)
      #expect(try await remind() == 0)
      #expect(try await world.waiting(for: world.office) == ["partners.review.inbox.expiring"])
      world.pass(days: 30)
      #expect(try await remind() == 1)
      world.pass(days: 23)
      #expect(try await remind() == 1)
      #expect(try await world.partnership().reviewState == .valid)
      world.pass(days: 7)
      #expect(try await remind() == 0)
      #expect(try await world.partnership().reviewState == .valid)
      world.pass(days: 1)
      #expect(try await remind() == 1)
      #expect(try await remind() == 0)
      #expect(try await world.partnership().reviewState == .expired)
      #expect(try await world.waiting(for: world.office) == ["partners.review.inbox.expired"])
      let notices = try await world.notices(of: world.office)
      #expect(notices.filter { $0 == "partners.review.notice.expiring" }.count == 3)
      #expect(notices.first == "partners.review.notice.expired")
      #expect(try await world.log(of: world.partner).first?.action == "partners.review.expired")
      #expect(try await world.review(id).state == .approved)
    }
  }

  @Test(arguments: TestEngine.all)
  func aRenewalTakesOverTheLastAnswersAndKeepsThePartnerValid(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let old = try await world.approved(until: world.today.adding(days: 20))
      try await RemindOfReviews(world.services)()
      #expect(try await world.waiting(for: world.office) == ["partners.review.inbox.expiring"])
      let id = try await world.begin(by: world.teacher)
      // Who renews has it in hand: nobody is asked to begin.
      #expect(try await world.waiting(for: world.office) == [])
      let renewal = try await world.review(id)
      #expect(renewal.renews == old && renewal.answers == world.complete.forRenewal)
      let files = try await world.database.read { connection in
        try AttachmentStore.attachments(of: .review(renewal, world.partner), school: world.school.id, on: connection)
      }
      #expect(Set(files.map(\.slot)) == ["item.licence", "item.fees", "inspection"])
      #expect(try await world.partnership().reviewState == .valid)

      _ = try await world.filled(by: world.teacher)
      try await world.move(.submitted, id, by: world.teacher)
      try await world.move(.endorsed, id, by: world.departmentAdministrator)
      let until = world.today.adding(years: 1)
      try await world.move(.approved, id, saying: .init(validUntil: until.description), by: world.office)
      #expect(try await world.partnership().reviewValidUntil == until)
      #expect(try await world.review(old).isReplaced)
      world.pass(days: 30)
      #expect(try await RemindOfReviews(world.services)() == 0)
      #expect(try await world.partnership().reviewState == .valid)
    }
  }

  @Test func editingThePartnerDoesNotTouchItsReview() async throws {
    try await ReviewWorld.open { world in
      let opened = try await world.partnership()
      _ = try await world.approved()
      var changed = Partner(partnership: opened, enterprise: world.partner.enterprise)
      changed.partnership.note = "改了备注"
      try await ChangePartner(world.services)(changed, by: world.office)
      let partnership = try await world.partnership()
      #expect(partnership.note == "改了备注" && partnership.reviewState == .valid)
    }
  }

  @Test func anOwnerWhoHasLeftIsNotAsked() async throws {
    try await ReviewWorld.open { world in
      _ = try await world.approved(until: world.today.adding(days: 5))
      try await world.database.write { connection in
        try connection.run(
          "UPDATE memberships SET status = 'ended', ended_at = 1 WHERE account_id = \(world.office.accountID)")
      }
      #expect(try await RemindOfReviews(world.services)() == 1)
      #expect(try await world.waiting(for: world.colleague) == ["partners.review.inbox.expiring"])
    }
  }
}
