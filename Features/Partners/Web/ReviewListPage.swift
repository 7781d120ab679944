import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/reviews`: what waits for the reader, what is under way, what ends soon.
struct ReviewListPage {
  let member: Member

  private static let pageSize = 20
  /// Counting stops here: a tab never costs more than a few pages.
  private static let countLimit = 100
  private static let parameters: Set<String> = ["view", "q", "state", "after"]

  func reply() async throws -> Reply {
    let (t, actor, today, form) = (member.t, member.actor, member.now.day, member.exchange.query)
    var query = Self.query(form, for: actor)
    query.limit = Self.pageSize + 1
    let asked = query
    let (found, mine, expiring) = try await member.services.database.read { connection in
      func count(_ view: ReviewQuery.View) throws -> Int {
        try ReviewListStore.count(view, for: actor, today: today, upTo: Self.countLimit, on: connection)
      }
      return (
        try ReviewListStore.page(asked, for: actor, today: today, on: connection), try count(.mine),
        try count(.expiring)
      )
    }
    let address = ListAddress(
      ReviewLinks.all, form.pairs.filter { Self.parameters.contains($0.name) }.map { ($0.name, $0.value) })
    let shown = Array(found.prefix(Self.pageSize))
    let next =
      found.count > Self.pageSize ? shown.last.map { address.at("after", Self.text(of: $0, in: query.view)).link } : nil
    let first = query.after == nil ? nil : address.removing("after").link
    let tabs = Tabs(
      t("partners.reviews.tabs"),
      ReviewQuery.View.allCases.map { view in
        Tabs.Item(
          t("partners.reviews.view.\(view.rawValue)"), ReviewLinks.all.with([("view", view.rawValue)]),
          isCurrent: view == query.view, count: view == .mine ? mine : view == .expiring ? expiring : nil)
      })
    let filter = FilterBar(
      address, placeholder: t("partners.list.search"),
      filters: query.view == .all
        ? [
          Filter(
            "state", t("partners.review.column.state"),
            choices: QualificationReview.State.allCases.map { Filter.Choice($0.rawValue, t($0.label)) })
        ] : [], saved: nil, target: "reviews", t)
    let table = DataTable(
      caption: t("partners.reviews.title"), columns: columns, rows: shown.map(row),
      pager: Pager(previous: first, next: next, t), empty: empty(query), id: "reviews", t)
    return try await member.page(
      PageContent(title: t("partners.reviews.title"), content: "\(tabs)\(filter)\(table)"))
  }

  private var columns: [DataTable.Column] {
    let t = member.t
    return [
      DataTable.Column("partner", t("partners.field.name"), phone: .title),
      DataTable.Column("state", t("partners.review.column.state")),
      DataTable.Column("actor", t("partners.review.column.actor")),
      DataTable.Column("submitted", t("partners.review.submittedBy")),
      DataTable.Column("until", t("partners.review.validity"), isNarrow: true),
    ]
  }

  private func row(_ summary: ReviewSummary) -> DataTable.Row {
    let (t, today, review) = (member.t, member.now.day, summary.review)
    let office = t(Role.cooperationOffice.label)
    let soon = today.adding(days: PartnerTiles.warningDays)
    let holder: String? =
      switch review.state {
      case .draft: review.createdBy?.name
      case .returned: review.submittedBy?.name
      case .department: summary.departmentName
      case .office: office
      case .approved where !review.isReplaced && review.validUntil.map { $0 <= soon } ?? false:
        summary.ownerName.isEmpty ? office : summary.ownerName
      case .approved, .refused: nil
      }
    let task = review.state.isOpen ? t("partners.review.inbox.\(review.state.rawValue)") : t("partners.review.renew")
    let actor = ActorLine(holder, task: task, due: review.state.isOpen ? review.dueOn : nil, today: today, t)
    return DataTable.Row(
      id: "\(review.id)", name: summary.partnerName, link: ReviewLinks.show(review),
      [
        .text(summary.partnerName, second: summary.departmentName.isEmpty ? nil : summary.departmentName),
        DataTable.Cell(ReviewWords(t: t).badge(review, today: today).html), DataTable.Cell(actor.html),
        .text(review.submittedBy?.name, second: review.submittedAt?.day.description),
        .text(review.validUntil?.description),
      ])
  }

  private func empty(_ query: ReviewQuery) -> EmptyState {
    let t = member.t
    if !query.search.isEmpty || !query.states.isEmpty {
      return EmptyState(
        icon: .search, title: t("partners.list.nothingFound"), text: t("partners.list.nothingFound.text"))
    }
    return EmptyState(
      icon: .shield, title: t("partners.reviews.empty.\(query.view.rawValue)"), text: t("partners.reviews.empty.text"),
      actions: LinkButton(t("partners.reviews.unreviewed"), to: Link("/partners?review=none")).html)
  }

  // MARK: Address

  static func query(_ form: FormData, for actor: Actor) -> ReviewQuery {
    var query = ReviewQuery()
    // Who has no step in the way of a review begins with those under way.
    let acts = [.reviewsWrite, .reviewsEndorse, .reviewsDecide].contains { actor.may($0) }
    query.view = form["view"].flatMap { ReviewQuery.View(rawValue: $0) } ?? (acts ? .mine : .open)
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    query.states = form.all("state").compactMap { QualificationReview.State(rawValue: $0) }
    query.after = form["after"].flatMap(mark)
    return query
  }

  /// A place as it stands in the address: the id, then the day where the order is by day.
  private static func text(of row: ReviewSummary, in view: ReviewQuery.View) -> String {
    let mark = ReviewListStore.mark(after: row, in: view)
    return mark.day.map { "\(mark.id).\($0)" } ?? mark.id.description
  }

  private static func mark(_ text: String) -> ReviewQuery.Mark? {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let id = parts.first.flatMap({ ID<QualificationReview>($0) }) else { return nil }
    return ReviewQuery.Mark(id: id, day: parts.count > 1 ? CivilDate(parts[1]) : nil)
  }
}
