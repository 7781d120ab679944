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
      dossier: page.dossier, clauses: page.clauses, school: school?.name ?? "", t: services.localizer(.chinese),
      made: services.now
    ).paper()
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    _ = try await services.typesetter.typeset(
      try sheet.request(label: agreement.title, made: services.now), to: file.path)
    return .made(file, as: .pdf, named: member.t("agreements.document.file", ["title": agreement.title]))
  }
}

/// The text of an agreement as a document. It is Chinese, and so is what stands around it.
struct AgreementSheet {
  let dossier: AgreementDossier
  let clauses: [RenderedClause]
  let school: String
  /// Of Chinese.
  let t: Localizer
  let made: Instant

  private var agreement: Agreement { dossier.agreement }
  private var enterprise: String { dossier.partner.enterprise.name }

  /// With places for pen and seal.
  func paper() -> DocumentSheet {
    var blocks = [facts]
    if !agreement.state.wasActive { blocks.append(.note(t("agreements.document.draft"))) }
    blocks += body
    func party(_ role: String, _ name: String) -> DocumentParty {
      DocumentParty(
        role: t(role), name: name,
        lines: [.init(t("agreements.document.sign")), .init(t("agreements.document.signedOn"))],
        seal: t("kit.documents.seal"))
    }
    blocks.append(
      .signatures([
        party("agreements.document.schoolSide", school), party("agreements.document.enterpriseSide", enterprise),
      ]))
    return sheet(blocks)
  }

  /// What signers read on screen.
  func text() -> DocumentSheet { sheet([facts] + body + [.note(t("agreements.document.toSign"))]) }

  /// What is frozen: the text, who signed and how, the trace, and the way to the public page.
  /// - Parameter verify: the whole address of that page.
  func signed(_ round: SigningRound, _ signers: [Signer], _ trace: [SigningEvent], verify: String) -> DocumentSheet {
    sheet(
      [facts] + body + [.pageBreak] + SignatureSheet(t: t, round: round, signers: signers, trace: trace).blocks(verify))
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
      blocks += [.pageBreak, .heading(ClauseWords.annexTitle(index + 1, title), level: 2), part(index + 1)]
    }
    return blocks
  }

  private func part(_ annex: Int) -> DocumentBlock {
    .clauses(clauses.filter { $0.annex == annex }.map { DocumentClause($0.heading, text: $0.text) })
  }
}

/// The last pages of a signed document.
private struct SignatureSheet {
  let t: Localizer
  let round: SigningRound
  let signers: [Signer]
  let trace: [SigningEvent]

  func blocks(_ verify: String) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = [
      .heading(t("agreements.document.signatures"), level: 2),
      .facts([
        DocumentFact(t("agreements.document.textDigest"), round.textDigest, isWide: true),
        DocumentFact(t("agreements.document.verify"), verify, isWide: true),
      ]),
      .table(
        [
          DocumentColumn(t("agreements.signing.signer"), weight: 2),
          DocumentColumn(t("agreements.signing.kind"), weight: 3),
          DocumentColumn(t("agreements.signing.way"), weight: 2),
          DocumentColumn(t("agreements.signing.signature"), weight: 2),
          DocumentColumn(t("agreements.signing.when"), weight: 2),
        ],
        rows: signers.filter { $0.state == .signed }.map { signer in
          [signer.name, t(signer.kind.label), t(signer.way.label), words(signer), time(signer)]
        }),
    ]
    for signer in signers {
      guard case .drawn(let path) = signer.signature, let drawing = SignatureDrawing(path) else { continue }
      blocks.append(.code(svg: drawing.svg, caption: signer.name))
    }
    blocks.append(.heading(t("agreements.signing.trace"), level: 2))
    blocks.append(
      .table(
        [
          DocumentColumn(t("agreements.signing.when"), weight: 2),
          DocumentColumn(t("agreements.signing.what"), weight: 2),
          DocumentColumn(t("agreements.signing.who"), weight: 2),
          DocumentColumn(t("agreements.signing.address"), weight: 3),
          DocumentColumn(t("agreements.signing.note.title"), weight: 3),
        ],
        rows: trace.map { [$0.at.minuteText, t($0.act.label), $0.name, $0.address, $0.note] }))
    if let code = QRCode(verify) {
      blocks.append(.code(svg: code.svg, caption: t("agreements.document.scan")))
    }
    blocks.append(.note(t("agreements.document.frozen")))
    return blocks
  }

  private func words(_ signer: Signer) -> String {
    switch signer.signature {
    case .typed(let name): name
    case .drawn: t("agreements.signing.drawn")
    case .paper: t("agreements.signing.onPaper", ["digest": String(signer.scanDigest.prefix(16))])
    case nil: ""
    }
  }

  private func time(_ signer: Signer) -> String {
    signer.way == .paper ? signer.signedOn?.description ?? "" : signer.signedAt?.minuteText ?? ""
  }
}

extension QRCode {
  /// The symbol as a picture of its own, with the margin of four modules that readers need.
  var svg: String {
    var path = ""
    for row in 0..<size {
      for column in 0..<size where isDark(column, row) { path += "M\(column + 4) \(row + 4)h1v1h-1z" }
    }
    let side = size + 8
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" width="\(side)" height="\(side)">\
      <rect width="\(side)" height="\(side)" fill="#fff"/><path fill="#000" d="\(path)"/></svg>
      """
  }
}
