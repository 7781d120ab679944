import Accounts
import Database
import Localization
package import Platform
import Records
import Values
import Views
import Web

/// A person on a roster: one set of pages serves teachers and students.
protocol RosterPerson: Sendable, Hashable {
  /// The word of audit actions, texts and addresses: `teacher`.
  static var kind: String { get }
  static var links: RecordLinks<Self> { get }
  static var fields: RecordDescription<Self> { get }
  /// Groups of the form; the last one holds the personal data.
  static var groups: [(legend: String, fields: [String])] { get }

  var id: ID<Self> { get }
  var schoolID: ID<School> { get }
  var accountID: ID<Account>? { get }
  var name: String { get }
  var subject: AuditEntry.Subject { get }

  static func find(
    _ id: ID<Self>, _ store: PeopleStore, in scope: Actor.Scope, on connection: any Connection
  ) throws -> Self?

  /// The person that a form begins with.
  static func blank(id: ID<Self>, school: ID<School>, for actor: Actor, query: FormData, now: Instant) -> Self

  /// What its choices offer; closed ones only where the person is in them already.
  static func choices(for person: Self, in scope: Actor.Scope, on connection: any Connection) throws -> [String:
    [Choice]]

  /// What stands beside the person's own fields.
  func surroundings(in scope: Actor.Scope, on connection: any Connection) throws -> PersonSurroundings

  func save(_ services: Services, isNew: Bool, choices: [String: [Choice]], by actor: Actor) async throws

  func badge(_ t: Localizer) -> Badge
}

extension RosterPerson {
  static func key(_ word: String) -> String { "organizations.\(kind).\(word)" }
}

/// What a person's page shows beside the person's own fields.
struct PersonSurroundings: Sendable, Hashable {
  var schoolName = ""
  var departmentName = ""
  var majorName = ""
  var className = ""
  /// The open classes that a teacher looks after.
  var advises: [SchoolClass] = []
  /// Empty for who has no account.
  var signInName = ""
}

extension Teacher: RosterPerson {
  static var kind: String { "teacher" }
  static var links: RecordLinks<Teacher> { OrganizationsLinks.teachers }
  static var groups: [(legend: String, fields: [String])] {
    [
      (
        "organizations.teacher.group",
        ["staffNumber", "name", "department", "title", "isDualQualified", "status", "sex"]
      ),
      ("organizations.person.personal", ["phone", "mail"]),
    ]
  }

  package var subject: AuditEntry.Subject { .teacher(self) }

  static func find(
    _ id: ID<Teacher>, _ store: PeopleStore, in scope: Actor.Scope, on connection: any Connection
  ) throws -> Teacher? {
    try store.teacher(id, in: scope, on: connection)
  }

  static func blank(
    id: ID<Teacher>, school: ID<School>, for actor: Actor, query: FormData, now: Instant
  ) -> Teacher {
    var department = query["department"].flatMap { ID<Department>($0) }
    if case .department(_, let own) = actor.scope { department = own }
    return blank(id: id, school: school, department: department)
  }

  static func choices(
    for person: Teacher, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] {
    [
      "department": try UnitChoices.departments(
        of: person.schoolID, keeping: person.departmentID, in: scope, on: connection)
    ]
  }

  func surroundings(in scope: Actor.Scope, on connection: any Connection) throws -> PersonSurroundings {
    var result = PersonSurroundings()
    result.schoolName = try SchoolStore.school(schoolID, on: connection)?.name ?? ""
    result.departmentName =
      try departmentID.flatMap { try SchoolStore.department($0, in: .school(schoolID), on: connection)?.name } ?? ""
    result.advises = try MajorStore.classes(advisedBy: id, in: scope, on: connection)
    result.signInName = try accountID.flatMap { try AccountStore.find($0, on: connection)?.signInName } ?? ""
    return result
  }

  func save(_ services: Services, isNew: Bool, choices: [String: [Choice]], by actor: Actor) async throws {
    try await SaveTeacher(services)(self, isNew: isNew, choices: choices, by: actor)
  }

  func badge(_ t: Localizer) -> Badge { PersonStatus.badge(status, t) }
}

extension Student: RosterPerson {
  static var kind: String { "student" }
  static var links: RecordLinks<Student> { OrganizationsLinks.students }
  static var groups: [(legend: String, fields: [String])] {
    [
      ("organizations.student.group", ["studentNumber", "name", "major", "class", "entryYear", "status", "sex"]),
      ("organizations.person.personal", ["citizenID", "birthDate", "phone", "guardianName", "guardianPhone"]),
    ]
  }

  package var subject: AuditEntry.Subject { .student(self) }

  static func find(
    _ id: ID<Student>, _ store: PeopleStore, in scope: Actor.Scope, on connection: any Connection
  ) throws -> Student? {
    try store.student(id, in: scope, on: connection)
  }

  static func blank(
    id: ID<Student>, school: ID<School>, for actor: Actor, query: FormData, now: Instant
  ) -> Student {
    var student = blank(id: id, school: school, entryYear: now.day.year)
    student.majorID = ChoiceKey.id(query["major"] ?? "")
    student.classID = query["class"].flatMap { ID($0) }
    return student
  }

  static func choices(
    for person: Student, in scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] {
    [
      "major": try UnitChoices.majors(of: person.schoolID, keeping: person.majorID, in: scope, on: connection),
      "class": try UnitChoices.classes(of: person.schoolID, keeping: person.classID, in: scope, on: connection),
    ]
  }

  func surroundings(in scope: Actor.Scope, on connection: any Connection) throws -> PersonSurroundings {
    let own = Actor.Scope.school(schoolID)
    var result = PersonSurroundings()
    result.schoolName = try SchoolStore.school(schoolID, on: connection)?.name ?? ""
    result.departmentName = try SchoolStore.department(departmentID, in: own, on: connection)?.name ?? ""
    result.majorName = try MajorStore.major(majorID, in: own, on: connection)?.name ?? ""
    result.className = try classID.flatMap { try MajorStore.schoolClass($0, in: own, on: connection)?.name } ?? ""
    result.signInName = try accountID.flatMap { try AccountStore.find($0, on: connection)?.signInName } ?? ""
    return result
  }

  func save(_ services: Services, isNew: Bool, choices: [String: [Choice]], by actor: Actor) async throws {
    try await SaveStudent(services)(self, isNew: isNew, choices: choices, by: actor)
  }

  func badge(_ t: Localizer) -> Badge { PersonStatus.badge(status, t) }
}
