import Database
import Localization
import Records
import Values
import Views

/// What happened to a record, as a tab of its page.
struct HistoryTab<Record: Sendable>: Sendable {
  let fields: RecordDescription<Record>
  let entries: [HistoryEntry]
  let now: Instant
  let t: Localizer

  /// More than these nobody scrolls through; the whole log is searched at its own page.
  static var limit: Int { 100 }

  var html: HTML {
    guard !entries.isEmpty else {
      return EmptyState(icon: .history, title: t("organizations.history.empty")).html
    }
    return Timeline(entries.map(entry), now: now, t).html
  }

  private func entry(_ entry: HistoryEntry) -> Timeline.Entry {
    let changes = entry.changes.map { change -> DifferenceTable.Change in
      guard let field = fields.field(change.field) else {
        return DifferenceTable.Change(change.field, before: change.before, after: change.after)
      }
      return DifferenceTable.Change(
        t(field.label), before: shown(change.before, field), after: shown(change.after, field))
    }
    return Timeline.Entry(
      at: entry.at, who: entry.accountName.isEmpty ? nil : entry.accountName,
      HTML.text(t("audit.\(entry.action)", ["name": entry.subjectName])),
      detail: changes.isEmpty
        ? (entry.note.isEmpty ? .empty : HTML.text(entry.note)) : DifferenceTable(changes, t).html,
      icon: icon(entry.action))
  }

  /// Values of fixed lists by their label; everything else as it was kept.
  private func shown(_ value: String, _ field: Field<Record>) -> String {
    value.isEmpty ? "" : field.display(.text(value), t)
  }

  private func icon(_ action: String) -> Icon {
    if action.hasSuffix(".created") { return .plus }
    if action.hasSuffix(".revealed") { return .eye }
    return .edit
  }
}
