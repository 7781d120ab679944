import Localization
import Values

@testable import Views

/// Every part once, with `text` wherever it takes text.
enum PartSamples {
  static func all(text x: String, _ t: Localizer) throws -> [(name: String, html: HTML)] {
    parts(x, t) + fields(x, t) + lists(x, t) + charts(x, t)
  }

  private static func parts(_ x: String, _ t: Localizer) -> [(name: String, html: HTML)] {
    let (today, now) = (Pages.today, Pages.now)
    let button = Button(x, style: .danger, icon: .check, name: x, value: x, form: x, action: Link(x), confirm: x)
    let difference = DifferenceTable([.init(x, before: x, after: x), .init(x, before: nil, after: "")], caption: x, t)
    return [
      ("Button", button.html), ("icon-only Button", Button(x, icon: .search, isSmall: true, isIconOnly: true).html),
      ("LinkButton", LinkButton(x, to: Link(x), opens: x, isDownload: true).html),
      ("PostButton", PostButton(x, to: "/x", csrf: x, fields: [(x, x)], confirm: x).html),
      ("CopyButton", CopyButton(x, t).html), ("Badge", Badge(.warning, x, title: x).html),
      ("CountMark", CountMark(1000, tone: .bad).html), ("Avatar", Avatar(x, isLarge: true).html),
      ("empty Avatar", Avatar(" ").html), ("Kbd", Kbd(x).html),
      ("Card", Card(x, actions: button.html, footer: .text(x), isFlush: true, id: x, .text(x)).html),
      ("StatTile", StatTile(x, x, of: x, unit: x, note: x, tone: .bad, trend: .down(x), link: Link(x)).html),
      ("StatTile without link", StatTile(x, x, trend: .same(x)).html), ("StatRow", StatRow([StatTile(x, x)]).html),
      ("DescriptionList", DescriptionList([.text(x, x), .text(x, nil), .init(x, .text(x), isWide: true)]).html),
      ("Alert", Alert(.bad, title: x, .text(x)).html), ("Flash", Flash(.bad, x).html(t)),
      ("EmptyState", EmptyState(title: x, text: x, actions: button.html).html),
      ("Tabs", Tabs(x, [.init(x, Link(x), isCurrent: true, count: 0)]).html),
      ("PanelTabs", PanelTabs(x, [.init(id: x, x, .text(x))]).html),
      ("Breadcrumb", Breadcrumb(x, [Crumb(x, Link(x)), Crumb(x)]).html), ("no Breadcrumb", Breadcrumb(x, []).html),
      ("RelativeTime", RelativeTime(now, now: now, t).html), ("DueDate", DueDate(today, today: today, t).html),
      (
        "Steps", Steps(x, [.init(x, .done, note: x), .init(x, .problem), .init(x, .current), .init(x, .upcoming)]).html
      ),
      (
        "ActorCard",
        ActorCard(
          name: x, role: x, task: x, due: today, today: today, state: Badge(.ok, x), actions: button.html, t
        ).html
      ), ("my ActorCard", ActorCard(name: x, task: x, today: today, isMine: true, t).html),
      ("nobody's ActorCard", ActorCard(name: nil, task: x, today: today, t).html),
      ("ActorLine", ActorLine(x, task: x, due: today, today: today, t).html),
      ("nobody's ActorLine", ActorLine(nil, task: x, today: today, t).html),
      (
        "Timeline",
        Timeline(
          [.init(at: now, who: x, .text(x), detail: difference.html), .init(at: now, who: nil, .text(x))], now: now, t
        ).html
      ), ("Dialog", Dialog(id: x, title: x, postsTo: Link(x), csrf: x, .text(x), actions: button.html, t).html),
      ("telling Dialog", Dialog(id: x, title: x, .text(x), t).html),
      ("ProgressBar", ProgressBar(.nan, label: x, text: x).html),
      ("JobProgress", JobProgress(x, done: 1, total: 2, text: x, events: Link(x), t).html),
      ("JobProgress without total", JobProgress(x, done: 1, total: nil, text: x, events: nil, t).html),
      ("DifferenceTable", difference.html),
      ("Tree", Tree(x, [.init(x, link: Link(x), note: .text(x), isOpen: true, isCurrent: true, [.init(x)])]).html),
      (
        "MonthCalendar",
        MonthCalendar(month: today, today: today, marks: [today: [.init(.ok, x), .init(.bad, x, link: Link(x))]], t)
          .html
      ),
    ]
  }

  private static func fields(_ x: String, _ t: Localizer) -> [(name: String, html: HTML)] {
    let choices: [FormField.Choice] = [.init(x, x, hint: x, group: x), .init("b", x), .init("c", x, group: "z")]
    let fields: [(String, FormField)] = [
      (
        "text",
        .text(
          x, label: x, value: x, hint: x, error: x, required: true, autocomplete: x, placeholder: x, maxLength: 3,
          suggestions: [x], isReadOnly: true)
      ), ("code", .text("a", label: x, value: x, kind: .code)),
      ("combobox", .combobox("b", label: x, value: x, options: [(x, x)])),
      ("textArea", .textArea("c", label: x, value: x, error: x, placeholder: x, maxLength: 9, t)),
      ("password", .password("d", label: x, error: x, t)),
      ("select", .select("e", label: x, choices: choices, value: x, blank: x, error: x)),
      ("radioGroup", .radioGroup("f", label: x, choices: choices, value: x, hint: x, error: x, required: true)),
      ("checkboxGroup", .checkboxGroup("g", label: x, choices: choices, values: [x], error: x)),
      ("checkbox", .checkbox("h", label: x, isOn: true, value: x, hint: x, error: x)),
      ("date", .date("i", label: x, value: x, min: x, max: x)), ("month", .month("j", label: x, value: x)),
      ("number", .number("k", label: x, value: x, unit: x, allowsDecimals: true)),
      ("money", .money("l", label: x, value: x, unit: x)), ("file", .file("m", label: x, accept: x, isMultiple: true)),
      ("dropZone", .dropZone("n", label: x, accept: x, isMultiple: true, limit: x, error: x, t)),
      ("custom", .custom("o", label: x) { "<input\($0.html) value=\"\(x)\"/>" }),
    ]
    let content: HTML = "\(fields.map(\.1))\(FormField.hidden(x, x))"
    return fields.map { ($0.0, $0.1.html) } + [
      ("FormView", FormView(action: Link(x), csrf: x, id: x, draft: x, hasErrors: true, t, content).html),
      ("multipart FormView", FormView(action: "/x", csrf: x, isMultipart: true, t, content).html),
      ("GET FormView", FormView(action: "/x", csrf: nil, t, content).html),
      ("FieldGroup", FieldGroup(x, hint: x, isPaired: true, content).html),
      ("ButtonBar", ButtonBar(note: x, .text(x)).html),
      ("ErrorSummary", ErrorSummary([.init(field: x, label: x, x), .init(field: nil, x)], t).html),
      ("no ErrorSummary", ErrorSummary([], t).html),
    ]
  }

  private static func lists(_ x: String, _ t: Localizer) -> [(name: String, html: HTML)] {
    let address = ListAddress("/list", [("q", x), ("kind", x), ("kind", "b"), ("sort", "-name")])
    let columns: [DataTable.Column] = [
      .init("name", x, sortedIn: address, phone: .title),
      .init("n", x, alignment: .end, phone: .hidden, isNarrow: true),
    ]
    let table = DataTable(
      caption: x, columns: columns,
      rows: [
        .init(id: x, name: x, link: Link(x), tone: .bad, [.text(x, second: x), .number(1000)]),
        .init(id: "2", name: x, [.text(nil), .number(nil)]),
      ], count: x,
      selection: Selection(
        name: x, action: Link(x), csrf: x, matching: 5, [.init(x, value: x, icon: .trash, confirm: x)]),
      columnChoice: ColumnChoice(address, columns: [(x, x, true), ("n", x, false)]), tools: .text(x),
      pager: Pager(previous: nil, next: address.at("after", x).link, text: x, t), empty: EmptyState(title: x), id: "t",
      t)
    let bar = FilterBar(
      address, placeholder: x,
      filters: [
        Filter("kind", x, choices: [.init(x, x, count: 3), .init("b", x)]),
        Filter("one", x, choices: [.init("c", x)], isMultiple: false), Filter("own", x, summary: x, content: .text(x)),
      ],
      saved: SavedSearches(
        [.init(x, Link(x), isCurrent: true, removal: "/forget")], keepAt: "/keep", of: address, csrf: x), t)
    return [
      ("DataTable", table.html), ("FilterBar", bar.html),
      ("empty DataTable", DataTable(caption: x, columns: columns, rows: [], empty: EmptyState(title: x), t).html),
      ("FilterBar without filters", FilterBar(ListAddress("/list"), placeholder: x, t).html),
      ("SavedSearches", SavedSearches([], keepAt: nil, of: address, csrf: x).html(t)),
      ("no Pager", Pager(previous: nil, next: nil, t).html),
    ]
  }

  private static func charts(_ x: String, _ t: Localizer) -> [(name: String, html: HTML)] {
    let series = [Series(x, [1, -2, 0]), Series(x, [.nan, 3]), Series("c", [])]
    return [
      ("BarChart", BarChart(id: "a", title: x, categories: [x, "b", "c"], series: series, unit: x, t).html),
      (
        "horizontal BarChart",
        BarChart(id: "a", title: x, categories: [x, "b"], series: series, unit: x, isHorizontal: true, t).html
      ),
      (
        "stacked BarChart",
        BarChart(id: "a", title: x, categories: [x, "b", "c"], series: series, isHorizontal: true, isStacked: true, t)
          .html
      ), ("LineChart", LineChart(id: "a", title: x, categories: [x, "b", "c"], series: series, unit: x, t).html),
      (
        "DonutChart",
        DonutChart(id: "a", title: x, parts: [.init(x, 2), .init(x, -1), .init(x, .nan)], unit: x, t).html
      ),
      ("ProgressRing", ProgressRing(2, title: x).html), ("Sparkline", Sparkline([1, .nan, 3], title: x).html),
      ("HeatStrip", HeatStrip(id: "a", title: x, cells: [.init(x, 3), .init(x, nil), .init(x, -1)], unit: x, t).html),
    ]
  }
}
