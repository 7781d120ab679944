package import Localization

/// How something goes over time. Each series has its own dashes and marks.
package struct LineChart: Component {
  let id: String
  let title: String
  let categories: [String]
  let series: [Series]
  let unit: String
  let t: Localizer

  /// - Parameters:
  ///   - id: unique on the page.
  ///   - categories: the points in time, in order.
  ///   - series: values that are no numbers (`.nan`) leave a gap.
  package init(
    id: String, title: String, categories: [String], series: [Series], unit: String = "", _ t: Localizer
  ) {
    self.id = id
    self.title = title
    self.categories = categories
    self.series = series
    self.unit = unit
    self.t = t
  }

  package var html: HTML {
    guard !categories.isEmpty, !series.isEmpty else {
      return EmptyState(icon: .report, title: title, text: t("kit.chart.empty")).html
    }
    let frame = ChartFrame(
      id: id, title: title, summary: summary, width: 560, height: 240, t: t, legend: [],
      head: [t("kit.chart.category")] + series.map(\.name),
      rows: categories.indices.map { index in
        (categories[index], series.map { value($0, index).map(said) ?? "—" })
      })
    return frame.html(drawing(560, 240))
  }

  private func value(_ series: Series, _ index: Int) -> Double? {
    guard index < series.values.count, series.values[index].isFinite else { return nil }
    return series.values[index]
  }

  private func said(_ value: Double) -> String { figure(value, unit) }

  private var summary: String {
    let words = series.compactMap { one -> String? in
      let known = categories.indices.compactMap { value(one, $0) }
      guard let first = known.first, let last = known.last else { return nil }
      return t("kit.chart.course", ["name": one.name, "first": said(first), "last": said(last)])
    }
    return words.isEmpty ? t("kit.chart.empty") : words.joined(separator: " ")
  }

  private func drawing(_ width: Double, _ height: Double) -> String {
    let scale = ChartScale(series.flatMap(\.values))
    let left = scale.ticks.map { textWidth(FigureText.decimal($0)) }.max().map { $0 + 10 } ?? 30
    let names = series.map { min(textWidth($0.name), 90) }.max() ?? 0
    let right = width - names - 16
    let (top, bottom) = (unit.isEmpty ? 14.0 : 28.0, height - 26)
    func y(_ value: Double) -> Double { bottom - scale.place(value) * (bottom - top) }
    func x(_ index: Int) -> Double {
      categories.count == 1
        ? (left + right) / 2 : left + 8 + (right - left - 8) * Double(index) / Double(categories.count - 1)
    }
    var drawing = scale.ticks.map { tick in
      "<path d=\"M\(coordinate(left)) \(coordinate(y(tick)))H\(coordinate(right))\" "
        + "class=\"\(tick == 0 ? "chart-base" : "chart-rule")\" stroke=\"\(tick == 0 ? "#6b7280" : "#e5e7eb")\" fill=\"none\"/>"
        + label(FigureText.decimal(tick), x: left - 6, y: y(tick) + 4, anchor: .end)
    }.joined()
    if !unit.isEmpty { drawing += label(unit, x: 0, y: 10) }
    let every = max(
      1, Int((Double(categories.count) * (categories.map(textWidth).max() ?? 0) / (right - left)).rounded(.up)))
    for index in stride(from: 0, to: categories.count, by: every) {
      drawing += label(categories[index], x: x(index), y: height - 8, anchor: .middle)
    }
    return drawing + lines(x: x, y: y, right: right)
  }

  private func lines(x: (Int) -> Double, y: (Double) -> Double, right: Double) -> String {
    var drawing = ""
    var taken: [Double] = []
    for (place, one) in series.enumerated() {
      var path = ""
      var marks = ""
      var isDown = false
      var end: Double?
      for index in categories.indices {
        guard let amount = value(one, index) else {
          isDown = false
          continue
        }
        path += "\(isDown ? "L" : "M")\(coordinate(x(index))) \(coordinate(y(amount)))"
        marks += mark(place, x: x(index), y: y(amount), tip("\(one.name) · \(categories[index]): \(said(amount))"))
        isDown = true
        end = y(amount)
      }
      guard let end else { continue }
      drawing += "<path d=\"\(path)\" \(ChartPattern.stroke(place)) stroke-linejoin=\"round\"/>" + marks
      // The name stands at the end of its line, moved down where another is.
      var height = end + 4
      while taken.contains(where: { ($0 - height).magnitude < 14 }) { height += 14 }
      taken.append(height)
      drawing += label(fitted(one.name, to: 92), x: right + 10, y: height, className: "chart-value")
    }
    return drawing
  }

  /// Round, square, three-cornered, then again.
  private func mark(_ place: Int, x: Double, y: Double, _ tip: String) -> String {
    let colour = ChartPattern.colours[place % ChartPattern.count]
    let look = "class=\"mark-\(place % ChartPattern.count)\" fill=\"\(colour)\""
    switch place % 3 {
    case 0: return "<circle cx=\"\(coordinate(x))\" cy=\"\(coordinate(y))\" r=\"3\" \(look)>\(tip)</circle>"
    case 1:
      return
        "<rect x=\"\(coordinate(x - 3))\" y=\"\(coordinate(y - 3))\" width=\"6\" height=\"6\" \(look)>\(tip)</rect>"
    default:
      return "<path d=\"M\(coordinate(x)) \(coordinate(y - 4))l4 7h-8z\" \(look)>\(tip)</path>"
    }
  }
}
