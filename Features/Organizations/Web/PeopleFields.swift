import Localization
package import Records
import Security
import Standards
package import Values

extension Teacher {
  /// The fields of a teacher: form, sheet, history. Departments are offered
  /// from the database; phone and mail are personal data.
  package static let fields = RecordDescription<Teacher>([
    Field(
      "staffNumber", \.staffNumber, .code(max: 40), label: "organizations.teacher.staffNumber", isRequired: true,
      headings: ["工号", "教工号", "职工号", "教师工号", "Staff number"], check: FieldCheck.fits(40)),
    Field(
      "name", \.name, .line(max: 60), label: "organizations.teacher.name", isRequired: true,
      headings: ["姓名", "教师姓名", "教师", "Name"], autocomplete: "off", check: FieldCheck.fits(60)),
    Field(
      "department", \.departmentText, .choice([]), label: "organizations.teacher.department",
      headings: ["院系", "所属院系", "二级学院", "系部", "部门", "Department"]),
    Field("sex", \.sex, .sex, label: "organizations.person.sex", headings: ["性别", "Sex"]),
    Field(
      "title", \.title, .line(max: 40), label: "organizations.teacher.title",
      headings: ["职称", "专业技术职务", "技术职称", "Title"]),
    Field(
      "isDualQualified", \.isDualQualified, .flag, label: "organizations.teacher.isDualQualified",
      headings: ["双师型", "是否双师型", "双师", "双师素质", "Dual-qualified"]),
    Field(
      "phone", \.phone, .phone, label: "organizations.person.phone", privacy: .personal(mask: { Masking.phone($0) }),
      headings: ["电话", "手机", "手机号", "手机号码", "联系电话", "Phone"], autocomplete: "off"),
    Field(
      "mail", \.mail, .mail, label: "organizations.person.mail", privacy: .personal(mask: { Masking.mail($0) }),
      headings: ["邮箱", "电子邮箱", "E-mail", "Mail", "Email"], autocomplete: "off"),
    Field(
      "status", \.status, .choice(of: Teacher.Status.self, prefix: "organizations.teacher.status"),
      label: "organizations.person.status", isRequired: true, headings: ["状态", "在职状态", "是否在职", "Status"]),
  ])

  /// The department's key as choices carry it; empty for who belongs to none.
  var departmentText: String {
    get { departmentID?.description ?? "" }
    set { departmentID = ID(newValue) }
  }

  /// A teacher that a form begins with.
  package static func blank(id: ID<Teacher>, school: ID<School>, department: ID<Department>? = nil) -> Teacher {
    Teacher(
      id: id, schoolID: school, departmentID: department, staffNumber: "", name: "", sex: .unknown, title: "",
      isDualQualified: false, phone: "", mail: "", status: .active)
  }
}

extension Student {
  /// The fields of a student: form, sheet, history. Majors and classes are
  /// offered from the database; the department follows from the major.
  package static let fields = RecordDescription<Student>(
    [
      Field(
        "studentNumber", \.studentNumber, .code(max: 40), label: "organizations.student.studentNumber",
        isRequired: true, headings: ["学号", "学生学号", "Student number"], check: FieldCheck.fits(40)),
      Field(
        "name", \.name, .line(max: 60), label: "organizations.student.name", isRequired: true,
        headings: ["姓名", "学生姓名", "学生", "Name"], autocomplete: "off", check: FieldCheck.fits(60)),
      Field(
        "major", \.majorText, .choice([]), label: "organizations.student.major", isRequired: true,
        headings: ["专业", "专业名称", "所学专业", "Major"]),
      Field(
        "class", \.classText, .choice([]), label: "organizations.student.class",
        headings: ["班级", "班级名称", "行政班", "所在班级", "Class"]),
      Field(
        "entryYear", \.entryYear, .integer(1950...2200), label: "organizations.student.entryYear", isRequired: true,
        headings: ["年级", "入学年份", "入学年度", "Entry year"]),
      Field(
        "status", \.status, .choice(of: Student.Status.self, prefix: "organizations.student.status"),
        label: "organizations.person.status", isRequired: true, headings: ["状态", "学籍状态", "在读状态", "Status"]),
      Field("sex", \.sex, .sex, label: "organizations.person.sex", headings: ["性别", "Sex"]),
      Field(
        "citizenID", \.citizenID, .code(max: 18), label: "organizations.student.citizenID",
        privacy: .personal(mask: { Masking.citizenID($0) }),
        headings: ["身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证件号", "ID number"], autocomplete: "off", check: Self.citizenID),
      Field(
        "birthDate", \.birthDate, .date, label: "organizations.student.birthDate",
        privacy: .personal(mask: { Self.maskedDate($0) }), headings: ["出生日期", "出生年月日", "生日", "Birth date"],
        autocomplete: "off"),
      Field(
        "phone", \.phone, .phone, label: "organizations.person.phone", privacy: .personal(mask: { Masking.phone($0) }),
        headings: ["电话", "手机", "手机号", "手机号码", "本人电话", "联系电话", "Phone"], autocomplete: "off"),
      Field(
        "guardianName", \.guardianName, .line(max: 60), label: "organizations.student.guardianName",
        privacy: .personal(mask: { Masking.name($0) }), headings: ["监护人", "监护人姓名", "家长", "家长姓名", "Guardian"],
        autocomplete: "off"),
      Field(
        "guardianPhone", \.guardianPhone, .phone, label: "organizations.student.guardianPhone",
        privacy: .personal(mask: { Masking.phone($0) }), headings: ["监护人电话", "家长电话", "家长联系电话", "Guardian's phone"],
        autocomplete: "off"),
    ],
    rules: [
      RecordRule(over: ["citizenID", "birthDate"], Self.birthDateAgrees),
      RecordRule(over: ["citizenID", "sex"], Self.sexAgrees),
    ])

  @Sendable private static func citizenID(_ value: FieldValue) -> Message? {
    CitizenID.read(value.plainText).remark.map { Message($0) }
  }

  /// The number holds the birth date (GB 11643): two different ones cannot both be right.
  @Sendable private static func birthDateAgrees(_ student: Student) -> FieldProblem? {
    guard let date = student.birthDate, let citizen = CitizenID(student.citizenID), citizen.birthDate != date else {
      return nil
    }
    return FieldProblem("birthDate", "organizations.problem.birthDate")
  }

  /// The last digit but one of the number is odd for men.
  @Sendable private static func sexAgrees(_ student: Student) -> FieldProblem? {
    guard student.sex != .unknown, let citizen = CitizenID(student.citizenID),
      (citizen.sex == .male) != (student.sex == .male)
    else { return nil }
    return FieldProblem("sex", "organizations.problem.sex")
  }

  /// `2008-**-**`: the year is enough to tell minors.
  static func maskedDate(_ text: String) -> String { "\(text.prefix(4))-**-**" }

  /// With the birth date and the sex that the identity number tells, where they are not recorded.
  package var completed: Student {
    guard let citizen = CitizenID(citizenID) else { return self }
    var student = self
    student.birthDate = birthDate ?? citizen.birthDate
    if sex == .unknown { student.sex = citizen.sex == .male ? .male : .female }
    return student
  }

  var majorText: String {
    get { ChoiceKey.text(majorID) }
    set { majorID = ChoiceKey.id(newValue) }
  }

  /// Empty for who is in no class.
  var classText: String {
    get { classID?.description ?? "" }
    set { classID = ID(newValue) }
  }

  /// A student that a form begins with.
  package static func blank(id: ID<Student>, school: ID<School>, entryYear: Int) -> Student {
    Student(
      id: id, schoolID: school, departmentID: ChoiceKey.none(), majorID: ChoiceKey.none(), classID: nil,
      studentNumber: "", name: "", sex: .unknown, birthDate: nil, citizenID: "", phone: "", guardianName: "",
      guardianPhone: "", entryYear: entryYear, status: .enrolled)
  }
}

extension FieldKind {
  static let sex = FieldKind.choice([
    Choice("male", .key("organizations.sex.male")), Choice("female", .key("organizations.sex.female")),
  ])
}
