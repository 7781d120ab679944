package import Localization

/// Amounts by category. Horizontal bars suit long names, upright ones time.
package struct BarChart: Component {
  let id: String
  let title: String
  let categories: [String]
  let series: [Series]
  let unit: String
  let isHorizontal: Bool
  let isStacked: Bool
  let least: Double?
  let links: [[Link?]]
  let t: Localizer

  /// - Parameters:
  ///   - id: unique on the page.
  ///   - categories: one name for each value of every series.
  ///   - unit: of the values: "家", "人", "%".
  ///   - isStacked: series stand on each other; negative values go below zero.
  ///   - least: what is enough. With horizontal bars of one series a line marks it, and bars that do not reach it are
  ///     hatched.
  ///   - links: the rows behind each bar, by series and category; in the picture and in the table.
  package init(
    id: String, title: String, categories: [String], series: [Series], unit: String = "", isHorizontal: Bool = false,
    isStacked: Bool = false, least: Double? = nil, links: [[Link?]] = [], _ t: Localizer
  ) {
    self.id = id
    self.title = title
    self.categories = categories
    self.series = series
    self.unit = unit
    self.isHorizontal = isHorizontal
    self.isStacked = isStacked && series.count > 1
    self.least = isHorizontal && series.count == 1 ? least : nil
    self.links = links
    self.t = t
  }

  package var html: HTML {
    guard !categories.isEmpty, !series.isEmpty else {
      return EmptyState(icon: .report, title: title, text: t("kit.chart.empty")).html
    }
    let size = isHorizontal ? horizontalSize : (width: 560.0, height: 260.0)
    let frame = ChartFrame(
      id: id, title: title, summary: summary, width: size.width, height: size.height, t: t,
      legend: series.map(\.name), patterns: least == nil ? series.count : 2,
      head: [t("kit.chart.category")] + series.map(\.name),
      rows: categories.indices.map { index in
        (categories[index], series.map { said(value($0, index)) })
      }, links: links.isEmpty ? [] : categories.indices.map { index in series.indices.map { link($0, index) } })
    return frame.html(isHorizontal ? horizontal(size.width, size.height) : upright(size.width, size.height))
  }

  private func value(_ series: Series, _ index: Int) -> Double {
    index < series.values.count && series.values[index].isFinite ? series.values[index] : 0
  }

  private func link(_ place: Int, _ index: Int) -> Link? {
    place < links.count && index < links[place].count ? links[place][index] : nil
  }

  private func said(_ value: Double) -> String { figure(value, unit) }

  private var summary: String {
    let totals = categories.indices.map { index in series.reduce(0) { $0 + value($1, index) } }
    guard let most = totals.indices.max(by: { totals[$0] < totals[$1] }),
      let least = totals.indices.min(by: { totals[$0] < totals[$1] })
    else { return title }
    return t(
      "kit.chart.range",
      [
        "most": categories[most], "mostValue": said(totals[most]), "least": categories[least],
        "leastValue": said(totals[least]),
      ])
  }

  private var scale: ChartScale {
    guard isStacked else { return ChartScale(series.flatMap(\.values) + [least].compactMap(\.self)) }
    return ChartScale(
      categories.indices.flatMap { index in
        let all = series.map { value($0, index) }
        return [all.filter { $0 > 0 }.reduce(0, +), all.filter { $0 < 0 }.reduce(0, +)]
      })
  }

  /// Where each bar of a category begins and ends, as values.
  private func spans(_ index: Int) -> [(series: Int, from: Double, to: Double)] {
    var above = 0.0
    var below = 0.0
    return series.indices.map { place in
      let amount = value(series[place], index)
      guard isStacked else { return (place, 0, amount) }
      let base = amount < 0 ? below : above
      if amount < 0 { below += amount } else { above += amount }
      return (place, base, base + amount)
    }
  }

  private func bar(_ place: Int, _ index: Int, x: Double, y: Double, width: Double, height: Double) -> String {
    guard width > 0, height > 0 else { return "" }
    let isShort = least.map { value(series[place], index) < $0 } ?? false
    let words = series.count > 1 ? "\(categories[index]) · \(series[place].name)" : categories[index]
    let shape =
      "<rect x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" width=\"\(coordinate(width))\" "
      + "height=\"\(coordinate(height))\" rx=\"1.500\" \(ChartPattern.fill(isShort ? 1 : place, id))>"
      + tip("\(words): \(said(value(series[place], index)))") + "</rect>"
    guard let link = link(place, index) else { return shape }
    let open: HTML = "<a href=\"\(link)\">"
    return open.text + shape + "</a>"
  }

  private func rule(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, isBase: Bool) -> String {
    "<path d=\"M\(coordinate(x1)) \(coordinate(y1))L\(coordinate(x2)) \(coordinate(y2))\" "
      + "class=\"\(isBase ? "chart-base" : "chart-rule")\" stroke=\"\(isBase ? "#6b7280" : "#e5e7eb")\" fill=\"none\"/>"
  }

  private func upright(_ width: Double, _ height: Double) -> String {
    let scale = scale
    let left = scale.ticks.map { textWidth(FigureText.decimal($0)) }.max().map { $0 + 10 } ?? 30
    let (top, bottom) = (unit.isEmpty ? 14.0 : 28.0, height - 26)
    func y(_ value: Double) -> Double { bottom - scale.place(value) * (bottom - top) }
    var drawing = scale.ticks.map { tick in
      rule(left, y(tick), width, y(tick), isBase: tick == 0)
        + label(FigureText.decimal(tick), x: left - 6, y: y(tick) + 4, anchor: .end)
    }.joined()
    if !unit.isEmpty { drawing += label(unit, x: 0, y: 10) }
    let slot = (width - left) / Double(categories.count)
    let lanes = isStacked ? 1.0 : Double(series.count)
    let thickness = min(slot * 0.7 / lanes, 34)
    for index in categories.indices {
      let middle = left + slot * (Double(index) + 0.5)
      for span in spans(index) {
        let lane = isStacked ? 0 : Double(span.series)
        let x = middle - thickness * lanes / 2 + lane * thickness
        let (from, to) = (y(span.from), y(span.to))
        drawing += bar(
          span.series, index, x: x + 0.5, y: min(from, to), width: thickness - 1, height: (to - from).magnitude)
      }
      if series.count == 1, slot >= 22 {
        let amount = value(series[0], index)
        let end = amount < 0 ? y(amount) + 13 : y(amount) - 4
        drawing += label(FigureText.decimal(amount), x: middle, y: end, anchor: .middle, className: "chart-value")
      }
      drawing += label(fitted(categories[index], to: slot - 2), x: middle, y: height - 8, anchor: .middle)
    }
    return drawing
  }

  private var horizontalSize: (width: Double, height: Double) {
    let lanes = isStacked ? 1 : series.count
    return (420, Double(categories.count * (lanes * 16 + 14) + 8))
  }

  private func horizontal(_ width: Double, _ height: Double) -> String {
    let scale = scale
    let left = min(categories.map(textWidth).max() ?? 0, 160) + 10
    let room = series.flatMap(\.values).map { textWidth(said($0)) }.max() ?? 20
    let right = width - room - 8
    func x(_ value: Double) -> Double { left + scale.place(value) * (right - left) }
    let slot = (height - 8) / Double(categories.count)
    var drawing = rule(x(0), 2, x(0), height - 4, isBase: true)
    if let least {
      drawing +=
        "<path d=\"M\(coordinate(x(least))) 2V\(coordinate(height - 4))\" class=\"chart-least\" "
        + "stroke=\"#b45309\" stroke-dasharray=\"4 3\" fill=\"none\">\(tip("≥ \(said(least))"))</path>"
    }
    for index in categories.indices {
      let top = 4 + slot * Double(index)
      drawing += label(
        fitted(categories[index], to: left - 10), x: left - 8, y: top + slot / 2 + 4, anchor: .end)
      for span in spans(index) {
        let lane = isStacked ? 0 : Double(span.series)
        let y = top + 7 + lane * 16
        let (from, to) = (x(span.from), x(span.to))
        drawing += bar(span.series, index, x: min(from, to), y: y, width: (to - from).magnitude, height: 15)
        if !isStacked {
          let end = max(from, to) + 5
          drawing += label(said(value(series[span.series], index)), x: end, y: y + 11.5, className: "chart-value")
        }
      }
      if isStacked {
        let total = series.reduce(0) { $0 + value($1, index) }
        let end = spans(index).map { max(x($0.from), x($0.to)) }.max() ?? left
        drawing += label(said(total), x: end + 5, y: top + 18.5, className: "chart-value")
      }
    }
    return drawing
  }
}
