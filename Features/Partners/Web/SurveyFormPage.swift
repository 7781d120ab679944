import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The form of a survey: new, or changed. Questions have pages of their own.
struct SurveyFormPage {
  let member: Member
  private let majors: [(major: Organizations.Major, department: String)]
  private let departments: [Organizations.Department]
  private let earlier: [SurveyRecord]

  static func load(_ member: Member) async throws -> SurveyFormPage {
    guard let school = member.actor.schoolID else { throw WebError.forbidden(Message("partners.problem.noSchool")) }
    let scope = member.actor.scope
    return try await member.services.database.read { connection in
      let departments = try SchoolStore.departments(in: .school(school), on: connection)
      let names = Dictionary(departments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
      return SurveyFormPage(
        member: member,
        majors: try MajorStore.majors(in: scope, isActiveOnly: true, on: connection).map {
          ($0, names[$0.departmentID] ?? "")
        }, departments: departments, earlier: try SurveyStore.list(limit: 50, in: scope, on: connection))
    }
  }

  var blank: Survey {
    var survey = Survey(
      id: member.services.ids.next(), schoolID: member.actor.schoolID ?? ID(rawValue: 0),
      firstYear: member.now.day.year + 1)
    survey.closesOn = member.now.day.adding(days: 21)
    return survey
  }

  /// Reads what was typed into a survey, as far as it can be.
  func read(_ form: FormData, into survey: Survey) -> (survey: Survey, problems: [FieldProblem]) {
    let reading = SurveyFields.description.read(form, into: survey)
    var (survey, problems) = (reading.record, reading.problems)
    if survey.state == .draft {
      survey.majorIDs = form.all("majors").compactMap { ID<Major>($0) }
      survey.departmentID = form["department"].flatMap { ID<Department>($0) }
      if case .department(_, let own) = member.actor.scope { survey.departmentID = own }
    }
    if let day = survey.closesOn, day < member.now.day, survey.state != .closed,
      !problems.contains(where: { $0.field == "closesOn" })
    {
      problems.append(FieldProblem("closesOn", "partners.survey.problem.past"))
    }
    return (survey, problems)
  }

  static func start(_ form: FormData) -> SaveSurvey.Start {
    switch form["start"] {
    case "blank": .blank
    case let text?: ID<Survey>(text).map { .copy($0) } ?? .standard
    case nil: .standard
    }
  }

  func reply(
    _ survey: Survey, isNew: Bool, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let t = member.t
    let title = t(isNew ? "partners.survey.new" : "partners.survey.edit")
    let fields = RecordForm(SurveyFields.description, record: survey, typed: typed, problems: problems, t)
    let cancel = isNew ? SurveyLinks.list : SurveyLinks.show(survey.id)
    var names = ["title", "englishTitle", "introduction", "englishIntroduction"]
    if survey.state != .closed { names.append("closesOn") }
    let whole: HTML =
      survey.state == .draft
      ? FieldGroup(
        t("partners.survey.group.majors"), hint: t("partners.survey.group.majors.hint"), chosen(survey, typed, problems)
      ).html
      : .empty
    let form = FormView(
      action: isNew ? SurveyLinks.list : SurveyLinks.page(survey.id, "edit"), csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-survey-\(isNew ? "new" : survey.id.description)",
      hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: SurveyFields.labels, t))\
      \(FormField.hidden("version", "\(survey.version)"))\
      \(isNew ? start(typed) : .empty)\
      \(FieldGroup(t("partners.survey.group.about"), "\(fields.fields(names))\(department(survey, typed, problems))"))\
      \(whole)\
      \(ButtonBar("\(Button(t("partners.survey.store"), style: .primary))\(LinkButton(t("kit.cancel"), to: cancel, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [Crumb(t("partners.surveys.title"), SurveyLinks.list)]
          + (isNew ? [] : [Crumb(survey.title.text(t.language), SurveyLinks.show(survey.id))]) + [Crumb(title)],
        status: problems.isEmpty ? 200 : 422, content: form.html))
  }

  private func start(_ typed: FormData?) -> HTML {
    let t = member.t
    let choices =
      [
        FormField.Choice("standard", t("partners.survey.start.standard")),
        FormField.Choice("blank", t("partners.survey.start.blank")),
      ]
      + earlier.map { record in
        FormField.Choice(
          "\(record.survey.id)", record.survey.title.text(t.language), group: t("partners.survey.start.copy"))
      }
    let asked = typed?["start"] ?? member.exchange.query["copy"] ?? "standard"
    return FieldGroup(
      t("partners.survey.group.start"),
      FormField.select(
        "start", label: t("partners.survey.start"), choices: choices, value: asked,
        hint: t("partners.survey.start.hint"), width: .full
      ).html
    ).html
  }

  private func department(_ survey: Survey, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let t = member.t
    guard case .school = member.actor.scope, survey.state == .draft, !departments.isEmpty else { return .empty }
    return FormField.select(
      "department", label: t("partners.field.department"),
      choices: departments.map { FormField.Choice($0.id.description, $0.name) },
      value: typed.map { $0["department"] ?? "" } ?? survey.departmentID?.description ?? "",
      blank: t("partners.survey.wholeSchool"), hint: t("partners.survey.department.hint"),
      error: problems.first { $0.field == "department" }.map { t($0.message) }
    ).html
  }

  private func chosen(_ survey: Survey, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let t = member.t
    let values = typed.map { Set($0.all("majors")) } ?? Set(survey.majorIDs.map(\.description))
    return FormField.checkboxGroup(
      "majors", label: t("partners.survey.field.majors"),
      choices: majors.map {
        FormField.Choice($0.major.id.description, $0.major.name, hint: $0.department)
      }, values: values, error: problems.first { $0.field == "majors" }.map { t($0.message) }
    ).html
  }
}
