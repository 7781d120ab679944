package import Localization

/// A question over the page. It opens through a `LinkButton(opens: id)`; its
/// address is the page that asks the same where scripts do not run.
package struct Dialog: Component {
  let id: String
  let title: String
  let content: HTML
  let actions: HTML
  let t: Localizer

  /// - Parameters:
  ///   - content: words and fields; a `FormView` may enclose them.
  ///   - actions: buttons at the foot, beside the one that closes.
  package init(id: String, title: String, _ content: HTML, actions: HTML = .empty, _ t: Localizer) {
    self.id = id
    self.title = title
    self.content = content
    self.actions = actions
    self.t = t
  }

  package var html: HTML {
    """
    <dialog id="\(id)" aria-labelledby="\(id)-title"><div class="dialog-head"><h2 id="\(id)-title">\(title)</h2>\
    <button type="button" class="button quiet icon-only" data-close="" aria-label="\(t("kit.close"))">\
    \(Icon.close)</button></div><div class="dialog-body">\(content)</div>\
    <div class="dialog-foot"><button type="button" class="button secondary" data-close="">\
    <span>\(t("kit.cancel"))</span></button>\(actions)</div></dialog>
    """
  }
}
