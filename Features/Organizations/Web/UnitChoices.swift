import Database
import Records
import Values

/// What choice fields offer, read from the database: open parts of one school,
/// and those that the record points at already, so that a form never loses them.
enum UnitChoices {
  static func departments(
    of school: ID<School>, keeping kept: ID<Department>?, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [Choice] {
    try SchoolStore.departments(in: scope.within(school), on: connection)
      .filter { $0.status == .active || $0.id == kept }
      .map { Choice($0.id.description, .text($0.name)) }
  }

  /// By department. Majors of one name on two levels say their level.
  static func majors(
    of school: ID<School>, keeping kept: ID<Major>?, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [Choice] {
    let departments = try SchoolStore.departments(in: scope.within(school), on: connection)
    let names = Dictionary(departments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let majors = try MajorStore.majors(in: scope.within(school), on: connection)
      .filter { $0.status == .active || $0.id == kept }
    let counts = majors.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
    return departments.flatMap { department in
      majors.filter { $0.departmentID == department.id }.map { major in
        let name = counts[major.name] == 1 ? major.name : "\(major.name)（\(major.catalogueCode)）"
        return Choice(major.id.description, .text(name), group: names[major.departmentID])
      }
    }
  }

  /// By major, newest year first.
  static func classes(
    of school: ID<School>, keeping kept: ID<SchoolClass>?, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [Choice] {
    let majors = try MajorStore.majors(in: scope.within(school), on: connection)
    let names = Dictionary(majors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    return try MajorStore.classes(in: scope.within(school), on: connection)
      .filter { $0.status == .active || $0.id == kept }
      .sorted { (names[$0.majorID] ?? "", $1.entryYear) < (names[$1.majorID] ?? "", $0.entryYear) }
      .map { Choice($0.id.description, .text($0.name), group: names[$0.majorID]) }
  }

  /// Names with staff numbers: two teachers can have one name.
  static func advisers(
    of school: ID<School>, keeping kept: ID<Teacher>?, on connection: any Connection
  ) throws -> [Choice] {
    var teachers = try PeopleStore.activeTeachers(of: school, on: connection)
    if let kept, !teachers.contains(where: { $0.id == kept }),
      let left = try PeopleStore.name(of: kept, in: school, on: connection)
    {
      teachers.append(left)
    }
    return teachers.map { Choice($0.id.description, .text("\($0.name)（\($0.staffNumber)）")) }
  }
}

extension RecordDescription {
  /// The description with nothing chosen in required choices that the record
  /// has no value for: nobody should get the first role or major by oversight.
  func askingChoices(of record: Record) -> RecordDescription {
    let open = fields.filter { field in
      guard case .choice = field.kind else { return false }
      return field.isRequired && field.value(of: record).isNone
    }
    return offering(
      Dictionary(
        open.map { ($0.name, [Choice("", .key("organizations.choose"))] + $0.kind.choices) },
        uniquingKeysWith: { first, _ in first }))
  }
}

extension Actor.Scope {
  /// The part of the sight that lies in one school.
  func within(_ school: ID<School>) -> Actor.Scope {
    switch self {
    case .installation: .school(school)
    case .school(let own), .department(let own, _): own == school ? self : .nothing
    case .nothing, .enterprise: .nothing
    }
  }
}
