import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import Values

/// What both sides of the demo say to each other's entries: years that are over
/// are confirmed but for a few; of this year some wait for one side or the
/// other, and some are disputed.
struct ConfirmationSamples {
  let services: Services
  let school: ID<School>
  let people: ProjectPeople
  let today: CivilDate

  private static let persons = ["王志强", "陈晓梅", "罗建军", "何慧敏", "彭立新"]

  /// What an enterprise finds wrong, by what the kind is measured in.
  private static func dispute(_ kind: LedgerKind) -> String {
    switch kind.measure {
    case .promise, .amount: "与我司财务记录不符，请核对银行回单或发票。"
    case .area: "使用月数多计一个月，请按交接单更正。"
    case .count: "应以双方签字的记录为准，请核对后更正。"
    }
  }

  /// Writes an entry with what the other side says to it, and its story.
  func put(_ typed: LedgerEntry, by account: ID<Account>?, on connection: any WriteConnection) throws {
    var entry = typed
    let place = Int(entry.value / 100 % 97) + (LedgerKind.allCases.firstIndex(of: entry.kind) ?? 0)
    let person = Self.persons[place % Self.persons.count]
    let noter = try account.flatMap {
      try connection.value("SELECT display_name FROM accounts WHERE id = \($0)", as: String.self)
    }
    entry.notedBy = noter ?? ""
    if entry.day.year < today.year {
      entry.standing = place % 11 == 4 ? .noted : .confirmed
    } else {
      switch place % 9 {
      case 0, 3: entry.standing = .noted
      case 5 where entry.kind.isGiven:
        (entry.standing, entry.answer) = (.disputed, Self.dispute(entry.kind))
      case 7 where entry.side == .enterprise: (entry.notedSide, entry.notedBy) = (.enterprise, person)
      default: entry.standing = .confirmed
      }
    }
    let noted = moment(entry.day, 560 + place)
    if entry.standing != .noted {
      entry.answeredBy = person
      entry.answeredAt = moment(min(entry.day.adding(days: 6 + place % 9), today), 600 + place)
    }
    let author = entry.notedSide == .school ? account : nil
    try LedgerStore.insert(entry, by: author, at: noted, on: connection)
    try tell(.noted, entry, entry.notedSide, entry.notedBy, by: author, at: noted, on: connection)
    if let at = entry.answeredAt {
      try tell(
        entry.standing == .confirmed ? .confirmed : .disputed, entry, .enterprise, person, by: nil, at: at,
        on: connection)
    }
  }

  /// What stands in the inbox, the enterprise whose people have accounts, and a letter under way.
  func fill(on connection: any WriteConnection) throws {
    try own(on: connection)
    let open = try connection.rows(
      """
      SELECT DISTINCT partnership_id, year FROM ledger_entries
      WHERE school_id = \(school) AND standing <> 'confirmed' AND is_removed = 0 ORDER BY partnership_id, year
      """)
    for row in open {
      try LedgerInbox(services: services, connection: connection).settle(
        try row.get(0), of: school, year: try row.get(1), by: nil)
    }
    let waiting = try connection.rows(
      """
      SELECT partnership_id, count(*) FROM ledger_entries
      WHERE school_id = \(school) AND year = \(today.year) AND standing = 'noted' AND noted_side = 'school'
      GROUP BY partnership_id ORDER BY count(*) DESC, partnership_id LIMIT 3
      """)
    for (number, row) in waiting.enumerated() { try ask(try row.get(0), number, on: connection) }
  }

  /// The demo's enterprise has a balance of its own, whatever projects there are.
  private func own(on connection: any WriteConnection) throws {
    let found = try connection.first(
      """
      SELECT p.id FROM partnerships p JOIN memberships m ON m.enterprise_id = p.enterprise_id
      WHERE p.school_id = \(school) AND m.role = \(Role.enterpriseAdministrator) ORDER BY p.id LIMIT 1
      """)
    guard let partnership = try found?.get(0, as: ID<Partnership>.self) else { return }
    for year in [today.year - 1, today.year] {
      let first = CivilDate(year: year, month: 1, day: 6) ?? today
      func entry(
        _ kind: LedgerKind, _ side: LedgerSide, _ title: String, _ days: Int, _ standing: LedgerStanding,
        by noter: LedgerSide = .school, _ answer: String = "", _ change: (inout LedgerEntry) -> Void
      ) throws {
        var entry = LedgerEntry(
          id: services.ids.next(), school: school, partnership: partnership, kind: kind,
          day: min(first.adding(days: days), today))
        (entry.side, entry.title, entry.notedSide, entry.answer) = (side, title, noter, answer)
        change(&entry)
        if year < today.year {
          // The year before was a smaller one.
          (entry.amount, entry.arrived) = (entry.amount.map { $0 * 6 / 10 }, entry.amount.map { $0 * 6 / 10 })
          entry.quantity = entry.quantity.map { $0 / 200 * 100 }
        }
        entry.standing = year < today.year ? .confirmed : standing
        if entry.standing == .confirmed { entry.answer = "" }
        entry.value = ValuationRules(own: []).value(of: entry)
        entry.notedBy = noter == .school ? "李岚" : "郑海燕"
        if entry.standing != .noted {
          entry.answeredBy = noter == .school ? "郑海燕" : "李岚"
          entry.answeredAt = moment(min(entry.day.adding(days: 9), today), 640)
        }
        let at = moment(entry.day, 590)
        try LedgerStore.insert(entry, by: noter == .school ? people.office : nil, at: at, on: connection)
        try tell(.noted, entry, noter, entry.notedBy, by: nil, at: at, on: connection)
        if let at = entry.answeredAt {
          try tell(
            entry.standing == .confirmed ? .confirmed : .disputed, entry, noter == .school ? .enterprise : .school,
            entry.answeredBy, by: nil, at: at, on: connection)
        }
      }
      try entry(.engineerHours, .enterprise, "企业工程师授课", 30, .confirmed) { $0.quantity = 12_800 }
      try entry(.money, .enterprise, "订单班专项资金", 45, .noted) { ($0.amount, $0.arrived) = (10_000_000, 6_000_000) }
      try entry(.venue, .school, "校内实训车间", 50, .noted) { entry in
        (entry.quantity, entry.months, entry.location) = (42_000, 8, "实训楼一层")
      }
      try entry(.interns, .students, "接收实习学生", 60, .disputed, "实习名单为 18 人，请核对。") { $0.quantity = 2000 }
      try entry(.hires, .enterprise, "录用毕业生", 70, .confirmed) { $0.quantity = 900 }
      try entry(.courses, .school, "共建模块课程", 75, .confirmed) { $0.quantity = 200 }
      try entry(.scholarship, .enterprise, "企业奖学金", 80, .noted, by: .enterprise) { entry in
        (entry.amount, entry.arrived, entry.note) = (3_000_000, 3_000_000, "资助 30 名学生，回单另附。")
      }
    }
  }

  /// A letter that asks for the balance of this year.
  private func ask(_ partnership: ID<Partnership>, _ number: Int, on connection: any WriteConnection) throws {
    guard let place = try BalancePlace.find(partnership, year: today.year, in: .school(school), on: connection) else {
      return
    }
    let at = services.now.advanced(by: .seconds(-86_400 * Int64(2 + number)))
    let request = BalanceRequest(
      id: services.ids.next(), schoolID: school, partnershipID: partnership, year: today.year,
      askedBy: people.office, askedAt: at, reminders: 0, closedAt: nil)
    try ConfirmationStore.insert(request, on: connection)
    let person = GuestPerson(
      name: Self.persons[number % Self.persons.count], mail: "contact\(number + 1)@e\(1000 + number).example.com")
    _ = try GuestLinkStore(services.sealer).insert(
      .balance, id: services.ids.next(), for: person, to: .request(request, place.partner.enterprise.name),
      of: school, until: at.advanced(by: .seconds(86_400 * Int64(GuestPurpose.balance.days))), by: people.office,
      at: at,
      on: connection)
  }

  private func tell(
    _ act: LedgerAnswer.Act, _ entry: LedgerEntry, _ side: LedgerSide, _ person: String, by account: ID<Account>?,
    at: Instant, on connection: any WriteConnection
  ) throws {
    try ConfirmationStore.insert(
      LedgerAnswer(act: act, side: side, person: person, words: act == .disputed ? entry.answer : "", at: at),
      id: services.ids.next(), of: entry, by: account, on: connection)
  }

  /// A minute of a day in China, not later than now.
  private func moment(_ day: CivilDate, _ minute: Int) -> Instant {
    let at = Instant(milliseconds: (Int64(min(day, today).daysSinceEpoch) * 1440 + Int64(minute) - 480) * 60_000)
    return min(at, services.now)
  }
}
