import Localization
package import Records
import Values

/// What the forms for members ask: who, as what, and where.
package struct NewMember: Sendable, Hashable {
  package var signInName = ""
  package var displayName = ""
  package var phone = ""
  package var mail = ""
  /// Sign-in name, phone or mail of a person who has an account already.
  package var person = ""
  package var role: Role?
  /// The keys of school and department as choices carry them; empty where the role needs none.
  package var schoolText = ""
  package var departmentText = ""

  package init() {}

  /// All fields; names of accounts' fields are those of the feature Accounts, so that its problems find theirs.
  package static let fields = RecordDescription<NewMember>([
    Field(
      "person", \.person, .line(max: 254), label: "organizations.member.person", isRequired: true, autocomplete: "off"),
    Field(
      "display_name", \.displayName, .line(max: 60), label: "organizations.member.displayName", isRequired: true,
      autocomplete: "off"),
    Field(
      "sign_in_name", \.signInName, .line(max: 40), label: "organizations.member.signInName", isRequired: true,
      autocomplete: "off"),
    Field("mail", \.mail, .mail, label: "organizations.person.mail", autocomplete: "off"),
    Field("phone", \.phone, .phone, label: "organizations.person.phone", autocomplete: "off"),
    Field("role", \.role, .choice([]), label: "organizations.member.role", isRequired: true),
    Field("school", \.schoolText, .choice([]), label: "organizations.member.school"),
    Field("department", \.departmentText, .choice([]), label: "organizations.member.department"),
  ])
}

extension Role {
  /// The roles that can be given on the page of members, by how far the giver
  /// sees: a school gives roles of the school. People of enterprises are
  /// invited where enterprises are.
  static func grantable(in scope: Actor.Scope) -> [Role] {
    switch scope {
    case .installation: allCases.filter { $0.reach != .enterprise }
    case .school: allCases.filter { $0.reach == .school || $0.reach == .department }
    case .nothing, .department, .enterprise: []
    }
  }

  /// The roles that the list of members may hold: the installation's shows people of enterprises as well.
  static func listed(in scope: Actor.Scope) -> [Role] {
    scope == .installation ? allCases : grantable(in: scope)
  }
}
