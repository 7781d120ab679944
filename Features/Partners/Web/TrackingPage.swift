import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/tracking`: who is due this week, who is overdue, who is silent.
struct TrackingPage {
  let member: Member

  private static let pageSize = 20
  /// Counting stops here: a figure never costs more than a few pages.
  private static let countLimit = 1000

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let (t, actor, today, form) = (member.t, member.actor, member.now.day, member.exchange.query)
    var query = TrackingQuery()
    query.view = form["view"].flatMap { TrackingQuery.View(rawValue: $0) } ?? .week
    query.ownerID = form["mine"] == "1" ? actor.accountID.rawValue : nil
    query.after = form["after"].flatMap(Self.mark)
    query.limit = Self.pageSize + 1
    let asked = query
    let (found, counts, months) = try await member.services.database.read { connection in
      let counts = try TrackingQuery.View.allCases.map { view in
        var query = asked
        query.view = view
        return try TrackingListStore.count(
          query, upTo: Self.countLimit, in: actor.scope, today: today, on: connection)
      }
      return (
        try TrackingListStore.page(asked, in: actor.scope, today: today, on: connection), counts,
        try actor.schoolID.map { try TrackingStore.silentMonths(of: $0, on: connection) }
      )
    }
    let address = ListAddress(
      TrackingRoutes.path,
      form.pairs.filter { ["view", "mine", "after"].contains($0.name) }.map { ($0.name, $0.value) })
    let shown = Array(found.prefix(Self.pageSize))
    let next =
      found.count > Self.pageSize
      ? shown.last.map { row -> Link in
        let mark = TrackingListStore.mark(after: row, in: query.view)
        return address.at("after", "\(mark.id).\(mark.key)").link
      } : nil
    let table = DataTable(
      caption: t("partners.tracking.view.\(query.view.rawValue)"), columns: columns, rows: shown.map(row),
      tools: mine(address),
      pager: Pager(previous: query.after == nil ? nil : address.removing("after").link, next: next, t),
      empty: EmptyState(
        icon: .check, title: t("partners.tracking.empty.\(query.view.rawValue)"),
        text: t("partners.tracking.empty.text")), id: "tracking", t)
    return try await member.page(
      PageContent(
        title: t("partners.tracking.title"),
        crumbs: [Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(t("partners.tracking.title"))],
        actions: """
          \(LinkButton(t("partners.tours.title"), to: TourLinks.list, icon: .visit))\
          \(LinkButton(t("partners.growth.title"), to: Link("\(TrackingRoutes.path.text)/growth"), icon: .report))
          """, status: problems.isEmpty ? 200 : 422,
        content: """
          \(summary(problems))\(tiles(counts, address, query.view, months))\(tabs(query.view, address, counts))\
          \(table)\(settings(months, typed, problems))
          """))
  }

  private func summary(_ problems: [FieldProblem]) -> HTML {
    RecordProblems(problems, labels: ["silentMonths": "partners.tracking.silentMonths"], member.t).html
  }

  private func tiles(
    _ counts: [Int], _ address: ListAddress, _ current: TrackingQuery.View, _ months: Int?
  ) -> HTML {
    let t = member.t
    func figure(_ count: Int) -> String {
      count >= Self.countLimit ? "\(FigureText.grouped(Self.countLimit))+" : FigureText.grouped(count)
    }
    return StatRow(
      zip(TrackingQuery.View.allCases, counts).map { view, count in
        let tone: Tone = count == 0 || view == .week ? .neutral : view == .overdue ? .bad : .warning
        let note = view == .silent ? months.map { t("partners.tracking.silentFor", ["count": "\($0)"]) } : nil
        return StatTile(
          t("partners.tracking.view.\(view.rawValue)"), figure(count), note: note, tone: tone,
          link: address.setting("view", view.rawValue).link)
      }
    ).html
  }

  private func tabs(_ current: TrackingQuery.View, _ address: ListAddress, _ counts: [Int]) -> Tabs {
    Tabs(
      member.t("partners.tracking.title"),
      TrackingQuery.View.allCases.map { view in
        Tabs.Item(
          member.t("partners.tracking.view.\(view.rawValue)"), address.setting("view", view.rawValue).link,
          isCurrent: view == current)
      })
  }

  private func mine(_ address: ListAddress) -> HTML {
    let isMine = address["mine"] == "1"
    return LinkButton(
      member.t(isMine ? "partners.tracking.all" : "partners.tracking.mine"),
      to: isMine ? address.removing("mine").link : address.setting("mine", "1").link, icon: .user, isSmall: true
    ).html
  }

  private var columns: [DataTable.Column] {
    let t = member.t
    return [
      DataTable.Column("partner", t("partners.field.name"), phone: .title),
      DataTable.Column("level", t("partners.field.level")),
      DataTable.Column("last", t("partners.tracking.last"), isNarrow: true),
      DataTable.Column("next", t("partners.tracking.next"), isNarrow: true),
      DataTable.Column("owner", t("partners.field.owner"), isNarrow: true),
      DataTable.Column("act", t("partners.tracking.act")),
    ]
  }

  private func row(_ partner: TrackedPartner) -> DataTable.Row {
    let (t, today) = (member.t, member.now.day)
    let act: HTML =
      member.actor.may(.visitsWrite) && member.actor.schoolID != nil
      ? LinkButton(t("partners.visit.new"), to: VisitLinks.new(with: partner.id), icon: .plus, isSmall: true).html
      : .dash
    return DataTable.Row(
      id: "\(partner.id)", name: partner.name, link: VisitLinks.list(of: partner.id),
      [
        .text(partner.name, second: partner.departmentName.isEmpty ? nil : partner.departmentName),
        DataTable.Cell(LevelText.badge(partner.level, partner.levelName, t).html),
        .text(partner.lastOn?.description ?? t("partners.tracking.never")),
        DataTable.Cell(partner.nextOn.map { DueDate($0, today: today, t).html } ?? .dash),
        .text(partner.ownerName), DataTable.Cell(act),
      ])
  }

  private func settings(_ months: Int?, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    guard let months, member.actor.may(.partnersLevels) else { return .empty }
    let t = member.t
    let form = FormView(
      action: Link("\(TrackingRoutes.path.text)/settings"), csrf: member.exchange.csrfToken, guardsChanges: false,
      hasErrors: !problems.isEmpty, t,
      """
      \(FormField.number("silentMonths", label: t("partners.tracking.silentMonths"), value: typed?["silentMonths"] ?? "\(months)", unit: t("partners.unit.months"), hint: t("partners.tracking.silentMonths.hint"), error: problems.first.map { t($0.message) }))\
      \(ButtonBar("\(Button(t("partners.tracking.save")))\(LinkButton(t("partners.tracking.levels"), to: LevelsPage.path, style: .quiet))"))
      """)
    return """
      <details\(if: !problems.isEmpty, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.tracking.settings"))</summary>\(form)</details>
      """
  }

  /// A place as it stands in the address: the id, then the day or the name.
  private static func mark(_ text: String) -> TrackingQuery.Mark? {
    guard let point = text.firstIndex(of: "."), let id = ID<Partnership>(text[..<point]) else { return nil }
    return TrackingQuery.Mark(key: String(text[text.index(after: point)...]), id: id)
  }
}
