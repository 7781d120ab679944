import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Standards
import Values
import Views
import Web

/// `/partners`: the registry of a school, searched, filtered and sorted; all of
/// it stands in the address.
struct PartnerListPage {
  let member: Member
  let choices: PartnerFilters
  let kept: Kept

  /// What the drawn parts depend on besides the data.
  struct Key: Hashable, Sendable {
    let scope: Actor.Scope
    let language: Language
    let address: ListAddress
    let today: CivilDate
    /// An empty registry offers whoever may fill it how to begin.
    let allowed: Set<Permission>
  }

  /// The drawn parts that are the same for all who see the same.
  struct Parts: Sendable {
    let tiles, filters, table: HTML
  }

  typealias Kept = KeptAnswers<Key, Parts>

  /// Counting stops here: the list never costs more than its page.
  static let countLimit = 1000

  private struct Content: Sendable {
    let page: PartnerListing
    let count: Int?
    let levels: [PartnerLevel]
    let departments: [Department]
    let majors: [Organizations.Major]
    let tiles: PartnerTiles?
  }

  func reply() async throws -> Reply {
    let address = PartnerListAddress.address(member.exchange.query)
    let parts = try await parts(address)
    let account = member.actor.accountID
    let searches = try await member.services.database.read { connection in
      try SavedSearchStore.searches(of: account, page: PartnerLinks.list.text, on: connection)
    }
    let saved = SavedSearches(searches, of: address, csrf: member.exchange.csrfToken)
    let bar = FilterBar.html(form: parts.filters, saved: saved, target: "partners", member.t)
    return try await member.page(
      PageContent(
        title: member.t("partners.list.title"), actions: actions(address),
        content: "\(parts.tiles)\(bar)\(parts.table)"))
  }

  /// Lists are looked at far more often than what they show changes.
  private func parts(_ address: ListAddress) async throws -> Parts {
    let (scope, today) = (member.actor.scope, member.now.day)
    let query = PartnerListAddress.query(member.exchange.query)
    let allowed = Self.actionPermissions.filter(member.actor.may)
    let key = Key(scope: scope, language: member.t.language, address: address, today: today, allowed: allowed)
    // The figures are of the whole registry: they stand at its head, not over every part of it.
    let isWhole = (PartnerListAddress.filters + ["q", "after", "before"]).allSatisfy { address[$0] == nil }
    return try await member.services.database.answer(key, keptIn: kept) { connection in
      Content(
        page: try PartnerListStore.page(query, in: scope, on: connection),
        count: try PartnerListStore.count(query, upTo: Self.countLimit + 1, in: scope, on: connection),
        levels: try PartnerLevelStore.levels(in: scope, on: connection),
        departments: try SchoolStore.departments(in: scope, on: connection),
        majors: try MajorStore.majors(in: scope, isActiveOnly: true, on: connection),
        tiles: try isWhole ? PartnerTiles.read(in: scope, today: today, on: connection) : nil)
    } make: { content in
      Parts(
        tiles: content.tiles.map { $0.html(member.t) } ?? .empty, filters: filterBar(content, address).form,
        table: table(content, query, address).html)
    }
  }

  private func table(_ content: Content, _ query: PartnerQuery, _ address: ListAddress) -> DataTable {
    let (t, today) = (member.t, member.now.day)
    let columns = PartnerColumn.shown(member.exchange.query)
    return DataTable(
      caption: t("partners.list.title"),
      columns: columns.map { $0.heading(in: address, t) },
      rows: content.page.rows.map { row in
        DataTable.Row(
          id: "\(row.partnershipID)", name: row.enterprise.name, link: PartnerLinks.show(row.partnershipID),
          columns.map { $0.cell(row, t, today) })
      },
      count: countText(content.count, content.page),
      columnChoice: ColumnChoice(
        address,
        columns: PartnerColumn.all.map { column in
          (column.key, t(column.label), columns.contains { $0.key == column.key })
        }),
      pager: pager(content.page, query, address), empty: empty(address),
      id: "partners", t)
  }

  private var mayAdd: Bool { member.actor.may(.partnersManage) && member.actor.schoolID != nil }

  private func countText(_ count: Int?, _ page: PartnerListing) -> String {
    guard let count else {
      let shown = "\(page.rows.count)"
      return page.hasNext || page.hasPrevious
        ? member.t("partners.list.countMore", ["count": shown]) : member.t("partners.list.count", ["count": shown])
    }
    return count > Self.countLimit
      ? member.t("partners.list.countMore", ["count": "\(Self.countLimit)"])
      : member.t("partners.list.count", ["count": "\(count)"])
  }

  private func pager(_ page: PartnerListing, _ query: PartnerQuery, _ address: ListAddress) -> Pager {
    func link(_ row: PartnerSummary?, _ cursor: String, isBefore: Bool) -> Link? {
      row.map {
        address.at(
          cursor, PartnerListAddress.text(of: PartnerListStore.mark(of: $0, in: query.order, isBefore: isBefore))
        ).link
      }
    }
    return Pager(
      previous: page.hasPrevious ? link(page.rows.first, "before", isBefore: true) : nil,
      next: page.hasNext ? link(page.rows.last, "after", isBefore: false) : nil, member.t)
  }

  private static let actionPermissions: Set<Permission> = [
    .partnersImport, .partnersExport, .partnersMerge, .partnersManage,
  ]

  private func actions(_ address: ListAddress) -> HTML {
    let (t, actor) = (member.t, member.actor)
    var actions = HTML.empty
    if actor.may(.partnersImport) {
      actions += LinkButton(t("partners.action.import"), to: "/partners/imports", icon: .upload).html
    }
    if actor.may(.partnersExport) {
      actions +=
        LinkButton(
          t("partners.action.export"), to: address.moved(to: "/partners.xlsx").link, icon: .download, isDownload: true
        )
        .html
    }
    actions += PrintRoutes.registerButton(member)
    if actor.may(.partnersMerge) {
      actions += LinkButton(t("partners.action.duplicates"), to: PartnerLinks.duplicates, icon: .merge).html
    }
    if mayAdd {
      actions += LinkButton(t("partners.action.new"), to: PartnerLinks.new, style: .primary, icon: .plus).html
    }
    return actions
  }

  /// Nothing fits what is asked, or nothing is there yet: only who may add partners is told how.
  private func empty(_ address: ListAddress) -> EmptyState {
    let t = member.t
    if (PartnerListAddress.filters + ["q"]).contains(where: { address[$0] != nil }) {
      return EmptyState(
        icon: .search, title: t("partners.list.nothingFound"), text: t("partners.list.nothingFound.text"),
        actions: LinkButton(t("kit.filter.clear"), to: PartnerLinks.list).html)
    }
    return EmptyState(
      icon: .building, title: t("partners.list.empty"),
      text: t(mayAdd ? "partners.list.empty.text" : "partners.list.empty.other"),
      actions: mayAdd ? actions(ListAddress(PartnerLinks.list)) : .empty)
  }

  private func filterBar(_ content: Content, _ address: ListAddress) -> FilterBar {
    let t = member.t
    let levels = content.levels.map { Filter.Choice($0.code, LevelText.name($0.code, $0.name, t)) }
    let departments = content.departments.map { Filter.Choice($0.id.description, $0.name) }
    let majors = content.majors.map { Filter.Choice($0.id.description, $0.name) }
    return FilterBar(
      address, placeholder: t("partners.list.search"),
      filters: choices.filters(levels: levels, departments: departments, majors: majors, t), target: "partners", t)
  }
}
