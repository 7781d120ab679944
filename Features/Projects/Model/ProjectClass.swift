import Database
import Organizations
import Records
import Values

/// A word of a classification by which a school sorts its projects: a mode of
/// cooperation, or one of the groupings beside it. A school begins with the
/// usual words and changes them or adds its own.
struct ProjectClass: Sendable, Hashable {
  enum Axis: String, Sendable, CaseIterable, SQLConvertible {
    /// 合作模式: decides what an application asks for.
    case mode
    /// 自主型, 共建型, 校外型: who runs it (inventory 66).
    case form
    /// 校中厂, 厂中校, 企中校, 校中企: where it stands (inventory 67).
    case place
    var label: String { "projects.axis.\(rawValue)" }
  }

  var schoolID: ID<School>
  var axis: Axis
  /// Names it within its axis; never changes: `shared-equipment`, `own-2`.
  var code: String
  /// In two languages; where both are empty the catalogue speaks.
  var chinese = ""
  var english = ""
  /// Names of the items that a mode asks for; empty for groupings.
  var items: [String] = []
  /// Those of them without which an application is not submitted.
  var required: [String] = []
  var position = 0
  /// Whether new projects may be of it.
  var isActive = true
  var version = 1

  /// The items that are asked for, in the order of the catalogue.
  var asked: [ExpectedItem] {
    let names = Set(items)
    return ExpectedItem.all.filter { names.contains($0.name) }
  }

  var description: RecordDescription<ExpectedValues> { ExpectedValues.description(asked) }

  var name: Choice.Label {
    .names(
      chinese: chinese, english: english,
      otherwise: Self.usualCodes(axis).contains(code) ? "projects.\(axis.rawValue).\(code)" : nil)
  }

  /// No school has more words of one axis.
  static let most = 40
}

extension ProjectClass {
  static func usualCodes(_ axis: Axis) -> [String] {
    switch axis {
    case .mode: modes.map(\.code)
    case .form: ["independent", "joint", "outside"]
    case .place: ["factory-in-school", "school-in-factory", "school-in-enterprise", "enterprise-in-school"]
    }
  }

  /// What a school begins with.
  static func usual(of school: ID<School>) -> [ProjectClass] {
    Axis.allCases.flatMap { axis in
      usualCodes(axis).enumerated().map { position, code in
        var word = ProjectClass(schoolID: school, axis: axis, code: code)
        word.position = position
        if axis == .mode, let mode = modes.first(where: { $0.code == code }) {
          word.items = mode.required + mode.more
          word.required = mode.required
        }
        return word
      }
    }
  }

  /// The seven modes (inventory 65) with what matters for each.
  private static let modes: [(code: String, required: [String], more: [String])] = [
    (
      "enterprise-on-campus", ["venueArea", "venueMonths", "studentPosts"],
      ["enterpriseMoney", "equipmentValue", "stationedStaff", "outputValue", "interns", "courses", "realTasks"]
    ),
    (
      "shared-equipment", ["equipmentList", "equipmentValue", "sharedHours", "utilisation"],
      ["equipmentCount", "equipmentPlace", "studentsTrained", "staffTrained", "costSaved", "satisfaction"]
    ),
    (
      "technology-extension", ["technology", "trainingSessions", "adopters"],
      ["engineerHours", "teacherHours", "staffTrained", "patents", "serviceIncome", "courses", "satisfaction"]
    ),
    (
      "contracted-posts", ["contractedPosts", "orders", "outputValue", "studentPosts"],
      ["mentors", "teacherHours", "studentPay", "interns", "qualityRate", "onTimeRate"]
    ),
    (
      "joint-training", ["teacherHours", "engineerHours", "trainingDays", "studentsTrained"],
      ["enterpriseMoney", "staffTrained", "certificates", "certificateRate", "satisfaction"]
    ),
    (
      "transplanted-training", ["packages", "packageCount", "courses"],
      ["engineerHours", "textbooks", "certifiedTeachers", "studentsTrained", "hoursShare", "passRate"]
    ),
    (
      "contracted-practice", ["practiceContent", "practiceWeeks", "studentsTrained"],
      ["schoolMoney", "venueArea", "engineerHours", "mentors", "interns", "hires", "passRate", "hireRate"]
    ),
  ]
}

/// The whole classification of a school.
struct ProjectClasses: Sendable, Hashable {
  let all: [ProjectClass]

  func of(_ axis: ProjectClass.Axis) -> [ProjectClass] { all.filter { $0.axis == axis } }
  func word(_ axis: ProjectClass.Axis, _ code: String) -> ProjectClass? {
    all.first { $0.axis == axis && $0.code == code }
  }

  /// What a form offers: words in use, and the one the project has.
  func choices(_ axis: ProjectClass.Axis, keeping code: String = "") -> [Choice] {
    of(axis).filter { $0.isActive || $0.code == code }.map { Choice($0.code, $0.name) }
  }

  /// The mode of a project; one that its school no longer knows asks for nothing.
  func mode(of project: Project) -> ProjectClass {
    word(.mode, project.mode) ?? ProjectClass(schoolID: project.schoolID, axis: .mode, code: project.mode)
  }
}
