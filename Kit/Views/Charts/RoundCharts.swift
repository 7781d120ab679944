import Foundation
package import Localization

/// Parts of a whole, with the whole in the middle.
package struct DonutChart: Component {
  let id: String
  let title: String
  let parts: [Part]
  let unit: String
  let t: Localizer

  /// One part of the whole.
  package struct Part: Sendable {
    let name: String
    let value: Double

    /// - Parameter value: values below zero are drawn as nothing.
    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// - Parameter parts: at most six; more belong in a `BarChart`.
  package init(id: String, title: String, parts: [Part], unit: String = "", _ t: Localizer) {
    self.id = id
    self.title = title
    self.parts = parts
    self.unit = unit
    self.t = t
  }

  package var html: HTML {
    guard !parts.isEmpty else {
      return EmptyState(icon: .report, title: title, text: t("kit.chart.empty")).html
    }
    let total = parts.reduce(0) { $0 + amount($1) }
    let named = parts.map { part in
      "\(part.name) \(figure(part.value, unit))"
        + (total > 0 ? " (\(FigureText.percent(amount(part) / total)))" : "")
    }
    let frame = ChartFrame(
      id: id, title: title, summary: t.list(named), width: 180, height: 180, t: t,
      legend: named, head: [t("kit.chart.category"), t("kit.chart.value"), t("kit.chart.share")],
      rows: parts.map { part in
        let share = total > 0 ? FigureText.percent(amount(part) / total) : "—"
        return (part.name, [figure(part.value, unit), share])
      })
    return "<div class=\"donut\">\(frame.html(drawing(total)))</div>"
  }

  private func amount(_ part: Part) -> Double { part.value.isFinite ? max(part.value, 0) : 0 }

  private func drawing(_ total: Double) -> String {
    var drawing = ""
    if total > 0 {
      var from = 0.0
      for (place, part) in parts.enumerated() where amount(part) > 0 {
        let share = amount(part) / total
        drawing +=
          "<path d=\"\(slice(from, from + share))\" fill-rule=\"evenodd\" \(ChartPattern.fill(place, id))>"
          + tip("\(part.name): \(figure(part.value, unit)), \(FigureText.percent(share))") + "</path>"
        from += share
      }
    } else {
      drawing = "<path d=\"\(slice(0, 1))\" fill-rule=\"evenodd\" class=\"chart-track\" fill=\"#e5e7eb\"/>"
    }
    return drawing
      + label(FigureText.decimal(total), x: 90, y: 94, anchor: .middle, className: "chart-figure")
      + label(unit, x: 90, y: 112, anchor: .middle)
  }

  /// A piece of the ring, from the top clockwise; 0 and 1 are the same place.
  private func slice(_ from: Double, _ to: Double) -> String {
    let (outer, inner) = (82.0, 54.0)
    guard to - from < 0.9999 else {
      return
        "M90 \(coordinate(90 - outer))a\(outer) \(outer) 0 1 1-.1 0zM90 \(coordinate(90 - inner))a\(inner) \(inner) 0 1 1-.1 0z"
    }
    func point(_ share: Double, _ radius: Double) -> String {
      let angle = share * 2 * Double.pi
      return "\(coordinate(90 + radius * sin(angle))) \(coordinate(90 - radius * cos(angle)))"
    }
    let isLarge = to - from > 0.5 ? 1 : 0
    return "M\(point(from, outer))A\(outer) \(outer) 0 \(isLarge) 1 \(point(to, outer))"
      + "L\(point(to, inner))A\(inner) \(inner) 0 \(isLarge) 0 \(point(from, inner))z"
  }
}

/// One share as a ring with its percentage inside.
package struct ProgressRing: Component {
  let share: Double
  let title: String
  let tone: Tone

  /// - Parameters:
  ///   - share: from 0 to 1; values outside are drawn at the ends.
  ///   - title: what is measured.
  package init(_ share: Double, title: String, tone: Tone = .brand) {
    self.share = share.isFinite ? min(max(share, 0), 1) : 0
    self.title = title
    self.tone = tone
  }

  package var html: HTML {
    let around = 2 * Double.pi * 19
    let words = FigureText.percent(share)
    let arc: HTML =
      share > 0
      ? """
      <circle cx="24" cy="24" r="19" class="ring-share" fill="none" stroke="#0f5f5a" stroke-width="6" \
      stroke-dasharray="\(coordinate(share * around)) \(coordinate(around))" transform="rotate(-90 24 24)"/>
      """ : .empty
    return """
      <svg class="ring \(tone.rawValue)" viewBox="0 0 48 48" width="48" height="48" role="img" aria-label="\(title): \(words)">\
      <circle cx="24" cy="24" r="19" class="ring-track" fill="none" stroke="#e5e7eb" stroke-width="6"/>\(arc)\
      <text x="24" y="28" text-anchor="middle" font-size="11" class="chart-value" fill="#1f2937">\(words)</text></svg>
      """
  }
}
