import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct TourActionTests {
  @Test(arguments: TestEngine.all)
  func aTourIsReadBackAsItWasPlanned(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let teacher = try await world.teacher("马远", "T7")
      try await world.link(teacher, to: world.teacher)
      let tour = try await world.tour(
        people: [
          PersonLine(name: "马远"), PersonLine(name: "陈同", position: "副主任"), PersonLine(name: "司机老周"),
          PersonLine(name: "马远", number: "T7"),
        ],
        stops: [
          world.stop(partners: [world.partner], prospects: ["新锐科技有限公司"]) { stop in
            (stop.authority, stop.authorityPerson, stop.authorityPhone) = ("广州市黄埔区人社局", "王建国", "13812345678")
            stop.meetsAt = "09:30"
          }, world.stop("440605", in: 2),
        ])
      #expect(tour.state == .planned && tour.version == 1 && tour.ownerID == world.office.accountID)
      #expect(tour.people.map(\.name) == ["马远", "陈同", "司机老周"])
      #expect(tour.people.map(\.accountID) == [world.teacher.accountID, world.colleague.accountID, nil])
      #expect(tour.people[0].teacherID == teacher && tour.people[0].position == "讲师")
      let stops = try await world.stops(of: tour)
      #expect(stops.map(\.region) == ["440100", "440605"])
      #expect(stops[0].authorityPhone == "13812345678" && stops[0].meetsAt == "09:30")
      let sealed = try await world.database.read {
        try $0.values("SELECT coalesce(authority_phone_sealed, '') FROM tour_stops ORDER BY id", as: String.self)
      }
      #expect(!sealed.joined().contains("138"))
      try await #expect(world.lines(of: tour).map(\.name) == ["甲精密机械有限公司", "新锐科技有限公司"])
      let log = try await world.log(of: tour).map(\.action)
      #expect(
        log == [
          "partners.tour.stop.added", "partners.tour.line.added", "partners.tour.stop.added", "partners.tour.created",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func whatMakesNoSenseIsRefusedAndLeavesNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.teacher("张伟", "T1")
      try await world.teacher("张伟", "T2")
      let before = try await world.rows()
      func save(_ people: [PersonLine] = [], _ stops: [PlannedStop] = [], _ change: (inout Tour) -> Void = { _ in })
        async -> [String]
      {
        await ReviewWorld.problems { try await world.tour(people: people, stops: stops, change) }
      }
      await #expect(save([PersonLine(name: "张伟")]) == ["people: partners.visit.problem.severalTeachers"])
      await #expect(save([PersonLine(name: "", number: "T9")]) == ["people: partners.tour.problem.number"])
      await #expect(save { $0.leadID = nil } == ["lead: partners.tour.problem.lead"])
      await #expect(save { $0.leadID = world.foreignOffice.accountID } == ["lead: partners.tour.problem.lead"])
      await #expect(save { $0.departmentID = ID(rawValue: 7) } == ["department: partners.tour.problem.department"])
      for (stop, problem) in [
        (world.stop(in: 9), "day: partners.tour.problem.outside"),
        (world.stop { $0.lastDay = $0.day.adding(days: 9) }, "lastDay: partners.tour.problem.outside"),
        (world.stop { $0.lastDay = $0.day.adding(days: -1) }, "lastDay: partners.tour.problem.lastDay"),
        (world.stop("440000"), "region: partners.tour.problem.region"),
        (world.stop("999999"), "region: partners.tour.problem.region"),
        (world.stop(partners: [world.foreignPartner]), "partners: partners.tour.problem.partner"),
        (world.stop(partners: [world.partner, world.partner]), "partners: partners.tour.problem.twice"),
        (world.stop(prospects: ["某公司", "某公司"]), "prospects: partners.tour.problem.twice"),
      ] {
        await #expect(save([], [stop]).first == "stops.0.\(problem)")
      }
      // The second stop is wrong: the first one is not there either.
      await #expect(save([], [world.stop(), world.stop(in: 50)]) == ["stops.1.day: partners.tour.problem.outside"])
      try await #expect(world.rows() == before)
    }
  }

  @Test(arguments: TestEngine.all)
  func nobodyStandsTwiceInATourAndItsLengthIsLimited(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner])])
      let again = world.stop("440605", in: 1, partners: [world.partner], of: tour)
      await #expect(
        ReviewWorld.problems { try await TourStops(world.services).add(again, to: tour.id, by: world.office) }
          == ["partners: partners.tour.problem.twice"])
      try await #expect(world.stops(of: tour).count == 1)
      let stops = (1..<TourStop.most).map { _ in world.stop(of: tour).stop }
      try await world.database.write { [sealer = world.services.sealer] connection in
        for stop in stops { try TourStopStore(sealer).insert(stop, on: connection) }
      }
      let oneMore = world.stop(of: tour)
      await #expect(
        ReviewWorld.problems { try await TourStops(world.services).add(oneMore, to: tour.id, by: world.office) }
          == ["region: partners.tour.problem.manyStops"])
      try await #expect(world.stops(of: tour).count == TourStop.most)
    }
  }

  @Test(arguments: TestEngine.all)
  func aPeriodThatLeavesStopsOutsideIsRefused(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      var tour = try await world.tour(stops: [world.stop(), world.stop("440605", in: 4)])
      tour.endsOn = world.today.adding(days: 2)
      let changed = tour
      await #expect(
        ReviewWorld.problems {
          try await SaveTour(world.services)(changed, people: [], isNew: false, by: world.office)
        } == ["endsOn: partners.tour.problem.stopsOutside"])
      try await #expect(world.tour(tour.id).endsOn == world.today.adding(days: 5))
    }
  }

  @Test(arguments: TestEngine.all)
  func whoActsSecondIsToldAndOverwritesNothing(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let services = world.services
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner]), world.stop("440605", in: 1)])
      let (stop, line) = (try await world.stops(of: tour)[0], try await world.lines(of: tour)[0].line)
      try await TourStops(services)(
        .postpone, stop.id, of: tour.id, version: 1, until: world.today.adding(days: 2), reason: "", by: world.office)
      for act in TourStop.Act.allCases {
        await #expect(throws: TourError.stale) {
          try await TourStops(services)(
            act, stop.id, of: tour.id, version: 1, until: world.today.adding(days: 3), reason: "x", by: world.colleague)
        }
      }
      await #expect(throws: TourError.stale) {
        try await TourStops(services).move(stop.id, of: tour.id, up: true, version: 1, by: world.colleague)
      }
      await #expect(throws: TourError.stale) {
        try await TourStops(services).change(stop, of: tour.id, by: world.office)
      }
      await #expect(throws: TourError.stale) {
        try await MoveTour(services)(.cancel, tour.id, version: tour.version, reason: "x", by: world.colleague)
      }
      try await TourLines(services)(.cancel, line.id, of: tour.id, version: 1, reason: "停产", by: world.office)
      await #expect(throws: TourError.stale) {
        try await TourLines(services).change(line, of: tour.id, by: world.office)
      }
      try await #expect(world.tour(tour.id).state == .planned)
      try await #expect(world.lines(of: tour)[0].line.reason == "停产")
    }
  }

  @Test(arguments: TestEngine.all)
  func stopsAreMovedPostponedCancelledAndEachIsTakenBack(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let stops = TourStops(world.services)
      let tour = try await world.tour(
        stops: [
          world.stop(partners: [world.partner]) { $0.lastDay = $0.day.adding(days: 1) }, world.stop("440605", in: 2),
        ])
      var line = try await world.lines(of: tour)[0].line
      line.day = world.today.adding(days: 1)
      try await TourLines(world.services).change(line, of: tour.id, by: world.office)
      func state() async throws -> [String] {
        try await world.stops(of: tour).map { "\($0.region) \($0.day.days(since: world.today))+\($0.length)" }
      }
      func versions() async throws -> [ID<TourStop>: Int] {
        Dictionary(uniqueKeysWithValues: try await world.stops(of: tour).map { ($0.id, $0.version) })
      }
      let first = try await world.stops(of: tour)[0]
      try await stops.move(first.id, of: tour.id, up: false, version: 1, by: world.office)
      try await #expect(state() == ["440605 0+0", "440100 1+1"])
      // The partner's own day moves with its stop.
      try await #expect(world.lines(of: tour)[0].line.day == world.today.adding(days: 2))
      var version = try #require(try await versions()[first.id])
      try await stops.move(first.id, of: tour.id, up: true, version: version, by: world.office)
      try await #expect(state() == ["440100 0+1", "440605 2+0"])
      version = try #require(try await versions()[first.id])
      let isMoved = try await stops.move(first.id, of: tour.id, up: true, version: version, by: world.office)
      #expect(!isMoved)
      try await stops(
        .postpone, first.id, of: tour.id, version: version, until: world.today.adding(days: 3), reason: "局长出差",
        by: world.office)
      try await #expect(state() == ["440605 2+0", "440100 3+1"])
      try await stops(.undo, first.id, of: tour.id, version: version + 1, by: world.office)
      try await #expect(state() == ["440100 0+1", "440605 2+0"])
      try await #expect(world.lines(of: tour)[0].line.day == world.today.adding(days: 1))
      await #expect(throws: TourError.stop(.reason)) {
        try await stops(.cancel, first.id, of: tour.id, version: version + 2, by: world.office)
      }
      try await stops(.cancel, first.id, of: tour.id, version: version + 2, reason: "道路封闭", by: world.office)
      try await #expect(world.progress(of: tour.id).figures().planned == 0)
      try await stops(.undo, first.id, of: tour.id, version: version + 3, by: world.office)
      try await #expect(world.progress(of: tour.id).figures().planned == 1)
      let log = try await world.log(of: tour).map(\.action).prefix(4)
      #expect(
        log == [
          "partners.tour.stop.undo", "partners.tour.stop.cancel", "partners.tour.stop.undo",
          "partners.tour.stop.postpone",
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func onlyThoseWhoMayChangeATourDo(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let services = world.services
      let tour = try await world.tour(people: [PersonLine(name: "何秋月")], stops: [world.stop()])
      let stop = try await world.stops(of: tour)[0]
      func sees(_ actor: Actor) async throws -> Bool {
        try await world.database.read {
          try TourStore.record(tour.id, in: actor.scope, of: actor.accountID, on: $0) != nil
        }
      }
      // The teacher comes along and sees it; another department and another school do not.
      try await #expect(sees(world.teacher))
      try await #expect(sees(world.colleague))
      try await #expect(!sees(world.otherDepartmentAdministrator))
      try await #expect(!sees(world.foreignOffice))
      for actor in [world.teacher, world.otherDepartmentAdministrator, world.foreignOffice, world.expert] {
        await #expect(throws: TourError.notFound) {
          try await MoveTour(services)(.cancel, tour.id, version: 1, reason: "x", by: actor)
        }
        await #expect(throws: TourError.notFound) {
          try await TourStops(services)(.cancel, stop.id, of: tour.id, version: 1, reason: "x", by: actor)
        }
        let add = world.stop(of: tour)
        await #expect(throws: TourError.notFound) { try await TourStops(services).add(add, to: tour.id, by: actor) }
      }
      let own = try await world.tour("院系走访", by: world.teacher)
      #expect(own.departmentID == world.department.id)
      #expect(own.mayBeChanged(by: world.departmentAdministrator) && own.mayBeChanged(by: world.office))
      #expect(!own.mayBeChanged(by: world.otherDepartmentAdministrator))
      #expect(!tour.mayBeChanged(by: world.departmentAdministrator))
    }
  }

  @Test(arguments: TestEngine.all)
  func aTourThatIsOverIsPlannedNoMore(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let tour = try await world.tour(stops: [world.stop(partners: [world.partner])])
      try await MoveTour(world.services)(.finish, tour.id, version: 1, by: world.office)
      let (stop, line) = (try await world.stops(of: tour)[0], try await world.lines(of: tour)[0].line)
      let more = world.stop(of: tour)
      await #expect(throws: TourError.closed) {
        try await TourStops(world.services).add(more, to: tour.id, by: world.office)
      }
      await #expect(throws: TourError.closed) {
        try await TourLines(world.services).add([], ["某公司"], at: stop.id, of: tour.id, by: world.office)
      }
      await #expect(throws: TourError.closed) {
        try await TourLines(world.services)(.cancel, line.id, of: tour.id, version: 1, reason: "x", by: world.office)
      }
      try await #expect(world.tour(tour.id).version == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func silentAndOverduePartnersOfTheCityAreSuggestedFirst(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.place(world.partner, in: "440112")
      try await world.place(world.otherDepartmentPartner, in: "440106")
      try await world.place(world.foreignPartner, in: "440112")
      try await world.database.write {
        try $0.run("UPDATE partnerships SET is_silent = 1 WHERE id = \(world.otherDepartmentPartner.partnership.id)")
      }
      let tour = try await world.tour(stops: [world.stop("440103")])
      let stop = try await world.stops(of: tour)[0]
      func suggested(_ search: String = "", _ actor: Actor? = nil) async throws -> [String] {
        let scope = (actor ?? world.office).scope
        return try await world.database.read {
          try TourSuggestions.suggestions(for: stop, search: search, limit: 20, in: scope, on: $0).map(\.name)
        }
      }
      try await #expect(suggested() == ["乙软件有限公司", "甲精密机械有限公司"])
      try await #expect(suggested("甲精密") == ["甲精密机械有限公司"])
      try await #expect(suggested("", world.departmentAdministrator) == ["甲精密机械有限公司"])
      try await TourLines(world.services).add(
        [world.otherDepartmentPartner.partnership.id], [], at: stop.id, of: tour.id, by: world.office)
      try await #expect(suggested() == ["甲精密机械有限公司"])
      let elsewhere = try await world.tour("深圳", stops: [world.stop("440300")])
      let other = try await world.stops(of: elsewhere)[0]
      try await #expect(
        world.database.read {
          try TourSuggestions.suggestions(for: other, search: "", limit: 20, in: world.office.scope, on: $0)
        }.isEmpty)
    }
  }
}
