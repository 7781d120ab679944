import Accounts
import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Values

/// 走访记录汇编: all visits of a list, or of a tour, as one document, each on a
/// page of its own; made by a job.
struct VisitReports: DocumentKind {
  let services: Services
  let name = "partners.visits"

  /// More visits make a book that nobody prints.
  static let most = 500

  func make(
    _ order: DocumentOrder, to path: String, _ t: Localizer,
    report: @escaping @Sendable (_ done: Int, _ total: Int) async throws -> Void
  ) async throws -> MadeDocument {
    var asked = VisitListAddress.query(order.query)
    asked.isRemoved = false
    let query = asked
    let (scope, account, now) = (order.scope, order.accountID, services.now)
    let contents = try await services.database.readLong { connection in
      var contents = Contents()
      guard try VisitListStore.count(query, upTo: Self.most + 1, in: scope, on: connection) <= Self.most else {
        contents.isComplete = false
        return contents
      }
      if let tour = query.tourID {
        contents.tour = try TourStore.record(tour, in: scope, of: account, on: connection)?.tour.title ?? ""
      }
      contents.school = try order.schoolID.flatMap { try SchoolStore.school($0, on: connection)?.name } ?? ""
      try VisitListStore.forEach(query, in: scope, on: connection) { row in
        guard
          let partner = try PartnershipStore.partner(
            row.visit.partnershipID, in: .school(row.visit.schoolID), on: connection)
        else { return }
        contents.reports.append(
          try VisitReport.load(
            row.visit, partner: partner.enterprise, department: row.departmentName, owner: row.ownerName, t,
            on: connection))
      }
      return contents
    }
    guard contents.isComplete else {
      throw DocumentRefusal(Message("partners.visit.reports.many", ["count": "\(Self.most)"]))
    }
    guard !contents.reports.isEmpty else { throw DocumentRefusal(Message("partners.visit.reports.none")) }
    let total = contents.reports.count
    try await report(0, total)
    let made = try await services.typesetter.typeset(try request(contents, order, made: now, t), to: path)
    try await ExportVisits(services).log(
      order.query, school: order.schoolID, accountID: account, format: "pdf", count: total)
    try await report(total, total)
    return MadeDocument(fileName: "\(order.title) \(now.day).pdf", type: .pdf, pages: made.pages)
  }

  private struct Contents: Sendable {
    var reports: [VisitReport] = []
    var school = ""
    var tour = ""
    var isComplete = true
  }

  private func request(
    _ contents: Contents, _ order: DocumentOrder, made: Instant, _ t: Localizer
  ) throws -> TypesetRequest {
    let frame = DocumentFrame(
      t, school: contents.school, title: order.title, subtitle: contents.tour,
      number: t("partners.visits.count", ["count": "\(contents.reports.count)"]), made: made)
    var blocks: [DocumentBlock] = [
      .table(
        [
          DocumentColumn(t("partners.document.number"), weight: 0, align: .center),
          DocumentColumn(t("partners.visit.day"), weight: 1.2), DocumentColumn(t("partners.field.name"), weight: 3),
          DocumentColumn(t("partners.visit.kind"), weight: 0.9), DocumentColumn(t("partners.visit.owner"), weight: 1),
        ],
        rows: contents.reports.enumerated().map { index, report in
          [
            "\(index + 1)", report.visit.day.description, report.partner,
            t("partners.visit.kind.\(report.visit.kind.rawValue)"), report.owner,
          ]
        })
    ]
    for report in contents.reports {
      blocks += [.pageBreak, .heading("\(report.partner) \(report.visit.day)", level: 2)] + report.blocks
    }
    var request = try DocumentSheet(frame, blocks).request(label: order.title, made: made)
    // The structure of hundreds of pages would take ten times as long as the pages.
    request.isTagged = contents.reports.count <= 60
    return request
  }
}
