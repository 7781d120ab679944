import Localization

/// A row of values with a name, drawn in one pattern.
package struct Series: Sendable {
  let name: String
  let values: [Double]

  /// - Parameter values: one for each category, in their order.
  package init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// The frame of every chart: picture, legend, and the same figures as a table.
/// The picture carries its colours as SVG attributes, so it is the same alone
/// in a document; in a page the style sheet sets them for dark and print.
struct ChartFrame {
  let id: String
  let title: String
  let summary: String
  let width: Double
  let height: Double
  let t: Localizer
  var legend: [String] = []
  /// How many fillings the drawing uses; `nil`: one for each in the legend.
  var patterns: Int?
  var head: [String] = []
  var rows: [(label: String, values: [String])] = []
  /// Where the values of the rows lead; empty: nowhere.
  var links: [[Link?]] = []

  func html(_ drawing: String) -> HTML {
    let keys = legend.enumerated().map { index, name -> HTML in
      """
      <li><svg class="key" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">\
      <rect width="12" height="12" rx="2" \(HTML(markup: ChartPattern.fill(index, id)))/></svg>\(name)</li>
      """
    }
    let list: HTML = legend.count > 1 ? "<ul class=\"legend\">\(keys)</ul>" : .empty
    return """
      <figure class="chart" id="\(id)"><figcaption>\(title)</figcaption>\(list)\
      <div class="chart-scroll" role="group" aria-label="\(title)" tabindex="0">\
      <svg class="chart-picture\(if: width > 450, " wide")" viewBox="0 0 \(HTML(markup: coordinate(width))) \(HTML(markup: coordinate(height)))" \
      width="\(HTML(markup: coordinate(width)))" height="\(HTML(markup: coordinate(height)))" role="\(links.isEmpty ? "img" : "group")" \
      aria-labelledby="\(id)-title \(id)-desc" font-size="12"><title id="\(id)-title">\(title)</title>\
      <desc id="\(id)-desc">\(summary)</desc>\(HTML(markup: ChartPattern.definitions(patterns ?? legend.count, id)))\
      \(HTML(markup: drawing))</svg></div>\(table)</figure>
      """
  }

  private var table: HTML {
    let names = head.map { "<th scope=\"col\">\($0)</th>" as HTML }
    let lines = rows.enumerated().map { index, row -> HTML in
      let cells = row.values.enumerated().map { place, value -> HTML in
        guard index < links.count, place < links[index].count, let link = links[index][place] else {
          return "<td>\(value)</td>"
        }
        return "<td><a href=\"\(link)\">\(value)</a></td>"
      }
      return "<tr><th scope=\"row\">\(row.label)</th>\(cells)</tr>"
    }
    return """
      <details class="chart-table"><summary>\(t("kit.chart.table"))</summary><div class="scroll"><table class="plain figures">\
      <caption class="visually-hidden">\(title)</caption><thead><tr>\(names)</tr></thead><tbody>\(lines)</tbody></table>\
      </div></details>
      """
  }
}

/// The fillings of series: each has a colour and, from the second on, a
/// pattern, so that they differ without colour and on a grey printer.
enum ChartPattern {
  static let count = 6
  static let colours = ["#0f5f5a", "#b45309", "#1d4ed8", "#9d174d", "#4d7c0f", "#6d28d9"]

  /// Attributes of a filled shape.
  static func fill(_ index: Int, _ id: String) -> String {
    let place = index % count
    return place == 0
      ? "class=\"series-0\" fill=\"\(colours[0])\""
      : "class=\"series-\(place)\" fill=\"url(#\(id)-p\(place))\""
  }

  /// Attributes of a line.
  static func stroke(_ index: Int) -> String {
    let place = index % count
    let dashes = ["", "6 3", "2 3", "8 3 2 3", "1 4", "10 4"][place]
    let dash = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
    return "class=\"line-\(place)\" fill=\"none\" stroke=\"\(colours[place])\" stroke-width=\"2\"\(dash)"
  }

  static func definitions(_ series: Int, _ id: String) -> String {
    guard series > 1 else { return "" }
    let patterns = (1..<min(series, count)).map { place in
      "<pattern id=\"\(id)-p\(place)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
        + "<rect width=\"6\" height=\"6\" class=\"ground-\(place)\" fill=\"\(colours[place])\" fill-opacity=\"0.28\"/>"
        + "<g class=\"line-\(place)\" stroke=\"\(colours[place])\" stroke-width=\"1.6\" fill=\"\(colours[place])\">"
        + mark(place) + "</g></pattern>"
    }
    return "<defs>\(patterns.joined())</defs>"
  }

  private static func mark(_ place: Int) -> String {
    switch place {
    case 1: "<path d=\"M-1 1 1-1M0 6 6 0M5 7 7 5\"/>"
    case 2: "<circle cx=\"3\" cy=\"3\" r=\"1.100\" stroke=\"none\"/>"
    case 3: "<path d=\"M0 3h6\"/>"
    case 4: "<path d=\"M3 0v6\"/>"
    default: "<path d=\"M0 3h6M3 0v6\" stroke-width=\"1\"/>"
    }
  }
}

/// A number for an SVG attribute: one decimal at most.
func coordinate(_ value: Double) -> String {
  guard value.isFinite else { return "0" }
  let tenths = Int((min(max(value, -1e7), 1e7) * 10).rounded())
  let rest = tenths.magnitude % 10
  let sign = tenths < 0 ? "-" : ""
  return rest == 0 ? "\(sign)\(tenths.magnitude / 10)" : "\(sign)\(tenths.magnitude / 10).\(rest)"
}

/// How wide a text is at 12 px: Chinese characters are square.
func textWidth(_ text: String) -> Double {
  text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 12 : 6.7) }
}

/// The text cut to a width with an ellipsis.
func fitted(_ text: String, to width: Double) -> String {
  guard textWidth(text) > width else { return text }
  var result = ""
  var used = 12.0
  for character in text {
    used += textWidth(String(character))
    guard used <= width else { break }
    result.append(character)
  }
  return result + "…"
}

/// A value with its unit: `12 家`, `64%`.
func figure(_ value: Double, _ unit: String) -> String {
  FigureText.decimal(value) + (unit.isEmpty || unit.hasPrefix("%") ? unit : " " + unit)
}

enum Anchor: String {
  case start, middle, end
}

/// A text in a picture; `text` is escaped here.
func label(_ text: String, x: Double, y: Double, anchor: Anchor = .start, className: String = "chart-text") -> String {
  let words: HTML = "\(text)"
  return "<text x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" class=\"\(className)\" fill=\"#4b5563\""
    + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"") + ">\(words.text)</text>"
}

/// A short text that pointing devices show over a shape.
func tip(_ text: String) -> String {
  let words: HTML = "<title>\(text)</title>"
  return words.text
}
