import Localization
import Records
import Values
import Views

/// The form of one question, and how it is read.
struct QuestionForm {
  let survey: Survey
  /// The question, or a new one with an empty key.
  let question: SurveyQuestion
  /// Answers have come: the wording alone may change.
  let isFrozen: Bool
  let action: Link
  let csrf: String
  let t: Localizer
  var typed: FormData?
  var problems: [FieldProblem] = []

  static let labels: [String: String] = [
    "kind": "partners.survey.question.kind", "text": "partners.survey.question.text",
    "english": "partners.survey.question.english", "hint": "partners.survey.question.hint",
    "englishHint": "partners.survey.question.englishHint", "unit": "partners.survey.question.unit",
    "englishUnit": "partners.survey.question.englishUnit", "least": "partners.survey.question.least",
    "most": "partners.survey.question.most", "options": "partners.survey.question.options",
    "when": "partners.survey.question.when", "note": "partners.survey.question.note",
  ]

  /// Reads a question; what is frozen stays as it is.
  static func read(
    _ form: FormData, into old: SurveyQuestion, isFrozen: Bool
  ) -> (question: SurveyQuestion, problems: [FieldProblem]) {
    var question = old
    var problems: [FieldProblem] = []
    func text(_ name: String) -> String { FieldText.trimmed(form[name] ?? "") }
    question.text = SurveyText(text("text"), text("english"))
    question.hint = SurveyText(text("hint"), text("englishHint"))
    if !isFrozen {
      question.kind = SurveyQuestion.Kind(rawValue: text("kind")) ?? old.kind
      question.isRequired = form["required"] == "1" && question.kind != .section
      question.unit = question.kind == .number ? SurveyText(text("unit"), text("englishUnit")) : SurveyText()
      question.hasDecimals = question.kind == .number && form["decimals"] == "1"
      func number(_ name: String) -> Int? {
        guard question.kind == .number, !text(name).isEmpty else { return nil }
        guard let number = FieldText.integer(text(name)), abs(number) <= 1_000_000_000 else {
          problems.append(FieldProblem(name, "kit.records.integer"))
          return nil
        }
        return Int(number)
      }
      (question.least, question.most) = (number("least"), number("most"))
      let chosen = form.all("when").compactMap { pair -> (String, String)? in
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
      }
      if Set(chosen.map(\.0)).count > 1 {
        problems.append(FieldProblem("when", "partners.survey.problem.oneCondition"))
      }
      question.condition = chosen.first.map { SurveyQuestion.Condition($0.0, chosen.map(\.1)) }
    } else {
      question.note = text("note")
    }
    if question.kind == .single || question.kind == .multiple {
      question.options = options(form["options"] ?? "", old.options, isFrozen: isFrozen)
    } else {
      question.options = []
    }
    if question.note.count > SurveyQuestion.longestHint {
      problems.append(
        FieldProblem(
          "note", "kit.records.tooLong", ["max": "\(SurveyQuestion.longestHint)", "count": "\(question.note.count)"]))
    }
    return (question, problems)
  }

  /// One option a line, `中文 | English`. Options that are there keep their keys: by their text, and by their place
  /// once answers have come.
  static func options(_ text: String, _ old: [SurveyQuestion.Option], isFrozen: Bool) -> [SurveyQuestion.Option] {
    let lines = text.split(whereSeparator: \.isNewline).map { FieldText.trimmed(String($0)) }.filter { !$0.isEmpty }
    var next = (old.compactMap { Int($0.key.dropFirst()) }.max() ?? 0) + 1
    return lines.prefix(SurveyQuestion.mostOptions + 1).enumerated().map { place, line in
      let parts = line.split(whereSeparator: { $0 == "|" || $0 == "｜" }).map { FieldText.trimmed(String($0)) }
      let words = SurveyText(parts.first ?? "", parts.count > 1 ? parts[1] : "")
      if isFrozen, place < old.count { return SurveyQuestion.Option(old[place].key, words) }
      if let known = old.first(where: { $0.text.chinese == words.chinese }) {
        return SurveyQuestion.Option(known.key, words)
      }
      defer { next += 1 }
      return SurveyQuestion.Option("o\(next)", words)
    }
  }

  // MARK: Form

  private func value(_ name: String, _ own: String) -> String { typed.map { $0[name] ?? "" } ?? own }
  private func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
  private func line(_ name: String, _ own: String, max: Int, isRequired: Bool = false) -> FormField {
    FormField.text(
      name, label: t(Self.labels[name] ?? name), value: value(name, own), error: error(name), required: isRequired,
      maxLength: max)
  }

  var html: HTML {
    let isNew = question.key.isEmpty
    let wording = FieldGroup(
      t("partners.survey.question.wording"),
      """
      \(line("text", question.text.chinese, max: SurveyQuestion.longestText, isRequired: true))\
      \(line("english", question.text.english, max: SurveyQuestion.longestText))\
      \(line("hint", question.hint.chinese, max: SurveyQuestion.longestHint))\
      \(line("englishHint", question.hint.english, max: SurveyQuestion.longestHint))\(optionLines)
      """)
    let frozen: HTML =
      isFrozen
      ? "\(Alert(.info, title: t("partners.survey.frozen"), "<p>\(t("partners.survey.frozen.text"))</p>"))"
      : .empty
    let note: HTML =
      isFrozen ? line("note", question.note, max: SurveyQuestion.longestHint, isRequired: true).html : .empty
    return FormView(
      action: action, csrf: csrf, hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: Self.labels, t))\(frozen)\
      \(FormField.hidden("version", "\(survey.version)"))\(isFrozen ? .empty : kind)\(wording)\
      \(isFrozen ? .empty : limits)\(note)\
      \(ButtonBar("\(Button(t(isNew ? "partners.survey.question.add" : "partners.survey.question.store"), style: .primary))\(LinkButton(t("kit.cancel"), to: SurveyLinks.questions(survey.id), style: .quiet))"))
      """
    ).html
  }

  private var kind: HTML {
    FormField.select(
      "kind", label: t("partners.survey.question.kind"),
      choices: SurveyQuestion.Kind.allCases.map { FormField.Choice($0.rawValue, t($0.label)) },
      value: value("kind", question.kind.rawValue), error: error("kind"), required: true
    ).html
  }

  private var optionLines: HTML {
    guard !isFrozen || question.kind == .single || question.kind == .multiple else { return .empty }
    let own = question.options.map { option in
      option.text.english.isEmpty ? option.text.chinese : "\(option.text.chinese) | \(option.text.english)"
    }
    return FormField.textArea(
      "options", label: t("partners.survey.question.options"), value: value("options", own.joined(separator: "\n")),
      rows: max(4, question.options.count + 1), hint: t("partners.survey.question.options.hint"),
      error: error("options"), t
    ).html
  }

  private var limits: HTML {
    func number(_ name: String, _ own: Int?) -> FormField {
      FormField.number(
        name, label: t(Self.labels[name] ?? name), value: value(name, own.map(String.init) ?? ""), error: error(name))
    }
    let isRequired = typed.map { $0["required"] == "1" } ?? question.isRequired
    let decimals = typed.map { $0["decimals"] == "1" } ?? question.hasDecimals
    let numbers = FieldGroup(
      t("partners.survey.question.numbers"), hint: t("partners.survey.question.numbers.hint"), isPaired: true,
      """
      \(line("unit", question.unit.chinese, max: SurveyQuestion.longestUnit))\
      \(line("englishUnit", question.unit.english, max: SurveyQuestion.longestUnit))\
      \(number("least", question.least))\(number("most", question.most))\
      \(FormField.checkbox("decimals", label: t("partners.survey.question.decimals"), isOn: decimals))
      """)
    return """
      \(FormField.checkbox("required", label: t("partners.survey.question.required"), isOn: isRequired))\
      \(condition)<details\(if: question.kind == .number || error("least") != nil || error("most") != nil, " open=\"\"")>\
      <summary class="disclosure">\(Icon.chevronRight)\(t("partners.survey.question.numbers"))</summary>\(numbers)</details>
      """
  }

  /// Every answer of an earlier question that this one may depend on.
  private var condition: HTML {
    let place = survey.questions.firstIndex { $0.key == question.key } ?? survey.questions.endIndex
    let choices = survey.questions[..<place].filter(\.kind.canBeCondition).flatMap { other in
      other.choices(t).map { choice in
        FormField.Choice(
          "\(other.key)=\(choice.value)", "\(VisitWords.short(other.text.text(t.language), 24)) = \(choice.label)")
      }
    }
    guard !choices.isEmpty else { return .empty }
    let own = question.condition.map { own in own.values.map { "\(own.question)=\($0)" } } ?? []
    let values = typed.map { Set($0.all("when")) } ?? Set(own)
    let list = FormField.checkboxGroup(
      "when", label: t("partners.survey.question.when"), choices: choices, values: values,
      hint: t("partners.survey.question.when.hint"), error: error("when"))
    return """
      <details\(if: !values.isEmpty || error("when") != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("partners.survey.question.when"))</summary>\(list)</details>
      """
  }
}
