import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Values
import Views

/// Whom a tour waits for: those who come along before it begins, and the lead
/// when it is over and nothing is written about it.
enum TourInbox {
  /// Days before the first on which people see it.
  static let notice = 7
  /// Days that the lead has for the summary.
  static let summaryDays = 7

  private static let soon = "tour-soon-"
  private static let summary = "tour-summary"

  /// Brings the inbox to what the tour asks for now. It can be done any number of times.
  /// - Returns: whether an entry was put or closed.
  @discardableResult
  static func settle(_ id: ID<Tour>, _ services: Services, on connection: any WriteConnection) throws -> Bool {
    guard let tour = try TourStore.record(id, on: connection)?.tour else { return false }
    let (now, today) = (services.now, services.now.day)
    let wanted = try entries(of: tour, today: today, on: connection)
    let open = try InboxStore.open(tour.subject, on: connection).map(\.entry)
    var isChanged = false
    for entry in open where !wanted.contains(where: { $0.step == entry.step }) {
      try InboxStore.close(tour.subject, step: entry.step, by: nil, at: now, on: connection)
      isChanged = true
    }
    for entry in wanted
    where !open.contains(where: {
      $0.step == entry.step && $0.message == entry.message && $0.dueOn == entry.dueOn
        && $0.holder == entry.holder
    }) {
      try InboxStore.put(entry, id: services.ids.next(), at: now, on: connection)
      isChanged = true
    }
    return isChanged
  }

  private static func entries(
    of tour: Tour, today: CivilDate, on connection: any Connection
  ) throws -> [InboxEntry] {
    // Only those who can open its page.
    let members = Set(try MembershipStore.accounts(holding: TourPeople.roles, school: tour.schoolID, on: connection))
    func entry(_ account: ID<Account>, _ step: String, _ key: String, due: CivilDate) -> InboxEntry {
      InboxEntry(
        holder: .account(account), schoolID: tour.schoolID, subject: tour.subject, step: step,
        message: Message(key, ["first": tour.beginsOn.description, "last": tour.endsOn.description]),
        path: TourLinks.show(tour.id).text, dueOn: due)
    }
    if tour.state == .planned, today <= tour.beginsOn, tour.beginsOn <= today.adding(days: notice) {
      return tour.accounts.filter(members.contains).map { account in
        entry(account, "\(soon)\(account)", "partners.tour.inbox.soon", due: tour.beginsOn)
      }
    }
    let isOver = tour.state == .finished || tour.isOpen && tour.endsOn < today
    if isOver, tour.summary.isEmpty, let lead = tour.leadID, members.contains(lead) {
      return [
        entry(
          lead, summary, "partners.tour.inbox.summary", due: max(tour.endsOn, tour.beginsOn).adding(days: summaryDays))
      ]
    }
    return []
  }
}
