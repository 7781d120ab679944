import Localization
import Records
import Security
import Standards
import Values

/// The fields of what an enterprise states about itself.
enum StatementFields {
  static let description = RecordDescription<EnterpriseStatement>([
    count("staffTotal", \.staffTotal), count("skilledStaff", \.skilledStaff), count("instructors", \.instructors),
    count("internPlaces", \.internPlaces), count("yearlyHires", \.yearlyHires),
    Field("revenue", \.revenue, .money(0...100_000_000_000_000), label: "partners.space.statement.revenue"),
    Field(
      "motives", \.motives, .choices(CooperationMotive.allCases.map { Choice($0.rawValue, .key($0.key)) }, max: 8),
      label: "partners.space.statement.motives"),
    Field("wishes", \.wishes, .text(max: 2000), label: "partners.space.statement.wishes"),
  ])

  private static func count(
    _ name: String, _ path: any WritableKeyPath<EnterpriseStatement, Int?> & Sendable
  ) -> Field<EnterpriseStatement> {
    Field(
      name, path, .integer(0...10_000_000), label: "partners.space.statement.\(name)", unit: "partners.unit.people")
  }
}

/// The fields of an enterprise's own contact; name, phone and mail are personal data.
enum EnterpriseContactFields {
  static let description = RecordDescription<EnterpriseContact>([
    Field(
      "name", \.name, .line(max: 60), label: "partners.contact.name", isRequired: true,
      privacy: .personal(mask: { Masking.name($0) }), autocomplete: "off"),
    Field("position", \.position, .line(max: 60), label: "partners.contact.position"),
    Field(
      "phone", \.phone, .phone, label: "partners.contact.phone", privacy: .personal(mask: { Masking.phone($0) }),
      autocomplete: "off"),
    Field(
      "mail", \.mail, .mail, label: "partners.contact.mail", privacy: .personal(mask: { Masking.mail($0) }),
      autocomplete: "off"),
    Field("note", \.note, .line(max: 200), label: "partners.space.contact.note"),
  ])
}
