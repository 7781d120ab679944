import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/visits/tours/{tour}/stops/new` and `…/stops/{stop}/edit`.
struct TourStopForm {
  let page: TourPage

  /// The day after the last stop, in the tour's period.
  func blank() -> TourStop {
    let tour = page.tour
    let last = page.stops.filter { $0.state == .planned }.map(\.lastDay).max()
    let day = min(last.map { $0.adding(days: 1) } ?? tour.beginsOn, tour.endsOn)
    return TourStop(id: page.member.services.ids.next(), schoolID: tour.schoolID, tourID: tour.id, region: "", day: day)
  }

  static func read(_ form: FormData, into stop: TourStop) -> Reading<TourStop> {
    var typed = TourStopFields.unmasking(form, before: stop)
    // Most stops take a day.
    if FieldText.trimmed(typed["lastDay"] ?? "").isEmpty { typed = typed.setting("lastDay", to: [typed["day"] ?? ""]) }
    return TourStopFields.description.read(typed, into: stop)
  }

  func reply(
    _ stop: TourStop, isNew: Bool, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let (member, tour) = (page.member, page.tour)
    let t = member.t
    var shown = stop
    shown.authorityPerson = Masking.name(stop.authorityPerson)
    shown.authorityPhone = stop.authorityPhone.isEmpty ? "" : Masking.phone(stop.authorityPhone)
    // Who moves a stop of one day changes one field.
    let short = typed ?? (stop.length == 0 ? FormData([("lastDay", "")]) : nil)
    let fields = RecordForm(TourStopFields.description, record: shown, typed: short, problems: problems, t)
    let title = t(isNew ? "partners.tour.stop.new" : "partners.tour.stop.edit")
    let form = FormView(
      action: isNew ? TourLinks.stops(tour.id) : TourLinks.stop(stop, "edit"), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-tour-stop-\(isNew ? tour.id.description : stop.id.description)",
      hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: TourStopFields.description.labels, t))\
      \(FormField.hidden("version", "\(stop.version)"))\
      \(FieldGroup(t("partners.tour.stop.group.where"), hint: t("partners.tour.stop.period", ["first": tour.beginsOn.description, "last": tour.endsOn.description]), "\(fields.fields(["region"]))<div class=\"group-fields paired\">\(fields.fields(["day", "lastDay"]))</div>"))\
      \(FieldGroup(t("partners.tour.stop.group.authority"), hint: t("partners.tour.stop.group.authority.hint"), "\(fields.fields(["authority"]))<div class=\"group-fields paired\">\(fields.fields(["authorityPerson", "authorityPhone", "meetsAt"]))</div>"))\
      \(FieldGroup(t("partners.tour.stop.group.more"), fields.fields(["note"])))\
      \(ButtonBar(note: isNew ? t("partners.tour.stop.save.note") : nil, "\(Button(t("partners.tour.stop.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: TourLinks.show(tour.id), style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.tours.title"), TourLinks.list), Crumb(tour.title, TourLinks.show(tour.id)), Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}

/// `/visits/tours/{tour}/partners/{line}/edit`: when, at which stop, who goes.
struct TourLineForm {
  let page: TourPage
  let entry: PlannedPartner

  static func read(_ form: FormData, into line: TourLine) -> (record: TourLine, problems: [FieldProblem]) {
    let reading = TourLineFields.description.read(form, into: line)
    var (record, problems) = (reading.record, reading.problems)
    if let text = form["stop"] {
      if let stop = ID<TourStop>(text) {
        record.stopID = stop
      } else {
        problems.append(FieldProblem("stop", "partners.tour.problem.stop"))
      }
    }
    return (record, problems)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let (member, tour, line) = (page.member, page.tour, entry.line)
    let t = member.t
    let fields = RecordForm(TourLineFields.description, record: line, typed: typed, problems: problems, t)
    let stops = page.stops.filter { $0.state == .planned || $0.id == line.stopID }.map { stop in
      FormField.Choice(
        stop.id.description, "\(TourWords.period(stop.day, stop.lastDay)) \(TourWords.region(stop.region))")
    }
    let labels = TourLineFields.description.labels.merging(
      ["stop": "partners.tour.line.stop", "reason": "partners.tour.reason"], uniquingKeysWith: { first, _ in first })
    let form = FormView(
      action: TourLinks.line(line, "edit"), csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: labels, t))\(FormField.hidden("version", "\(line.version)"))\
      \(FieldGroup(t("partners.tour.line.group"), "\(FormField.select("stop", label: t("partners.tour.line.stop"), choices: stops, value: typed?["stop"] ?? line.stopID.description, error: problems.first { $0.field == "stop" }.map { t($0.message) }))<div class=\"group-fields paired\">\(fields.fields(["day", "at"]))</div>\(fields.fields(["who", "note"]))"))\
      \(ButtonBar("\(Button(t("partners.tour.line.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: TourLinks.place(line.stopID, of: tour.id), style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: entry.name,
        crumbs: [
          Crumb(t("partners.tours.title"), TourLinks.list), Crumb(tour.title, TourLinks.show(tour.id)),
          Crumb(entry.name),
        ], status: problems.isEmpty ? 200 : 422, content: "<div class=\"stack\">\(form)\(cancel(typed, problems))</div>"
      ))
  }

  /// Takes it off the plan, with the reason.
  private func cancel(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let (t, line) = (page.member.t, entry.line)
    let isSeen = page.progress.rows.contains { $0.line?.line.id == line.id && $0.isSeen }
    guard line.state == .planned, !isSeen else { return .empty }
    let error = problems.first { $0.field == "reason" }.map { t($0.message) }
    return Card(
      t("partners.tour.line.cancel"),
      FormView(
        action: TourLinks.line(line, "cancel"), csrf: page.member.exchange.csrfToken, guardsChanges: false,
        hasErrors: error != nil, t,
        """
        \(FormField.hidden("version", "\(line.version)"))\
        \(FormField.text("reason", label: t("partners.tour.reason"), value: error == nil ? "" : typed?["reason"] ?? "", error: error, required: true, maxLength: TourRoutes.longestReason))\
        \(ButtonBar("\(Button(t("partners.tour.line.cancel"), style: .danger))"))
        """)
    ).html
  }
}
