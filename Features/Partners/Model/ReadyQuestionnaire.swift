/// 企业人才需求调研: the questionnaire that a school can begin with.
enum ReadyQuestionnaire {
  private static func options(_ texts: [(String, String)]) -> [SurveyQuestion.Option] {
    texts.enumerated().map { index, text in
      SurveyQuestion.Option("o\(index + 1)", SurveyText(text.0, text.1))
    }
  }

  static let questions: [SurveyQuestion] = enterprise + demand + abilities + cooperation

  private static let people = SurveyText("人", "people")

  private static let enterprise = [
    SurveyQuestion("q1", .section, SurveyText("一、企业用工情况", "1. Your workforce")),
    SurveyQuestion(
      "q2", .number, SurveyText("贵单位现有员工人数", "How many people work for you now?"), isRequired: true, unit: people,
      least: 0, most: 1_000_000),
    SurveyQuestion(
      "q3", .number, SurveyText("其中技术技能岗位员工人数", "How many of them in technical and skilled posts?"), unit: people,
      least: 0, most: 1_000_000),
    SurveyQuestion(
      "q4", .single, SurveyText("未来三年用工规模预计", "Your workforce over the next three years will"), isRequired: true,
      options: options([
        ("明显增加", "grow a lot"), ("略有增加", "grow a little"), ("基本持平", "stay as it is"), ("有所减少", "shrink"),
      ])),
  ]

  private static let demand = [
    SurveyQuestion("q5", .section, SurveyText("二、分专业人才需求", "2. Demand by major")),
    SurveyQuestion(
      "q6", .demand, SurveyText("各专业拟招聘与接收实习人数", "People and interns you look for"),
      hint: SurveyText(
        "只填写需要的专业，其余留空；月薪填写税前金额。", "Fill in the majors you need and leave the others empty. Pay is before tax."),
      isRequired: true),
  ]

  private static let abilities = [
    SurveyQuestion("q7", .section, SurveyText("三、岗位与能力要求", "3. Posts and abilities")),
    SurveyQuestion(
      "q8", .multiple, SurveyText("招聘毕业生时最看重哪些方面", "What counts most when you hire graduates?"),
      hint: SurveyText("可多选", "Choose any"), isRequired: true,
      options: options([
        ("专业理论知识", "Knowledge of the field"), ("岗位实操能力", "Practical skill"), ("职业道德与责任心", "Reliability"),
        ("沟通协作能力", "Working with others"), ("学习与创新能力", "Learning and new ideas"),
        ("职业技能等级证书", "Skill certificates"), ("数字化工具应用", "Digital tools"), ("其他", "Something else"),
      ])),
    SurveyQuestion(
      "q9", .text, SurveyText("请说明看重的其他方面", "What else counts?"),
      when: SurveyQuestion.Condition("q8", ["o8"])),
    SurveyQuestion(
      "q10", .multiple, SurveyText("招聘技术技能人才的主要困难", "What makes hiring skilled people hard?"),
      hint: SurveyText("可多选", "Choose any"),
      options: options([
        ("应聘人数不足", "Too few apply"), ("技能与岗位不匹配", "Skills do not fit"), ("薪酬期望偏高", "Pay expectations"),
        ("人员流动大", "People leave soon"), ("招聘渠道有限", "Few ways to find them"), ("没有明显困难", "Nothing in particular"),
      ])),
    SurveyQuestion(
      "q11", .scale, SurveyText("对我校毕业生和实习生的总体满意度", "How satisfied are you with our graduates and interns?"),
      hint: SurveyText("1 为很不满意，5 为非常满意；未用过我校学生的可不填。", "1 is not at all, 5 is very. Leave it out if you had none.")),
  ]

  private static let cooperation = [
    SurveyQuestion("q12", .section, SurveyText("四、校企合作意向", "4. Working with us")),
    SurveyQuestion(
      "q13", .yesNo, SurveyText("是否愿意接收学生岗位实习", "Would you take interns?"), isRequired: true),
    SurveyQuestion(
      "q14", .number, SurveyText("每批最多可接收实习学生", "How many at a time, at most?"), unit: people, least: 1, most: 10_000,
      when: SurveyQuestion.Condition("q13", ["yes"])),
    SurveyQuestion(
      "q15", .multiple, SurveyText("愿意参与的合作方式", "What would you take part in?"),
      hint: SurveyText("可多选", "Choose any"),
      options: options([
        ("订单培养", "Classes trained to order"), ("现代学徒制", "Apprenticeships"), ("共建实训基地", "A shared training base"),
        ("接收教师企业实践", "Teachers' practice with you"), ("共建课程与教材", "Courses and textbooks"),
        ("员工培训与技能评价", "Training your staff"), ("技术研发与服务", "Research and technical service"),
      ])),
    SurveyQuestion(
      "q16", .multiple, SurveyText("参与校企合作的主要动机", "Why do you work with schools?"),
      options: options([
        ("储备人才", "To find people"), ("培训员工", "To train staff"), ("技术支持", "For technology"),
        ("降低用工成本", "To lower cost"), ("拓展客户与品牌", "For customers and name"),
      ])),
    SurveyQuestion(
      "q17", .date, SurveyText("方便学校走访的日期", "A day on which we may visit you")),
    SurveyQuestion(
      "q18", .text, SurveyText("对专业建设和人才培养的建议", "What should we change in our teaching?")),
  ]
}
