import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import Values

/// Makes one project of the demo after the other, each with its story.
struct ProjectMaker {
  let services: Services
  let school: ID<School>
  let people: ProjectPeople
  let today: CivilDate

  private static let reasons = [
    "预算中设备购置与维护费用没有分开，请拆分后重新提交。", "请补充企业安全生产责任分工。", "预期成果缺少可核查的数据来源。",
  ]
  private static let opinions = [
    "目标清楚，企业投入落实，建议立项。", "内容可行，建议把考核指标细化到学期。", "与专业建设规划一致，支持。", "预算偏高，压减差旅后同意。",
  ]

  /// A minute of a day in China.
  private func moment(_ day: CivilDate, _ minute: Int) -> Instant {
    Instant(milliseconds: (Int64(min(day, today).daysSinceEpoch) * 1440 + Int64(minute) - 480) * 60_000)
  }

  func make(
    _ number: Int, _ text: ProjectText, _ state: ProjectState, with partner: Partner,
    on connection: any WriteConnection
  ) throws {
    var project = Project(
      id: services.ids.next(), schoolID: school, partnershipID: partner.partnership.id,
      departmentID: partner.partnership.departmentID, mode: text.mode, createdAt: services.now)
    func told(_ words: String) -> String { words.replacing("{short}", with: partner.enterprise.shortName) }
    (project.form, project.place) = (text.form, text.place)
    project.title = "\(partner.enterprise.shortName)\(text.title)"
    (project.goal, project.content) = (told(text.goal), told(text.content))
    for (name, value) in text.numbers {
      project.expected[number: name] = ExpectedItem.named(name)?.measure == .money ? value * 100 : value
    }
    for (name, words) in text.words { project.expected[words: name] = words }
    project.asked = text.asked * 100_000
    project.createdBy = people.teachers[number % people.teachers.count]
    project.leaderID = project.createdBy
    project.state = state
    project.start(state, number, text.months, today)
    project.createdAt = moment(project.begun(today), 560)
    if state == .application, number % 2 == 0 { project.reason = Self.reasons[number % Self.reasons.count] }
    if state != .idea, state != .application || !project.reason.isEmpty {
      project.number = try self.number(project, on: connection)
    }
    if ![.idea, .application, .submitted].contains(state) { project.round = 1 }
    if state.wasGranted { project.granted = text.asked * (number % 3 == 0 ? 80_000 : 100_000) }
    if state == .rejected { project.reason = "与已立项的同类项目重复，建议合并到汽车售后检修工位承包项目。" }
    if state == .stopped { project.reason = "企业培训中心搬迁，双方商定终止，已完成的课程资料归档。" }
    if state == .closing || state == .midterm && number % 2 == 0 { project.reportedBy = project.leaderID }
    if [.followUp, .closed].contains(state) { project.grade = number % 2 == 0 ? .good : .excellent }
    if state == .closed || state == .stopped { project.closedOn = today.adding(days: -20 - number) }
    try ProjectStore.insert(project, at: project.createdAt, on: connection)
    try ProjectSearch.put(project, partner: partner.enterprise.name, on: connection)
    try story(of: project, number, on: connection)
    if state.wasGranted {
      // Every third project has somebody beside its leader, of whichever department.
      let other = people.teachers[(number + 1) % people.teachers.count]
      let colleague = number % 3 == 0 && other != project.leaderID ? other : nil
      if let colleague {
        _ = try ProjectTeamStore.insert(colleague, into: project, at: project.createdAt, on: connection)
      }
      try work(of: project, number, colleague, on: connection)
      try LedgerMaker(services: services, people: people, today: today).fill(project, number, on: connection)
    }
    try ProjectInbox.handOver(project, services: services, by: nil, on: connection)
  }

  private func number(_ project: Project, on connection: any WriteConnection) throws -> String {
    let year = project.begun(today).year
    let code = try SchoolStore.school(school, on: connection)?.code ?? ""
    let digits = "\(try ProjectStore.nextSerial(year: year, of: school, on: connection))"
    return "\(code)-\(year)-XM-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  // MARK: Story

  private func story(of project: Project, _ number: Int, on connection: any WriteConnection) throws {
    let begun = project.begun(today)
    func step(_ act: ProjectAct, _ day: CivilDate, _ who: ID<Account>?, _ reason: String = "") throws {
      try ProjectStoryStore.insert(
        act, id: services.ids.next(), of: project, by: who, reason: reason, at: moment(day, 560 + number * 7),
        on: connection)
    }
    let author = project.createdBy
    try step(.started, begun, author)
    guard project.state != .idea else { return }
    try step(.developed, begun.adding(days: 2), author)
    guard !project.number.isEmpty else { return }
    try step(.submitted, begun.adding(days: 9), author)
    if project.state == .application {
      return try step(.returned, begun.adding(days: 12), people.office, project.reason)
    }
    guard project.round > 0 else { return }
    try step(.convened, begun.adding(days: 12), people.office)
    try votes(on: project, number, from: begun.adding(days: 14), on: connection)
    guard project.state != .review else { return }
    if project.state == .rejected { return try step(.rejected, begun.adding(days: 22), people.leader, project.reason) }
    try step(.granted, begun.adding(days: 22), people.leader)
    guard project.state != .approved, let start = project.startOn, let end = project.endOn else { return }
    try step(.begun, start, author)
    let half = start.adding(days: end.days(since: start) / 2)
    if half < today.adding(days: -20) || project.state == .midterm {
      try step(.called, min(half, today.adding(days: -6)), people.office)
    }
    if project.state != .midterm && half < today.adding(days: -20)
      || project.reportedBy != nil && project.state == .midterm
    {
      try step(.reported, min(half.adding(days: 8), today.adding(days: -2)), author)
      try report(.midterm, of: project, share: 55, at: half.adding(days: 8), on: connection)
    }
    if half < today.adding(days: -20), project.state != .midterm {
      try step(.passed, half.adding(days: 12), people.leader)
    }
    if project.state == .stopped { return try step(.stopped, project.closedOn ?? today, people.office, project.reason) }
    guard [.closing, .followUp, .closed].contains(project.state) else { return }
    try step(.concluded, min(end, today.adding(days: -4)), author)
    try report(.closing, of: project, share: 104 - number % 9, at: end, on: connection)
    guard project.state != .closing else { return }
    try step(.accepted, end.adding(days: 12), people.leader)
    guard project.state == .closed else { return }
    try step(.followed, project.closedOn ?? today, author)
    try ProjectStoryStore.insert(
      .followUp, id: services.ids.next(), body: "结题半年后回访：课程与岗位标准仍在使用，企业继续接收学生，双方商定下一期合作。", results: ExpectedValues(),
      of: project, by: author, at: moment(project.closedOn ?? today, 620), on: connection)
  }

  private func votes(
    on project: Project, _ number: Int, from day: CivilDate, on connection: any WriteConnection
  ) throws {
    let members = people.reviewers.filter { $0 != project.leaderID }
    for (index, member) in members.enumerated() {
      try ProjectStoryStore.name(member, of: project, on: connection)
      // Of a review under way one member is still to vote.
      if project.state == .review, index == members.count - 1 { continue }
      let choice: ProjectVote.Choice =
        project.state == .rejected ? .against : (number + index) % 4 == 1 ? .mend : .support
      let reason =
        choice == .against
        ? "与在建项目内容重复，不建议单独立项。"
        : Self.opinions[choice == .mend ? 1 + (number + index) % 2 * 2 : (number + index) % 2 * 2]
      _ = try ProjectStoryStore.cast(
        choice, score: choice == .support ? 84 + (number + index) % 12 : choice == .mend ? 75 : 52, reason: reason,
        by: member, of: project, at: moment(day.adding(days: index), 600), on: connection)
      try ProjectStoryStore.insert(
        .voted, id: services.ids.next(), of: project, by: member, reason: "", at: moment(day.adding(days: index), 600),
        on: connection)
    }
  }

  private func report(
    _ kind: ProjectReport.Kind, of project: Project, share: Int, at day: CivilDate, on connection: any WriteConnection
  ) throws {
    var results = ExpectedValues()
    for (name, _) in project.expected.values {
      guard let item = ExpectedItem.named(name), item.part != .contribution,
        let expected = project.expected[number: name]
      else { continue }
      results[number: name] =
        item.measure == .share ? min(100, expected - 3 + Int64(share % 7)) : expected * Int64(share) / 100
    }
    let body =
      kind == .midterm
      ? "已完成前期建设，设备和场地到位，首批学生已进入项目；企业投入按计划到账。\n存在问题：排课与企业生产旺季有冲突，下学期调整到单周。"
      : "项目按计划完成，形成了可重复使用的课程与岗位标准，企业与学校共同验收。\n经费使用合规，结余转入下一期维护。"
    try ProjectStoryStore.insert(
      kind, id: services.ids.next(), body: body, results: results, of: project, by: project.leaderID,
      at: moment(day, 610), on: connection)
  }

  // MARK: Work

  private func work(
    of project: Project, _ number: Int, _ colleague: ID<Account>?, on connection: any WriteConnection
  ) throws {
    guard let start = project.startOn, let end = project.endOn else { return }
    let titles = ["成立项目组，签订实施细则", "设备与场地到位", "首批学生进入项目", "课程与标准定稿", "项目验收"]
    let days = end.days(since: start)
    let isOver = [.followUp, .closed, .closing].contains(project.state)
    for (index, title) in titles.enumerated() {
      var milestone = Milestone(
        id: services.ids.next(), title: title, dueOn: start.adding(days: days * (index + 1) / (titles.count + 1)))
      // A few are a little late, as they are.
      let isLate = number % 12 == 9 && index == 2
      if milestone.dueOn < today && project.state != .approved && !isLate || isOver {
        milestone.state = .done
        milestone.doneOn = min(milestone.dueOn.adding(days: number % 9 - 4), today)
        if index == 1 { milestone.note = "验收单已归档。" }
      }
      if index == 3 { milestone.ownerID = colleague }
      if project.state == .stopped, milestone.state == .open {
        milestone.state = .cancelled
        milestone.note = "项目终止。"
      }
      try ProjectWorkStore.insert(milestone, of: project, at: moment(start, 540), on: connection)
    }
    guard project.state != .approved else { return }
    let quarters = min(4, max(1, today.days(since: start) / 90))
    for index in 0..<quarters {
      let day = start.adding(days: 25 + index * 90)
      guard day < today else { break }
      try ProjectWorkStore.insert(
        ProjectMeeting(
          id: services.ids.next(), heldOn: day, place: index % 2 == 0 ? "学校行政楼二楼会议室" : "企业会议室",
          people: "校方 4 人，企业 3 人", content: "通报进度，核对双方投入到位情况，协调下阶段排课与生产计划。",
          decisions: index % 2 == 0 ? "企业月底前完成设备调试；学校调整第十周课表。" : "", writer: "", at: moment(day, 660)),
        of: project, by: project.leaderID, on: connection)
    }
    for year in start.year...min(end.year, today.year) {
      _ = try ProjectWorkStore.put(
        YearPlan(
          year: year, plan: "一、完成年度里程碑；二、每季度召开一次双方会议；三、学生满意度不低于九成。",
          summary: year < today.year || isOver ? "年度任务完成，企业投入按期到位，形成两份可推广的案例。" : "", version: 0), of: project,
        on: connection)
    }
  }
}

extension Project {
  /// When somebody first wrote the idea down.
  fileprivate func begun(_ today: CivilDate) -> CivilDate {
    min((startOn ?? today).adding(days: -60), today.adding(days: -20))
  }

  /// The days of a project of the demo, by where it stands.
  fileprivate mutating func start(_ state: ProjectState, _ number: Int, _ months: Int, _ today: CivilDate) {
    let days = months * 30
    switch state {
    case .idea: return
    case .application, .submitted, .review, .rejected, .approved: startOn = today.adding(days: 10 + number * 3)
    case .running where number % 4 == 1:
      // About to end.
      startOn = today.adding(days: 24 - days)
    case .running: startOn = today.adding(days: -60 - days * (number % 5) / 12)
    case .midterm: startOn = today.adding(days: -days / 2)
    case .closing: startOn = today.adding(days: -days)
    case .followUp: startOn = today.adding(days: -60 - number - days)
    case .closed: startOn = today.adding(days: -260 - number * 9 - days)
    case .stopped: startOn = today.adding(days: -200)
    }
    endOn = startOn.map { $0.adding(days: days - 1) }
    switch state {
    case .submitted: dueOn = today.adding(days: number % 6)
    case .review: dueOn = today.adding(days: 3 + number % 8)
    case .approved: dueOn = startOn
    case .midterm: dueOn = today.adding(days: 6 - number % 3)
    case .closing: dueOn = today.adding(days: 12)
    case .followUp: dueOn = endOn.map { $0.adding(days: 190) }
    case .running:
      midtermOn = startOn.flatMap { start in endOn.flatMap { ProjectRules.midterm(start: start, end: $0) } }
    default: break
    }
    if let day = midtermOn, day < today { midtermOn = nil }
  }
}
