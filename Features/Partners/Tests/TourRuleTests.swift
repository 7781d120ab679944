import Organizations
import Records
import Testing
import Values

@testable import Partners

@Suite struct TourRuleTests {
  private static func day(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(daysSinceEpoch: 0) }

  private static var tour: Tour {
    Tour(
      id: ID(rawValue: 1), schoolID: ID(rawValue: 2), title: "胶东走访", beginsOn: day("2026-11-26"),
      endsOn: day("2026-11-30"))
  }

  private static func stop(
    _ id: Int64, _ first: String, _ last: String? = nil, place: Int = 1, region: String = "370700"
  ) -> TourStop {
    var stop = TourStop(
      id: ID(rawValue: id), schoolID: ID(rawValue: 2), tourID: ID(rawValue: 1), region: region, day: day(first),
      lastDay: last.map(day))
    stop.place = place
    return stop
  }

  @Test func aTourGoesFromPlannedOverUnderWayToFinishedAndBack() throws {
    let (before, within) = (Self.day("2026-11-01"), Self.day("2026-11-27"))
    let started = try Self.tour.after(.start, on: before)
    #expect(started.state == .underway)
    #expect(try started.after(.undo, on: before).state == .planned)
    // From its first day on the daily job would start it again.
    #expect(throws: Tour.Refusal.state(.underway)) { try started.after(.undo, on: within) }
    #expect(throws: Tour.Refusal.notBegun) { try Self.tour.after(.finish, on: before) }
    let finished = try started.after(.finish, on: within)
    #expect(finished.state == .finished && !finished.isOpen)
    #expect(try finished.after(.undo, on: within).state == .underway)
    for act in [Tour.Act.start, .finish, .cancel] {
      #expect(throws: Tour.Refusal.state(.finished)) { try finished.after(act, on: within, reason: "x") }
    }
    #expect(Self.tour.acts(on: before) == [.start, .cancel])
    #expect(started.acts(on: within) == [.finish, .cancel])
  }

  @Test func cancellingTakesAReasonAndGoesBackToWhatItWas() throws {
    let today = Self.day("2026-11-27")
    #expect(throws: Tour.Refusal.reason) { try Self.tour.after(.cancel, on: today) }
    for before in [Self.tour, try Self.tour.after(.start, on: today)] {
      let cancelled = try before.after(.cancel, on: today, reason: "台风")
      #expect(cancelled.state == .cancelled && cancelled.reason == "台风")
      #expect(try cancelled.after(.undo, on: today) == before)
    }
  }

  @Test func stopsThatFollowEachOtherExchangeTheirDaysAndKeepTheirLength() {
    let (long, short) = (Self.stop(1, "2026-11-26", "2026-11-27"), Self.stop(2, "2026-11-28"))
    let moved = TourStop.exchanged(long, short)
    #expect(moved.second.day == Self.day("2026-11-26") && moved.second.length == 0)
    #expect(moved.first.day == Self.day("2026-11-27") && moved.first.lastDay == Self.day("2026-11-28"))
    let back = TourStop.exchanged(moved.second, moved.first)
    #expect(back.second.day == long.day && back.first.day == short.day)
    // On the same day only their order changes.
    let (one, two) = TourStop.exchanged(
      Self.stop(1, "2026-11-26", place: 1), Self.stop(2, "2026-11-26", place: 2))
    #expect(one.place == 2 && two.place == 1 && one.day == two.day)
  }

  @Test func aStopIsPostponedWithinTheTourOnly() throws {
    let stop = Self.stop(1, "2026-11-26", "2026-11-27")
    #expect(throws: TourStop.Refusal.notLater) {
      try stop.after(.postpone, of: Self.tour, until: Self.day("2026-11-26"), reason: "")
    }
    #expect(throws: TourStop.Refusal.outside) {
      try stop.after(.postpone, of: Self.tour, until: Self.day("2026-11-30"), reason: "")
    }
    let later = try stop.after(.postpone, of: Self.tour, until: Self.day("2026-11-29"), reason: "局长出差")
    #expect(later.lastDay == Self.day("2026-11-30") && later.previousDay == stop.day && later.reason == "局长出差")
    #expect(try later.after(.undo, of: Self.tour, reason: "") == stop)
    #expect(throws: TourStop.Refusal.reason) { try stop.after(.cancel, of: Self.tour, reason: "") }
    #expect(throws: TourStop.Refusal.state) { try stop.after(.undo, of: Self.tour, reason: "") }
  }

  @Test(arguments: [
    ("370700", "3707"), ("370783", "3707"), ("310115", "31"), ("110000", "11"), ("429004", "429004"),
    ("370000", nil), ("", nil), ("999999", nil), ("37", nil),
  ])
  func regionsComeTogetherByTheirCity(region: String, key: String?) {
    #expect(TourCity.key(of: region) == key)
  }

  @Test func citiesAreNamed() {
    #expect(TourCity.name(of: "3707") == "潍坊市" && TourCity.name(of: "31") == "上海市")
  }

  private static func visit(
    _ id: Int64, of partner: Int64, _ change: (inout Visit) -> Void = { _ in }
  ) -> VisitedPartner {
    var visit = Visit(
      id: ID(rawValue: id), schoolID: ID(rawValue: 2), partnershipID: ID(rawValue: partner), day: day("2026-11-27"))
    change(&visit)
    return VisitedPartner(visit: visit, name: "企业\(partner)", region: "370600")
  }

  private static func line(_ id: Int64, _ partner: Int64?, at stop: TourStop) -> PlannedPartner {
    let line = TourLine(
      id: ID(rawValue: id), stop: stop, partnershipID: partner.map { ID(rawValue: $0) },
      prospect: partner == nil ? "新企业" : "")
    return PlannedPartner(line: line, name: "企业\(partner ?? 0)", creditCode: "", address: "", isSilent: false)
  }

  @Test func whatWasPlannedIsComparedWithWhatWasDone() {
    let stop = Self.stop(1, "2026-11-26")
    var cancelled = Self.line(4, 13, at: stop)
    cancelled.line.state = .cancelled
    let progress = TourProgress(
      stops: [stop],
      lines: [Self.line(1, 10, at: stop), Self.line(2, 11, at: stop), Self.line(3, nil, at: stop), cancelled],
      visits: [
        Self.visit(1, of: 10) { visit in
          (visit.isOutreach, visit.posts, visit.averagePay, visit.outcome) = (true, 30, 400_000, .hiring)
          visit.openings = [
            VisitOpening(kind: .intern, major: "数控", count: 5), VisitOpening(kind: .hire, major: "数控", count: 2),
          ]
        },
        Self.visit(2, of: 10), Self.visit(3, of: 20) { ($0.isOutreach, $0.posts, $0.averagePay) = (true, 10, 800_000) },
        Self.visit(4, of: 20),
      ])
    let figures = progress.figures()
    #expect(figures.planned == 3 && figures.seen == 1 && figures.unseen == 2 && figures.added == 1)
    #expect(figures.posts == 40 && figures.interns == 5 && figures.hires == 2 && figures.outreach == 2)
    // (30 × 4,000 + 10 × 8,000) ÷ 40
    #expect(figures.averagePay == 500_000 && figures.outcomes == [.hiring: 1])
    #expect(progress.cities == ["3707", "3706"])
    #expect(progress.figures(in: "3706").added == 1 && progress.figures(in: "3706").planned == 0)
    for view in TourRow.View.allCases {
      let count =
        switch view {
        case .planned: figures.planned
        case .seen: figures.seen
        case .unseen: figures.unseen
        case .added: figures.added
        case .outreach: 2
        }
      #expect(progress.rows(view).count == count, "\(view)")
    }
  }

  @Test func whoWasCancelledAndSeenNeverthelessCountsAsSeen() {
    let stop = Self.stop(1, "2026-11-26")
    var line = Self.line(1, 10, at: stop)
    line.line.state = .cancelled
    let figures = TourProgress(stops: [stop], lines: [line], visits: [Self.visit(1, of: 10)]).figures()
    #expect(figures.planned == 1 && figures.seen == 1 && figures.unseen == 0)
  }

  @Test func whoIsPlannedAgainAtAnotherStopIsSeenThereAndCountedOnce() {
    let (first, second) = (Self.stop(1, "2026-11-26"), Self.stop(2, "2026-11-27", region: "370600"))
    var cancelled = Self.line(1, 10, at: first)
    cancelled.line.state = .cancelled
    let progress = TourProgress(
      stops: [first, second], lines: [cancelled, Self.line(2, 10, at: second)], visits: [Self.visit(1, of: 10)])
    #expect(progress.rows.map(\.isSeen) == [false, true])
    #expect(progress.figures().planned == 1 && progress.figures().seen == 1 && progress.figures().unseen == 0)
    // Two lines of one partner, as after a merge.
    let twice = TourProgress(
      stops: [first, second], lines: [Self.line(1, 10, at: first), Self.line(2, 10, at: second)], visits: [])
    #expect(twice.figures().planned == 1 && twice.figures().unseen == 1)
  }

  @Test(arguments: [
    ("胶东\r\nX: 1", "胶东 X 1"), ("../../etc", "etc"), ("a/b\\c", "a b c"), ("", "-"), ("...", "-"),
  ])
  func fileNamesHoldNothingThatFilesCannotBeCalled(title: String, name: String) {
    #expect(FileNameText.of(title).split(separator: " ").joined(separator: " ") == name)
  }
}
