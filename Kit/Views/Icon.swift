/// The drawings of the design system: 20 × 20, one line width, the colour of
/// the text beside them. Screens do not read them; a control that shows only
/// an icon has a label of its own.
package enum Icon: String, Sendable, CaseIterable, Component {
  case inbox, overview, building, agreement, project, visit, classroom, internship, base, teacher
  case post, fair, graduate, evaluation, report, school, users, user, settings, shield, lock
  case search, filter, sort, columns, bookmark, plus, close, check, edit, trash, copy, undo, history, merge
  case chevronDown, chevronRight, chevronLeft, arrowUp, arrowDown, menu, more, external
  case upload, download, file, print, image
  case success, warning, problem, info, help, bell, clock, calendar, phone, mail, eye
  case language, theme, keyboard, signOut

  package var html: HTML {
    """
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" \
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">\
    \(HTML(markup: drawing))</svg>
    """
  }

  private var drawing: String {
    switch self {
    case .inbox: path("M3 11.5 5 4.5h10l2 7v4H3zM3 11.5h4l1 2h4l1-2h4")
    case .overview: path("M3.5 3.5h5.5v7H3.5zM11 3.5h5.5V7H11zM11 9.5h5.5v7H11zM3.5 13h5.5v3.5H3.5z")
    case .building: path("M4 17V3.5h8V17M12 8h4v9M2.5 17h15M6.7 6.7h2.6M6.7 10h2.6M6.7 13.3h2.6")
    case .agreement:
      path("M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 14.5c1-2.6 2-2.6 2.3-.9.2 1.1.8 1.1 1.6.2l1.4-.3M7.5 9H13")
    case .project: path("M5 17.5v-15M5 3.5c3-1.4 5.5 1.4 10.5 0v7.500c-5 1.400-7.500-1.400-10.500 0")
    case .visit:
      path("M10 17.500c3.500-4 5.300-6.600 5.300-9a5.300 5.300 0 1 0-10.600 0c0 2.400 1.800 5 5.300 9z")
        + circle(10, 8.3, 1.9)
    case .classroom: path("M2 7.500 10 4l8 3.500-8 3.500zM5.500 9.200v4.300c2.700 2 6.300 2 9 0V9.200M18 7.500v4.500")
    case .internship: path("M3 6.500h14v9.500H3zM7.500 6.500V4h5v2.500M3 11h14M10 10v2")
    case .base: path("M3 16.500V8l4.500 3V8l4.500 3V4h4v12.500zM6.500 13.700h2M11 13.700h2")
    case .teacher:
      path("M2.500 3.500h15v9h-7M6.500 12.500h-4M10 6.500h4.500M10 9h3") + circle(6.200, 9, 1.700)
        + path("M3 17c.4-2.400 1.600-3.500 3.200-3.500s2.800 1.100 3.200 3.500")
    case .post:
      path(
        "M3.500 4h13v12.500h-13zM8 4V2.500h4V4M6.500 13.500c.3-1.600 1.200-2.300 2.200-2.300s1.900.7 2.200 2.300M13 9h1.500M13 12h1.500"
      )
        + circle(8.700, 8.700, 1.300)
    case .fair:
      path(
        "M3 8.500 4.500 4h11L17 8.500M3 8.500c0 1.300 1 2 2.300 2s2.400-.7 2.400-2c0 1.300 1 2 2.300 2s2.300-.7 2.300-2c0 1.300 1.100 2 2.400 2s2.300-.7 2.300-2M4.500 10.500v6h11v-6M8.500 16.500V13h3v3.500"
      )
    case .graduate:
      path("M10 3 2.500 6.500 10 10l7.500-3.500zM10 10v7M6 8.200V12c1 1.200 2.400 1.800 4 1.800s3-.6 4-1.800V8.200")
    case .evaluation: path("m10 2.800 2.200 4.600 5 .7-3.600 3.500.9 5-4.500-2.400-4.500 2.400.9-5L2.800 8.100l5-.7z")
    case .report: path("M3 17h14M5 14v-4M9 14V5.500M13 14V8M16.500 14V3.500")
    case .school:
      path("M10 2.500v3.500M10 3h4v2h-4M3 17V9.500l7-3.500 7 3.500V17zM8.300 17v-3.500h3.400V17")
        + circle(10, 10.200, 1.100)
    case .users:
      circle(7.300, 7, 2.600)
        + path(
          "M2.500 16.500c.3-3.300 2.200-5 4.800-5s4.500 1.700 4.800 5M12.500 4.700a2.600 2.600 0 0 1 0 4.700M14 11.800c2 .5 3.200 2.100 3.500 4.700"
        )
    case .user: circle(10, 6.700, 3.200) + path("M3.800 17c.5-3.700 2.900-5.500 6.200-5.500s5.700 1.800 6.200 5.500")
    case .settings: path("M3 5.500h7M14 5.500h3M3 14.500h3M10 14.500h7") + circle(12, 5.500, 2) + circle(8, 14.500, 2)
    case .shield:
      path(
        "M10 2.500 4 4.700v5c0 3.800 2.500 6.300 6 7.800 3.500-1.500 6-4 6-7.800v-5zM7.500 9.800l1.800 1.800 3.300-3.500"
      )
    case .lock: path("M4.500 9h11v8h-11zM7 9V6a3 3 0 0 1 6 0v3M10 12v2")
    case .search: circle(8.700, 8.700, 5.200) + path("m12.600 12.600 4.400 4.400")
    case .filter: path("M3 5h14M5.500 10h9M8 15h4")
    case .sort: path("M6.500 4v12M3.500 13l3 3 3-3M13.500 16V4M10.500 7l3-3 3 3")
    case .columns: path("M3 4h14v12H3zM7.700 4v12M12.300 4v12")
    case .bookmark: path("M5.500 3h9v14L10 13.500 5.500 17z")
    case .plus: path("M10 4v12M4 10h12")
    case .close: path("m5 5 10 10M15 5 5 15")
    case .check: path("m4 10.500 4 4 8-9")
    case .edit: path("M12.500 4.500 15.500 7.500 7 16H4v-3zM10.500 6.500l3 3")
    case .trash:
      path(
        "M3.500 5.500h13M8 5.500V3.500h4v2M5.500 5.500 6.200 17h7.600l.7-11.500M8.500 8.500v5.500M11.500 8.500v5.500")
    case .copy: path("M7 7h9.500v9.500H7zM13 7V3.500H3.500V13H7")
    case .undo: path("M7 4 3.500 7.500 7 11M4 7.500h7.500a4.500 4.500 0 0 1 0 9H8")
    case .history: path("M3.500 5v3.500H7M3.800 8.500a6.500 6.500 0 1 1-.1 3.300M10 6.500V10l2.500 1.800")
    case .merge:
      path(
        "M5.500 3v3.500c0 3 4.500 3.500 4.500 6.500v4M14.500 3v3.500c0 3-4.500 3.500-4.500 6.500M7.500 14.500 10 17l2.500-2.500"
      )
    case .chevronDown: path("m5 7.500 5 5 5-5")
    case .chevronRight: path("m7.500 5 5 5-5 5")
    case .chevronLeft: path("m12.500 5-5 5 5 5")
    case .arrowUp: path("M10 16.500v-13M5 8.500l5-5 5 5")
    case .arrowDown: path("M10 3.500v13M5 11.500l5 5 5-5")
    case .menu: path("M3 5.500h14M3 10h14M3 14.500h14")
    case .more: path("M4.500 10h.01M10 10h.01M15.500 10h.01")
    case .external: path("M11.500 3.500h5v5M16.500 3.500 9 11M14 11.500V16.500H3.500V6H8.500")
    case .upload: path("M10 13V3.500M6 7.500l4-4 4 4M3.500 12.500v4h13v-4")
    case .download: path("M10 3.500V13M6 9l4 4 4-4M3.500 12.500v4h13v-4")
    case .file: path("M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500")
    case .print: path("M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.500h8V17H6z")
    case .image: path("M3 4h14v12H3zM3 13.500l4-4 3.500 3.500 2.500-2.500 4 4") + circle(13, 7.500, 1.200)
    case .success: circle(10, 10, 7) + path("m6.800 10.300 2.200 2.200 4.300-4.700")
    case .warning: path("M10 3 2.500 16.500h15zM10 8v4M10 14.300h.01")
    case .problem: circle(10, 10, 7) + path("m7.500 7.500 5 5M12.500 7.500l-5 5")
    case .info: circle(10, 10, 7) + path("M10 9.300V14M10 6.500h.01")
    case .help: circle(10, 10, 7) + path("M7.800 8a2.200 2.200 0 1 1 3.200 2c-.7.400-1 .8-1 1.600M10 14.200h.01")
    case .bell: path("M5 13.500V9a5 5 0 0 1 10 0v4.500l1.500 1.500h-13zM8.500 17h3")
    case .clock: circle(10, 10, 7) + path("M10 6v4l2.700 1.800")
    case .calendar: path("M3.500 4.500h13v12h-13zM3.500 8.500h13M7 2.500v3.500M13 2.500v3.500")
    case .phone: path("M6.500 2.500h7v15h-7zM9.300 15h1.400")
    case .mail: path("M3 4.500h14v11H3zM3 5l7 6 7-6")
    case .eye:
      path("M2 10c2-3.700 4.700-5.500 8-5.500s6 1.800 8 5.500c-2 3.700-4.700 5.500-8 5.500S4 13.700 2 10z")
        + circle(10, 10, 2.300)
    case .language:
      circle(10, 10, 7) + path("M3 10h14M10 3c-4.500 4.300-4.500 9.700 0 14M10 3c4.500 4.300 4.500 9.700 0 14")
    case .theme: circle(10, 10, 7) + "<path d=\"M10 3a7 7 0 0 1 0 14z\" fill=\"currentColor\"/>"
    case .keyboard: path("M2.500 5h15v10h-15zM5.500 8h.01M8.500 8h.01M11.500 8h.01M14.500 8h.01M6.500 12h7")
    case .signOut: path("M8 3.500H3.500v13H8M8 10h9M13.500 6.500 17 10l-3.500 3.500")
    }
  }

  private func path(_ data: String) -> String { "<path d=\"\(data)\"/>" }

  private func circle(_ x: Double, _ y: Double, _ radius: Double) -> String {
    "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>"
  }
}

/// The bridge: an arch on two banks.
package struct Logo: Component {
  /// The mark alone; the name stands beside it.
  package init() {}

  package var html: HTML {
    """
    <svg class="logo" viewBox="0 0 28 20" width="28" height="20" fill="none" stroke="currentColor" \
    stroke-width="1.8" stroke-linecap="round" aria-hidden="true" focusable="false">\
    <path d="M1.500 16.500h25M4 16.500C5 8 9 3.500 14 3.500s9 4.500 10 13"/>\
    <path d="M9.500 16.500V6M14 16.500V3.500M18.500 16.500V6M9 16.500c.5-3.500 2.400-5.500 5-5.500s4.500 2 5 5.500" stroke-width="1.400"/>\
    </svg>
    """
  }
}
