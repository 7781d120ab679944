import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Everything that happened to a partner, the latest first, page by page.
struct PartnerHistoryTab {
  let member: Member
  let partner: Partner
  private let entries: [LoggedEntry]
  private let isFirstPage: Bool

  private static let pageSize = 40

  static func load(_ member: Member, _ partner: Partner) async throws -> PartnerHistoryTab {
    var query = AuditQuery()
    query.subjectKind = "partnership"
    query.subjectID = partner.partnership.id.rawValue
    query.before = member.exchange.query["before"].flatMap { ID<LoggedEntry>($0) }
    query.limit = pageSize + 1
    let (asked, school) = (query, partner.partnership.schoolID)
    let entries = try await member.services.database.read { connection in
      try AuditStore.entries(asked, in: .school(school), on: connection)
    }
    return PartnerHistoryTab(member: member, partner: partner, entries: entries, isFirstPage: query.before == nil)
  }

  var html: HTML {
    let t = member.t
    guard !entries.isEmpty else {
      return EmptyState(icon: .history, title: t("partners.history.empty")).html
    }
    let shown = entries.prefix(Self.pageSize)
    let link = PartnerLinks.history(partner.partnership.id)
    let older =
      entries.count > Self.pageSize ? shown.last.map { link.with([("before", $0.id.description)]) } : nil
    let pager: HTML =
      older == nil && isFirstPage ? .empty : Pager(previous: isFirstPage ? nil : link, next: older, t).html
    return "\(Timeline(shown.map(entry), now: member.now, t))\(pager)"
  }

  private func entry(_ entry: LoggedEntry) -> Timeline.Entry {
    let t = member.t
    let changes = entry.changes.map { change in
      DifferenceTable.Change(
        label(change.field), before: words(change.before, change.field), after: words(change.after, change.field))
    }
    let note: HTML = entry.note.isEmpty ? .empty : ReviewWords.lines(entry.note)
    return Timeline.Entry(
      at: entry.at, who: entry.accountName.isEmpty ? t("activity.program") : entry.accountName,
      HTML.text(t("audit.\(entry.action)", ["name": entry.subject.name])),
      detail: changes.isEmpty ? note : DifferenceTable(changes, t).html)
  }

  private func label(_ name: String) -> String {
    let t = member.t
    return EnterpriseFields.description.field(name).map { t($0.label) }
      ?? PartnershipFields.description.field(name).map { t($0.label) }
      ?? ContactFields.description.field(name).map { t($0.label) }
      ?? (t.has("partners.space.part.\(name)") ? t("partners.space.part.\(name)") : nil)
      ?? (t.has("partners.visit.\(name)") ? t("partners.visit.\(name)") : name)
  }

  /// Values of fixed lists by their label; everything else as it was kept.
  private func words(_ value: String, _ name: String) -> String {
    guard !value.isEmpty else { return "" }
    if name == "level", member.t.has("partners.level.\(value)") { return member.t("partners.level.\(value)") }
    return EnterpriseFields.description.field(name).map { $0.display(.text(value), member.t) } ?? value
  }
}
