import Accounts
import Activity
import Database
import Localization
package import Organizations
package import Platform
import Records
package import Values
import Views

/// Fills a demo with two surveys of one school: one that has just ended, with
/// the answers of some forty partners, and one of a department that runs.
package struct SurveySamples: Sendable {
  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Of the survey that has ended.
  private static let asked = 56
  private static let answered = 42
  /// Of the one that runs.
  private static let askedNow = 33
  private static let answeredNow = 11

  /// - Parameter school: must have partners with contacts, majors and an office.
  package func fill(_ school: ID<School>) async throws {
    let services = services
    try await services.database.writeAlone { connection in
      let scope = Actor.Scope.school(school)
      guard
        let office = try MembershipStore.accounts(holding: [.cooperationOffice], school: school, on: connection).first
      else { return }
      let majors = try MajorStore.majors(in: scope, isActiveOnly: true, on: connection)
      var query = PartnerQuery()
      query.limit = 200
      let partners = try PartnerListStore.page(query, in: scope, on: connection).rows
        .filter { ["agreed", "signed", "base", "key"].contains($0.level) && $0.enterprise.status == .operating }
      guard !majors.isEmpty, partners.count > Self.askedNow else { return }
      var maker = SurveySampleMaker(services: services, school: school, majors: majors, connection: connection)
      try maker.ended(partners, by: office)
      try maker.running(partners, by: office)
    }
  }

  /// Makes the surveys in the transaction of the demo.
  private struct SurveySampleMaker {
    let services: Services
    let school: ID<School>
    let majors: [Major]
    let connection: any WriteConnection
    var dice = SampleDice(seed: 46)

    private var now: Instant { services.now }
    private var store: SurveyParticipantStore { SurveyParticipantStore(services.sealer) }

    mutating func ended(_ partners: [PartnerSummary], by owner: ID<Account>) throws {
      let (opened, last) = (now.day.adding(days: -33), now.day.adding(days: -4))
      // The majors that most partners work with are asked about.
      let counts = Dictionary(grouping: partners.flatMap(\.majors), by: { $0 }).mapValues(\.count)
      let chosen = majors.sorted { ((counts[$0.name] ?? 0), $1.id) > ((counts[$1.name] ?? 0), $0.id) }.prefix(8)
      var survey = Survey(
        id: services.ids.next(), schoolID: school,
        title: SurveyText("\(last.year) 年企业人才需求调研", "Demand for skilled people \(last.year)"),
        firstYear: last.year + 1)
      survey.introduction = SurveyText(
        "为做好下一年度专业设置和人才培养方案修订，请贵单位结合生产经营计划填写。约需 8 分钟，填写结果只用于学校的专业建设和校企合作。",
        "We revise our programmes for next year and would like to know whom you need. It takes about eight minutes.")
      (survey.questions, survey.majorIDs) = (ReadyQuestionnaire.questions, chosen.map(\.id))
      (survey.state, survey.closesOn, survey.ownerID) = (.closed, last, owner)
      (survey.openedAt, survey.closedAt) = (Self.at(opened, 9), Self.at(last.adding(days: 1), 8))
      try insert(survey, at: Self.at(opened.adding(days: -2), 15))
      let asked = Array(partners.prefix(SurveySamples.asked))
      for (index, partner) in asked.enumerated() {
        var participant = try self.participant(of: survey, partner, askedAt: Self.at(opened, 9))
        participant.reminders = index.isMultiple(of: 3) ? 0 : 1
        if participant.reminders > 0 { participant.remindedAt = Self.at(last.adding(days: -7), 8) }
        if index * 29 % asked.count < SurveySamples.answered {
          let day = opened.adding(days: 1 + dice.below(27))
          try answer(&participant, of: survey, partner, index, on: day)
        } else if dice.happens(50) {
          participant.openedAt = Self.at(opened.adding(days: dice.below(20)), 11)
        }
        try put(participant)
      }
      let progress = SurveySamples.answered
      try InboxStore.put(
        InboxEntry(
          holder: .account(owner), schoolID: school, subject: survey.subject, step: SurveyTurn.closedStep,
          message: Message(
            "partners.survey.inbox.closed", ["count": "\(progress)", "total": "\(asked.count)"]),
          path: SurveyLinks.summary(survey.id).text, dueOn: last.adding(days: 14)),
        id: services.ids.next(), at: Self.at(last.adding(days: 1), 8), on: connection)
      try log("opened", survey, by: owner, at: Self.at(opened, 9))
      try log("closed", survey, by: nil, at: Self.at(last.adding(days: 1), 8))
    }

    mutating func running(_ partners: [PartnerSummary], by office: ID<Account>) throws {
      let (opened, last) = (now.day.adding(days: -9), now.day.adding(days: 12))
      let department = majors.first?.departmentID
      let chosen = majors.filter { $0.departmentID == department }
      let leaders = try MembershipStore.accounts(
        holding: [.departmentAdministrator], school: school, department: department, on: connection)
      let owner = leaders.first ?? office
      var survey = Survey(
        id: services.ids.next(), schoolID: school,
        title: SurveyText("机电类专业岗位实习与用工需求快速调研", "Internships and posts for mechanical majors"),
        firstYear: last.year + 1)
      survey.departmentID = department
      survey.introduction = SurveyText(
        "为安排下学期岗位实习，请贵单位填写各专业可接收的实习人数和用工计划，约需 3 分钟。",
        "To place next term's interns we would like to know how many you can take. It takes three minutes.")
      survey.questions = ReadyQuestionnaire.questions.filter { question in
        ["q5", "q6", "q12", "q13", "q14", "q17", "q18"].contains(question.key)
      }.map { question in
        // Two parts of the whole questionnaire, numbered anew.
        var question = question
        if question.key == "q5" { question.text = SurveyText("一、分专业人才需求", "1. Demand by major") }
        if question.key == "q12" { question.text = SurveyText("二、校企合作意向", "2. Working with us") }
        return question
      }
      survey.majorIDs = chosen.map(\.id)
      (survey.state, survey.closesOn, survey.ownerID) = (.open, last, owner)
      survey.openedAt = Self.at(opened, 10)
      try insert(survey, at: Self.at(opened.adding(days: -1), 16))
      let names = Set(chosen.map(\.name))
      let near =
        partners.filter { !names.isDisjoint(with: $0.majors) } + partners.filter { names.isDisjoint(with: $0.majors) }
      // The enterprise whose people can sign in has it in their inbox.
      let accounts = try people()
      let asked = near.filter { accounts[$0.enterprise.id] != nil } + near.filter { accounts[$0.enterprise.id] == nil }
      for (index, partner) in asked.prefix(SurveySamples.askedNow).enumerated() {
        var participant = try self.participant(of: survey, partner, askedAt: Self.at(opened, 10))
        if let person = accounts[partner.enterprise.id] {
          try remind(person, of: participant, survey, at: Self.at(opened, 10))
        } else if index.isMultiple(of: 3) {
          try answer(&participant, of: survey, partner, index, on: opened.adding(days: 1 + dice.below(8)))
        } else if index.isMultiple(of: 4) {
          (participant.mail, participant.state, participant.askedAt, participant.told) = ("", .listed, nil, nil)
        } else if dice.happens(55) {
          participant.openedAt = Self.at(opened.adding(days: dice.below(8)), 14)
          if dice.happens(30) {
            participant.savedAt = participant.openedAt
            participant.typed = FormData([(SurveyReading.field("q18"), "正在与生产部门核对人数")])
          }
        }
        try put(participant)
      }
      try log("opened", survey, by: owner, at: Self.at(opened, 10))
    }

    /// Who can sign in for an enterprise.
    private func people() throws -> [ID<EnterpriseKey>: ID<Account>] {
      var people: [ID<EnterpriseKey>: ID<Account>] = [:]
      for row in try connection.rows(
        """
        SELECT enterprise_id, account_id FROM memberships
        WHERE role = \(Role.enterpriseAdministrator) AND status = 'active' ORDER BY account_id
        """)
      {
        people[try row.get(0)] = try row.get(1)
      }
      return people
    }

    private func remind(
      _ person: ID<Account>, of participant: SurveyParticipant, _ survey: Survey, at: Instant
    ) throws {
      let name = try SchoolStore.school(school, on: connection)?.name ?? ""
      try InboxStore.put(
        InboxEntry(
          holder: .account(person), schoolID: nil, subject: participant.subject(survey),
          step: "survey-answer-\(person)", message: Message("partners.survey.inbox.answer", ["school": name]),
          path: SurveyLinks.enterprise(participant.id).text, dueOn: survey.closesOn),
        id: services.ids.next(), at: at, on: connection)
    }

    // MARK: Rows

    /// So many hours after midnight in China.
    private static func at(_ day: CivilDate, _ hour: Int) -> Instant {
      Instant(milliseconds: (Int64(day.daysSinceEpoch) * 24 + Int64(hour) - 8) * 3_600_000)
    }

    private func insert(_ survey: Survey, at made: Instant) throws {
      try SurveyStore.insert(survey, at: made, on: connection)
      try log("created", survey, by: survey.ownerID, at: made)
    }

    private func log(_ act: String, _ survey: Survey, by account: ID<Account>?, at: Instant) throws {
      try services.audit.record(
        AuditEntry(
          action: "partners.survey.\(act)", subject: survey.subject, accountID: account?.rawValue,
          schoolID: school.rawValue, at: at), on: connection)
    }

    private func participant(
      of survey: Survey, _ partner: PartnerSummary, askedAt: Instant
    ) throws -> SurveyParticipant {
      let contacts = try ContactBook(services.sealer).contacts(
        of: partner.partnershipID, in: .school(school), on: connection)
      let contact = contacts.first { !$0.mail.isEmpty } ?? contacts.first
      var participant = SurveyParticipant(
        id: services.ids.next(), schoolID: school, surveyID: survey.id, partnershipID: partner.partnershipID,
        name: contact?.name ?? "", mail: contact?.mail ?? "")
      guard !participant.mail.isEmpty else { return participant }
      (participant.state, participant.askedAt) = (.asked, askedAt)
      if survey.state == .closed { participant.told = 2 }
      return participant
    }

    private func put(_ participant: SurveyParticipant) throws {
      try store.insert(participant, at: participant.askedAt ?? now, on: connection)
      try pending[participant.id].map { try SurveyAnswerStore.put($0, of: participant, on: connection) }
      if participant.state == .answered {
        try TrackingStore.settle(participant.partnershipID, today: now.day, on: connection)
      }
    }

    /// What was answered, until the participant's row is there.
    private var pending: [ID<SurveyParticipant>: SurveyAnswers] = [:]

    init(services: Services, school: ID<School>, majors: [Major], connection: any WriteConnection) {
      self.services = services
      self.school = school
      self.majors = majors
      self.connection = connection
    }

    private mutating func answer(
      _ participant: inout SurveyParticipant, of survey: Survey, _ partner: PartnerSummary, _ index: Int,
      on day: CivilDate
    ) throws {
      let at = Self.at(day, 9 + index % 8)
      participant.openedAt = participant.openedAt ?? at
      (participant.state, participant.answeredAt) = (.answered, at)
      participant.askedAt = participant.askedAt ?? at
      let isEntered = index % 13 == 5
      (participant.way, participant.answeredBy) = isEntered ? (.office, "李岚") : (.link, participant.name)
      if isEntered { participant.note = index.isMultiple(of: 2) ? "电话询问人力资源部" : "纸质问卷" }
      if participant.answeredBy.isEmpty { participant.answeredBy = "人力资源部" }
      guard index % 11 != 7 else {
        participant.outcome = SurveyParticipant.Outcome.none
        return
      }
      participant.outcome = .answers
      let own = majors.filter { survey.majorIDs.contains($0.id) }
      let typed = SurveySampleAnswers(survey: survey, partner: partner, majors: own).typed(&dice)
      participant.typed = SurveyReading.typed(typed, of: survey)
      let reading = SurveyReading(
        participant.typed, of: survey,
        majors: own.map { SurveyMajor(id: $0.id, name: $0.name, level: $0.level) })
      pending[participant.id] = reading.answers
    }
  }
}

/// Numbers that look random and are the same at every run (SplitMix64).
struct SampleDice: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }

  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

  mutating func some<Element>(_ count: Int, of items: [Element]) -> [Element] {
    var left = Array(items.indices)
    var chosen: [Int] = []
    while chosen.count < count, !left.isEmpty { chosen.append(left.remove(at: below(left.count))) }
    return chosen.sorted().map { items[$0] }
  }
}
