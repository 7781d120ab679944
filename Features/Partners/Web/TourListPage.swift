import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/tours`: the tours of a school, the latest first.
struct TourListPage {
  let member: Member

  private static let countLimit = 1000
  static let filters = ["state", "year", "mine"]

  func reply() async throws -> Reply {
    let (t, actor, form) = (member.t, member.actor, member.exchange.query)
    let query = Self.query(form, of: actor.accountID)
    var asked = query
    asked.limit = query.limit + 1
    let looking = asked
    let (found, count) = try await member.services.database.read { connection in
      (
        try TourListStore.page(looking, in: actor.scope, of: actor.accountID, on: connection),
        try TourListStore.count(
          looking, upTo: Self.countLimit, in: actor.scope, of: actor.accountID, on: connection)
      )
    }
    let kept = Set(Self.filters + ["q", "after"])
    let address = ListAddress(
      TourLinks.list, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
    let shown = Array(found.prefix(query.limit))
    let next = found.count > query.limit ? shown.last.map { Self.mark(of: $0.tour) } : nil
    let table = DataTable(
      caption: t("partners.tours.title"), columns: columns, rows: shown.map(row),
      count: t("partners.tours.count", ["count": FigureText.grouped(count)]),
      pager: Pager(
        previous: query.after == nil ? nil : address.removing("after").link,
        next: next.map { address.at("after", $0).link },
        t), empty: empty(address), id: "tours", t)
    return try await member.page(
      PageContent(
        title: t("partners.tours.title"),
        crumbs: [Crumb(t("partners.visits.title"), VisitLinks.list), Crumb(t("partners.tours.title"))],
        actions: actions, content: "\(filterBar(address))\(table)"))
  }

  // MARK: The address

  /// Parameters that mean nothing are left out rather than refused, because people keep old addresses.
  static func query(_ form: FormData, of account: ID<Account>) -> TourQuery {
    var query = TourQuery()
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    query.states = form.all("state").compactMap { Tour.State(rawValue: $0) }
    query.year = form["year"].flatMap { Int($0) }.flatMap { (2000...2200).contains($0) ? $0 : nil }
    query.personID = form["mine"] == "1" ? account : nil
    query.after = form["after"].flatMap(mark)
    return query
  }

  static func mark(of tour: Tour) -> String { "\(tour.id).\(tour.beginsOn)" }

  static func mark(_ text: String) -> TourQuery.Mark? {
    guard let point = text.firstIndex(of: "."), let id = ID<Tour>(text[..<point]),
      let day = CivilDate(text[text.index(after: point)...])
    else { return nil }
    return TourQuery.Mark(day: day, id: id)
  }

  // MARK: Parts

  private var columns: [DataTable.Column] {
    let t = member.t
    return [
      DataTable.Column("title", t("partners.tour.title"), phone: .title),
      DataTable.Column("period", t("partners.tour.period"), isNarrow: true),
      DataTable.Column("cities", t("partners.tour.cities")),
      DataTable.Column("lead", t("partners.tour.lead"), isNarrow: true),
      DataTable.Column("seen", t("partners.tour.seenOfPlanned"), isNarrow: true),
      DataTable.Column("state", t("partners.tour.state"), isNarrow: true),
    ]
  }

  private func row(_ summary: TourSummary) -> DataTable.Row {
    let (t, tour) = (member.t, summary.tour)
    let words = TourWords(t: t)
    let share = summary.planned > 0 ? Double(summary.seen) / Double(summary.planned) : 0
    let seen: HTML =
      summary.planned == 0
      ? .dash
      : ProgressBar(
        share, label: t("partners.tour.seenOfPlanned"), tone: tour.state == .finished ? .ok : .brand,
        text: "\(summary.seen) / \(summary.planned)"
      ).html
    return DataTable.Row(
      id: "\(tour.id)", name: tour.title, link: TourLinks.show(tour.id),
      [
        .text(tour.title, second: summary.departmentName.isEmpty ? nil : summary.departmentName),
        .text(TourWords.period(tour.beginsOn, tour.endsOn)), .text(words.cities(summary.cities)),
        .text(summary.leadName), DataTable.Cell(seen), DataTable.Cell(words.state(tour).html),
      ])
  }

  private var actions: HTML {
    let (t, actor) = (member.t, member.actor)
    guard actor.schoolID != nil else { return .empty }
    let calendar = LinkButton(t("partners.calendar.subscribe"), to: TourLinks.calendar, icon: .calendar).html
    guard actor.may(.visitsWrite) else { return calendar }
    return calendar + LinkButton(t("partners.tour.new"), to: TourLinks.new, style: .primary, icon: .plus).html
  }

  private func empty(_ address: ListAddress) -> EmptyState {
    let t = member.t
    if (Self.filters + ["q"]).contains(where: { address[$0] != nil }) {
      return EmptyState(
        icon: .search, title: t("partners.tours.nothingFound"), text: t("partners.list.nothingFound.text"),
        actions: LinkButton(t("kit.filter.clear"), to: TourLinks.list).html)
    }
    let mayAdd = member.actor.may(.visitsWrite) && member.actor.schoolID != nil
    return EmptyState(
      icon: .visit, title: t("partners.tours.empty"), text: t("partners.tours.empty.text"),
      actions: mayAdd
        ? LinkButton(t("partners.tour.new"), to: TourLinks.new, style: .primary, icon: .plus).html : .empty)
  }

  private func filterBar(_ address: ListAddress) -> FilterBar {
    let t = member.t
    let year = member.now.day.year
    return FilterBar(
      address, placeholder: t("partners.tours.search"),
      filters: [
        Filter(
          "state", t("partners.tour.state"),
          choices: Tour.State.allCases.map { Filter.Choice($0.rawValue, t("partners.tour.state.\($0.rawValue)")) }),
        Filter(
          "year", t("partners.tour.year"),
          choices: ((year - 4)...(year + 1)).reversed().map { Filter.Choice("\($0)", "\($0)") }, isMultiple: false),
        Filter("mine", t("partners.tours.mine"), choices: [Filter.Choice("1", t("partners.tours.mine"))]),
      ], target: "tours", t)
  }
}
