import Testing

@testable import Standards

@Suite("Industries")
struct IndustriesTests {
  let industries = Industries.national

  @Test("20 sections A–T and 97 divisions in their order, each named in both languages")
  func table() {
    #expect(industries.edition == 2017)
    #expect(industries.sections.map(\.code).joined() == "ABCDEFGHIJKLMNOPQRST")
    #expect(industries.divisions.map(\.code) == (1...97).map { $0 < 10 ? "0\($0)" : "\($0)" })
    for industry in industries.sections + industries.divisions {
      #expect(!industry.name.chinese.isEmpty && industry.name.english?.isEmpty == false)
    }
    // The number of divisions in each section is that of the standard.
    let counts = industries.sections.map { industries.divisions(of: $0.code).count }
    #expect(counts == [5, 7, 31, 3, 4, 2, 8, 2, 3, 4, 1, 2, 3, 4, 3, 1, 2, 5, 6, 1])
  }

  @Test(
    "codes of every length",
    arguments: [
      ("C", "C"), ("c", "C"), ("34", "34"), ("C34", "34"), ("Ｃ３４", "34"), ("3484", "34"), ("C348", "34"), ("01", "01"),
      ("97", "97"),
      ("A34", nil), ("98", nil), ("00", nil), ("U", nil), ("3", nil), ("34841", nil), ("", nil), ("CC", nil),
      ("制", nil),
    ])
  func codes(_ code: String, _ found: String?) {
    #expect(industries.industry(code)?.code == found)
  }

  @Test(
    "codes of the employment statistics",
    arguments: [
      ("A", "11"), ("06", "21"), ("3484", "22"), ("D44", "23"), ("50", "24"), ("51", "31"), ("G", "32"), ("62", "33"),
      ("65", "34"),
      ("J", "35"), ("70", "36"), ("72", "37"), ("75", "38"), ("N", "39"), ("81", "41"), ("83", "42"), ("84", "43"),
      ("88", "44"),
      ("S", "45"), ("97", "46"),
    ])
  func employment(_ code: String, _ statistics: String) {
    #expect(industries.employmentIndustry(for: code)?.code == statistics)
  }

  @Test("the armed forces are in the statistics only")
  func armedForces() {
    #expect(industries.employmentIndustries.count == 21)
    #expect(industries.employmentIndustries.filter { $0.section == nil }.map(\.code) == ["80"])
    #expect(industries.employmentIndustry(for: "98") == nil)
  }

  @Test(
    "what sheets say",
    arguments: [
      ("通用设备制造业", "34"), ("C34 通用设备制造业", "34"), ("34-通用设备制造业", "34"), ("制造业", "C"), ("房地产业", "70"),
      ("酒饮料和精制茶制造业", "15"),
      ("酒，饮料和精制茶制造业", "15"), ("35", "35"), (" 教育 ", "83"), ("不知道", nil), ("", nil), ("C34", "34"),
      ("C34 Manufacture of general-purpose machinery", "34"), ("C Manufacturing", "C"), ("manufacturing", "C"),
      ("C34 Manufacture of something", nil),
    ])
  func find(_ typed: String, _ code: String?) {
    #expect(industries.find(typed)?.code == code)
  }

  @Test("search in both languages")
  func search() {
    #expect(industries.search("汽车").map(\.code) == ["36"])
    #expect(industries.search("software").map(\.code) == ["I", "65"])
    #expect(industries.search("").isEmpty)
  }

  @Test("a name in a language")
  func names() throws {
    let section = try #require(industries.industry("C"))
    #expect(section.name.text(in: "zh-CN") == "制造业")
    #expect(section.name.text(in: "en") == "Manufacturing")
    #expect(BilingualName(chinese: "计算机类").text(in: "en") == "计算机类")
    #expect(industries.section(of: try #require(industries.industry("36"))) == section)
  }
}

@Suite("Majors")
struct MajorsTests {
  let catalogue = MajorCatalogue.edition2021

  @Test("19 groups and 97 classes on each level, every major in one of them")
  func table() {
    #expect(catalogue.edition == 2021)
    for level in EducationLevel.allCases {
      let groups = catalogue.groups(of: level)
      #expect(groups.count == 19)
      #expect(groups.flatMap { catalogue.classes(of: $0.code) }.count == 97)
      #expect(groups.allSatisfy { $0.name.chinese.hasSuffix("大类") && $0.name.english?.isEmpty == false })
      #expect(catalogue.majors.contains { $0.level == level })
    }
    #expect(catalogue.majors.count > 600)
    #expect(catalogue.majors.map(\.code) == catalogue.majors.map(\.code).sorted())
    for major in catalogue.majors {
      #expect(catalogue.majorClass(of: major.code) != nil, "\(major.code)")
      #expect(catalogue.group(of: major.code)?.level == major.level, "\(major.code)")
    }
  }

  @Test(
    "levels, groups and classes",
    arguments: [
      ("710204", "数字媒体技术应用", EducationLevel.secondary, "电子与信息大类", "计算机类"),
      ("460301", "机电一体化技术", .associate, "装备制造大类", "自动化类"), ("260702", "新能源汽车工程技术", .bachelor, "装备制造大类", "汽车制造类"),
      ("520201", "护理", .associate, "医药卫生大类", "护理类"), ("790302", "智慧健康养老服务", .secondary, "公共管理与服务大类", "公共服务类"),
      ("610101", "种子生产技术", .secondary, "农林牧渔大类", "农业类"), ("530701", "电子商务", .associate, "财经商贸大类", "电子商务类"),
      ("700206", "汽车运用与维修", .secondary, "交通运输大类", "道路运输类"), ("540202", "烹饪工艺与营养", .associate, "旅游大类", "餐饮类"),
      ("580401", "法律事务", .associate, "公安与司法大类", "法律实务类"), ("550102", "视觉传达设计", .associate, "文化艺术大类", "艺术设计类"),
    ])
  func majors(_ code: String, _ name: String, _ level: EducationLevel, _ group: String, _ majorClass: String) throws {
    let major = try #require(catalogue.major(code))
    #expect(major.name == name && major.level == level && major.code == code)
    #expect(catalogue.group(of: code)?.name.chinese == group)
    #expect(catalogue.majorClass(of: code)?.name == majorClass)
    #expect(catalogue.group(of: code)?.code == major.groupCode)
    #expect(catalogue.majorClass(of: code)?.code == major.classCode)
  }

  @Test("the letter K")
  func stateControlled() throws {
    let preschool = try #require(catalogue.major("570102"))
    #expect(preschool.isStateControlled && preschool.printedCode == "570102K")
    #expect(catalogue.major("５７０１０２ｋ") == preschool)
    #expect(catalogue.major("520201")?.isStateControlled == false)
  }

  @Test(
    "codes of no level",
    arguments: ["200101", "400101", "600101", "800101", "100101", "71020", "7102044", "71020A", "", "K"])
  func wrongCodes(_ code: String) {
    #expect(Major(code: code, name: "某专业") == nil)
    #expect(catalogue.major(code) == nil)
  }

  @Test("the ends of the levels")
  func levels() {
    #expect(EducationLevel(majorCode: "21") == .bachelor && EducationLevel(majorCode: "39") == .bachelor)
    #expect(EducationLevel(majorCode: "41") == .associate && EducationLevel(majorCode: "59") == .associate)
    #expect(EducationLevel(majorCode: "61") == .secondary && EducationLevel(majorCode: "79") == .secondary)
    #expect(EducationLevel(majorCode: "40") == nil && EducationLevel(majorCode: "x1") == nil)
    #expect(catalogue.group(of: "80") == nil && catalogue.majorClass(of: "7199") == nil)
    #expect(catalogue.classes(of: "7").isEmpty)
  }

  @Test("an import adds majors and renames known ones")
  func adding() throws {
    let more = [
      try #require(Major(code: "710204", name: "数字媒体应用")), try #require(Major(code: "519999", name: "新专业")),
    ]
    let extended = catalogue.adding(more)
    #expect(extended.majors.count == catalogue.majors.count + 1)
    #expect(extended.major("710204")?.name == "数字媒体应用")
    #expect(extended.majors(in: "5199").map(\.name) == ["新专业"])
    #expect(extended.majors.map(\.code) == extended.majors.map(\.code).sorted())
    #expect(catalogue.major("519999") == nil)
  }

  @Test("finding by name can mean several levels")
  func find() {
    #expect(catalogue.find("护理").map(\.code) == ["320201", "520201", "720201"])
    #expect(catalogue.find("护理", level: .secondary).map(\.code) == ["720201"])
    #expect(catalogue.find("710204").map(\.name) == ["数字媒体技术应用"])
    #expect(catalogue.find("没有").isEmpty)
    #expect(catalogue.search("7102").allSatisfy { $0.classCode == "7102" })
    #expect(catalogue.search("汽车", level: .secondary).contains { $0.name == "汽车运用与维修" })
    #expect(catalogue.search("技术", limit: 5).count == 5 && catalogue.search("").isEmpty)
  }
}
