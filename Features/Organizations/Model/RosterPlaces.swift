package import Database
package import Records
import Values

/// Where people of a sheet may belong: the departments, majors and classes in
/// sight, found by whatever sheets call them.
package struct RosterPlaces: Sendable {
  private let departments: [ID<Department>: Department]
  private let majors: [ID<Major>: Major]
  private let classes: [ID<SchoolClass>: SchoolClass]
  private var departmentKeys: [String: Set<ID<Department>>] = [:]
  private var majorKeys: [String: Set<ID<Major>>] = [:]
  private var classKeys: [String: Set<ID<SchoolClass>>] = [:]

  package init(in scope: Actor.Scope, on connection: any Connection) throws {
    self.init(
      departments: try SchoolStore.departments(in: scope, on: connection),
      majors: try MajorStore.majors(in: scope, on: connection),
      classes: try MajorStore.classes(in: scope, on: connection))
  }

  init(departments: [Department], majors: [Major], classes: [SchoolClass]) {
    self.departments = Dictionary(departments.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.majors = Dictionary(majors.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.classes = Dictionary(classes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for department in departments {
      for name in [department.name, department.code] where !name.isEmpty {
        departmentKeys[Self.key(name), default: []].insert(department.id)
      }
    }
    for major in majors {
      let (name, code) = (major.name, major.catalogueCode)
      let names = code.isEmpty ? [name] : [name, code, "\(code)\(name)", "\(name)\(code)", "\(name)(\(code))"]
      for name in names { majorKeys[Self.key(name), default: []].insert(major.id) }
    }
    for schoolClass in classes { classKeys[Self.key(schoolClass.name), default: []].insert(schoolClass.id) }
  }

  func department(_ id: ID<Department>?) -> Department? { id.flatMap { departments[$0] } }
  func major(_ id: ID<Major>?) -> Major? { id.flatMap { majors[$0] } }
  func schoolClass(_ id: ID<SchoolClass>?) -> SchoolClass? { id.flatMap { classes[$0] } }

  /// By name or by code.
  func departments(called typed: String) -> [Department] {
    (departmentKeys[Self.key(typed)] ?? []).compactMap { departments[$0] }
  }

  /// By the school's name for it, by the code of the national catalogue, or by both.
  func majors(called typed: String) -> [Major] {
    (majorKeys[Self.key(typed)] ?? []).compactMap { majors[$0] }
  }

  func classes(called typed: String) -> [SchoolClass] {
    (classKeys[Self.key(typed)] ?? []).compactMap { classes[$0] }
  }

  /// Nothing in sight.
  static let none = RosterPlaces(departments: [], majors: [], classes: [])

  /// Width, case and blanks make no difference.
  static func key(_ text: String) -> String {
    FieldText.plainDigits(FieldText.trimmed(text)).lowercased().filter { !$0.isWhitespace }
  }
}

/// What a row says about where somebody belongs, as far as it is known.
package struct RosterPlace: Sendable, Hashable {
  package var department: Department?
  package var major: Major?
  package var schoolClass: SchoolClass?
  package var problems: [FieldProblem] = []

  package init() {}

  /// The department that a row names.
  init(department typed: String, in places: RosterPlaces) {
    guard !typed.isEmpty else { return }
    department = places.departments(called: typed).first
    if department == nil {
      problems.append(FieldProblem("department", "organizations.import.problem.department", ["name": typed]))
    }
  }

  /// The major and the class that a row names. The class alone is enough: it tells the major.
  init(_ cells: [String: String], in places: RosterPlaces) {
    func cell(_ key: String) -> String { FieldText.trimmed(cells[key] ?? "") }
    self.init(department: cell("department"), in: places)
    let (majorName, className) = (cell("major"), cell("class"))
    if !className.isEmpty {
      schoolClass = places.classes(called: className).first
      if schoolClass == nil {
        problems.append(FieldProblem("class", "organizations.import.problem.class", ["name": className]))
      }
    }
    if majorName.isEmpty {
      major = places.major(schoolClass?.majorID)
    } else {
      findMajor(majorName, in: places)
    }
    guard let major else { return }
    if let department, major.departmentID != department.id {
      problems.append(
        FieldProblem(
          "department", "organizations.import.problem.otherDepartment",
          ["major": major.name, "department": department.name]))
    }
    if let schoolClass, schoolClass.majorID != major.id {
      problems.append(
        FieldProblem("class", "organizations.problem.otherMajor", ["class": schoolClass.name, "major": major.name]))
    }
  }

  /// Majors of one name on two levels are told apart by the class or the department beside them.
  private mutating func findMajor(_ name: String, in places: RosterPlaces) {
    let found = places.majors(called: name)
    let fitting = found.filter { major in
      if let schoolClass { return schoolClass.majorID == major.id }
      if let department { return department.id == major.departmentID }
      return true
    }
    if fitting.count == 1 || found.count == 1 {
      major = fitting.first ?? found.first
    } else if found.isEmpty {
      problems.append(FieldProblem("major", "organizations.import.problem.major", ["name": name]))
    } else {
      problems.append(
        FieldProblem("major", "organizations.import.problem.majorAmbiguous", ["count": "\(found.count)"]))
    }
  }
}
