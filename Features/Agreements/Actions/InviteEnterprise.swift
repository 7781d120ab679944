import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values

extension GuestPurpose {
  /// The enterprise comments on clauses while a text is negotiated.
  static let negotiate = GuestPurpose("agreements.negotiate", path: "negotiate", days: 30)
  /// The enterprise notes what it did, with evidence, and confirms what the school did.
  static let duties = GuestPurpose("agreements.duties", path: "duties", days: 90)
}

/// Sends somebody of the enterprise a link to one agreement, and takes it back.
struct InviteEnterprise: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What a link may be sent for, as an agreement stands.
  static func purpose(for agreement: Agreement) -> GuestPurpose? {
    switch agreement.state {
    case .negotiation: .negotiate
    case .active, .suspended: .duties
    default: nil
    }
  }

  /// - Throws: `Invalid`, `AgreementError`.
  func callAsFunction(
    name: String, mail: String, in language: Language = .chinese, to id: ID<Agreement>, by actor: Actor
  ) async throws {
    var problems: [FieldProblem] = []
    if name.isEmpty { problems.append(FieldProblem("guest.name", "agreements.signing.problem.name")) }
    if name.count > 40 {
      problems.append(FieldProblem("guest.name", "kit.records.tooLong", ["max": "40", "count": "\(name.count)"]))
    }
    if !SigningRules.isAddress(mail) {
      problems.append(
        FieldProblem("guest.mail", mail.isEmpty ? "agreements.signing.problem.mail" : "kit.records.mail"))
    }
    if !problems.isEmpty { throw Invalid(problems) }
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      let agreement = turn.dossier.agreement
      guard let purpose = Self.purpose(for: agreement) else { throw AgreementError.state }
      let words = [
        "name": name, "title": agreement.title,
        "school": try SchoolStore.school(agreement.schoolID, on: connection)?.name ?? "",
      ]
      try InviteGuest(services, purpose)(
        GuestPerson(name: name, mail: mail, language: language), to: .agreement(agreement), of: agreement.schoolID,
        saying: (
          Message("agreements.invite.\(purpose.path).subject", words),
          Message("agreements.invite.\(purpose.path).body", words)
        ), by: actor.accountID, on: connection)
      try turn.log("invited", agreement, note: name)
    }
  }

  func revoke(_ link: ID<GuestLink>, of id: ID<Agreement>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      let agreement = turn.dossier.agreement
      let known = try GuestLinkStore(services.sealer).links(of: agreement, on: connection)
      guard let found = known.first(where: { $0.id == link }) else { throw AgreementError.notFound }
      // Who comes second finds what was wanted: that is no mistake.
      if try GuestLinkStore.revoke(link, of: agreement.schoolID, at: services.now, on: connection) {
        try turn.log("uninvited", agreement, note: found.person.name)
      }
    }
  }
}

extension GuestLinkStore {
  /// The links of an agreement's enterprise, whatever for.
  func links(of agreement: Agreement, on connection: any Connection) throws -> [GuestLink] {
    try [GuestPurpose.negotiate, .duties].flatMap {
      try links($0, to: .agreement(agreement), of: agreement.schoolID, on: connection)
    }
  }
}
