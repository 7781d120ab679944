import Localization

/// The texts of the demo's templates.
enum SampleTexts {
  struct Sample {
    let kind: AgreementKind
    let title: String
    let note: String
    var language = Language.chinese
    let text: TemplateText
  }

  static let all: [Sample] = [
    Sample(kind: .framework, title: "校企合作框架协议（通用）", note: "与新合作企业首次签订时使用，附订单培养附件", text: framework),
    Sample(kind: .order, title: "订单培养（冠名班）协议", note: "企业出资冠名、参与教学并优先录用时使用", text: order),
    Sample(kind: .base, title: "校外实习实训基地共建协议", note: "挂牌基地使用", text: base),
    Sample(kind: .internship, title: "岗位实习合作协议", note: "学校与实习单位签订，不代替三方协议", text: internship),
    Sample(kind: .threeParty, title: "学生岗位实习三方协议", note: "岗位实习前学校、单位、学生三方签订", text: threeParty),
    Sample(kind: .service, title: "技术服务协议", note: "教师团队为企业解决技术问题时使用", text: service),
    Sample(kind: .intent, title: "校企合作意向书", note: "接洽阶段使用", text: intent),
  ]

  static func clause(
    _ key: String, _ heading: String, _ text: String, _ topic: ClauseTopic?, must: Bool = false, when: String = "",
    annex: Int = 0, _ duty: DutyMark? = nil
  ) -> Clause {
    Clause(
      key: key, annex: annex, heading: heading, text: text, topic: topic, isMandatory: must, condition: when, duty: duty
    )
  }

  static func duty(
    _ debtor: DutyMark.Debtor, _ subject: String, _ rhythm: DutyMark.Rhythm, _ target: String = "",
    _ measure: DutyMark.Measure = .times, _ evidence: String = "", days: Int? = nil
  ) -> DutyMark {
    DutyMark(
      debtor: debtor, subject: subject, rhythm: rhythm, days: days, measure: measure, target: target, evidence: evidence
    )
  }

  private static let parties = """
    甲方：{{school.name}}
    乙方：{{enterprise.name}}（统一社会信用代码：{{enterprise.creditCode}}），住所：{{enterprise.address}}
    """
  private static let disputes = "双方在履行中发生争议，应先协商；协商不成的，提交甲方所在地有管辖权的人民法院处理。"
  private static let termination = "协议内容需要变更时，由双方书面确认。一方严重违反约定，经书面催告三十日内仍未改正的，另一方可以解除协议；正在进行的学生培养应妥善安排至学期结束。"

  private static let framework = TemplateText(
    clauses: [
      clause("c1", "合作各方", parties, .parties),
      clause(
        "c2", "目标与任务",
        "双方围绕{{enterprise.products}}等领域的人才需求，共同培养{{partnership.majors}}等专业的技术技能人才，建立人才共育、过程共管、成果共享、责任共担的合作关系。",
        .objectives, must: true),
      clause(
        "c3", "合作内容与形式", "一、共同修订人才培养方案，开发课程与教材。\n二、互聘教师和技术骨干，共建双师团队。\n三、共建实训条件，安排学生实习与教师实践。\n四、开展技术研发、员工培训和成果转化。",
        .content, must: true),
      clause(
        "c4", "甲方的权利与义务", "甲方负责教学组织与学生管理，每年邀请乙方参加专业建设会议，并为乙方员工培训提供场地和师资。", .rights, must: true,
        duty(.school, "为乙方培训员工", .yearly, "40", .hours, "培训签到表、课程安排")),
      clause(
        "c5", "乙方的权利与义务", "乙方每年提供不少于{{own.interns}}个实习岗位，选派技术骨干到校授课，每学年不少于{{own.lectures}}场。", .rights, must: true,
        duty(.enterprise, "接收学生实习", .yearly, "own.interns", .interns, "实习名单、三方协议")),
      clause(
        "c6", "技术骨干授课", "授课计划由双方在每学期开学前确定，课酬按甲方外聘教师标准支付。", .teaching,
        duty(.enterprise, "选派骨干到校授课", .yearly, "own.lectures", .lectures, "授课记录")),
      clause(
        "c7", "合作期限", "本协议自{{agreement.start}}起至{{agreement.end}}止，共{{agreement.months}}个月。期满前三个月，双方根据履行情况商定是否续签。",
        .term, must: true),
      clause(
        "c8", "履行研讨", "双方每季度召开一次履行情况研讨会，轮流主持，形成纪要。", .assessment,
        duty(.both, "召开季度履行研讨会", .quarterly, "1", .times, "会议纪要")),
      clause(
        "c9", "大型企业联络机制", "乙方指定人力资源部门设专人与甲方校企合作办对接，重大事项三个工作日内答复。", nil,
        when: "enterprise.size == \"大型\" or enterprise.staffCount >= 500"),
      clause("c10", "成果与保密", "合作中形成的课程、教材、专利等成果由双方共有，具体份额另行约定。双方对在合作中知悉的商业秘密和学生个人信息负有保密义务。", .results),
      clause("c11", "变更与解除", termination, .termination),
      clause("c12", "争议解决", disputes, .disputes),
      clause("a1", "班级与规模", "双方共同组建订单班，每届不少于{{own.classSize}}人，由双方面试选拔，学生自愿参加。", .teaching, annex: 1),
      clause("a2", "录用", "订单班学生毕业时经考核合格，乙方优先录用，录用比例不低于百分之六十。", .hiring, annex: 1),
    ], annexes: ["订单培养约定"],
    fields: [
      OwnField(name: "interns", label: "每年实习岗位数", kind: .number, isRequired: true, initial: "20"),
      OwnField(name: "lectures", label: "每学年授课场次", kind: .number, isRequired: true, initial: "4"),
      OwnField(name: "classSize", label: "订单班每届人数", kind: .number, initial: "25"),
    ])

  private static let order = TemplateText(
    clauses: [
      clause("c1", "合作各方", parties, .parties),
      clause(
        "c2", "目标与任务", "为满足乙方{{own.post}}岗位的用人需求，双方共同组建“{{enterprise.shortName}}班”，按乙方岗位标准培养学生。", .objectives,
        must: true),
      clause("c3", "培养形式", "学生前两年以在校学习为主，第三年以岗位实习为主。双方共同制定培养方案，专业核心课中由乙方承担的课时不少于三分之一。", .content, must: true),
      clause(
        "c4", "双方权利义务", "甲方负责学籍与教学管理；乙方选派师傅、提供实习岗位，并承担其授课人员的交通和食宿。", .rights, must: true,
        duty(.enterprise, "承担专业课教学", .yearly, "120", .hours, "授课记录、学生评价")),
      clause("c5", "培养方案", "培养方案每年修订一次，经双方确认后执行。", .teaching, duty(.both, "修订人才培养方案", .yearly, "", .times, "修订稿与会议纪要")),
      clause(
        "c6", "奖学金与经费", "乙方每学年设立奖学金人民币{{agreement.amount}}元（大写：{{agreement.amountInWords}}），用于奖励品学兼优的订单班学生。", .funding,
        duty(.enterprise, "拨付奖学金", .yearly, "agreement.amount", .yuan, "转账凭证")),
      clause(
        "c7", "录用", "学生毕业经双方考核合格并自愿的，乙方予以录用，录用人数不低于班级人数的百分之七十。", .hiring,
        duty(.enterprise, "录用毕业生", .once, "15", .hires, "劳动合同")),
      clause("c8", "合作期限", "本协议自{{agreement.start}}起至{{agreement.end}}止，覆盖本届学生完整学制。", .term, must: true),
      clause("c9", "学生权益", "双方不得向学生收取押金、培训费或就业服务费，不得扣押学生证件。", .protection),
      clause("c10", "争议解决", disputes, .disputes),
    ], fields: [OwnField(name: "post", label: "培养岗位", isRequired: true, initial: "技术技能")])

  private static let base = TemplateText(
    clauses: [
      clause("c1", "合作各方", parties, .parties),
      clause("c2", "目标与任务", "双方在乙方生产场所共建{{partnership.majors}}专业校外实习实训基地，承担学生实习、教师实践和员工培训鉴定。", .objectives, must: true),
      clause("c3", "建设内容", "乙方提供不少于{{own.stations}}个实训工位和必要的更衣、用餐条件；甲方提供教学文件和指导教师。", .content, must: true),
      clause(
        "c4", "权利与义务", "乙方每年接收甲方学生实习、教师实践；甲方优先为乙方推荐毕业生。", .rights, must: true,
        duty(.enterprise, "接收教师企业实践", .yearly, "3", .teachers, "实践鉴定表")),
      clause(
        "c5", "场地与设备", "乙方提供的设备归乙方所有，由乙方维护；甲方投放的教学设备登记造册，归甲方所有。", .facilities,
        duty(.both, "核对基地设备台账", .yearly, "", .times, "双方签字的台账")),
      clause(
        "c6", "安全与劳动保护", "乙方对进入基地的师生进行安全教育，提供符合国家标准的劳动防护用品；未经安全培训考核合格的学生不得上岗。", .protection,
        duty(.enterprise, "开展安全培训", .halfYearly, "1", .times, "培训签到与考核记录")),
      clause(
        "c7", "挂牌", "基地名称为“{{school.shortName}}·{{enterprise.shortName}}实习实训基地”，自协议生效之日起三十日内挂牌。", .naming,
        duty(.both, "基地挂牌", .once, "", .times, "挂牌照片", days: 30)),
      clause("c8", "合作期限", "本协议自{{agreement.start}}起至{{agreement.end}}止。", .term, must: true),
      clause("c9", "争议解决", disputes, .disputes),
    ], fields: [OwnField(name: "stations", label: "实训工位数", kind: .number, isRequired: true, initial: "30")])

  private static let internship = TemplateText(
    clauses: [
      clause("c1", "合作各方", parties, .parties),
      clause("c2", "目标与任务", "双方按照专业人才培养方案安排学生岗位实习，使学生掌握岗位群的典型工作任务。", .objectives, must: true),
      clause("c3", "实习内容与形式", "实习方案由双方共同制定，岗位与所学专业对口或相近；双方各指定一名以上经验丰富的指导人员全程指导。", .content, must: true),
      clause(
        "c4", "实习安排", "每批实习人数、岗位、起止时间由双方另行确认；不安排一年级学生、未满十六周岁学生，不通过中介机构组织实习。", .placement,
        duty(.enterprise, "提供实习岗位", .halfYearly, "own.places", .places, "岗位清单")),
      clause(
        "c5", "权利与义务", "甲方负责实习前教育和过程检查；乙方负责岗位指导、考勤和安全，不得安排学生加班和夜班。", .rights, must: true,
        duty(.school, "到岗检查实习", .quarterly, "1", .times, "检查记录")),
      clause("c6", "实习报酬", "学生相对独立参与实际工作的，报酬原则上不低于乙方相同岗位工资标准的百分之八十或最低档工资标准，按月以货币形式直接支付给学生。", .pay),
      clause(
        "c7", "责任保险与事故处理", "实习责任保险由甲方统一投保，覆盖实习全过程，费用不得由学生承担。发生伤亡事故时，乙方立即救治并于二十四小时内通知甲方。", .insurance,
        duty(.school, "投保实习责任保险", .yearly, "", .times, "保单")),
      clause("c8", "期限", "本协议自{{agreement.start}}起至{{agreement.end}}止。", .term, must: true),
      clause("c9", "争议解决", disputes, .disputes),
    ], fields: [OwnField(name: "places", label: "每半年岗位数", kind: .number, isRequired: true, initial: "15")])

  private static let threeParty = TemplateText(
    clauses: [
      clause("c1", "各方基本信息", parties + "\n丙方（学生）：{{own.student}}，监护人：{{own.guardian}}", .parties, must: true),
      clause(
        "c2", "实习时间、地点、内容与条件",
        "丙方于{{agreement.start}}至{{agreement.end}}在乙方{{own.place}}从事{{own.post}}岗位实习，岗位条件符合安全生产和劳动保护要求。", .placement,
        must: true),
      clause("c3", "食宿、工作时间与休息", "乙方提供或协助安排食宿；每日实习不超过八小时，不安排法定节假日、休息日实习和夜班。", .living, must: true),
      clause(
        "c4", "实习报酬", "乙方每月向丙方支付实习报酬人民币{{own.pay}}元，于次月十日前以转账方式直接支付给丙方。", .pay, must: true,
        duty(.enterprise, "支付实习报酬", .monthly, "own.pay", .yuan, "发放记录")),
      clause("c5", "劳动保护与安全", "乙方对丙方进行岗前安全培训，提供劳动防护用品，落实职业病防护措施。", .protection, must: true),
      clause("c6", "责任保险与事故处理", "甲方为丙方投保实习责任保险；发生伤害时先由保险赔付，不足部分依法处理。", .insurance, must: true),
      clause("c7", "考核", "实习考核由甲乙双方共同进行，过程考核与结果考核相结合，成绩记入学籍档案。", .assessment, must: true),
      clause("c8", "违约责任", "任何一方违反约定造成损失的，依法承担责任；各方不得扣押证件、不得收取任何费用。", .liability, must: true),
      clause("c9", "其他", "本协议一式三份，未尽事宜由三方协商。", .other, must: true),
      clause("c10", "争议解决", disputes, .disputes),
    ],
    fields: [
      OwnField(name: "student", label: "学生姓名", isRequired: true),
      OwnField(name: "guardian", label: "监护人姓名", isRequired: true),
      OwnField(name: "post", label: "实习岗位", isRequired: true), OwnField(name: "place", label: "实习地点", isRequired: true),
      OwnField(name: "pay", label: "每月报酬（元）", kind: .number, isRequired: true),
    ])

  private static let service = TemplateText(
    clauses: [
      clause("c1", "合作各方", parties, .parties),
      clause(
        "c2", "服务内容", "甲方组织{{department.name}}教师团队，为乙方提供“{{own.topic}}”技术服务，提交技术方案和验收报告。", .content,
        duty(.school, "提交技术方案", .once, "1", .times, "技术方案", days: 90)),
      clause("c3", "双方权利义务", "乙方提供必要的数据和现场条件；甲方按期完成服务，学生参与部分应有教师指导。", .rights, must: true),
      clause(
        "c4", "经费与结算", "服务费为人民币{{agreement.amount}}元（大写：{{agreement.amountInWords}}），合同签订后十个工作日内支付百分之五十，验收合格后付清。",
        .funding, duty(.enterprise, "支付首期服务费", .once, "", .yuan, "转账凭证", days: 20)),
      clause("c5", "成果归属", "专利申请权由双方共有；乙方在本企业范围内享有使用权。", .results),
      clause("c6", "保密", "双方对技术资料保密，期限为协议终止后三年。", .confidentiality),
      clause("c7", "期限", "自{{agreement.start}}起至{{agreement.end}}止。", .term),
      clause("c8", "争议解决", disputes, .disputes),
    ], fields: [OwnField(name: "topic", label: "服务题目", isRequired: true, initial: "生产工艺改进")])

  private static let intent = TemplateText(
    clauses: [
      clause("c1", "合作意向", "{{school.name}}与{{enterprise.name}}经友好协商，有意在{{partnership.majors}}等专业领域开展合作。", .objectives),
      clause("c2", "意向内容", "双方将在互访调研的基础上，就共建基地、订单培养和教师实践商定正式协议。", .content),
      clause(
        "c3", "期限", "本意向书自{{agreement.start}}起一年内有效，不构成对任何一方的约束。", .term,
        duty(.both, "互访调研", .halfYearly, "1", .times, "走访记录")),
    ])
}
