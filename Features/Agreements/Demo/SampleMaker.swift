import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Values

/// Makes one agreement of the demo after the other, each with its story.
struct SampleMaker {
  let services: Services
  let school: ID<School>
  let people: AgreementSamples.People
  let templates: Templates
  let today: CivilDate
  private var types: [String: AgreementType] = [:]

  typealias Templates = [Language: [AgreementKind: (AgreementTemplate, TemplateText)]]

  private static let kinds: [AgreementKind] = [
    .framework, .framework, .order, .base, .internship, .framework, .service, .base, .intent, .internship,
  ]
  private static let reasons = [
    "实习岗位数与去年履行情况差距较大，请与企业核实后调整。", "付款条件没有写明验收标准，请补充。", "冠名班经费来源未写明，请与财务处核对。",
  ]

  init(
    services: Services, school: ID<School>, people: AgreementSamples.People,
    templates: Templates, today: CivilDate
  ) {
    self.services = services
    self.school = school
    self.people = people
    self.templates = templates
    self.today = today
  }

  /// A minute of a day in China.
  static func moment(_ day: CivilDate, _ minute: Int) -> Instant {
    Instant(milliseconds: (Int64(day.daysSinceEpoch) * 1440 + Int64(minute) - 480) * 60_000)
  }

  private func moment(_ day: CivilDate, _ minute: Int) -> Instant { Self.moment(day, minute) }

  /// - Returns: `nil` for a kind without a template.
  mutating func make(
    _ number: Int, _ state: AgreementState, with partner: Partner, on connection: any WriteConnection
  ) throws -> Agreement? {
    let kind = Self.kinds[number % Self.kinds.count]
    if types.isEmpty {
      for type in try AgreementTypeStore.types(of: school, on: connection) { types[type.code] = type }
    }
    let language = number == SampleRounds.english ? Language.english : .chinese
    guard let (template, text) = templates[language]?[kind], let type = types[kind.rawValue] else { return nil }
    var agreement = Agreement(
      id: services.ids.next(), schoolID: school, partnershipID: partner.partnership.id,
      departmentID: partner.partnership.departmentID, typeCode: type.code, kind: kind,
      createdAt: moment(today.adding(days: -30), 600))
    (agreement.templateID, agreement.templateVersion, agreement.text) = (template.id, 1, text)
    agreement.language = language
    agreement.title =
      language == .english
      ? "Framework agreement with \(partner.enterprise.shortName)"
      : "\(partner.enterprise.shortName)\(kind == .order ? "冠名班" : "")\(Self.words(kind))"
    agreement.state = state
    agreement.takesInterns = kind.takesInterns
    (agreement.ownerID, agreement.createdBy) = (people.office.rawValue, people.office.rawValue)
    if kind == .order || kind == .service { agreement.amount = Int64(2 + number % 7) * 1_000_000 }
    agreement.start(state, number, type, today)
    agreement.createdAt = moment((agreement.startOn ?? today).adding(days: -32), 600)
    if let pay = text.fields.first(where: { $0.kind == .number }) {
      agreement.typed[pay.name] = "\(10 + number % 5 * 5)"
    }
    agreement.chain =
      state == .draft ? [] : type.chain.filter { $0.step != .department || agreement.departmentID != nil }
    if state != .draft || number % 3 == 0 { agreement.number = try self.number(agreement, type, on: connection) }
    if state == .draft, !agreement.number.isEmpty {
      agreement.reason =
        number == SampleRounds.declined ? SampleRounds.refusal : Self.reasons[number % Self.reasons.count]
    }
    if state == .review {
      agreement.step = number % agreement.chain.count
      agreement.dueOn = agreement.post.map { today.adding(days: $0.days - number % 4) }
    }
    if state == .negotiation || state == .signing { agreement.dueOn = today.adding(days: 5 + number % 8) }
    if state.wasActive { agreement.signedOn = agreement.startOn.map { $0.adding(days: -3) } }
    if state.wasActive { agreement.activeOn = agreement.startOn }
    if state == .suspended { agreement.reason = "企业搬迁新厂区，双方商定暂停一个学期。" }
    if [.ended, .archived, .amended, .renewed].contains(state) {
      agreement.endedOn = min(today, agreement.endOn ?? today)
    }
    try AgreementStore.insert(agreement, at: agreement.createdAt, on: connection)
    guard let dossier = try AgreementDossier.of(agreement, today: today, services.catalogue, on: connection) else {
      return nil
    }
    let clauses = dossier.rendering.clauses
    try AgreementSearch.put(agreement, partner: partner.enterprise.name, clauses, on: connection)
    try story(of: agreement, number, clauses, on: connection)
    if state.wasActive { try obligations(of: agreement, clauses, number, on: connection) }
    if let entry = AgreementInbox.entry(agreement) {
      try InboxStore.put(entry, id: services.ids.next(), at: services.now, on: connection)
    }
    return agreement
  }

  private static func words(_ kind: AgreementKind) -> String {
    switch kind {
    case .framework: "校企合作框架协议"
    case .order: "订单培养协议"
    case .base: "实习实训基地共建协议"
    case .internship: "岗位实习合作协议"
    case .service: "技术服务协议"
    default: "合作意向书"
    }
  }

  private mutating func number(
    _ agreement: Agreement, _ type: AgreementType, on connection: any WriteConnection
  ) throws -> String {
    let own = try SchoolStore.school(school, on: connection)
    let facts = NumberPattern.Facts(
      school: own?.code ?? "", department: "", type: type.code, day: (agreement.startOn ?? today).adding(days: -30))
    guard let pattern = try? NumberPattern(type.pattern) else { return "" }
    return pattern.number(
      try AgreementStore.nextSerial(pattern.series(facts), of: school, on: connection), facts)
  }

  // MARK: Story

  private func story(
    of agreement: Agreement, _ number: Int, _ clauses: [RenderedClause], on connection: any WriteConnection
  ) throws {
    // What is under way began three weeks ago, so that nothing of its story lies ahead.
    let usual = (agreement.startOn ?? today).adding(days: -32)
    let begun = agreement.state.wasActive ? usual : min(usual, today.adding(days: -22))
    func step(
      _ act: AgreementAct, _ day: Int, _ who: ID<Account>?, post: ReviewPost.Step? = nil, reason: String = ""
    ) throws {
      try AgreementStoryStore.insert(
        act, id: services.ids.next(), of: agreement, post: post, by: who, reason: reason,
        at: moment(min(today, begun.adding(days: day)), 560 + day * 7), on: connection)
    }
    func keep(_ act: AgreementAct, _ day: Int) throws {
      try AgreementStoryStore.keep(
        clauses, of: agreement, for: act, id: services.ids.next(), by: people.office,
        at: moment(min(today, begun.adding(days: day)), 570 + day * 7), on: connection)
    }
    try step(.started, 0, people.office)
    guard !agreement.number.isEmpty else { return }
    try step(.submitted, 1, people.office)
    if agreement.state == .negotiation {
      // The first words came back once, so that two versions stand side by side.
      try AgreementStoryStore.keep(
        Self.firstWords(clauses), of: agreement, for: .submitted, id: services.ids.next(), by: people.office,
        at: moment(begun.adding(days: 1), 540), on: connection)
      try step(.refused, 2, people.byRole[.expert], post: .counsel, reason: "“另行商定”无法检查，请写明数量和期限。")
      try step(.submitted, 2, people.office)
      try keep(.submitted, 2)
    } else {
      try keep(.submitted, 1)
    }
    let isDeclined = number == SampleRounds.declined
    if agreement.state == .draft, !isDeclined {
      return try step(
        .refused, 3, people.byRole[.expert], post: .counsel, reason: agreement.reason)
    }
    let chain = isDeclined ? types[agreement.typeCode]?.chain ?? [] : agreement.chain
    let done = agreement.state == .review ? agreement.step ?? 0 : chain.count
    for (index, post) in chain.prefix(done).enumerated() {
      try step(.approved, 3 + index * 4, people.byRole[post.role], post: post.step)
    }
    guard agreement.state != .review, agreement.state != .negotiation else { return }
    try step(.agreed, 16, people.office)
    if isDeclined {
      try step(.sent, 20, people.office)
      return try step(.declined, 21, nil, reason: agreement.reason)
    }
    guard agreement.state.wasActive else { return }
    if SampleRounds.complete.contains(number) {
      try step(.sent, 27, people.office)
      try keep(.sent, 27)
      try step(.signed, 28, people.leader)
      try step(.signed, 29, nil, reason: SampleRounds.note(number, services.localizer(.chinese)))
      try keep(.signed, 29)
    } else {
      try step(.scanned, 28, people.office)
      try step(.confirmed, 29, people.colleague)
      try keep(.confirmed, 29)
    }
    let last: AgreementAct? =
      switch agreement.state {
      case .suspended: .suspended
      case .amended: .amended
      case .renewed: .renewed
      case .ended, .archived: .ended
      default: nil
      }
    if let last { try step(last, 40, people.office, reason: last == .ended ? "期满，双方不再续签。" : agreement.reason) }
    if agreement.state == .archived { try step(.archived, 44, people.office) }
  }

  /// As they were before the counsel looked at them.
  private static func firstWords(_ clauses: [RenderedClause]) -> [RenderedClause] {
    var before = clauses
    for index in before.indices where before[index].duty != nil {
      let sentences = before[index].text.split(separator: "，")
      before[index].text = "\(sentences[0])，具体数量和期限由双方另行商定。"
    }
    return before
  }

  // MARK: Obligations

  /// Most of what was due was done; some waits for the enterprise's word, some is late.
  private func obligations(
    of agreement: Agreement, _ clauses: [RenderedClause], _ number: Int, on connection: any WriteConnection
  ) throws {
    guard let start = agreement.startOn, let end = agreement.endOn else { return }
    for clause in clauses {
      guard let duty = clause.duty else { continue }
      let obligation = Obligation(
        id: services.ids.next(), schoolID: school, agreementID: agreement.id, clause: clause.key, subject: duty.subject,
        debtor: duty.debtor, rhythm: duty.rhythm, measure: duty.measure, target: clause.target,
        evidence: duty.evidence, startOn: start, endOn: end, ownerID: agreement.ownerID)
      try ObligationStore.insert(
        obligation, days: duty.days, by: people.office, ids: services.ids, at: agreement.createdAt, on: connection)
    }
    for (index, due) in try ObligationStore.dues(of: agreement, on: connection).enumerated()
    where due.dueOn < today {
      let luck = (number * 7 + index * 3) % 10
      guard luck < 9 else { continue }
      let target = due.obligation.target
      let entry = Fulfilment(
        id: services.ids.next(), dueID: due.id, side: due.obligation.debtor == .school ? .school : .enterprise,
        amount: target, note: "已完成：\(due.obligation.subject)，\(due.obligation.evidence)存校企合作办。",
        doneOn: due.dueOn.adding(days: -4), person: "", at: moment(due.dueOn, 600),
        state: luck < 8 ? .confirmed : .waiting,
        answeredBy: "", answer: "")
      try ObligationStore.insert(
        entry, of: due, by: .init(accountID: people.office, name: ""), at: moment(due.dueOn, 600), on: connection)
      try ObligationStore.settle(due, on: connection)
    }
    if agreement.state != .active {
      try ObligationStore.setResting(true, of: agreement, after: today, on: connection)
    }
  }
}

extension Agreement {
  /// The term of an agreement of the demo: in force for a while, ending soon, or over.
  fileprivate mutating func start(_ state: AgreementState, _ number: Int, _ type: AgreementType, _ today: CivilDate) {
    let months = type.usualMonths
    switch state {
    case .draft, .review, .negotiation, .signing: startOn = today.adding(days: 15 + number % 30)
    case .active where number % 9 == 4:
      // Ends within a quarter.
      startOn = today.adding(days: 10 + number % 75).adding(months: -months)
    case .active where number % 23 == 7: startOn = today.adding(days: -12).adding(months: -months)
    case .active, .suspended: startOn = today.adding(days: -40 - number * 5 % (months * 22))
    case .amended, .renewed, .ended, .archived: startOn = today.adding(days: -30 - number).adding(months: -months)
    }
    endOn = startOn.map { $0.adding(months: months).adding(days: -1) }
  }
}
