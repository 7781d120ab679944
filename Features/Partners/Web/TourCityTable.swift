import Localization
import Organizations
import Values
import Views

/// The figures of a tour by city; each opens the rows behind it.
struct TourCityTable {
  let page: TourPage

  var html: HTML {
    let t = page.member.t
    let tour = page.tour
    let columns =
      [DataTable.Column("city", t("partners.tour.city"), phone: .title)]
      + [
        ("planned", "partners.tour.view.planned"), ("seen", "partners.tour.view.seen"),
        ("added", "partners.tour.view.added"), ("posts", "partners.visit.posts"), ("pay", "partners.visit.averagePay"),
        ("interns", "partners.visit.opening.kind.intern"), ("hires", "partners.visit.opening.kind.hire"),
      ].map { DataTable.Column($0.0, t($0.1), alignment: .end, isNarrow: $0.0 == "pay") }
    func row(_ city: String?, _ name: String) -> DataTable.Row {
      let figures = page.progress.figures(in: city)
      func cell(_ count: Int, _ view: TourRow.View) -> DataTable.Cell {
        guard count > 0 else { return .text("0") }
        return DataTable.Cell("<a href=\"\(TourLinks.rows(tour.id, view, in: city))\">\(FigureText.grouped(count))</a>")
      }
      return DataTable.Row(
        id: city ?? "all", name: name, link: TourLinks.rows(tour.id, nil, in: city),
        [
          .text(name), cell(figures.planned, .planned), cell(figures.seen, .seen), cell(figures.added, .added),
          cell(figures.posts, .outreach), .text(TourWords(t: t).pay(figures)), cell(figures.interns, .outreach),
          cell(figures.hires, .outreach),
        ])
    }
    let cities = page.progress.cities
    let rows =
      cities.map { row($0, TourWords.city($0)) } + (cities.count > 1 ? [row(nil, t("partners.tour.total"))] : [])
    let outcomes = TourWords(t: t).outcomes(page.progress.figures())
    return Card(
      t("partners.tour.byCity"), footer: outcomes.isEmpty ? .empty : "\(t("partners.visit.outcome")): \(outcomes)",
      isFlush: true,
      DataTable(
        caption: t("partners.tour.byCity"), columns: columns, rows: rows,
        empty: EmptyState(icon: .report, title: t("partners.tour.byCity")), id: "tour-by-city", isWide: false, t)
    ).html
  }
}
