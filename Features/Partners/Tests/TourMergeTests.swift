import Database
import DatabaseTesting
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Partners

/// What merging two partners means for the tours that they stand in.
@Suite struct TourMergeTests {
  @Test(arguments: TestEngine.all)
  func linesComeAlongWithAMergeAreSeenOnceAndGoBack(engine: TestEngine) async throws {
    try await RegistryTestPeople.open(engine) { people in
      let kept = try await people.partner("甲食品有限公司")
      let gone = try await people.partner("乙食品有限公司")
      let (services, office) = (people.services, people.schools.office)
      let today = services.now.day
      var planned = Tour(
        id: services.ids.next(), schoolID: people.school.id, title: "走访", beginsOn: today.adding(days: -40),
        endsOn: today)
      planned.leadID = office.accountID
      let tour = planned
      let stop = TourStop(
        id: services.ids.next(), schoolID: people.school.id, tourID: tour.id, region: "440100", day: today)
      try await SaveTour(services)(
        tour, people: [], stops: [PlannedStop(stop, partners: [kept.partnership.id, gone.partnership.id])], isNew: true,
        by: office)
      try await people.visit(gone, 1)
      func progress() async throws -> TourProgress {
        try await services.database.read { connection in
          TourProgress(
            stops: try TourStopStore(services.sealer).stops(of: tour, on: connection),
            lines: try TourLineStore.lines(of: tour, on: connection),
            visits: try TourVisits.visits(of: tour, on: connection))
        }
      }
      try await #expect(progress().rows.filter(\.isSeen).map(\.name) == ["乙食品有限公司"])
      let outcome = try await people.merge(kept, gone)
      var rows = try await progress().rows
      #expect(rows.map(\.partnershipID) == [kept.partnership.id, kept.partnership.id])
      #expect(rows.filter(\.isSeen).count == 1)
      try await people.undo(outcome)
      rows = try await progress().rows
      #expect(Set(rows.compactMap(\.partnershipID)) == [kept.partnership.id, gone.partnership.id])
      #expect(rows.filter(\.isSeen).map(\.name) == ["乙食品有限公司"])
    }
  }
}
