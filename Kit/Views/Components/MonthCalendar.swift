package import Localization
package import Values

/// A month from Monday to Sunday with marks on its days.
package struct MonthCalendar: Component {
  let first: CivilDate
  let today: CivilDate
  let marks: [CivilDate: [Mark]]
  let previous: Link?
  let next: Link?
  let t: Localizer

  /// Something on a day.
  package struct Mark: Sendable {
    let tone: Tone
    let text: String
    let link: Link?

    /// - Parameter text: short; what does not fit is cut off.
    package init(_ tone: Tone, _ text: String, link: Link? = nil) {
      self.tone = tone
      self.text = text
      self.link = link
    }
  }

  /// - Parameters:
  ///   - month: any day of the month to show.
  ///   - previous: the page of the month before.
  package init(
    month: CivilDate, today: CivilDate, marks: [CivilDate: [Mark]] = [:], previous: Link? = nil, next: Link? = nil,
    _ t: Localizer
  ) {
    first = month.adding(days: 1 - month.day)
    self.today = today
    self.marks = marks
    self.previous = previous
    self.next = next
    self.t = t
  }

  package var html: HTML {
    let names = (1...7).map { "<th scope=\"col\">\(t("kit.weekday.\($0)"))</th>" as HTML }
    let title = "\(first.description.prefix(7))"
    return """
      <div class="month"><div class="month-head"><strong>\(title)</strong>\(step(previous, "kit.previous", .chevronLeft))\
      \(step(next, "kit.next", .chevronRight))</div><table><caption class="visually-hidden">\(title)</caption>\
      <thead><tr>\(names)</tr></thead><tbody>\(weeks)</tbody></table></div>
      """
  }

  private func step(_ link: Link?, _ key: String, _ icon: Icon) -> HTML {
    link.map { LinkButton(t(key), to: $0, style: .quiet, icon: icon, isSmall: true, isIconOnly: true).html } ?? .empty
  }

  private var weeks: HTML {
    var day = first.adding(days: 1 - first.weekday)
    var result = HTML.empty
    repeat {
      let cells = (0..<7).map { cell(day.adding(days: $0)) }
      result += "<tr>\(cells)</tr>"
      day = day.adding(days: 7)
    } while day.month == first.month && day.year == first.year
    return result
  }

  private func cell(_ day: CivilDate) -> HTML {
    guard day.month == first.month else { return "<td class=\"outside\"></td>" }
    let things = marks[day, default: []].map { mark -> HTML in
      guard let link = mark.link else { return "<span class=\"mark \(mark.tone.rawValue)\">\(mark.text)</span>" }
      return "<a class=\"mark \(mark.tone.rawValue)\" href=\"\(link)\">\(mark.text)</a>"
    }
    let names = (day.weekday > 5 ? "weekend" : "") + (day == today ? " today" : "")
    return """
      <td class="\(names)"\(if: day == today, " aria-current=\"date\"")>\
      <time datetime="\(day)">\(day.day)</time>\(things)</td>
      """
  }
}
