package import Localization
import Values

/// Every component on one page, to look at and to test.
package enum Styleguide {
  /// The content of the page; put it into a `Shell`.
  package static func page(_ t: Localizer) -> HTML {
    let sections: [(id: String, title: String, content: HTML)] = [
      ("buttons", t("kit.styleguide.buttons"), buttons(t)), ("words", t("kit.styleguide.words"), words(t)),
      ("figures", t("kit.styleguide.figures"), figures(t)), ("record", t("kit.styleguide.record"), record(t)),
      ("workflow", t("kit.styleguide.workflow"), workflow(t)), ("lists", t("kit.styleguide.lists"), lists(t)),
      ("forms", t("kit.styleguide.forms"), forms(t)), ("notices", t("kit.styleguide.notices"), notices(t)),
      ("charts", t("kit.styleguide.charts"), charts(t)), ("icons", t("kit.styleguide.icons"), icons(t)),
    ]
    let ways = sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" as HTML }
    let parts = sections.map { part -> HTML in
      "<section class=\"guide\" id=\"\(part.id)\"><h2>\(part.title)</h2><div class=\"stack\">\(part.content)</div></section>"
    }
    return """
      <p class="lead">\(t("kit.styleguide.lead"))</p><nav class="tabs" aria-label="\(t("kit.styleguide.title"))">\
      <ul>\(ways)</ul></nav>\(parts)
      """
  }

  static let today = CivilDate(daysSinceEpoch: 20_778)
  static let now = Instant(milliseconds: 1_795_244_640_000)
  static let token = "sample"

  private static func buttons(_ t: Localizer) -> HTML {
    let (add, export, stop) = (t("kit.sample.add"), t("kit.sample.export"), t("kit.sample.stop"))
    let reason = FormField.textArea("reason", label: t("kit.sample.reason"), rows: 3, required: true, maxLength: 200, t)
    let dialog = Dialog(
      id: "sample-dialog", title: t("kit.sample.stopTitle"), postsTo: "/styleguide", csrf: token,
      "<p>\(t("kit.sample.stopText"))</p>\(reason)", actions: Button(stop, style: .danger).html, t)
    return """
      <div class="row">\(Button(t("kit.sample.submit"), style: .primary))\(Button(add, icon: .plus))\
      \(Button(export, style: .quiet, icon: .download))\(Button(stop, style: .danger))\
      \(Button(t("kit.search"), icon: .search, isIconOnly: true))</div>\
      <div class="row">\(Button(add, style: .primary, isSmall: true))\(LinkButton(export, to: "#buttons", isSmall: true))\
      \(PostButton(stop, to: "/styleguide", csrf: token, confirm: t("kit.sample.stopQuestion"), isSmall: true))\
      \(LinkButton(t("kit.sample.openDialog"), to: "#buttons", opens: "sample-dialog", isSmall: true))\
      \(CopyButton("91440101MA5CXXXX0C", t))\(Kbd("/"))</div>\(dialog)
      """
  }

  private static func words(_ t: Localizer) -> HTML {
    let names: [(Tone, String)] = [
      (.neutral, t("kit.sample.prospect")), (.info, t("kit.sample.signed")), (.ok, t("kit.sample.base")),
      (.warning, t("kit.sample.expiring")), (.bad, t("kit.sample.returned")), (.brand, t("kit.sample.key")),
    ]
    let tabs = Tabs(
      t("kit.sample.company1"),
      [
        .init(t("kit.sample.overview"), "#words", isCurrent: true),
        .init(t("kit.sample.agreements"), "#lists", count: 3),
        .init(t("kit.sample.visits"), "#record", count: 12), .init(t("kit.sample.files"), "#forms", count: 0),
      ])
    let panels = PanelTabs(
      t("kit.styleguide.words"),
      [
        .init(id: "panel-a", t("kit.sample.overview"), "<p>\(t("kit.sample.stopText"))</p>"),
        .init(id: "panel-b", t("kit.sample.agreements"), "<p>\(t("kit.sample.motto"))</p>"),
      ])
    let times: [HTML] = [
      RelativeTime(now.advanced(by: .seconds(-600)), now: now, t).html,
      RelativeTime(now.advanced(by: .seconds(-86_400 * 3)), now: now, t).html,
      DueDate(today.adding(days: 3), today: today, t).html, DueDate(today, today: today, t).html,
      DueDate(today.adding(days: -2), today: today, t).html,
    ]
    return """
      <div class="row">\(names.map { Badge($0.0, $0.1) })\(CountMark(7, tone: .bad))\(CountMark(1200))</div>\
      <div class="row">\(Avatar(t("kit.sample.teacher")))\(Avatar("Ada", isLarge: true))\(times)</div>\(tabs)\(panels)
      """
  }

  private static func icons(_ t: Localizer) -> HTML {
    let items = Icon.allCases.map { "<li>\($0)<span>\($0.rawValue)</span></li>" as HTML }
    return
      "<p class=\"wordmark\">\(Logo())<span>\(t("kit.applicationName"))</span></p><ul class=\"icon-list\">\(items)</ul>"
  }

  private static func notices(_ t: Localizer) -> HTML {
    let steps: HTML = """
      \(LinkButton(t("kit.sample.import"), to: "#forms", icon: .upload))\
      \(LinkButton(t("kit.sample.add"), to: "#forms", style: .primary, icon: .plus))
      """
    let empty = EmptyState(
      icon: .agreement, title: t("kit.sample.emptyTitle"), text: t("kit.sample.emptyText"), actions: steps)
    let job = JobProgress(
      t("kit.sample.importing"), done: 1280, total: 5000, text: t("kit.sample.importingRow"), events: nil, t)
    return """
      \(Flash(.ok, t("kit.sample.saved")).html(t))\(Flash(.bad, t("kit.sample.failed")).html(t))\
      \(Alert(.info, "<p>\(t("kit.sample.motto"))</p>"))\
      \(Alert(.warning, title: t("kit.sample.expiring"), "<p>\(t("kit.sample.stopText"))</p>"))\
      \(Alert(.ok, title: t("kit.sample.saved")))\
      \(Card(t("kit.sample.agreements"), empty))\(Card(nil, job))
      """
  }
}
