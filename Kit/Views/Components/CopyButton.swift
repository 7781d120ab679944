package import Localization

/// A text with a button that copies it; the button is there only where
/// scripts run.
package struct CopyButton: Component {
  let text: String
  let t: Localizer

  /// - Parameter text: shown and copied.
  package init(_ text: String, _ t: Localizer) {
    self.text = text
    self.t = t
  }

  package var html: HTML {
    """
    <span class="copy"><span class="code">\(text)</span><button type="button" class="button quiet icon-only small needs-js" \
    data-copy="\(text)" aria-label="\(t("kit.copy", ["text": text]))">\(Icon.copy)</button></span>
    """
  }
}
