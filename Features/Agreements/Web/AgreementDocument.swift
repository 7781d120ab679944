import Database
import Documents
import Files
import Localization
import Organizations
import Partners
import Platform
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
    let sheet = sheet(school: school?.name ?? "")
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    _ = try await services.typesetter.typeset(
      try sheet.request(label: agreement.title, made: services.now), to: file.path)
    return .made(file, as: .pdf, named: member.t("agreements.document.file", ["title": agreement.title]))
  }

  /// The text is Chinese, and so is what stands around it.
  private func sheet(school: String) -> DocumentSheet {
    let (agreement, partner) = (page.agreement, page.dossier.partner.enterprise)
    let t = page.member.services.localizer(.chinese)
    let isSigned = agreement.state.wasActive
    var blocks: [DocumentBlock] = [
      .facts([
        DocumentFact(t("agreements.document.schoolSide"), school, isWide: true),
        DocumentFact(t("agreements.document.enterpriseSide"), partner.name, isWide: true),
        DocumentFact(
          t("agreements.field.number"), agreement.number.isEmpty ? t("agreements.number.later") : agreement.number),
        DocumentFact(t("agreements.field.term"), AgreementWords(t: t).term(agreement.startOn, agreement.endOn)),
      ])
    ]
    if !isSigned { blocks.append(.note(t("agreements.document.draft"))) }
    blocks.append(clauses(0))
    for (index, title) in agreement.text.annexes.enumerated()
    where page.clauses.contains(where: { $0.annex == index + 1 }) {
      blocks += [.pageBreak, .heading(ClauseWords.annexTitle(index + 1, title), level: 2), clauses(index + 1)]
    }
    func party(_ role: String, _ name: String) -> DocumentParty {
      DocumentParty(
        role: t(role), name: name,
        lines: [.init(t("agreements.document.sign")), .init(t("agreements.document.signedOn"))],
        seal: t("kit.documents.seal"))
    }
    blocks.append(
      .signatures([
        party("agreements.document.schoolSide", school), party("agreements.document.enterpriseSide", partner.name),
      ]))
    var sheet = DocumentSheet(
      DocumentFrame(t, school: school, title: agreement.title, number: agreement.number, made: page.member.now), blocks)
    sheet.isIndented = true
    return sheet
  }

  private func clauses(_ annex: Int) -> DocumentBlock {
    .clauses(
      page.clauses.filter { $0.annex == annex }.map { clause in
        DocumentClause(clause.heading, text: clause.text)
      })
  }
}
