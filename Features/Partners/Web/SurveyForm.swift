import Localization
import Organizations
import Records
import Values
import Views

/// The questionnaire as the enterprise sees it: by link, signed in, in the
/// preview, and where the school enters an answer. Without scripts every
/// question is there, and those with a condition say when they are asked.
struct SurveyForm {
  let survey: Survey
  let majors: [SurveyMajor]
  let typed: FormData
  var problems: [FieldProblem] = []
  let t: Localizer

  private var words: SurveyWords { SurveyWords(t: t) }
  private func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }

  /// All mistakes, each with the question it is at.
  var summary: ErrorSummary {
    ErrorSummary(
      problems.map { problem in
        ErrorSummary.Problem(
          field: problem.field.isEmpty ? nil : problem.field, label: label(problem.field), t(problem.message))
      }, t)
  }

  private func label(_ field: String) -> String? {
    if let question = survey.questions.first(where: { SurveyReading.field($0.key) == field }) {
      return question.text.text(t.language)
    }
    for major in majors {
      if let part = (SurveyReading.demandParts + survey.years.indices.map(SurveyReading.year))
        .first(where: { SurveyReading.field(major.id, $0) == field })
      {
        return "\(major.name) · \(partLabel(part))"
      }
    }
    return nil
  }

  private func partLabel(_ part: String) -> String {
    for (index, year) in survey.years.enumerated() where SurveyReading.year(index) == part {
      return t("partners.survey.demand.hires", ["year": "\(year)"])
    }
    return t("partners.survey.demand.\(part)")
  }

  var questions: HTML {
    var parts: [(title: String?, hint: String?, content: HTML)] = [(nil, nil, .empty)]
    var number = 0
    for question in survey.questions {
      if question.kind == .section {
        let hint = question.hint.text(t.language)
        parts.append((question.text.text(t.language), hint.isEmpty ? nil : hint, .empty))
      } else {
        // What may not be asked has no number: one would be missing where it is not.
        if question.condition == nil { number += 1 }
        parts[parts.count - 1].content += conditional(
          question, field(question, question.condition == nil ? number : nil))
      }
    }
    return parts.filter { !$0.content.isEmpty }.map { part -> HTML in
      guard let title = part.title else { return part.content }
      return FieldGroup(title, hint: part.hint, part.content).html
    }.joined()
  }

  private func conditional(_ question: SurveyQuestion, _ content: HTML) -> HTML {
    guard let condition = question.condition else { return content }
    return """
      <div data-when="\(SurveyReading.field(condition.question))" data-is="\(condition.values.joined(separator: " "))">\
      \(content)</div>
      """
  }

  private func hint(_ question: SurveyQuestion) -> String? {
    let own = question.hint.text(t.language)
    let parts = [words.condition(question, in: survey), own.isEmpty ? nil : own].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: t.language == .english ? " " : "")
  }

  private func field(_ question: SurveyQuestion, _ number: Int?) -> HTML {
    let name = SurveyReading.field(question.key)
    let words = question.text.text(t.language)
    let label = number.map { "\($0). \(words)" } ?? words
    let (value, hint, error) = (typed[name] ?? "", hint(question), error(name))
    let isRequired = question.isRequired
    let choices = question.choices(t).map { FormField.Choice($0.value, $0.label) }
    switch question.kind {
    case .single, .yesNo, .scale:
      return FormField.radioGroup(
        name, label: label, choices: choices, value: value, hint: hint, error: error, required: isRequired
      ).html
    case .multiple:
      return FormField.checkboxGroup(
        name, label: label, choices: choices, values: Set(typed.all(name)), hint: hint, error: error,
        required: isRequired
      ).html
    case .number:
      let unit = question.unit.text(t.language)
      return FormField.number(
        name, label: label, value: value, unit: unit.isEmpty ? nil : unit, allowsDecimals: question.hasDecimals,
        hint: hint, error: error, required: isRequired
      ).html
    case .text:
      return FormField.textArea(
        name, label: label, value: value, rows: 3, hint: hint, error: error, required: isRequired,
        maxLength: SurveyQuestion.longestAnswer, t
      ).html
    case .date:
      return FormField.custom(name, label: label, hint: hint, error: error, required: isRequired) { attributes in
        // What is no date is shown as it was typed: a date field would show nothing.
        let type = value.isEmpty || CivilDate(value) != nil ? "date" : "text"
        return "<input type=\"\(type)\" class=\"short\"\(attributes.html) value=\"\(value)\"/>"
      }.html
    case .demand: return demand(label, hint, error, name, isRequired: isRequired)
    case .section: return .empty
    }
  }

  // MARK: Demand by major

  private func demand(
    _ label: String, _ hint: String?, _ error: String?, _ name: String, isRequired: Bool
  ) -> HTML {
    let mark: HTML = isRequired ? "<span class=\"required\" aria-hidden=\"true\">*</span>" : .empty
    let hintLine: HTML = hint.map { "<p class=\"hint\">\($0)</p>" } ?? .empty
    let errorLine: HTML = error.map { "<p class=\"error\">\(Icon.problem)\($0)</p>" } ?? .empty
    let blocks: HTML =
      majors.isEmpty
      ? "<p class=\"soft\">\(t("partners.survey.demand.noMajors"))</p>" : majors.map(block).joined()
    return """
      <div class="field\(if: error != nil, " invalid")" id="\(FormField.id(of: name))" tabindex="-1">\
      <p class="demand-title">\(label)\(mark)</p>\(hintLine)\(errorLine)<div class="stack demand">\(blocks)</div></div>
      """
  }

  private func block(_ major: SurveyMajor) -> HTML {
    func name(_ part: String) -> String { SurveyReading.field(major.id, part) }
    func value(_ part: String) -> String { typed[name(part)] ?? "" }
    let years = survey.years.indices.map(SurveyReading.year)
    let all = years + SurveyReading.demandParts
    let isOpen =
      majors.count <= 2 || all.contains { part in !value(part).isEmpty || error(name(part)) != nil }
    let people = t("partners.unit.people")
    let counts = (years + ["interns"]).map { part in
      FormField.number(
        name(part), label: partLabel(part), value: value(part), unit: people, error: error(name(part))
      ).html
    }
    let pays = ["payFrom", "payTo"].map { part in
      FormField.money(
        name(part), label: partLabel(part), value: value(part), unit: t("partners.visit.unit.pay"),
        error: error(name(part))
      ).html
    }
    let level = FormField.select(
      name("level"), label: partLabel("level"),
      choices: SchoolLevel.allCases.map { FormField.Choice($0.rawValue, words.level($0)) }, value: value("level"),
      blank: t("partners.survey.demand.anyLevel"), error: error(name("level")))
    let skills = FormField.text(
      name("skills"), label: partLabel("skills"), value: value("skills"), hint: t("partners.survey.demand.skills.hint"),
      error: error(name("skills")))
    return """
      <details class="demand-major"\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      <span>\(major.name)</span></summary><div class="group-fields paired">\(counts)\(level)\(pays)</div>\(skills)</details>
      """
  }
}

/// The form with its buttons, its draft, and what it says about itself.
struct SurveySheetForm {
  let sheet: SurveySheet
  /// Where it is sent.
  let action: Link
  let csrf: String
  let t: Localizer
  var typed: FormData?
  var problems: [FieldProblem] = []
  /// What stands before the questions, such as how an answer came that the school enters.
  var before: HTML = .empty
  /// Whether "no demand" is offered.
  var mayDecline = true

  var html: HTML {
    let participant = sheet.participant
    let form = SurveyForm(
      survey: sheet.survey, majors: sheet.record.majors, typed: typed ?? participant.typed, problems: problems, t: t)
    let decline: HTML =
      mayDecline
      ? Button(
        t("partners.survey.decline"), name: "act", value: "decline", confirm: t("partners.survey.decline.confirm")
      ).html : .empty
    let view = FormView(
      action: action, csrf: csrf, draft: "survey-\(participant.id)-\(participant.version)",
      hasErrors: !problems.isEmpty, t,
      """
      \(FormField.hidden("version", "\(participant.version)"))\(before)\(form.questions)\
      <p class="soft needs-js" data-autosave="" data-saved="\(t("partners.survey.autosaved"))" \
      data-failed="\(t("partners.survey.autosave.failed"))" role="status"></p>\
      \(ButtonBar("\(Button(t("partners.survey.submit"), style: .primary, name: "act", value: "submit"))\(Button(t("partners.survey.save"), name: "act", value: "save"))\(decline)"))
      """)
    return "\(form.summary)\(view)"
  }
}
