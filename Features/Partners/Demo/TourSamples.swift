import Accounts
import Database
package import Organizations
package import Platform
import Standards
package import Values

/// Two tours for the demo: one that is over, with the visits that filled it,
/// and one that begins within a week.
package struct TourSamples: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  private var today: CivilDate { services.now.day }

  /// A partner with the major that it works with.
  private struct Host: Sendable {
    let partner: Partner
    let major: String
  }

  /// A city with partners to see.
  private struct City: Sendable {
    let key: String
    var partners: [Host] = []

    var region: String { key + String(repeating: "0", count: 6 - key.count) }
    var name: String { TourCity.name(of: key) }
  }

  /// Who is on the way, by the name of their account.
  private static let people = ["周明辉", "何秋月", "梁志恒"]
  /// Contacts of authorities: a block of numbers that no operator assigns.
  private static let authorities = [
    ("邓志强", "19900001826"), ("冯丽华", "19900003175"), ("谭国栋", "19900004409"), ("莫少芬", "19900005562"),
  ]

  package func fill(_ school: ID<School>) async throws {
    let cities = try await cities(of: school)
    let lead = try await services.database.read {
      try MembershipStore.accounts(holding: [.cooperationOffice], school: school, on: $0).first
    }
    guard let lead, cities.count >= 3 else { return }
    let people = try await people(of: school)
    try await travelled(school, lead, people, Array(cities.prefix(2)))
    try await ahead(school, lead, people, Array(cities.dropFirst(2).prefix(2)))
    try await RemindOfTours(services)()
  }

  /// Cities away from home with the most partners, those of the same province first, each with those that have been
  /// partners for a year.
  private func cities(of school: ID<School>) async throws -> [City] {
    let latest = today.adding(years: -1)
    return try await services.database.read { connection in
      let home = try connection.value("SELECT region FROM schools WHERE id = \(school)", as: String.self) ?? ""
      let own = TourCity.key(of: home)
      let majors = Dictionary(
        try MajorStore.majors(in: .school(school), on: connection).map { ($0.id.description, $0.name) },
        uniquingKeysWith: { first, _ in first })
      let ids = try connection.values(
        """
        SELECT id FROM partnerships WHERE school_id = \(school) AND status = 'active' AND since <= \(latest)
        ORDER BY id LIMIT 150
        """, as: ID<Partnership>.self)
      var cities: [City] = []
      for id in ids {
        guard let partner = try PartnershipStore.partner(id, in: .school(school), on: connection),
          let key = TourCity.key(of: partner.enterprise.region), key != own
        else { continue }
        let host = Host(
          partner: partner, major: partner.partnership.majorIDs.compactMap { majors[$0] }.first ?? "相关专业")
        if let place = cities.firstIndex(where: { $0.key == key }) {
          cities[place].partners.append(host)
        } else {
          cities.append(City(key: key, partners: [host]))
        }
      }
      func rank(_ city: City) -> Int { city.partners.count + (city.key.prefix(2) == home.prefix(2) ? 1000 : 0) }
      return cities.sorted { (rank($0), $1.key) > (rank($1), $0.key) }
    }
  }

  private func people(of school: ID<School>) async throws -> [TourPerson] {
    try await services.database.read { connection in
      let accounts = try MembershipStore.people(holding: TourPeople.roles, school: school, on: connection)
      let positions = ["专业带头人", "骨干教师", "副院长"]
      return zip(Self.people, positions).compactMap { name, position in
        accounts.first { $0.name == name }.map {
          TourPerson(accountID: $0.id, name: name, position: position)
        }
      }
    }
  }

  private func tour(
    _ title: String, _ purpose: String, from first: CivilDate, days: Int, _ school: ID<School>, _ lead: ID<Account>,
    _ people: [TourPerson]
  ) -> Tour {
    var tour = Tour(
      id: services.ids.next(), schoolID: school, title: title, beginsOn: first, endsOn: first.adding(days: days - 1))
    (tour.purpose, tour.leadID, tour.ownerID, tour.people) = (purpose, lead, lead, people)
    return tour
  }

  private func stop(_ city: City, _ number: Int, of tour: Tour, days: Int) -> TourStop {
    let day = tour.beginsOn.adding(days: number * days)
    var stop = TourStop(
      id: services.ids.next(), schoolID: tour.schoolID, tourID: tour.id, region: city.region, day: day,
      lastDay: day.adding(days: days - 1))
    stop.place = number + 1
    stop.authority = "\(city.name)人力资源和社会保障局就业促进科"
    (stop.authorityPerson, stop.authorityPhone) = Self.authorities[(number + tour.beginsOn.day) % 4]
    stop.meetsAt = "09:00"
    return stop
  }

  private static let times = ["10:30", "14:30", "16:00", "10:00", "14:00"]

  private func line(_ host: Host, _ number: Int, at stop: TourStop) -> TourLine {
    var line = TourLine(id: services.ids.next(), stop: stop, partnershipID: host.partner.partnership.id)
    line.place = number + 1
    line.day = number < 2 ? nil : stop.lastDay
    line.at = Self.times[number % Self.times.count]
    return line
  }

  // MARK: The tour that is over

  private func travelled(
    _ school: ID<School>, _ lead: ID<Account>, _ people: [TourPerson], _ cities: [City]
  ) async throws {
    // From Monday to Thursday, five weeks ago.
    let first = today.adding(days: -35 - (today.weekday - 1))
    var tour = tour(
      "\(cities.map(\.name).joined(separator: "、"))访企拓岗", "走访合作企业，了解用工需求和实习岗位，对接当地人社部门，为毕业生拓展就业渠道。",
      from: first, days: 4, school, lead, people)
    tour.state = .finished
    var (stops, lines, visits): ([TourStop], [TourLine], [Visit]) = ([], [], [])
    for (number, city) in cities.enumerated() {
      let stop = stop(city, number, of: tour, days: 2)
      stops.append(stop)
      for (place, host) in city.partners.prefix(4).enumerated() {
        var line = line(host, place, at: stop)
        // One of each city was not seen: one cancelled, one not met.
        if place == 3 {
          if number == 0 { (line.state, line.reason) = (.cancelled, "企业当日接受检查，改为电话联系") }
        } else {
          visits.append(visit(host, on: line.day ?? stop.day, at: line.at, visits.count, of: tour))
        }
        lines.append(line)
      }
      // Somebody recommended another enterprise on the spot.
      if number == 1, city.partners.count > 4 {
        visits.append(visit(city.partners[4], on: stop.lastDay, at: "17:00", visits.count, of: tour))
      }
    }
    let posts = visits.reduce(0) { $0 + ($1.posts ?? 0) }
    tour.summary = """
      本次走访\(cities.map(\.name).joined(separator: "、"))两市，实地走访企业 \(visits.count) 家，拜访两市人社部门。企业共提供岗位 \(posts) 个，以一线技术和设备维护岗位为主。
      存在的问题：部分企业实习期住宿条件有限，需要分批安排；个别企业因检查未能接待，已约定下月再访。
      下一步：两周内向各企业发送实习协议文本和学生推荐名单；与当地人社部门对接专场招聘会的时间。
      """
    try await write(tour, stops, lines, visits)
  }

  private static let talks = [
    ("介绍学校专业设置和毕业生情况，了解企业扩产计划。企业缺一线技术人员，希望学校推荐毕业生，并愿意接收学生顶岗实习。", "同意接收学生实习，学校两周内发送名单和协议文本。", Visit.Outcome.internship),
    ("参观车间，与生产、人力资源负责人座谈。企业介绍岗位技能要求和晋升通道，对往届毕业生总体满意。", "录用意向明确，企业参加秋季双选会。", .hiring),
    ("商谈共建校外实训基地，查看实训工位、食堂和宿舍。", "达成合作意向，基地协议由企业法务先审。", .intention),
    ("了解用工需求和薪酬水平，讨论订单培养的专业和人数。", "下月派人到校进一步商谈订单班。", .talks),
  ]

  private func visit(_ host: Host, on day: CivilDate, at begins: String, _ number: Int, of tour: Tour) -> Visit {
    let (partner, major) = (host.partner, host.major)
    let talk = Self.talks[number % Self.talks.count]
    var visit = Visit(
      id: services.ids.next(), schoolID: tour.schoolID, partnershipID: partner.partnership.id, day: day)
    visit.departmentID = partner.partnership.departmentID
    visit.province = partner.enterprise.province
    visit.begins = begins
    visit.place = partner.enterprise.park.isEmpty ? "企业会议室" : partner.enterprise.park
    (visit.content, visit.result, visit.outcome) = (talk.0, talk.1, talk.2)
    visit.isOutreach = true
    visit.needs = "\(major)，高职专科"
    visit.posts = 12 + number * 5 % 23
    visit.averagePay = Int64(4_200 + number * 350 % 1_500) * 100
    visit.openings = [
      VisitOpening(
        kind: .intern, major: major, level: .higher, count: 4 + number % 5, pay: Int64(2_200 + number * 100) * 100)
    ]
    if talk.2 == .hiring {
      visit.openings.append(
        VisitOpening(kind: .hire, major: major, level: .higher, count: 3 + number % 3, pay: 480_000))
    }
    visit.ownerID = tour.leadID
    visit.people = tour.people.enumerated().map { place, person in
      VisitPerson(side: .school, name: person.name, position: person.position, isLead: place == 0)
    }
    return visit
  }

  // MARK: The tour that lies ahead

  /// A day from Monday to Wednesday within the next week, so that people have the tour in their inbox.
  private var soon: CivilDate {
    let day = today.adding(days: 3)
    return day.weekday > 3 ? day.adding(days: 8 - day.weekday) : day
  }

  private func ahead(
    _ school: ID<School>, _ lead: ID<Account>, _ people: [TourPerson], _ cities: [City]
  ) async throws {
    let tour = tour(
      "\(cities.map(\.name).joined(separator: "、"))校企合作走访", "看望久未联系的合作企业，商谈下学年实习安排和共建课程。",
      from: soon, days: cities.count, school, lead, people)
    var (stops, lines): ([TourStop], [TourLine]) = ([], [])
    for (number, city) in cities.enumerated() {
      let stop = stop(city, number, of: tour, days: 1)
      stops.append(stop)
      for (place, host) in city.partners.prefix(3).enumerated() {
        var line = line(host, place, at: stop)
        line.day = nil
        if place == 1 { line.who = people.prefix(2).map(\.name).joined(separator: "、") }
        lines.append(line)
      }
      if number == 0 {
        var prospect = TourLine(id: services.ids.next(), stop: stop, prospect: "\(city.name)启航智能装备有限公司")
        (prospect.place, prospect.note) = (9, "人社局推荐，首次接触")
        lines.append(prospect)
      }
    }
    try await write(tour, stops, lines, [])
  }

  private func write(_ tour: Tour, _ stops: [TourStop], _ lines: [TourLine], _ visits: [Visit]) async throws {
    let (now, today, sealer) = (services.now, today, services.sealer)
    try await services.database.writeAlone { connection in
      try TourStore.insert(tour, at: now, on: connection)
      for stop in stops { try TourStopStore(sealer).insert(stop, on: connection) }
      for line in lines { try TourLineStore.insert(line, on: connection) }
      for visit in visits {
        // In the evening in China, when people write down what the day brought.
        let evening = Instant(milliseconds: (Int64(visit.day.daysSinceEpoch) * 1440 + 1110 - 480) * 60_000)
        try VisitStore.insert(visit, at: evening, on: connection)
        try TrackingStore.settle(visit.partnershipID, today: today, on: connection)
      }
    }
  }
}
