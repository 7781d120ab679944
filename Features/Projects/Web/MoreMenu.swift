import Localization
import Views

/// What is seldom wanted at the head of a page, folded behind one button.
struct MoreMenu: Component {
  let label: String
  let items: [(label: String, link: Link, icon: Icon)]

  var html: HTML {
    guard !items.isEmpty else { return .empty }
    let links = items.map { item -> HTML in
      "<a class=\"button quiet\" href=\"\(item.link)\">\(item.icon)<span>\(item.label)</span></a>"
    }
    return """
      <details class="popover end" data-popover=""><summary class="button secondary">\(Icon.more)<span>\(label)</span></summary>\
      <div class="popover-body"><div class="popover-choices">\(links)</div></div></details>
      """
  }
}
