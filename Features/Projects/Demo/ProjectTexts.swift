/// What the projects of the demo are about: four of each mode, in the words of applications.
struct ProjectText: Sendable {
  let mode: String
  var form = ""
  var place = ""
  let title: String
  let goal: String
  let content: String
  /// Items of the mode: counts, shares in per cent, amounts in yuan.
  let numbers: [String: Int64]
  var words: [String: String] = [:]
  /// In thousands of yuan.
  let asked: Int64
  let months: Int
}

extension ProjectText {
  static let all: [ProjectText] = campus + equipment + technology + posts + training + transplant + practice

  private static let campus: [ProjectText] = [
    ProjectText(
      mode: "enterprise-on-campus", form: "joint", place: "factory-in-school", title: "数控加工中心入校共建",
      goal: "把{short}的一条小批量加工线设在实训楼一层，学生在真实订单中完成综合实训。",
      content: "学校提供厂房与水电，企业安装设备并派驻技术人员；每学期安排两个班轮岗，双方共同制定岗位操作规范和实训考核标准。",
      numbers: [
        "venueArea": 860, "venueMonths": 36, "studentPosts": 48, "enterpriseMoney": 300_000,
        "equipmentValue": 2_600_000, "stationedStaff": 6, "outputValue": 1_800_000, "interns": 60, "courses": 2,
        "realTasks": 60,
      ], asked: 280, months: 36),
    ProjectText(
      mode: "enterprise-on-campus", form: "joint", place: "enterprise-in-school", title: "电商运营中心入驻校园",
      goal: "引入{short}的客服与运营团队，在校内建立可容纳六十人的运营中心。",
      content: "企业在大促期间派经理驻校带教，学生以项目小组承担店铺运营、客服与数据分析，按完成质量计发补贴。",
      numbers: [
        "venueArea": 420, "venueMonths": 24, "studentPosts": 60, "stationedStaff": 4, "outputValue": 950_000,
        "interns": 80, "realTasks": 70,
      ], asked: 120, months: 24),
    ProjectText(
      mode: "enterprise-on-campus", form: "independent", place: "enterprise-in-school", title: "校园烘焙工坊",
      goal: "由学校自办、{short}提供配方与品控，满足校内供应并作为食品专业生产性实训基地。",
      content: "学生分早晚两班生产，企业每周一次品控检查，毛利用于耗材更新和学生奖学金。",
      numbers: ["venueArea": 180, "venueMonths": 12, "studentPosts": 20, "outputValue": 360_000, "courses": 1],
      asked: 60, months: 12),
    ProjectText(
      mode: "enterprise-on-campus", form: "joint", place: "factory-in-school", title: "新能源汽车检测站入校",
      goal: "在校内建设对外服务的检测站，年检测车辆不少于三千台次，兼作专业核心课程课堂。",
      content: "{short}负责资质与运营，学校负责场地改造与安全管理，检测数据脱敏后用于课程案例。",
      numbers: [
        "venueArea": 1200, "venueMonths": 60, "studentPosts": 30, "equipmentValue": 1_450_000, "stationedStaff": 8,
        "outputValue": 2_400_000, "interns": 36,
      ], asked: 350, months: 48),
  ]

  private static let equipment: [ProjectText] = [
    ProjectText(
      mode: "shared-equipment", form: "joint", place: "school-in-factory", title: "三坐标测量设备共享",
      goal: "企业夜间闲置的精密测量设备向学校开放，学校检测室工作日向企业开放。",
      content: "双方在线预约机时，互免使用费，耗材各自承担；由学校实验员与企业计量员共同维护台账。",
      numbers: [
        "equipmentValue": 1_980_000, "sharedHours": 640, "utilisation": 72, "equipmentCount": 5,
        "studentsTrained": 220, "staffTrained": 45, "costSaved": 180_000, "satisfaction": 92,
      ],
      words: ["equipmentList": "三坐标测量机 2 台、激光干涉仪 1 台、圆度仪 1 台、影像测量仪 1 台", "equipmentPlace": "企业计量室与学校检测中心"],
      asked: 80, months: 24),
    ProjectText(
      mode: "shared-equipment", form: "outside", title: "工业机器人工作站开放",
      goal: "利用{short}培训中心的机器人工作站，补足学校焊接与码垛实训条件。",
      content: "每学期第九至十二周安排学生到企业培训中心集中实训，学校承担交通与保险，企业提供工位与指导。",
      numbers: [
        "equipmentValue": 3_200_000, "sharedHours": 480, "utilisation": 65, "equipmentCount": 8,
        "studentsTrained": 160, "costSaved": 260_000,
      ], words: ["equipmentList": "六轴机器人工作站 6 套、协作机器人 2 套", "equipmentPlace": "企业培训中心"], asked: 45,
      months: 18),
    ProjectText(
      mode: "shared-equipment", form: "joint", title: "食品检测仪器共享平台",
      goal: "把学校的液相色谱等仪器纳入{short}的日常送检，提升设备利用率。",
      content: "学校检测室按企业抽检计划排期，出具比对数据；企业提供标准品并派人培训学生。",
      numbers: [
        "equipmentValue": 1_260_000, "sharedHours": 520, "utilisation": 58, "studentsTrained": 90, "staffTrained": 20,
        "costSaved": 96_000,
      ], words: ["equipmentList": "高效液相色谱仪 2 台、原子吸收 1 台、酶标仪 3 台", "equipmentPlace": "学校食品检测中心"],
      asked: 38, months: 24),
    ProjectText(
      mode: "shared-equipment", form: "joint", place: "school-in-enterprise", title: "5G 测试仪表共用",
      goal: "共同购置并共用一套 5G 综合测试仪表，服务课程实训和企业产线调试。",
      content: "购置费双方各半，每周一至周三归学校、周四至周六归企业，节假日可调剂。",
      numbers: [
        "equipmentValue": 880_000, "sharedHours": 900, "utilisation": 80, "studentsTrained": 130, "costSaved": 210_000,
      ],
      words: ["equipmentList": "综测仪 1 套、频谱仪 2 台、信号源 2 台", "equipmentPlace": "企业研发楼三层联合实验室"], asked: 440,
      months: 36),
  ]

  private static let technology: [ProjectText] = [
    ProjectText(
      mode: "technology-extension", form: "outside", title: "高效刀具应用推广",
      goal: "向园区中小企业推广{short}的高效刀具与切削参数库。",
      content: "双方组成技术服务队，每月进厂一次，现场试切并记录节拍与刀具寿命，形成案例库进入课堂。",
      numbers: [
        "trainingSessions": 12, "adopters": 15, "engineerHours": 320, "teacherHours": 260, "staffTrained": 180,
        "serviceIncome": 240_000, "courses": 1, "satisfaction": 90,
      ], words: ["technology": "硬质合金涂层刀具与参数优化"], asked: 90, months: 24),
    ProjectText(
      mode: "technology-extension", form: "outside", title: "智慧农业灌溉示范",
      goal: "在三个乡镇建立水肥一体化示范点，带动周边种植户使用。",
      content: "学校教师负责土壤检测与方案，企业提供设备与平台，每季举办现场观摩会。",
      numbers: ["trainingSessions": 8, "adopters": 26, "teacherHours": 300, "staffTrained": 420, "patents": 1],
      words: ["technology": "物联网水肥一体化控制"], asked: 150, months: 24),
    ProjectText(
      mode: "technology-extension", form: "joint", title: "注塑模具快速换模技术推广",
      goal: "把{short}的快速换模经验整理成标准，推广给合作企业。",
      content: "由企业工程师与专业教师共同编写操作规程，录制微课，组织六期培训。",
      numbers: ["trainingSessions": 6, "adopters": 9, "engineerHours": 180, "staffTrained": 96, "courses": 2],
      words: ["technology": "快速换模（SMED）"], asked: 52, months: 12),
    ProjectText(
      mode: "technology-extension", form: "outside", title: "老旧小区电梯物联网改造",
      goal: "推广电梯运行监测终端，学生参与安装调试与数据分析。",
      content: "企业负责终端与资质，学校组织师生服务队，按点位结算技术服务费。",
      numbers: ["trainingSessions": 4, "adopters": 7, "engineerHours": 140, "serviceIncome": 130_000],
      words: ["technology": "电梯运行状态监测与预警"], asked: 66, months: 18),
  ]

  private static let posts: [ProjectText] = [
    ProjectText(
      mode: "contracted-posts", form: "joint", place: "school-in-factory", title: "电子装配岗位承包",
      goal: "承包{short}一条装配线的三十个岗位，工学交替完成订单。",
      content: "每批三十人、为期十周，企业按合格品计价结算，师傅与教师一比一配备，按月考核质量与交期。",
      numbers: [
        "orders": 24, "outputValue": 1_650_000, "studentPosts": 30, "mentors": 8, "teacherHours": 360,
        "studentPay": 540_000, "interns": 90, "qualityRate": 98, "onTimeRate": 95,
      ], words: ["contractedPosts": "插件 10 人、焊接 8 人、测试 8 人、包装 4 人"], asked: 60, months: 24),
    ProjectText(
      mode: "contracted-posts", form: "outside", place: "school-in-factory", title: "酒店客房服务岗位承包",
      goal: "旅游旺季承包{short}两层客房服务，学生轮训上岗。",
      content: "每年六至九月，分三批，每批二十四人；企业提供食宿与责任险，学校教师驻店。",
      numbers: [
        "orders": 4, "outputValue": 520_000, "studentPosts": 24, "studentPay": 310_000, "interns": 72,
        "qualityRate": 96,
      ],
      words: ["contractedPosts": "客房服务 18 人、公共区域 4 人、领班助理 2 人"], asked: 26, months: 12),
    ProjectText(
      mode: "contracted-posts", form: "joint", title: "汽车售后检修工位承包",
      goal: "承包{short}售后车间四个工位，完成保养与小修订单。",
      content: "学生在教师与技师指导下接单、检修、交车，企业按工时费的四成结算给学校。",
      numbers: [
        "orders": 1200, "outputValue": 680_000, "studentPosts": 16, "mentors": 4, "qualityRate": 97, "onTimeRate": 93,
      ],
      words: ["contractedPosts": "机修 8 人、电器 4 人、前台接待 4 人"], asked: 34, months: 18),
    ProjectText(
      mode: "contracted-posts", form: "joint", title: "数据标注岗位承包",
      goal: "为{short}承接图像标注订单，培养人工智能训练师。",
      content: "校内设标注间，企业远程质检，按合格条数结算，学生每周不超过十六小时。",
      numbers: ["orders": 18, "outputValue": 420_000, "studentPosts": 40, "studentPay": 260_000, "qualityRate": 99],
      words: ["contractedPosts": "标注员 34 人、质检员 6 人"], asked: 20, months: 12),
  ]

  private static let training: [ProjectText] = [
    ProjectText(
      mode: "joint-training", form: "joint", title: "数控技能人才校企共训",
      goal: "学校教师与{short}工程师同堂授课，同时培训学生和企业新员工。",
      content: "每学期两期，每期十五天，理论在学校、实操在企业，结业统一组织技能等级认定。",
      numbers: [
        "teacherHours": 420, "engineerHours": 380, "trainingDays": 60, "studentsTrained": 240, "staffTrained": 120,
        "enterpriseMoney": 150_000, "certificates": 210, "certificateRate": 88, "satisfaction": 95,
      ], asked: 110, months: 24),
    ProjectText(
      mode: "joint-training", form: "joint", title: "焊接高技能人才训练营",
      goal: "为技能大赛和{short}关键岗位共同培养焊接骨干。",
      content: "选拔学生与青年员工混合编组，企业首席技师担任总教练，周末与假期集中训练。",
      numbers: [
        "teacherHours": 260, "engineerHours": 300, "trainingDays": 48, "studentsTrained": 36, "staffTrained": 24,
        "certificates": 40,
      ],
      asked: 75, months: 18),
    ProjectText(
      mode: "joint-training", form: "outside", title: "新员工岗前联合培训",
      goal: "把{short}新员工岗前培训与学生专业实践周合并实施。",
      content: "企业提供案例与讲师，学校提供教室与机房，训后双向评价。",
      numbers: [
        "teacherHours": 120, "engineerHours": 160, "trainingDays": 20, "studentsTrained": 110, "staffTrained": 90,
      ],
      asked: 24, months: 12),
    ProjectText(
      mode: "joint-training", form: "joint", title: "药品生产规范校企共训",
      goal: "共建药品生产质量管理规范实训室，轮训学生与{short}一线员工。",
      content: "每月一期，每期四天，按照国家职业标准组织技能认定。",
      numbers: [
        "teacherHours": 220, "engineerHours": 180, "trainingDays": 40, "studentsTrained": 150, "staffTrained": 130,
        "certificateRate": 82,
      ],
      asked: 68, months: 24),
  ]

  private static let transplant: [ProjectText] = [
    ProjectText(
      mode: "transplanted-training", form: "joint", title: "智能制造培训包移植",
      goal: "把{short}内部培训包改造成六门专业课程，纳入人才培养方案。",
      content: "企业开放课件与案例，双方教师共同改编，企业认证教师后授课，每年修订一次。",
      numbers: [
        "packageCount": 6, "courses": 6, "engineerHours": 240, "textbooks": 2, "certifiedTeachers": 9,
        "studentsTrained": 300, "hoursShare": 18, "passRate": 93,
      ], words: ["packages": "智能产线运维、PLC 编程、工业网络、视觉检测、机器人应用、精益生产"], asked: 130, months: 36),
    ProjectText(
      mode: "transplanted-training", form: "joint", title: "连锁餐饮店长课程引进",
      goal: "引进{short}店长成长课程，作为餐饮专业的方向模块。",
      content: "企业培训师首轮授课，学校教师跟岗两个月取得授课资格后接手。",
      numbers: ["packageCount": 3, "courses": 3, "certifiedTeachers": 4, "studentsTrained": 120, "passRate": 90],
      words: ["packages": "门店运营、成本控制、服务管理"], asked: 42, months: 24),
    ProjectText(
      mode: "transplanted-training", form: "outside", title: "网络安全认证课程移植",
      goal: "将{short}的认证课程嵌入信息安全专业第三、四学期。",
      content: "企业提供实验平台与题库，学生课程考核与认证考试合一。",
      numbers: [
        "packageCount": 2, "courses": 2, "textbooks": 1, "certifiedTeachers": 5, "studentsTrained": 160,
        "hoursShare": 12,
      ],
      words: ["packages": "网络攻防基础、安全运维"], asked: 58, months: 24),
    ProjectText(
      mode: "transplanted-training", form: "joint", title: "冷链物流标准化培训包",
      goal: "将{short}的冷链作业标准转化为实训指导书和评分标准。",
      content: "双方组成编写组，先在一个班试用，再推广到全专业。",
      numbers: ["packageCount": 2, "courses": 1, "textbooks": 1, "studentsTrained": 80, "passRate": 91],
      words: ["packages": "冷库作业、温控运输"], asked: 30, months: 12),
  ]

  private static let practice: [ProjectText] = [
    ProjectText(
      mode: "contracted-practice", form: "outside", place: "school-in-factory", title: "机电专业综合实训承包",
      goal: "由{short}整体承担机电专业第五学期综合实训。",
      content: "企业按实训大纲安排六个项目、十二周，学校支付实训费并派教师联合考核。",
      numbers: [
        "practiceWeeks": 12, "studentsTrained": 180, "schoolMoney": 210_000, "venueArea": 900, "engineerHours": 720,
        "mentors": 18, "interns": 120, "hires": 46, "passRate": 97, "hireRate": 35,
      ], words: ["practiceContent": "装调、电气、液压、焊接、检测、综合项目六个模块"], asked: 210, months: 24),
    ProjectText(
      mode: "contracted-practice", form: "joint", title: "药品检验综合实训承包",
      goal: "由{short}承担两个年级的药品检验实训与考核。",
      content: "每批四周，每名带教师傅不超过五名学生，实训成绩计入学分。",
      numbers: ["practiceWeeks": 4, "studentsTrained": 260, "schoolMoney": 130_000, "mentors": 52, "passRate": 98],
      words: ["practiceContent": "取样、理化检验、微生物检验、稳定性考察、记录与放行"], asked: 130, months: 24),
    ProjectText(
      mode: "contracted-practice", form: "outside", place: "school-in-enterprise", title: "物流专业“双十一”实训承包",
      goal: "旺季四周由{short}组织仓配全流程实训。",
      content: "企业提供岗位、食宿与保险，教师驻点，学生完成岗位日志与小组改善提案。",
      numbers: [
        "practiceWeeks": 4, "studentsTrained": 140, "mentors": 14, "interns": 140, "hires": 22, "passRate": 96,
      ],
      words: ["practiceContent": "收货、分拣、打包、配送调度"], asked: 48, months: 12),
    ProjectText(
      mode: "contracted-practice", form: "joint", title: "数字媒体项目实训承包",
      goal: "由{short}设计师承担第四学期项目实训，全部采用真实客户项目。",
      content: "六人一组，企业设计师每周两天驻校，客户验收成绩占一半。",
      numbers: [
        "practiceWeeks": 16, "studentsTrained": 96, "schoolMoney": 90_000, "engineerHours": 420, "hires": 15,
        "passRate": 94,
      ],
      words: ["practiceContent": "品牌设计、短视频、三维建模"], asked: 90, months: 18),
  ]
}
