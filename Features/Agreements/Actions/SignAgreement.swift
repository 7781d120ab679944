import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values

/// Why somebody cannot sign (any more); each has a sentence.
enum SigningRefusal: Error, Sendable, Equatable {
  case notFound
  /// The office has called it off.
  case recalled
  /// Another signer has refused.
  case declined
  /// This signature is there already.
  case signed
  case forwarded
  /// Others come first.
  case notYet

  var message: Message {
    switch self {
    case .notFound: Message("kit.web.error.404.text")
    case .recalled: Message("agreements.signing.refusal.recalled")
    case .declined: Message("agreements.signing.refusal.declined")
    case .signed: Message("agreements.signing.refusal.signed")
    case .forwarded: Message("agreements.signing.refusal.forwarded")
    case .notYet: Message("agreements.signing.refusal.notYet")
    }
  }

  /// What keeps a signer of a round from acting; `nil` when it is their turn.
  init?(_ signer: Signer, in round: SigningRound) {
    switch (signer.state, round.state) {
    case (.signed, _): self = .signed
    case (.forwarded, _): self = .forwarded
    case (.refused, _), (_, .declined): self = .declined
    case (.cancelled, _), (_, .recalled): self = .recalled
    case (.asked, .open): return nil
    case (.waiting, _): self = .notYet
    case (.asked, .complete): self = .signed
    }
  }
}

/// What a signer does on screen: asks for a code, signs, refuses, passes it on.
///
/// Whoever acts holds the round first, so that of two acts at once one waits
/// and then finds how things stand.
struct SignAgreement: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What a signer gives.
  struct Hand: Sendable {
    var name = ""
    /// Strokes; empty for a typed name.
    var drawing = ""
    var code = ""
    /// Whether they say that they have read it.
    var hasRead = false
  }

  enum Outcome: Sendable, Equatable {
    case signed(isLast: Bool)
    /// How many attempts are left for this code; 0 when it is dead.
    case wrongCode(left: Int)
  }

  // MARK: Codes

  /// Sends a code to the signer's address.
  /// - Returns: the address, masked.
  /// - Throws: `SigningRefusal`, `Invalid`, `GuestLinkClosed`.
  func sendCode(_ id: ID<Signer>, as who: Signatory) async throws -> String {
    let services = services
    return try await services.database.write { connection in
      let desk = try Desk.find(id, as: who, services, on: connection)
      let (signer, now) = (desk.signer, services.now)
      if let code = signer.code {
        if now < code.sentAt.advanced(by: SignerCode.pause) {
          throw Invalid([FieldProblem("code", "agreements.signing.problem.codePause")])
        }
        if code.sent >= SignerCode.mostSent {
          throw Invalid([FieldProblem("code", "agreements.signing.problem.codeMany")])
        }
      }
      let codes = OneTimeCodes(services.keys)
      let code = codes.make()
      try SigningStore.setCode(
        codes.digest(code, context: Self.context(signer)), for: signer,
        until: now.advanced(by: SignerCode.lifetime), at: now, on: connection)
      let words = ["code": code, "title": desk.agreement.title, "name": signer.name]
      try services.notices.mail(
        Letter(
          address: signer.mail, name: signer.name, language: try Self.language(of: signer, on: connection),
          subject: Message("agreements.signing.code.subject", words),
          body: Message("agreements.signing.code.body", words)), on: connection)
      try desk.ask.note(.codeSent, signer, on: connection)
      return Masking.mail(signer.mail)
    }
  }

  private static func language(of signer: Signer, on connection: any Connection) throws -> Language {
    let account = try signer.accountID.flatMap { try AccountStore.find($0, on: connection) }
    return account?.language ?? signer.language
  }

  private static func context(_ signer: Signer) -> String { "agreements.sign/\(signer.id)" }

  // MARK: Signing

  /// - Throws: `SigningRefusal`, `Invalid`, `GuestLinkClosed`.
  func sign(_ id: ID<Signer>, _ hand: Hand, as who: Signatory) async throws -> Outcome {
    let services = services
    return try await services.database.write { connection in
      let desk = try Desk.find(id, as: who, services, on: connection)
      let signer = desk.signer
      let signature = try Self.signature(hand, of: signer, at: services.now)
      guard let code = signer.code,
        OneTimeCodes(services.keys).matches(hand.code, digest: code.digest, context: Self.context(signer))
      else {
        // Counted in a transaction that is kept: the mistake is the outcome, not an error.
        try SigningStore.countWrongCode(for: signer, on: connection)
        try desk.ask.note(.codeWrong, signer, address: desk.place, on: connection)
        return .wrongCode(left: max(0, SignerCode.mostTries - 1 - (signer.code?.tries ?? 0)))
      }
      try desk.useLink(on: connection)
      try desk.ask.note(.codeRight, signer, address: desk.place, on: connection)
      guard
        try SigningStore.sign(signer, signature, on: services.now.day, at: services.now, on: connection)
      else { throw SigningRefusal.signed }
      try desk.ask.note(.signed, signer, address: desk.place, on: connection)
      try desk.closeLinks(as: .finished, on: connection)
      try desk.ask.done(signer, by: desk.account, on: connection)
      return .signed(isLast: try CompleteSigning(desk: desk).after(signer, on: connection))
    }
  }

  private static func signature(
    _ hand: Hand, of signer: Signer, at now: Instant
  ) throws -> Signer.Signature {
    var problems: [FieldProblem] = []
    if !hand.hasRead { problems.append(FieldProblem("hasRead", "agreements.signing.problem.read")) }
    let drawing = hand.drawing.isEmpty ? nil : SignatureDrawing(hand.drawing)
    if !hand.drawing.isEmpty, drawing == nil {
      problems.append(FieldProblem("drawing", "agreements.signing.problem.drawing"))
    }
    if hand.name.isEmpty {
      problems.append(FieldProblem("name", "agreements.signing.problem.typed"))
    } else if !SigningRules.isSame(hand.name, signer.name) {
      problems.append(FieldProblem("name", "agreements.signing.problem.otherName", ["name": signer.name]))
    }
    if hand.code.isEmpty {
      problems.append(FieldProblem("code", "agreements.signing.problem.code"))
    } else if !(signer.code?.isAlive(at: now) ?? false) {
      problems.append(FieldProblem("code", "agreements.signing.problem.codeDead"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    return drawing.map { .drawn($0.path) } ?? .typed(FieldText.trimmed(hand.name))
  }

  // MARK: Refusing and passing on

  /// Refuses to sign: the round ends, and the agreement is a draft again with everything in place.
  /// - Throws: `SigningRefusal`, `Invalid`, `GuestLinkClosed`.
  func refuse(_ id: ID<Signer>, because reason: String, as who: Signatory) async throws {
    if reason.isEmpty { throw Invalid([FieldProblem("reason", "agreements.problem.reason.declined")]) }
    if reason.count > Agreement.Limit.reason {
      throw Invalid([
        FieldProblem("reason", "kit.records.tooLong", ["max": "\(Agreement.Limit.reason)", "count": "\(reason.count)"])
      ])
    }
    let services = services
    try await services.database.write { connection in
      let desk = try Desk.find(id, as: who, services, on: connection)
      try desk.useLink(on: connection)
      guard try SigningStore.leave(desk.signer, as: .refused, because: reason, on: connection) else {
        throw SigningRefusal.signed
      }
      try desk.ask.note(.refused, desk.signer, address: desk.place, reason, on: connection)
      try desk.closeLinks(as: .finished, on: connection)
      try CompleteSigning(desk: desk).decline(because: reason, on: connection)
    }
  }

  /// Names whom to ask instead.
  /// - Parameter language: in which they are written to; `nil`: as whoever passes it on.
  /// - Throws: `SigningRefusal`, `Invalid`, `GuestLinkClosed`.
  func forward(
    _ id: ID<Signer>, toName name: String, mail: String, in language: Language? = nil, as who: Signatory
  ) async throws {
    let planned = PlannedSigner(kind: .third, way: .link, name: name, mail: mail)
    let problems = SigningRules.problems([planned]).map { problem in
      FieldProblem(problem.field.replacing("signer.0.", with: "forward."), problem.message)
    }
    if !problems.isEmpty { throw Invalid(problems) }
    let services = services
    try await services.database.write { connection in
      var planned = planned
      let desk = try Desk.find(id, as: who, services, on: connection)
      let (store, old) = (SigningStore(services.sealer), desk.signer)
      let others = try store.signers(of: desk.round, on: connection)
      if others.contains(where: { $0.counts && $0.mail.lowercased() == planned.mail.lowercased() }) {
        throw Invalid([FieldProblem("forward.mail", "agreements.signing.problem.twice")])
      }
      guard others.count < 2 * SigningRules.mostSigners else {
        throw Invalid([FieldProblem("forward.name", "agreements.signing.problem.forwards")])
      }
      try desk.useLink(on: connection)
      guard try SigningStore.leave(old, as: .forwarded, because: "", on: connection) else {
        throw SigningRefusal.signed
      }
      (planned.kind, planned.place, planned.language) = (old.kind, old.place, language ?? old.language)
      try store.insert(planned, id: services.ids.next(), in: desk.round, from: old.id, on: connection)
      try desk.ask.note(
        .forwarded, old, address: desk.place, "\(planned.name) \(Masking.mail(planned.mail))", on: connection)
      try desk.closeLinks(as: .forwarded, on: connection)
      try desk.ask.done(old, by: desk.account, on: connection)
      try desk.ask.next(on: connection)
    }
  }
}

extension SignAgreement {
  /// A signer with their round and agreement, held for this transaction.
  struct Desk {
    let services: Services
    let who: Signatory
    let signer: Signer
    let round: SigningRound
    let agreement: Agreement

    var ask: AskSigners { AskSigners(services, agreement, round) }
    /// The internet address as the trace keeps it.
    var place: String { SigningRules.masked(address: who.address) }
    var account: ID<Account>? { who.account }

    /// - Throws: `SigningRefusal`.
    static func find(
      _ id: ID<Signer>, as who: Signatory, _ services: Services, on connection: any WriteConnection
    ) throws -> Desk {
      let store = SigningStore(services.sealer)
      guard let found = try store.signer(id, on: connection), who.isSigner(found) else {
        throw SigningRefusal.notFound
      }
      let isHeld = try SigningStore.hold(found.roundID, on: connection)
      // Read again: what was read before the round was held may be old.
      guard let signer = try store.signer(id, on: connection),
        let round = try SigningStore.round(found.roundID, on: connection),
        let agreement = try AgreementStore.agreement(
          found.agreementID, in: .school(found.schoolID), on: connection)
      else { throw SigningRefusal.notFound }
      if let refusal = SigningRefusal(signer, in: round) { throw refusal }
      guard isHeld else { throw SigningRefusal.recalled }
      return Desk(services: services, who: who, signer: signer, round: round, agreement: agreement)
    }

    func useLink(on connection: any WriteConnection) throws {
      guard case .guest(let link, _) = who else { return }
      try GuestLinkStore(services.sealer).use(link, at: services.now, on: connection)
    }

    /// All links of the signer: reminders have made more than one.
    func closeLinks(as state: GuestLink.State, on connection: any WriteConnection) throws {
      try GuestLinkStore.close(
        .sign, to: .signer(signer, of: agreement), of: signer.schoolID, as: state, at: services.now, on: connection)
    }
  }
}
