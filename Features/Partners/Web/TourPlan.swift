import Localization
import Organizations
import Records
import Values
import Views
import Web

/// The stops of a tour with the partners seen there, and what can be done about each.
struct TourPlan {
  let page: TourPage
  let isRevealed: Bool
  let typed: FormData?
  let problems: [FieldProblem]

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }
  private var tour: Tour { page.tour }

  var html: HTML {
    guard !page.stops.isEmpty else {
      return EmptyState(
        icon: .visit, title: t("partners.tour.noStops"), text: t("partners.tour.noStops.text"),
        actions: page.mayPlan
          ? LinkButton(t("partners.tour.stop.new"), to: TourLinks.newStop(tour.id), style: .primary, icon: .plus).html
          : .empty
      ).html
    }
    return "\(page.stops.map(card))"
  }

  /// The labels of what the page's forms ask.
  static func labels(_ stops: [TourStop]) -> [String: String] {
    var labels = ["summary": "partners.tour.summary"]
    for stop in stops {
      labels["until-\(stop.id)"] = "partners.tour.stop.until"
      labels["reason-\(stop.id)"] = "partners.tour.reason"
    }
    return labels
  }

  private func card(_ stop: TourStop) -> HTML {
    let region = TourWords.region(stop.region)
    let title = t(
      "partners.tour.stop.heading", ["days": TourWords.period(stop.day, stop.lastDay), "place": region])
    let rows = page.progress.rows.filter { $0.stop?.id == stop.id }
    let add: HTML =
      page.mayPlan && stop.state == .planned
      ? LinkButton(
        t("partners.tour.line.add"), to: TourLinks.stop(stop, "partners"), icon: .plus, isSmall: true
      ).html : .empty
    let empty: HTML = rows.isEmpty ? "<p class=\"soft\">\(t("partners.tour.noPartners"))</p>" : .empty
    return Card(
      title, actions: add, id: "stop-\(stop.id)",
      "\(badges(stop))\(authority(stop))\(note(stop))\(empty)<div class=\"stack\">\(rows.map { line($0, at: stop) })</div>\(acts(stop))"
    ).html
  }

  private func badges(_ stop: TourStop) -> HTML {
    if stop.state == .cancelled {
      return "<p>\(Badge(.neutral, t("partners.tour.stop.cancelled"))) <span class=\"soft\">\(stop.reason)</span></p>"
    }
    guard let previous = stop.previousDay else { return .empty }
    return """
      <p>\(Badge(.warning, t("partners.tour.stop.postponed", ["date": previous.description]))) \
      <span class="soft">\(stop.reason)</span></p>
      """
  }

  private func authority(_ stop: TourStop) -> HTML {
    guard !stop.authority.isEmpty else { return .empty }
    let words = TourWords(t: t).authority(stop, unmasked: isRevealed)
    let hasMasked = !isRevealed && !(stop.authorityPerson.isEmpty && stop.authorityPhone.isEmpty)
    let reveal: HTML =
      hasMasked && member.actor.may(.personalReveal)
      ? PostButton(
        t("partners.contact.reveal"), to: TourLinks.reveal(tour.id), csrf: member.exchange.csrfToken, icon: .eye,
        isSmall: true
      ).html : .empty
    return "<p><b>\(t("partners.tour.stop.authority"))</b> \(words)</p>\(reveal)"
  }

  private func note(_ stop: TourStop) -> HTML {
    stop.note.isEmpty ? .empty : "<p class=\"soft\">\(stop.note)</p>"
  }

  // MARK: Partners

  private func line(_ row: TourRow, at stop: TourStop) -> HTML {
    guard let entry = row.line else { return .empty }
    let line = entry.line
    let name: HTML =
      page.sees(line)
      ? line.partnershipID.map { "<a href=\"\(PartnerLinks.show($0))\">\(entry.name)</a>" } ?? HTML.text(entry.name)
      : HTML.text(entry.name)
    let words = TourWords(t: t)
    let prospect: HTML = line.partnershipID == nil ? Badge(.neutral, t("partners.tour.prospect")).html : .empty
    let silent: HTML = entry.isSilent && !row.isSeen ? Badge(.warning, t("partners.tour.silent")).html : .empty
    let day = line.day.map { $0 == stop.day ? "" : $0.description } ?? ""
    let when = [day, line.at, line.who, line.note].filter { !$0.isEmpty }.joined(separator: " · ")
    let visits = row.visits.map { visit -> HTML in
      let label = t("partners.tour.seenOn", ["date": visit.visit.day.description])
      let result = VisitWords.short(visit.visit.result.isEmpty ? visit.visit.content : visit.visit.result, 80)
      let link: HTML =
        page.sees(visit.visit) ? "<a href=\"\(VisitLinks.show(visit.visit.id))\">\(label)</a>" : HTML.text(label)
      return "<br/>\(link) <span class=\"soft\">\(result)</span>"
    }
    let why: HTML = line.reason.isEmpty ? .empty : "<br/><span class=\"soft\">\(line.reason)</span>"
    let second: HTML = when.isEmpty ? .empty : "<br/><span class=\"soft\">\(when)</span>"
    return """
      <div><b>\(name)</b> \(words.rowState(row, today: member.now.day)) \(prospect) \(silent)\(second)\(visits)\(why)\
      \(acts(row, line))</div>
      """
  }

  private func acts(_ row: TourRow, _ line: TourLine) -> HTML {
    var buttons = HTML.empty
    let mayWrite = member.actor.may(.visitsWrite) && member.actor.schoolID == tour.schoolID
    let isDue = tour.state != .cancelled && tour.beginsOn <= member.now.day
    if mayWrite, isDue, !row.isSeen, line.partnershipID == nil || page.sees(line) {
      buttons +=
        LinkButton(t("partners.tour.line.write"), to: TourLinks.write(line), icon: .edit, isSmall: true).html
    }
    guard page.mayPlan else { return buttons.isEmpty ? .empty : "<div class=\"actions\">\(buttons)</div>" }
    let version = [(name: "version", value: "\(line.version)")]
    if line.state == .cancelled {
      buttons +=
        PostButton(
          t("partners.tour.act.undo"), to: TourLinks.line(line, "undo"), csrf: member.exchange.csrfToken, icon: .undo,
          fields: version, isSmall: true
        ).html
      return "<div class=\"actions\">\(buttons)</div>"
    }
    // Why somebody is not seen is asked on the page of the line.
    buttons +=
      LinkButton(
        t("partners.tour.line.edit"), to: TourLinks.line(line, "edit"), style: .quiet, icon: .clock, isSmall: true
      ).html
    return "<div class=\"actions\">\(buttons)</div>"
  }

  // MARK: Stops

  private func acts(_ stop: TourStop) -> HTML {
    guard page.mayPlan else { return .empty }
    let csrf = member.exchange.csrfToken
    let version = [(name: "version", value: "\(stop.version)")]
    func button(_ name: String, _ icon: Icon, _ more: [(name: String, value: String)] = []) -> HTML {
      PostButton(
        t("partners.tour.stop.\(name)"), to: TourLinks.stop(stop, more.isEmpty ? "undo" : "move"), csrf: csrf,
        style: .quiet, icon: icon, fields: version + more, isSmall: true
      ).html
    }
    var buttons = HTML.empty
    let planned = page.stops.filter { $0.state == .planned }
    if stop.state == .planned {
      if planned.first?.id != stop.id { buttons += button("up", .arrowUp, [("direction", "up")]) }
      if planned.last?.id != stop.id { buttons += button("down", .arrowDown, [("direction", "down")]) }
      buttons +=
        LinkButton(
          t("partners.tour.stop.edit"), to: TourLinks.stop(stop, "edit"), style: .quiet, icon: .edit, isSmall: true
        ).html
    }
    if stop.isUndoable { buttons += button("undo", .undo) }
    guard stop.state == .planned else { return "<div class=\"actions\">\(buttons)</div>" }
    let late = problems.contains { $0.field == "until-\(stop.id)" }
    func value(_ name: String) -> String { typed?["\(name)-\(stop.id)"] ?? "" }
    let error = problems.first { $0.field == "until-\(stop.id)" }.map { t($0.message) }
    let postpone = FormView(
      action: TourLinks.stop(stop, "postpone"), csrf: csrf, guardsChanges: false, hasErrors: late, t,
      """
      \(FormField.hidden("version", "\(stop.version)"))\
      \(FormField.date("until-\(stop.id)", label: t("partners.tour.stop.until"), value: value("until"), min: stop.day.adding(days: 1).description, max: tour.endsOn.description, error: error))\
      \(FormField.text("reason-\(stop.id)", label: t("partners.tour.reason"), value: late ? value("reason") : "", maxLength: 200))\
      \(ButtonBar("\(Button(t("partners.tour.stop.postpone"), isSmall: true))"))
      """)
    return """
      <hr/><div class="actions">\(buttons)</div>\
      <details\(if: late, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.tour.stop.postpone"))</summary>\(postpone)</details>\
      \(reasoned(stop.id.description, TourLinks.stop(stop, "cancel"), "partners.tour.stop.cancel", version: stop.version))
      """
  }

  /// A fold-out that asks why.
  private func reasoned(_ id: String, _ link: Link, _ label: String, version: Int) -> HTML {
    let name = "reason-\(id)"
    let hasErrors = problems.contains { $0.field == name }
    let form = FormView(
      action: link, csrf: member.exchange.csrfToken, guardsChanges: false, hasErrors: hasErrors, t,
      """
      \(FormField.hidden("version", "\(version)"))\
      \(FormField.text(name, label: t("partners.tour.reason"), value: hasErrors ? typed?[name] ?? "" : "", error: hasErrors ? t("partners.tour.problem.reason") : nil, required: true, maxLength: 200))\
      \(ButtonBar("\(Button(t(label), style: .danger, isSmall: true))"))
      """)
    return """
      <details\(if: hasErrors, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\(t(label))</summary>\
      \(form)</details>
      """
  }
}
