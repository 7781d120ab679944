import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The visits of a partner, the latest first.
struct VisitsTab {
  let member: Member
  let partner: Partner
  private let rows: [VisitSummary]
  private let next: Link?
  private let state: PartnerContactState?
  private let problems: [FieldProblem]

  static func load(
    _ member: Member, _ partner: Partner, problems: [FieldProblem] = []
  ) async throws -> VisitsTab {
    guard member.actor.may(.visitsRead) else { throw WebError.forbidden() }
    let link = VisitLinks.list(of: partner.partnership.id)
    var query = VisitListAddress.query(member.exchange.query)
    query.partnershipID = partner.partnership.id
    (query.order, query.isDescending) = (.day, true)
    let asked = query
    // The partner was found in sight: so are all its visits.
    let school = partner.partnership.schoolID
    let (page, state) = try await member.services.database.read { connection in
      (
        try VisitListStore.page(asked, in: .school(school), on: connection),
        try TrackingStore.state(of: partner.partnership.id, on: connection)
      )
    }
    let last = page.hasNext ? page.rows.last : nil
    return VisitsTab(
      member: member, partner: partner, rows: page.rows,
      next: last.map {
        link.with([("after", VisitListAddress.text(of: VisitListStore.mark(of: $0, in: .day, isBefore: false)))])
      }, state: state, problems: problems)
  }

  var html: HTML { contact + list }

  private var list: HTML {
    let t = member.t
    let link = VisitLinks.new(with: partner.partnership.id)
    let add: HTML =
      member.actor.may(.visitsWrite) && member.actor.schoolID != nil
      ? LinkButton(t("partners.visit.new"), to: link, style: .primary, icon: .plus, isSmall: true).html : .empty
    let isFirst = member.exchange.query["after"] == nil
    guard !rows.isEmpty || !isFirst else {
      return EmptyState(
        icon: .visit, title: t("partners.visits.none"), text: t("partners.visits.empty.text"), actions: add
      ).html
    }
    return DataTable(
      caption: t("partners.visits.title"),
      columns: [
        DataTable.Column("day", t("partners.visit.day"), phone: .title),
        DataTable.Column("kind", t("partners.visit.kind")),
        DataTable.Column("people", t("partners.visit.schoolPeople")),
        DataTable.Column("result", t("partners.visit.result")),
        DataTable.Column("owner", t("partners.visit.owner"), isNarrow: true),
      ],
      rows: rows.map { VisitRow(summary: $0, showsPartner: false, t: t).row }, tools: add,
      pager: Pager(previous: isFirst ? nil : VisitLinks.list(of: partner.partnership.id), next: next, t),
      empty: EmptyState(title: t("partners.visits.none")), id: "visits", t
    ).html
  }

  /// When the partner was seen last and is to be seen next.
  private var contact: HTML {
    guard let state, partner.partnership.status == .active else { return .empty }
    let (t, today) = (member.t, member.now.day)
    let rhythm = t(
      state.isByHand ? "partners.tracking.byHand" : "partners.tracking.byRhythm", ["count": "\(state.months)"])
    let next: HTML =
      state.nextOn.map { "\(DueDate($0, today: today, t)) <span class=\"soft\">\(rhythm)</span>" } ?? .dash
    let silent: HTML = state.isSilent ? " \(Badge(.warning, t("partners.tracking.silent")))" : .empty
    let facts = DescriptionList([
      DescriptionList.Item(
        t("partners.tracking.last"), "\(state.lastOn?.description ?? t("partners.tracking.never"))\(silent)"),
      DescriptionList.Item(t("partners.tracking.next"), next),
    ])
    guard member.actor.may(.visitsWrite), member.actor.schoolID != nil else { return Card(nil, facts).html }
    let error = problems.first { $0.field == "nextContact" }.map { t($0.message) }
    let typed = error == nil ? nil : member.exchange.form["nextContact"]
    let form = FormView(
      action: Link("\(PartnerLinks.show(partner.partnership.id).text)/next-contact"), csrf: member.exchange.csrfToken,
      guardsChanges: false, hasErrors: error != nil, t,
      """
      \(FormField.date("nextContact", label: t("partners.tracking.nextContact"), value: typed ?? (state.isByHand ? state.nextOn?.description ?? "" : ""), min: today.description, hint: t("partners.tracking.nextContact.hint"), error: error))\
      \(ButtonBar("\(Button(t("partners.tracking.set"), isSmall: true))"))
      """)
    return Card(
      nil,
      """
      \(facts)<details\(if: error != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.tracking.set"))</summary>\(form)</details>
      """
    ).html
  }
}
