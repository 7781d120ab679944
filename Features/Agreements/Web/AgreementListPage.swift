import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The register's address as a query and back.
enum AgreementListAddress {
  static let filters = ["type", "state", "department", "partner", "owner", "ending"]

  static func query(_ form: FormData) -> AgreementQuery {
    var query = AgreementQuery()
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    query.types = Array(form.all("type").filter { !$0.isEmpty && $0.count <= 30 }.prefix(40))
    query.states = form.all("state").compactMap { AgreementState(rawValue: $0) }
    query.departmentID = form["department"].flatMap { ID<Department>($0) }
    query.partnershipID = form["partner"].flatMap { ID<Partnership>($0) }
    query.ownerID = form["owner"].flatMap { ID<Agreement>($0) }?.rawValue
    query.endingDays = form["ending"].flatMap { Int($0) }.flatMap { AgreementRules.warnings.contains($0) ? $0 : nil }
    query.order =
      form["sort"].flatMap { AgreementQuery.Order(rawValue: $0) } ?? (query.endingDays == nil ? .newest : .ends)
    query.mark = mark(form, order: query.order)
    return query
  }

  static func address(_ form: FormData) -> ListAddress {
    let kept = Set(filters + ["q", "sort", "after", "before"])
    return ListAddress(AgreementLinks.list, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }

  static func text(of mark: AgreementQuery.Mark) -> String {
    mark.day.map { "\(mark.id).\($0)" } ?? mark.id.description
  }

  private static func mark(_ form: FormData, order: AgreementQuery.Order) -> AgreementQuery.Mark? {
    let isBefore = form.has("before")
    guard let text = form[isBefore ? "before" : "after"] else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let id = parts.first.flatMap({ ID<Agreement>($0) }) else { return nil }
    let day = parts.count > 1 ? CivilDate(parts[1]) : nil
    guard order != .ends || day != nil else { return nil }
    return AgreementQuery.Mark(isBefore: isBefore, day: day, id: id)
  }
}

/// `/agreements`: the register of a school, searched in numbers, titles and full texts.
struct AgreementListPage {
  let member: Member
  let kept: Kept

  /// What the drawn parts depend on besides the data.
  struct Key: Hashable, Sendable {
    let scope: Actor.Scope
    let language: Language
    let address: ListAddress
    let today: CivilDate
    /// An empty register offers whoever may fill it how to begin.
    let allowed: Set<Permission>
  }

  /// The drawn parts that are the same for all who see the same.
  struct Parts: Sendable {
    let tiles, filters, table: HTML
    let isEmpty: Bool
  }

  typealias Kept = KeptAnswers<Key, Parts>

  /// Counting stops here: the list never costs more than its page.
  static let countLimit = 1000

  private struct Content: Sendable {
    let page: AgreementListing
    let count: Int?
    let types: [AgreementType]
    let departments: [Department]
    let tiles: AgreementTiles?
  }

  func reply() async throws -> Reply {
    let t = member.t
    let address = AgreementListAddress.address(member.exchange.query)
    let parts = try await parts(address)
    let account = member.actor.accountID
    let searches = try await member.services.database.read { connection in
      try SavedSearchStore.searches(of: account, page: AgreementLinks.list.text, on: connection)
    }
    let saved = SavedSearches(searches, of: address, csrf: member.exchange.csrfToken)
    let bar = FilterBar.html(form: parts.filters, saved: saved, target: "agreements", t)
    // They carry the session's token, and therefore stand outside of what is kept for everybody.
    let papers: HTML =
      parts.isEmpty
      ? .empty
      : "<div class=\"list-bar screen-only\"><span></span><div class=\"list-tools\">\(PrintRoutes.buttons(member))</div></div>"
    return try await member.page(
      PageContent(
        title: t("agreements.title"), actions: actions(address), content: "\(parts.tiles)\(bar)\(parts.table)\(papers)")
    )
  }

  private static let actionPermissions: Set<Permission> = [.agreementsDecide, .agreementsExport, .agreementsWrite]

  /// The register is looked at far more often than it changes.
  private func parts(_ address: ListAddress) async throws -> Parts {
    let (t, scope, today) = (member.t, member.actor.scope, member.now.day)
    let query = AgreementListAddress.query(member.exchange.query)
    let key = Key(
      scope: scope, language: t.language, address: address, today: today,
      allowed: Self.actionPermissions.filter(member.actor.may))
    // The figures are of the whole register: they stand at its head, not over every part of it.
    let isWhole = (AgreementListAddress.filters + ["q", "after", "before"]).allSatisfy { address[$0] == nil }
    return try await member.services.database.answer(key, keptIn: kept) { connection in
      Content(
        page: try AgreementListStore.page(query, in: scope, today: today, on: connection),
        count: try AgreementListStore.count(
          query, upTo: Self.countLimit + 1, in: scope, today: today, on: connection),
        types: try AgreementTypeStore.types(in: scope, on: connection),
        departments: try SchoolStore.departments(in: scope, on: connection),
        tiles: isWhole ? try AgreementTiles.read(in: scope, today: today, on: connection) : nil)
    } make: { content in
      let words = AgreementRow(t: t, today: today, types: content.types)
      let table = DataTable(
        caption: t("agreements.title"), columns: words.columns(address, showsPartner: true),
        rows: content.page.rows.map { words.row($0, showsPartner: true) },
        count: countText(content.count, content.page),
        pager: pager(content.page, query, address), empty: empty(address), id: "agreements", t)
      return Parts(
        tiles: content.tiles.map { $0.html(t) } ?? .empty, filters: filterBar(content, address).form, table: table.html,
        isEmpty: content.page.rows.isEmpty)
    }
  }

  private func countText(_ count: Int?, _ page: AgreementListing) -> String {
    let t = member.t
    guard let count else {
      let shown = ["count": "\(page.rows.count)"]
      return t(page.hasNext || page.hasPrevious ? "agreements.list.countMore" : "agreements.list.count", shown)
    }
    return count > Self.countLimit
      ? t("agreements.list.countMore", ["count": "\(Self.countLimit)"])
      : t("agreements.list.count", ["count": "\(count)"])
  }

  private func pager(_ page: AgreementListing, _ query: AgreementQuery, _ address: ListAddress) -> Pager {
    func link(_ row: AgreementSummary?, _ cursor: String, isBefore: Bool) -> Link? {
      row.map {
        address.at(
          cursor,
          AgreementListAddress.text(of: AgreementListStore.mark(of: $0, in: query.order, isBefore: isBefore))
        ).link
      }
    }
    return Pager(
      previous: page.hasPrevious ? link(page.rows.first, "before", isBefore: true) : nil,
      next: page.hasNext ? link(page.rows.last, "after", isBefore: false) : nil, member.t)
  }

  private func actions(_ address: ListAddress) -> HTML {
    let (t, actor) = (member.t, member.actor)
    var actions = LinkButton(t("agreements.statistics"), to: "/agreements/statistics", icon: .report).html
    if actor.may(.agreementsDecide), actor.schoolID != nil {
      actions += LinkButton(t("agreements.delegation.title"), to: AgreementLinks.delegations, icon: .users).html
    }
    if actor.may(.agreementsExport) {
      actions +=
        LinkButton(
          t("agreements.export"), to: address.moved(to: "/agreements.xlsx").link, icon: .download, isDownload: true
        ).html
    }
    if actor.may(.agreementsWrite), actor.schoolID != nil {
      actions += LinkButton(t("agreements.new"), to: AgreementLinks.new, style: .primary, icon: .plus).html
    }
    return actions
  }

  private func empty(_ address: ListAddress) -> EmptyState {
    let t = member.t
    if (AgreementListAddress.filters + ["q"]).contains(where: { address[$0] != nil }) {
      return EmptyState(
        icon: .search, title: t("agreements.list.nothingFound"), text: t("agreements.list.nothingFound.text"),
        actions: LinkButton(t("kit.filter.clear"), to: AgreementLinks.list).html)
    }
    return EmptyState(
      icon: .agreement, title: t("agreements.list.empty"), text: t("agreements.list.empty.text"),
      actions: actions(ListAddress(AgreementLinks.list)))
  }

  private func filterBar(_ content: Content, _ address: ListAddress) -> FilterBar {
    let t = member.t
    let types = Filter(
      "type", t("agreements.field.type"), choices: content.types.map { Filter.Choice($0.code, $0.name.text(t)) })
    let states = Filter(
      "state", t("agreements.field.state"),
      choices: AgreementState.allCases.map { Filter.Choice($0.rawValue, t($0.label)) })
    let ending = Filter(
      "ending", t("agreements.field.ending"),
      choices: AgreementRules.warnings.map { Filter.Choice("\($0)", t("agreements.ending.\($0)")) }, isMultiple: false)
    let departments = Filter(
      "department", t("agreements.field.department"),
      choices: content.departments.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false)
    return FilterBar(
      address, placeholder: t("agreements.list.search"),
      filters: [types, states, ending] + (content.departments.count > 1 ? [departments] : []), target: "agreements", t)
  }
}

/// How a row of the register reads.
struct AgreementRow {
  let t: Localizer
  let today: CivilDate
  let types: [AgreementType]

  func columns(_ address: ListAddress, showsPartner: Bool) -> [DataTable.Column] {
    let partner = [DataTable.Column("partner", t("agreements.field.enterprise"))]
    return [DataTable.Column("title", t("agreements.field.title"), phone: .title)] + (showsPartner ? partner : []) + [
      DataTable.Column("type", t("agreements.field.type")), DataTable.Column("state", t("agreements.field.state")),
      DataTable.Column("actor", t("agreements.field.actor")),
      ends(address, isSorted: showsPartner),
      DataTable.Column("owner", t("agreements.field.owner")),
    ]
  }

  /// The register is ordered by age, or by which agreement ends first.
  private func ends(_ address: ListAddress, isSorted: Bool) -> DataTable.Column {
    let label = t("agreements.field.term")
    guard isSorted else { return DataTable.Column("ends", label, isNarrow: true) }
    let isNow = address["sort"] == AgreementQuery.Order.ends.rawValue
    let other = isNow ? AgreementQuery.Order.newest : .ends
    return DataTable.Column(
      "ends", label, sort: address.setting("sort", other.rawValue).link, order: isNow ? .ascending : nil,
      isNarrow: true)
  }

  func row(_ row: AgreementSummary, showsPartner: Bool) -> DataTable.Row {
    let words = AgreementWords(t: t)
    let partner = [
      DataTable.Cell.text(row.enterpriseName, second: row.departmentName.isEmpty ? nil : row.departmentName)
    ]
    let cells =
      [DataTable.Cell.text(row.title, second: row.number.isEmpty ? nil : row.number)] + (showsPartner ? partner : [])
      + [
        DataTable.Cell.text(
          typeName(row.typeCode), second: row.relation == .none ? nil : t(row.relation.label)),
        DataTable.Cell(
          words.badge(row.state, endOn: row.endOn, hasReason: row.state == .draft && row.isReturned, today: today).html),
        DataTable.Cell(actor(row)),
        DataTable.Cell.text(
          row.endOn?.description, second: row.startOn.map { t("agreements.from", ["date": $0.description]) }),
        DataTable.Cell.text(row.ownerName),
      ]
    return DataTable.Row(id: "\(row.id)", name: row.title, link: AgreementLinks.show(row.id), cells)
  }

  func typeName(_ code: String) -> String { types.first { $0.code == code }?.name.text(t) ?? code }

  private func actor(_ row: AgreementSummary) -> HTML {
    let holder: String? =
      switch row.state {
      case .review: row.post.map { t($0.step.label) }
      case .negotiation, .signing: t(ReviewPost.Step.office.label)
      default: nil
      }
    guard let holder else { return HTML.dash }
    return ActorLine(holder, task: t(row.state.label), due: row.dueOn, today: today, t).html
  }
}

/// The tab of a partner's page.
enum PartnerAgreements {
  static func reply(_ member: Member) async throws -> Reply {
    let (t, today, scope) = (member.t, member.now.day, member.actor.scope)
    let partnership = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let isWriter = member.actor.may(.agreementsWrite)
    let new: HTML =
      isWriter
      ? LinkButton(t("agreements.new"), to: AgreementLinks.new(with: partnership), style: .primary, icon: .plus).html
      : .empty
    return try await PartnerTab.reply("agreements", member, actions: new) { partner in
      var query = AgreementQuery()
      query.partnershipID = partnership
      query.limit = 100
      let asked = query
      let (listing, types, haves) = try await member.services.database.read { connection in
        (
          try AgreementListStore.page(asked, in: scope, today: today, on: connection),
          try AgreementTypeStore.types(of: partner.partnership.schoolID, on: connection),
          try FiveHaves.read(partner.partnership, today: today, on: connection)
        )
      }
      let words = AgreementRow(t: t, today: today, types: types)
      let table = DataTable(
        caption: t("agreements.title"),
        columns: words.columns(ListAddress(AgreementLinks.of(partnership)), showsPartner: false),
        rows: listing.rows.map { words.row($0, showsPartner: false) },
        empty: EmptyState(
          icon: .agreement, title: t("agreements.partner.empty"), text: t("agreements.partner.empty.text"),
          actions: new), id: "agreements", t)
      return "\(table)\(FiveHavesCard(member: member, partnership: partnership, haves: haves).html)"
    }
  }
}
