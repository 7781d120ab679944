import Accounts
import Activity
import Database
import Files
import Localization
import Organizations
import Partners
import Platform
import Values

/// The round of an agreement that was signed wholly on paper. It is written when the second person
/// finds the scans right, and over at once: so the agreement has a trace, a frozen document and a
/// public page like every other.
enum PaperRound {
  /// - Parameters:
  ///   - turn: of who finds the scans right, in the transaction of that act.
  ///   - now: when they were found right; `nil` for now.
  static func keep(_ agreement: Agreement, _ turn: AgreementTurn, at now: Instant? = nil) throws {
    let (services, connection) = (turn.services, turn.connection)
    let now = now ?? services.now
    let scans = try AttachmentStore.attachments(
      of: .agreement(agreement), school: agreement.schoolID, on: connection
    ).filter { $0.slot == MoveAgreement.scanSlot }
    guard let first = scans.first, let bringer = agreement.scannedBy.map({ ID<Account>(rawValue: $0) }) else { return }
    let round = SigningRound(
      id: services.ids.next(), schoolID: agreement.schoolID, agreementID: agreement.id, isInOrder: false, state: .open,
      code: BeginSigning.code(), textDigest: first.digest.text, begunAt: first.uploadedAt, begunBy: first.uploaderName,
      endedAt: nil, endedBy: "", reason: "")
    try SigningStore.begin(round, by: bringer, on: connection)
    for scan in scans {
      try SigningStore.note(
        .scanned, in: round, name: scan.uploaderName, note: scan.name, id: services.ids.next(), at: scan.uploadedAt,
        on: connection)
    }
    let store = SigningStore(services.sealer)
    for planned in try signers(agreement, turn) {
      try store.insert(planned, id: services.ids.next(), in: round, on: connection)
    }
    for signer in try store.signers(of: round, on: connection) {
      try SigningStore.ask(signer, at: first.uploadedAt, on: connection)
      guard
        try SigningStore.setScan(
          (first.name, first.digest.text), of: signer, on: agreement.signedOn, by: bringer, on: connection),
        try SigningStore.sign(signer, .paper, on: agreement.signedOn, at: now, on: connection)
      else { throw AgreementError.stale }
      try SigningStore.note(
        .signed, in: round, signer: signer.id, name: signer.name, note: turn.author.name, id: services.ids.next(),
        at: now, on: connection)
    }
    guard
      try SigningStore.end(
        round, as: .complete, by: turn.author.name, because: "", at: now, on: connection)
    else { throw AgreementError.stale }
    try SigningStore.note(
      .complete, in: round, name: turn.author.name, id: services.ids.next(), at: now, on: connection)
    try FreezeSigned(services).request(round, on: connection)
  }

  /// Whether what was signed is the paper whose scan the round names, and no text on screen.
  static func isOnPaper(_ round: SigningRound, _ signers: [Signer]) -> Bool {
    signers.contains { $0.scanDigest == round.textDigest }
  }

  /// Who signs agreements of the type. The paper says their names; the record knows the parties.
  private static func signers(_ agreement: Agreement, _ turn: AgreementTurn) throws -> [PlannedSigner] {
    let t = turn.services.localizer(agreement.language)
    let school = try SchoolStore.school(agreement.schoolID, on: turn.connection)?.name ?? ""
    let enterprise = turn.dossier.partner.enterprise.name
    return turn.dossier.type.signers.prefix(SigningRules.mostSigners).enumerated().map { index, kind in
      let name =
        switch kind {
        case .schoolRepresentative: school
        case .enterpriseRepresentative: enterprise
        case .departmentHead: turn.dossier.departmentName
        case .student, .guardian, .third: ""
        }
      return PlannedSigner(
        kind: kind, way: .paper, name: String((name.isEmpty ? t(kind.label) : name).prefix(60)), place: index + 1)
    }
  }
}
