package import Localization

/// A question over the page. It opens through a `LinkButton(opens: id)`; its
/// address is the page that asks the same where scripts do not run.
package struct Dialog: Component {
  let id: String
  let title: String
  let content: HTML
  let actions: HTML
  let target: Link?
  let csrf: String
  let t: Localizer

  /// - Parameters:
  ///   - target: where the dialog's fields are posted; `nil` when it only tells.
  ///   - csrf: the token of that form.
  ///   - content: words and fields.
  ///   - actions: buttons at the foot, beside the one that closes.
  package init(
    id: String, title: String, postsTo target: Link? = nil, csrf: String = "", _ content: HTML,
    actions: HTML = .empty, _ t: Localizer
  ) {
    self.id = id
    self.title = title
    self.target = target
    self.csrf = csrf
    self.content = content
    self.actions = actions
    self.t = t
  }

  package var html: HTML {
    let open: HTML = target.map { "<form method=\"post\" action=\"\($0)\">\(csrfField(csrf))" } ?? .empty
    let close: HTML = target == nil ? .empty : "</form>"
    return """
      <dialog id="\(id)" aria-labelledby="\(id)-title">\(open)<div class="dialog-head"><h2 id="\(id)-title">\(title)</h2>\
      <button type="button" class="button quiet icon-only" data-close="" aria-label="\(t("kit.close"))">\
      \(Icon.close)</button></div><div class="dialog-body">\(content)</div>\
      <div class="dialog-foot"><button type="button" class="button secondary" data-close="">\
      <span>\(t(actions.isEmpty ? "kit.close" : "kit.cancel"))</span></button>\(actions)</div>\(close)</dialog>
      """
  }
}
