import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import Standards
import Values

/// Makes enterprises with valid credit codes and what the schools have with them.
struct DemoPartners: Sendable {
  let schools: [DemoSchool]
  /// The account that looks after partners, per school.
  let owners: [Int64?]
  let services: Services
  let today: CivilDate
  let evidence: DemoEvidence
  let logos: DemoLogos
  var reviews: DemoReviews

  /// Reserved for the demo's enterprise accounts.
  static let firstEnterpriseID = ID<EnterpriseKey>(rawValue: 1)

  struct Made: Sendable {
    var enterprise: Enterprise
    var partnerships: [Partnership]
    var contacts: [PartnerContact]
    var reviews: [DemoReviews.Made]
    /// Story, files and inbox of the reviews; a large installation that is measured does without.
    let isDetailed: Bool
  }

  mutating func make(_ number: Int, random: inout DemoRandom) -> Made {
    let business = DemoNames.businesses[number % DemoNames.businesses.count]
    let place = random.pick(DemoNames.places)
    var enterprise = Enterprise(id: number == 0 ? Self.firstEnterpriseID : services.ids.next())
    // The number makes large installations' names differ; the small demo needs none.
    let brand = random.pick(DemoNames.brands) + random.pick(DemoNames.brands)
    let serial = number < 500 ? "" : "\(number)"
    enterprise.name = "\(place.prefix)\(brand)\(serial)\(business.word)\(random.pick(DemoNames.legalForms))"
    enterprise.shortName = brand + serial
    enterprise.creditCode = creditCode(region: place.region, number: number)
    enterprise.legalForm = LegalForm.allCases.first?.rawValue ?? ""
    enterprise.nature = random.pick(EnterpriseNature.allCases.filter(\.isEnterprise)).rawValue
    enterprise.industry = business.industry
    enterprise.region = place.region
    enterprise.park = random.pick(place.parks)
    enterprise.address = "\(random.pick(["创新", "科技", "工业", "滨河", "桥头"]))路\(1 + random.below(200))号"
    let staff = [18, 45, 80, 160, 240, 420, 900, 1800][random.below(8)] + random.below(40)
    enterprise.staffCount = staff
    enterprise.size = staff >= 1000 ? .large : staff >= 300 ? .medium : staff >= 20 ? .small : .micro
    enterprise.foundedOn = CivilDate(
      year: 1996 + random.below(26), month: 1 + random.below(12), day: 1 + random.below(28))
    enterprise.products = business.products
    enterprise.tags = random.some(random.below(3), of: EnterpriseTag.allCases.map(\.rawValue))
    enterprise.website = "https://www.e\(1000 + number).example.com"
    enterprise.logo = logos.logo(number)
    enterprise.description =
      [
        "主营\(business.products)，现有员工 \(staff) 人，设有培训中心。", "从事\(business.products)，为区内多家企业配套，技术骨干常年带徒。",
        "以\(business.products)为主业，重视校企合作，每年接收学生实习和教师实践。",
      ][number % 3]
    enterprise.status = random.happens(3) ? .closed : .operating

    var partnerships: [Partnership] = []
    var contacts: [PartnerContact] = []
    var reviews: [DemoReviews.Made] = []
    for (index, school) in schools.enumerated() {
      // The first school works with three quarters of them, the others with
      // fewer; whom nobody else took goes to the last school.
      let isLeftOver = index == schools.count - 1 && partnerships.isEmpty
      guard random.happens([76, 48, 30][index]) || isLeftOver || number == 0 else { continue }
      var partnership = partnership(
        with: enterprise, of: school, owner: owners[index], majors: business.majors, random: &random)
      reviews += self.reviews(of: &partnership, school: index, number: number)
      partnerships.append(partnership)
      contacts += (0...random.below(2)).map { order in
        PartnerContact(
          id: services.ids.next(), schoolID: school.school.id, partnershipID: partnership.id,
          name: DemoPeople.name(&random), position: random.pick(DemoNames.positions), phone: DemoPeople.phone(&random),
          mail: "hr\(order)@e\(1000 + number).example.com", isMain: order == 0, note: "")
      }
    }
    return Made(
      enterprise: enterprise, partnerships: partnerships, contacts: contacts, reviews: reviews,
      isDetailed: number < Demo.enterpriseCount)
  }

  private func partnership(
    with enterprise: Enterprise, of school: DemoSchool, owner: Int64?, majors: [String], random: inout DemoRandom
  ) -> Partnership {
    let levels = ["prospect", "contacted", "agreed", "signed", "signed", "signed", "base", "base", "key"]
    let fitting = school.majors.filter { major in majors.contains { major.catalogueCode.hasPrefix($0) } }
    let chosen = random.some(1 + random.below(3), of: fitting.isEmpty ? [random.pick(school.majors)] : fitting)
    var partnership = Partnership(
      id: services.ids.next(), schoolID: school.school.id, enterpriseID: enterprise.id, level: random.pick(levels))
    partnership.departmentID = chosen.first?.departmentID
    partnership.source = random.pick(PartnershipSource.allCases).rawValue
    partnership.ownerID = owner
    partnership.motives = random.some(1 + random.below(3), of: CooperationMotive.allCases.map(\.rawValue))
    partnership.since = today.adding(days: -random.below(3600))
    partnership.majorIDs = chosen.map(\.id.description)
    if partnership.level != "prospect", partnership.level != "contacted", random.happens(85) {
      partnership.reviewState = .valid
      partnership.reviewValidUntil = today.adding(days: random.below(900) - 40)
    }
    return partnership
  }

  /// Valid partnerships get their approvals; of the others every third is under way.
  private mutating func reviews(
    of partnership: inout Partnership, school: Int, number: Int
  ) -> [DemoReviews.Made] {
    if partnership.reviewState == .valid, let until = partnership.reviewValidUntil {
      return reviews.approved(&partnership, until: until, school: school, followsAnother: number % 4 == 0)
    }
    switch number % 9 {
    case 0, 2, 5: return [reviews.next(&partnership, school: school)]
    case 7: return [reviews.refused(&partnership, school: school)]
    default: return []
    }
  }

  private static let digits = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

  /// Organisation codes that begin with `QIA` are not given out in any region.
  private func creditCode(region: String, number: Int) -> String {
    var serial = ""
    var rest = number
    for _ in 0..<5 {
      serial = "\(Self.digits[rest % Self.digits.count])\(serial)"
      rest /= Self.digits.count
    }
    return SocialCreditCode.make(department: "9", category: "1", region: region, organisation: "MQA\(serial)")?.text
      ?? ""
  }

  func write(_ chunk: [Made]) async throws {
    let (now, sealer) = (services.now, services.sealer)
    try await services.database.writeAlone { connection in
      for made in chunk {
        try EnterpriseStore.insert(made.enterprise, isCompared: made.isDetailed, at: now, on: connection)
        for partnership in made.partnerships {
          try PartnershipStore.insert(partnership, with: made.enterprise, at: now, on: connection)
        }
        for contact in made.contacts {
          try ContactBook(sealer).insert(contact, at: now, on: connection)
        }
        for partnership in made.partnerships {
          let partner = Partner(partnership: partnership, enterprise: made.enterprise)
          for review in made.reviews where review.review.partnershipID == partnership.id {
            try write(review, of: partner, isDetailed: made.isDetailed, on: connection)
          }
        }
      }
      try PartnerSearch.put(chunk.flatMap { $0.partnerships.map(\.id) }, on: connection)
    }
  }

  private func write(
    _ made: DemoReviews.Made, of partner: Partner, isDetailed: Bool, on connection: any WriteConnection
  ) throws {
    let (review, ids) = (made.review, services.ids)
    try ReviewStore.insert(review, on: connection)
    if let told = made.told {
      try ReviewStore.setTold(told, of: review.id, school: review.schoolID, on: connection)
    }
    guard isDetailed else { return }
    for step in made.steps {
      try ReviewStore.insert(
        step.act, id: ids.next(), of: review, by: step.by?.id, reason: step.reason, at: step.at, on: connection)
    }
    try evidence.attach(to: review, of: partner, ids: ids, on: connection)
    if let entry = ReviewInbox.entry(review, of: partner) {
      try InboxStore.put(entry, id: ids.next(), at: made.steps.last?.at ?? review.createdAt, on: connection)
    }
    guard let told = made.told, let until = review.validUntil else { return }
    let owner = partner.partnership.ownerID.map { ID<Account>(rawValue: $0) }
    try InboxStore.put(
      ReviewInbox.renewal(of: partner, validUntil: until, isOver: told == 0, owner: owner), id: ids.next(),
      at: services.now, on: connection)
  }
}
