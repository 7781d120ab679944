import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import Values

/// Who speaks for a side about its balance with the other: somebody of the
/// school, or of the enterprise with an account or by a link.
enum LedgerVoice: Sendable {
  case school(Actor)
  case enterprise(Actor)
  case guest(GuestLink)

  var side: LedgerSide {
    switch self {
    case .school: .school
    case .enterprise, .guest: .enterprise
    }
  }

  var name: String {
    switch self {
    case .school(let actor), .enterprise(let actor): actor.name
    case .guest(let link): link.person.name
    }
  }

  /// `nil` for somebody without an account.
  var accountID: ID<Account>? {
    switch self {
    case .school(let actor), .enterprise(let actor): actor.accountID
    case .guest: nil
    }
  }
}

/// The balance of a partner and a year that somebody may open.
struct BalancePlace: Sendable, Hashable {
  let partner: Partner
  let year: Int
  let schoolName: String

  var id: ID<Partnership> { partner.partnership.id }
  var schoolID: ID<School> { partner.partnership.schoolID }

  /// The balance of a partner in the sight of somebody of the school.
  static func find(
    _ id: ID<Partnership>, year: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> BalancePlace? {
    guard let partner = try PartnershipStore.partner(id, in: scope, on: connection) else { return nil }
    return try place(partner, year, on: connection)
  }

  /// A balance of an enterprise: with a school that has a partnership with it, and no other.
  static func find(
    _ id: ID<Partnership>, year: Int, of enterprise: ID<EnterpriseKey>, on connection: some Connection
  ) throws -> BalancePlace? {
    let row = try connection.first(
      "SELECT school_id FROM partnerships WHERE id = \(id) AND enterprise_id = \(enterprise)")
    guard let school = try row?.get(0, as: ID<School>.self) else { return nil }
    return try find(id, year: year, in: .school(school), on: connection)
  }

  /// The balance that a link was sent for.
  static func find(_ link: GuestLink, on connection: some Connection) throws -> BalancePlace? {
    let id = ID<BalanceRequest>(rawValue: link.subject.id)
    guard let request = try ConfirmationStore.request(id, on: connection), request.schoolID == link.schoolID else {
      return nil
    }
    return try find(request.partnershipID, year: request.year, in: .school(link.schoolID), on: connection)
  }

  /// The balance as the voice may open it.
  static func find(
    _ id: ID<Partnership>, year: Int, for voice: LedgerVoice, on connection: some Connection
  ) throws -> BalancePlace? {
    switch voice {
    case .school(let actor): return try find(id, year: year, in: actor.scope, on: connection)
    case .enterprise(let actor):
      guard let enterprise = actor.enterpriseID else { return nil }
      return try find(id, year: year, of: enterprise, on: connection)
    case .guest(let link):
      let place = try find(link, on: connection)
      return place?.id == id && place?.year == year ? place : nil
    }
  }

  private static func place(
    _ partner: Partner, _ year: Int, on connection: some Connection
  ) throws -> BalancePlace {
    BalancePlace(
      partner: partner, year: year,
      schoolName: try SchoolStore.school(partner.partnership.schoolID, on: connection)?.name ?? "")
  }
}
