/// How much a control asks for attention. One page has one primary button.
package enum ButtonStyle: String, Sendable {
  case primary, secondary, quiet, danger
}

/// A button that submits the form it stands in.
package struct Button: Component {
  let label: String
  let style: ButtonStyle
  let icon: Icon?
  let name: String?
  let value: String?
  let form: String?
  let action: Link?
  let confirm: String?
  let isSmall: Bool
  let isIconOnly: Bool

  /// - Parameters:
  ///   - label: what will happen: "提交审核", not "确定".
  ///   - name: the parameter that says which button was pressed, with `value`.
  ///   - form: the id of the form when the button stands outside it.
  ///   - action: another address for this button only (`formaction`).
  ///   - confirm: a question asked before submitting where scripts run.
  ///   - isIconOnly: the label is read by screens only.
  package init(
    _ label: String, style: ButtonStyle = .secondary, icon: Icon? = nil, name: String? = nil, value: String? = nil,
    form: String? = nil, action: Link? = nil, confirm: String? = nil, isSmall: Bool = false, isIconOnly: Bool = false
  ) {
    self.label = label
    self.style = style
    self.icon = icon
    self.name = name
    self.value = value
    self.form = form
    self.action = action
    self.confirm = confirm
    self.isSmall = isSmall
    self.isIconOnly = isIconOnly
  }

  package var html: HTML {
    """
    <button type="submit" class="\(buttonClass(style, isSmall, isIconOnly))"\(attribute: "name", name)\
    \(attribute: "value", value)\(attribute: "form", form)\(attribute: "formaction", action)\
    \(attribute: "data-confirm", confirm)\(attribute: "title", isIconOnly ? label : nil)>\
    \(buttonContent(label, icon, isIconOnly))</button>
    """
  }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
package struct LinkButton: Component {
  let label: String
  let link: Link
  let style: ButtonStyle
  let icon: Icon?
  let dialog: String?
  let isDownload: Bool
  let isSmall: Bool
  let isIconOnly: Bool

  /// - Parameter opens: the id of a `Dialog` of this page that opens instead
  ///   where scripts run; `to` is the page that does the same without them.
  package init(
    _ label: String, to link: Link, style: ButtonStyle = .secondary, icon: Icon? = nil, opens dialog: String? = nil,
    isDownload: Bool = false, isSmall: Bool = false, isIconOnly: Bool = false
  ) {
    self.label = label
    self.link = link
    self.style = style
    self.icon = icon
    self.dialog = dialog
    self.isDownload = isDownload
    self.isSmall = isSmall
    self.isIconOnly = isIconOnly
  }

  package var html: HTML {
    """
    <a class="\(buttonClass(style, isSmall, isIconOnly))" href="\(link)"\(attribute: "data-dialog", dialog)\
    \(if: isDownload, " download=\"\"")\(attribute: "title", isIconOnly ? label : nil)>\
    \(buttonContent(label, icon, isIconOnly))</a>
    """
  }
}

/// One button that changes something: a form of its own with the CSRF token.
/// It may not stand inside another form.
package struct PostButton: Component {
  let button: Button
  let link: Link
  let csrf: String
  let fields: [(name: String, value: String)]

  /// - Parameters:
  ///   - link: where the form is posted.
  ///   - fields: hidden values sent along.
  ///   - confirm: a question asked first where scripts run; for acts that
  ///     cannot be undone use a `LinkButton` to a confirm page instead.
  package init(
    _ label: String, to link: Link, csrf: String, style: ButtonStyle = .secondary, icon: Icon? = nil,
    fields: [(name: String, value: String)] = [], confirm: String? = nil, isSmall: Bool = false,
    isIconOnly: Bool = false
  ) {
    button = Button(
      label, style: style, icon: icon, confirm: confirm, isSmall: isSmall, isIconOnly: isIconOnly)
    self.link = link
    self.csrf = csrf
    self.fields = fields
  }

  package var html: HTML {
    """
    <form class="post-button" method="post" action="\(link)">\(csrfField(csrf))\
    \(fields.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\"/>" as HTML })\(button)</form>
    """
  }
}

/// The hidden field every posted form carries.
package func csrfField(_ token: String) -> HTML {
  "<input type=\"hidden\" name=\"_csrf\" value=\"\(token)\"/>"
}

private func buttonClass(_ style: ButtonStyle, _ isSmall: Bool, _ isIconOnly: Bool) -> String {
  "button \(style.rawValue)" + (isSmall ? " small" : "") + (isIconOnly ? " icon-only" : "")
}

private func buttonContent(_ label: String, _ icon: Icon?, _ isIconOnly: Bool) -> HTML {
  isIconOnly ? "\(icon)<span class=\"visually-hidden\">\(label)</span>" : "\(icon)<span>\(label)</span>"
}
