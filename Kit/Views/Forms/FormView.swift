package import Localization

/// A form with its token, its draft and its guard against leaving with
/// unsaved changes. All checking is the server's, so that every mistake shows
/// at once and in the reader's language (`novalidate`).
package struct FormView: Component {
  let action: Link
  let csrf: String?
  let id: String?
  let isMultipart: Bool
  let draft: String?
  let isGuarded: Bool
  let hasErrors: Bool
  let content: HTML
  let t: Localizer

  /// - Parameters:
  ///   - action: where it is posted. A form with files carries the token in
  ///     this address, because the body is read as a stream.
  ///   - csrf: the token; `nil` makes a GET form.
  ///   - draft: a key under which this browser keeps what is typed until it is
  ///     sent; it must name the account and the record, for example
  ///     `"\(accountID)-partner-new"`. Secrets and files are never kept.
  ///   - guardsChanges: asks before leaving with unsaved changes.
  ///   - hasErrors: the form comes back with mistakes; its draft is not offered.
  package init(
    action: Link, csrf: String?, id: String? = nil, isMultipart: Bool = false, draft: String? = nil,
    guardsChanges: Bool = true, hasErrors: Bool = false, _ t: Localizer, _ content: HTML
  ) {
    self.action = action
    self.csrf = csrf
    self.id = id
    self.isMultipart = isMultipart
    self.draft = draft
    isGuarded = guardsChanges && csrf != nil
    self.hasErrors = hasErrors
    self.t = t
    self.content = content
  }

  package var html: HTML {
    let target = isMultipart ? action.with([("_csrf", csrf ?? "")]) : action
    let token: HTML = isMultipart ? .empty : csrf.map(csrfField) ?? .empty
    let notice: HTML =
      draft == nil
      ? .empty
      : """
      <div class="draft-notice" data-draft-notice="" hidden=""><span data-draft-text="\(t("kit.draft.restored"))"></span>\
      <button type="button" class="button quiet small" data-draft-discard="">\(t("kit.draft.discard"))</button></div>
      """
    return """
      <form class="form" method="\(csrf == nil ? "get" : "post")" action="\(target)" novalidate=""\(attribute: "id", id)\
      \(if: isMultipart, " enctype=\"multipart/form-data\"")\(attribute: "data-draft", draft)\
      \(if: isGuarded, " data-guard=\"\"")\(if: hasErrors, " data-errors=\"\"")>\
      \(token)\(notice)\(content)</form>
      """
  }
}

/// Fields that belong together under a short heading.
package struct FieldGroup: Component {
  let legend: String
  let hint: String?
  let content: HTML
  let isPaired: Bool

  /// - Parameters:
  ///   - hint: one sentence below the heading.
  ///   - isPaired: short fields stand two in a line where there is room.
  package init(_ legend: String, hint: String? = nil, isPaired: Bool = false, _ content: HTML) {
    self.legend = legend
    self.hint = hint
    self.isPaired = isPaired
    self.content = content
  }

  package var html: HTML {
    let words: HTML = hint.map { "<p class=\"group-hint\">\($0)</p>" } ?? .empty
    return """
      <fieldset class="group"><legend>\(legend)</legend>\(words)\
      <div class="group-fields\(if: isPaired, " paired")">\(content)</div></fieldset>
      """
  }
}

/// The buttons at the end of a form, the main one first.
package struct ButtonBar: Component {
  let content: HTML
  let note: String?

  /// - Parameter note: what will happen, in soft type beside the buttons.
  package init(note: String? = nil, _ content: HTML) {
    self.content = content
    self.note = note
  }

  package var html: HTML {
    "<div class=\"button-bar\">\(content)\(note.map { "<span class=\"soft\">\($0)</span>" as HTML } ?? .empty)</div>"
  }
}

/// All mistakes of a form, each a link to its field. It takes the focus when
/// the page comes back, so that screens read it first.
package struct ErrorSummary: Component {
  let problems: [Problem]
  let takesFocus: Bool
  let t: Localizer

  /// One mistake; without a field it concerns the form as a whole.
  package struct Problem: Sendable {
    let field: String?
    let label: String?
    let text: String

    /// - Parameters:
    ///   - field: the name the field was given; it need not be on the page.
    ///   - label: the field's label, said before the mistake.
    package init(field: String?, label: String? = nil, _ text: String) {
      self.field = field
      self.label = label
      self.text = text
    }
  }

  /// Shows nothing when there are no problems.
  /// - Parameter takesFocus: `false` where it is not what the page came back for.
  package init(_ problems: [Problem], takesFocus: Bool = true, _ t: Localizer) {
    self.problems = problems
    self.takesFocus = takesFocus
    self.t = t
  }

  package var html: HTML {
    guard !problems.isEmpty else { return .empty }
    let items = problems.map { problem -> HTML in
      let words = problem.label.map { t("kit.errors.item", ["label": $0, "text": problem.text]) } ?? problem.text
      guard let field = problem.field else { return "<li>\(words)</li>" }
      return "<li><a href=\"#\(FormField.id(of: field))\">\(words)</a></li>"
    }
    return """
      <div class="error-summary" role="alert" tabindex="-1"\(if: takesFocus, " data-focus=\"\"") aria-labelledby="error-summary-title">\
      \(Icon.problem)<div><h2 id="error-summary-title">\(t("kit.errors.title", ["count": "\(problems.count)"]))</h2>\
      <ul>\(items)</ul></div></div>
      """
  }
}
