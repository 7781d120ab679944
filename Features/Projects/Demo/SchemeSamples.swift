import Database
import Organizations
import Platform
import Values

/// The schemes of the demo, with projects that apply to them.
enum SchemeSamples {
  private struct Sample {
    let title: String
    let issuer: String
    let level: Scheme.Level
    /// Days from today.
    let deadline: Int
    /// In thousands of yuan.
    let amount: Int64
    let note: String
    let bids: [SchemeBid.State]
  }

  private static let samples: [Sample] = [
    Sample(
      title: "省级产教融合示范项目", issuer: "省教育厅", level: .provincial, deadline: 24, amount: 300,
      note: "要求校企双方共同申报，企业投入不低于财政资金。", bids: [.submitted, .planned, .planned]),
    Sample(
      title: "市域产教联合体建设专项", issuer: "市教育局、市工业和信息化局", level: .municipal, deadline: 68, amount: 500,
      note: "支持实训基地、技术服务与人才培养一体化建设。", bids: [.planned]),
    Sample(
      title: "校企合作创新基金", issuer: "学校", level: .school, deadline: 120, amount: 50, note: "每年两批，重点支持课程与教材共建。",
      bids: []),
    Sample(
      title: "现代产业学院培育项目", issuer: "省教育厅", level: .provincial, deadline: -95, amount: 1000, note: "",
      bids: [.granted, .refused]),
    Sample(
      title: "行业协会技能人才培养计划", issuer: "省机械行业协会", level: .industry, deadline: -210, amount: 80, note: "",
      bids: [.granted]),
  ]

  static func fill(
    _ school: ID<School>, _ today: CivilDate, _ services: Services, on connection: any WriteConnection
  ) throws {
    var query = ProjectQuery()
    (query.limit, query.states) = (20, [.running, .midterm, .followUp, .approved])
    let projects = try ProjectListStore.page(query, in: .school(school), today: today, on: connection).rows
    guard !projects.isEmpty else { return }
    var place = 0
    for sample in samples {
      var scheme = Scheme(id: services.ids.next(), school: school, deadline: today.adding(days: sample.deadline))
      (scheme.title, scheme.issuer, scheme.level) = (sample.title, sample.issuer, sample.level)
      (scheme.amount, scheme.note) = (sample.amount * 100_000, sample.note)
      scheme.opensOn = scheme.deadline.adding(days: -90)
      try SchemeStore.insert(scheme, by: nil, at: services.now, on: connection)
      for state in sample.bids {
        let project = projects[place % projects.count]
        place += 1
        var bid = SchemeBid(
          id: services.ids.next(), projectID: project.id, projectTitle: project.title, enterpriseName: "")
        (bid.state, bid.asked) = (state, scheme.amount)
        if state == .granted { bid.granted = (scheme.amount ?? 0) * 8 / 10 }
        if state == .granted || state == .refused { bid.decidedOn = scheme.deadline.adding(days: 45) }
        try SchemeStore.insert(bid, to: scheme, on: connection)
      }
    }
  }
}
