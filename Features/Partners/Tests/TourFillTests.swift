import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

/// A tour's lines are filled from the log of visits by themselves.
@Suite struct TourFillTests {
  private static func seen(_ world: ReviewWorld, _ tour: Tour) async throws -> [String] {
    try await world.progress(of: tour.id).rows.filter(\.isSeen).map { "\($0.name) \($0.line == nil ? "+" : "")" }
  }

  @Test(arguments: TestEngine.all)
  func aVisitHeldWithinThePeriodFillsItsLineAndLeadsBack(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner, world.otherDepartmentPartner])])
      try await world.visit(on: world.today.adding(days: -2), content: "太早")
      try await world.visit(kind: .phone, content: "只是电话")
      try await #expect(Self.seen(world, tour).isEmpty)
      let visit = try await world.visit(kind: .seminar, by: world.teacher) { visit in
        (visit.isOutreach, visit.posts) = (true, 12)
      }
      try await #expect(Self.seen(world, tour) == ["甲精密机械有限公司 "])
      try await #expect(world.progress(of: tour.id).figures().posts == 12)
      func tours(_ actor: Actor) async throws -> [ID<Tour>] {
        try await world.database.read {
          try TourVisits.tours(with: visit, in: actor.scope, of: actor.accountID, on: $0).map(\.id)
        }
      }
      try await #expect(tours(world.office) == [tour.id])
      try await #expect(tours(world.teacher).isEmpty)
      let listed = try await world.visits { $0.tourID = tour.id }
      #expect(listed.map(\.visit.id) == [visit.id])
      let summary = try #require(
        try await world.database.read {
          try TourListStore.page(TourQuery(), in: world.office.scope, of: world.office.accountID, on: $0)
        }.first)
      #expect(summary.planned == 2 && summary.seen == 1 && summary.cities == ["4401"])
    }
  }

  @Test(arguments: TestEngine.all)
  func aVisitThatIsMovedRemovedOrPutBackAndATourThatIsPostponedAreRightByThemselves(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(stops: [world.stop(in: 2, partners: [world.partner])])
      let visit = try await world.visit()
      try await #expect(Self.seen(world, tour).count == 1)
      try await RemoveVisit(world.services)(visit.id, version: visit.version, by: world.office)
      try await #expect(Self.seen(world, tour).isEmpty)
      try await RemoveVisit(world.services).undo(visit.id, by: world.office)
      try await #expect(Self.seen(world, tour).count == 1)
      var moved = try await world.record(visit.id).visit
      moved.day = world.today.adding(days: -3)
      try await SaveVisit(world.services)(moved, guests: VisitGuests(moved), isNew: false, by: world.office)
      try await #expect(Self.seen(world, tour).isEmpty)
      var earlier = try await world.tour(tour.id)
      earlier.beginsOn = world.today.adding(days: -4)
      try await SaveTour(world.services)(earlier, people: [], isNew: false, by: world.office)
      try await #expect(Self.seen(world, tour).count == 1)
      let now = try await world.tour(tour.id)
      try await MoveTour(world.services)(.cancel, tour.id, version: now.version, reason: "台风", by: world.office)
      try await #expect(Self.seen(world, tour).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func whoComesAlongAddsPartnersOfTheCityOnTheWay(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.place(world.partner, in: "440112")
      try await world.place(world.otherDepartmentPartner, in: "440306")
      let teacher = try await world.teacher("马远", "T7")
      let tour = try await world.tour(
        people: [PersonLine(name: "马远")], by: world.colleague, stops: [world.stop("440103")])
      // In the city, but by somebody who stayed at home.
      try await world.visit(content: "别人的", by: world.departmentAdministrator)
      try await #expect(Self.seen(world, tour).isEmpty)
      // By somebody of the tour, but elsewhere.
      try await world.visit(
        world.otherDepartmentPartner, content: "深圳", guests: VisitGuests(school: [PersonLine(name: "马远")]))
      try await #expect(Self.seen(world, tour).isEmpty)
      let added = try await world.visit(content: "顺路", guests: VisitGuests(school: [PersonLine(name: "马远")]))
      #expect(added.people.first?.source == .teacher(teacher))
      try await #expect(Self.seen(world, tour) == ["甲精密机械有限公司 +"])
      try await world.visit(world.partner, content: "带队人记录", by: world.colleague)
      let progress = try await world.progress(of: tour.id)
      #expect(progress.rows(.added).first?.visits.count == 2 && progress.figures().added == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func aProspectThatBecameAPartnerFillsItsLine(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(stops: [world.stop(prospects: ["甲精密"])])
      let line = try await world.lines(of: tour)[0].line
      var visit = Visit(
        id: world.services.ids.next(), schoolID: world.school.id, partnershipID: world.partner.partnership.id,
        day: world.today)
      visit.content = "第一次见面"
      try await SaveVisit(world.services)(visit, guests: VisitGuests(), filling: line.id, isNew: true, by: world.office)
      let now = try await world.lines(of: tour)[0]
      #expect(now.line.partnershipID == world.partner.partnership.id && now.line.prospect == "甲精密")
      try await #expect(Self.seen(world, tour) == ["甲精密机械有限公司 "])
      // A line that has a partner is not turned over to another one.
      var other = visit
      (other.id, other.partnershipID) = (world.services.ids.next(), world.otherDepartmentPartner.partnership.id)
      try await SaveVisit(world.services)(other, guests: VisitGuests(), filling: line.id, isNew: true, by: world.office)
      try await #expect(world.lines(of: tour)[0].line.partnershipID == world.partner.partnership.id)
    }
  }

  @Test(arguments: TestEngine.all)
  func anotherSchoolsVisitsFillNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.place(world.foreignPartner, in: "440112")
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner])])
      try await world.visit(world.foreignPartner, by: world.foreignOffice)
      try await #expect(Self.seen(world, tour).isEmpty)
      try await #expect(world.visits(as: world.foreignOffice) { $0.tourID = tour.id }.isEmpty)
    }
  }
}
