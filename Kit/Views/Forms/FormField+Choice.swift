extension FormField {
  /// One value that may be chosen.
  package struct Choice: Sendable {
    let value: String
    let label: String
    let hint: String?
    let group: String?

    /// - Parameters:
    ///   - hint: one soft line below the label (radio and check lists only).
    ///   - group: the heading it stands under (selects only).
    package init(_ value: String, _ label: String, hint: String? = nil, group: String? = nil) {
      self.value = value
      self.label = label
      self.hint = hint
      self.group = group
    }
  }

  /// One of many from a list that unfolds.
  /// - Parameter blank: the label of "nothing chosen"; `nil` leaves it out.
  package static func select(
    _ name: String, label: String, choices: [Choice], value: String?, blank: String? = nil, hint: String? = nil,
    error: String? = nil, required: Bool = false, width: Width = .medium
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required) { attributes in
      let first: HTML = blank.map { "<option value=\"\">\($0)</option>" } ?? .empty
      return "<select class=\"\(width.rawValue)\"\(attributes.html)>\(first)\(options(choices, value))</select>"
    }
  }

  private static func options(_ choices: [Choice], _ value: String?) -> HTML {
    var result = HTML.empty
    var open: String?
    for choice in choices {
      if choice.group != open {
        if open != nil { result += "</optgroup>" }
        if let group = choice.group { result += "<optgroup label=\"\(group)\">" }
        open = choice.group
      }
      let isChosen = choice.value == value
      result += "<option value=\"\(choice.value)\"\(if: isChosen, " selected=\"\"")>\(choice.label)</option>"
    }
    return open == nil ? result : result + "</optgroup>"
  }

  /// One of a few, all in sight.
  package static func radioGroup(
    _ name: String, label: String, choices: [Choice], value: String?, hint: String? = nil, error: String? = nil,
    required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required, shape: .group) { attributes in
      choiceList("radio", attributes, choices) { $0 == value }
    }
  }

  /// Any of a few, all in sight; the name repeats once per chosen value.
  package static func checkboxGroup(
    _ name: String, label: String, choices: [Choice], values: Set<String>, hint: String? = nil, error: String? = nil,
    required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required, shape: .group) { attributes in
      choiceList("checkbox", attributes, choices) { values.contains($0) }
    }
  }

  private static func choiceList(
    _ type: String, _ attributes: ControlAttributes, _ choices: [Choice], isChosen: (String) -> Bool
  ) -> HTML {
    let items = choices.enumerated().map { index, choice -> HTML in
      // The first has the field's own id: the error summary leads to it.
      let id = index == 0 ? attributes.id : "\(attributes.id)-\(index)"
      let note: HTML = choice.hint.map { "<span class=\"choice-hint\">\($0)</span>" } ?? .empty
      return """
        <span class="choice"><input type="\(type)" id="\(id)" name="\(attributes.name)" value="\(choice.value)"\
        \(if: isChosen(choice.value), " checked=\"\"")\(if: attributes.isInvalid, " aria-invalid=\"true\"")/>\
        <label for="\(id)">\(choice.label)\(note)</label></span>
        """
    }
    return items.joined()
  }

  /// Yes or no. A form sends nothing at all for an empty box.
  /// - Parameter value: what is sent when it is ticked.
  package static func checkbox(
    _ name: String, label: String, isOn: Bool, value: String = "1", hint: String? = nil, error: String? = nil,
    required: Bool = false
  ) -> FormField {
    FormField(name, label: label, hint: hint, error: error, required: required, shape: .check) { attributes in
      "<input type=\"checkbox\"\(attributes.html) value=\"\(value)\"\(if: isOn, " checked=\"\"")/>"
    }
  }
}
