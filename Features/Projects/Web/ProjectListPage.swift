import Accounts
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

/// The list's address as a query and back. What means nothing is left out
/// rather than refused, because people keep old addresses.
enum ProjectListAddress {
  static let filters = ["mode", "form", "place", "state", "department", "partner", "leader", "year", "late", "mine"]

  /// - Parameter actor: who asks, for what is theirs.
  static func query(_ form: FormData, by actor: Actor) -> ProjectQuery {
    func codes(_ name: String) -> [String] {
      Array(form.all(name).filter { !$0.isEmpty && $0.count <= 30 }.prefix(ProjectClass.most))
    }
    var query = ProjectQuery()
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    (query.modes, query.forms, query.places) = (codes("mode"), codes("form"), codes("place"))
    query.states = form.all("state").compactMap { ProjectState(rawValue: $0) }
    query.departmentID = form["department"].flatMap { ID<Department>($0) }
    query.partnershipID = form["partner"].flatMap { ID<Partnership>($0) }
    query.leaderID = form["leader"].flatMap { ID<Account>($0) }
    query.year = form["year"].flatMap { Int($0) }.flatMap { YearPlan.years.contains($0) ? $0 : nil }
    query.isLate = form["late"] == "1"
    query.participantID = form["mine"] == "1" ? actor.accountID : nil
    query.order = form["sort"].flatMap { ProjectQuery.Order(rawValue: $0) } ?? .newest
    query.mark = mark(form, order: query.order)
    return query
  }

  static func address(_ form: FormData) -> ListAddress {
    let kept = Set(filters + ["q", "sort", "after", "before"])
    return ListAddress(ProjectLinks.list, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }

  /// A place as it stands in the address: the row's id, then its value in the order.
  static func text(of mark: ProjectQuery.Mark) -> String { mark.key.isEmpty ? "\(mark.id)" : "\(mark.id).\(mark.key)" }

  private static func mark(_ form: FormData, order: ProjectQuery.Order) -> ProjectQuery.Mark? {
    let isBefore = form.has("before")
    guard let text = form[isBefore ? "before" : "after"] else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let id = parts.first.flatMap({ ID<Project>($0) }) else { return nil }
    let key = parts.count > 1 ? String(parts[1]) : ""
    switch order {
    case .newest: break
    case .ends: guard CivilDate(key) != nil else { return nil }
    case .amount: guard Int64(key) != nil else { return nil }
    }
    return ProjectQuery.Mark(isBefore: isBefore, key: key, id: id)
  }
}

/// `/projects`: the projects of a school, searched in titles, partners, goals and contents.
struct ProjectListPage {
  let member: Member

  /// Counting stops here: the list never costs more than its page.
  static let countLimit = 1000

  private struct Content: Sendable {
    let page: ProjectListing
    let count: Int?
    let classes: ProjectClasses
    let departments: [Department]
    let searches: [SavedSearch]
    let tiles: ProjectTiles?
  }

  func reply() async throws -> Reply {
    let (t, form, today) = (member.t, member.exchange.query, member.now.day)
    let sight = ProjectSight(member.actor)
    let query = ProjectListAddress.query(form, by: member.actor)
    let address = ProjectListAddress.address(form)
    let account = member.actor.accountID
    let isWhole = (ProjectListAddress.filters + ["q", "after", "before"]).allSatisfy { address[$0] == nil }
    let content = try await member.services.database.read { connection in
      Content(
        page: try ProjectListStore.page(query, in: sight, today: today, on: connection),
        count: try ProjectListStore.count(
          query, upTo: Self.countLimit + 1, in: sight, today: today, on: connection),
        classes: try ProjectClassStore.words(in: sight.scope, on: connection),
        departments: try SchoolStore.departments(in: sight.scope, on: connection),
        searches: try SavedSearchStore.searches(of: account, page: ProjectLinks.list.text, on: connection),
        tiles: isWhole ? try ProjectTiles.read(in: sight, today: today, on: connection) : nil)
    }
    let words = ProjectRow(t: t, today: today, classes: content.classes)
    let table = DataTable(
      caption: t("projects.title"), columns: words.columns(address, showsPartner: true),
      rows: content.page.rows.map { words.row($0, showsPartner: true) }, count: countText(content.count, content.page),
      tools: content.page.rows.isEmpty ? .empty : export(address),
      pager: pager(content.page, query, address), empty: empty(address), id: "projects", t)
    return try await member.page(
      PageContent(
        title: t("projects.title"), actions: actions,
        content: "\(content.tiles.map { $0.html(t) } ?? .empty)\(filterBar(content, address))\(table)"))
  }

  private func countText(_ count: Int?, _ page: ProjectListing) -> String {
    let t = member.t
    guard let count else {
      let shown = ["count": "\(page.rows.count)"]
      return t(page.hasNext || page.hasPrevious ? "projects.list.countMore" : "projects.list.count", shown)
    }
    return count > Self.countLimit
      ? t("projects.list.countMore", ["count": "\(Self.countLimit)"])
      : t("projects.list.count", ["count": "\(count)"])
  }

  private func pager(_ page: ProjectListing, _ query: ProjectQuery, _ address: ListAddress) -> Pager {
    func link(_ row: ProjectSummary?, _ cursor: String, isBefore: Bool) -> Link? {
      row.map {
        address.at(
          cursor, ProjectListAddress.text(of: ProjectListStore.mark(of: $0, in: query.order, isBefore: isBefore))
        ).link
      }
    }
    return Pager(
      previous: page.hasPrevious ? link(page.rows.first, "before", isBefore: true) : nil,
      next: page.hasNext ? link(page.rows.last, "after", isBefore: false) : nil, member.t)
  }

  private var actions: HTML {
    let (t, actor) = (member.t, member.actor)
    let more = MoreMenu(
      label: t("projects.more"),
      items: [
        (t("projects.schemes"), ProjectLinks.schemes, .calendar),
        (t("projects.statistics"), ProjectLinks.statistics, .report),
      ])
    return more.html + (actor.may(.projectsWrite) && actor.schoolID != nil ? new : .empty)
  }

  private var new: HTML {
    LinkButton(member.t("projects.new"), to: ProjectLinks.new, style: .primary, icon: .plus).html
  }

  private func export(_ address: ListAddress) -> HTML {
    guard member.actor.may(.projectsExport) else { return .empty }
    return LinkButton(
      member.t("projects.export"), to: address.moved(to: "/projects.xlsx").link, icon: .download, isDownload: true,
      isSmall: true
    ).html
  }

  private func empty(_ address: ListAddress) -> EmptyState {
    let t = member.t
    if (ProjectListAddress.filters + ["q"]).contains(where: { address[$0] != nil }) {
      return EmptyState(
        icon: .search, title: t("projects.list.nothingFound"), text: t("projects.list.nothingFound.text"),
        actions: LinkButton(t("kit.filter.clear"), to: ProjectLinks.list).html)
    }
    return EmptyState(
      icon: .project, title: t("projects.list.empty"), text: t("projects.list.empty.text"),
      actions: member.actor.may(.projectsWrite) && member.actor.schoolID != nil ? new : .empty)
  }

  private func filterBar(_ content: Content, _ address: ListAddress) -> FilterBar {
    let t = member.t
    func words(_ axis: ProjectClass.Axis) -> Filter {
      // What has no word of a grouping can be looked for, too.
      let none = axis == .mode ? [] : [Filter.Choice(ProjectQuery.none, t("projects.none"))]
      return Filter(
        axis.rawValue, t(axis.label),
        choices: content.classes.of(axis).map { Filter.Choice($0.code, Choice("", $0.name).text(t)) } + none)
    }
    let states = Filter(
      "state", t("projects.field.state"),
      choices: ProjectState.allCases.map { Filter.Choice($0.rawValue, t($0.label)) })
    let departments = Filter(
      "department", t("projects.field.department"),
      choices: content.departments.map { Filter.Choice($0.id.description, $0.name) }, isMultiple: false)
    let thisYear = member.now.day.year
    let years = Filter(
      "year", t("projects.field.year"),
      choices: (0..<6).map { Filter.Choice("\(thisYear - $0)", "\(thisYear - $0)") }, isMultiple: false)
    let late = Filter(
      "late", t("projects.field.late"), choices: [Filter.Choice("1", t("projects.late"))], isMultiple: false)
    let mine = Filter(
      "mine", t("projects.field.mine"), choices: [Filter.Choice("1", t("projects.mine"))], isMultiple: false)
    return FilterBar(
      address, placeholder: t("projects.list.search"),
      filters: [words(.mode), states, mine, words(.form), words(.place), years, late]
        + (content.departments.count > 1 ? [departments] : []),
      saved: SavedSearches(content.searches, of: address, csrf: member.exchange.csrfToken), target: "projects", t)
  }
}

/// How a row of the list reads.
struct ProjectRow {
  let t: Localizer
  let today: CivilDate
  let classes: ProjectClasses

  func columns(_ address: ListAddress, showsPartner: Bool) -> [DataTable.Column] {
    func sorted(_ key: String, _ label: String, _ alignment: DataTable.Alignment = .start) -> DataTable.Column {
      let isNow = address["sort"] == key
      return DataTable.Column(
        key, label, alignment: alignment,
        sort: showsPartner ? (isNow ? address.removing("sort") : address.setting("sort", key)).link : nil,
        order: isNow ? (key == "amount" ? .descending : .ascending) : nil, isNarrow: true)
    }
    let partner = [DataTable.Column("partner", t("projects.field.enterprise"))]
    return [DataTable.Column("title", t("projects.field.title"), phone: .title)] + (showsPartner ? partner : []) + [
      DataTable.Column("mode", t("projects.field.mode")), DataTable.Column("state", t("projects.field.state")),
      DataTable.Column("actor", t("projects.field.actor")), DataTable.Column("progress", t("projects.field.progress")),
      sorted("ends", t("projects.field.term")), sorted("amount", t("projects.field.budget"), .end),
    ]
  }

  func row(_ row: ProjectSummary, showsPartner: Bool) -> DataTable.Row {
    let words = ProjectWords(t: t)
    let partner = [
      DataTable.Cell.text(row.enterpriseName, second: row.departmentName.isEmpty ? nil : row.departmentName)
    ]
    let groups = [words.name(classes, .form, row.form), words.name(classes, .place, row.place)]
      .filter { !$0.isEmpty }.joined(separator: " · ")
    let amount = row.granted ?? row.asked
    let progress: HTML =
      row.state.wasGranted && row.milestones > 0
      ? ProgressBar(
        Double(row.done) / Double(row.milestones), label: t("projects.field.progress"),
        text: "\(row.done)/\(row.milestones)"
      ).html : .dash
    let cells =
      [DataTable.Cell.text(row.title, second: row.number.isEmpty ? nil : row.number)] + (showsPartner ? partner : [])
      + [
        .text(words.name(classes, .mode, row.mode), second: groups.isEmpty ? nil : groups),
        DataTable.Cell(
          words.badge(
            row.state, endOn: row.endOn, hasReason: row.state == .application && row.isReturned, today: today
          ).html),
        DataTable.Cell(
          ActorLine(words.actor(row), task: t(row.state.label), due: row.dueOn, today: today, t).html),
        DataTable.Cell(progress),
        .text(row.endOn?.description, second: row.startOn.map { t("projects.from", ["date": $0.description]) }),
        .text(
          amount.map { t.money(fen: $0) }, second: row.granted == nil && amount != nil ? t("projects.asked") : nil),
      ]
    return DataTable.Row(id: "\(row.id)", name: row.title, link: ProjectLinks.show(row.id), cells)
  }
}

/// The tab of a partner's page.
enum PartnerProjects {
  static func reply(_ member: Member) async throws -> Reply {
    let (t, today, sight) = (member.t, member.now.day, ProjectSight(member.actor))
    let partnership = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let new: HTML =
      member.actor.may(.projectsWrite) && member.actor.schoolID != nil
      ? LinkButton(t("projects.new"), to: ProjectLinks.new(with: partnership), style: .primary, icon: .plus).html
      : .empty
    return try await PartnerTab.reply("projects", member, actions: new) { partner in
      var query = ProjectQuery()
      query.partnershipID = partnership
      query.limit = 100
      let asked = query
      let (listing, classes) = try await member.services.database.read { connection in
        (
          try ProjectListStore.page(asked, in: sight, today: today, on: connection),
          try ProjectClassStore.words(of: partner.partnership.schoolID, on: connection)
        )
      }
      let words = ProjectRow(t: t, today: today, classes: classes)
      return DataTable(
        caption: t("projects.title"),
        columns: words.columns(ListAddress(ProjectLinks.of(partnership)), showsPartner: false),
        rows: listing.rows.map { words.row($0, showsPartner: false) },
        empty: EmptyState(
          icon: .project, title: t("projects.partner.empty"), text: t("projects.partner.empty.text"), actions: new),
        id: "projects", t
      ).html
    }
  }
}
