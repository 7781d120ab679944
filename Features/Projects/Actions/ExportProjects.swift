import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// `/projects.xlsx`: exactly what the list of the same address shows, all
/// pages of it. Memory does not grow with the rows.
struct ExportProjects: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  func reply(_ member: Member) async throws -> Reply {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    try await write(member.exchange.query, by: member.actor, to: file.path, member.t)
    return .made(file, as: .xlsx, named: "\(member.t("projects.title")) \(member.now.day).xlsx")
  }

  /// - Returns: the number of rows. That they were taken out is logged.
  @discardableResult
  func write(_ form: FormData, by actor: Actor, to path: String, _ t: Localizer) async throws -> Int {
    let query = ProjectListAddress.query(form, by: actor)
    let (sight, today) = (ProjectSight(actor), services.now.day)
    let count = try await services.database.readLong { connection in
      let classes = try ProjectClassStore.words(in: sight.scope, on: connection)
      let sheet = try XlsxWriter(path: path, sheetName: t("projects.title"), columns: Self.columns(t))
      var done = 0
      try ProjectListStore.forEach(query, in: sight, today: today, on: connection) { row in
        try sheet.append(row: Self.cells(row, classes, t))
        done += 1
      }
      try sheet.close()
      return done
    }
    let kept = form.pairs.filter { ProjectListAddress.filters.contains($0.name) || $0.name == "q" }
    try await log("projects.exported", count, kept.map { "\($0.name)=\($0.value)" }.joined(separator: " "), actor)
    return count
  }

  /// Logs that rows were taken out of the school.
  func log(_ action: String, _ count: Int, _ filters: String, _ actor: Actor) async throws {
    let (audit, now) = (services.audit, services.now)
    try await services.database.write { connection in
      let school = try actor.schoolID.flatMap { try SchoolStore.school($0, on: connection) }
      try audit.record(
        AuditEntry(
          action: action,
          subject: AuditEntry.Subject(kind: "school", id: school?.id.rawValue ?? 0, name: school?.name ?? ""),
          accountID: actor.accountID.rawValue, schoolID: school?.id.rawValue,
          note: "xlsx × \(count)" + (filters.isEmpty ? "" : " · \(filters)"), at: now), on: connection)
    }
  }

  private static func columns(_ t: Localizer) -> [XlsxColumn] {
    [
      XlsxColumn(t("projects.field.number"), width: 20, kind: .text),
      XlsxColumn(t("projects.field.title"), width: 40, kind: .text),
      XlsxColumn(t("projects.field.enterprise"), width: 32, kind: .text),
      XlsxColumn(t("projects.field.mode"), width: 16, kind: .text),
      XlsxColumn(t("projects.field.form"), width: 12, kind: .text),
      XlsxColumn(t("projects.field.place"), width: 12, kind: .text),
      XlsxColumn(t("projects.field.state"), width: 12, kind: .text),
      XlsxColumn(t("projects.field.department"), width: 18, kind: .text),
      XlsxColumn(t("projects.field.leader"), width: 14, kind: .text),
      XlsxColumn(t("projects.field.startOn"), width: 14, kind: .date),
      XlsxColumn(t("projects.field.endOn"), width: 14, kind: .date),
      XlsxColumn(t("projects.field.asked"), width: 16, kind: .money),
      XlsxColumn(t("projects.field.granted"), width: 16, kind: .money),
      XlsxColumn(t("projects.field.milestones"), width: 12, kind: .text),
    ]
  }

  private static func cells(_ row: ProjectSummary, _ classes: ProjectClasses, _ t: Localizer) -> [XlsxCell] {
    let words = ProjectWords(t: t)
    return [
      .text(row.number), .text(row.title), .text(row.enterpriseName), .text(words.name(classes, .mode, row.mode)),
      .text(words.name(classes, .form, row.form)), .text(words.name(classes, .place, row.place)),
      .text(t(row.state.label)), .text(row.departmentName), .text(row.leaderName), .date(row.startOn),
      .date(row.endOn), row.asked.map { .money($0) } ?? .empty, row.granted.map { .money($0) } ?? .empty,
      .text(row.milestones == 0 ? "" : "\(row.done)/\(row.milestones)"),
    ]
  }
}
