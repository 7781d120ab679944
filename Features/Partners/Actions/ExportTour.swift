import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Values
import Web

/// Writes a tour as a sheet: planned and added partners with what came of each,
/// and the figures by city. Nobody of an authority or a partner stands in it unmasked.
struct ExportTour {
  let page: TourPage

  /// - Returns: the number of rows.
  func write(to path: String) throws -> Int {
    let t = page.member.t
    let writer = try XlsxWriter(
      path: path, sheetName: t("partners.tour.rows"),
      columns: Self.columns.map { XlsxColumn(t($0.label), width: $0.width, kind: $0.kind) })
    for row in page.progress.rows { try writer.append(row: Self.columns.map { $0.cell(row, page) }) }
    try writer.addSheet(
      named: t("partners.tour.byCity"),
      columns: [XlsxColumn(t("partners.tour.city"), width: 16, kind: .text)]
        + [
          "partners.tour.view.planned", "partners.tour.view.seen", "partners.tour.view.unseen",
          "partners.tour.view.added", "partners.visit.posts",
        ].map { XlsxColumn(t($0), width: 12, kind: .number) }
        + [XlsxColumn(t("partners.visit.averagePay"), width: 12, kind: .money)]
        + ["partners.visit.opening.kind.intern", "partners.visit.opening.kind.hire"].map {
          XlsxColumn(t($0), width: 12, kind: .number)
        })
    for city in page.progress.cities.map(Optional.some) + [nil] {
      let figures = page.progress.figures(in: city)
      let counts = [figures.planned, figures.seen, figures.unseen, figures.added, figures.posts]
      try writer.append(
        row: [.text(city.map(TourWords.city) ?? t("partners.tour.total"))]
          + counts.map { .integer(Int64($0)) } + [figures.averagePay.map { .money($0) } ?? .empty]
          + [figures.interns, figures.hires].map { .integer(Int64($0)) })
    }
    try writer.close()
    return page.progress.rows.count
  }

  private struct Column: Sendable {
    let label: String
    let width: Double
    let kind: XlsxColumn.Kind
    let cell: @Sendable (TourRow, TourPage) -> XlsxCell

    init(
      _ label: String, _ width: Double = 14, _ kind: XlsxColumn.Kind = .text,
      cell: @escaping @Sendable (TourRow, TourPage) -> XlsxCell
    ) {
      self.label = label
      self.width = width
      self.kind = kind
      self.cell = cell
    }
  }

  private static let columns: [Column] = [
    Column("partners.tour.city") { row, _ in .text(TourWords.city(row.city)) },
    Column("partners.tour.stop.region", 26) { row, _ in .text(row.stop.map { TourWords.region($0.region) } ?? "") },
    Column("partners.tour.line.day", 12, .date) { row, _ in .date(row.day) },
    Column("partners.tour.line.at", 8) { row, _ in .text(row.line?.line.at ?? "") },
    Column("partners.tour.stop.authority", 30) { row, page in
      .text(row.stop.map { TourWords(t: page.member.t).authority($0, unmasked: false) } ?? "")
    },
    Column("partners.field.name", 32) { row, _ in .text(row.name) },
    Column("partners.field.creditCode", 20) { row, _ in .text(row.line?.creditCode ?? "") },
    Column("partners.tour.line.who", 24) { row, _ in .text(row.line?.line.who ?? "") },
    Column("partners.tour.row.state") { row, page in
      .text(TourWords(t: page.member.t).rowWords(row, today: page.member.now.day))
    },
    Column("partners.visit.day", 12, .date) { row, _ in .date(row.visits.first?.visit.day) },
    Column("partners.visit.result", 48) { row, page in .text(TourWords(t: page.member.t).result(row)) },
    Column("partners.visit.posts", 10, .number) { row, _ in figure(row) { $0.posts } },
    Column("partners.visit.averagePay", 12, .money) { row, _ in
      TourFigures([row]).averagePay.map { .money($0) } ?? .empty
    },
    Column("partners.visit.opening.kind.intern", 10, .number) { row, _ in figure(row) { $0.interns } },
    Column("partners.visit.opening.kind.hire", 10, .number) { row, _ in figure(row) { $0.hires } },
    Column("partners.tour.reason", 28) { row, _ in .text(row.line?.line.reason ?? "") },
    Column("partners.tour.line.note", 28) { row, _ in .text(row.line?.line.note ?? "") },
  ]

  /// Nothing where no visit was reported as 访企拓岗, which is not the same as none.
  private static func figure(_ row: TourRow, _ value: (TourFigures) -> Int) -> XlsxCell {
    let figures = TourFigures([row])
    return figures.outreach > 0 ? .integer(Int64(value(figures))) : .empty
  }

  /// `/visits/tours/{tour}/tour.xlsx`. That it was taken out is logged.
  static func reply(_ member: Member) async throws -> Reply {
    let page = try await TourPage.load(member)
    let services = member.services
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let count = try ExportTour(page: page).write(to: file.path)
    let entry = page.tour.entry("exported", by: member.actor, note: "xlsx × \(count)", at: member.now)
    try await services.database.write { try services.audit.record(entry, on: $0) }
    return .made(file, as: .xlsx, named: "\(FileNameText.of(page.tour.title)) \(member.now.day).xlsx")
  }
}
