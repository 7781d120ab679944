import Localization

extension Styleguide {
  static func charts(_ t: Localizer) -> HTML {
    let majors = [
      t("kit.sample.major1"), t("kit.sample.major2"), t("kit.sample.major3"), t("kit.sample.major4"),
      t("kit.sample.major5"),
    ]
    let months = ["06", "07", "08", "09", "10", "11"]
    let unit = t("kit.sample.companyUnit")
    let coverage = BarChart(
      id: "chart-coverage", title: t("kit.sample.coverageChart"), categories: majors,
      series: [Series(t("kit.sample.partners"), [8, 6, 3, 2, 0])], unit: unit, isHorizontal: true, least: 3, t)
    let stacked = BarChart(
      id: "chart-stacked", title: t("kit.sample.levelChart"), categories: ["2023", "2024", "2025", "2026"],
      series: [
        Series(t("kit.sample.signed"), [31, 38, 52, 64]), Series(t("kit.sample.base"), [18, 22, 30, 39]),
        Series(t("kit.sample.prospect"), [12, 25, 28, 31]),
      ], unit: unit, isStacked: true, t)
    let balance = BarChart(
      id: "chart-balance", title: t("kit.sample.balanceChart"), categories: months,
      series: [Series(t("kit.sample.net"), [4, 6, -2, 9, 3, -1])], unit: unit, t)
    let course = LineChart(
      id: "chart-course", title: t("kit.sample.courseChart"), categories: months,
      series: [
        Series(t("kit.sample.interns"), [120, 340, 410, 520, 515, 498]),
        Series(t("kit.sample.employed"), [40, 88, .nan, 160, 172, 210]),
      ], unit: t("kit.sample.personUnit"), t)
    let donut = DonutChart(
      id: "chart-donut", title: t("kit.sample.natureChart"),
      parts: [
        .init(t("kit.sample.state"), 46), .init(t("kit.sample.private"), 71), .init(t("kit.sample.foreign"), 17),
      ],
      unit: unit, t)
    let heat = HeatStrip(
      id: "chart-heat", title: t("kit.sample.heatChart"),
      cells: (1...24).map { week in
        .init(t("kit.sample.week", ["week": "\(week)"]), week > 21 ? nil : Double(week * 7 % 6))
      }, unit: t("kit.sample.timesUnit"), perRow: 24, t)
    let small: HTML = """
      <div class="row">\(ProgressRing(0.92, title: t("kit.sample.fulfilment")))\
      \(ProgressRing(0.64, title: t("kit.sample.fulfilment"), tone: .warning))\
      \(Sparkline([98, 102, 101, 110, 118, 117, 126, 134], title: t("kit.sample.sparkline")))\
      \(ProgressBar(0.81, label: t("kit.sample.fulfilment")))</div>
      """
    let cards = [coverage.html, stacked.html, course.html, balance.html, donut.html, heat.html].map { Card(nil, $0) }
    return "<div class=\"grid two\">\(cards)</div>\(Card(nil, small))"
  }
}
