import Database
import Documents
import Files
import Foundation
import Jobs
import Localization
import Organizations
import Platform
import Values
import Views

/// Makes the signed document once the last signer has signed: text, signature
/// page with the trace, QR code; signed by the installation, kept by its digest.
///
/// What goes in is fixed by then, and a round has one document: done twice, the
/// second changes nothing.
struct FreezeSigned: Sendable {
  private let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let name = "agreements.freeze"
  /// No agreement is larger, in bytes.
  static let limit = 64 << 20

  struct Payload: Codable, Sendable {
    let round: Int64
  }

  var kind: JobKind {
    JobKind(Self.name) { run in
      let payload = try run.payload(as: Payload.self)
      try await self(ID(rawValue: payload.round))
    }
  }

  func request(_ round: SigningRound, on connection: any WriteConnection) throws {
    try services.jobs.enqueue(
      Self.name, payload: Payload(round: round.id.rawValue), key: "\(Self.name)/\(round.id)", on: connection)
  }

  func callAsFunction(_ id: ID<SigningRound>) async throws {
    guard let (sheet, round, title) = try await load(id) else { return }
    let plain = TemporaryFile(in: services.files, id: services.ids.next())
    let signed = TemporaryFile(in: services.files, id: services.ids.next())
    let made = try await services.typesetter.typeset(
      try sheet.request(label: title, made: round.endedAt ?? services.now), to: plain.path)
    let t = services.localizer(.chinese)
    _ = try await services.signer.sign(
      pdf: plain.path, to: signed.path, reason: t("agreements.document.reason"), place: "")
    let stored = try await services.files.store(fileAt: signed.path, limit: Self.limit)
    let services = services
    do {
      try await services.database.write { connection in
        try SigningStore.freeze(
          FrozenDocument(
            roundID: round.id, schoolID: round.schoolID, agreementID: round.agreementID, digest: stored.digest.text,
            size: stored.size, pages: made.pages, madeAt: services.now), id: services.ids.next(), on: connection)
        try SigningStore.note(
          .frozen, in: round, name: "", note: stored.digest.text, id: services.ids.next(), at: services.now,
          on: connection)
      }
    } catch DatabaseError.unique {
      // Another worker was first; its document stands, and this one is nobody's.
    }
  }

  /// - Returns: `nil` when there is nothing to make.
  private func load(_ id: ID<SigningRound>) async throws -> (DocumentSheet, SigningRound, String)? {
    let services = services
    return try await services.database.read { connection in
      guard let round = try SigningStore.round(id, on: connection), round.state == .complete,
        try SigningStore.document(of: round, on: connection) == nil,
        let agreement = try AgreementStore.agreement(round.agreementID, in: .school(round.schoolID), on: connection),
        let dossier = try AgreementDossier.of(
          agreement, today: services.now.day, services.catalogue, on: connection),
        let clauses = try AgreementStoryStore.signed(agreement, on: connection)?.clauses
      else { return nil }
      let sheet = AgreementSheet(
        dossier: dossier, clauses: clauses,
        school: try SchoolStore.school(round.schoolID, on: connection)?.name ?? "", t: services.localizer(.chinese),
        made: round.endedAt ?? services.now
      ).signed(
        round, try SigningStore(services.sealer).signers(of: round, on: connection),
        try SigningStore.trace(of: round, on: connection),
        verify: services.installation.baseURL + SigningLinks.verify(round.code).text)
      return (sheet, round, agreement.title)
    }
  }
}
