import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import TestKit
import Testing
import Values
import Views

@testable import Partners

@Suite struct RemindOfToursTests {
  @Test(arguments: TestEngine.all)
  func whoComesAlongSeesTheTourBeforeAndTheLeadIsAskedForTheSummaryAfter(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let remind = RemindOfTours(world.services)
      func entries(_ actor: Actor) async throws -> [String] {
        try await world.inbox(of: actor).filter { $0.entry.subject.kind == "tour" }.map(\.entry.message.key)
      }
      let tour = try await world.tour(people: [PersonLine(name: "何秋月")], stops: [world.stop(in: 20)]) { tour in
        (tour.beginsOn, tour.endsOn) = (world.today.adding(days: 20), world.today.adding(days: 22))
      }
      try await #expect(remind() == 0)
      try await #expect(entries(world.teacher).isEmpty)
      world.pass(days: 14)
      try await #expect(remind() == 1)
      for _ in 0..<2 { try await #expect(remind() == 0) }
      try await #expect(entries(world.teacher) == ["partners.tour.inbox.soon"])
      try await #expect(entries(world.office) == ["partners.tour.inbox.soon"])
      try await #expect(world.inbox(of: world.teacher).first?.entry.path == "/visits/tours/\(tour.id)")
      try await #expect(entries(world.colleague).isEmpty)
      // Whoever is added meanwhile sees it at once, whoever is left out no more.
      var changed = try await world.tour(tour.id)
      changed.purpose = "换人"
      try await SaveTour(world.services)(changed, people: [PersonLine(name: "陈同")], isNew: false, by: world.office)
      try await #expect(entries(world.teacher).isEmpty)
      try await #expect(entries(world.colleague) == ["partners.tour.inbox.soon"])
      world.pass(days: 6)
      try await #expect(remind() == 1)
      try await #expect(world.tour(tour.id).state == .underway)
      try await #expect(remind() == 0)
      // On the way nothing waits for anybody.
      world.pass(days: 1)
      try await #expect(remind() == 0)
      try await #expect(entries(world.colleague).isEmpty)
      world.pass(days: 2)
      try await #expect(remind() == 1)
      try await #expect(remind() == 0)
      try await #expect(entries(world.office) == ["partners.tour.inbox.summary"])
      let version = try await world.tour(tour.id).version
      try await MoveTour(world.services).write("走访 3 家", about: tour.id, version: version, by: world.office)
      try await #expect(entries(world.office).isEmpty)
      try await #expect(remind() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func aCancelledTourWaitsForNobodyUntilItIsPutBack(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(people: [PersonLine(name: "何秋月")]) { tour in
        (tour.beginsOn, tour.endsOn) = (world.today.adding(days: 3), world.today.adding(days: 4))
      }
      try await #expect(world.inbox(of: world.teacher).count == 1)
      try await MoveTour(world.services)(.cancel, tour.id, version: 1, reason: "台风", by: world.office)
      try await #expect(world.inbox(of: world.teacher).isEmpty)
      try await MoveTour(world.services)(.undo, tour.id, version: 2, by: world.office)
      try await #expect(world.inbox(of: world.teacher).count == 1)
      try await #expect(world.log(of: tour).map(\.action).prefix(2) == ["partners.tour.undo", "partners.tour.cancel"])
    }
  }
}
