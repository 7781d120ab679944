import Localization

/// The dialogs every page has: the question before an act, and the keys.
struct ShellDialogs: Component {
  let t: Localizer
  let navigation: [NavigationSection]

  init(_ t: Localizer, _ navigation: [NavigationSection]) {
    self.t = t
    self.navigation = navigation
  }

  var html: HTML {
    """
    <dialog id="confirm-dialog" class="small" aria-labelledby="confirm-dialog-text"><form method="dialog">\
    <div class="dialog-body"><p id="confirm-dialog-text"></p></div><div class="dialog-foot">\
    <button class="button secondary" value="no">\(t("kit.cancel"))</button>\
    <button class="button danger" value="yes">\(t("kit.confirm"))</button></div></form></dialog>\
    <dialog id="keys-dialog" class="small" aria-labelledby="keys-dialog-title"><div class="dialog-head">\
    <h2 id="keys-dialog-title">\(t("kit.keys.title"))</h2><button type="button" class="button quiet icon-only" \
    data-close="" aria-label="\(t("kit.close"))">\(Icon.close)</button></div><div class="dialog-body">\
    <dl class="keys">\(rows)</dl><label class="choice"><input type="checkbox" data-keys-on="" checked=""/>\
    <span>\(t("kit.keys.on"))</span></label></div></dialog>\
    <div class="toasts" id="toasts" role="status" aria-live="polite"></div>
    """
  }

  private var rows: HTML {
    let fixed: [(HTML, String)] = [
      ("\(Kbd("/"))", t("kit.keys.search")),
      ("\(Kbd("?"))", t("kit.keys.help")),
      ("\(Kbd("Esc"))", t("kit.keys.escape")),
    ]
    let places = navigation.flatMap(\.items).compactMap { item in
      item.key.map { key -> (HTML, String) in ("\(Kbd("g")) \(Kbd(String(key)))", item.label) }
    }
    return (fixed + places).map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as HTML }.joined()
  }
}
