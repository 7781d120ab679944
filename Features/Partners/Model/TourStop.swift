import Database
package import Organizations
package import Values

/// A city or county of a tour with its days: which authority is met there, and
/// which partners are seen.
package struct TourStop: Sendable, Hashable {
  package var id: ID<TourStop>
  package var schoolID: ID<School>
  package var tourID: ID<Tour>
  /// Its place among the stops of the same day.
  package var place: Int
  /// GB/T 2260: a prefecture or a county.
  package var region: String
  package var day: CivilDate
  package var lastDay: CivilDate
  /// 县人社局 and others; empty where none is met.
  package var authority: String
  package var authorityPerson: String
  package var authorityPhone: String
  /// `09:30`; empty while it is not agreed.
  package var meetsAt: String
  package var note: String
  package var state: State
  /// The first day before the last postponement.
  package var previousDay: CivilDate?
  /// Why it was postponed or cancelled.
  package var reason: String
  package var version: Int

  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    case planned, cancelled
  }

  /// Stops of a tour; a longer one is several tours.
  static let most = 200

  package init(
    id: ID<TourStop>, schoolID: ID<School>, tourID: ID<Tour>, region: String, day: CivilDate,
    lastDay: CivilDate? = nil
  ) {
    self.id = id
    self.schoolID = schoolID
    self.tourID = tourID
    self.region = region
    self.day = day
    self.lastDay = lastDay ?? day
    place = 0
    authority = ""
    authorityPerson = ""
    authorityPhone = ""
    meetsAt = ""
    note = ""
    state = .planned
    previousDay = nil
    reason = ""
    version = 1
  }

  /// Days besides the first.
  var length: Int { lastDay.days(since: day) }

  /// The stop with another first day; its partners' days move with it.
  func moved(to day: CivilDate) -> TourStop {
    var stop = self
    (stop.day, stop.lastDay) = (day, day.adding(days: length))
    return stop
  }

  // MARK: Acts

  package enum Act: String, Sendable, CaseIterable {
    case postpone, cancel, undo
  }

  package enum Refusal: Error, Sendable, Equatable {
    case state
    /// A postponement leads to a later day.
    case notLater
    /// The tour ends before.
    case outside
    case reason
  }

  /// The stop after an act.
  /// - Parameter day: to which its first day is postponed.
  package func after(
    _ act: Act, of tour: Tour, until day: CivilDate? = nil, reason: String
  ) throws(Refusal) -> TourStop {
    var stop = self
    switch (act, state) {
    case (.postpone, .planned):
      guard let day, day > self.day else { throw .notLater }
      stop = moved(to: day)
      guard tour.covers(stop.lastDay) else { throw .outside }
      (stop.previousDay, stop.reason) = (self.day, reason)
    case (.cancel, .planned):
      guard !reason.isEmpty else { throw .reason }
      (stop.state, stop.reason) = (.cancelled, reason)
    case (.undo, .cancelled): (stop.state, stop.reason) = (.planned, "")
    case (.undo, .planned):
      guard let previousDay else { throw .state }
      stop = moved(to: previousDay)
      guard tour.covers(stop.day) else { throw .outside }
      (stop.previousDay, stop.reason) = (nil, "")
    default: throw .state
    }
    return stop
  }

  package var isUndoable: Bool { state == .cancelled || previousDay != nil }

  /// Two stops that follow each other with their days exchanged: each keeps how long it takes, and together they
  /// begin and end on the same days as before.
  static func exchanged(_ first: TourStop, _ second: TourStop) -> (first: TourStop, second: TourStop) {
    var (one, two) = (first, second)
    if first.day == second.day {
      (one.place, two.place) = (second.place, first.place)
      // Stops entered at once may have the same place.
      if one.place == two.place { one.place += 1 }
    } else {
      two = second.moved(to: first.day)
      one = first.moved(to: second.lastDay.adding(days: -first.length))
      (one.place, two.place) = (second.place, first.place)
    }
    return (one, two)
  }
}

/// A partner, or an enterprise that may become one, to be seen at a stop.
package struct TourLine: Sendable, Hashable {
  package var id: ID<TourLine>
  package var schoolID: ID<School>
  package var tourID: ID<Tour>
  package var stopID: ID<TourStop>
  package var place: Int
  package var partnershipID: ID<Partnership>?
  /// The name of an enterprise that is no partner yet; kept when it becomes one.
  package var prospect: String
  /// Which day of the stop; `nil` for its first.
  package var day: CivilDate?
  /// `09:30`; empty while it is not agreed.
  package var at: String
  /// Who goes, as it was written down; empty for everybody.
  package var who: String
  package var note: String
  package var state: TourStop.State
  package var reason: String
  package var version: Int

  /// Partners of a tour.
  static let most = 500

  package init(id: ID<TourLine>, stop: TourStop, partnershipID: ID<Partnership>? = nil, prospect: String = "") {
    self.id = id
    schoolID = stop.schoolID
    tourID = stop.tourID
    stopID = stop.id
    self.partnershipID = partnershipID
    self.prospect = prospect
    place = 0
    day = nil
    at = ""
    who = ""
    note = ""
    state = .planned
    reason = ""
    version = 1
  }

  package enum Act: String, Sendable, CaseIterable {
    case cancel, undo
  }

  package func after(_ act: Act, reason: String) throws(TourStop.Refusal) -> TourLine {
    var line = self
    switch (act, state) {
    case (.cancel, .planned):
      guard !reason.isEmpty else { throw .reason }
      (line.state, line.reason) = (.cancelled, reason)
    case (.undo, .cancelled): (line.state, line.reason) = (.planned, "")
    default: throw .state
    }
    return line
  }
}
