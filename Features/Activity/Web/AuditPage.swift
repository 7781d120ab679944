import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/audit`: who did what to which record, searched; one record's with `kind` and `id`.
struct AuditPage {
  let member: Member

  static let limit = 50
  static let parameters: Set<String> = ["q", "action", "from", "until", "account", "kind", "id", "before"]

  func reply() async throws -> Reply {
    let (t, scope, form) = (member.t, member.actor.scope, member.exchange.query)
    let query = Self.query(form)
    let address = ListAddress(
      ActivityLinks.audit, form.pairs.filter { Self.parameters.contains($0.name) }.map { ($0.name, $0.value) })
    let found = try await member.services.database.read { connection in
      try AuditStore.entries(query, in: scope, on: connection)
    }
    let shown = found.prefix(Self.limit)
    let next = found.count > Self.limit ? shown.last.map { address.at("before", $0.id.description).link } : nil
    let table = DataTable(
      caption: t("activity.audit.title"),
      columns: [
        DataTable.Column("at", t("activity.audit.at"), isNarrow: true),
        DataTable.Column("who", t("activity.audit.who")),
        DataTable.Column("what", t("activity.audit.what"), phone: .title),
        DataTable.Column("record", t("activity.audit.record")),
        DataTable.Column("changes", t("activity.audit.changes")),
      ],
      rows: shown.map { AuditRow(entry: $0, t: t).row },
      pager: Pager(previous: query.before == nil ? nil : address.removing("before").link, next: next, t),
      empty: Self.parameters.contains { address[$0] != nil }
        ? EmptyState(icon: .history, title: t("activity.audit.empty"), text: t("activity.audit.empty.text"))
        : EmptyState(icon: .history, title: t("activity.audit.none"), text: t("activity.audit.none.text")),
      id: "audit", t)
    let isNarrowed = query.subjectKind != nil || query.subjectID != nil || query.accountID != nil
    return try await member.page(
      PageContent(
        title: t("activity.audit.title"),
        actions: isNarrowed
          ? LinkButton(t("activity.audit.all"), to: ActivityLinks.audit, icon: .history).html : .empty,
        content: "\(filterBar(address))\(table)"))
  }

  /// What the address asks for; what cannot be read is left out, except for a
  /// key: a wrong one finds nothing instead of everything.
  static func query(_ form: FormData) -> AuditQuery {
    var query = AuditQuery()
    query.limit = limit + 1
    query.text = String((form["q"] ?? "").prefix(60)).trimmingPrefix { $0.isWhitespace }.description
    query.subjectKind = form["kind"].flatMap { $0.isEmpty ? nil : $0 }
    if let id = form["id"], !id.isEmpty { query.subjectID = ID<LoggedEntry>(id)?.rawValue ?? 0 }
    if let id = form["account"], !id.isEmpty { query.accountID = ID<Account>(id) ?? ID(rawValue: 0) }
    if let action = form["action"], !action.isEmpty { query.actionPrefix = String(action.prefix(80)) }
    query.from = form["from"].flatMap { CivilDate($0) }.map(start)
    query.until = form["until"].flatMap { CivilDate($0) }.map { start(of: $0.adding(days: 1)) }
    query.before = form["before"].flatMap { ID<LoggedEntry>($0) }
    return query
  }

  /// Midnight in China.
  private static func start(of day: CivilDate) -> Instant {
    Instant(milliseconds: Int64(day.daysSinceEpoch) * 86_400_000 - 28_800_000)
  }

  private func filterBar(_ address: ListAddress) -> FilterBar {
    let t = member.t
    let (from, until) = (address["from"] ?? "", address["until"] ?? "")
    return FilterBar(
      address, placeholder: t("activity.audit.search"),
      filters: [
        Filter("action", t("activity.audit.area"), choices: areas, isMultiple: false),
        Filter(
          "from", t("activity.audit.from"), summary: from.isEmpty ? nil : from,
          content: FormField.date("from", label: t("activity.audit.from"), value: from).html),
        Filter(
          "until", t("activity.audit.until"), summary: until.isEmpty ? nil : until,
          content: FormField.date("until", label: t("activity.audit.until"), value: until).html),
      ], saved: nil, target: "audit", t)
  }

  /// The features that log anything, as the catalogue knows them.
  private var areas: [Filter.Choice] {
    let names = member.services.catalogue.keys(in: .chinese).compactMap { key -> String? in
      let parts = key.split(separator: ".")
      return parts.count > 2 && parts[0] == "audit" ? String(parts[1]) : nil
    }
    return Set(names).sorted().map { name in
      let label = "activity.area.\(name)"
      return Filter.Choice("\(name).", member.t.has(label) ? member.t(label) : name)
    }
  }
}

/// One entry of the log, as a row.
struct AuditRow {
  let entry: LoggedEntry
  let t: Localizer

  var row: DataTable.Row {
    DataTable.Row(
      id: "\(entry.id)", name: sentence,
      [
        DataTable.Cell("<time datetime=\"\(entry.at.iso8601)\">\(entry.at.minuteText)</time>"), DataTable.Cell(who),
        .text(sentence, second: entry.note.isEmpty ? nil : entry.note), DataTable.Cell(record), DataTable.Cell(changes),
      ])
  }

  /// The sentence of the action; the action itself where the catalogue has none.
  var sentence: String {
    let key = "audit.\(entry.action)"
    return t.has(key) ? t(key, ["name": entry.subject.name]) : entry.action
  }

  private var who: HTML {
    guard let account = entry.accountID else { return HTML.text(t("activity.program")) }
    let link = ActivityLinks.audit.with([("account", account.description)])
    return "<a href=\"\(link)\">\(entry.accountName)</a>"
  }

  private var record: HTML {
    let key = "activity.kind.\(entry.subject.kind)"
    let kind = t.has(key) ? t(key) : entry.subject.kind
    let name = entry.subject.name.isEmpty ? kind : entry.subject.name
    return """
      <a href="\(ActivityLinks.audit(of: entry.subject))">\(name)</a> \
      <span class="soft">\(kind)</span>
      """
  }

  private var changes: HTML {
    guard !entry.changes.isEmpty else { return .dash }
    let feature = entry.action.prefix { $0 != "." }
    let lines = entry.changes.map { change in
      let key = "\(feature).field.\(change.field)"
      return DifferenceTable.Change(t.has(key) ? t(key) : change.field, before: change.before, after: change.after)
    }
    return """
      <details><summary>\(t("activity.audit.changeCount", ["count": "\(lines.count)"]))</summary>\
      \(DifferenceTable(lines, t))</details>
      """
  }
}
