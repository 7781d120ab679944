import Accounts
import Activity
import Database
import Localization
package import Organizations
import Partners
package import Platform
package import Values

/// Fills a demo: templates that all schools share, and agreements of one school
/// in every state, deterministic and in words that read true.
package struct AgreementSamples: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// As many as a school of the demo's size reports (inventory 51).
  static let count = 102

  /// How many agreements are in which state; in force are the rest.
  private static let states: [(AgreementState, Int)] = [
    (.draft, 6), (.review, 9), (.negotiation, 5), (.signing, 5), (.suspended, 2), (.amended, 3), (.renewed, 5),
    (.ended, 5), (.archived, 4),
  ]

  struct People: Sendable {
    var office: ID<Account>
    var colleague: ID<Account>
    var byRole: [Role: ID<Account>]

    /// Who signs for the school.
    var leader: ID<Account> { byRole[.schoolAdministrator] ?? office }
  }

  /// - Parameter school: whose partners the agreements are with; must have partners and an office.
  package func fill(_ school: ID<School>) async throws {
    let services = services
    let today = services.now.day
    let made = try await services.database.writeAlone { connection -> (People, [Int: Agreement])? in
      let templates = try Self.templates(services, on: connection)
      try AgreementTypeStore.putUsual(for: school, on: connection)
      guard let people = try Self.people(of: school, on: connection) else { return nil }
      var query = PartnerQuery()
      query.levels = ["agreed", "signed", "base", "key"]
      query.limit = 200
      let partners = try PartnerListStore.page(query, in: .school(school), on: connection).rows.map(\.partnershipID)
      guard !partners.isEmpty else { return nil }
      var made: [Int: Agreement] = [:]
      var maker = SampleMaker(services: services, school: school, people: people, templates: templates, today: today)
      var plan = Self.states.flatMap { Array(repeating: $0.0, count: $0.1) }
      plan += Array(repeating: .active, count: Self.count - plan.count)
      for (number, state) in plan.enumerated() {
        // Different states among neighbours of the list: 37 and 102 have no common divisor.
        let place = number * 37 % Self.count
        guard
          let partner = try PartnershipStore.partner(
            partners[place % partners.count], in: .school(school), on: connection)
        else { continue }
        made[number] = try maker.make(number, state, with: partner, on: connection)
      }
      return (people, made)
    }
    guard let (people, agreements) = made else { return }
    let rounds = SampleRounds(services: services, people: people, today: today)
    let texts = try await rounds.texts(of: agreements)
    let scan = try await SampleScan.keep(in: services.files)
    try await services.database.writeAlone { connection in
      try rounds.write(agreements, texts, scan: scan, on: connection)
      try SampleTalk(services: services, people: people, today: today).write(agreements, on: connection)
      try SampleChecks(services: services, school: school, people: people, today: today).write(on: connection)
    }
  }

  static func people(of school: ID<School>, on connection: any Connection) throws -> People? {
    func holders(_ role: Role) throws -> [ID<Account>] {
      try MembershipStore.accounts(holding: [role], school: school, on: connection)
    }
    guard let office = try holders(.cooperationOffice).first else { return nil }
    var byRole: [Role: ID<Account>] = [:]
    for role in [Role.departmentAdministrator, .expert, .schoolAdministrator, .teacher, .cooperationOffice] {
      byRole[role] = try holders(role).first
    }
    return People(office: office, colleague: byRole[.schoolAdministrator] ?? office, byRole: byRole)
  }

  /// The shared templates, each published once.
  private static func templates(
    _ services: Services, on connection: any WriteConnection
  ) throws -> SampleMaker.Templates {
    var made: SampleMaker.Templates = [:]
    for sample in SampleTexts.all + [SampleTexts.english] {
      let template = AgreementTemplate(
        id: services.ids.next(), schoolID: nil, kind: sample.kind, title: sample.title, note: sample.note,
        isActive: true, published: 1, draft: nil, version: 1, language: sample.language)
      try TemplateStore.insert(template, by: nil, at: services.now, on: connection)
      try TemplateStore.insert(
        TemplateVersion(
          id: services.ids.next(), templateID: template.id, number: 1, text: sample.text, publishedAt: services.now,
          publisherName: "", note: "首次发布", revision: 1), of: template, by: nil, at: services.now, on: connection)
      made[sample.language, default: [:]][sample.kind] = (template, sample.text)
    }
    return made
  }
}
