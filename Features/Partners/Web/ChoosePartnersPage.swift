import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/surveys/{survey}/choose`: partners by the filters of the registry, with whom the link would go to.
struct ChoosePartnersPage {
  let page: SurveyPage
  let choices: PartnerFilters

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }

  private static let pageSize = 50
  private static let countLimit = 3000

  private struct Content: Sendable {
    let page: PartnerListing
    let count: Int?
    let asked: Set<ID<Partnership>>
    let contacts: [ID<Partnership>: [PartnerContact]]
    let levels: [PartnerLevel]
    let departments: [Organizations.Department]
    let majors: [Organizations.Major]
  }

  func reply(problems: [FieldProblem] = []) async throws -> Reply {
    let (scope, survey, sealer) = (member.actor.scope, page.survey, member.services.sealer)
    let link = SurveyLinks.page(survey.id, "choose")
    let form = member.exchange.query
    let kept = Set(PartnerListAddress.filters + ["q", "after", "before"]).subtracting(["ended", "status"])
    let address = ListAddress(link, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
    var query = PartnerListAddress.query(FormData(form.pairs.filter { kept.contains($0.name) }))
    (query.order, query.isDescending, query.limit) = (.name, false, Self.pageSize)
    let asked = query
    let content = try await member.services.database.read { connection in
      let page = try PartnerListStore.page(asked, in: scope, on: connection)
      let book = ContactBook(sealer)
      var contacts: [ID<Partnership>: [PartnerContact]] = [:]
      for row in page.rows {
        contacts[row.partnershipID] = try book.contacts(
          of: row.partnershipID, in: .school(row.schoolID), on: connection)
      }
      return Content(
        page: page, count: try PartnerListStore.count(asked, upTo: Self.countLimit, in: scope, on: connection),
        asked: try SurveyParticipantStore.partnerships(of: survey.id, school: survey.schoolID, on: connection),
        contacts: contacts, levels: try PartnerLevelStore.levels(in: scope, on: connection),
        departments: try SchoolStore.departments(in: scope, on: connection),
        majors: try MajorStore.majors(in: scope, isActiveOnly: true, on: connection))
    }
    func place(_ row: PartnerSummary?, _ cursor: String, isBefore: Bool) -> Link? {
      row.map {
        address.at(
          cursor, PartnerListAddress.text(of: PartnerListStore.mark(of: $0, in: .name, isBefore: isBefore))
        ).link
      }
    }
    let isFiltered = kept.subtracting(["after", "before"]).contains { address[$0] != nil }
    let table = DataTable(
      caption: t("partners.survey.choose"),
      columns: [
        DataTable.Column("name", t("partners.field.name"), phone: .title),
        DataTable.Column("level", t("partners.field.level"), isNarrow: true),
        DataTable.Column("industry", t("partners.field.industry")),
        DataTable.Column("majors", t("partners.field.majors")),
        DataTable.Column("person", t("partners.survey.field.person")),
        DataTable.Column("asked", t("partners.survey.field.step"), isNarrow: true),
      ],
      rows: content.page.rows.map { row($0, content) },
      count: content.count.map { t("partners.list.count", ["count": "\($0)"]) },
      selection: Selection(
        action: address.link, csrf: page.csrf, matching: content.count,
        [Selection.BulkAction(t("partners.survey.choose.do"), value: "add", style: .primary, icon: .plus)]),
      pager: Pager(
        previous: content.page.hasPrevious ? place(content.page.rows.first, "before", isBefore: true) : nil,
        next: content.page.hasNext ? place(content.page.rows.last, "after", isBefore: false) : nil, t),
      empty: EmptyState(
        icon: .search, title: t(isFiltered ? "partners.list.nothingFound" : "partners.list.empty"),
        text: t(isFiltered ? "partners.list.nothingFound.text" : "partners.list.empty.other")), id: "choose", t)
    let filters = choices.filters(
      levels: content.levels.map { Filter.Choice($0.code, LevelText.name($0.code, $0.name, t)) },
      departments: content.departments.map { Filter.Choice($0.id.description, $0.name) },
      majors: content.majors.map { Filter.Choice($0.id.description, $0.name) }, t)
    let title = survey.title.text(t.language)
    return try await member.page(
      PageContent(
        title: t("partners.survey.choose"),
        crumbs: [
          Crumb(t("partners.surveys.title"), SurveyLinks.list), Crumb(title, SurveyLinks.show(survey.id)),
          Crumb(t("partners.survey.tab.participants"), SurveyLinks.participants(survey.id)),
          Crumb(t("partners.survey.choose")),
        ], titleNote: "<span class=\"soft\">\(title)</span>", status: problems.isEmpty ? 200 : 422,
        content: """
          \(ErrorSummary(problems.map { .init(field: nil, t($0.message)) }, t))\
          <p class="soft">\(t("partners.survey.choose.text"))</p>\
          \(FilterBar(address, placeholder: t("partners.list.search"), filters: filters, target: "choose", t))\(table)
          """))
  }

  private func row(_ row: PartnerSummary, _ content: Content) -> DataTable.Row {
    let contacts = content.contacts[row.partnershipID] ?? []
    let contact = contacts.first { !$0.mail.isEmpty } ?? contacts.first
    let mail = contact.map { $0.mail.isEmpty ? t("partners.survey.noMail") : Masking.mail($0.mail) }
    let industry = EnterpriseFields.description.field("industry")?.display(.text(row.enterprise.industry), t) ?? ""
    return DataTable.Row(
      id: "\(row.partnershipID)", name: row.enterprise.name, link: PartnerLinks.show(row.partnershipID),
      [
        .text(row.enterprise.name), DataTable.Cell(LevelText.badge(row.level, row.levelName, t).html),
        .text(row.enterprise.industry.isEmpty ? nil : industry),
        .text(row.majors.isEmpty ? nil : VisitWords.short(t.list(row.majors), 30)),
        .text(contact.map { Masking.name($0.name) }, second: mail ?? t("partners.survey.noContact")),
        DataTable.Cell(
          content.asked.contains(row.partnershipID) ? Badge(.ok, t("partners.survey.chosen")).html : .empty),
      ])
  }
}
