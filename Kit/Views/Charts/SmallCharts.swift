package import Localization

/// A line as small as a word, beside its figure.
package struct Sparkline: Component {
  let values: [Double]
  let title: String

  /// - Parameter title: what the line says, in words: "近 12 个月:98 → 134".
  package init(_ values: [Double], title: String) {
    self.values = values.filter(\.isFinite)
    self.title = title
  }

  package var html: HTML {
    guard let low = values.min(), let high = values.max(), values.count > 1 else { return .empty }
    let points = values.enumerated().map { index, value in
      let x = 2 + 92 * Double(index) / Double(values.count - 1)
      let y = high > low ? 24 - 20 * (value - low) / (high - low) : 14
      return (x: x, y: y)
    }
    let path = points.map { "\(coordinate($0.x)) \(coordinate($0.y))" }.joined(separator: "L")
    let dot = points[points.count - 1]
    return """
      <svg class="spark" viewBox="0 0 98 28" width="98" height="28" role="img" aria-label="\(title)">\
      <path d="M\(path)" class="line-0" fill="none" stroke="#0f5f5a" stroke-width="1.600" stroke-linejoin="round"/>\
      <circle cx="\(coordinate(dot.x))" cy="\(coordinate(dot.y))" r="2.400" class="series-0" fill="#0f5f5a"/></svg>
      """
  }
}

/// A strip of days or weeks: the darker, the more. Each field says its value.
package struct HeatStrip: Component {
  let id: String
  let title: String
  let cells: [Cell]
  let unit: String
  let perRow: Int
  let t: Localizer

  /// One field; `nil` is a field without a value, drawn hatched.
  package struct Cell: Sendable {
    let label: String
    let value: Double?

    /// - Parameter label: the day or week.
    package init(_ label: String, _ value: Double?) {
      self.label = label
      self.value = value
    }
  }

  /// - Parameter perRow: fields in a line: 7 for days of a week below each other, 52 for a year.
  package init(id: String, title: String, cells: [Cell], unit: String = "", perRow: Int = 26, _ t: Localizer) {
    self.id = id
    self.title = title
    self.cells = cells
    self.unit = unit
    self.perRow = max(perRow, 1)
    self.t = t
  }

  package var html: HTML {
    guard !cells.isEmpty else {
      return EmptyState(icon: .report, title: title, text: t("kit.chart.empty")).html
    }
    let lines = (cells.count + perRow - 1) / perRow
    let columns = min(perRow, cells.count)
    let known = cells.compactMap(\.value).filter(\.isFinite)
    let top = max(known.max() ?? 0, 0)
    let frame = ChartFrame(
      id: id, title: title,
      summary: t("kit.chart.heat", ["count": "\(known.count)", "top": figure(top, unit)]),
      width: Double(columns * 20), height: Double(lines * 20), t: t,
      head: [t("kit.chart.category"), t("kit.chart.value")], rows: cells.map { ($0.label, [said($0)]) })
    let fields = cells.enumerated().map { index, cell -> String in
      let (x, y) = (Double(index % perRow * 20 + 1), Double(index / perRow * 20 + 1))
      return "<g>\(tip("\(cell.label): \(said(cell))"))\(field(cell, x: x, y: y, top: top))</g>"
    }
    return "<div class=\"heat\">\(frame.html(fields.joined()))</div>"
  }

  private func said(_ cell: Cell) -> String {
    guard let value = cell.value, value.isFinite else { return "—" }
    return figure(value, unit)
  }

  private func field(_ cell: Cell, x: Double, y: Double, top: Double) -> String {
    let place = "x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" width=\"18\" height=\"18\" rx=\"3\""
    guard let value = cell.value, value.isFinite else {
      return "<rect \(place) class=\"heat-none\" fill=\"none\" stroke=\"#d1d5db\" stroke-dasharray=\"2 2\"/>"
    }
    let level = top > 0 && value > 0 ? min(4, Int((value / top * 4).rounded(.up))) : 0
    let opacity = ["0.08", "0.3", "0.55", "0.78", "1"][level]
    // The height of the mark repeats what the colour says.
    return "<rect \(place) class=\"series-0\" fill=\"#0f5f5a\" fill-opacity=\"\(opacity)\"/>"
      + (level == 0
        ? ""
        : "<path d=\"M\(coordinate(x + 4)) \(coordinate(y + 15))h\(coordinate(Double(level) * 2.5))\" "
          + "class=\"heat-mark\" stroke=\"#fff\" stroke-width=\"1.600\"/>")
  }
}
