import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// The line of a tour that a visit is written down from: what was planned
/// stands in the form already.
struct VisitPlan: Sendable {
  let tour: Tour
  let stop: TourStop
  let line: TourLine

  /// - Returns: `nil` where the form was opened without one.
  /// - Throws: `WebError.notFound` for a line of a tour that is not in sight.
  static func load(_ member: Member, line text: String?) async throws -> VisitPlan? {
    guard let text, !text.isEmpty else { return nil }
    guard let id = ID<TourLine>(text), let school = member.actor.schoolID else { throw WebError.notFound }
    let (actor, sealer) = (member.actor, member.services.sealer)
    let found = try await member.services.database.read { connection -> VisitPlan? in
      guard let tourID = try TourLineStore.tour(of: id, school: school, on: connection),
        let tour = try TourStore.record(tourID, in: actor.scope, of: actor.accountID, on: connection)?.tour,
        let line = try TourLineStore.line(id, of: tour, on: connection),
        let stop = try TourStopStore(sealer).stop(line.stopID, of: tour, on: connection)
      else { return nil }
      return VisitPlan(tour: tour, stop: stop, line: line)
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  /// A new visit as it was planned: its day unless that lies ahead, the time, the place, and who was to go.
  func filled(
    _ visit: Visit, _ guests: VisitGuests, of enterprise: Enterprise, today: CivilDate
  ) -> (visit: Visit, guests: VisitGuests) {
    var (visit, guests) = (visit, guests)
    visit.day = min(line.day ?? stop.day, today)
    visit.begins = line.at
    let place = [TourWords.region(enterprise.region), enterprise.park, enterprise.address]
    visit.place = String(place.filter { !$0.isEmpty }.joined(separator: " ").prefix(120))
    visit.isOutreach = true
    let named = PersonLine.read(line.who, field: "schoolPeople").lines
    let people = named.isEmpty ? tour.people.map(\.line) : named
    if !people.isEmpty { guests.school = people }
    return (visit, guests)
  }

  /// Names the line when the form is sent.
  var fields: HTML { FormField.hidden("line", line.id.description) }

  func note(_ t: Localizer) -> HTML {
    let link: HTML = "<a href=\"\(TourLinks.show(tour.id))\">\(tour.title)</a>"
    return Alert(.info, "<p>\(t("partners.tour.writing")) \(link)</p>").html
  }
}
