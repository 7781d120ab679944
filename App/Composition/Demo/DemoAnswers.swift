import Partners
import Values

/// What the demo's reviews say.
enum DemoAnswers {
  private static let conditions = [
    "设实习岗位 12 个，企业导师 3 名，与数控、模具专业对口。", "生产线、检测室齐备，可同时接收 20 名学生。", "门店与仓储岗位，企业导师一带三。",
  ]
  private static let conclusions = [
    "企业管理规范，岗位与专业匹配，建议作为稳定的实习单位。", "距学校较近，食宿条件好，建议先安排认识实习。", "技术力量强，愿意承接教师企业实践，建议签订框架协议。",
  ]

  static func complete(inspectedOn: CivilDate, checkedOn: CivilDate, number: Int) -> ReviewAnswers {
    var answers = ReviewAnswers()
    for item in ReviewItem.allCases { answers.items[item] = ReviewFinding(.fine) }
    answers.items[.conditions]?.note = conditions[number % conditions.count]
    for item in InspectionItem.allCases { answers.inspection[item] = ReviewFinding(.fine) }
    answers.inspection[.workingTime]?.note = "每日 8 小时，双休，不安排夜班。"
    if number % 3 == 0 {
      answers.inspection[.living] = ReviewFinding(.inapplicable, note: "走读实习，企业不提供住宿，提供午餐。")
    } else {
      answers.inspection[.living]?.note = "四人间宿舍，有食堂。"
    }
    answers.creditCheckedOn = checkedOn.description
    answers.inspectedOn = inspectedOn.description
    answers.inspectors = "何秋月、梁志恒"
    answers.conclusion = conclusions[number % conclusions.count]
    return answers
  }

  /// Only the first items are filled in.
  static func begun(number: Int) -> ReviewAnswers {
    var answers = ReviewAnswers()
    for item in [ReviewItem.licence, .venue, .intermediary] { answers.items[item] = ReviewFinding(.fine) }
    answers.conclusion = conclusions[number % conclusions.count]
    return answers
  }

  static func unsafe(inspectedOn: CivilDate, checkedOn: CivilDate) -> ReviewAnswers {
    var answers = complete(inspectedOn: inspectedOn, checkedOn: checkedOn, number: 1)
    answers.items[.safety] = ReviewFinding(.wrong, note: "未按规定组织安全培训，受到行政处罚。")
    answers.lastViolationOn = inspectedOn.adding(days: -400).description
    answers.inspection[.safety] = ReviewFinding(.wrong, note: "部分设备缺少防护罩。")
    return answers
  }
}
