import Accounts
import Database
import Organizations
import Records
import Values

/// A type of agreement as a school keeps it: what its agreements need before
/// anybody signs. A school begins with the usual thirteen and changes them or adds its own.
struct AgreementType: Sendable, Hashable {
  /// Names it within the school; never changes: `framework`, `own-3`.
  var code: String
  var schoolID: ID<School>
  var kind: AgreementKind
  /// In two languages; where both are empty the catalogue speaks.
  var chinese: String = ""
  var english: String = ""
  var parties: [AgreementParty] = [.school, .enterprise]
  /// Clauses that the school asks for beside those that the law asks for.
  var required: [ClauseTopic] = []
  var pattern: String = AgreementType.usualPattern
  var chain: [ReviewPost] = []
  var signers: [SignerKind] = [.schoolRepresentative, .enterpriseRepresentative]
  /// Whether signers are asked one after the other; a round may differ.
  var isInOrder = false
  var usualMonths: Int = 36
  var position: Int = 0
  /// Whether new agreements may be of it.
  var isActive = true
  var version: Int = 1

  static let usualPattern = "{school}-{year}-{type}-{seq:3}"

  var name: Choice.Label {
    .names(
      chinese: chinese, english: english, otherwise: Self.usualNames.contains(code) ? "agreements.type.\(code)" : nil)
  }

  private static let usualNames = Set(AgreementKind.allCases.map(\.rawValue))
}

/// One step of the internal review: who has a say, and how long they have.
struct ReviewPost: Sendable, Hashable, Codable {
  var step: Step
  var role: Role
  /// One person instead of everybody with the role.
  var accountID: Int64?
  var days: Int

  enum Step: String, Sendable, CaseIterable, Codable, SQLConvertible, FieldConvertible {
    /// 二级学院
    case department
    /// 法律顾问
    case counsel
    /// 校企合作办
    case office
    /// 学校领导
    case leader
    var label: String { "agreements.step.\(rawValue)" }

    /// Who usually acts in the step.
    var usualRole: Role {
      switch self {
      case .department: .departmentAdministrator
      case .counsel: .expert
      case .office: .cooperationOffice
      case .leader: .schoolAdministrator
      }
    }
  }

  init(_ step: Step, role: Role? = nil, accountID: Int64? = nil, days: Int = 5) {
    self.step = step
    self.role = role ?? step.usualRole
    self.accountID = accountID
    self.days = days
  }

  private enum CodingKeys: String, CodingKey { case step, role, account, days }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    step = try container.decode(Step.self, forKey: .step)
    role = Role(rawValue: try container.decode(String.self, forKey: .role)) ?? step.usualRole
    accountID = try container.decodeIfPresent(Int64.self, forKey: .account)
    days = try container.decode(Int.self, forKey: .days)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(step, forKey: .step)
    try container.encode(role.rawValue, forKey: .role)
    try container.encodeIfPresent(accountID, forKey: .account)
    try container.encode(days, forKey: .days)
  }

  /// The longest time that a step may be given.
  static let longest = 60
}

extension AgreementType {
  /// What a school begins with: the thirteen of the field, in the order in which offices list them.
  static func usual(of school: ID<School>) -> [AgreementType] {
    AgreementKind.allCases.enumerated().map { position, kind in
      var type = AgreementType(code: kind.rawValue, schoolID: school, kind: kind)
      type.position = position
      type.pattern = "{school}-{year}-\(letters(kind))-{seq:3}"
      type.chain = chain(kind)
      type.required = required(kind)
      type.usualMonths = months(kind)
      if kind == .threeParty {
        type.parties = [.school, .enterprise, .student, .guardian]
        type.signers = [.schoolRepresentative, .enterpriseRepresentative, .student, .guardian]
      }
      return type
    }
  }

  private static func letters(_ kind: AgreementKind) -> String {
    switch kind {
    case .framework: "KJ"
    case .intent: "YX"
    case .jointRunning: "LB"
    case .commission: "WT"
    case .order: "DD"
    case .apprenticeship: "XT"
    case .base: "JD"
    case .internship: "SX"
    case .threeParty: "SF"
    case .employment: "JY"
    case .resources: "RL"
    case .service: "JS"
    case .donation: "JZ"
    }
  }

  /// What binds the school for years or costs it money passes its counsel and its leader.
  private static func chain(_ kind: AgreementKind) -> [ReviewPost] {
    switch kind {
    case .framework, .jointRunning, .commission, .apprenticeship, .base:
      [ReviewPost(.department), ReviewPost(.counsel, days: 7), ReviewPost(.office), ReviewPost(.leader)]
    case .order, .resources, .service, .donation:
      [ReviewPost(.department), ReviewPost(.counsel, days: 7), ReviewPost(.office)]
    case .internship, .employment: [ReviewPost(.department), ReviewPost(.office)]
    case .intent, .threeParty: [ReviewPost(.office, days: 3)]
    }
  }

  private static func required(_ kind: AgreementKind) -> [ClauseTopic] {
    switch kind {
    case .framework: [.termination, .disputes]
    case .intent: [.objectives, .term]
    case .jointRunning: [.funding, .teaching, .termination, .disputes]
    case .commission, .order: [.teaching, .funding, .hiring, .disputes]
    case .apprenticeship: [.teaching, .pay, .insurance, .disputes]
    case .base: [.facilities, .protection, .disputes]
    case .internship: [.placement, .pay, .insurance, .disputes]
    case .threeParty: [.disputes]
    case .employment: [.hiring, .term]
    case .resources: [.content, .funding, .disputes]
    case .service: [.content, .funding, .results, .confidentiality, .disputes]
    case .donation: [.content, .facilities, .liability]
    }
  }

  private static func months(_ kind: AgreementKind) -> Int {
    switch kind {
    case .intent, .service: 12
    case .threeParty: 6
    case .donation: 12
    case .resources: 24
    case .jointRunning: 60
    case .framework, .commission, .order, .apprenticeship, .base, .internship, .employment: 36
    }
  }
}
