import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What every act in an enterprise's space has in common: it is of the actor's
/// own enterprise, it is logged, and the schools that it concerns are told.
struct SpaceAct: Sendable {
  let services: Services
  let actor: Actor
  let now: Instant

  init(_ services: Services, by actor: Actor) {
    self.services = services
    self.actor = actor
    now = services.now
  }

  var account: ID<Account> { actor.accountID }

  /// The actor's own enterprise.
  /// - Throws: `SpaceError.notFound` for somebody who works for none.
  func enterprise(on connection: any Connection) throws -> Enterprise {
    guard let enterprise = try SpaceStore.enterprise(of: actor, on: connection) else { throw SpaceError.notFound }
    return enterprise
  }

  func log(
    _ action: String, _ enterprise: Enterprise, _ changes: [FieldChange] = [], note: String = "",
    on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "partners.space.\(action)", subject: .enterprise(enterprise), accountID: account.rawValue,
        schoolID: nil, changes: changes, note: note, at: now), on: connection)
  }

  /// Tells schools of a change: it counts for each of them, and whoever looks
  /// after the partnership finds one entry for all that was not seen.
  func tell(
    _ kind: EnterpriseChange.Kind, _ enterprise: Enterprise, to reach: EnterpriseChangeStore.Reach,
    _ changes: [FieldChange] = [], note: String = "", on connection: any WriteConnection
  ) throws {
    let first = try EnterpriseChangeStore.note(
      kind, of: enterprise.id, for: reach, changes, note: note, by: account, ids: services.ids, at: now, on: connection)
    for id in first {
      guard let partner = try PartnershipStore.partner(id, in: .installation, on: connection),
        let owner = partner.partnership.ownerID
      else { continue }
      try InboxStore.put(
        InboxEntry(
          holder: .account(ID(rawValue: owner)), schoolID: partner.partnership.schoolID,
          subject: .partner(partner.partnership, partner.enterprise), step: Self.changesStep,
          message: Message("partners.space.inbox.changes"), path: SpaceLinks.tab(id).text, dueOn: nil),
        id: services.ids.next(), at: now, on: connection)
    }
  }

  /// The inbox step of changes that the school has not seen.
  static let changesStep = "enterprise-changes"
  /// The inbox step of a new name that the school is asked to confirm.
  static let identityStep = "enterprise-identity"
}

/// What an act in an enterprise's space can be refused for.
enum SpaceError: Error, Sendable, Equatable {
  /// Not there, or not in sight.
  case notFound
  /// Somebody changed it since the page was opened.
  case stale
  /// An enterprise keeps one administrator who has joined.
  case lastAdministrator
  /// There is nothing to publish.
  case nothingToPublish
  /// Another request waits already.
  case asked
}

extension SpaceError {
  /// The answer where a page has none of its own.
  var webError: WebError {
    switch self {
    case .notFound: .notFound
    case .stale: .conflict(Message("partners.space.problem.stale"))
    case .lastAdministrator: .conflict(Message("partners.space.problem.lastAdministrator"))
    case .nothingToPublish: .conflict(Message("partners.space.problem.nothingToPublish"))
    case .asked: .conflict(Message("partners.space.problem.asked"))
    }
  }
}

extension AuditEntry.Subject {
  /// An enterprise as the log names it.
  static func enterprise(_ enterprise: Enterprise) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "enterprise", id: enterprise.id.rawValue, name: enterprise.name)
  }
}
