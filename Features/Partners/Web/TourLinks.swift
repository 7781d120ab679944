package import Values
package import Views

/// The addresses of tours and of calendars, for linking; `TourRoutes` and `CalendarRoutes` register the same.
package enum TourLinks {
  package static let list: Link = "/visits/tours"
  package static let new: Link = "/visits/tours/new"
  /// The page of one's own calendar address.
  package static let calendar: Link = "/visits/calendar"

  package static func show(_ id: ID<Tour>) -> Link { Link("\(list.text)/\(id)") }

  static func edit(_ id: ID<Tour>) -> Link { sub(id, "edit") }
  static func act(_ act: Tour.Act, _ id: ID<Tour>) -> Link { sub(id, act.rawValue) }
  static func summary(_ id: ID<Tour>) -> Link { sub(id, "summary") }
  static func reveal(_ id: ID<Tour>) -> Link { sub(id, "reveal") }
  static func ics(_ id: ID<Tour>) -> Link { sub(id, "tour.ics") }
  static func sheet(_ id: ID<Tour>) -> Link { sub(id, "tour.xlsx") }
  static func pdf(_ id: ID<Tour>) -> Link { sub(id, "tour.pdf") }

  /// The rows behind a figure.
  static func rows(_ id: ID<Tour>, _ view: TourRow.View? = nil, in city: String? = nil) -> Link {
    sub(id, "rows").with([("show", view?.rawValue ?? ""), ("city", city ?? "")])
  }

  static func stops(_ id: ID<Tour>) -> Link { sub(id, "stops") }
  static func newStop(_ id: ID<Tour>) -> Link { sub(id, "stops/new") }
  static func stop(_ stop: TourStop, _ name: String) -> Link { sub(stop.tourID, "stops/\(stop.id)/\(name)") }
  static func line(_ line: TourLine, _ name: String) -> Link { sub(line.tourID, "partners/\(line.id)/\(name)") }

  /// The form of a visit that fills a line.
  static func write(_ line: TourLine) -> Link {
    VisitLinks.new.with([("partner", line.partnershipID?.description ?? ""), ("line", line.id.description)])
  }

  /// Where a stop stands on the page of its tour.
  static func place(_ stop: ID<TourStop>, of tour: ID<Tour>) -> Link { Link("\(show(tour).text)#stop-\(stop)") }

  static let renewCalendar: Link = "/visits/calendar/renew"
  static let withdrawCalendar: Link = "/visits/calendar/withdraw"

  /// What calendar programs ask.
  static func feed(_ token: String) -> Link { Link("/calendar/\(token)/qiao.ics") }

  private static func sub(_ id: ID<Tour>, _ name: String) -> Link { Link("\(show(id).text)/\(name)") }
}
