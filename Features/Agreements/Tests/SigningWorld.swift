import Accounts
import Activity
import Database
import Files
import Localization
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

/// Signing in the world of agreements: who signs, what the mails say, and where links lead.
extension AgreementWorld {
  /// A draft that both sides have agreed to.
  func agreed(_ draft: Agreement? = nil) async throws -> Agreement {
    let draft = if let draft { draft } else { try await self.draft() }
    return try await move(.agreed, try await reviewed(draft), by: office)
  }

  static let guest = PlannedSigner(
    kind: .enterpriseRepresentative, way: .link, name: "王志强", mail: "wang@jia.example", place: 2)
  static let paper = PlannedSigner(kind: .third, way: .paper, name: "周岚", place: 3)

  var leaderSigner: PlannedSigner {
    PlannedSigner(
      kind: .schoolRepresentative, way: .account, accountID: leader.accountID.rawValue, mail: "wu@school.example",
      place: 1)
  }

  @discardableResult
  func begin(
    _ agreement: Agreement, _ signers: [PlannedSigner], inOrder: Bool = false
  ) async throws -> Agreement {
    try await BeginSigning(services)(
      BeginSigning.Plan(signers: signers, isInOrder: inOrder), agreement.id, version: agreement.version, by: office)
  }

  func round(_ agreement: Agreement) async throws -> SigningRound {
    try await database.read { try #require(try SigningStore.latest(of: agreement, on: $0)) }
  }

  func signers(_ agreement: Agreement) async throws -> [Signer] {
    let (round, sealer) = (try await round(agreement), services.sealer)
    return try await database.read { try SigningStore(sealer).signers(of: round, on: $0) }
  }

  func signer(_ name: String, _ agreement: Agreement) async throws -> Signer {
    try #require(try await signers(agreement).last { $0.name == name })
  }

  func trace(_ agreement: Agreement) async throws -> [SigningEvent.Act] {
    let round = try await round(agreement)
    return try await database.read { try SigningStore.trace(of: round, on: $0).map(\.act) }
  }

  func mails(to address: String) async throws -> [StoredMail] {
    let sealer = services.sealer
    return try await database.read { try MailStore(sealer).mails(limit: 100, on: $0) }.filter { $0.address == address }
  }

  /// The path in the latest mail to an address.
  func link(to address: String, _ purpose: String = "sign") async throws -> String {
    let texts = try await mails(to: address).map(\.body)
    let paths = texts.compactMap { $0.firstMatch(of: /\/l\/[a-z]+\/[0-9a-z]{13}\.[A-Za-z0-9_-]{43}/) }
    return try #require(paths.map { String($0.output) }.first { $0.hasPrefix("/l/\(purpose)/") })
  }

  /// The code that was sent to an address last.
  func code(to address: String) async throws -> String {
    let subjects = try await mails(to: address).map(\.subject)
    return try #require(subjects.lazy.compactMap { $0.firstMatch(of: /\d{6}/).map { String($0.output) } }.first)
  }

  func guestLink(to address: String) async throws -> GuestLink {
    let (token, sealer) = (try await link(to: address).split(separator: "/").last.map(String.init), services.sealer)
    return try await database.read {
      try #require(try GuestLinkStore(sealer).find(token ?? "", for: .sign, on: $0))
    }
  }

  /// Asks for a code and signs with it.
  @discardableResult
  func sign(_ name: String, _ agreement: Agreement, as who: Signatory) async throws -> SignAgreement.Outcome {
    let signer = try await signer(name, agreement)
    _ = try await SignAgreement(services).sendCode(signer.id, as: who)
    return try await SignAgreement(services).sign(
      signer.id,
      .init(name: name, code: try await code(to: signer.mail), hasRead: true), as: who)
  }

  func account(_ actor: Actor) -> Signatory { .account(actor.accountID, address: "10.1.2.3") }
  func guest(_ address: String) async throws -> Signatory {
    .guest(try await guestLink(to: address), address: "203.0.113.9")
  }

  /// A scan of the paper that somebody has signed.
  func scan(_ text: String) async throws -> KeepAttachments.Outcome {
    let bytes = Self.pdf + Array(text.utf8)
    let chunks = AsyncStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
    let stored = try await services.files.store(chunks, limit: 1 << 20)
    return KeepAttachments.Outcome(kept: [
      IncomingAttachment(
        slot: MoveAgreement.scanSlot, digest: stored.digest, name: "签字页.pdf", type: .pdf, size: stored.size)
    ])
  }
}
