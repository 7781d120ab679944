import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/tours/{tour}`: where it goes, whom it sees, and what came of it.
struct TourPage {
  let member: Member
  let record: TourRecord
  let stops: [TourStop]
  let lines: [PlannedPartner]
  let progress: TourProgress
  /// Planned partners whose own pages the reader may open.
  private let inSight: Set<ID<Partnership>>

  var tour: Tour { record.tour }
  var mayChange: Bool { tour.mayBeChanged(by: member.actor) }
  /// Whether stops and partners may be planned.
  var mayPlan: Bool { mayChange && tour.isOpen }

  /// - Throws: `WebError.notFound` for a tour that is not in sight.
  static func load(_ member: Member) async throws -> TourPage {
    let id = try member.exchange.parameter("tour", as: ID<Tour>.self)
    let (actor, sealer) = (member.actor, member.services.sealer)
    let page = try await member.services.database.read { connection -> TourPage? in
      guard let record = try TourStore.record(id, in: actor.scope, of: actor.accountID, on: connection) else {
        return nil
      }
      let stops = try TourStopStore(sealer).stops(of: record.tour, on: connection)
      let lines = try TourLineStore.lines(of: record.tour, on: connection)
      let visits = try TourVisits.visits(of: record.tour, on: connection)
      let partners = Array(Set(lines.compactMap(\.line.partnershipID) + visits.map(\.visit.partnershipID)))
      return TourPage(
        member: member, record: record, stops: stops, lines: lines,
        progress: TourProgress(stops: stops, lines: lines, visits: visits),
        inSight: Set(
          try PartnershipStore.partners(partners, in: actor.scope, on: connection).map(\.partnership.id)))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func stop(_ id: ID<TourStop>) throws -> TourStop {
    guard let stop = stops.first(where: { $0.id == id }) else { throw WebError.notFound }
    return stop
  }

  func line(_ id: ID<TourLine>) throws -> PlannedPartner {
    guard let line = lines.first(where: { $0.line.id == id }) else { throw WebError.notFound }
    return line
  }

  func sees(_ line: TourLine) -> Bool { line.partnershipID.map(inSight.contains) ?? false }

  /// Whether the reader may open a visit's own page: a department its own, and those of its partners.
  func sees(_ visit: Visit) -> Bool {
    if inSight.contains(visit.partnershipID) { return true }
    guard case .department(_, let own) = member.actor.scope else { return false }
    return visit.departmentID == own
  }

  /// - Parameters:
  ///   - isRevealed: whom authorities named is shown unmasked, once, after that was logged.
  ///   - typed: what was just sent from a form of the page, with what is wrong with it.
  func reply(
    isRevealed: Bool = false, typed: FormData? = nil, problems: [FieldProblem] = [], notice: HTML = .empty,
    status: Int? = nil
  ) async throws -> Reply {
    let t = member.t
    let first = progress.cities.first.map { _ in figures } ?? .empty
    let note: HTML = isRevealed ? Alert(.info, "<p>\(t("partners.contact.revealed"))</p>").html : .empty
    let plan = TourPlan(page: self, isRevealed: isRevealed, typed: typed, problems: problems)
    let content: HTML = """
      \(notice)\(RecordProblems(problems, labels: labels, t))\(note)\(cancelled)\(first)<div class="columns"><div class="stack">\
      \(plan.html)\(results)</div><div class="stack">\(Card(t("partners.tour.about"), facts))\(acts(typed, problems))\
      \(summary(typed, problems))\(papers)</div></div>
      """
    return try await member.page(
      PageContent(
        title: tour.title,
        crumbs: [
          Crumb(t("partners.visits.title"), VisitLinks.list), Crumb(t("partners.tours.title"), TourLinks.list),
          Crumb(tour.title),
        ], titleNote: TourWords(t: t).state(tour).html, actions: actions,
        status: status ?? (problems.isEmpty ? 200 : 422), content: content))
  }

  private var labels: [String: String] {
    TourFormPage.labels.merging(
      TourPlan.labels(stops), uniquingKeysWith: { first, _ in first })
  }

  // MARK: Parts

  private var actions: HTML {
    let t = member.t
    let ics = LinkButton(t("partners.tour.ics"), to: TourLinks.ics(tour.id), icon: .calendar, isDownload: true).html
    // Who comes along in one of its cities adds to the tour by itself.
    let mayWrite = member.actor.may(.visitsWrite) && member.actor.schoolID == tour.schoolID
    let added: HTML =
      mayWrite && tour.isOpen && tour.beginsOn <= member.now.day
      ? LinkButton(t("partners.tour.addVisit"), to: VisitLinks.new, icon: .visit).html : .empty
    guard mayPlan else { return ics + added }
    return """
      \(ics)\(added)\(LinkButton(t("partners.tour.edit"), to: TourLinks.edit(tour.id), icon: .edit))\
      \(LinkButton(t("partners.tour.stop.new"), to: TourLinks.newStop(tour.id), style: .primary, icon: .plus))
      """
  }

  private var cancelled: HTML {
    guard tour.state == .cancelled else { return .empty }
    return Alert(.warning, title: member.t("partners.tour.cancelled"), "<p>\(tour.reason)</p>").html
  }

  /// Planned against done; each figure opens its rows.
  private var figures: HTML {
    let t = member.t
    let all = progress.figures()
    func tile(_ view: TourRow.View, _ count: Int, of whole: Int? = nil, _ tone: Tone = .neutral) -> StatTile {
      StatTile(
        t("partners.tour.view.\(view.rawValue)"), FigureText.grouped(count), of: whole.map { FigureText.grouped($0) },
        tone: tone, link: TourLinks.rows(tour.id, view))
    }
    let isPast = tour.endsOn < member.now.day || tour.state == .finished
    return StatRow([
      tile(.seen, all.seen, of: all.planned),
      tile(.unseen, all.unseen, isPast && all.unseen > 0 ? .warning : .neutral), tile(.added, all.added),
      StatTile(
        t("partners.tour.view.outreach"), FigureText.grouped(all.posts), unit: t("partners.visit.unit.posts"),
        note: t(
          "partners.tour.openings",
          ["interns": FigureText.grouped(all.interns), "hires": FigureText.grouped(all.hires)]),
        link: TourLinks.rows(tour.id, .outreach)),
    ]).html
  }

  private var facts: DescriptionList {
    let t = member.t
    let people = tour.people.map { person -> HTML in
      "<li>\(person.position.isEmpty ? person.name : t("partners.tour.named", ["name": person.name, "more": person.position]))</li>"
    }
    return DescriptionList([
      .text(t("partners.tour.period"), TourWords.period(tour.beginsOn, tour.endsOn)),
      .text(t("partners.tour.lead"), record.leadName),
      DescriptionList.Item(t("partners.tour.people"), people.isEmpty ? .dash : "<ul>\(people)</ul>"),
      DescriptionList.Item(
        t("partners.tour.purpose"), tour.purpose.isEmpty ? .dash : ReviewWords.lines(tour.purpose), isWide: true),
      .text(
        t("partners.field.department"),
        record.departmentName.isEmpty ? t("partners.tour.wholeSchool") : record.departmentName),
      .text(t("partners.tour.owner"), record.ownerName),
    ])
  }

  /// The cities beside each other, as picture and table.
  private var results: HTML {
    let t = member.t
    let cities = progress.cities
    guard progress.rows.contains(where: \.isSeen) else { return .empty }
    let views: [TourRow.View] = [.seen, .unseen, .added]
    let figures = cities.map { progress.figures(in: $0) }
    func value(_ figures: TourFigures, _ view: TourRow.View) -> Int {
      view == .seen ? figures.seen : view == .unseen ? figures.unseen : figures.added
    }
    let chart = BarChart(
      id: "tour-cities", title: t("partners.tour.chart"), categories: cities.map(TourWords.city),
      series: views.map { view in
        Series(t("partners.tour.view.\(view.rawValue)"), figures.map { Double(value($0, view)) })
      }, unit: t("partners.growth.unit"), isHorizontal: true, isStacked: true,
      links: views.map { view in
        cities.map { city in
          value(progress.figures(in: city), view) > 0 ? TourLinks.rows(tour.id, view, in: city) : nil
        }
      }, t)
    return "\(Card(t("partners.tour.results"), chart))\(TourCityTable(page: self).html)"
  }

  private func acts(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    guard mayChange else { return .empty }
    let possible = tour.acts(on: member.now.day)
    guard !possible.isEmpty else { return .empty }
    func button(_ act: Tour.Act, _ icon: Icon, _ style: ButtonStyle = .secondary) -> HTML {
      guard possible.contains(act) else { return .empty }
      return PostButton(
        t(act == .undo ? "partners.tour.act.undo.\(tour.state.rawValue)" : "partners.tour.act.\(act.rawValue)"),
        to: TourLinks.act(act, tour.id), csrf: csrf, style: style, icon: icon,
        fields: [("version", "\(tour.version)")]
      ).html
    }
    let hasErrors = problems.contains { $0.field == "reason" }
    let form = FormView(
      action: TourLinks.act(.cancel, tour.id), csrf: csrf, guardsChanges: false, hasErrors: hasErrors, t,
      """
      \(FormField.hidden("version", "\(tour.version)"))\
      \(FormField.text("reason", label: t("partners.tour.reason"), value: typed?["reason"] ?? "", error: hasErrors ? t("partners.tour.problem.reason") : nil, required: true, maxLength: 200))\
      \(ButtonBar("\(Button(t("partners.tour.act.cancel"), style: .danger))"))
      """)
    let cancel: HTML =
      possible.contains(.cancel)
      ? """
      <details\(if: hasErrors, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.tour.act.cancel"))</summary>\(form)</details>
      """ : .empty
    return Card(
      t("partners.tour.state"),
      """
      <div class="actions">\(button(.start, .chevronRight))\(button(.finish, .check, .primary))\(button(.undo, .undo))</div>\(cancel)
      """
    ).html
  }

  private func summary(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let t = member.t
    let isOver = tour.state == .finished || tour.endsOn < member.now.day
    guard mayChange, tour.state != .cancelled, isOver || !tour.summary.isEmpty else {
      return tour.summary.isEmpty
        ? .empty : Card(t("partners.tour.summary"), ReviewWords.lines(tour.summary)).html
    }
    let error = problems.first { $0.field == "summary" }.map { t($0.message) }
    let hasErrors = error != nil
    let text = typed?["summary"] ?? tour.summary
    let form = FormView(
      action: TourLinks.summary(tour.id), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-tour-summary-\(tour.id)", hasErrors: hasErrors, t,
      """
      \(FormField.hidden("version", "\(tour.version)"))\
      \(FormField.textArea("summary", label: t("partners.tour.summary"), value: text, rows: 8, hint: t("partners.tour.summary.hint"), error: error, maxLength: 4000, t))\
      \(ButtonBar("\(Button(t("partners.tour.summary.save"), style: tour.summary.isEmpty ? .primary : .secondary))"))
      """)
    guard !tour.summary.isEmpty, !hasErrors else { return Card(t("partners.tour.summary"), id: "summary", form).html }
    return Card(
      t("partners.tour.summary"), id: "summary",
      """
      \(ReviewWords.lines(tour.summary))<details><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.tour.summary.edit"))</summary>\(form)</details>
      """
    ).html
  }

  /// What can be taken along: sheet, plan or report, and the visits as one document.
  private var papers: HTML {
    let t = member.t
    guard member.actor.may(.visitsExport) else { return .empty }
    let visits: HTML =
      progress.rows.contains(where: \.isSeen)
      ? PostButton(
        t("partners.visit.report.all"), to: "/visits/reports", csrf: member.exchange.csrfToken, icon: .file,
        fields: [("tour", tour.id.description)]
      ).html : .empty
    let isReport = tour.state == .finished || tour.endsOn < member.now.day
    return Card(
      t("partners.tour.papers"),
      """
      <div class="actions">\
      \(LinkButton(t(isReport ? "partners.tour.pdf.report" : "partners.tour.pdf.plan"), to: TourLinks.pdf(tour.id), icon: .print, isDownload: true))\
      \(LinkButton(t("partners.tour.xlsx"), to: TourLinks.sheet(tour.id), icon: .download, isDownload: true))\(visits)</div>
      """
    ).html
  }
}
