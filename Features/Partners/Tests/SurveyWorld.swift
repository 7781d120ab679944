import Accounts
import Activity
import Database
import Foundation
import Localization
import Organizations
import Platform
import Records
import Testing
import Values

@testable import Partners

/// Surveys in the world of the reviews.
extension ReviewWorld {
  /// A major of the school's first department.
  func major(_ name: String = "数控技术") async throws -> ID<Major> {
    let known = try await database.read { connection in
      try MajorStore.majors(in: .school(school.id), on: connection).first { $0.name == name }
    }
    if let known { return known.id }
    let major = Major(
      id: services.ids.next(), schoolID: school.id, departmentID: department.id, name: name, catalogueCode: "460103",
      level: .higher, startedYear: nil, status: .active)
    try await database.write { try MajorStore.insert(major, at: services.now, on: $0) }
    return major.id
  }

  /// A draft with the ready questionnaire, for three weeks.
  func survey(
    _ title: String = "企业人才需求调研", majors: [ID<Major>]? = nil, by actor: Actor? = nil,
    _ change: (inout Survey) -> Void = { _ in }
  ) async throws -> Survey {
    let actor = actor ?? office
    var survey = Survey(
      id: services.ids.next(), schoolID: actor.schoolID ?? school.id, title: SurveyText(title, "Demand survey"),
      firstYear: today.year + 1)
    survey.closesOn = today.adding(days: 21)
    if let majors { survey.majorIDs = majors } else { survey.majorIDs = [try await major()] }
    change(&survey)
    try await SaveSurvey(services).create(survey, from: .standard, by: actor)
    return try await stored(survey.id)
  }

  /// The same, opened, with the partner asked whose contact is 王敏.
  func openSurvey(asking mail: String = "wang@jia.example") async throws -> Survey {
    let contact = try await contact("王敏")
    var changed = contact
    changed.mail = mail
    try await SaveContact(services)(changed, of: partner, isNew: false, by: office)
    let survey = try await survey()
    try await AskParticipants(services).add([partner.partnership.id], to: survey.id, by: office)
    try await MoveSurvey(services).open(survey.id, version: survey.version, by: office)
    return try await stored(survey.id)
  }

  func stored(_ id: ID<Survey>) async throws -> Survey {
    try #require(try await database.read { try SurveyStore.record(id, in: .installation, on: $0) }).survey
  }

  func participants(of survey: Survey) async throws -> [SurveyParticipant] {
    let store = SurveyParticipantStore(services.sealer)
    return try await database.read {
      try store.rows(of: survey.id, limit: 100, in: .installation, on: $0).map(\.participant)
    }
  }

  func participant(of survey: Survey) async throws -> SurveyParticipant {
    try #require(try await participants(of: survey).first)
  }

  func response(to survey: Survey) async throws -> SurveyResponse? {
    let store = SurveyAnswerStore(SurveyParticipantStore(services.sealer))
    return try await database.read { try store.all(to: survey, in: .installation, on: $0).first }
  }

  /// What was sent to an address, the latest first.
  func surveyMails(to address: String) async throws -> [StoredMail] {
    let store = MailStore(services.sealer)
    return try await database.read { try store.mails(limit: 100, on: $0) }.filter { $0.address == address }
  }

  /// The page of the latest link that was sent to an address.
  func surveyLink(to address: String = "wang@jia.example") async throws -> String {
    let paths = try await surveyMails(to: address).compactMap {
      $0.body.firstMatch(of: /\/l\/survey\/[0-9a-z]{13}\.[A-Za-z0-9_-]{43}/)
    }
    return try #require(paths.first.map { String($0.output) })
  }

  func guestLink(to address: String = "wang@jia.example") async throws -> GuestLink {
    let token = try await surveyLink(to: address).split(separator: "/").last.map(String.init) ?? ""
    let store = GuestLinkStore(services.sealer)
    return try await database.read { try #require(try store.find(token, for: .survey, on: $0)) }
  }

  /// A right answer to the ready questionnaire.
  func typed(_ survey: Survey, _ more: [(String, String)] = []) -> [(String, String)] {
    let major = survey.majorIDs.first.map { "\($0)" } ?? ""
    return [
      ("q.q2", "１，２００ 人"), ("q.q3", "8百"), ("q.q4", "o2"), ("d.\(major).year0", "１２人"), ("d.\(major).year1", "3"),
      ("d.\(major).interns", "20"), ("d.\(major).level", "higher"), ("d.\(major).payFrom", "5,000元"),
      ("d.\(major).payTo", "8千"), ("d.\(major).skills", "设备点检、PLC；识图，PLC"), ("q.q8", "o2"), ("q.q8", "o6"),
      ("q.q11", "4"), ("q.q13", "yes"), ("q.q14", "15"), ("q.q17", "2026/5/8"), ("q.q18", "多开实训课"),
    ] + more
  }

  func answer(_ survey: Survey, _ more: [(String, String)] = [], as who: SurveyAnswerer? = nil) async throws {
    let participant = try await participant(of: survey)
    let answerer: SurveyAnswerer
    if let who { answerer = who } else { answerer = .link(try await guestLink()) }
    try await AnswerSurvey(services).submit(
      FormData(typed(survey, more)), of: participant.id, version: participant.version, as: answerer)
  }

  /// Somebody of the partner with an account.
  func enterprisePerson(_ name: String = "郑海燕", of partner: Partner? = nil) async throws -> Actor {
    let enterprise = (partner ?? self.partner).enterprise.id
    let membership = Membership(
      id: services.ids.next(), accountID: services.ids.next(), role: .enterpriseAdministrator, schoolID: nil,
      departmentID: nil, enterpriseID: enterprise, organisationName: "")
    try await database.write { connection in
      try AccountStore.insert(
        NewAccount(signInName: "e\(membership.accountID)", displayName: name, passwordHash: "scrypt$none"),
        id: membership.accountID, sealer: services.sealer, now: services.now, on: connection)
      try MembershipStore.insert(membership, at: services.now, on: connection)
    }
    return Actor(
      accountID: membership.accountID, name: name, membership: membership,
      permissions: try RolePermissions(services.grants).of(.enterpriseAdministrator))
  }

  func actions(of survey: Survey) async throws -> [String] {
    var query = AuditQuery()
    (query.subjectKind, query.subjectID) = ("survey", survey.id.rawValue)
    let asked = query
    return try await database.read { try AuditStore.entries(asked, in: .installation, on: $0) }.map(\.action).reversed()
  }
}
