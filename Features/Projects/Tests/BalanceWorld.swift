import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import TestKit
import Testing
import Values

@testable import Projects

/// Balances in the world of projects: entries of both sides, and where links lead.
extension ProjectWorld {
  var year: Int { today.year }

  func blank(_ kind: LedgerKind, _ change: (inout LedgerEntry) -> Void) -> LedgerEntry {
    var entry = LedgerEntry(
      id: ID(rawValue: 0), school: school.id, partnership: partner.partnership.id, kind: kind, day: today)
    entry.title = "登记"
    change(&entry)
    return entry
  }

  /// An entry of the school: 64 hours of engineers, unless said otherwise.
  @discardableResult
  func entry(
    _ kind: LedgerKind = .engineerHours, _ title: String = "工程师授课", by actor: Actor? = nil,
    _ change: (inout LedgerEntry) -> Void = { $0.quantity = 6400 }
  ) async throws -> LedgerEntry {
    try await KeepLedger(services).add(
      blank(kind) { entry in
        entry.title = title
        change(&entry)
      }, by: actor ?? office)
  }

  func ask(_ mail: String = "wang@jia.example") async throws -> String {
    try await AskForConfirmation(services)(
      name: "王志强", mail: mail, about: partner.partnership.id, year: year, by: office)
    return try await link(to: mail)
  }

  func mails(to address: String) async throws -> [StoredMail] {
    let sealer = services.sealer
    return try await database.read { try MailStore(sealer).mails(limit: 100, on: $0) }.filter { $0.address == address }
  }

  /// The path in the latest mail to an address.
  func link(to address: String) async throws -> String {
    let texts = try await mails(to: address).map(\.body)
    let paths = texts.compactMap { $0.firstMatch(of: /\/l\/balance\/[0-9a-z]{13}\.[A-Za-z0-9_-]{43}/) }
    return try #require(paths.map { String($0.output) }.first)
  }

  func guest(_ path: String) async throws -> LedgerVoice {
    let (token, sealer) = (path.split(separator: "/").last.map(String.init) ?? "", services.sealer)
    return .guest(
      try await database.read { try #require(try GuestLinkStore(sealer).find(token, for: .balance, on: $0)) })
  }

  func fresh(_ entry: LedgerEntry) async throws -> LedgerEntry {
    try await database.read { try #require(try LedgerStore.entry(entry.id, in: .installation, on: $0)).entry }
  }

  func sheet(_ year: Int? = nil) async throws -> BalanceSheet {
    let (id, year) = (partner.partnership.id, year ?? self.year)
    return try await database.read { try LedgerStore.balance(of: id, year: year, on: $0) }
  }

  func answer(
    _ entries: [LedgerEntry], _ standing: LedgerStanding, _ words: String = "", by voice: LedgerVoice
  ) async throws -> ConfirmLedger.Outcome {
    try await ConfirmLedger(services).answer(
      entries.map { SeenEntry($0) }, standing, saying: words, in: partner.partnership.id, year: year, by: voice)
  }
}

extension ProjectWorld {
  /// A teacher of the other department.
  func otherTeacher(_ name: String = "林外") async throws -> Actor {
    let department = try #require(otherDepartmentAdministrator.membership?.departmentID)
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: .teacher, schoolID: school.id,
      departmentID: department, enterpriseID: nil, organisationName: school.name)
    try await database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: "u\(membership.accountID)", displayName: name, passwordHash: "scrypt$none"),
        id: membership.accountID, sealer: services.sealer, now: services.now, on: connection)
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(
      accountID: membership.accountID, name: name, membership: membership,
      permissions: try RolePermissions(services.grants).of(.teacher))
  }
}
