import Accounts
import Database
import Organizations
import Partners
import Values

/// Makes agreements by their numbers and writes them: the same rows as people's acts leave.
struct ManyAgreementsMaker: Sendable {
  /// One agreement with all that belongs to it; it gets its number when it is written.
  struct Made: Sendable {
    var agreement: Agreement
    let partner: String
    let clauses: [RenderedClause]
    let obligations: [ObligationStore.NewObligation]
  }

  private let material: ManyAgreementsMaterial
  private let ids: IDGenerator
  private let today: CivilDate
  private let shares: Shares

  /// How many of a hundred are in which state.
  private static let parts: [(state: AgreementState, count: Int)] = [
    (.draft, 3), (.review, 3), (.negotiation, 1), (.signing, 1), (.suspended, 1), (.amended, 3), (.renewed, 8),
    (.ended, 10), (.archived, 10), (.active, 60),
  ]
  private static let states: [AgreementState] = parts.flatMap { part in
    [AgreementState](repeating: part.state, count: part.count)
  }

  private static let kinds: [AgreementKind] = [
    .threeParty, .framework, .internship, .order, .threeParty, .base, .service, .threeParty, .internship, .intent,
  ]

  init(_ material: ManyAgreementsMaterial, ids: IDGenerator, today: CivilDate, agreements: Int, obligations: Int) {
    self.material = material
    self.ids = ids
    self.today = today
    shares = Shares(agreements: agreements, obligations: obligations)
  }

  /// 37 and 100 have no common divisor: neighbours differ, and of a hundred each state has its part.
  private static func state(_ number: Int) -> AgreementState { states[number * 37 % 100] }

  /// Rendering a text takes longer than writing it: the processors share the work.
  @concurrent
  func make(_ numbers: Range<Int>) async -> [Made] {
    let groups = stride(from: numbers.lowerBound, to: numbers.upperBound, by: 100)
      .map { $0..<min($0 + 100, numbers.upperBound) }
    return await withTaskGroup(of: (Int, [Made]).self) { tasks in
      for group in groups { tasks.addTask { (group.lowerBound, group.compactMap { make($0) }) } }
      var made: [Int: [Made]] = [:]
      for await (start, some) in tasks { made[start] = some }
      return groups.flatMap { made[$0.lowerBound] ?? [] }
    }
  }

  private func make(_ number: Int) -> Made? {
    let (kind, state) = (Self.kinds[number % Self.kinds.count], Self.state(number))
    let partner = material.partners[number % material.partners.count]
    guard let type = material.types[kind], let template = material.templates[kind] else { return nil }
    let office = material.people.office
    var agreement = Agreement(
      id: ids.next(), schoolID: material.school.id, partnershipID: partner.partnership.id,
      departmentID: partner.partnership.departmentID, typeCode: type.code, kind: kind,
      createdAt: moment(today, 600))
    (agreement.templateID, agreement.templateVersion, agreement.text) = (template.id, 1, template.text)
    agreement.title = ManyAgreementsWords.title(kind, partner.enterprise.shortName, number)
    agreement.typed = ManyAgreementsWords.typed(template.text, number)
    (agreement.state, agreement.takesInterns) = (state, kind.takesInterns)
    (agreement.ownerID, agreement.createdBy) = (office.rawValue, office.rawValue)
    if kind == .order || kind == .service { agreement.amount = Int64(2 + number % 40) * 500_000 }
    let start = start(state, months: type.usualMonths, number)
    (agreement.startOn, agreement.endOn) = (start, start.adding(months: type.usualMonths).adding(days: -1))
    agreement.createdAt = moment(min(start, today).adding(days: -32), 600)
    if state != .draft {
      agreement.chain = type.chain.filter { $0.step != .department || agreement.departmentID != nil }
    }
    if state == .review {
      agreement.step = number % max(1, agreement.chain.count)
      agreement.dueOn = today.adding(days: number % 9 - 2)
    }
    if state == .negotiation || state == .signing { agreement.dueOn = today.adding(days: 3 + number % 10) }
    if state.wasActive { (agreement.signedOn, agreement.activeOn) = (start.adding(days: -3), start) }
    if [.ended, .archived, .amended, .renewed].contains(state) {
      agreement.endedOn = min(today, agreement.endOn ?? today)
    }
    return Made(
      agreement: agreement, partner: partner.enterprise.name, clauses: clauses(agreement, partner),
      obligations: obligations(of: agreement, number))
  }

  private func start(_ state: AgreementState, months: Int, _ number: Int) -> CivilDate {
    switch state {
    case .draft, .review, .negotiation, .signing: today.adding(days: 15 + number % 60)
    case .active, .suspended: today.adding(days: -(1 + number * 7 % (months * 30 - 20)))
    case .amended, .renewed, .ended, .archived: today.adding(days: -30 - number % 700).adding(months: -months)
    }
  }

  /// As its page shows them.
  private func clauses(_ agreement: Agreement, _ partner: Partner) -> [RenderedClause] {
    var facts = TextFacts(agreement: agreement, school: material.school, partner: partner, today: today)
    facts.departmentName = agreement.departmentID.flatMap { material.departments[$0] } ?? ""
    facts.majors = partner.partnership.majorIDs.compactMap { material.majors[$0] }
    return TextRendering(agreement.text, facts.values(material.t)).clauses
  }

  /// A minute of a day in China.
  private func moment(_ day: CivilDate, _ minute: Int) -> Instant {
    Instant(milliseconds: (Int64(day.daysSinceEpoch) * 1440 + Int64(minute) - 480) * 60_000)
  }

  // MARK: Obligations

  private static let duties = SampleTexts.all.flatMap { $0.text.clauses.compactMap(\.duty) }

  /// From more than a year ago to more than a year ahead; most of what is past was done.
  private func obligations(of agreement: Agreement, _ number: Int) -> [ObligationStore.NewObligation] {
    guard agreement.state.wasActive else { return [] }
    return shares.range(of: number).map { place in
      let duty = Self.duties[place % Self.duties.count]
      let day = today.adding(days: place * 389 % 1_001 - 400)
      var obligation = Obligation(
        id: ids.next(), schoolID: agreement.schoolID, agreementID: agreement.id, subject: duty.subject,
        startOn: min(agreement.startOn ?? day, day), endOn: day)
      (obligation.debtor, obligation.rhythm, obligation.measure) = (duty.debtor, .once, duty.measure)
      (obligation.evidence, obligation.ownerID) = (duty.evidence, agreement.ownerID)
      obligation.target = duty.target.isEmpty ? nil : Double(duty.target) ?? 10
      let luck = place % 20
      let isRunning = agreement.state == .active
      let state: ObligationDue.State
      switch luck {
      case ..<17 where day < today: state = .met
      case 17 where day < today && isRunning: state = .reported
      default: state = isRunning ? .open : .cancelled
      }
      return ObligationStore.NewObligation(
        obligation: obligation, due: ids.next(), state: state, done: state == .met ? obligation.target ?? 1 : 0,
        isTold: day <= today.adding(days: RemindOfAgreements.dueDays))
    }
  }

  /// Which obligations belong to which agreement: as many to each that was in force.
  private struct Shares: Sendable {
    let obligations: Int
    let holders: Int
    /// How many of the first so many of a hundred agreements were in force.
    private static let before: [Int] = (0...100).map { count in
      (0..<count).count { ManyAgreementsMaker.state($0).wasActive }
    }

    init(agreements: Int, obligations: Int) {
      self.obligations = obligations
      holders = max(1, Self.rank(agreements))
    }

    private static func rank(_ number: Int) -> Int { number / 100 * before[100] + before[number % 100] }

    func range(of number: Int) -> Range<Int> {
      let rank = Self.rank(number)
      return obligations * rank / holders..<obligations * (rank + 1) / holders
    }
  }

  // MARK: Writing

  func write(_ made: [Made], at now: Instant, on connection: any WriteConnection) throws {
    var made = made
    for place in made.indices {
      made[place].agreement.number = try self.number(of: made[place].agreement, on: connection)
      let agreement = made[place].agreement
      try AgreementStore.insert(agreement, at: agreement.createdAt, on: connection)
      guard agreement.state != .draft else { continue }
      try AgreementStoryStore.keep(
        made[place].clauses, of: agreement, for: agreement.state.wasActive ? .confirmed : .submitted, id: ids.next(),
        by: material.people.office, at: agreement.createdAt, on: connection)
    }
    try AgreementStoryStore.insert(made.flatMap { steps(of: $0.agreement) }, on: connection)
    try AgreementSearch.put(
      made.map { AgreementSearch.entry($0.agreement, partner: $0.partner, $0.clauses) }, of: made.map(\.agreement.id),
      on: connection)
    try ObligationStore.insert(
      made.flatMap(\.obligations), by: material.people.office, at: now, on: connection)
  }

  private func number(of agreement: Agreement, on connection: any WriteConnection) throws -> String {
    guard agreement.state != .draft, let type = material.types[agreement.kind] else { return "" }
    let facts = NumberPattern.Facts(
      school: material.school.code, department: "", type: type.code, day: agreement.startOn ?? today)
    let pattern = try NumberPattern(type.pattern)
    return pattern.number(
      try AgreementStore.nextSerial(pattern.series(facts), of: agreement.schoolID, on: connection), facts)
  }

  private func steps(of agreement: Agreement) -> [AgreementStoryStore.NewStep] {
    let (people, begun) = (material.people, min(agreement.startOn ?? today, today).adding(days: -32))
    var steps: [AgreementStoryStore.NewStep] = []
    func add(_ act: AgreementAct, _ day: Int, _ who: ID<Account>?, _ post: ReviewPost.Step? = nil) {
      steps.append(
        .init(
          id: ids.next(), agreement: agreement, act: act, post: post, account: who,
          at: moment(begun.adding(days: day), 560 + day * 7)))
    }
    add(.started, 0, people.office)
    guard agreement.state != .draft else { return steps }
    add(.submitted, 1, people.office)
    let done = agreement.state == .review ? agreement.step ?? 0 : agreement.chain.count
    for (place, post) in agreement.chain.prefix(done).enumerated() {
      add(.approved, 3 + place * 4, people.byRole[post.role], post.step)
    }
    guard agreement.state != .review, agreement.state != .negotiation else { return steps }
    add(.agreed, 20, people.office)
    guard agreement.state.wasActive else { return steps }
    add(.scanned, 28, people.office)
    add(.confirmed, 29, people.colleague)
    return steps
  }
}
