import Accounts
import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Partners
import Platform
import Records
import Security
import Values

/// Gives an agreed text to its signers. What they read is typeset and kept
/// first, so that it is one document for all of them, whatever changes later.
struct BeginSigning: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// Who signs, and whether one after the other.
  struct Plan: Sendable, Hashable {
    var signers: [PlannedSigner] = []
    var isInOrder = false
  }

  /// - Parameter version: which the page was opened on.
  /// - Throws: `Invalid` with everything that is wrong, `AgreementError`, `TypesetError`.
  @discardableResult
  func callAsFunction(_ plan: Plan, _ id: ID<Agreement>, version: Int, by actor: Actor) async throws -> Agreement {
    let problems = SigningRules.problems(plan.signers)
    if !problems.isEmpty { throw Invalid(problems) }
    let text = try await text(of: id, version: version, by: actor)
    let services = services
    do {
      return try await services.database.write { connection in
        let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
        let old = turn.dossier.agreement
        guard old.version == version else { throw AgreementError.stale }
        guard Self.allows(old, actor) else { throw AgreementError.state }
        try EnterForce.check(old, on: connection)
        let signers = try SignerPeople.complete(plan.signers, turn.dossier, services, on: connection)
        var agreement = old
        agreement.dueOn = AgreementFlow.days(in: .signing).map { services.now.day.adding(days: $0) }
        guard try AgreementStore.move(agreement, from: .signing, at: services.now, on: connection) else {
          throw AgreementError.stale
        }
        agreement.version += 1
        let round = SigningRound(
          id: services.ids.next(), schoolID: old.schoolID, agreementID: old.id, isInOrder: plan.isInOrder, state: .open,
          code: Self.code(), textDigest: text, begunAt: services.now, begunBy: actor.name, endedAt: nil, endedBy: "",
          reason: "")
        try SigningStore.begin(round, by: actor.accountID, on: connection)
        let store = SigningStore(services.sealer)
        for signer in signers { try store.insert(signer, id: services.ids.next(), in: round, on: connection) }
        try AgreementStoryStore.keep(
          turn.dossier.rendering.clauses, of: agreement, for: .sent, id: services.ids.next(), by: actor.accountID,
          at: services.now, on: connection)
        try SigningStore.note(
          .begun, in: round, name: actor.name, id: services.ids.next(), at: services.now, on: connection)
        try turn.follow(.sent, agreement)
        try AskSigners(services, agreement, round).next(on: connection)
        return agreement
      }
    } catch DatabaseError.unique {
      throw AgreementError.stale
    }
  }

  static func allows(_ agreement: Agreement, _ actor: Actor) -> Bool {
    actor.may(.agreementsManage)
      && AgreementFlow.next(agreement.state, .sent, hasScan: agreement.scannedBy != nil) != nil
  }

  /// Typesets what is to be signed and keeps it.
  /// - Returns: the digest of the file.
  private func text(of id: ID<Agreement>, version: Int, by actor: Actor) async throws -> String {
    let (services, scope) = (services, actor.scope)
    let found = try await services.database.read { connection -> (AgreementDossier, String)? in
      let dossier = try AgreementDossier.load(
        id, in: scope, today: services.now.day, services.catalogue, on: connection)
      guard let dossier else { return nil }
      return (dossier, try SchoolStore.school(dossier.agreement.schoolID, on: connection)?.name ?? "")
    }
    guard let (dossier, school) = found else { throw AgreementError.notFound }
    guard dossier.agreement.version == version else { throw AgreementError.stale }
    guard Self.allows(dossier.agreement, actor) else { throw AgreementError.state }
    return try await keep(
      AgreementSheet(
        dossier: dossier, clauses: dossier.rendering.clauses, school: school,
        t: services.localizer(dossier.agreement.language), made: services.now), of: dossier.agreement)
  }

  /// Typesets what signers read and keeps it.
  /// - Returns: the digest of the file.
  func keep(_ sheet: AgreementSheet, of agreement: Agreement) async throws -> String {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    _ = try await services.typesetter.typeset(
      try sheet.text().request(label: agreement.title, made: services.now), to: file.path)
    return try await services.files.store(fileAt: file.path, limit: FreezeSigned.limit).digest.text
  }

  /// Sixteen letters that nobody guesses.
  static func code() -> String {
    Base32.encode((0..<10).map { _ in UInt8.random(in: .min ... .max) }).lowercased()
  }
}

/// Who with an account may sign an agreement: people of the school, and those of the enterprise.
enum SignerPeople {
  static func all(
    _ dossier: AgreementDossier, on connection: any Connection
  ) throws -> [(id: ID<Account>, name: String)] {
    try connection.rows(
      """
      SELECT DISTINCT a.id, a.display_name FROM memberships m JOIN accounts a ON a.id = m.account_id
      WHERE m.status = 'active' AND a.status = 'active' AND (m.enterprise_id = \(dossier.partner.enterprise.id)
        OR (m.school_id = \(dossier.agreement.schoolID) AND m.role IN \(list: roles)))
      ORDER BY a.display_name, a.id LIMIT 500
      """
    ).map { (try $0.get(0), try $0.get(1)) }
  }

  private static let roles: [Role] = [
    .schoolAdministrator, .cooperationOffice, .departmentAdministrator, .majorLeader, .teacher,
  ]

  /// Fills in names and addresses of accounts.
  /// - Throws: `Invalid` for accounts that may not sign, and for those whose codes would go nowhere.
  static func complete(
    _ plan: [PlannedSigner], _ dossier: AgreementDossier, _ services: Services, on connection: any WriteConnection
  ) throws -> [PlannedSigner] {
    let people = try all(dossier, on: connection)
    var problems: [FieldProblem] = []
    let signers = try plan.enumerated().map { index, planned -> PlannedSigner in
      guard planned.way == .account else { return planned }
      var signer = planned
      guard let person = people.first(where: { $0.id.rawValue == planned.accountID }) else {
        problems.append(FieldProblem("signer.\(index).account", "agreements.signing.problem.account"))
        return signer
      }
      signer.name = person.name
      if let own = try ContactStore.load(of: person.id, sealer: services.sealer, on: connection).mail {
        signer.mail = own
      } else if signer.mail.isEmpty {
        problems.append(
          FieldProblem("signer.\(index).mail", "agreements.signing.problem.noMail", ["name": person.name]))
      }
      return signer
    }
    if !problems.isEmpty { throw Invalid(problems) }
    return signers
  }
}
