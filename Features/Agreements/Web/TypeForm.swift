import Localization
import Organizations
import Records
import Values
import Views

/// The form of a type of agreements.
struct TypeForm {
  let type: AgreementType
  let isNew: Bool
  let people: [(id: Int64, name: String)]
  let typed: FormData?
  let problems: [FieldProblem]
  let csrf: String
  let t: Localizer

  var html: HTML {
    let action = isNew ? AgreementLinks.types : AgreementLinks.type(type.code)
    let form = FormView(
      action: action, csrf: csrf, hasErrors: !problems.isEmpty, t,
      """
      \(summary)\(FormField.hidden("version", "\(type.version)"))\
      \(FieldGroup(t("agreements.types.group.name"), isPaired: true, names))\
      \(FieldGroup(t("agreements.types.group.text"), contents))\
      \(FieldGroup(t("agreements.types.chain"), hint: t("agreements.types.chain.hint"), chain))\
      \(FieldGroup(t("agreements.types.group.signing"), signing))\
      \(ButtonBar("\(Button(t("agreements.types.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: AgreementLinks.types, style: .quiet))"))
      """)
    return form.html
  }

  private var summary: HTML {
    ErrorSummary(problems.map { ErrorSummary.Problem(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t).html
  }

  private func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }
  private func value(_ field: String, _ own: String) -> String { typed.map { $0[field] ?? "" } ?? own }
  private func values(_ field: String, _ own: [String]) -> Set<String> { Set(typed?.all(field) ?? own) }

  private var names: HTML {
    let kinds = AgreementKind.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    return """
      \(FormField.text("chinese", label: t("agreements.types.chinese"), value: value("chinese", type.chinese), hint: isNew ? nil : t("agreements.types.chinese.hint"), error: error("chinese"), required: isNew, maxLength: 40))\
      \(FormField.text("english", label: t("agreements.types.english"), value: value("english", type.english), error: error("english"), maxLength: 60))\
      \(FormField.select("kind", label: t("agreements.types.kind"), choices: kinds, value: value("kind", type.kind.rawValue), hint: t("agreements.types.kind.hint"), error: error("kind"), required: true))\
      \(FormField.number("usualMonths", label: t("agreements.types.usualMonths"), value: value("usualMonths", "\(type.usualMonths)"), error: error("usualMonths"), required: true))\
      \(FormField.text("pattern", label: t("agreements.types.pattern"), value: value("pattern", type.pattern), kind: .text, hint: t("agreements.types.pattern.hint"), error: error("pattern"), required: true, width: .medium, maxLength: 80))\
      \(FormField.checkbox("isActive", label: t("agreements.types.active"), isOn: typed.map { $0["isActive"] == "1" } ?? type.isActive, hint: t("agreements.types.isActive.hint")))
      """
  }

  private var contents: HTML {
    let parties = AgreementParty.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let topics = ClauseTopic.allCases.map { topic in
      FormField.Choice(
        topic.rawValue, t(topic.label), hint: AgreementLaw.article(for: topic, in: type.kind).map { t.article($0) })
    }
    return """
      \(FormField.checkboxGroup("parties", label: t("agreements.types.parties"), choices: parties, values: values("parties", type.parties.map(\.rawValue)), error: error("parties")))\
      \(FormField.checkboxGroup("required", label: t("agreements.types.required"), choices: topics, values: values("required", type.required.map(\.rawValue)), hint: t("agreements.types.required.hint"), error: error("required")))
      """
  }

  /// Each step with its place, who acts in it, and how many days they have.
  private var chain: HTML {
    let message = error("chain")
    let alert: HTML =
      message.map { "<div id=\"\(FormField.id(of: "chain"))\">\(Alert(.bad, title: $0))</div>" } ?? .empty
    let rows = ReviewPost.Step.allCases.map { step -> FieldGroup in
      let place = type.chain.firstIndex { $0.step == step }
      let post = place.map { type.chain[$0] }
      let name = "chain.\(step.rawValue)"
      let who =
        [FormField.Choice("", t("agreements.types.everybody", ["role": t(step.usualRole.label)]))]
        + people.map { FormField.Choice(ID<Actor>(rawValue: $0.id).description, $0.name) }
      let own = post?.accountID.map { ID<Actor>(rawValue: $0).description } ?? ""
      let fields: HTML = """
        \(FormField.number("\(name).place", label: t("agreements.types.place"), value: value("\(name).place", place.map { "\($0 + 1)" } ?? ""), hint: t("agreements.types.place.hint"), error: error("\(name).place")))\
        \(FormField.select("\(name).who", label: t("agreements.types.who"), choices: who, value: value("\(name).who", own)))\
        \(FormField.number("\(name).days", label: t("agreements.types.days"), value: value("\(name).days", "\(post?.days ?? 5)"), unit: t("agreements.unit.days"), error: error("\(name).days")))
        """
      return FieldGroup(t(step.label), isPaired: true, fields)
    }
    return "\(alert)\(rows.map(\.html))"
  }

  private var signing: HTML {
    let signers = SignerKind.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    return """
      \(FormField.checkboxGroup("signers", label: t("agreements.types.signers"), choices: signers, values: values("signers", type.signers.map(\.rawValue)), error: error("signers")))\
      \(FormField.checkbox("isInOrder", label: t("agreements.types.isInOrder"), isOn: typed.map { $0["isInOrder"] == "1" } ?? type.isInOrder, hint: t("agreements.types.isInOrder.hint")))
      """
  }

  // MARK: Reading

  static func read(_ form: FormData, into old: AgreementType) -> (AgreementType, [FieldProblem]) {
    var type = old
    var problems: [FieldProblem] = []
    func line(_ name: String, max: Int) -> String {
      let text = FieldText.trimmed(form[name] ?? "")
      if text.count > max {
        problems.append(FieldProblem(name, "kit.records.tooLong", ["max": "\(max)", "count": "\(text.count)"]))
      }
      return text
    }
    type.chinese = line("chinese", max: 40)
    type.english = line("english", max: 60)
    type.pattern = line("pattern", max: 80)
    type.isActive = form["isActive"] == "1"
    type.isInOrder = form["isInOrder"] == "1"
    type.version = form["version"].flatMap { Int($0) } ?? 0
    if let kind = form["kind"].flatMap({ AgreementKind(rawValue: $0) }) {
      type.kind = kind
    } else {
      problems.append(FieldProblem("kind", "kit.records.required"))
    }
    if let months = FieldText.integer(form["usualMonths"] ?? ""), (1...600).contains(months) {
      type.usualMonths = Int(months)
    } else {
      problems.append(FieldProblem("usualMonths", "kit.records.range", ["min": "1", "max": "600"]))
    }
    type.parties = form.all("parties").compactMap { AgreementParty(rawValue: $0) }
    type.required = form.all("required").compactMap { ClauseTopic(rawValue: $0) }
    type.signers = form.all("signers").compactMap { SignerKind(rawValue: $0) }
    let (chain, wrong) = readChain(form)
    type.chain = chain
    return (type, problems + wrong)
  }

  private static func readChain(_ form: FormData) -> ([ReviewPost], [FieldProblem]) {
    var posts: [(place: Int64, post: ReviewPost)] = []
    var problems: [FieldProblem] = []
    for step in ReviewPost.Step.allCases {
      let name = "chain.\(step.rawValue)"
      let place = FieldText.trimmed(form["\(name).place"] ?? "")
      guard !place.isEmpty, place != "0" else { continue }
      guard let order = FieldText.integer(place), (1...9).contains(order) else {
        problems.append(FieldProblem("\(name).place", "kit.records.range", ["min": "1", "max": "9"]))
        continue
      }
      guard let days = FieldText.integer(form["\(name).days"] ?? ""), (1...Int64(ReviewPost.longest)).contains(days)
      else {
        problems.append(
          FieldProblem("\(name).days", "kit.records.range", ["min": "1", "max": "\(ReviewPost.longest)"]))
        continue
      }
      let who = ID<Actor>(form["\(name).who"] ?? "")?.rawValue
      posts.append((order, ReviewPost(step, accountID: who, days: Int(days))))
    }
    return (posts.sorted { $0.place < $1.place }.map(\.post), problems)
  }
}
