import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Values

/// 合作企业名册: what a list shows, as a table on A4 across; made by a job.
struct PartnerRegister: DocumentKind {
  let services: Services
  let name = "partners.register"

  /// More rows make a book that nobody prints.
  static let mostRows = 5000

  func make(
    _ order: DocumentOrder, to path: String, _ t: Localizer,
    report: @escaping @Sendable (_ done: Int, _ total: Int) async throws -> Void
  ) async throws -> MadeDocument {
    let query = PartnerListAddress.query(order.query)
    let columns = PartnerColumn.shown(order.query)
    let (scope, now) = (order.scope, services.now)
    let contents = try await services.database.readLong { connection in
      let count = try PartnerListStore.count(query, upTo: Self.mostRows + 1, in: scope, on: connection) ?? 0
      guard count <= Self.mostRows else { return Contents() }
      var contents = Contents()
      try PartnerListStore.forEach(query, in: scope, on: connection) { row in
        contents.rows.append(["\(contents.rows.count + 1)"] + columns.map { $0.text(row, t) })
      }
      contents.isComplete = contents.rows.count <= Self.mostRows
      contents.school = try order.schoolID.flatMap { try SchoolStore.school($0, on: connection)?.name } ?? ""
      contents.filters = try RegisterFilters(form: order.query, scope: scope, t: t).words(on: connection)
      return contents
    }
    guard contents.isComplete else {
      throw DocumentRefusal(Message("partners.document.register.many", ["count": "\(Self.mostRows)"]))
    }
    guard !contents.rows.isEmpty else { throw DocumentRefusal(Message("partners.document.register.none")) }
    let total = contents.rows.count
    try await report(0, total)
    let made = try await services.typesetter.typeset(
      try request(contents, columns, order, made: now, t), to: path)
    try await ExportPartners(services).log(
      order.query, scope, accountID: order.accountID.rawValue, format: "pdf", count: total)
    try await report(total, total)
    return MadeDocument(
      fileName: "\(t("partners.document.register")) \(now.day).pdf", type: .pdf, pages: made.pages)
  }

  private struct Contents: Sendable {
    var rows: [[String]] = []
    var school = ""
    var filters = ""
    var isComplete = false
  }

  private func request(
    _ contents: Contents, _ columns: [PartnerColumn], _ order: DocumentOrder, made: Instant, _ t: Localizer
  ) throws -> TypesetRequest {
    let frame = DocumentFrame(
      t, school: contents.school, title: order.title, subtitle: contents.filters,
      number: t("partners.list.count", ["count": "\(contents.rows.count)"]), made: made)
    let titles =
      [DocumentColumn(t("partners.document.number"), weight: 0.45, align: .center)]
      + columns.map { DocumentColumn(t($0.label), weight: $0.key == "name" ? 2.4 : $0.key == "majors" ? 2 : 1) }
    var sheet = DocumentSheet(frame, [.table(titles, rows: contents.rows)])
    sheet.isFlat = true
    var request = try sheet.request(label: order.title, made: made)
    // The structure of thousands of rows would take ten times as long as the rows.
    request.isTagged = contents.rows.count <= 300
    return request
  }
}

/// What a list was narrowed to, in words.
private struct RegisterFilters {
  let form: FormData
  let scope: Actor.Scope
  let t: Localizer

  func words(on connection: some Connection) throws -> String {
    let levels = try PartnerLevelStore.levels(in: scope, on: connection)
    let departments = try SchoolStore.departments(in: scope, on: connection)
    let majors = try MajorStore.majors(in: scope, isActiveOnly: false, on: connection)
    let parts: [(label: String, values: [String])] = [
      ("partners.document.register.search", values("q") { $0 }),
      ("partners.field.department", values("department") { id in departments.first { "\($0.id)" == id }?.name }),
      (
        "partners.field.level",
        values("level") { code in LevelText.name(code, levels.first { $0.code == code }?.name ?? LevelName(), t) }
      ), ("partners.field.industry", values("industry") { EnterpriseFields.industries.title($0, t.language) }),
      ("partners.field.region", values("province") { EnterpriseFields.regions.title($0 + "0000", t.language) }),
      ("partners.field.review", values("review") { t("partners.review.state.\($0)") }),
      ("partners.field.size", values("size") { t("standards.size.\($0)") }),
      ("partners.field.majors", values("major") { id in majors.first { "\($0.id)" == id }?.name }),
      ("partners.field.tags", values("tag") { $0 }),
    ]
    return parts.filter { !$0.values.isEmpty }
      .map {
        t("partners.document.register.filter", ["name": t($0.label), "values": $0.values.joined(separator: "、")])
      }
      .joined(separator: "；")
  }

  private func values(_ name: String, _ word: (String) -> String?) -> [String] {
    form.all(name).filter { !$0.isEmpty }.prefix(12).map { word($0) ?? $0 }
  }
}
