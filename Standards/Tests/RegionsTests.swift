import Testing

@testable import Standards

@Suite("Administrative divisions")
struct RegionsTests {
  let regions = Regions.national

  @Test("the table is whole: 34 provinces, sorted, every county has its province")
  func table() {
    #expect(regions.provinces.filter(\.isCurrent).count == 34)
    #expect(regions.all.count > 7000)
    #expect(regions.all.map(\.code) == regions.all.map(\.code).sorted())
    #expect(regions.all.allSatisfy { $0.code.count == 6 && !$0.name.isEmpty })
    let counties = regions.all.filter { $0.isCurrent && $0.level == .county && !$0.isGrouping }
    #expect((2800...2900).contains(counties.count))
    #expect(counties.allSatisfy { regions.parent(of: $0) != nil })
    let years = regions.all.flatMap { [$0.firstYear, $0.lastYear] }.compactMap { $0 }
    #expect(years.allSatisfy { (1949...2100).contains($0) })
    #expect(regions.all.allSatisfy { ($0.firstYear ?? 0) <= ($0.lastYear ?? 9999) })
  }

  @Test(
    "names with what is above them",
    arguments: [
      ("440112", "广东省 广州市 黄埔区"), ("440000", "广东省"), ("440100", "广东省 广州市"), ("441900", "广东省 东莞市"),
      ("110105", "北京市 朝阳区"), ("500233", "重庆市 忠县"), ("469005", "海南省 文昌市"), ("429021", "湖北省 神农架林区"),
      ("659001", "新疆维吾尔自治区 石河子市"), ("422801", "湖北省 恩施土家族苗族自治州 恩施市"), ("810000", "香港特别行政区"),
      ("440116", "广东省 广州市 萝岗区"), ("371202", "山东省 莱芜市 莱城区"), ("232761", "黑龙江省 大兴安岭地区 加格达奇区"),
    ])
  func fullName(_ code: String, _ name: String) {
    #expect(regions.fullName(code) == name)
  }

  @Test("a code means different things in different years")
  func history() throws {
    #expect(regions.history(of: "440111").map(\.name) == ["郊区", "白云区"])
    #expect(regions.region("440111")?.name == "白云区")
    #expect(regions.region("440111", in: 1985)?.name == "郊区")
    #expect(regions.region("440111", in: 1979) == nil)
    let abolished = try #require(regions.region("440116"))
    #expect(!abolished.isCurrent && abolished.firstYear == 2005 && abolished.lastYear == 2014)
    #expect(regions.region("440116", in: 2020) == nil)
    #expect(regions.region("440183")?.name == "增城市")
    #expect(regions.region("440118")?.name == "增城区")
    #expect(regions.region("999999") == nil && regions.region("") == nil && regions.region("44") == nil)
  }

  @Test("lists to choose from leave out groupings and what is abolished")
  func children() {
    let guangzhou = regions.children(of: "440100").map(\.name)
    #expect(guangzhou.count == 11)
    #expect(guangzhou.contains("黄埔区") && !guangzhou.contains("市辖区") && !guangzhou.contains("萝岗区"))
    #expect(regions.children(of: "440000").count == 21)
    let beijing = regions.children(of: "110000").map(\.name)
    #expect(beijing.count == 16 && beijing.contains("密云区"))
    let chongqing = regions.children(of: "500000").map(\.name)
    #expect(chongqing.contains("渝中区") && chongqing.contains("城口县"))
    let hainan = regions.children(of: "460000").map(\.name)
    #expect(hainan.contains("海口市") && hainan.contains("文昌市"))
    #expect(regions.children(of: "440112").isEmpty)
    #expect(regions.children(of: "440100", in: 2010).map(\.name).contains("萝岗区"))
  }

  @Test("what is above")
  func parents() throws {
    let huangpu = try #require(regions.region("440112"))
    let guangzhou = try #require(regions.parent(of: huangpu))
    #expect(guangzhou.code == "440100")
    #expect(regions.parent(of: guangzhou)?.code == "440000")
    #expect(regions.parent(of: try #require(regions.region("440000"))) == nil)
    #expect(regions.parent(of: try #require(regions.region("110105")))?.code == "110000")
  }

  @Test("search by a fragment of the name")
  func search() {
    #expect(regions.search("黄埔").map(\.code).first == "440112")
    #expect(regions.search("广东").first?.code == "440000")
    #expect(regions.search("朝阳区").prefix(2).map(\.code) == ["110105", "220104"])
    #expect(regions.search("埔").count == 2 && regions.search("城", limit: 3).count == 3)
    #expect(regions.search(" ").isEmpty && regions.search("没有的地方").isEmpty)
    #expect(!regions.search("市辖区", limit: 100).contains { $0.isGrouping })
  }

  @Test("a table of one's own, with lines that are no entries")
  func ownTable() {
    let own = Regions(table: "# comment\n110000\t甲省\t\nrubbish\n\n110100\t乙市\t1990-2000")
    #expect(own.all.map(\.name) == ["甲省", "乙市"])
    #expect(own.fullName("110100") == "甲省 乙市")
    #expect(Regions(table: "").region("110000") == nil)
  }
}

@Suite("Divisions written in words")
struct RegionMatchingTests {
  let matcher = RegionMatcher.national

  @Test(
    "found",
    arguments: [
      ("广东省广州市黄埔区", "440112", ""), ("广东 广州 黄埔", "440112", ""), ("广东省/广州市/黄埔区", "440112", ""),
      ("广州市黄埔区科学大道1号", "440112", "科学大道1号"), ("黄埔区", "440112", ""), ("440112", "440112", ""),
      ("440112001002", "440112", ""),
      ("北京市市辖区朝阳区", "110105", ""), ("北京市北京市朝阳区", "110105", ""), ("北京朝阳", "110105", ""),
      ("吉林市", "220200", ""), ("吉林省吉林市", "220200", ""), ("吉林", "220000", ""), ("湖南长沙", "430100", ""),
      ("长沙", "430100", ""),
      ("恩施州", "422800", "州"), ("恩施土家族苗族自治州", "422800", ""), ("广西南宁", "450100", ""), ("内蒙古包头", "150200", ""),
      ("新疆石河子市", "659001", ""), ("海南省文昌市", "469005", ""), ("海南", "460000", ""), ("东莞", "441900", ""),
      ("广东省黄埔区", "440112", ""),
      ("重庆市忠县", "500233", ""), ("香港", "810000", ""), ("上海市浦东新区张江路", "310115", "张江路"),
    ])
  func found(_ typed: String, _ code: String, _ rest: String) {
    let match = matcher.match(typed)
    if case .found(let region, let left) = match {
      #expect(region.code == code && left == rest, "\(typed): \(region.code) \(region.name) \(left)")
    } else {
      Issue.record("\(typed): \(match)")
    }
  }

  @Test("several of one name")
  func ambiguous() {
    guard case .ambiguous(let regions) = matcher.match("朝阳区") else {
      Issue.record("\(matcher.match("朝阳区"))")
      return
    }
    #expect(regions.map(\.code) == ["110105", "220104"])
    guard case .ambiguous(let drums) = matcher.match("江苏鼓楼区") else {
      Issue.record("\(matcher.match("江苏鼓楼区"))")
      return
    }
    #expect(drums.map(\.code) == ["320106", "320302"])
  }

  @Test("nothing", arguments: ["", "  ", "科学大道1号", "Guangzhou", "990000", "12"])
  func unknown(_ typed: String) {
    #expect(matcher.match(typed) == .unknown)
  }
}
