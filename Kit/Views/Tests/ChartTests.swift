import FoundationXML
import Localization
import Testing

@testable import Views

@Suite struct ChartTests {
  private func bars(_ values: [Double], horizontal: Bool = false) throws -> [XMLElement] {
    let chart = BarChart(
      id: "c", title: "Chart", categories: values.indices.map { "k\($0)" }, series: [Series("s", values)],
      isHorizontal: horizontal, try Pages.localizer())
    return try Pages.elements(".//rect[@class='series-0']", in: Pages.tree(chart.html))
  }

  private func number(_ name: String, of element: XMLElement) throws -> Double {
    let text = try #require(element.attribute(forName: name)?.stringValue)
    return try #require(Double(text))
  }

  @Test func barsAreAsLongAsTheirValues() throws {
    let bars = try bars([10, 5])
    let heights = try bars.map { try number("height", of: $0) }
    #expect(heights.count == 2)
    #expect((heights[0] / heights[1] - 2).magnitude < 0.01)
    let lying = try self.bars([10, 5], horizontal: true)
    let widths = try lying.map { try number("width", of: $0) }
    #expect((widths[0] / widths[1] - 2).magnitude < 0.01)
  }

  @Test func negativeBarsHangBelowZero() throws {
    let bars = try bars([4, -4])
    let bottom = try number("y", of: bars[0]) + number("height", of: bars[0])
    #expect((try number("y", of: bars[1]) - bottom).magnitude < 0.11)
  }

  @Test func stackedBarsStandOnEachOther() throws {
    let chart = BarChart(
      id: "c", title: "Chart", categories: ["k"], series: [Series("a", [3]), Series("b", [2]), Series("d", [-1])],
      isStacked: true, try Pages.localizer())
    let root = try Pages.tree(chart.html)
    let picture = try #require(Pages.elements(".//svg[@role='img']", in: root).first)
    let bars = try Pages.elements("rect", in: picture)
    #expect(bars.count == 3)
    let lower = try number("y", of: bars[0])
    let upper = try number("y", of: bars[1]) + number("height", of: bars[1])
    #expect((lower - upper).magnitude < 0.11)
    #expect(try number("y", of: bars[2]) > lower)
  }

  @Test func nothingToShowSaysSo() throws {
    let t = try Pages.localizer(.english)
    let empty = [
      BarChart(id: "c", title: "Chart", categories: [], series: [], t).html,
      LineChart(id: "c", title: "Chart", categories: [], series: [], t).html,
      DonutChart(id: "c", title: "Chart", parts: [], t).html, HeatStrip(id: "c", title: "Chart", cells: [], t).html,
    ]
    for html in empty {
      #expect(html.text.contains("There are no figures here yet."))
      #expect(try Pages.elements(".//figure", in: Pages.tree(html)).isEmpty)
    }
    #expect(Sparkline([1], title: "x").html.isEmpty)
  }

  @Test func zerosDrawNoBarsButAnAxisAndATable() throws {
    let t = try Pages.localizer()
    let chart = BarChart(id: "c", title: "Chart", categories: ["a", "b"], series: [Series("s", [0, 0])], t)
    let root = try Pages.tree(chart.html)
    #expect(try Pages.elements(".//rect[@class='series-0']", in: root).isEmpty)
    #expect(try Pages.values(".//tbody/tr/td", in: root) == ["0", "0"])
    let donut = try Pages.tree(DonutChart(id: "d", title: "Chart", parts: [.init("a", 0)], t).html)
    #expect(try Pages.elements(".//path[@class='chart-track']", in: donut).count == 1)
    #expect(try Pages.values(".//tbody/tr/td", in: donut) == ["0", "—"])
  }

  /// No chart may write `nan` or `inf` into an attribute, whatever it is given.
  @Test func strangeNumbersStayInside() throws {
    let t = try Pages.localizer()
    let wild: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e300, 0, -0.0, .leastNonzeroMagnitude]
    let names = wild.indices.map { "k\($0)" }
    let charts = [
      BarChart(
        id: "a", title: "x", categories: names, series: [Series("s", wild), Series("r", wild)], isStacked: true, t
      ).html,
      BarChart(id: "b", title: "x", categories: names, series: [Series("s", wild)], isHorizontal: true, t).html,
      LineChart(id: "c", title: "x", categories: names, series: [Series("s", wild)], t).html,
      DonutChart(id: "d", title: "x", parts: wild.map { .init("p", $0) }, t).html,
      HeatStrip(id: "e", title: "x", cells: wild.map { .init("c", $0) }, t).html, Sparkline(wild, title: "x").html,
      ProgressRing(.nan, title: "x").html, ProgressBar(.infinity, label: "x").html,
    ]
    for html in charts {
      let root = try Pages.tree(html)
      for value in try Pages.values("//@*", in: root) {
        #expect(!value.lowercased().contains("nan") && !value.contains("inf"), "\(value)")
      }
    }
  }

  @Test func aGapStaysAGap() throws {
    let chart = LineChart(
      id: "c", title: "Chart", categories: ["a", "b", "c", "d"], series: [Series("s", [1, 2, .nan, 4])],
      try Pages.localizer())
    let path = try #require(Pages.values(".//path[@class='line-0']/@d", in: Pages.tree(chart.html)).first)
    #expect(path.count { $0 == "M" } == 2)
  }

  @Test(arguments: [
    ([0.0, 7], 0.0, 8.0), ([-3, 12], -5, 15), ([0, 0], 0, 1), ([0.2, 0.9], 0, 1), ([1, 1], 0, 1), ([2, 103], 0, 150),
  ])
  func scalesAreRound(_ values: [Double], _ low: Double, _ high: Double) {
    let scale = ChartScale(values)
    #expect(scale.low == low)
    #expect(scale.high == high)
    #expect(scale.ticks.first == low)
    #expect(scale.ticks.last == high)
    #expect(scale.ticks.contains(0))
  }

  @Test func seriesDifferWithoutColour() throws {
    let series = (0..<6).map { Series("s\($0)", [1]) }
    let html = BarChart(id: "c", title: "x", categories: ["a"], series: series, try Pages.localizer()).html
    let root = try Pages.tree(html)
    let patterns = try Pages.elements(".//pattern", in: root).map { $0.children?.last?.xmlString ?? "" }
    #expect(patterns.count == 5)
    #expect(Set(patterns.map { $0.replacing(/line-\d|#[0-9a-f]{6}/, with: "") }).count == 5)
  }

  @Test func donutSharesAreWhole() throws {
    let t = try Pages.localizer()
    let root = try Pages.tree(DonutChart(id: "d", title: "x", parts: [.init("all", 7)], t).html)
    #expect(try Pages.values(".//tbody/tr/td", in: root) == ["7", "100%"])
    #expect(try Pages.elements(".//path[@class='series-0']", in: root).count == 1)
  }
}
