import Partners

/// What was said on visits, and what came of it. Places: `{major}`, `{products}`, `{number}`, `{few}`, `{year}`.
enum DemoVisitTexts {
  struct Story: Sendable {
    let content: String
    let result: String
    var outcome: Visit.Outcome = .talks
    /// What has to follow; most visits end without.
    var task: String?
  }

  static func stories(_ kind: Visit.Kind) -> [Story] {
    switch kind {
    case .visit: visits
    case .seminar: seminars
    case .phone: calls
    case .online: online
    case .questionnaire: questionnaires
    }
  }

  private static let visits = [
    Story(
      content: "参观{products}生产车间，了解岗位设置和用工情况。企业现缺{major}方向一线技术人员{number}名，希望学校推荐 {year} 届毕业生。车间采用两班倒，夜班有补贴，提供四人间宿舍。",
      result: "企业同意接收{few}名学生顶岗实习，实习期满择优录用；学校两周内发送学生名单和实习协议文本。", outcome: .internship,
      task: "向企业发送实习协议文本和学生推荐名单"),
    Story(
      content: "就共建校外实训基地交换意见，查看培训教室和食堂、宿舍。企业可提供实训工位{number}个，每批不超过{few}人，师傅带徒比例 1:3。",
      result: "双方同意挂牌，基地协议由企业法务先审。", outcome: .agreement, task: "跟进基地协议文本的法务意见"),
    Story(
      content: "看望在岗实习学生，逐一了解住宿、伙食和加班情况，与带教师傅座谈。学生反映周末加班偏多，企业答应调整排班。",
      result: "企业人力资源部一周内给出新的排班表，学校每月回访一次。", outcome: .none, task: "核对企业新的实习排班表"),
    Story(
      content: "推介{major}专业 {year} 届毕业生，企业介绍了{products}业务的扩产计划，预计年内新增岗位{number}个，月薪面议，试用期三个月。",
      result: "录用意向{few}人，企业参加学校秋季双选会。", outcome: .hiring),
    Story(
      content: "商谈订单培养。企业提出从二年级选拔学生组班，由企业开设两门岗位课程，每学期派工程师到校授课{few}次。",
      result: "达成订单班意向，人才培养方案由{major}教研室起草。", outcome: .classes, task: "起草订单班人才培养方案初稿"),
    Story(
      content: "回访已签约企业，核对协议履行情况：实习接收人数完成，捐赠的教学设备尚未到货，企业说明因生产计划推迟。",
      result: "设备交付推迟到本学期末，企业出具书面说明。", outcome: .agreement, task: "催收设备交付的书面说明"),
    Story(
      content: "第一次上门。企业主营{products}，规模不大，老板是本校校友，愿意先接收少量学生短期实习，看看效果。",
      result: "先安排{few}名学生见习两周，再谈协议。", outcome: .intention),
    Story(
      content: "陪同{major}专业教师下企业实践报到，明确实践任务、考核办法和安全责任，企业安排技术部经理作导师。",
      result: "教师实践为期两个月，每周交一份实践日志。", outcome: .talks),
    Story(
      content: "了解企业对{major}岗位技能的要求：看重识图、设备点检和沟通，证书只作参考。企业愿意参加专业建设指导委员会。",
      result: "推荐企业技术总监为指导委员会委员，聘书待发。", outcome: .intention, task: "办理指导委员会委员聘书"),
  ]

  private static let seminars = [
    Story(
      content: "专业建设座谈：企业代表对{major}人才培养方案提出意见，建议压缩理论学时，增加{products}相关的综合实训，安排企业真实项目进课堂。",
      result: "采纳{few}条意见，修订后的课程标准送企业再审一次。", outcome: .classes, task: "将修订后的课程标准送企业复审"),
    Story(
      content: "季度例会：通报本季度实习、录用和课程共建进展，讨论下一季度教师到企业实践的安排。企业反映部分学生岗前培训不足。",
      result: "下学期起岗前培训增加企业文化和安全两个专题。", outcome: .talks),
    Story(
      content: "订单班开班前座谈，企业、学校和家长代表参加，讲清实习待遇、住宿、保险和意外处理办法，现场回答家长提问。",
      result: "{few}名学生和家长确认参加，个别学生转回普通班。", outcome: .classes),
    Story(
      content: "与企业及所在园区管委会座谈，讨论园区内几家企业合办岗前培训，场地由园区提供，学校派教师。",
      result: "形成培训计划初稿，园区负责统计各企业人数。", outcome: .intention, task: "收集各企业的培训人数"),
  ]

  private static let calls = [
    Story(
      content: "电话了解企业近期招聘计划和实习需求，对方表示下月确定{major}岗位数量后回复。", result: "约定下月再联系。",
      outcome: .talks, task: "电话询问岗位数量"),
    Story(content: "核对实习学生考勤和实习补贴发放情况，补贴按月足额发放。", result: "无异常。", outcome: .none),
    Story(content: "邀请企业参加毕业生双选会，说明展位、岗位登记和时间。", result: "企业确认参会，提供岗位{number}个。", outcome: .hiring),
    Story(content: "节前问候，了解企业经营情况：订单比去年同期略有下降，上半年招聘放缓，实习名额不变。", result: "合作照常。", outcome: .none),
  ]

  private static let online = [
    Story(
      content: "线上讨论{major}课程的活页式教材编写分工，企业提供{products}的真实案例{few}个，学校负责编写和试用。",
      result: "确定编写提纲和交稿时间。", outcome: .classes, task: "提交教材样章"),
    Story(
      content: "企业人力资源部与实习学生线上见面，介绍岗位、待遇和晋升通道，学生提问较多的是转正条件和住宿。",
      result: "{few}名学生报名，企业安排面试。", outcome: .internship),
    Story(
      content: "线上协商合作协议续签条款，企业希望调整实习津贴标准，学校要求写明保险和夜班限制。", result: "条款基本一致，待双方盖章。",
      outcome: .agreement, task: "寄送续签协议并确认盖章"),
  ]

  private static let questionnaires = [
    Story(
      content: "发放用人单位满意度问卷，对近三年录用的毕业生在专业技能、职业素养和稳定性方面评价，回收有效问卷{few}份。",
      result: "总体满意，建议加强外语和数据处理能力。", outcome: .none),
    Story(
      content: "{major}人才需求问卷：企业未来一年需求{number}人，最缺设备维护和现场管理岗位。", result: "结果供专业设置调整参考。",
      outcome: .hiring),
  ]
}
