import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/visits/tours/{tour}/rows`: exactly the partners and visits that a figure counts.
struct TourRowsPage {
  let page: TourPage

  func reply() async throws -> Reply {
    let (member, tour) = (page.member, page.tour)
    let (t, form) = (member.t, member.exchange.query)
    let view = form["show"].flatMap { TourRow.View(rawValue: $0) }
    let city = form["city"].flatMap { page.progress.cities.contains($0) ? $0 : nil }
    let rows = page.progress.rows(view, in: city)
    let figures = TourFigures(rows)
    let tabs = Tabs(
      tour.title,
      [
        Tabs.Item(
          t("partners.tour.view.all"), TourLinks.rows(tour.id, nil, in: city), isCurrent: view == nil,
          count: page.progress.rows(nil, in: city).count)
      ]
        + TourRow.View.allCases.map { each in
          Tabs.Item(
            t("partners.tour.view.\(each.rawValue)"), TourLinks.rows(tour.id, each, in: city), isCurrent: each == view,
            count: page.progress.rows(each, in: city).count)
        })
    let cities = Tabs(
      t("partners.tour.cities"),
      [Tabs.Item(t("partners.tour.allCities"), TourLinks.rows(tour.id, view), isCurrent: city == nil)]
        + page.progress.cities.map { each in
          Tabs.Item(TourWords.city(each), TourLinks.rows(tour.id, view, in: each), isCurrent: each == city)
        })
    let table = DataTable(
      caption: t("partners.tour.rows"), columns: columns, rows: rows.map(row),
      count: t(
        "partners.tour.rows.count",
        [
          "count": FigureText.grouped(rows.count), "posts": FigureText.grouped(figures.posts),
          "interns": FigureText.grouped(figures.interns), "hires": FigureText.grouped(figures.hires),
          "pay": TourWords(t: t).pay(figures),
        ]),
      empty: EmptyState(icon: .search, title: t("partners.tour.rows.none"), text: t("partners.tour.rows.none.text")),
      id: "tour-rows", t)
    return try await member.page(
      PageContent(
        title: t("partners.tour.rows"),
        crumbs: [
          Crumb(t("partners.tours.title"), TourLinks.list), Crumb(tour.title, TourLinks.show(tour.id)),
          Crumb(t("partners.tour.rows")),
        ], content: "\(tabs)\(page.progress.cities.count > 1 ? cities.html : .empty)\(table)"))
  }

  private var columns: [DataTable.Column] {
    let t = page.member.t
    return [
      DataTable.Column("name", t("partners.field.name"), phone: .title),
      DataTable.Column("city", t("partners.tour.city"), isNarrow: true),
      DataTable.Column("day", t("partners.visit.day"), isNarrow: true),
      DataTable.Column("state", t("partners.tour.row.state"), isNarrow: true),
      DataTable.Column("posts", t("partners.visit.posts"), alignment: .end),
      DataTable.Column("pay", t("partners.visit.averagePay"), alignment: .end),
      DataTable.Column("interns", t("partners.visit.opening.kind.intern"), alignment: .end),
      DataTable.Column("hires", t("partners.visit.opening.kind.hire"), alignment: .end),
    ]
  }

  private func row(_ row: TourRow) -> DataTable.Row {
    let words = TourWords(t: page.member.t)
    let figures = TourFigures([row])
    let visit = row.visits.first?.visit
    let link: Link? =
      visit.flatMap { page.sees($0) ? VisitLinks.show($0.id) : nil }
      ?? row.line.flatMap { line in
        page.sees(line.line) ? line.line.partnershipID.map { PartnerLinks.show($0) } : nil
      }
    func figure(_ count: Int) -> DataTable.Cell { figures.outreach > 0 ? .text(FigureText.grouped(count)) : .text(nil) }
    let result = VisitWords.short(words.result(row), 60)
    let days = row.visits.map(\.visit.day.description).joined(separator: " ")
    return DataTable.Row(
      id: row.line?.line.id.description ?? visit?.id.description ?? row.name, name: row.name, link: link,
      [
        .text(row.name, second: result.isEmpty ? nil : result), .text(TourWords.city(row.city)),
        .text(days.isEmpty ? row.day?.description : days),
        DataTable.Cell(words.rowState(row, today: page.member.now.day).html), figure(figures.posts),
        .text(figures.averagePay == nil ? nil : words.pay(figures)), figure(figures.interns), figure(figures.hires),
      ])
  }
}
