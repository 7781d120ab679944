import Calendars
import Foundation
import Localization
import Organizations
import Platform
import Security
import Standards
import Values
import Views

/// A tour as entries of a calendar: a day for each stop, and an hour for each
/// appointment whose time is agreed. Whom an authority named stays masked.
struct TourCalendar {
  let baseURL: String
  let t: Localizer

  /// Minutes that appointments take unless somebody says otherwise.
  private static let visitMinutes = 90
  private static let meetingMinutes = 60

  /// - Parameter host: what makes identifiers unique in the world.
  var host: String { URL(string: baseURL)?.host() ?? "qiao.invalid" }

  func file(_ record: TourRecord, _ stops: [TourStop], _ lines: [PlannedPartner]) -> CalendarFile {
    CalendarFile(name: record.tour.title, events: events(record, stops, lines))
  }

  func events(_ record: TourRecord, _ stops: [TourStop], _ lines: [PlannedPartner]) -> [CalendarEvent] {
    stops.flatMap { stop -> [CalendarEvent] in
      let own = lines.filter { $0.line.stopID == stop.id }
      return [whole(stop, own, record)] + meeting(stop, record) + own.compactMap { appointment($0, at: stop, record) }
    }
  }

  private func event(
    _ id: String, _ record: TourRecord, _ time: CalendarEvent.Time, _ title: String, isCancelled: Bool
  ) -> CalendarEvent {
    CalendarEvent(
      id: "\(id)@\(host)", changedAt: record.updatedAt, sequence: record.tour.version - 1, time: time, title: title,
      page: "\(baseURL)\(TourLinks.show(record.tour.id).text)",
      isCancelled: isCancelled || record.tour.state == .cancelled)
  }

  /// The days of a stop.
  private func whole(_ stop: TourStop, _ lines: [PlannedPartner], _ record: TourRecord) -> CalendarEvent {
    let planned = lines.filter { $0.line.state == .planned }
    let region = Regions.national.region(stop.region)?.name ?? stop.region
    var event = event(
      "tour-stop-\(stop.id)", record, .days(stop.day, last: stop.lastDay),
      t("partners.tour.calendar.stop", ["city": region, "count": "\(planned.count)"]),
      isCancelled: stop.state == .cancelled)
    event.place = Regions.national.fullName(stop.region) ?? ""
    let names = ([record.leadName] + record.tour.people.map(\.name)).filter { !$0.isEmpty }
    event.details = [
      record.tour.title,
      t(
        "partners.tour.calendar.people",
        ["names": t.list(names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } })]),
      TourWords(t: t).authority(stop, unmasked: false), planned.map { line($0) }.joined(separator: "\n"), stop.note,
    ].filter { !$0.isEmpty }.joined(separator: "\n")
    return event
  }

  private func line(_ entry: PlannedPartner) -> String {
    [entry.line.at, entry.name, entry.line.who].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The authority, once the time is agreed.
  private func meeting(_ stop: TourStop, _ record: TourRecord) -> [CalendarEvent] {
    guard !stop.authority.isEmpty,
      let time = CalendarEvent.Time(stop.day, at: stop.meetsAt, minutes: Self.meetingMinutes)
    else { return [] }
    var event = event(
      "tour-authority-\(stop.id)", record, time, t("partners.tour.calendar.authority", ["name": stop.authority]),
      isCancelled: stop.state == .cancelled)
    event.place = Regions.national.fullName(stop.region) ?? ""
    event.details = [record.tour.title, TourWords(t: t).authority(stop, unmasked: false)].joined(separator: "\n")
    event.isBusy = true
    return [event]
  }

  private func appointment(_ entry: PlannedPartner, at stop: TourStop, _ record: TourRecord) -> CalendarEvent? {
    let line = entry.line
    guard let time = CalendarEvent.Time(line.day ?? stop.day, at: line.at, minutes: Self.visitMinutes) else {
      return nil
    }
    var event = event(
      "tour-line-\(line.id)", record, time, t("partners.tour.calendar.partner", ["name": entry.name]),
      isCancelled: line.state == .cancelled || stop.state == .cancelled)
    let city = Regions.national.fullName(stop.region) ?? ""
    event.place = [city, entry.address].filter { !$0.isEmpty }.joined(separator: " ")
    event.details = [record.tour.title, line.who, line.note].filter { !$0.isEmpty }.joined(separator: "\n")
    event.isBusy = true
    return event
  }
}
