import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import Values

/// Gives the demo three years of visits with people of both sides, outreach
/// reports and follow-up tasks: some finished, some waiting, a few late.
struct DemoVisits: Sendable {
  let services: Services
  let today: CivilDate

  /// Per school; some fall on days before the partnership began and are left out, so that about 300 remain.
  private static let counts = [225, 95, 36]
  private static let years = 3

  private struct Host: Sendable {
    let partner: Partner
    let majors: [String]
    let contacts: [PartnerContact]
  }

  private struct Guest: Sendable {
    let id: ID<Teacher>
    let name: String
    let number: String
    let title: String
    let departmentID: ID<Department>?
  }

  func make(in schools: [DemoSchool], reviewers: [DemoReviews.Reviewers], random: inout DemoRandom) async throws {
    for (index, school) in schools.enumerated() {
      let (hosts, guests) = try await people(of: school.school.id)
      guard !hosts.isEmpty, !guests.isEmpty else { continue }
      // Partners that are close are seen more often, and some are hardly seen at all.
      let weighted = hosts.flatMap { host in Array(repeating: host, count: Self.weight(host.partner.partnership)) }
      let days = (0..<Self.counts[index]).map { _ in
        // The last weeks are fuller than the years before: people remember to write down what is fresh.
        today.adding(days: -(random.happens(14) ? random.below(45) : random.below(Self.years * 365)))
      }.sorted()
      var made: [(visit: Visit, task: VisitTask?, partner: Partner)] = []
      for (number, day) in days.enumerated() {
        let host = random.pick(weighted)
        if let since = host.partner.partnership.since, since > day { continue }
        made.append(
          visit(number, on: day, at: host, guests: guests, by: reviewers[index], random: &random))
      }
      try await write(made)
    }
  }

  private static func weight(_ partnership: Partnership) -> Int {
    switch partnership.level {
    case "key": 9
    case "base": 6
    case "signed", "agreed": 3
    default: 1
    }
  }

  private func people(of school: ID<School>) async throws -> ([Host], [Guest]) {
    let sealer = services.sealer
    return try await services.database.read { connection in
      let majors = Dictionary(
        try MajorStore.majors(in: .school(school), on: connection).map { ($0.id.description, $0.name) },
        uniquingKeysWith: { first, _ in first })
      let ids = try connection.values(
        "SELECT id FROM partnerships WHERE school_id = \(school) ORDER BY id LIMIT 150", as: ID<Partnership>.self)
      let hosts = try ids.compactMap { id -> Host? in
        guard let partner = try PartnershipStore.partner(id, in: .school(school), on: connection) else { return nil }
        return Host(
          partner: partner, majors: partner.partnership.majorIDs.compactMap { majors[$0] },
          contacts: try ContactBook(sealer).contacts(of: id, in: .school(school), on: connection))
      }
      let guests = try connection.rows(
        """
        SELECT id, name, staff_number, title, department_id FROM teachers WHERE school_id = \(school)
        ORDER BY staff_number LIMIT 60
        """
      ).map { row in
        Guest(
          id: try row.get(0), name: try row.get(1), number: try row.get(2), title: try row.get(3),
          departmentID: try row.get(4))
      }
      return (hosts, guests)
    }
  }

  private func visit(
    _ number: Int, on day: CivilDate, at host: Host, guests: [Guest], by people: DemoReviews.Reviewers,
    random: inout DemoRandom
  ) -> (visit: Visit, task: VisitTask?, partner: Partner) {
    let (partnership, enterprise) = (host.partner.partnership, host.partner.enterprise)
    let kinds: [Visit.Kind] = [.visit, .visit, .visit, .visit, .seminar, .seminar, .phone, .online, .questionnaire]
    let kind = random.pick(kinds)
    let story = random.pick(DemoVisitTexts.stories(kind))
    let (count, few) = (8 + random.below(30), 3 + random.below(8))
    let major = host.majors.first ?? "相关专业"
    func told(_ text: String) -> String {
      text.replacing("{major}", with: major).replacing("{products}", with: enterprise.products)
        .replacing("{number}", with: "\(count)").replacing("{few}", with: "\(few)")
        .replacing("{year}", with: "\(day.month > 6 ? day.year + 1 : day.year)")
    }
    var visit = Visit(
      id: services.ids.next(), schoolID: partnership.schoolID, partnershipID: partnership.id, kind: kind, day: day)
    visit.departmentID = partnership.departmentID
    visit.province = enterprise.province
    visit.content = told(story.content)
    visit.result = told(story.result)
    let hour = [9, 9, 10, 14, 15][random.below(5)]
    visit.begins = "\(hour < 10 ? "0" : "")\(hour):\(random.happens(50) ? "00" : "30")"
    if kind != .phone, kind != .questionnaire { visit.ends = "\(hour + 2):30" }
    visit.place =
      switch kind {
      case .visit: enterprise.park.isEmpty ? "企业会议室" : enterprise.park
      case .seminar: random.pick(["学校行政楼二楼会议室", "企业培训中心", "学校实训楼报告厅"])
      case .online: "腾讯会议"
      case .phone, .questionnaire: ""
      }
    let own = partnership.departmentID == people.department
    let owner = own && random.happens(60) ? people.teacher ?? people.office : people.office
    visit.ownerID = owner?.id
    visit.people = guestsAndHosts(kind, host, guests, random: &random)
    if kind == .visit, random.happens(60) { report(&visit, story, major: major, count, few, random: &random) }
    guard let title = story.task, let owner else { return (visit, nil, host.partner) }
    let helper = own && random.happens(40) ? people.departmentAdministrator ?? owner : owner
    let task = task(
      told(title), of: visit, ownedBy: helper.id, named: helper.name, number: number, random: &random)
    return (visit, task, host.partner)
  }

  private func guestsAndHosts(
    _ kind: Visit.Kind, _ host: Host, _ guests: [Guest], random: inout DemoRandom
  ) -> [VisitPerson] {
    let near = guests.filter { $0.departmentID == host.partner.partnership.departmentID }
    let some = random.some(kind == .phone ? 1 : 1 + random.below(3), of: near.isEmpty ? guests : near)
    var people = some.enumerated().map { place, guest in
      VisitPerson(
        side: .school, source: .teacher(guest.id), name: guest.name, position: guest.title, number: guest.number,
        isLead: place == 0)
    }
    let contacts = kind == .phone ? Array(host.contacts.prefix(1)) : host.contacts
    people += contacts.enumerated().map { place, contact in
      VisitPerson(
        side: .partner, source: .contact(contact.id), name: contact.name, position: contact.position,
        isLead: place == 0)
    }
    if kind == .seminar || random.happens(20) {
      people.append(
        VisitPerson(
          side: .partner, name: DemoPeople.name(&random), position: random.pick(["生产部经理", "技术总监", "车间主任"]),
          isLead: contacts.isEmpty))
    }
    return people
  }

  /// 访企拓岗.
  private func report(
    _ visit: inout Visit, _ story: DemoVisitTexts.Story, major: String, _ count: Int, _ few: Int,
    random: inout DemoRandom
  ) {
    visit.isOutreach = true
    visit.needs = "\(major)，高职专科"
    visit.posts = count
    visit.averagePay = Int64(3_800 + random.below(30) * 100) * 100
    visit.outcome = story.outcome
    visit.intentions = random.pick(["", "", "愿意捐赠一批实训耗材", "希望合办职工技能培训", "可提供工程师到校授课"])
    visit.openings = [
      VisitOpening(
        kind: .intern, major: major, level: .higher, count: few, pay: Int64(1_800 + random.below(12) * 100) * 100)
    ]
    if story.outcome == .hiring {
      visit.openings.append(
        VisitOpening(
          kind: .hire, major: major, level: .higher, count: few, pay: Int64(4_200 + random.below(20) * 100) * 100))
    }
  }

  /// Old tasks are finished, recent ones wait, a few of them too long.
  private func task(
    _ title: String, of visit: Visit, ownedBy owner: ID<Account>, named name: String, number: Int,
    random: inout DemoRandom
  ) -> VisitTask {
    var task = VisitTask(
      id: services.ids.next(), schoolID: visit.schoolID, visitID: visit.id, title: title, ownerID: owner,
      ownerName: name, dueOn: visit.day.adding(days: 10 + random.below(12)))
    if visit.day < today.adding(days: -45) {
      task.state = number % 11 == 0 ? .cancelled : .done
      task.note = task.state == .cancelled ? "企业调整计划，暂不进行" : random.pick(["已办结", "资料已发送并确认收到", ""])
      return task
    }
    task.dueOn = max(visit.day.adding(days: 3), today.adding(days: random.below(30) - 5))
    if number % 4 == 0 {
      task.previousDueOn = task.dueOn
      task.dueOn = task.dueOn.adding(days: 7)
      task.note = "企业联系人出差，推迟一周"
    }
    return task
  }

  private func write(_ made: [(visit: Visit, task: VisitTask?, partner: Partner)]) async throws {
    let (ids, today) = (services.ids, today)
    try await services.database.writeAlone { connection in
      for (visit, task, partner) in made {
        let at = Self.evening(of: visit.day)
        try VisitStore.insert(visit, at: at, on: connection)
        guard let task else { continue }
        try VisitTaskStore.insert(task, at: at, on: connection)
        guard task.state == .open else { continue }
        try InboxStore.put(VisitTasks.entry(task, of: visit, partner), id: ids.next(), at: at, on: connection)
      }
      for id in Set(made.map(\.partner.partnership.id)).sorted() {
        try TrackingStore.settle(id, today: today, on: connection)
      }
    }
  }

  /// 17:30 in China, when people write down what the day brought.
  private static func evening(of day: CivilDate) -> Instant {
    Instant(milliseconds: (Int64(day.daysSinceEpoch) * 1440 + 1050 - 480) * 60_000)
  }
}
