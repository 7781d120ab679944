package import Localization

/// How much of something is done, as a bar with its figure.
package struct ProgressBar: Component {
  let share: Double
  let label: String
  let tone: Tone
  let text: String?

  /// - Parameters:
  ///   - share: from 0 to 1; values outside are drawn at the ends.
  ///   - label: what is measured, for screens.
  ///   - text: the figure beside the bar; the percentage if `nil`.
  package init(_ share: Double, label: String, tone: Tone = .brand, text: String? = nil) {
    self.share = share.isFinite ? min(max(share, 0), 1) : 0
    self.label = label
    self.tone = tone
    self.text = text
  }

  package var html: HTML {
    let percent = Int((share * 100).rounded())
    return """
      <span class="meter \(tone.rawValue)"><progress max="100" value="\(percent)" aria-label="\(label)">\
      \(percent)%</progress><span class="meter-text">\(text ?? FigureText.percent(share))</span></span>
      """
  }
}

/// Long work while it runs. Where scripts run it follows the event stream;
/// without them the page is refreshed (see `Shell.refreshAfter`).
///
/// The stream sends `progress` events whose data is
/// `{"done": 120, "total": 5000, "text": "…", "state": "running|done|failed", "location": "/…"}`.
/// `location` is where the page goes when the work has ended.
package struct JobProgress: Component {
  let title: String
  let done: Int
  let total: Int?
  let text: String
  let events: Link?
  let t: Localizer

  /// - Parameters:
  ///   - total: `nil` while it is not known.
  ///   - text: what happens now, in words.
  ///   - events: the address of the event stream; `nil` when the work has ended.
  package init(_ title: String, done: Int, total: Int?, text: String, events: Link?, _ t: Localizer) {
    self.title = title
    self.done = done
    self.total = total
    self.text = text
    self.events = events
    self.t = t
  }

  package var html: HTML {
    let figures = total.map { "\(FigureText.grouped(done)) / \(FigureText.grouped($0))" } ?? FigureText.grouped(done)
    return """
      <div class="job"\(attribute: "data-progress-url", events)><p class="job-title">\(title)</p>\
      <progress class="job-bar" aria-label="\(title)"\(attribute: "max", total)\
      \(attribute: "value", total == nil ? nil : done)>\(figures)</progress>\
      <p class="job-line"><span data-progress-text="" role="status">\(text)</span>\
      <span class="figures" data-progress-figures="">\(figures)</span></p>\
      <p class="soft">\(t("kit.progress.leave"))</p></div>
      """
  }
}
