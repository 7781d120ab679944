package import Database
package import Platform
package import Records
package import Values

/// A person whom sheets of a roster describe: a teacher or a student.
package protocol ImportedPerson: Sendable, Hashable {
  static var sheet: RosterSheet<Self> { get }
  static var fields: RecordDescription<Self> { get }

  var id: ID<Self> { get }
  var schoolID: ID<School> { get }
  var name: String { get }
  /// 学号 or 工号.
  var number: String { get }
  /// The identity number, where the roster has one; empty otherwise.
  var identity: String { get }
  var home: ID<Department>? { get }
  var subject: AuditEntry.Subject { get }

  /// Where a row says that somebody belongs.
  static func place(_ cells: [String: String], in places: RosterPlaces, scope: Actor.Scope) -> RosterPlace

  /// Somebody new at a place.
  static func new(id: ID<Self>, school: ID<School>, at place: RosterPlace) -> Self

  /// The person at the place that a row names, before its other cells are read.
  /// - Returns: what is wrong with that place for this person.
  mutating func move(to place: RosterPlace, in places: RosterPlaces, after old: Self?) -> [FieldProblem]

  /// What somebody new lacks that no field can notice.
  var gaps: [FieldProblem] { get }

  /// With what follows from other values.
  var completed: Self { get }

  /// Whether the person is where the row says: the second thing by which people without a number are found.
  func isAt(_ place: RosterPlace) -> Bool

  /// Whether the place still is what it was when the row was compared.
  func stands(in places: RosterPlaces) -> Bool

  /// The changes with names in place of keys.
  static func changes(from old: Self?, to new: Self, _ places: RosterPlaces) -> [FieldChange]

  static func known(
    _ key: PersonKey, _ values: [String], of school: ID<School>, _ store: PeopleStore, on connection: any Connection
  ) throws -> [KnownPerson<Self>]

  static func insert(
    _ people: [Self], _ store: PeopleStore, at now: Instant, on connection: any WriteConnection) throws

  /// - Returns: `false` when the person is not in sight.
  func update(_ store: PeopleStore, in scope: Actor.Scope, on connection: any WriteConnection) throws -> Bool

  static func person(_ row: Row, _ store: PeopleStore) throws -> Self

  /// Those of the people on whom something was built that no foreign key knows, with what it is.
  static func obstacles(
    _ ids: [Int64], of school: ID<School>, on connection: any Connection
  ) throws -> [Int64: String]
}

/// How the sheets of a roster are called.
package struct RosterSheet<Person: Sendable>: Sendable {
  /// `students`: the word in tables, job names and the command line.
  package let name: String
  /// `student`: the word in texts and audit actions.
  package let kind: String
  package let numberField: String
  package let links: RecordLinks<Person>
  /// Cells that say where somebody belongs.
  package let placeFields: Set<String>
}

/// By what people are found.
package enum PersonKey: Sendable {
  case id, number, name, identity
}

/// Somebody on the roster, as the database keeps them now.
package struct KnownPerson<Person: Sendable>: Sendable {
  package let person: Person
  /// The raw columns, personal values sealed.
  package let image: JSONValue

  /// Another one after every change of the row: sealing never gives the same text twice.
  package var version: String {
    // FNV-1a, 64 bits: two states of one row, not an adversary, must not look alike.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in image.text.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 36)
  }
}

extension ImportedPerson {
  package var gaps: [FieldProblem] { [] }

  /// How lists of rows name the person.
  static func title(_ name: String, _ number: String) -> String {
    [name, number].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
