import Accounts
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

/// `/visits`: the log of a school, searched, filtered and sorted; all of it
/// stands in the address.
struct VisitListPage {
  let member: Member

  /// Counting stops here: the list never costs more than its page.
  private static let countLimit = 1000

  private struct Content: Sendable {
    let page: VisitListing
    let count: Int
    let departments: [Organizations.Department]
    let owners: [(id: ID<Account>, name: String)]
    let searches: [SavedSearch]
  }

  func reply() async throws -> Reply {
    let (t, form, actor) = (member.t, member.exchange.query, member.actor)
    let query = VisitListAddress.query(form)
    let address = VisitListAddress.address(form)
    let content = try await member.services.database.read { connection in
      Content(
        page: try VisitListStore.page(query, in: actor.scope, on: connection),
        count: try VisitListStore.count(query, upTo: Self.countLimit + 1, in: actor.scope, on: connection),
        departments: try SchoolStore.departments(in: actor.scope, on: connection),
        owners: try actor.schoolID.map {
          try MembershipStore.people(holding: VisitTasks.roles, school: $0, on: connection)
        } ?? [],
        searches: try SavedSearchStore.searches(of: actor.accountID, page: VisitLinks.list.text, on: connection))
    }
    let table = DataTable(
      caption: t("partners.visits.title"), columns: columns(address),
      rows: content.page.rows.map { VisitRow(summary: $0, showsPartner: true, t: t).row }, count: count(content.count),
      pager: pager(content.page, query, address), empty: empty(address), id: "visits", t)
    return try await member.page(
      PageContent(
        title: t("partners.visits.title"), actions: actions(address),
        content: "\(filterBar(content, address))\(table)"))
  }

  private func columns(_ address: ListAddress) -> [DataTable.Column] {
    let t = member.t
    return [
      DataTable.Column("partner", t("partners.field.name"), phone: .title),
      DataTable.Column("day", t("partners.visit.day"), sortedIn: address, isNarrow: true),
      DataTable.Column("kind", t("partners.visit.kind")),
      DataTable.Column("people", t("partners.visit.schoolPeople"), isNarrow: true),
      DataTable.Column("result", t("partners.visit.result")),
      DataTable.Column("owner", t("partners.visit.owner"), isNarrow: true),
    ]
  }

  private func count(_ count: Int) -> String {
    count > Self.countLimit
      ? member.t("partners.visits.countMore", ["count": FigureText.grouped(Self.countLimit)])
      : member.t("partners.visits.count", ["count": FigureText.grouped(count)])
  }

  private func pager(_ page: VisitListing, _ query: VisitQuery, _ address: ListAddress) -> Pager {
    func link(_ row: VisitSummary?, _ cursor: String, isBefore: Bool) -> Link? {
      row.map {
        address.at(cursor, VisitListAddress.text(of: VisitListStore.mark(of: $0, in: query.order, isBefore: isBefore)))
          .link
      }
    }
    return Pager(
      previous: page.hasPrevious ? link(page.rows.first, "before", isBefore: true) : nil,
      next: page.hasNext ? link(page.rows.last, "after", isBefore: false) : nil, member.t)
  }

  private func actions(_ address: ListAddress) -> HTML {
    let (t, actor) = (member.t, member.actor)
    var actions = LinkButton(t("partners.tours.title"), to: TourLinks.list, icon: .visit).html
    if actor.may(.visitsExport) {
      if actor.schoolID != nil {
        actions +=
          PostButton(
            t("partners.visit.reports.do"), to: "/visits/reports", csrf: member.exchange.csrfToken, icon: .print,
            fields: asked
          ).html
      }
      actions +=
        LinkButton(
          t("partners.action.export"), to: address.moved(to: "/visits.xlsx").link, icon: .download, isDownload: true
        ).html
    }
    if actor.may(.visitsWrite), actor.schoolID != nil {
      actions += LinkButton(t("partners.visit.new"), to: VisitLinks.new, style: .primary, icon: .plus).html
    }
    return actions
  }

  /// What of the address says which visits, in which order.
  private var asked: [(name: String, value: String)] {
    let kept = Set(VisitListAddress.filters + ["q", "sort"])
    return member.exchange.query.pairs.filter { kept.contains($0.name) && !$0.value.isEmpty }
      .map { ($0.name, $0.value) }
  }

  private func empty(_ address: ListAddress) -> EmptyState {
    let t = member.t
    if (VisitListAddress.filters + ["q"]).contains(where: { address[$0] != nil }) {
      return EmptyState(
        icon: .search, title: t("partners.visits.nothingFound"), text: t("partners.list.nothingFound.text"),
        actions: LinkButton(t("kit.filter.clear"), to: VisitLinks.list).html)
    }
    let mayAdd = member.actor.may(.visitsWrite) && member.actor.schoolID != nil
    return EmptyState(
      icon: .visit, title: t("partners.visits.empty"), text: t("partners.visits.empty.text"),
      actions: mayAdd
        ? LinkButton(t("partners.visit.new"), to: VisitLinks.new, style: .primary, icon: .plus).html : .empty)
  }

  private func filterBar(_ content: Content, _ address: ListAddress) -> FilterBar {
    let t = member.t
    func day(_ name: String) -> Filter {
      let set = address[name] ?? ""
      let label = t("partners.visits.\(name)")
      return Filter(
        name, label, summary: set.isEmpty ? nil : "\(label) \(set)",
        content: FormField.date(name, label: label, value: set).html)
    }
    let provinces = Regions.national.provinces.filter(\.isCurrent).map {
      Filter.Choice(String($0.code.prefix(2)), $0.name)
    }
    var filters = [
      Filter(
        "kind", t("partners.visit.kind"),
        choices: Visit.Kind.allCases.map { Filter.Choice($0.rawValue, t("partners.visit.kind.\($0.rawValue)")) }),
      day("from"), day("until"), Filter("province", t("partners.field.region"), choices: provinces),
    ]
    if content.departments.count > 1 {
      filters.append(
        Filter(
          "department", t("partners.field.department"),
          choices: content.departments.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false))
    }
    if !content.owners.isEmpty {
      filters.append(
        Filter(
          "owner", t("partners.visit.owner"),
          choices: content.owners.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false))
    }
    filters.append(
      Filter("outreach", t("partners.visit.outreach"), choices: [Filter.Choice("1", t("partners.visit.outreach"))]))
    if member.actor.may(.visitsWrite) {
      filters.append(
        Filter(
          "removed", t("partners.visits.removed"), choices: [Filter.Choice("1", t("partners.visits.removed"))]))
    }
    return FilterBar(
      address, placeholder: t("partners.visits.search"), filters: filters,
      saved: SavedSearches(content.searches, of: address, csrf: member.exchange.csrfToken), target: "visits", t)
  }
}

/// A visit as a line of a list.
struct VisitRow {
  let summary: VisitSummary
  let showsPartner: Bool
  let t: Localizer

  var row: DataTable.Row {
    let visit = summary.visit
    let words = VisitWords(t: t)
    let people = visit.people(of: .school)
    let more = people.count > 1 ? "+\(people.count - 1)" : nil
    let outcome = words.outcome(visit)
    let open: HTML =
      summary.openTasks > 0
      ? " \(Badge(.warning, t("partners.visit.task.count", ["count": "\(summary.openTasks)"])))" : .empty
    let result = visit.result.isEmpty ? visit.content : visit.result
    let cells: [DataTable.Cell] = [
      .text(words.time(visit)), DataTable.Cell(words.kindBadge(visit)),
      .text(visit.lead(of: .school)?.name, second: more),
      DataTable.Cell(
        "\(VisitWords.short(result))\(open)", second: outcome.isEmpty ? nil : HTML.text(outcome)),
      .text(summary.ownerName),
    ]
    let name = showsPartner ? summary.partnerName : words.time(visit)
    return DataTable.Row(
      id: "\(visit.id)", name: name, link: VisitLinks.show(visit.id),
      (showsPartner ? [.text(summary.partnerName, second: visit.place.isEmpty ? nil : visit.place)] : []) + cells)
  }
}
