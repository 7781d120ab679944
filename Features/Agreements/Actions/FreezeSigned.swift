import Activity
import Database
import Documents
import Files
import Foundation
import Jobs
import Localization
import Logging
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
    guard let found = try await load(id) else { return }
    let (round, language) = (found.round, found.dossier.agreement.language)
    let plain = TemporaryFile(in: services.files, id: services.ids.next())
    let signed = TemporaryFile(in: services.files, id: services.ids.next())
    let made = try await typeset(found, to: plain.path)
    let t = services.localizer(language)
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

  /// Everything that goes in.
  private struct Contents: Sendable {
    let dossier: AgreementDossier
    let clauses: [RenderedClause]
    let school: String
    let round: SigningRound
    let signers: [Signer]
    let trace: [SigningEvent]
    let scans: SignedScans
  }

  private func typeset(_ found: Contents, to path: String) async throws -> TypesetDocument {
    do {
      return try await typeset(found, try found.scans.withPictures(from: services.files), to: path)
    } catch let error as TypesetError where !found.scans.files.isEmpty && error.mayBeOfAPicture {
      // A scan that no program can draw is named by its digest: it was checked by a person all the same.
      services.logger.warning("A scan is not shown in a signed document.", metadata: ["reason": "\(error.kind)"])
      return try await typeset(found, found.scans, to: path)
    }
  }

  private func typeset(_ found: Contents, _ scans: SignedScans, to path: String) async throws -> TypesetDocument {
    let made = found.round.endedAt ?? services.now
    let sheet = AgreementSheet(
      dossier: found.dossier, clauses: found.clauses, school: found.school,
      t: services.localizer(found.dossier.agreement.language), made: made
    ).signed(
      found.round, found.signers, found.trace, scans: scans,
      verify: services.installation.baseURL + SigningLinks.verify(found.round.code).text)
    var request = try sheet.request(label: found.dossier.agreement.title, made: made)
    request.files = scans.pictures.map(\.file)
    return try await services.typesetter.typeset(request, to: path)
  }

  /// - Returns: `nil` when there is nothing to make.
  private func load(_ id: ID<SigningRound>) async throws -> Contents? {
    let services = services
    return try await services.database.read { connection in
      guard let round = try SigningStore.round(id, on: connection), round.state == .complete,
        try SigningStore.document(of: round, on: connection) == nil,
        let agreement = try AgreementStore.agreement(round.agreementID, in: .school(round.schoolID), on: connection),
        let dossier = try AgreementDossier.of(
          agreement, today: services.now.day, services.catalogue, on: connection),
        let clauses = try AgreementStoryStore.signed(agreement, on: connection)?.clauses
      else { return nil }
      let signers = try SigningStore(services.sealer).signers(of: round, on: connection)
      return Contents(
        dossier: dossier, clauses: clauses,
        school: try SchoolStore.school(round.schoolID, on: connection)?.name ?? "", round: round, signers: signers,
        trace: try SigningStore.trace(of: round, on: connection),
        scans: try Self.scans(of: agreement, round, signers, on: connection))
    }
  }

  /// The papers of the round: those that somebody found right.
  private static func scans(
    of agreement: Agreement, _ round: SigningRound, _ signers: [Signer], on connection: any Connection
  ) throws -> SignedScans {
    let isOnPaper = PaperRound.isOnPaper(round, signers)
    let named = Set(signers.filter { $0.state == .signed }.map(\.scanDigest))
    let files = try AttachmentStore.attachments(
      of: .agreement(agreement), school: agreement.schoolID, on: connection
    ).filter { $0.slot == MoveAgreement.scanSlot && (isOnPaper || named.contains($0.digest.text)) }
    return SignedScans(files: files)
  }
}

extension TypesetError {
  /// Whether it can come of a picture that is broken or too large.
  fileprivate var mayBeOfAPicture: Bool {
    switch self {
    case .template, .fileName, .tooLarge, .memory, .timedOut, .died: true
    case .data, .fontMissing, .templateMissing, .notWritten, .workerMissing: false
    }
  }
}
