import Accounts
import Database
import Documents
import Files
import Foundation
package import Localization
package import Organizations
package import Platform
package import Records
import Values
import Web

/// Writes visits as a sheet: the rows of a list's filters in its order, with
/// the fields of 访企拓岗. People of the partner are masked.
package struct ExportVisits: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Returns: the number of rows. That they were taken out is logged.
  @discardableResult
  package func callAsFunction(_ form: FormData, by actor: Actor, to path: String, _ t: Localizer) async throws -> Int {
    let query = VisitListAddress.query(form)
    let columns = Self.columns
    let count = try await services.database.readLong { connection in
      let writer = try XlsxWriter(
        path: path, sheetName: t("partners.visits.title"),
        columns: columns.map { XlsxColumn(t($0.label), width: $0.width, kind: $0.kind) })
      var done = 0
      try VisitListStore.forEach(query, in: actor.scope, on: connection) { row in
        try writer.append(row: columns.map { $0.cell(row, t) })
        done += 1
      }
      try writer.close()
      return done
    }
    try await log(form, school: actor.schoolID, accountID: actor.accountID, format: "xlsx", count: count)
    return count
  }

  /// Logs that the rows of a list were taken out.
  func log(
    _ form: FormData, school: ID<School>?, accountID: ID<Account>, format: String, count: Int
  ) async throws {
    let services = services
    let kept = form.pairs.filter { VisitListAddress.filters.contains($0.name) || $0.name == "q" }
    let filters = kept.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    try await services.database.write { connection in
      let name = try school.flatMap { try SchoolStore.school($0, on: connection)?.name } ?? ""
      try services.audit.record(
        AuditEntry(
          action: "partners.visits.exported",
          subject: AuditEntry.Subject(kind: "school", id: school?.rawValue ?? 0, name: name),
          accountID: accountID.rawValue, schoolID: school?.rawValue,
          note: "\(format) × \(count)" + (filters.isEmpty ? "" : " · \(filters)"), at: services.now), on: connection)
    }
  }

  private struct Column: Sendable {
    let label: String
    let width: Double
    let kind: XlsxColumn.Kind
    let cell: @Sendable (VisitSummary, Localizer) -> XlsxCell

    init(
      _ label: String, _ width: Double = 16, _ kind: XlsxColumn.Kind = .text,
      cell: @escaping @Sendable (VisitSummary, Localizer) -> XlsxCell
    ) {
      self.label = label
      self.width = width
      self.kind = kind
      self.cell = cell
    }
  }

  private static let columns: [Column] = [
    Column("partners.visit.day", 12, .date) { row, _ in .date(row.visit.day) },
    Column("partners.visit.begins", 8) { row, _ in .text(row.visit.begins) },
    Column("partners.visit.ends", 8) { row, _ in .text(row.visit.ends) },
    Column("partners.field.name", 32) { row, _ in .text(row.partnerName) },
    Column("partners.field.creditCode", 20) { row, _ in .text(row.creditCode) },
    Column("partners.visit.kind", 10) { row, t in .text(VisitWords(t: t).kind(row.visit.kind)) },
    Column("partners.visit.place", 24) { row, _ in .text(row.visit.place) },
    Column("partners.visit.lead", 18) { row, _ in .text(row.visit.lead(of: .school)?.words(unmasked: false) ?? "") },
    Column("partners.visit.schoolPeople", 32) { row, t in
      .text(VisitWords(t: t).people(row.visit, .school, unmasked: false))
    },
    Column("partners.visit.host", 18) { row, _ in .text(row.visit.lead(of: .partner)?.words(unmasked: false) ?? "") },
    Column("partners.visit.partnerPeople", 32) { row, t in
      .text(VisitWords(t: t).people(row.visit, .partner, unmasked: false))
    },
    Column("partners.visit.content", 48) { row, _ in .text(row.visit.content) },
    Column("partners.visit.result", 36) { row, _ in .text(row.visit.result) },
    Column("partners.visit.isOutreach", 12, .boolean) { row, _ in .boolean(row.visit.isOutreach) },
    Column("partners.visit.needs", 28) { row, _ in .text(row.visit.needs) },
    Column("partners.visit.posts", 10, .number) { row, _ in row.visit.posts.map { .integer(Int64($0)) } ?? .empty },
    Column("partners.visit.averagePay", 12, .money) { row, _ in row.visit.averagePay.map { .money($0) } ?? .empty },
    Column("partners.visit.outcome", 14) { row, t in .text(VisitWords(t: t).outcome(row.visit)) },
    Column("partners.visit.opening.kind.intern", 36) { row, t in openings(row, .intern, t) },
    Column("partners.visit.opening.kind.hire", 36) { row, t in openings(row, .hire, t) },
    Column("partners.visit.intentions", 28) { row, _ in .text(row.visit.intentions) },
    Column("partners.field.department", 18) { row, _ in .text(row.departmentName) },
    Column("partners.visit.owner", 12) { row, _ in .text(row.ownerName) },
  ]

  private static func openings(_ row: VisitSummary, _ kind: VisitOpening.Kind, _ t: Localizer) -> XlsxCell {
    let words = VisitWords(t: t)
    return .text(row.visit.openings.filter { $0.kind == kind }.map(words.opening).joined(separator: "；"))
  }

  /// `/visits.xlsx`: exactly what the list of the same address shows, all pages of it.
  static func reply(_ member: Member) async throws -> Reply {
    let file = TemporaryFile(in: member.services.files, id: member.services.ids.next())
    try await ExportVisits(member.services)(member.exchange.query, by: member.actor, to: file.path, member.t)
    let name = "\(member.t("partners.visits.title")) \(member.now.day).xlsx"
    return .stream(contentType: FileType.xlsx.mediaType, fileName: name, length: file.size) { writer in
      // The file is there as long as the answer that holds it.
      let handle = try FileHandle(forReadingFrom: URL(filePath: file.path))
      defer { try? handle.close() }
      while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
        try await writer.write(piece)
      }
    }
  }
}
