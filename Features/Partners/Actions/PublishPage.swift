import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// An enterprise writes its publicity page and shows it.
struct WritePage: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// Changes the draft, or who may see the page.
  /// - Parameters:
  ///   - version: of the page that was shown; 0 before there is one.
  ///   - note: what was changed, for the log: a kind of section.
  /// - Throws: `SpaceError.notFound`, `SpaceError.stale`.
  func callAsFunction(
    version: Int, _ action: String, note: String = "", by actor: Actor,
    _ change: @escaping @Sendable (inout PublicityPage) throws -> Void
  ) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      let old =
        try PublicityStore.page(of: enterprise.id, on: connection) ?? PublicityPage(enterpriseID: enterprise.id)
      guard old.version == version else { throw SpaceError.stale }
      var page = old
      try change(&page)
      guard page != old else { return }
      guard try PublicityStore.save(page, id: act.services.ids.next(), at: act.now, on: connection) else {
        throw SpaceError.stale
      }
      try act.log("page.\(action)", enterprise, note: note, on: connection)
    }
  }

  /// Shows what the draft says.
  /// - Throws: `SpaceError.notFound`, `SpaceError.stale`, `SpaceError.nothingToPublish`.
  func publish(version: Int, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard let page = try PublicityStore.page(of: enterprise.id, on: connection) else {
        throw SpaceError.nothingToPublish
      }
      guard page.version == version else { throw SpaceError.stale }
      guard !page.draft.sections.isEmpty else { throw SpaceError.nothingToPublish }
      guard page.draft != page.published else { return }
      guard try PublicityStore.publish(page.draft, of: page, by: act.account, at: act.now, on: connection) else {
        throw SpaceError.stale
      }
      let changes = PublicityDifference.changes(from: page.published, to: page.draft)
      try act.log("page.published", enterprise, changes, on: connection)
      try act.tell(.page, enterprise, to: try Self.reach(page, on: connection), changes, on: connection)
    }
  }

  /// Shows nothing any more; the draft stays.
  func withdraw(version: Int, by actor: Actor) async throws {
    let act = SpaceAct(services, by: actor)
    try await services.database.write { connection in
      let enterprise = try act.enterprise(on: connection)
      guard let page = try PublicityStore.page(of: enterprise.id, on: connection) else { throw SpaceError.notFound }
      guard page.version == version else { throw SpaceError.stale }
      guard page.published != nil else { return }
      guard try PublicityStore.publish(nil, of: page, by: act.account, at: act.now, on: connection) else {
        throw SpaceError.stale
      }
      try act.log("page.withdrawn", enterprise, on: connection)
      try act.tell(.page, enterprise, to: try Self.reach(page, on: connection), note: "-", on: connection)
    }
  }

  /// Whom a change of the page concerns: everybody who may see it.
  private static func reach(
    _ page: PublicityPage, on connection: any Connection
  ) throws -> EnterpriseChangeStore.Reach {
    switch page.visibility {
    case .everybody: .all
    case .partners: .schools(try ShareStore.schools(seeing: .page, of: page.enterpriseID, on: connection))
    }
  }
}

/// A school, or the platform, takes an enterprise's page away from everybody,
/// or gives it back. The enterprise is told why.
struct HidePage: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let longestReason = 300

  /// Whether this actor may give back what was taken away: the platform
  /// everything, a school what it took away itself.
  static func mayShow(_ hiding: PublicityPage.Hiding, _ actor: Actor) -> Bool {
    actor.scope == .installation || (hiding.schoolID != nil && hiding.schoolID == actor.schoolID)
  }

  /// - Parameter reason: why it is hidden; `nil` shows it again.
  /// - Throws: `SpaceError.notFound` for a partner out of sight, a page that is
  ///   not shown, and one that somebody else has hidden.
  func callAsFunction(_ reason: String?, _ partnership: ID<Partnership>, by actor: Actor) async throws {
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection),
        let page = try PublicityStore.page(of: partner.enterprise.id, on: connection)
      else { throw SpaceError.notFound }
      if reason == nil {
        guard let hiding = page.hiding, Self.mayShow(hiding, actor) else { throw SpaceError.notFound }
      }
      let changed = try PublicityStore.setHidden(
        reason, of: partner.enterprise.id, by: actor.accountID, of: actor.schoolID, at: now, on: connection)
      guard changed else { throw SpaceError.notFound }
      try services.audit.record(
        AuditEntry(
          action: reason == nil ? "partners.space.page.shown" : "partners.space.page.hidden",
          subject: .partner(partner.partnership, partner.enterprise), accountID: actor.accountID.rawValue,
          schoolID: partner.partnership.schoolID.rawValue, note: reason ?? "", at: now), on: connection)
      let people = try EnterprisePeopleStore.administrators(of: partner.enterprise.id, on: connection)
      guard !people.isEmpty else { return }
      try services.notices.post(
        Notice(
          accountIDs: people.map(\.rawValue),
          message: reason.map { Message("partners.space.notice.hidden", ["reason": $0]) }
            ?? Message("partners.space.notice.shown"),
          path: SpaceLinks.page.text, alsoByMail: true), on: connection)
    }
  }
}

/// Somebody of a school has looked at what the enterprise changed.
struct SeeChanges: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Parameter until: the newest change that was shown; later ones stay unseen.
  /// - Throws: `SpaceError.notFound` for a partner out of sight.
  func callAsFunction(
    until: ID<EnterpriseChange>, of partnership: ID<Partnership>, by actor: Actor
  ) async throws {
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      guard let partner = try PartnershipStore.partner(partnership, in: actor.scope, on: connection) else {
        throw SpaceError.notFound
      }
      // An id from elsewhere must not mark what nobody was shown.
      let newest = try EnterpriseChangeStore.changes(for: partner.partnership, limit: 1, on: connection).first?.id
      guard let newest else { return }
      let seen = try EnterpriseChangeStore.see(
        until: min(until, newest), partner.partnership, by: actor.accountID, at: now, on: connection)
      guard seen else { return }
      let subject = AuditEntry.Subject.partner(partner.partnership, partner.enterprise)
      if try EnterpriseChangeStore.sight(of: partner.partnership, on: connection).unseen == 0 {
        try InboxStore.close(subject, step: SpaceAct.changesStep, by: actor.accountID, at: now, on: connection)
      }
      try services.audit.record(
        AuditEntry(
          action: "partners.space.changes.seen", subject: subject, accountID: actor.accountID.rawValue,
          schoolID: partner.partnership.schoolID.rawValue, at: now), on: connection)
    }
  }
}
