import Localization
package import Records
import Values

extension School {
  /// The fields of a school; only the platform's administrators write them.
  package static let fields = RecordDescription<School>([
    Field(
      "name", \.name, .line(max: 100), label: "organizations.school.name", isRequired: true,
      headings: ["学校", "学校名称", "院校名称", "School"], autocomplete: "off", check: FieldCheck.fits(100)),
    Field(
      "shortName", \.shortName, .line(max: 40), label: "organizations.school.shortName", isRequired: true,
      headings: ["简称", "学校简称"], autocomplete: "off"),
    Field(
      "code", \.code, .code(max: 20), label: "organizations.school.code", isRequired: true,
      headings: ["学校代码", "院校代码", "学校标识码"], check: FieldCheck.fits(20)),
    Field(
      "level", \.level, .choice(of: SchoolLevel.self, prefix: "organizations.level"),
      label: "organizations.school.level",
      isRequired: true, headings: ["办学层次", "层次"]),
    Field("region", \.region, .lookup(.regions), label: "organizations.school.region", headings: ["所在地", "地区"]),
  ])
}

extension Department {
  /// The fields of a department.
  package static let fields = RecordDescription<Department>([
    Field(
      "name", \.name, .line(max: 100), label: "organizations.department.name", isRequired: true,
      headings: ["院系", "院系名称", "二级学院", "系部", "Department"], autocomplete: "off", check: FieldCheck.fits(100)),
    Field(
      "code", \.code, .code(max: 20), label: "organizations.department.code", isRequired: true,
      headings: ["院系代码", "系部代码"], check: FieldCheck.fits(20)),
  ])
}

extension Major {
  /// The fields of a major. Departments are offered from the database.
  package static let fields = RecordDescription<Major>(
    [
      Field(
        "name", \.name, .line(max: 100), label: "organizations.major.name", isRequired: true,
        headings: ["专业", "专业名称", "校内专业名称", "Major"], autocomplete: "off", check: FieldCheck.fits(100)),
      Field(
        "department", \.departmentText, .choice([]), label: "organizations.major.department", isRequired: true,
        headings: ["院系", "所属院系", "二级学院", "系部", "Department"]),
      Field(
        "level", \.level, .choice(of: SchoolLevel.self, prefix: "organizations.level"),
        label: "organizations.major.level", isRequired: true, headings: ["层次", "培养层次", "Level"]),
      Field(
        "catalogueCode", \.catalogueCode, .lookup(.majors), label: "organizations.major.catalogueCode",
        headings: ["专业代码", "目录代码", "国家专业代码", "Code"]),
      Field(
        "startedYear", \.startedYear, .integer(1900...2200), label: "organizations.major.startedYear",
        headings: ["开设年份", "设置年份", "开办年份"]),
    ],
    rules: [RecordRule(over: ["catalogueCode", "level"], Self.codeHasLevel)])

  /// The first digits of a code tell the level: a code of another level is another major.
  @Sendable private static func codeHasLevel(_ major: Major) -> FieldProblem? {
    guard let level = MajorCode.level(of: major.catalogueCode), level != major.level else { return nil }
    return FieldProblem("catalogueCode", "organizations.problem.codeLevel", ["code": major.catalogueCode])
  }

  /// The department's key as choices carry it.
  var departmentText: String {
    get { ChoiceKey.text(departmentID) }
    set { departmentID = ChoiceKey.id(newValue) }
  }
}

extension SchoolClass {
  /// The fields of a class. Majors and advisers are offered from the database.
  package static let fields = RecordDescription<SchoolClass>([
    Field(
      "name", \.name, .line(max: 100), label: "organizations.class.name", isRequired: true,
      headings: ["班级", "班级名称", "行政班", "Class"], autocomplete: "off", check: FieldCheck.fits(100)),
    Field(
      "major", \.majorText, .choice([]), label: "organizations.class.major", isRequired: true,
      headings: ["专业", "专业名称", "Major"]),
    Field(
      "entryYear", \.entryYear, .integer(1950...2200), label: "organizations.class.entryYear", isRequired: true,
      headings: ["年级", "入学年份", "级", "Year"]),
    Field(
      "adviser", \.adviserText, .choice([]), label: "organizations.class.adviser", headings: ["班主任", "辅导员", "Adviser"]),
  ])

  var majorText: String {
    get { ChoiceKey.text(majorID) }
    set { majorID = ChoiceKey.id(newValue) }
  }

  /// Empty without an adviser.
  var adviserText: String {
    get { adviserID?.description ?? "" }
    set { adviserID = ID(newValue) }
  }
}

/// Keys of other records as choices carry them; a new record has none yet.
enum ChoiceKey {
  static func none<Owner>() -> ID<Owner> { ID(rawValue: 0) }

  static func text<Owner>(_ id: ID<Owner>) -> String { id.rawValue == 0 ? "" : id.description }

  static func id<Owner>(_ text: String) -> ID<Owner> { ID(text) ?? none() }
}
