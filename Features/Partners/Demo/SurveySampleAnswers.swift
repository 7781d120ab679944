import Organizations
import Records
import Values

/// One partner's answer as its personnel office would type it.
struct SurveySampleAnswers {
  let survey: Survey
  let partner: PartnerSummary
  /// Those of the survey.
  let majors: [Major]

  /// Skills by what the name of a major says.
  private static let skills: [(words: [String], skills: [String])] = [
    (["数控", "模具"], ["数控编程", "设备点检", "识图", "三坐标测量", "模具装配", "工艺编制"]),
    (["机器人", "电气", "自动化"], ["PLC 编程", "机器人示教", "电气识图", "设备维护", "视觉检测", "现场总线"]),
    (["汽车", "新能源", "网联"], ["三电检修", "故障诊断", "整车装配", "电池检测", "质量检验", "传感器标定"]),
    (["软件", "计算机", "大数据", "数字媒体", "网络"], ["Java 开发", "测试用例编写", "数据库", "Linux 运维", "数据标注", "前端开发"]),
    (["电子商务", "物流", "会计", "营销", "市场"], ["直播运营", "客服沟通", "仓储管理", "数据报表", "成本核算", "新媒体文案"]),
    (["食品", "药品"], ["理化检验", "无菌操作", "GMP 规范", "HACCP", "留样管理", "设备清洁验证"]),
    (["酒店", "旅游", "烹饪", "研学"], ["前厅接待", "普通话与粤语", "餐饮服务", "活动策划", "英语会话", "食品安全"]),
  ]

  private static let suggestions = [
    "希望增加企业真实项目实训，学生到岗后上手更快。", "建议三年级第一学期就安排岗位实习，便于企业提前培养。", "多培养学生的安全意识和时间观念。",
    "希望学校提前两个月提供实习学生名单，便于安排宿舍。", "专业课可以引入我们正在用的设备型号。", "建议开设英语图纸阅读和质量管理课程。",
    "愿意参加人才培养方案论证会。", "实习期间请老师定期到企业走访。",
  ]

  func typed(_ dice: inout SampleDice) -> FormData {
    var pairs: [(String, String)] = []
    let staff = partner.enterprise.staffCount ?? size(&dice)
    for question in survey.questions {
      for value in answer(question, staff: staff, &dice) { pairs.append((SurveyReading.field(question.key), value)) }
    }
    return FormData(pairs + demand(staff, &dice))
  }

  private func size(_ dice: inout SampleDice) -> Int {
    switch partner.enterprise.size {
    case .large: 1000 + dice.below(40) * 50
    case .medium: 300 + dice.below(30) * 20
    case .small: 30 + dice.below(25) * 10
    case .micro, nil: 8 + dice.below(20)
    }
  }

  private func answer(_ question: SurveyQuestion, staff: Int, _ dice: inout SampleDice) -> [String] {
    switch question.key {
    case "q2": return ["\(staff)"]
    case "q3": return ["\(max(1, staff * (30 + dice.below(40)) / 100))"]
    case "q4": return [dice.pick(["o1", "o2", "o2", "o2", "o3", "o3", "o3", "o4"])]
    case "q8": return dice.some(2 + dice.below(2), of: ["o2", "o3", "o2", "o3", "o4", "o5", "o6", "o7", "o1"])
    case "q10": return dice.some(1 + dice.below(2), of: ["o1", "o2", "o3", "o4", "o4", "o5", "o6"])
    case "q11": return dice.happens(80) ? [dice.pick(["3", "4", "4", "4", "5", "5"])] : []
    case "q13": return [dice.happens(78) ? "yes" : "no"]
    case "q14": return ["\(max(2, min(60, staff / 20 / 2 * 2)))"]
    case "q15": return dice.some(1 + dice.below(3), of: ["o1", "o2", "o3", "o4", "o4", "o5", "o6", "o7"])
    case "q16": return dice.some(1 + dice.below(2), of: ["o1", "o1", "o2", "o3", "o4", "o5"])
    case "q17":
      guard dice.happens(60), let last = survey.closesOn else { return [] }
      return [last.adding(days: 10 + dice.below(80)).description]
    case "q18": return dice.happens(45) ? [dice.pick(Self.suggestions)] : []
    default: return []
    }
  }

  /// A partner looks for people of the majors that it works with.
  private func demand(_ staff: Int, _ dice: inout SampleDice) -> [(String, String)] {
    let near = majors.filter { partner.majors.contains($0.name) }
    let chosen = near.isEmpty ? dice.some(1, of: majors) : dice.some(2, of: near)
    return chosen.flatMap { major -> [(String, String)] in
      func field(_ part: String) -> String { SurveyReading.field(major.id, part) }
      let most = max(2, min(40, staff / 25))
      let pay = 42 + dice.below(24)
      var pairs = survey.years.indices.compactMap { index -> (String, String)? in
        // The further away a year is, the fewer know it.
        guard index == 0 || dice.happens(80 - 25 * index) else { return nil }
        return (field(SurveyReading.year(index)), "\(1 + dice.below(most))")
      }
      if dice.happens(70) { pairs.append((field("interns"), "\(2 + dice.below(most))")) }
      if dice.happens(65) { pairs.append((field("level"), dice.happens(75) ? "higher" : "secondary")) }
      pairs.append((field("payFrom"), "\(pay * 100)"))
      pairs.append((field("payTo"), "\((pay + 8 + dice.below(22)) * 100)"))
      let known =
        Self.skills.first { line in line.words.contains { major.name.contains($0) } }?.skills ?? ["岗位实操", "沟通协作"]
      pairs.append((field("skills"), dice.some(2 + dice.below(2), of: known).joined(separator: "、")))
      return pairs
    }
  }
}
