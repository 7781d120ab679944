import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/{partner}/reviews/{review}/edit`: the checklist, the inspection
/// and their files, saved at any time.
struct ReviewFormPage {
  let page: ReviewPage
  /// What was typed; the review's own when nothing was sent.
  let answers: ReviewAnswers
  let problems: [FieldProblem]

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }
  private var review: QualificationReview { page.review }

  init(_ page: ReviewPage, answers: ReviewAnswers? = nil, problems: [FieldProblem] = []) {
    self.page = page
    self.answers = answers ?? page.review.answers
    self.problems = problems
  }

  func reply(status: Int? = nil, notice: HTML = .empty) async throws -> Reply {
    let name = page.partner.enterprise.name
    let submit = t(review.state == .returned ? "partners.review.submit.again" : "partners.review.submit")
    // A key pressed in a field must save, not press the first button that takes a file away.
    let form = FormView(
      action: ReviewLinks.edit(review), csrf: member.exchange.csrfToken, isMultipart: true,
      draft: "\(member.actor.accountID)-review-\(review.id)", hasErrors: !problems.isEmpty, t,
      """
      <button type="submit" name="act" value="save" class="visually-hidden" tabindex="-1" aria-hidden="true">\
      \(t("partners.review.save"))</button>\
      \(summary)\(FormField.hidden("version", "\(review.version)"))\
      <h2>\(t("partners.review.checklist"))</h2>\(ReviewItem.allCases.enumerated().map(item))\
      <h2>\(t("partners.review.inspection"))</h2>\(inspection)\
      \(UploadProgress(t))\
      \(ButtonBar(note: t("partners.review.save.note"), "\(Button(submit, style: .primary, name: "act", value: "submit"))\(Button(t("partners.review.save"), name: "act", value: "save"))\(LinkButton(t("kit.cancel"), to: ReviewLinks.show(review), style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: t("partners.review.edit.title", ["name": name]),
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(name, PartnerLinks.show(page.partner.partnership.id)),
          Crumb(t("partners.tab.reviews"), ReviewLinks.list(of: page.partner.partnership.id)),
          Crumb(review.createdAt.day.description, ReviewLinks.show(review)), Crumb(t("partners.review.fill")),
        ], titleNote: page.words.badge(review, today: member.now.day).html,
        status: status ?? (problems.isEmpty ? 200 : 422), content: "\(notice)\(returned)\(form)"))
  }

  private var summary: HTML {
    ErrorSummary(
      problems.map { ErrorSummary.Problem(field: $0.field, label: page.words.label(of: $0.field), t($0.message)) }, t
    ).html
  }

  private var returned: HTML {
    guard review.state == .returned, !review.reason.isEmpty else { return .empty }
    return Alert(.warning, title: t("partners.review.why.returned"), ReviewWords.lines(review.reason)).html
  }

  private func error(_ field: String) -> String? {
    let found = problems.filter { $0.field == field }.map { t($0.message) }
    return found.isEmpty ? nil : found.joined(separator: " ")
  }

  // MARK: Checklist

  private func item(_ index: Int, _ item: ReviewItem) -> HTML {
    let finding = answers.items[item]
    let dated: HTML =
      switch item {
      case .credit:
        FormField.text(
          "creditCheckedOn", label: t("partners.review.field.creditCheckedOn"), value: answers.creditCheckedOn,
          hint: t("partners.review.dateHint"), error: error("creditCheckedOn"), required: true, width: .short
        ).html
      case .safety:
        FormField.text(
          "lastViolationOn", label: t("partners.review.field.lastViolationOn"), value: answers.lastViolationOn,
          hint: t("partners.review.field.lastViolationOn.hint"), error: error("lastViolationOn"), width: .short
        ).html
      default: .empty
      }
    let label = t("partners.review.column.finding")
    return section(
      "\(index + 1). \(t(item.label))", hint: "\(t("\(item.label).text")) \(t("\(item.label).rule"))", item.field,
      """
      <div class="stack">\(found(item.field, label: label, finding, mayBeInapplicable: item.mayBeInapplicable))\(dated)</div>\
      \(note(item.field, finding))<div class="whole">\
      \(evidence(item.field, label: t("partners.review.evidence"), hint: t("\(item.label).evidence"), isRequired: item.needsEvidence))\
      </div>
      """)
  }

  private func section(_ title: String, hint: String?, _ field: String, _ content: HTML) -> HTML {
    FieldGroup(title, hint: hint, isPaired: true, "\(mark(field))\(content)").html
  }

  /// What a return named.
  private func mark(_ field: String) -> HTML {
    review.state == .returned && review.mend.contains(field)
      ? "<p class=\"whole\">\(Badge(.warning, t("partners.review.mend.here")))</p>" : .empty
  }

  private func found(
    _ field: String, label: String, _ finding: ReviewFinding?, mayBeInapplicable: Bool
  ) -> HTML {
    let results = ReviewFinding.Result.allCases.filter { $0 != .inapplicable || mayBeInapplicable }
    return FormField.radioGroup(
      field, label: label,
      choices: results.map { FormField.Choice($0.rawValue, t("partners.review.finding.\($0.rawValue)")) },
      value: finding?.result?.rawValue, error: error(field), required: true
    ).html
  }

  private func note(_ field: String, _ finding: ReviewFinding?) -> HTML {
    FormField.textArea(
      "\(field).note", label: t("partners.review.column.note"), value: finding?.note ?? "", rows: 2,
      error: error("\(field).note"), t
    ).html
  }

  private func evidence(_ slot: String, label: String, hint: String, isRequired: Bool) -> HTML {
    let kept = page.files(slot).map { file -> HTML in
      let remove = Button(
        t("activity.attachment.remove", ["name": file.name]), style: .quiet, icon: .trash, name: "act",
        value: "remove:\(file.id)", isSmall: true, isIconOnly: true)
      return """
        <li>\(FileIcon(file.type))\(FileWords(file, to: ReviewLinks.file(review, file.id), now: member.now, t))\(remove)</li>
        """
    }
    let list: HTML = kept.isEmpty ? .empty : "<ul class=\"files\">\(kept)</ul>"
    let field = FormField.file(
      "\(slot).files", label: label, accept: AttachmentRules.endings, isMultiple: true, hint: hint,
      error: error("\(slot).files"), required: isRequired && kept.isEmpty)
    return "\(field)\(list)"
  }

  // MARK: Inspection

  private var inspection: HTML {
    let facts: HTML = """
      \(FormField.text("inspectedOn", label: t("partners.review.field.inspectedOn"), value: answers.inspectedOn, hint: t("partners.review.dateHint"), error: error("inspectedOn"), required: true, width: .short))\
      \(FormField.text("inspectors", label: t("partners.review.field.inspectors"), value: answers.inspectors, hint: t("partners.review.field.inspectors.hint"), error: error("inspectors"), required: true, maxLength: ReviewAnswers.Limit.inspectors))\
      <div class="whole">\(evidence(InspectionItem.slot, label: t("partners.review.column.report"), hint: t("partners.review.report.hint"), isRequired: true))</div>
      """
    // One line an item: what was found, and a word about it.
    let items = InspectionItem.allCases.enumerated().map { index, item -> HTML in
      let (finding, field) = (answers.inspection[item], item.field)
      let word = FormField.text(
        "\(field).note", label: t("partners.review.column.note"), value: finding?.note ?? "",
        error: error("\(field).note"))
      return """
        \(mark(field))\(found(field, label: "\(index + 1). \(t(item.label))", finding, mayBeInapplicable: true))\(word)
        """
    }
    let conclusion = FormField.textArea(
      "conclusion", label: t("partners.review.field.conclusion"), value: answers.conclusion, rows: 4,
      hint: t("partners.review.field.conclusion.hint"), error: error("conclusion"),
      maxLength: ReviewAnswers.Limit.conclusion, t)
    let head = section(
      t("partners.review.inspection.visit"), hint: t("partners.review.inspection.rule"), InspectionItem.slot, facts)
    let list = FieldGroup(t("partners.review.inspection.items"), isPaired: true, "\(items)")
    return "\(head)\(list)\(FieldGroup(t("partners.review.field.conclusion"), conclusion.html))"
  }
}
