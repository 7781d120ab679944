import Localization
import Organizations
import Records
import Values
import Views

/// How visits are said.
struct VisitWords {
  let t: Localizer

  func kind(_ kind: Visit.Kind) -> String { t("partners.visit.kind.\(kind.rawValue)") }

  func kindBadge(_ visit: Visit) -> HTML { "\(Badge(.info, kind(visit.kind))) \(outreachBadge(visit))" }

  func outreachBadge(_ visit: Visit) -> HTML {
    visit.isOutreach ? Badge(.brand, t("partners.visit.outreach")).html : .empty
  }

  /// `2026-03-01 09:30–11:00`
  func time(_ visit: Visit) -> String {
    let hours = [visit.begins, visit.ends].filter { !$0.isEmpty }.joined(separator: "–")
    return hours.isEmpty ? visit.day.description : "\(visit.day) \(hours)"
  }

  func people(_ visit: Visit, _ side: VisitPerson.Side, unmasked: Bool) -> String {
    t.list(visit.people(of: side).map { $0.words(unmasked: unmasked) })
  }

  func outcome(_ visit: Visit) -> String { visit.outcome.map { t("partners.visit.outcome.\($0.rawValue)") } ?? "" }

  /// `数控技术 · 高职专科 · 5 人 · 每月 2,000 元`
  func opening(_ opening: VisitOpening) -> String {
    var words = [
      opening.major,
      opening.level.map { t("organizations.level.\($0.rawValue)") } ?? "",
      t("partners.visit.opening.people", ["count": "\(opening.count)"]),
    ].filter { !$0.isEmpty }
    if let pay = opening.pay { words.append(t("partners.visit.opening.perMonth", ["pay": t.money(fen: pay)])) }
    return words.joined(separator: " · ")
  }

  /// The beginning of a long text, for a line of a list.
  static func short(_ text: String, _ length: Int = 60) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > length ? "\(line.prefix(length - 1))…" : line
  }

  func taskBadge(_ task: VisitTask) -> Badge {
    switch task.state {
    case .open: Badge(.info, t("partners.visit.task.state.open"))
    case .done: Badge(.ok, t("partners.visit.task.state.done"))
    case .cancelled: Badge(.neutral, t("partners.visit.task.state.cancelled"))
    }
  }
}
