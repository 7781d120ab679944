import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Values

/// The agreements of a list, each as it is printed for pen and seal, in one archive; made by a job.
struct AgreementBatch: DocumentKind {
  let services: Services
  let name = "agreements.batch"

  /// More agreements make an archive that nobody opens.
  static let most = 2000

  private struct Row: Sendable {
    let id: ID<Agreement>
    let title: String
    let number: String
  }

  func make(
    _ order: DocumentOrder, to path: String, _ t: Localizer,
    report: @escaping @Sendable (_ done: Int, _ total: Int) async throws -> Void
  ) async throws -> MadeDocument {
    let rows = try await rows(of: order)
    guard rows.count <= Self.most else {
      throw DocumentRefusal(Message("agreements.print.many", ["count": "\(Self.most)"]))
    }
    guard !rows.isEmpty else { throw DocumentRefusal(Message("agreements.print.none")) }
    let (services, now, total) = (services, services.now, rows.count)
    try await report(0, total)
    let batch = try await services.typesetter.typesetBatch(
      rows.map { row in
        TypesetBatchItem(
          label: row.title, fileName: [row.number, row.title].filter { !$0.isEmpty }.joined(separator: " ")
        ) {
          guard let sheet = try await AgreementSheet.load(row.id, in: order.scope, services) else {
            // It went out of sight since the order was given: the others go on.
            throw TypesetError.data(label: row.title)
          }
          return try sheet.paper().request(label: row.title, made: now)
        }
      }, to: path, made: now, report: { done in try await report(done, total) },
      note: { batch in
        batch.failures.isEmpty
          ? nil
          : (
            t("agreements.print.failures.file"),
            batch.failures.map { "\($0.label): \(t($0.error.message))" }.joined(separator: "\n")
          )
      })
    try await ExportAgreements(services).log(
      order.query, accountID: order.accountID, school: order.schoolID, "pdf × \(batch.documents)")
    return MadeDocument(
      fileName: "\(t("agreements.print.batch")) \(now.day).zip", type: .zip, pages: batch.pages,
      documents: batch.documents,
      failures: batch.failures.map { DocumentOrder.Failure(label: $0.label, message: $0.error.message) })
  }

  private func rows(of order: DocumentOrder) async throws -> [Row] {
    let query = AgreementListAddress.query(order.query)
    let (scope, today) = (order.scope, services.now.day)
    return try await services.database.readLong { connection in
      let count = try AgreementListStore.count(query, upTo: .max, in: scope, today: today, on: connection) ?? 0
      var rows: [Row] = []
      // One more than may be says that it is too many.
      guard count <= Self.most else {
        return Array(repeating: Row(id: ID(rawValue: 0), title: "", number: ""), count: Self.most + 1)
      }
      try AgreementListStore.forEach(query, in: scope, today: today, on: connection) { row in
        rows.append(Row(id: row.id, title: row.title, number: row.number))
      }
      return rows
    }
  }
}
