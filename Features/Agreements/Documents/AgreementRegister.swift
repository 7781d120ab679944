import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Values

/// 协议台账: what the register of a list shows, as a table on A4 across; made by a job.
struct AgreementRegister: DocumentKind {
  let services: Services
  let name = "agreements.register"

  /// More rows make a book that nobody prints.
  static let most = 5000

  private struct Contents: Sendable {
    var rows: [[String]] = []
    var school = ""
    var isComplete = false
  }

  func make(
    _ order: DocumentOrder, to path: String, _ t: Localizer,
    report: @escaping @Sendable (_ done: Int, _ total: Int) async throws -> Void
  ) async throws -> MadeDocument {
    let contents = try await contents(of: order, t)
    guard contents.isComplete else {
      throw DocumentRefusal(Message("agreements.print.many", ["count": "\(Self.most)"]))
    }
    guard !contents.rows.isEmpty else { throw DocumentRefusal(Message("agreements.print.none")) }
    let (now, total) = (services.now, contents.rows.count)
    try await report(0, total)
    var sheet = DocumentSheet(
      DocumentFrame(
        t, school: contents.school, title: order.title, number: t("agreements.list.count", ["count": "\(total)"]),
        made: now), [.table(Self.columns(t), rows: contents.rows)])
    sheet.isFlat = true
    var request = try sheet.request(label: order.title, made: now)
    // The structure of thousands of rows would take ten times as long as the rows.
    request.isTagged = total <= 300
    let made = try await services.typesetter.typeset(request, to: path)
    try await ExportAgreements(services).log(
      order.query, accountID: order.accountID, school: order.schoolID, "pdf × \(total)")
    try await report(total, total)
    return MadeDocument(fileName: "\(order.title) \(now.day).pdf", type: .pdf, pages: made.pages)
  }

  private func contents(of order: DocumentOrder, _ t: Localizer) async throws -> Contents {
    let query = AgreementListAddress.query(order.query)
    let (scope, today) = (order.scope, services.now.day)
    return try await services.database.readLong { connection in
      let count = try AgreementListStore.count(query, upTo: .max, in: scope, today: today, on: connection) ?? 0
      guard count <= Self.most else { return Contents() }
      var contents = Contents()
      let types = try AgreementTypeStore.types(in: scope, on: connection)
      let names = Dictionary(types.map { ($0.code, $0.name.text(t)) }, uniquingKeysWith: { first, _ in first })
      try AgreementListStore.forEach(query, in: scope, today: today, on: connection) { row in
        contents.rows.append([
          "\(contents.rows.count + 1)", row.number, row.title, row.enterpriseName, names[row.typeCode] ?? row.typeCode,
          t(row.state.label), AgreementWords(t: t).term(row.startOn, row.endOn), row.signedOn?.description ?? "",
          row.amount.map { t.money(fen: $0) } ?? "", row.ownerName,
        ])
      }
      contents.school = try order.schoolID.flatMap { try SchoolStore.school($0, on: connection)?.name } ?? ""
      contents.isComplete = true
      return contents
    }
  }

  private static func columns(_ t: Localizer) -> [DocumentColumn] {
    let titles: [(String, Double)] = [
      ("agreements.field.number", 1.5), ("agreements.field.title", 2.6), ("agreements.field.enterprise", 2.2),
      ("agreements.field.type", 1.5), ("agreements.field.state", 0.9), ("agreements.field.term", 1.5),
      ("agreements.field.signedOn", 1.1), ("agreements.field.amount", 1.2), ("agreements.field.owner", 0.9),
    ]
    return [DocumentColumn(t("agreements.print.row"), weight: 0.5, align: .center)]
      + titles.map { DocumentColumn(t($0), weight: $1, align: $0 == "agreements.field.amount" ? .end : .start) }
  }
}
