import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Values
import Views
import Web

/// A visit of somebody of the enterprise to its balance with a school: by a
/// link, or with an account. Both see and do the same.
struct BalanceVisit: Sendable {
  let exchange: Exchange
  let services: Services
  let voice: LedgerVoice
  let place: BalancePlace
  /// Whether something may still be done.
  let isOpen: Bool
  /// The page of the balance; what else belongs to it stands below.
  let page: Link
  private let frame: @Sendable (PageContent) async throws -> Reply

  var t: Localizer { exchange.localizer }
  var now: Instant { exchange.now }
  var sight: ProjectSight { .school(place.schoolID) }
  /// Whether other years may be looked at.
  var hasAccount: Bool { voice.accountID != nil }

  func below(_ word: String) -> Link { Link("\(page.text)/\(word)") }

  func reply(_ content: PageContent) async throws -> Reply { try await frame(content) }

  /// - Throws: `WebError.notFound` when the request that the link was sent for is gone.
  static func of(_ guest: Guest) async throws -> BalanceVisit {
    let (services, link) = (guest.services, guest.link)
    let place = try await services.database.write { connection in
      _ = try GuestLinkStore.open(link, at: services.now, on: connection)
      return try BalancePlace.find(link, on: connection)
    }
    guard let place else { throw WebError.notFound }
    return BalanceVisit(
      exchange: guest.exchange, services: services, voice: .guest(link), place: place, isOpen: guest.isOpen,
      page: guest.page, frame: { try await guest.page($0) })
  }

  /// - Throws: `WebError.notFound` for a school that has no partnership with the member's enterprise.
  static func of(_ member: Member) async throws -> BalanceVisit {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let text = try member.exchange.parameter("year")
    guard let year = Int(text), LedgerEntry.Limit.years.contains(year), let enterprise = member.actor.enterpriseID,
      let place = try await member.services.database.read({
        try BalancePlace.find(id, year: year, of: enterprise, on: $0)
      })
    else { throw WebError.notFound }
    return BalanceVisit(
      exchange: member.exchange, services: member.services, voice: .enterprise(member.actor), place: place,
      isOpen: true, page: ConfirmationLinks.own(id, year: year), frame: { try await member.page($0) })
  }
}
