import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/surveys`: the surveys in sight, the newest first.
struct SurveyListPage {
  let member: Member

  private static let pageSize = 20

  func reply() async throws -> Reply {
    let (t, form, scope) = (member.t, member.exchange.query, member.actor.scope)
    let address = ListAddress(
      SurveyLinks.list, form.pairs.filter { ["q", "state", "before"].contains($0.name) }.map { ($0.name, $0.value) })
    let search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    let states = form.all("state").filter { Survey.State(rawValue: $0) != nil }
    let before = form["before"].flatMap { ID<Survey>($0) }
    let (records, progress) = try await member.services.database.read { connection in
      let records = try SurveyStore.list(
        states: states, search: search, before: before, limit: Self.pageSize + 1, in: scope, on: connection)
      return (
        records, try SurveyParticipantStore.progress(of: records.map(\.survey.id), in: scope, on: connection)
      )
    }
    let shown = Array(records.prefix(Self.pageSize))
    let next = records.count > Self.pageSize ? shown.last.map { address.at("before", "\($0.survey.id)").link } : nil
    let isWhole = search.isEmpty && states.isEmpty && before == nil
    let table = DataTable(
      caption: t("partners.surveys.title"), columns: columns,
      rows: shown.map { row($0, progress[$0.survey.id] ?? SurveyProgress()) },
      pager: Pager(previous: before == nil ? nil : address.removing("before").link, next: next, t),
      empty: empty(isWhole: isWhole), id: "surveys", t)
    let filter = Filter(
      "state", t("partners.survey.field.state"),
      choices: Survey.State.allCases.map { Filter.Choice($0.rawValue, t($0.label)) })
    let bar: HTML =
      isWhole && shown.isEmpty
      ? .empty
      : FilterBar(address, placeholder: t("partners.surveys.search"), filters: [filter], target: "surveys", t).html
    return try await member.page(
      PageContent(
        title: t("partners.surveys.title"), actions: isWhole && shown.isEmpty ? .empty : add, content: "\(bar)\(table)")
    )
  }

  private var mayAdd: Bool { member.actor.may(.surveysManage) && member.actor.schoolID != nil }

  private var add: HTML {
    guard mayAdd else { return .empty }
    return LinkButton(member.t("partners.survey.new"), to: SurveyLinks.new, style: .primary, icon: .plus).html
  }

  private var columns: [DataTable.Column] {
    let t = member.t
    return [
      DataTable.Column("title", t("partners.survey.field.title"), phone: .title),
      DataTable.Column("state", t("partners.survey.field.state"), isNarrow: true),
      DataTable.Column("period", t("partners.survey.field.period")),
      DataTable.Column("progress", t("partners.survey.progress")),
      DataTable.Column("owner", t("partners.survey.field.owner"), isNarrow: true),
    ]
  }

  private func row(_ record: SurveyRecord, _ progress: SurveyProgress) -> DataTable.Row {
    let (t, survey) = (member.t, record.survey)
    let words = SurveyWords(t: t)
    // Who sees several schools is told whose it is.
    let place = member.actor.schoolID == nil ? record.schoolName : record.departmentName
    let figures = t("partners.survey.progress.of", ["count": "\(progress.answered)", "total": "\(progress.total)"])
    return DataTable.Row(
      id: "\(survey.id)", name: survey.title.text(t.language), link: SurveyLinks.show(survey.id),
      [
        .text(survey.title.text(t.language), second: place.isEmpty ? nil : place),
        DataTable.Cell(words.state(survey).html), .text(words.period(survey)),
        DataTable.Cell(
          progress.total == 0
            ? .dash : ProgressBar(progress.share, label: t("partners.survey.progress"), text: figures).html),
        .text(record.ownerName),
      ])
  }

  private func empty(isWhole: Bool) -> EmptyState {
    let t = member.t
    guard isWhole else {
      return EmptyState(
        icon: .search, title: t("partners.surveys.nothingFound"), text: t("partners.list.nothingFound.text"),
        actions: LinkButton(t("kit.filter.clear"), to: SurveyLinks.list).html)
    }
    return EmptyState(
      icon: .evaluation, title: t("partners.surveys.empty"), text: t("partners.surveys.empty.text"), actions: add)
  }
}
