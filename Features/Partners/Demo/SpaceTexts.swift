import Values

/// What the demo's enterprises tell of themselves.
enum SpaceTexts {
  static let first: [PublicitySection] = [
    PublicitySection(
      .about,
      text: """
        我们是一家面向汽车与装备行业的制造企业，拥有两座工厂、六条柔性产线，产品覆盖精密零部件与自动化装配单元。

        与职业院校合作已有八年，累计接收实习学生四百余人，其中七十二人成长为班组长和技术骨干。
        """),
    PublicitySection(
      .salary, text: "由基本工资、技能津贴、绩效奖金和夜班补贴组成，每月十日发放。\n实习期间按不低于试用期工资的八成支付报酬，不收取任何费用。",
      salary: SalaryRange(low: 620_000, high: 980_000, period: .month)),
    PublicitySection(
      .benefits, text: "五险一金，入职即办\n年休假、带薪病假、每年一次体检\n高温补贴、节日福利、生日假\n技能等级每升一级，月津贴增加 300 元"),
    PublicitySection(.hours, text: "常白班 8:30–17:30，周末双休；产线岗位两班倒，每月轮换一次。\n实习学生不安排夜班和加班。"),
    PublicitySection(.environment, text: "车间恒温除尘，配有独立的实训工位和仿真教室；园区内有图书角、篮球场和母婴室。"),
    PublicitySection(.board, text: "四人间宿舍，空调、独立卫浴、热水；员工食堂三餐补贴；早晚班车往返地铁站。"),
    PublicitySection(
      .growth, text: "一名师傅带两名徒弟，一年后参加技能等级认定。\n操作工 → 技师 → 班组长 → 工艺工程师，每年两次晋升评审。"),
    PublicitySection(.safety, text: "三级安全教育合格后上岗，免费发放劳动防护用品；为每名实习学生购买实习责任险。"),
    PublicitySection(.posts, text: "数控操作、装配调试、质量检测、设备维护、工艺助理。专业对口，欢迎应届毕业生。"),
  ]

  /// What the page says of board and lodging since.
  static let newBoard = PublicitySection(
    .board, text: "新宿舍楼已启用：两人间与四人间可选，空调、独立卫浴、热水；员工食堂三餐补贴；早晚班车往返地铁站。")

  static let pictures: [(PublicitySection.Kind, SamplePicture.Scene, String)] = [
    (.environment, .workshop, "一号车间的柔性产线"), (.environment, .classroom, "实训工位与仿真教室"), (.board, .dormitory, "员工宿舍"),
  ]

  static let contacts: [(name: String, position: String, note: String)] = [
    ("郑海燕", "人力资源经理", "订单班、实习安排"), ("黄建业", "生产主管", "岗位实习与师傅带徒"), ("沈知远", "财务经理", "合同付款"),
  ]

  static let others: [(person: String, about: String, sections: [PublicitySection])] = [
    (
      "梁慧敏", "在本地有二十年的生产经验，重视现场培养。",
      [
        PublicitySection(
          .salary, text: "综合收入含计件奖金。", salary: SalaryRange(low: 550_000, high: 800_000, period: .month)),
        PublicitySection(.benefits, text: "五险一金、餐补、住房补贴、年度旅游。"),
        PublicitySection(.growth, text: "入职三个月脱产培训，与学校共建技能大师工作室。"),
      ]
    ),
    (
      "潘振东", "是区内的专精特新企业，技术团队平均年龄 29 岁。",
      [
        PublicitySection(
          .salary, text: "技术岗位另有项目奖。", salary: SalaryRange(low: 9_000_000, high: 15_000_000, period: .year)),
        PublicitySection(.environment, text: "开放办公区、健身房、咖啡角，弹性工作时间。"),
        PublicitySection(.posts, text: "技术支持、测试、实施、产品助理。"),
      ]
    ),
    (
      "罗晓晴", "服务周边三百多家客户，常年接收学生岗位实习。",
      [
        PublicitySection(
          .salary, text: "实习报酬按日结算，每月发放。", salary: SalaryRange(low: 15_000, high: 20_000, period: .day)),
        PublicitySection(.hours, text: "做五休二，不加夜班。"),
        PublicitySection(.safety, text: "岗前安全培训两天，投保实习责任险和意外险。"),
      ]
    ),
  ]
}
