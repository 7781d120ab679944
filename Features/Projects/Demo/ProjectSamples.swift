import Accounts
import Activity
import Database
package import Organizations
import Partners
package import Platform
package import Values

/// Fills a demo with the projects of one school: all modes, every state,
/// deterministic and in words that read true.
package struct ProjectSamples: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Which state each of the 28 is in, in the order of `ProjectText.all`.
  static let states: [ProjectState] = [
    .running, .closed, .idea, .review, .running, .followUp, .application, .approved, .closed, .running, .midterm,
    .submitted, .running, .closed, .review, .rejected, .running, .closing, .stopped, .submitted, .midterm, .running,
    .approved, .application, .followUp, .running, .review, .idea,
  ]

  /// What the partner's name says of its trade, for each of the texts.
  private static let trades: [[String]] = [
    ["精密机械"], ["跨境电商"], ["食品"], ["新能源汽车"], ["精密机械"], ["机器人"], ["食品"], ["电子科技"], ["精密机械"], ["电气自动化"],
    ["汽车零部件", "精密机械"], ["电气自动化"], ["电子科技"], ["酒店管理"], ["新能源汽车", "汽车零部件"], ["网络科技", "软件信息"], ["智能装备", "精密机械"],
    ["智能装备"], ["连锁商贸"], ["生物制药"], ["机器人", "智能装备"], ["餐饮管理"], ["网络科技", "软件信息"], ["物流供应链"], ["智能装备", "电气自动化"],
    ["生物制药"], ["物流供应链"], ["数字传媒"],
  ]

  /// A partner of the trade that has no more projects than the others of it.
  private static func partner(
    for number: Int, among partners: [PartnerSummary], taken: inout [ID<Partnership>: Int]
  ) -> ID<Partnership>? {
    let fitting = partners.filter { partner in trades[number].contains { partner.enterprise.name.contains($0) } }
    let found = (fitting.isEmpty ? partners : fitting).min {
      taken[$0.partnershipID, default: 0] < taken[$1.partnershipID, default: 0]
    }
    guard let found else { return nil }
    taken[found.partnershipID, default: 0] += 1
    return found.partnershipID
  }

  /// - Parameter school: whose partners the projects are with; must have partners and an office.
  package func fill(_ school: ID<School>) async throws {
    let services = services
    let today = services.now.day
    try await services.database.writeAlone { connection in
      guard let people = try ProjectPeople.of(school, on: connection) else { return }
      var query = PartnerQuery()
      query.levels = ["signed", "base", "key"]
      query.limit = 200
      let partners = try PartnerListStore.page(query, in: .school(school), on: connection).rows
      guard !partners.isEmpty else { return }
      var taken: [ID<Partnership>: Int] = [:]
      let maker = ProjectMaker(services: services, school: school, people: people, today: today)
      for (number, text) in ProjectText.all.enumerated() {
        guard let id = Self.partner(for: number, among: partners, taken: &taken),
          let partner = try PartnershipStore.partner(id, in: .school(school), on: connection)
        else {
          continue
        }
        try maker.make(number, text, Self.states[number % Self.states.count], with: partner, on: connection)
      }
      try SchemeSamples.fill(school, today, services, on: connection)
      try ConfirmationSamples(services: services, school: school, people: people, today: today).fill(on: connection)
    }
  }
}

/// Through whose hands the projects of the demo go.
struct ProjectPeople: Sendable {
  let office: ID<Account>
  let leader: ID<Account>
  let teachers: [ID<Account>]
  let reviewers: [ID<Account>]

  static func of(_ school: ID<School>, on connection: any Connection) throws -> ProjectPeople? {
    func holders(_ roles: [Role]) throws -> [ID<Account>] {
      try MembershipStore.accounts(holding: roles, school: school, on: connection)
    }
    guard let office = try holders([.cooperationOffice]).first, let leader = try holders([.schoolAdministrator]).first
    else { return nil }
    let teachers = try holders([.teacher]) + holders([.majorLeader])
    return ProjectPeople(
      office: office, leader: leader, teachers: teachers.isEmpty ? [leader] : teachers,
      // Administrators of departments review the projects of others, too.
      reviewers: try holders([.schoolAdministrator]) + holders([.expert]) + holders([.departmentAdministrator]))
  }
}
