import Accounts
import Database
import Organizations
import Partners
import Platform
import Values

/// What the projects of the demo brought from both sides, year by year: taken
/// from what their applications expect, with promises that did not all arrive.
struct LedgerMaker {
  let services: Services
  let people: ProjectPeople
  let today: CivilDate

  /// The entries of a project that has begun.
  func fill(_ project: Project, _ number: Int, on connection: any WriteConnection) throws {
    guard project.state != .approved, let start = project.startOn, let end = project.endOn, start < today else {
      return
    }
    let last = min(end, today)
    for year in start.year...last.year {
      guard let first = CivilDate(year: year, month: 1, day: 1), let next = CivilDate(year: year + 1, month: 1, day: 1)
      else { continue }
      let days = min(last.adding(days: 1), next).days(since: max(start, first))
      let share = Double(days) / Double(max(1, end.days(since: start)))
      guard days > 10 else { continue }
      let day = min(max(start, first).adding(days: days * 2 / 3), last)
      try given(project, number, day, days: days, share: share, isFirst: year == start.year, on: connection)
      try gained(project, day, share: share, on: connection)
    }
  }

  private func put(
    _ kind: LedgerKind, _ side: LedgerSide, _ title: String, on day: CivilDate, of project: Project,
    _ connection: any WriteConnection, _ change: (inout LedgerEntry) -> Void
  ) throws {
    var entry = LedgerEntry(
      id: services.ids.next(), school: project.schoolID, partnership: project.partnershipID, kind: kind, day: day)
    (entry.projectID, entry.side, entry.title) = (project.id, side, title)
    change(&entry)
    guard entry.units > 0 || (entry.amount ?? 0) > 0 else { return }
    entry.value = ValuationRules(own: []).value(of: entry)
    try ConfirmationSamples(services: services, school: project.schoolID, people: people, today: today)
      .put(entry, by: project.leaderID, on: connection)
  }

  private func given(
    _ project: Project, _ number: Int, _ day: CivilDate, days: Int, share: Double, isFirst: Bool,
    on connection: any WriteConnection
  ) throws {
    func expected(_ name: String) -> Int64 { project.expected[number: name] ?? 0 }
    func part(_ name: String) -> Int64 { Int64((Double(expected(name)) * share).rounded()) * 100 }
    let months = Int64(max(1, days / 30))
    try put(.money, .enterprise, "合作项目专项资金", on: day, of: project, connection) { entry in
      entry.amount = expected("enterpriseMoney") * Int64(share * 1000) / 1000 / 100 * 100
      // A promise of every third project has come only in part so far.
      entry.arrived = number % 3 == 1 ? (entry.amount ?? 0) * 6 / 10 : entry.amount
      if number % 3 == 1 { entry.note = "余款按协议于下季度拨付。" }
    }
    try put(.money, .school, "项目经费", on: day, of: project, connection) { entry in
      entry.amount = Int64(Double(project.granted ?? 0) * share / 100) * 100
      entry.arrived = entry.amount
    }
    try put(.venue, .school, "校内实训场地", on: day, of: project, connection) { entry in
      (entry.quantity, entry.months) = (expected("venueArea") * 100, months)
      entry.location = "实训楼一层"
    }
    if isFirst {
      try put(.equipment, .enterprise, "投入设备", on: day, of: project, connection) { entry in
        entry.amount = expected("equipmentValue")
        (entry.owner, entry.location) = (.enterprise, project.expected[words: "equipmentPlace"])
        entry.title = project.expected[words: "equipmentList"].isEmpty ? "投入设备" : "共享设备"
      }
      try put(.technology, .enterprise, "技术资料与授权", on: day, of: project, connection) { entry in
        if !project.expected[words: "technology"].isEmpty { entry.amount = 6_000_000 }
        entry.note = project.expected[words: "technology"]
      }
    }
    try put(.teacherHours, .school, "专业教师指导", on: day, of: project, connection) { $0.quantity = part("teacherHours") }
    try put(.engineerHours, .enterprise, "企业工程师授课与指导", on: day, of: project, connection) {
      $0.quantity = part("engineerHours")
    }
    try put(.trainingDays, .enterprise, "企业承担的培训", on: day, of: project, connection) {
      $0.quantity = part("trainingDays")
    }
    guard isFirst, number % 5 == 0 else { return }
    try put(.scholarship, .enterprise, "企业奖学金", on: day, of: project, connection) { entry in
      (entry.amount, entry.arrived) = (2_000_000, 2_000_000)
      entry.note = "资助 20 名学生，每人 1,000 元。"
    }
  }

  private func gained(
    _ project: Project, _ day: CivilDate, share: Double, on connection: any WriteConnection
  ) throws {
    func people(_ name: String) -> Int64 {
      Int64((Double(project.expected[number: name] ?? 0) * share).rounded()) * 100
    }
    func money(_ name: String) -> Int64 {
      Int64(Double(project.expected[number: name] ?? 0) * share / 100_000) * 100_000
    }
    let counts: [(LedgerKind, LedgerSide, String, String)] = [
      (.studentsTrained, .students, "完成项目培养的学生", "studentsTrained"), (.interns, .students, "进入企业实习的学生", "interns"),
      (.hires, .enterprise, "录用的毕业生", "hires"), (.staffTrained, .enterprise, "培训企业员工", "staffTrained"),
      (.courses, .school, "共建课程", "courses"), (.textbooks, .school, "活页式教材", "textbooks"),
      (.patents, .school, "实用新型专利", "patents"),
    ]
    for (kind, side, title, item) in counts {
      try put(kind, side, title, on: day, of: project, connection) { $0.quantity = people(item) }
    }
    try put(.orders, .enterprise, "学生参与完成的订单", on: day, of: project, connection) {
      $0.amount = money("outputValue")
    }
    try put(.costSaved, .enterprise, "共享设备节约的购置与检测费用", on: day, of: project, connection) {
      $0.amount = money("costSaved")
    }
  }
}
