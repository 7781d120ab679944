import Database
import Localization
import Organizations
import Platform
import Records
import Standards
import Values
import Views
import Web

/// The pages of enterprises for everybody: `/enterprises` and
/// `/enterprises/{enterprise}`. They hold the public part of a record and what
/// the enterprise has published, and no person.
struct PublicEnterprises {
  let services: Services

  func add(to table: inout RouteTable) {
    table.get("/enterprises", .visitor) { try await list($0) }
    table.get("/enterprises/{enterprise}", .visitor) { try await show($0) }
    table.get("/enterprises/{enterprise}/pictures/{digest}", .visitor) { exchange in
      let asked = try exchange.parameter("digest")
      guard try await page(exchange).content.contains(picture: asked) else { throw WebError.notFound }
      return try EnterpriseFile.picture(asked, services)
    }
    table.get("/enterprises/{enterprise}/logo/{digest}", .visitor) { exchange in
      let asked = try exchange.parameter("digest")
      guard try await page(exchange).enterprise.logo == asked else { throw WebError.notFound }
      return try EnterpriseFile.picture(asked, services)
    }
  }

  private struct Shown: Sendable {
    let enterprise: Enterprise
    let content: PublicityContent
    let publishedAt: Instant?
    let isPublic: Bool
  }

  /// A page that this reader may see: public ones everybody, the others people
  /// of schools with which it is shared, and the enterprise's own.
  private func page(_ exchange: Exchange) async throws -> Shown {
    let id = try exchange.parameter("enterprise", as: ID<EnterpriseKey>.self)
    let actor = exchange.principal?.value as? Actor
    let found = try await services.database.read { connection -> Shown? in
      guard let enterprise = try SpaceStore.live(id, on: connection),
        let page = try PublicityStore.page(of: id, on: connection), let content = page.visible
      else { return nil }
      let isInSight = try page.isPublic || Self.isShared(id, with: actor, on: connection)
      guard isInSight else { return nil }
      return Shown(
        enterprise: enterprise, content: content, publishedAt: page.publishedAt, isPublic: page.isPublic)
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  private static func isShared(
    _ enterprise: ID<EnterpriseKey>, with actor: Actor?, on connection: any Connection
  ) throws -> Bool {
    guard let actor, !actor.mustChangePassword else { return false }
    if actor.scope == .installation || actor.enterpriseID == enterprise { return true }
    guard let school = actor.schoolID else { return false }
    return try ShareStore.schools(seeing: .page, of: enterprise, on: connection).contains(school)
  }

  private func show(_ exchange: Exchange) async throws -> Reply {
    let (shown, t) = (try await page(exchange), exchange.localizer)
    let id = shown.enterprise.id
    let view = PublicityView(
      t: t, enterprise: shown.enterprise, content: shown.content, logo: { SpaceLinks.logo($0, of: id) },
      picture: { SpaceLinks.picture($0, of: id) })
    let when = shown.publishedAt.map { t("partners.space.page.publishedOn", ["date": $0.day.description]) } ?? ""
    let note: HTML = """
      <p class="soft">\(when) · \(t("partners.space.public.source"))</p>\
      <p><a href="\(SpaceLinks.all)">\(t("partners.space.public.all"))</a></p>
      """
    return try await framed(
      PageContent(
        title: shown.enterprise.name,
        crumbs: [Crumb(t("partners.space.public"), SpaceLinks.all), Crumb(shown.enterprise.name)],
        content: view.html + note), exchange)
  }

  /// With navigation for people who are signed in. For others the page is the
  /// same for all of one language: it may lie in their browser, and is asked
  /// for again by its tag, so that what was withdrawn is gone at once.
  private func framed(_ content: PageContent, _ exchange: Exchange) async throws -> Reply {
    guard exchange.principal == nil else { return try await services.frame.page(content, for: exchange) }
    return .page(services.bareFrame.document(content, for: exchange, isWide: true), status: content.status)
      .caching(.revalidate())
  }

  // MARK: The list

  private static let pageSize = 20

  private func list(_ exchange: Exchange) async throws -> Reply {
    let t = exchange.localizer
    let query = exchange.query
    let search = String(FieldText.trimmed(query["q"] ?? "").prefix(60))
    let industry = query["industry"].flatMap { $0.wholeMatch(of: /[A-Z]/) == nil ? nil : $0 } ?? ""
    let mark = query["after"].flatMap(Self.mark)
    let kept = Set(["q", "industry", "after"])
    let address = ListAddress(
      SpaceLinks.all, query.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
    var rows = try await services.database.read { connection in
      try PublicityStore.listed(
        search: search, industry: industry, after: mark, limit: Self.pageSize + 1, on: connection)
    }
    let hasNext = rows.count > Self.pageSize
    if hasNext { rows.removeLast() }
    let next = hasNext ? rows.last.map { address.at("after", "\($0.publishedAt.milliseconds).\($0.rowID)").link } : nil
    let bar = FilterBar(
      address, placeholder: t("partners.space.public.search"),
      filters: [
        Filter(
          "industry", t("partners.field.industry"),
          choices: Industries.national.sections.map {
            Filter.Choice($0.code, EnterpriseFields.industries.title($0.code, t.language) ?? $0.code)
          }, isMultiple: false)
      ], target: "enterprises", t)
    let isNarrowed = !search.isEmpty || !industry.isEmpty
    let table = DataTable(
      caption: t("partners.space.public"),
      columns: [
        DataTable.Column("name", t("partners.field.name"), phone: .title),
        DataTable.Column("about", t("partners.space.public.about")),
        DataTable.Column("salary", t("partners.space.section.salary"), isNarrow: true),
        DataTable.Column("published", t("partners.space.public.published"), isNarrow: true),
      ],
      rows: rows.map { row($0, t) },
      pager: Pager(
        previous: mark == nil ? nil : address.removing("after").link, next: next, t),
      empty: isNarrowed
        ? EmptyState(
          icon: .search, title: t("partners.list.nothingFound"), text: t("partners.list.nothingFound.text"),
          actions: LinkButton(t("kit.filter.clear"), to: SpaceLinks.all).html)
        : EmptyState(
          icon: .building, title: t("partners.space.public.empty"), text: t("partners.space.public.empty.text")),
      id: "enterprises", t)
    return try await framed(
      PageContent(
        title: t("partners.space.public"),
        content: "<p class=\"lead\">\(t("partners.space.public.text"))</p>\(bar)\(table)"), exchange)
  }

  private func row(_ listed: PublicityStore.Listed, _ t: Localizer) -> DataTable.Row {
    let enterprise = listed.enterprise
    let logo: HTML =
      enterprise.logo.isEmpty
      ? .empty
      : "<img class=\"logo in-row\" src=\"\(SpaceLinks.logo(enterprise.logo, of: enterprise.id))\" alt=\"\" width=\"40\" height=\"40\"/>"
    let about = listed.content.section(.about)?.text ?? listed.content.sections.first?.text ?? ""
    let line = about.split(separator: "\n").first.map(String.init) ?? ""
    let salary = listed.content.section(.salary)?.salary.map { SalaryWords.text($0, t) }
    return DataTable.Row(
      id: "\(enterprise.id)", name: enterprise.name, link: SpaceLinks.show(enterprise.id),
      [
        DataTable.Cell(
          "\(logo)\(enterprise.name)", second: HTML.text(PublicityFacts(t: t, enterprise: enterprise).words)),
        .text(String(line.prefix(80)) + (line.count > 80 ? "…" : "")), .text(salary),
        .text(listed.publishedAt.day.description),
      ])
  }

  private static func mark(_ text: String) -> PublicityStore.Mark? {
    let parts = text.split(separator: ".").compactMap { Int64($0) }
    return parts.count == 2 ? PublicityStore.Mark(publishedAt: parts[0], id: parts[1]) : nil
  }
}
