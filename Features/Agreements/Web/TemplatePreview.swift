import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/templates/{template}/preview`: the text as it is written beside
/// the text as it reads with a partner's real values.
struct TemplatePreview {
  let page: TemplatePage

  init(_ page: TemplatePage) {
    self.page = page
  }

  private var member: Member { page.member }

  func reply() async throws -> Reply {
    let t = member.t
    let query = member.exchange.query
    let search = String(FieldText.trimmed(query["q"] ?? "").prefix(60))
    let (partners, chosen, values) = try await load(search)
    let start = FieldText.date(query["start"] ?? "") ?? member.now.day
    let rendering = TextRendering(page.version.text, values)
    let address = ListAddress(
      AgreementLinks.template(page.template.id, "preview"),
      [("version", query["version"] ?? "")].filter { !$0.1.isEmpty } + (search.isEmpty ? [] : [("q", search)]))
    let choice = FilterBar(address, placeholder: t("agreements.preview.search"), target: "partners-found", t)
    let found: HTML =
      partners.isEmpty
      ? .empty
      : Card(
        t("agreements.preview.partners"), isFlush: true, id: "partners-found",
        "<ul class=\"rows\">\(partners.map { row in "<li><a href=\"\(address.setting("partner", row.partnershipID.description).link)\">\(row.enterprise.name)</a></li>" as HTML })</ul>"
      ).html
    let rendered = Dictionary(rendering.clauses.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let pairs = page.version.text.clauses.map { clause -> HTML in pair(clause, rendered[clause.key]) }
    let name = chosen?.enterprise.name
    return try await member.page(
      PageContent(
        title: t("agreements.preview.title"), crumbs: page.crumbs + [Crumb(t("agreements.template.preview"))],
        content: """
          \(choice)\(found)\
          <p class="soft">\(name.map { t("agreements.preview.with", ["name": $0, "date": start.description]) } ?? t("agreements.preview.none"))</p>\
          \(table(pairs))
          """))
  }

  private func pair(_ clause: Clause, _ shown: RenderedClause?) -> HTML {
    let t = member.t
    let right: HTML =
      shown.map { ClauseWords.paragraphs($0.text) }
      ?? "<p class=\"soft\">\(t("agreements.preview.hidden", ["condition": clause.condition]))</p>"
    let heading = shown.map { ClauseWords.heading($0.number, $0.heading, in: page.template.language) } ?? clause.heading
    return """
      <tr><th scope="row">\(heading)</th><td class="soft">\(ClauseWords.paragraphs(clause.text))</td><td>\(right)</td></tr>
      """
  }

  private func table(_ pairs: [HTML]) -> HTML {
    let t = member.t
    return """
      <div class="scroll" lang="\(page.template.language.rawValue)"><table class="plain difference"><caption class="visually-hidden">\
      \(t("agreements.preview.title"))</caption><thead><tr><th scope="col">\(t("agreements.clause.heading"))</th>\
      <th scope="col">\(t("agreements.differences.template"))</th><th scope="col">\(t("agreements.text"))</th></tr></thead>\
      <tbody>\(pairs)</tbody></table></div>
      """
  }

  private func load(_ search: String) async throws -> ([PartnerSummary], Partner?, TextValues) {
    let (scope, today) = (member.actor.scope, member.now.day)
    let asked = member.exchange.query["partner"].flatMap { ID<Partnership>($0) }
    let start = FieldText.date(member.exchange.query["start"] ?? "") ?? today
    let kind = page.template.kind
    let catalogue = member.services.catalogue
    let (title, language) = (page.template.title, page.template.language)
    let owner = member.actor.accountID.rawValue
    var query = PartnerQuery()
    query.search = search
    query.limit = 6
    let partnersAsked = query
    return try await member.services.database.read { connection in
      let partners = try PartnerListStore.page(partnersAsked, in: scope, on: connection).rows
      let id = asked ?? (search.isEmpty ? partners.first?.partnershipID : nil)
      guard let id, let partner = try PartnershipStore.partner(id, in: scope, on: connection) else {
        return (partners, nil, TextValues(["today": .date(today)], in: language))
      }
      var agreement = Agreement(
        id: ID(rawValue: 0), schoolID: partner.partnership.schoolID, partnershipID: id,
        departmentID: partner.partnership.departmentID, typeCode: kind.rawValue, kind: kind,
        createdAt: Instant(milliseconds: 0))
      let types = try AgreementTypeStore.types(of: agreement.schoolID, on: connection)
      let type = types.first { $0.kind == kind }
      agreement.typeCode = type?.code ?? agreement.typeCode
      (agreement.startOn, agreement.title, agreement.ownerID) = (start, title, owner)
      agreement.endOn = start.adding(months: type?.usualMonths ?? 36).adding(days: -1)
      (agreement.takesInterns, agreement.language) = (kind.takesInterns, language)
      let dossier = try AgreementDossier.of(agreement, today: today, catalogue, on: connection)
      return (partners, partner, dossier?.values ?? TextValues(["today": .date(today)], in: language))
    }
  }
}
