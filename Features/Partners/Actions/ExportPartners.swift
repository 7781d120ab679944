import Database
import Documents
package import Localization
package import Organizations
package import Platform
package import Records
import Values

/// Writes partners as a sheet: the rows of a list's filters in its order, with
/// its columns. Memory does not grow with the rows.
package struct ExportPartners: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// As what the sheet is written.
  package enum Format: String, Sendable, CaseIterable {
    case xlsx, csv
  }

  /// - Parameters:
  ///   - form: the address of a list: filters, order and columns.
  ///   - scope: what may be seen.
  ///   - actor: who asks; `nil` for the command line.
  ///   - path: where the file is made.
  /// - Returns: the number of rows. That they were taken out is logged.
  @discardableResult
  package func callAsFunction(
    _ form: FormData, in scope: Actor.Scope, by actor: Actor?, as format: Format, to path: String, _ t: Localizer,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> Int {
    let columns = PartnerColumn.shown(form)
    let query = PartnerListAddress.query(form)
    let title = t("partners.list.title")
    let count = try await services.database.readLong { connection in
      let total = try PartnerListStore.count(query, upTo: Int.max, in: scope, on: connection) ?? 0
      let sheet = try Sheet(path: path, title: title, columns: columns, format: format, t)
      var done = 0
      try PartnerListStore.forEach(query, in: scope, on: connection) { row in
        try sheet.append(columns.map { $0.exported(row, t) })
        done += 1
        if done.isMultiple(of: 500) { progress(done, total) }
      }
      try sheet.close()
      progress(done, done)
      return done
    }
    try await log(form, scope, accountID: actor?.accountID.rawValue, format: format.rawValue, count: count)
    return count
  }

  /// Logs that the rows of a list were taken out.
  func log(
    _ form: FormData, _ scope: Actor.Scope, accountID: Int64?, format: String, count: Int
  ) async throws {
    let school: ID<School>? =
      switch scope {
      case .school(let id), .department(let id, _): id
      case .nothing, .installation, .enterprise: nil
      }
    let kept = form.pairs.filter { PartnerListAddress.filters.contains($0.name) || $0.name == "q" }
    let filters = kept.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    let (now, audit) = (services.now, services.audit)
    try await services.database.write { connection in
      let name = try school.flatMap { try SchoolStore.school($0, on: connection)?.name } ?? ""
      try audit.record(
        AuditEntry(
          action: "partners.exported",
          subject: AuditEntry.Subject(kind: "school", id: school?.rawValue ?? 0, name: name),
          accountID: accountID, schoolID: school?.rawValue,
          note: "\(format) × \(count)" + (filters.isEmpty ? "" : " · \(filters)"), at: now), on: connection)
    }
  }

  /// Either kind of file, row by row.
  private enum Sheet {
    case xlsx(XlsxWriter)
    case csv(CSVWriter)

    init(path: String, title: String, columns: [PartnerColumn], format: Format, _ t: Localizer) throws {
      switch format {
      case .xlsx:
        self = .xlsx(
          try XlsxWriter(
            path: path, sheetName: title,
            columns: columns.map { XlsxColumn(t($0.label), width: $0.key == "name" ? 36 : 18, kind: $0.exportKind) }))
      case .csv:
        self = .csv(try CSVWriter(path: path, titles: columns.map { t($0.label) }))
      }
    }

    func append(_ row: [XlsxCell]) throws {
      switch self {
      case .xlsx(let writer): try writer.append(row: row)
      case .csv(let writer): try writer.append(row: row)
      }
    }

    func close() throws {
      switch self {
      case .xlsx(let writer): try writer.close()
      case .csv(let writer): try writer.close()
      }
    }
  }
}

extension PartnerColumn {
  /// Figures and days stay what they are, so that a sheet can calculate with them.
  func exported(_ row: PartnerSummary, _ t: Localizer) -> XlsxCell {
    switch key {
    case "staff": row.enterprise.staffCount.map { .integer(Int64($0)) } ?? .empty
    case "since": .date(row.since)
    case "changed": .instant(row.updatedAt)
    default: .text(text(row, t))
    }
  }

  var exportKind: XlsxColumn.Kind {
    switch key {
    case "staff": .number
    case "since": .date
    case "changed": .instant
    default: .text
    }
  }
}

/// What a whole export holds.
package enum PartnerExport {
  /// The keys of all columns, as the parameter `columns` of a list names them.
  package static var allColumns: [String] { PartnerColumn.all.map(\.key) }
}
