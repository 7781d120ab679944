import Organizations

/// The three schools of the demo with their departments and majors.
enum DemoSchools {
  struct School {
    let code: String
    let name: String
    let shortName: String
    let level: SchoolLevel
    let region: String
    let departments: [Department]
    let teachers: Int
    let students: Int
  }

  struct Department {
    let code: String
    let name: String
    /// The school's own name of a major, and its code in the catalogue.
    let majors: [(name: String, code: String)]
  }

  static let all: [School] = [
    School(
      code: "D4401", name: "岭澜职业技术学院", shortName: "岭澜职院", level: .higher, region: "440112",
      departments: [
        Department(
          code: "01", name: "机电工程学院",
          majors: [
            ("数控技术", "460103"), ("模具设计与制造", "460113"), ("工业机器人技术", "460305"), ("电气自动化技术", "460306"),
          ]),
        Department(
          code: "02", name: "汽车工程学院",
          majors: [
            ("新能源汽车技术", "460702"), ("汽车制造与试验技术", "460701"), ("智能网联汽车技术", "460704"),
            ("汽车电子技术", "460703"),
          ]),
        Department(
          code: "03", name: "信息工程学院",
          majors: [
            ("软件技术", "510203"), ("计算机网络技术", "510202"), ("大数据技术", "510205"), ("数字媒体技术", "510204"),
          ]),
        Department(
          code: "04", name: "商贸学院",
          majors: [
            ("电子商务", "530701"), ("现代物流管理", "530802"), ("大数据与会计", "530302"), ("市场营销", "530605"),
          ]),
        Department(
          code: "05", name: "食品与药品学院",
          majors: [
            ("食品检验检测技术", "490104"), ("食品智能加工技术", "490101"), ("药品生产技术", "490201"),
            ("食品质量与安全", "490102"),
          ]),
        Department(
          code: "06", name: "旅游管理学院",
          majors: [
            ("酒店管理与数字化运营", "540106"), ("旅游管理", "540101"), ("烹饪工艺与营养", "540202"), ("研学旅行管理与服务", "540105"),
          ]),
      ], teachers: 66, students: 1100),
    School(
      code: "D4406", name: "樾江工贸职业学校", shortName: "樾江工贸", level: .secondary, region: "440605",
      departments: [
        Department(
          code: "A", name: "机电部", majors: [("数控技术应用", "660103"), ("机电技术应用", "660301"), ("工业机器人技术应用", "660303")]),
        Department(code: "B", name: "汽修部", majors: [("汽车制造与检测", "660701"), ("新能源汽车制造与检测", "660702")]),
        Department(code: "C", name: "商贸部", majors: [("电子商务", "730701"), ("物流服务与管理", "730801")]),
      ], teachers: 30, students: 477),
    School(
      code: "D4403", name: "屿帆信息职业技术学院", shortName: "屿帆信院", level: .higher, region: "440306",
      departments: [
        Department(
          code: "10", name: "软件学院", majors: [("软件技术", "510203"), ("人工智能技术应用", "510209"), ("移动应用开发", "510213")]),
        Department(
          code: "20", name: "电子学院", majors: [("应用电子技术", "510103"), ("物联网应用技术", "510102"), ("集成电路技术", "510401")]),
      ], teachers: 24, students: 357),
  ]
}
