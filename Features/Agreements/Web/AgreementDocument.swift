import Accounts
import Database
import Documents
import Files
import Localization
import Organizations
import Partners
import Platform
import Security
import Values
import Views
import Web

/// `/agreements/{agreement}.pdf`: the agreement on paper: main text, annexes and places to sign.
struct AgreementDocument {
  let page: AgreementPage

  func reply() async throws -> Reply {
    let (member, agreement) = (page.member, page.agreement)
    let services = member.services
    let school = try await services.database.read { try SchoolStore.school(agreement.schoolID, on: $0) }
    let sheet = AgreementSheet(
      dossier: page.dossier, clauses: page.clauses, school: school?.name ?? "",
      t: services.localizer(agreement.language), made: services.now
    ).paper()
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    _ = try await services.typesetter.typeset(
      try sheet.request(label: agreement.title, made: services.now), to: file.path)
    return .made(file, as: .pdf, named: member.t("agreements.document.file", ["title": agreement.title]))
  }
}

/// The text of an agreement as a document, in its own language with all that stands around it.
struct AgreementSheet {
  let dossier: AgreementDossier
  let clauses: [RenderedClause]
  let school: String
  /// Of the language of the agreement.
  let t: Localizer
  let made: Instant

  private var agreement: Agreement { dossier.agreement }
  private var enterprise: String { dossier.partner.enterprise.name }

  /// The sheet of an agreement with the words that hold now: once signed, those that were signed.
  /// - Returns: `nil` when it is not in sight.
  static func load(_ id: ID<Agreement>, in scope: Actor.Scope, _ services: Services) async throws -> AgreementSheet? {
    try await services.database.read { connection in
      guard
        let dossier = try AgreementDossier.load(
          id, in: scope, today: services.now.day, services.catalogue, on: connection)
      else { return nil }
      let agreement = dossier.agreement
      let signed = agreement.state.wasActive ? try AgreementStoryStore.signed(agreement, on: connection)?.clauses : nil
      return AgreementSheet(
        dossier: dossier, clauses: signed ?? dossier.rendering.clauses,
        school: try SchoolStore.school(agreement.schoolID, on: connection)?.name ?? "",
        t: services.localizer(agreement.language), made: services.now)
    }
  }

  /// With places for pen and seal.
  func paper() -> DocumentSheet {
    var blocks = [facts]
    if !agreement.state.wasActive { blocks.append(.note(t("agreements.document.draft"))) }
    blocks += body
    blocks.append(.signatures(places))
    return sheet(blocks)
  }

  /// Where to sign and seal: everybody who signs agreements of the type; people have no seal.
  private var places: [DocumentParty] {
    var signers = dossier.type.signers
    for side in [SignerKind.enterpriseRepresentative, .schoolRepresentative] where !signers.contains(side) {
      signers.insert(side, at: 0)
    }
    return signers.map { kind in
      let (role, name): (String, String) =
        switch kind {
        case .schoolRepresentative: ("agreements.document.schoolSide", school)
        case .enterpriseRepresentative: ("agreements.document.enterpriseSide", enterprise)
        case .departmentHead: (kind.label, dossier.departmentName)
        case .student, .guardian, .third: (kind.label, "")
        }
      let isPerson = kind == .student || kind == .guardian
      return DocumentParty(
        role: t(role), name: name,
        lines: [.init(t("agreements.document.sign")), .init(t("agreements.document.signedOn"))],
        seal: isPerson ? "" : t("kit.documents.seal"))
    }
  }

  /// What signers read on screen.
  func text() -> DocumentSheet { sheet([facts] + body + [.note(t("agreements.document.toSign"))]) }

  /// What is frozen: the text, who signed and how, the trace, and the way to the public page.
  /// - Parameters:
  ///   - scans: of what was signed on paper.
  ///   - verify: the whole address of that page.
  func signed(
    _ round: SigningRound, _ signers: [Signer], _ trace: [SigningEvent], scans: SignedScans, verify: String
  ) -> DocumentSheet {
    let signatures = SignatureSheet(t: t, round: round, signers: signers, trace: trace, scans: scans)
    return sheet([facts] + body + [.pageBreak] + signatures.blocks(verify))
  }

  private func sheet(_ blocks: [DocumentBlock]) -> DocumentSheet {
    var sheet = DocumentSheet(
      DocumentFrame(t, school: school, title: agreement.title, number: agreement.number, made: made), blocks)
    sheet.isIndented = true
    return sheet
  }

  private var facts: DocumentBlock {
    .facts([
      DocumentFact(t("agreements.document.schoolSide"), school, isWide: true),
      DocumentFact(t("agreements.document.enterpriseSide"), enterprise, isWide: true),
      DocumentFact(
        t("agreements.field.number"), agreement.number.isEmpty ? t("agreements.number.later") : agreement.number),
      DocumentFact(t("agreements.field.term"), AgreementWords(t: t).term(agreement.startOn, agreement.endOn)),
    ])
  }

  private var body: [DocumentBlock] {
    var blocks = [part(0)]
    for (index, title) in agreement.text.annexes.enumerated() where clauses.contains(where: { $0.annex == index + 1 }) {
      blocks += [
        .pageBreak, .heading(ClauseWords.annexTitle(index + 1, title, in: agreement.language), level: 2),
        part(index + 1),
      ]
    }
    return blocks
  }

  private func part(_ annex: Int) -> DocumentBlock {
    .clauses(clauses.filter { $0.annex == annex }.map { DocumentClause($0.heading, text: $0.text) })
  }
}
