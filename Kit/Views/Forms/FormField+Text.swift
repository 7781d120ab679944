package import Localization

extension FormField {
  /// What a text is, so that phones show the right keys and browsers fill it in.
  package enum TextKind: String, Sendable {
    case text, email, telephone = "tel", address = "url", search
    /// Codes and numbers that are not counted: credit codes, one-time codes.
    case code
  }

  /// One line of text.
  /// - Parameters:
  ///   - value: what was typed, kept as it is.
  ///   - autocomplete: HTML's autofill word: "username", "organization", "off".
  ///   - maxLength: the limit in characters; the server checks it again.
  ///   - suggestions: values offered while typing (a datalist); any other may be typed.
  package static func text(
    _ name: String, label: String, value: String = "", kind: TextKind = .text, hint: String? = nil,
    error: String? = nil, required: Bool = false, width: Width = .full, autocomplete: String? = nil,
    placeholder: String? = nil, maxLength: Int? = nil, suggestions: [String] = [], isReadOnly: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      let list: HTML =
        suggestions.isEmpty
        ? .empty
        : """
        <datalist id="\(attributes.id)-list">\(suggestions.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>
        """
      let isCode = kind == .code
      return """
        <input type="\(isCode ? "text" : kind.rawValue)" class="\(width.rawValue)\(if: isCode, " code")"\
        \(attributes.html) value="\(value)"\
        \(if: isCode, " spellcheck=\"false\" autocapitalize=\"characters\"")\(attribute: "autocomplete", autocomplete)\
        \(attribute: "placeholder", placeholder)\(attribute: "maxlength", maxLength)\
        \(attribute: "list", suggestions.isEmpty ? nil : "\(attributes.id)-list")\(if: isReadOnly, " readonly=\"\"")/>\(list)
        """
    }
  }

  /// A value chosen by typing: `options` are offered, and only the server says
  /// which typed texts it accepts.
  package static func combobox(
    _ name: String, label: String, value: String = "", options: [(value: String, note: String?)],
    hint: String? = nil, error: String? = nil, required: Bool = false, width: Width = .full
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      let choices = options.map { "<option value=\"\($0.value)\">\($0.note ?? "")</option>" as HTML }
      return """
        <input type="text" class="\(width.rawValue)"\(attributes.html) value="\(value)" autocomplete="off" \
        list="\(attributes.id)-list"/><datalist id="\(attributes.id)-list">\(choices)</datalist>
        """
    }
  }

  /// Several lines of text; with a limit it counts the characters left.
  package static func textArea(
    _ name: String, label: String, value: String = "", rows: Int = 4, hint: String? = nil, error: String? = nil,
    required: Bool = false, placeholder: String? = nil, maxLength: Int? = nil, _ t: Localizer
  ) -> FormField {
    let counter: HTML =
      maxLength.map { limit in
        """
        <p class="counter" data-counter="\(id(of: name))" data-left="\(t("kit.field.left"))" \
        data-over="\(t("kit.field.over"))">\(t("kit.field.limit", ["count": "\(limit)"]))</p>
        """
      } ?? .empty
    return FormField(name, label: label, hint: hint, error: error, required: required, after: counter) { attributes in
      // The limit is not `maxlength`: that cuts a pasted text without a word.
      """
      <textarea class="full"\(attributes.html) rows="\(rows)"\(attribute: "placeholder", placeholder)\
      \(attribute: "data-limit", maxLength)>\("\n")\(value)</textarea>
      """
    }
  }

  /// A password; a script lets it be shown.
  /// - Parameter isNew: the browser offers to make one up instead of filling in.
  package static func password(
    _ name: String, label: String, isNew: Bool = false, hint: String? = nil, error: String? = nil,
    required: Bool = true, _ t: Localizer
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      """
      <span class="with-button"><input type="password" class="full"\(attributes.html) \
      autocomplete="\(isNew ? "new-password" : "current-password")"/>\
      <button type="button" class="button quiet icon-only needs-js" data-reveal="\(attributes.id)" aria-pressed="false" \
      aria-label="\(t("kit.field.reveal"))" title="\(t("kit.field.reveal"))">\(Icon.eye)</button></span>
      """
    }
  }

  /// A value sent along unseen.
  package static func hidden(_ name: String, _ value: String) -> HTML {
    "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\"/>"
  }
}
