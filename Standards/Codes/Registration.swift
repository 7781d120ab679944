/// Who registered an organisation: the first character of its credit code
/// (登记管理部门, GB 32100-2015 with its amendment).
package enum RegistrationDepartment: String, StandardTerm {
  case staffing, foreignAffairs = "foreign-affairs", justice, culture, civilAffairs = "civil-affairs"
  case tourism, religion, tradeUnion = "trade-union", market, military, agriculture, other

  package static let vocabulary = "registration-department"

  /// The character in the code.
  package var code: Character {
    switch self {
    case .staffing: "1"
    case .foreignAffairs: "2"
    case .justice: "3"
    case .culture: "4"
    case .civilAffairs: "5"
    case .tourism: "6"
    case .religion: "7"
    case .tradeUnion: "8"
    case .market: "9"
    case .military: "A"
    case .agriculture: "N"
    case .other: "Y"
    }
  }

  package init?(code: Character) {
    guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = match
  }
}

/// What was registered: the second character of a credit code, which means
/// something different under each department (机构类别, GB 32100-2015).
package struct RegistrationCategory: Hashable, Sendable {
  package let department: RegistrationDepartment
  package let code: Character

  /// `standards.registration-category.91` for an enterprise.
  package var key: String { "standards.registration-category.\(department.code)\(code)" }

  package static let all: [RegistrationCategory] = [
    (RegistrationDepartment.staffing, "1239"), (.foreignAffairs, "19"), (.justice, "123459"), (.culture, "19"),
    (.civilAffairs, "1239"), (.tourism, "129"), (.religion, "129"), (.tradeUnion, "19"), (.market, "123"),
    (.military, "19"), (.agriculture, "1239"), (.other, "1"),
  ].flatMap { department, codes in
    codes.map { RegistrationCategory(department: department, code: $0) }
  }
}
