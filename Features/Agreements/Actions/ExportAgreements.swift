import Accounts
import Database
import Documents
import Files
import Foundation
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// `/agreements.xlsx`: exactly what the register of the same address shows, all
/// pages of it. Memory does not grow with the rows.
struct ExportAgreements: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  func reply(_ member: Member) async throws -> Reply {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    try await write(member.exchange.query, by: member.actor, to: file.path, member.t)
    let name = "\(member.t("agreements.title")) \(member.now.day).xlsx"
    return .stream(contentType: FileType.xlsx.mediaType, fileName: name, length: file.size) { writer in
      // The file is there as long as the answer that holds it.
      let handle = try FileHandle(forReadingFrom: URL(filePath: file.path))
      defer { try? handle.close() }
      while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
        try await writer.write(piece)
      }
    }
  }

  /// - Returns: the number of rows. That they were taken out is logged.
  @discardableResult
  func write(_ form: FormData, by actor: Actor, to path: String, _ t: Localizer) async throws -> Int {
    let query = AgreementListAddress.query(form)
    let (scope, today) = (actor.scope, services.now.day)
    let count = try await services.database.readLong { connection in
      let types = try AgreementTypeStore.types(in: scope, on: connection)
      let sheet = try XlsxWriter(path: path, sheetName: t("agreements.title"), columns: Self.columns(t))
      var done = 0
      try AgreementListStore.forEach(query, in: scope, today: today, on: connection) { row in
        try sheet.append(row: Self.cells(row, types, t))
        done += 1
      }
      try sheet.close()
      return done
    }
    try await log(form, accountID: actor.accountID, school: actor.schoolID, "xlsx × \(count)")
    return count
  }

  /// Notes that data were taken out: what, how much of it, and how it was narrowed to.
  func log(_ form: FormData, accountID: ID<Account>, school id: ID<School>?, _ what: String) async throws {
    let kept = form.pairs.filter { AgreementListAddress.filters.contains($0.name) || $0.name == "q" }
    let filters = kept.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    let (audit, now) = (services.audit, services.now)
    try await services.database.write { connection in
      let school = try id.flatMap { try SchoolStore.school($0, on: connection) }
      try audit.record(
        AuditEntry(
          action: "agreements.exported",
          subject: AuditEntry.Subject(kind: "school", id: school?.id.rawValue ?? 0, name: school?.name ?? ""),
          accountID: accountID.rawValue, schoolID: school?.id.rawValue,
          note: what + (filters.isEmpty ? "" : " · \(filters)"), at: now), on: connection)
    }
  }

  private static func columns(_ t: Localizer) -> [XlsxColumn] {
    [
      XlsxColumn(t("agreements.field.number"), width: 20, kind: .text),
      XlsxColumn(t("agreements.field.title"), width: 40, kind: .text),
      XlsxColumn(t("agreements.field.enterprise"), width: 32, kind: .text),
      XlsxColumn(t("agreements.field.type"), width: 20, kind: .text),
      XlsxColumn(t("agreements.field.state"), width: 12, kind: .text),
      XlsxColumn(t("agreements.field.department"), width: 18, kind: .text),
      XlsxColumn(t("agreements.field.startOn"), width: 14, kind: .date),
      XlsxColumn(t("agreements.field.endOn"), width: 14, kind: .date),
      XlsxColumn(t("agreements.field.signedOn"), width: 14, kind: .date),
      XlsxColumn(t("agreements.field.amount"), width: 16, kind: .money),
      XlsxColumn(t("agreements.field.owner"), width: 14, kind: .text),
    ]
  }

  private static func cells(_ row: AgreementSummary, _ types: [AgreementType], _ t: Localizer) -> [XlsxCell] {
    let type = types.first { $0.code == row.typeCode }?.name.text(t) ?? row.typeCode
    return [
      .text(row.number), .text(row.title), .text(row.enterpriseName), .text(type), .text(t(row.state.label)),
      .text(row.departmentName), .date(row.startOn), .date(row.endOn), .date(row.signedOn),
      row.amount.map { .money($0) } ?? .empty, .text(row.ownerName),
    ]
  }
}
