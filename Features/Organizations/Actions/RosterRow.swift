import Database
import Imports
import Records
import Standards
import Values

/// A row of a roster with its cells tidied, and what it is matched by.
struct RosterRow<Person: ImportedPerson>: Sendable {
  let row: ImportRow
  /// Without those that say where somebody belongs.
  let cells: [String: String]
  let place: RosterPlace
  let number: String
  let name: String
  /// A valid identity number; empty otherwise.
  let identity: String

  init(_ row: ImportRow, in places: RosterPlaces, scope: Actor.Scope) {
    self.row = row
    place = Person.place(row.values, in: places, scope: scope)
    var cells = row.values.filter { !Person.sheet.placeFields.contains($0.key) }
    for (key, text) in cells { cells[key] = RosterText.tidied(text, key) }
    self.cells = cells
    // As the field reads it, so that a number is found however it is typed.
    let code = FieldText.plainDigits(FieldText.trimmed(cells[Person.sheet.numberField] ?? "")).uppercased()
    number = code.filter { $0 != " " && $0 != "-" }
    name = cells["name"] ?? ""
    identity = CitizenID(cells["citizenID"] ?? "")?.text ?? ""
  }
}

/// What sheets of rosters write differently from forms.
enum RosterText {
  static func tidied(_ text: String, _ field: String) -> String {
    let text = FieldText.trimmed(text)
    switch field {
    case "name", "guardianName": return name(text)
    // 2025级
    case "entryYear": return text.hasSuffix("级") || text.hasSuffix("年") ? String(text.dropLast()) : text
    case "status": return statuses[text] ?? text
    default: return text
    }
  }

  /// Names of two characters are often spread to the width of three: 王　海.
  static func name(_ text: String) -> String {
    let isChinese = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isIdeographic || scalar.properties.isWhitespace
    }
    return isChinese ? text.filter { !$0.isWhitespace } : text
  }

  /// Words of school offices beside those of the fields.
  private static let statuses = [
    "在校": "enrolled", "在籍": "enrolled", "正常": "enrolled", "毕业": "graduated", "退学": "left", "转出": "left",
    "离校": "left", "离职": "left", "退休": "left", "调离": "left", "在岗": "active",
  ]
}

/// The people whom the rows of a sheet may mean, read with few statements.
struct KnownPeople<Person: ImportedPerson>: Sendable {
  private(set) var byNumber: [String: KnownPerson<Person>] = [:]
  private(set) var byIdentity: [String: KnownPerson<Person>] = [:]
  private(set) var byName: [String: [KnownPerson<Person>]] = [:]

  init(
    of rows: [RosterRow<Person>], school: ID<School>, _ store: PeopleStore, on connection: any Connection
  ) throws {
    func known(_ key: PersonKey, _ values: some Sequence<String>) throws -> [KnownPerson<Person>] {
      try Person.known(key, Set(values).filter { !$0.isEmpty }.sorted(), of: school, store, on: connection)
    }
    for found in try known(.number, rows.map(\.number)) { byNumber[found.person.number] = found }
    for found in try known(.identity, rows.map(\.identity)) { byIdentity[found.person.identity] = found }
    // Whoever is found by number needs no search by name.
    let names = rows.lazy.filter { [byNumber] in byNumber[$0.number] == nil }.map(\.name)
    for found in try known(.name, names) { byName[found.person.name, default: []].append(found) }
  }
}
