import Accounts
import Activity
import Database
import DatabaseTesting
import Foundation
import HummingbirdTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values
import Web

@testable import Partners

/// People who work for enterprises, with real sessions, beside the two schools
/// of `ReviewWorld`.
extension ReviewWorld {
  /// Somebody with an account who works for an enterprise.
  func person(_ name: String, _ role: Role, at enterprise: Enterprise) async throws -> Actor {
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: role, schoolID: nil, departmentID: nil,
      enterpriseID: enterprise.id, organisationName: enterprise.menuName)
    try await database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: "e\(membership.accountID)", displayName: name, passwordHash: "scrypt$none"),
        id: membership.accountID, sealer: services.sealer, now: services.now, on: connection)
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(
      accountID: membership.accountID, name: name, membership: membership,
      permissions: try RolePermissions(services.grants).of(role))
  }

  /// The first partner's enterprise, as it stands now.
  func enterprise() async throws -> Enterprise {
    try #require(try await database.read { try EnterpriseStore.enterprise(partner.enterprise.id, on: $0) })
  }

  /// What the second school has with the first partner's enterprise.
  func joined(_ enterprise: Enterprise? = nil) async throws -> Partner {
    let enterprise = enterprise ?? partner.enterprise
    let partnership = Partnership(
      id: services.ids.next(), schoolID: otherSchool.id, enterpriseID: enterprise.id, level: "key")
    try await database.write { connection in
      try PartnershipStore.insert(partnership, with: enterprise, at: services.now, on: connection)
      try PartnerSearch.put(partnership.id, on: connection)
    }
    return Partner(partnership: partnership, enterprise: enterprise)
  }

  /// A browser of somebody who has signed in, checked request by request as the program does it; `nil` is a visitor.
  func enter(
    as actor: Actor?, _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    var table = RouteTable()
    PartnersFeature(services).addRoutes(to: &table)
    ActivityFeature(services).addRoutes(to: &table)
    let web = try WebApplication(
      routes: table,
      authenticator: ActorAuthenticator(services: services, permissions: try RolePermissions(services.grants)),
      catalogue: services.catalogue,
      rules: WebRules(
        authorize: { exchange, permission in try Authorization.check(exchange, permission) },
        signer: ValueSigner(sign: { $0 }, verify: { $0 })), clock: services.clock, logger: services.logger)
    let cookie = try await actor.asyncMap { actor in
      try await database.write { connection in
        let account = try #require(try AccountStore.find(actor.accountID, on: connection))
        return try SessionStore.start(
          id: services.ids.next(), of: account, device: Device(name: "test", address: "127.0.0.1"),
          isRemembered: false, membershipID: actor.membership?.id.rawValue, now: services.now, on: connection
        ).cookie
      }
    }
    try await web.makeApplication().test(.router) { client in
      let browser = BrowserClient(client)
      if let cookie { await browser.setCookie("session", cookie) }
      try await body(browser)
    }
  }

  func sight(of partner: Partner) async throws -> EnterpriseChangeStore.Sight {
    try await database.read { try EnterpriseChangeStore.sight(of: partner.partnership, on: $0) }
  }

  func changes(for partner: Partner) async throws -> [EnterpriseChange] {
    try await database.read { try EnterpriseChangeStore.changes(for: partner.partnership, limit: 50, on: $0) }
  }

  func shared(with school: School) async throws -> SharedWith {
    let enterprise = partner.enterprise.id
    return try await database.read { try ShareStore.shared(by: enterprise, with: school.id, on: $0) }
  }

  /// Actions of the log, oldest first, of one kind of subject.
  func actions(of kind: String) async throws -> [String] {
    try await database.read {
      try $0.values("SELECT action FROM audit_entries WHERE subject_kind = \(kind) ORDER BY id", as: String.self)
    }
  }

  func notices(to actor: Actor) async throws -> [String] {
    try await database.read {
      try NoticeStore.notices(for: actor.accountID, limit: 20, on: $0).map(\.message.key)
    }
  }

  func contact(_ name: String, phone: String = "13800001111", by actor: Actor) async throws -> EnterpriseContact {
    var contact = EnterpriseContact(id: services.ids.next(), enterpriseID: partner.enterprise.id)
    (contact.name, contact.phone, contact.position) = (name, phone, "人事经理")
    try await SaveEnterpriseContact(services)(contact, isNew: true, by: actor)
    return contact
  }

  func page() async throws -> PublicityPage? {
    let id = partner.enterprise.id
    return try await database.read { try PublicityStore.page(of: id, on: $0) }
  }

  /// Writes sections and publishes them.
  func publish(
    _ sections: [PublicitySection], _ visibility: PublicityPage.Visibility = .everybody, by actor: Actor
  ) async throws {
    let version = try await page()?.version ?? 0
    try await WritePage(services)(version: version, "changed", by: actor) { page in
      page.visibility = visibility
      for section in sections { page.draft.put(section) }
    }
    try await WritePage(services).publish(version: try await page()?.version ?? 0, by: actor)
  }
}

extension Optional where Wrapped: Sendable {
  fileprivate func asyncMap<T: Sendable>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
    if let self { try await body(self) } else { nil }
  }
}
