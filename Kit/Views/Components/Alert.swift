package import Localization

/// A notice that belongs to the page and stays.
package struct Alert: Component {
  let tone: Tone
  let title: String?
  let content: HTML

  /// - Parameter title: one line in bold; the content may then be empty.
  package init(_ tone: Tone, title: String? = nil, _ content: HTML = .empty) {
    self.tone = tone
    self.title = title
    self.content = content
  }

  package var html: HTML {
    let heading: HTML = title.map { "<p class=\"alert-title\">\($0)</p>" } ?? .empty
    return """
      <div class="alert \(tone.rawValue)"\(if: tone == .bad, " role=\"alert\"")>\(tone.icon)\
      <div class="alert-body">\(heading)\(content)</div></div>
      """
  }
}

/// What an act came to, said once on the page after it.
package struct Flash: Sendable, Hashable {
  let tone: Tone
  let text: String

  /// - Parameter text: a full sentence in the reader's language.
  package init(_ tone: Tone, _ text: String) {
    self.tone = tone
    self.text = text
  }

  /// The notice; a script lets it be dismissed.
  package func html(_ t: Localizer) -> HTML {
    """
    <div class="flash \(tone.rawValue)" role="\(tone == .bad ? "alert" : "status")" data-flash="">\(tone.icon)\
    <p>\(text)</p><button type="button" class="flash-close needs-js" data-dismiss="" \
    aria-label="\(t("kit.close"))">\(Icon.close)</button></div>
    """
  }
}

/// What a list shows when it has nothing: what belongs here and the first step.
package struct EmptyState: Component {
  let icon: Icon
  let title: String
  let text: String?
  let actions: HTML

  /// - Parameter actions: the first step: import, create, a sample.
  package init(icon: Icon = .inbox, title: String, text: String? = nil, actions: HTML = .empty) {
    self.icon = icon
    self.title = title
    self.text = text
    self.actions = actions
  }

  package var html: HTML {
    let words: HTML = text.map { "<p>\($0)</p>" } ?? .empty
    let buttons: HTML = actions.isEmpty ? .empty : "<div class=\"actions\">\(actions)</div>"
    return """
      <div class="empty"><span class="empty-mark">\(icon)</span><p class="empty-title">\(title)</p>\
      \(words)\(buttons)</div>
      """
  }
}
