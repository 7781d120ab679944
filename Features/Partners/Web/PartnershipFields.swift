import Localization
package import Records
import Standards
import Values

/// The fields of what a school has with an enterprise.
package enum PartnershipFields {
  /// Levels, departments, majors and owners are offered from the database.
  package static let description = RecordDescription<Partnership>([
    Field(
      "level", \.level, .choice([]), label: "partners.field.level", isRequired: true,
      headings: ["等级", "合作等级", "合作级别", "合作层次", "Level"]),
    Field(
      "department", \.departmentText, .choice([]), label: "partners.field.department",
      headings: ["院系", "二级学院", "系部", "对接院系", "所属院系", "Department"]),
    Field(
      "majors", \.majorIDs, .choices([], max: 60), label: "partners.field.majors",
      headings: ["专业", "对接专业", "合作专业", "适用专业", "Majors"]),
    Field(
      "owner", \.ownerText, .choice([]), label: "partners.field.owner", headings: ["负责人", "校方负责人", "Owner"]),
    Field(
      "source", \.source, .choice(of: PartnershipSource.self, prefix: "partners.source"),
      label: "partners.field.source", headings: ["来源", "合作来源", "Source"]),
    Field(
      "motives", \.motives, .choices(CooperationMotive.allCases.map { Choice($0.rawValue, .key($0.key)) }, max: 8),
      label: "partners.field.motives", headings: ["合作动机", "合作意向", "Motives"]),
    Field(
      "since", \.since, .date, label: "partners.field.since",
      headings: ["合作开始", "开始合作时间", "合作起始", "建立合作时间", "合作时间", "Since"]),
    Field("note", \.note, .text(max: 2000), label: "partners.field.note", headings: ["备注", "说明", "Note"]),
  ])
}

extension Partnership {
  /// The department's key as choices carry it; empty for the school as a whole.
  var departmentText: String {
    get { departmentID?.description ?? "" }
    set { departmentID = ID(newValue) }
  }

  /// The account's key as choices carry it; empty without an owner.
  var ownerText: String {
    get { ownerID.map { ID<Partnership>(rawValue: $0).description } ?? "" }
    set { ownerID = ID<Partnership>(newValue)?.rawValue }
  }
}
