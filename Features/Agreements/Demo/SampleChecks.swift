import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Values
import Views

/// Fulfilment checks and joint reviews of the demo: one check closed with its report, one under way;
/// most reviews of the quarter held, some planned.
struct SampleChecks {
  let services: Services
  let school: ID<School>
  let people: AgreementSamples.People
  let today: CivilDate

  private static let points = [
    "上学期实习岗位比约定少 4 个，企业承诺下学期补足。", "授课只完成一半，请企业重新排出授课计划。", "奖学金尚未到账，请财务处协助催收。",
    "季度研讨会缺纪要，请补交。", "教师实践鉴定表没有盖章，请退回补办。",
  ]
  private static let words = ["按约定履行，材料齐全。", "总体正常，个别事项需要跟进。", "基本未开展，需与企业面谈。"]

  func write(on connection: any WriteConnection) throws {
    let agreements = try CheckStore.candidates(of: school, until: today, on: connection)
    guard !agreements.isEmpty else { return }
    let year = today.year
    let old = try begin("\(year - 1)年度协议履行情况检查", due: -95, begun: -120, agreements, on: connection)
    try answer(old, on: connection) { _ in true }
    _ = try CheckStore.close(old, on: connection)
    let now = try begin("\(year)年度协议履行情况检查", due: 12, begun: -8, agreements, on: connection)
    // Two of three have answered; no department is done.
    try answer(now, on: connection) { $0 % 3 != 0 }
    for department in Set(agreements.map(\.department)) {
      try InboxStore.put(
        InboxEntry(
          holder: department.map { .role(.departmentAdministrator, school, $0) }
            ?? .role(.cooperationOffice, school, nil), schoolID: school, subject: .check(now),
          step: RunCheck.step(department), message: Message("agreements.inbox.fulfilment", ["title": now.title]),
          path: CheckLinks.show(now.id).text, dueOn: now.dueOn), id: services.ids.next(), at: services.now,
        on: connection)
    }
    try reviews(on: connection)
  }

  // MARK: Checks

  private func begin(
    _ title: String, due: Int, begun: Int,
    _ agreements: [(id: ID<Agreement>, department: ID<Department>?, due: Int, met: Int)],
    on connection: any WriteConnection
  ) throws -> FulfilmentCheck {
    let check = FulfilmentCheck(
      id: services.ids.next(), schoolID: school, title: title,
      question: "请各二级学院逐份核对协议约定的事项是否按期完成，材料是否齐全；未完成的写明原因和待解决的问题。",
      dueOn: today.adding(days: due), isOpen: true, createdBy: "",
      createdAt: SampleMaker.moment(today.adding(days: begun), 560))
    try CheckStore.insert(check, by: people.office, on: connection)
    for agreement in agreements {
      try CheckStore.insert(
        agreement.id, id: services.ids.next(), in: check, due: agreement.due, met: agreement.met, on: connection)
    }
    return check
  }

  private func answer(
    _ check: FulfilmentCheck, on connection: any WriteConnection, _ isAnswered: (Int) -> Bool
  ) throws {
    let items = try CheckStore.items(of: check, in: .school(school), on: connection)
    let person = people.byRole[.departmentAdministrator] ?? people.office
    var last: ID<Department>?
    var isFirst = true
    for (index, item) in items.enumerated() {
      // The first of each department stays open where not all are answered.
      isFirst = index == 0 || item.departmentID != last
      last = item.departmentID
      guard isAnswered(isFirst ? 0 : index) else { continue }
      let verdict: CheckItem.Verdict = item.met >= item.due ? .kept : item.met * 2 >= item.due ? .partly : .failed
      let place = verdict == .kept ? 0 : verdict == .partly ? 1 : 2
      _ = try CheckStore.answer(
        item, verdict, words: Self.words[place],
        openPoint: verdict == .kept ? "" : Self.points[index % Self.points.count], by: person,
        at: min(services.now, SampleMaker.moment(check.dueOn.adding(days: -14 + index % 9), 540 + index)),
        on: connection)
    }
  }

  // MARK: Joint reviews

  private func reviews(on connection: any WriteConnection) throws {
    let quarter = Quarter(of: today)
    let first = CivilDate(year: quarter.year, month: quarter.number * 3 - 2, day: 1) ?? today
    let before = Quarter(of: first.adding(days: -1))
    for (index, id) in try unplanned(quarter, on: connection).enumerated() {
      guard let agreement = try AgreementStore.agreement(id, in: .school(school), on: connection) else { continue }
      if index % 3 == 0, let begun = agreement.activeOn, begun < first.adding(days: -80) {
        try hold(before, on: first.adding(days: -20 - index % 15), agreement, index, on: connection)
      }
      // One of twelve is still to come: the office is not asked for all at once.
      guard index % 12 == 5 else {
        try hold(quarter, on: max(first, today.adding(days: -2 - index % 25)), agreement, index, on: connection)
        continue
      }
      try PlanReviews.put(quarter, on: today.adding(days: 6 + index % 14), agreement, services, on: connection)
    }
  }

  private func unplanned(_ quarter: Quarter, on connection: any WriteConnection) throws -> [ID<Agreement>] {
    // Also those that have just begun, so that no job plans dozens on the first morning.
    try JointReviewStore.unplanned(quarter, begunBefore: today, limit: 500, on: connection)
  }

  private func hold(
    _ quarter: Quarter, on day: CivilDate, _ agreement: Agreement, _ index: Int, on connection: any WriteConnection
  ) throws {
    guard
      try JointReviewStore.plan(
        quarter, of: agreement, on: day, id: services.ids.next(), at: SampleMaker.moment(day.adding(days: -20), 350),
        on: connection),
      let review = try JointReviewStore.reviews(of: agreement, on: connection).first(where: { $0.quarter == quarter })
    else { return }
    let t = services.localizer(.chinese)
    let agenda = try ReviewAgenda.points(of: agreement, today: day, on: connection).map { t($0) }
    _ = try JointReviewStore.hold(
      review, on: day, people: "李岚、企业人力资源部\(["王志强", "陈晓彤", "刘思敏"][index % 3])",
      minutes: agenda.isEmpty
        ? "双方通报了本季度合作情况，各项约定按期履行，没有新的问题。"
        : "逐项核对了本季度到期的约定。双方同意：未完成的事项在下季度前补齐，由学校校企合作办跟踪；企业提出的岗位调整由二级学院核对后答复。",
      agenda: agenda.joined(separator: "\n"), by: people.office, on: connection)
    guard index % 4 == 0 else { return }
    try JointReviewStore.insert(
      "核对实习岗位清单并报送二级学院", id: services.ids.next(), owner: agreement.ownerID, due: day.adding(days: 21),
      of: review, on: connection)
  }
}
