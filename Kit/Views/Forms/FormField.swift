/// One field of a form: label, hint below it, the control, and the mistake at
/// the control. Made by the functions in `FormField+….swift`.
package struct FormField: Component {
  let name: String
  let label: String
  let hint: String?
  let error: String?
  let isRequired: Bool
  let shape: Shape
  let after: HTML
  let control: @Sendable (ControlAttributes) -> HTML

  /// How label and control stand to each other.
  enum Shape: Sendable {
    /// Label above one control.
    case single
    /// A legend above several choices.
    case group
    /// The control first, its label beside it.
    case check
  }

  /// The width a person expects the value to have.
  package enum Width: String, Sendable {
    case short, medium, full
  }

  /// The attributes that tie a control to its label, hint and mistake.
  package struct ControlAttributes: Sendable {
    let id: String
    let name: String
    let describedBy: String?
    let isInvalid: Bool
    let isRequired: Bool

    /// All attributes with a leading space, for `<input\(attributes.html)/>`.
    package var html: HTML {
      """
       id="\(id)" name="\(name)"\(if: isRequired, " required=\"\"")\(if: isInvalid, " aria-invalid=\"true\"")\
      \(attribute: "aria-describedby", describedBy)
      """
    }
  }

  init(
    _ name: String, label: String, hint: String?, error: String?, required: Bool, shape: Shape = .single,
    after: HTML = .empty, control: @escaping @Sendable (ControlAttributes) -> HTML
  ) {
    self.name = name
    self.label = label
    self.hint = hint
    self.error = error
    isRequired = required
    self.shape = shape
    self.after = after
    self.control = control
  }

  /// A field whose control is drawn by the caller.
  package static func custom(
    _ name: String, label: String, hint: String? = nil, error: String? = nil, required: Bool = false,
    control: @escaping @Sendable (ControlAttributes) -> HTML
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required, control: control)
  }

  /// The id of the control of a field; the error summary links to it.
  package static func id(of name: String) -> String {
    var id = "f-"
    for scalar in name.unicodeScalars {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      id.unicodeScalars.append(isPlain || scalar == "_" ? scalar : "-")
    }
    return id
  }

  package var html: HTML {
    let id = Self.id(of: name)
    let described = [hint == nil ? nil : "\(id)-hint", error == nil ? nil : "\(id)-error"].compactMap(\.self)
    let attributes = ControlAttributes(
      id: id, name: name, describedBy: described.isEmpty ? nil : described.joined(separator: " "),
      isInvalid: error != nil, isRequired: isRequired && shape != .group)
    let mark: HTML = isRequired ? "<span class=\"required\" aria-hidden=\"true\">*</span>" : .empty
    let hintLine: HTML = hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" } ?? .empty
    let errorLine: HTML = error.map { "<p class=\"error\" id=\"\(id)-error\">\(Icon.problem)\($0)</p>" } ?? .empty
    switch shape {
    case .single:
      return """
        <div class="field\(if: error != nil, " invalid")"><label for="\(id)">\(label)\(mark)</label>\(hintLine)\
        \(control(attributes))\(after)\(errorLine)</div>
        """
    case .group:
      return """
        <fieldset class="field choices\(if: error != nil, " invalid")"\(attribute: "aria-describedby", attributes.describedBy)>\
        <legend>\(label)\(mark)</legend>\(hintLine)<div class="choice-list">\(control(attributes))</div>\(errorLine)</fieldset>
        """
    case .check:
      return """
        <div class="field check\(if: error != nil, " invalid")"><span class="choice">\(control(attributes))\
        <label for="\(id)">\(label)\(mark)</label></span>\(hintLine)\(errorLine)</div>
        """
    }
  }
}
