import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/tours/{tour}/stops/{stop}/partners`: whom to see there, those that
/// were not heard of for longest first, to tick.
struct TourPartnersPage {
  let page: TourPage
  let stop: TourStop

  private static let limit = 60
  /// Names of enterprises that are no partners yet, at once.
  private static let mostProspects = 50

  private var path: Link { TourLinks.stop(stop, "partners") }

  /// What the form says.
  static func read(
    _ form: FormData
  ) -> (partners: [ID<Partnership>], prospects: [String], problems: [FieldProblem]) {
    let texts = form.all("partners")
    let partners = texts.compactMap { ID<Partnership>($0) }
    var problems: [FieldProblem] = []
    if partners.count != texts.count { problems.append(FieldProblem("partners", "partners.tour.problem.partner")) }
    let names = (form["prospects"] ?? "").split(whereSeparator: { $0.isNewline || "、；;".contains($0) })
      .map { FieldText.trimmed(String($0)) }.filter { !$0.isEmpty }
    if names.count > mostProspects {
      problems.append(FieldProblem("prospects", "kit.records.tooMany", ["max": "\(mostProspects)"]))
    }
    if let long = names.first(where: { $0.count > 120 }) {
      problems.append(FieldProblem("prospects", "kit.records.tooLong", ["max": "120", "count": "\(long.count)"]))
    }
    return (partners, Array(names.prefix(mostProspects)), problems)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let (member, tour) = (page.member, page.tour)
    let (t, scope, stop) = (member.t, member.actor.scope, stop)
    let search = String(FieldText.trimmed(member.exchange.query["q"] ?? "").prefix(60))
    let found = try await member.services.database.read { connection in
      try TourSuggestions.suggestions(for: stop, search: search, limit: Self.limit, in: scope, on: connection)
    }
    let bar = FilterBar(
      ListAddress(path, [("q", search)]), placeholder: t("partners.tour.partners.search"), target: "tour-partners", t)
    let chosen = Set(typed?.all("partners") ?? [])
    let choices = found.map { partner in
      FormField.Choice(partner.id.description, partner.name, hint: hint(partner))
    }
    let list: HTML =
      choices.isEmpty
      ? EmptyState(
        icon: .search, title: t(search.isEmpty ? "partners.tour.partners.none" : "partners.list.nothingFound"),
        text: t("partners.tour.partners.none.text")
      ).html
      : FormField.checkboxGroup(
        "partners", label: t("partners.tour.partners.label"), choices: choices, values: chosen,
        hint: t("partners.tour.partners.hint"),
        error: problems.first { $0.field == "partners" }.map { t($0.message) }
      ).html
    let form = FormView(
      action: path, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: ["partners": "partners.tour.partners.label", "prospects": "partners.tour.prospects"], t))\
      <div id="tour-partners">\(list)</div>\
      \(FormField.textArea("prospects", label: t("partners.tour.prospects"), value: typed?["prospects"] ?? "", rows: 2, hint: t("partners.tour.prospects.hint"), error: problems.first { $0.field == "prospects" }.map { t($0.message) }, t))\
      \(ButtonBar("\(Button(t("partners.tour.partners.add"), style: .primary))\(LinkButton(t("kit.cancel"), to: TourLinks.place(stop.id, of: tour.id), style: .quiet))"))
      """)
    let title = t("partners.tour.partners", ["city": TourWords.region(stop.region)])
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.tours.title"), TourLinks.list), Crumb(tour.title, TourLinks.show(tour.id)), Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: "\(bar)\(form)"))
  }

  private func hint(_ partner: TourSuggestions.Suggestion) -> String {
    let (t, today) = (page.member.t, page.member.now.day)
    var words = [TourWords.region(partner.region), LevelText.name(partner.level, partner.levelName, t)]
    words.append(
      partner.lastOn.map { t("partners.tour.lastSeen", ["date": $0.description]) } ?? t("partners.tour.neverSeen"))
    if partner.isSilent {
      words.append(t("partners.tour.silent"))
    } else if let next = partner.nextOn, next < today {
      words.append(t("partners.tour.overdue", ["date": next.description]))
    }
    return words.filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
