import Accounts
import Database
import Files
package import Organizations
package import Platform
import Security
package import Values

/// The spaces of the demo's enterprises: a page that one would read, contacts
/// shared with one school, changes that it has not seen.
package struct SpaceSamples: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Parameters:
  ///   - enterprise: the one whose people are among the demo's accounts.
  ///   - school: the school that it shares more with.
  package func fill(_ enterprise: ID<EnterpriseKey>, school: ID<School>) async throws {
    let services = services
    let admin = try await services.database.write { connection -> Actor? in
      guard let record = try EnterpriseStore.enterprise(enterprise, on: connection) else { return nil }
      try MembershipStore.setName(record.menuName, ofEnterprise: enterprise, on: connection)
      return try Self.administrator(of: enterprise, on: connection)
    }
    guard let admin else { return }
    try await state(admin)
    try await write(admin, SpaceTexts.first, pictures: try await pictures())
    let contacts = try await keepContacts(admin)
    let sharing = Sharing(services)
    for part in [SharedPart.figures, .wishes] { try await sharing(true, .part(part), with: school, by: admin) }
    for contact in contacts { try await sharing(true, .contact(contact), with: school, by: admin) }
    try await see(enterprise, school)
    // Two changes that the school has not looked at.
    try await change(admin) { record in
      record.park = "创新产业园"
      record.products += "；新增自动化产线集成服务"
    }
    try await write(admin, [SpaceTexts.newBoard], pictures: [:])
    try await others(beside: enterprise, school)
  }

  private static func administrator(of enterprise: ID<EnterpriseKey>, on connection: any Connection) throws -> Actor? {
    try EnterprisePeopleStore.people(of: enterprise, on: connection)
      .first { $0.role == .enterpriseAdministrator }
      .map { actor($0.accountID, enterprise) }
  }

  private static func actor(_ account: ID<Account>, _ enterprise: ID<EnterpriseKey>) -> Actor {
    Actor(
      accountID: account, name: "",
      membership: Membership(
        id: ID(rawValue: 0), accountID: account, role: .enterpriseAdministrator, schoolID: nil, departmentID: nil,
        enterpriseID: enterprise, organisationName: ""), permissions: [.spaceRead, .spaceManage])
  }

  private func state(_ admin: Actor) async throws {
    guard let enterprise = admin.enterpriseID else { return }
    let staff = try await services.database.read { try SpaceStore.enterprise(of: admin, on: $0)?.staffCount } ?? 60
    var statement = EnterpriseStatement(enterpriseID: enterprise)
    (statement.staffTotal, statement.skilledStaff, statement.instructors) = (staff, staff / 3, max(2, staff / 12))
    // Interns are at most a tenth of the staff (internship rules, art. 11).
    (statement.internPlaces, statement.yearlyHires) = (max(1, staff / 10), max(1, staff / 15))
    statement.revenue = Int64(staff) * 45_000_000
    statement.motives = ["talent", "training", "technology"]
    statement.wishes = "希望合办数控与装配方向的订单班，学校教师到车间实践，企业师傅进课堂；欢迎联合申报技术改造项目。"
    try await SaveStatement(services)(statement, by: admin)
  }

  private func keepContacts(_ admin: Actor) async throws -> [ID<EnterpriseContact>] {
    guard let enterprise = admin.enterpriseID else { return [] }
    var made: [ID<EnterpriseContact>] = []
    for (number, person) in SpaceTexts.contacts.enumerated() {
      var contact = EnterpriseContact(id: services.ids.next(), enterpriseID: enterprise)
      (contact.name, contact.position, contact.note) = (person.name, person.position, person.note)
      contact.phone = "1380000\(4201 + number * 37)"
      contact.mail = "hr\(number)@example.com"
      try await SaveEnterpriseContact(services)(contact, isNew: true, by: admin)
      made.append(contact.id)
    }
    // One of them stays with the enterprise.
    return Array(made.dropLast())
  }

  private func write(
    _ admin: Actor, _ sections: [PublicitySection], pictures: [PublicitySection.Kind: [PublicityPicture]]
  ) async throws {
    guard let enterprise = admin.enterpriseID else { return }
    let write = WritePage(services)
    let page = try await services.database.read { try PublicityStore.page(of: enterprise, on: $0) }
    try await write(version: page?.version ?? 0, "changed", by: admin) { page in
      for section in sections {
        var section = section
        section.pictures = pictures[section.kind] ?? page.draft.section(section.kind)?.pictures ?? []
        page.draft.put(section)
      }
    }
    let written = try await services.database.read { try PublicityStore.page(of: enterprise, on: $0) }
    try await write.publish(version: written?.version ?? 0, by: admin)
  }

  private func change(_ admin: Actor, _ body: (inout Enterprise) -> Void) async throws {
    let found = try await services.database.read { try SpaceStore.enterprise(of: admin, on: $0) }
    guard var record = found else { return }
    body(&record)
    try await SaveProfile(services)(record, by: admin)
  }

  /// Somebody of the school has looked at what was there until now.
  private func see(_ enterprise: ID<EnterpriseKey>, _ school: ID<School>) async throws {
    let found = try await services.database.read { connection -> (Partner, ID<EnterpriseChange>, ID<Account>)? in
      guard let partner = try PartnershipStore.partner(of: school, with: enterprise, on: connection),
        let newest = try EnterpriseChangeStore.changes(for: partner.partnership, limit: 1, on: connection).first,
        let office = try MembershipStore.accounts(holding: [.cooperationOffice], school: school, on: connection).first
      else { return nil }
      return (partner, newest.id, office)
    }
    guard let (partner, newest, office) = found else { return }
    let actor = Actor(
      accountID: office, name: "",
      membership: Membership(
        id: ID(rawValue: 0), accountID: office, role: .cooperationOffice, schoolID: school, departmentID: nil,
        enterpriseID: nil, organisationName: ""), permissions: [.partnersManage])
    try await SeeChanges(services)(until: newest, of: partner.partnership.id, by: actor)
  }

  /// Pages of more enterprises, so that the public list is one.
  private func others(beside first: ID<EnterpriseKey>, _ school: ID<School>) async throws {
    let services = services
    // Nobody knows this password: the people stand for those of other enterprises.
    let hash = try await services.hasher.hash(Base64URL.encode(randomBytes(24)))
    let found = try await services.database.read { connection in
      try connection.rows(
        """
        SELECT e.id, e.products, e.name FROM partnerships p JOIN enterprises e ON e.id = p.enterprise_id
        WHERE p.school_id = \(school) AND p.status = 'active' AND e.status = 'operating' AND e.merged_into IS NULL
          AND e.id <> \(first) AND e.logo <> '' ORDER BY e.id LIMIT \(SpaceTexts.others.count)
        """
      ).map { row -> (id: ID<EnterpriseKey>, products: String, name: String) in
        (try row.get(0), try row.get(1), try row.get(2))
      }
    }
    for ((enterprise, products, name), texts) in zip(found, SpaceTexts.others) {
      let account: ID<Account> = services.ids.next()
      let membership = Membership(
        id: services.ids.next(), accountID: account, role: .enterpriseAdministrator, schoolID: nil, departmentID: nil,
        enterpriseID: enterprise, organisationName: name)
      try await services.database.write { connection in
        try AccountStore.insert(
          NewAccount(signInName: "hr-\(account)", displayName: texts.person, passwordHash: hash), id: account,
          sealer: services.sealer, now: services.now, on: connection)
        try MembershipStore.insert(membership, at: services.now, on: connection)
      }
      let about = PublicitySection(.about, text: "我们专注于\(products)，" + texts.about)
      try await write(Self.actor(account, enterprise), [about] + texts.sections, pictures: [:])
    }
  }

  /// Drawn marks that stand as photographs.
  private func pictures() async throws -> [PublicitySection.Kind: [PublicityPicture]] {
    var made: [PublicitySection.Kind: [PublicityPicture]] = [:]
    for (kind, scene, caption) in SpaceTexts.pictures {
      let bytes = SamplePicture.png(scene)
      let incoming = try services.files.begin(limit: bytes.count)
      try incoming.write(bytes)
      let digest = try await services.files.keep(incoming).digest.text
      made[kind, default: []].append(PublicityPicture(digest: digest, caption: caption))
    }
    return made
  }
}
