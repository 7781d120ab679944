import Accounts
import Database
import DatabaseTesting
import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import NIOCore
import Organizations
import Platform
import TestKit
import Testing
import Values
import Web

@testable import Partners

/// The schools of the imports with people of more roles, and a registry to work on.
struct RegistryTestPeople: Sendable {
  let schools: ImportTestSchools
  let department: Organizations.Department
  let otherDepartment: Organizations.Department
  let departmentOffice: Actor
  let platform: Actor

  var services: Services { schools.services }
  var school: School { schools.school }

  static func open(
    _ engine: TestEngine = .sqlite, _ body: @escaping @Sendable (RegistryTestPeople) async throws -> Void
  ) async throws {
    try await ImportTestSchools.open(engine) { schools in try await body(RegistryTestPeople(schools)) }
  }

  private init(_ schools: ImportTestSchools) async throws {
    self.schools = schools
    let services = schools.services
    let added = Organizations.Department(
      id: services.ids.next(), schoolID: schools.school.id, code: "02", name: "信息工程学院", status: .active)
    department = try await services.database.read { [school = schools.school] connection in
      try #require(try SchoolStore.departments(in: .school(school.id), on: connection).first)
    }
    otherDepartment = added
    try await services.database.write { try SchoolStore.insert(added, at: services.now, on: $0) }
    departmentOffice = try await Self.person(
      "department", .departmentAdministrator, schools.school, department: department, services)
    platform = try await Self.person("platform", .platformAdministrator, nil, department: nil, services)
  }

  private static func person(
    _ name: String, _ role: Role, _ school: School?, department: Organizations.Department?, _ services: Services
  ) async throws -> Actor {
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: role, schoolID: school?.id,
      departmentID: department?.id, enterpriseID: nil, organisationName: school?.name ?? "")
    try await services.database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: name, displayName: "人 \(name)", passwordHash: "scrypt$none"), id: membership.accountID,
        sealer: services.sealer, now: services.now, on: connection)
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(
      accountID: membership.accountID, name: name, membership: membership,
      permissions: try RolePermissions(services.grants).of(role))
  }

  // MARK: The registry

  /// A partner of a school, as its office would enter it.
  @discardableResult
  func partner(
    _ name: String, code: String = "", of school: School? = nil, contacts: [String] = [],
    _ change: @Sendable (inout Partner) -> Void = { _ in }
  ) async throws -> Partner {
    let owner = school?.id == schools.other.id ? schools.foreignOffice : schools.office
    var enterprise = Enterprise(id: services.ids.next(), name: name)
    enterprise.creditCode = code
    let partnership = Partnership(
      id: services.ids.next(), schoolID: (school ?? self.school).id, enterpriseID: enterprise.id, level: "contacted")
    var made = Partner(partnership: partnership, enterprise: enterprise)
    change(&made)
    let outcome = try await CreatePartner(services)(made.enterprise, made.partnership, by: owner)
    let id: ID<Partnership>
    switch outcome {
    case .created(let made), .joined(let made), .known(let made): id = made
    }
    let partner = try await self.partner(id)
    for contact in contacts {
      let person = PartnerContact(
        id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: id, name: contact,
        phone: "13800001111", mail: "a@example.com")
      try await SaveContact(services)(person, of: partner, isNew: true, by: owner)
    }
    return partner
  }

  func partner(_ id: ID<Partnership>) async throws -> Partner {
    let found = try await services.database.read { try PartnershipStore.partner(id, in: .installation, on: $0) }
    return try #require(found)
  }

  func majors(of school: School? = nil) async throws -> [Organizations.Major] {
    let id = (school ?? self.school).id
    return try await services.database.read { try MajorStore.majors(in: .school(id), on: $0) }
  }

  // MARK: The web

  /// Knows everybody by name: by the session cookie, or by a token of the form `name:scope,scope`.
  private struct Doorman: Authenticator {
    let actors: [String: Actor]

    func principal(cookie: String?, bearer: String?, address: String) async throws -> Principal? {
      if let bearer {
        let parts = bearer.split(separator: ":", omittingEmptySubsequences: false)
        guard let actor = actors[String(parts[0])] else { return nil }
        return Principal(
          accountID: actor.accountID.rawValue, tokenID: 1,
          scopes: parts.count > 1 ? Set(parts[1].split(separator: ",").map(String.init)) : nil, value: actor)
      }
      guard let actor = cookie.flatMap({ actors[$0] }) else { return nil }
      return Principal(
        accountID: actor.accountID.rawValue, sessionID: 1, csrfSecret: "secret of \(actor.name)", language: .chinese,
        value: actor)
    }
  }

  /// Runs `body` with the feature's pages and a browser of one of the people; `nil` is a visitor.
  func browse(
    as actor: Actor?, _ body: @escaping @Sendable (BrowserClient) async throws -> Void
  ) async throws {
    var table = RouteTable()
    PartnersFeature(services).addRoutes(to: &table)
    let everybody = [schools.office, schools.teacher, schools.foreignOffice, departmentOffice, platform]
    let web = try WebApplication(
      routes: table,
      authenticator: Doorman(actors: Dictionary(uniqueKeysWithValues: everybody.map { ($0.name, $0) })),
      catalogue: services.catalogue,
      rules: WebRules(
        authorize: { exchange, permission in try Authorization.check(exchange, permission) },
        signer: ValueSigner(sign: { $0 }, verify: { $0 })), logger: services.logger)
    try await web.makeApplication().test(.router) { client in
      let browser = BrowserClient(client)
      if let actor { await browser.setCookie("session", actor.name) }
      try await body(browser)
    }
  }
}

extension BrowserClient {
  /// A change through the API for the version that `tag` names.
  func patch(_ path: String, _ value: JSONValue, bearer: String, tag: String?) async throws -> BrowserPage {
    var headers = [("Authorization", "Bearer \(bearer)"), ("Content-Type", "application/json")]
    if let tag { headers.append(("If-Match", tag)) }
    return try await send(.patch, path, headers: headers, body: ByteBuffer(string: value.text))
  }
}
