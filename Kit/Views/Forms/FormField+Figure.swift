package import Localization

extension FormField {
  /// A day, as `2026-03-01`.
  /// - Parameters:
  ///   - value: what was typed, even if it is no date.
  ///   - min: the first day that may be chosen.
  package static func date(
    _ name: String, label: String, value: String = "", min: String? = nil, max: String? = nil, hint: String? = nil,
    error: String? = nil, required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      """
      <input type="date" class="short"\(attributes.html) value="\(value)"\(attribute: "min", min)\(attribute: "max", max)/>
      """
    }
  }

  /// A month, as `2026-03`. Browsers without a month picker show a text field.
  package static func month(
    _ name: String, label: String, value: String = "", hint: String? = nil, error: String? = nil,
    required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      """
      <input type="month" class="short"\(attributes.html) value="\(value)" placeholder="2026-03" pattern="[0-9]{4}-[0-9]{2}"/>
      """
    }
  }

  /// A number with its unit beside it. It is a text field: what was typed is
  /// kept, full-width digits are accepted, and no wheel changes it unseen.
  package static func number(
    _ name: String, label: String, value: String = "", unit: String? = nil, allowsDecimals: Bool = false,
    hint: String? = nil, error: String? = nil, required: Bool = false, width: Width = .short
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      figure(attributes, value: value, unit: unit, width: width, mode: allowsDecimals ? "decimal" : "numeric")
    }
  }

  /// An amount of money in yuan, at most two decimals.
  /// - Parameter unit: "元", "万元" in the reader's language.
  package static func money(
    _ name: String, label: String, value: String = "", unit: String, hint: String? = nil, error: String? = nil,
    required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      figure(attributes, value: value, unit: unit, width: .short, mode: "decimal")
    }
  }

  private static func figure(
    _ attributes: ControlAttributes, value: String, unit: String?, width: Width, mode: String
  ) -> HTML {
    let input: HTML = """
      <input type="text" inputmode="\(mode)" class="\(width.rawValue) figure"\(attributes.html) value="\(value)" \
      autocomplete="off"/>
      """
    guard let unit else { return input }
    return "<span class=\"with-unit\">\(input)<span class=\"unit\">\(unit)</span></span>"
  }

  /// A file to send. The form must be `isMultipart`.
  /// - Parameters:
  ///   - accept: kinds offered by the browser: ".xlsx,.xls,.ods,.csv".
  ///   - isMultiple: several files under the same name.
  package static func file(
    _ name: String, label: String, accept: String? = nil, isMultiple: Bool = false, hint: String? = nil,
    error: String? = nil, required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      """
      <input type="file" class="full"\(attributes.html)\(attribute: "accept", accept)\(if: isMultiple, " multiple=\"\"")/>
      """
    }
  }

  /// The same with a large place to drop files on.
  /// - Parameter limit: what is accepted, said in the zone: ".xlsx,最大 20 MB".
  package static func dropZone(
    _ name: String, label: String, accept: String? = nil, isMultiple: Bool = false, limit: String? = nil,
    hint: String? = nil, error: String? = nil, required: Bool = false, _ t: Localizer
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      """
      <div class="drop" data-drop="">\(Icon.upload)<p class="drop-words needs-js">\(t("kit.drop.words"))</p>\
      <input type="file"\(attributes.html)\(attribute: "accept", accept)\(if: isMultiple, " multiple=\"\"")/>\
      <p class="drop-files" data-drop-files="" aria-live="polite"></p>\
      \(limit.map { "<p class=\"soft\">\($0)</p>" as HTML } ?? .empty)</div>
      """
    }
  }
}
