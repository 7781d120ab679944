import Database
package import Imports
import Localization
import Platform
import Records
import Values

/// The classes that the rows of a roster name and the school does not have,
/// where the rows also say which major and year they are of.
struct MissingClasses: Sendable {
  private(set) var classes: [SchoolClass] = []
  /// How many rows name one of them.
  private(set) var rows = 0

  /// - Parameter places: everything in sight of who imports.
  init(in rows: [ImportRow], school: ID<School>, places: RosterPlaces, ids: IDGenerator) {
    var found: [String: (name: String, rows: Int, meanings: Set<Meaning>)] = [:]
    for row in rows {
      let name = RosterText.name(FieldText.trimmed(row["class"]))
      // As long as the column of classes takes.
      guard !name.isEmpty, name.unicodeScalars.count <= 100, places.classes(called: name).isEmpty else { continue }
      var cells = row.values
      cells["class"] = nil
      let place = RosterPlace(cells, in: places)
      guard place.problems.isEmpty, let major = place.major, major.status == .active,
        let year = FieldText.integer(RosterText.tidied(row["entryYear"], "entryYear")), (1950...2200).contains(year)
      else { continue }
      let key = RosterPlaces.key(name)
      var entry = found[key] ?? (name, 0, [])
      entry.rows += 1
      entry.meanings.insert(Meaning(major: major, year: Int(year)))
      found[key] = entry
    }
    // A class that rows put into two majors or years is a mistake of the sheet.
    for entry in found.values.sorted(by: { $0.name < $1.name }) where entry.meanings.count == 1 {
      guard let meaning = entry.meanings.first else { continue }
      self.rows += entry.rows
      classes.append(
        SchoolClass(
          id: ids.next(), schoolID: school, departmentID: meaning.major.departmentID, majorID: meaning.major.id,
          name: entry.name, entryYear: meaning.year, adviserID: nil, status: .active))
    }
  }

  private struct Meaning: Hashable {
    let major: Major
    let year: Int
  }
}

extension ImportRoster {
  package func remedy(for rows: [ImportRow], of owner: ImportOwner) async throws -> ImportRemedy? {
    let missing = try await missingClasses(in: rows, of: owner)
    guard !missing.classes.isEmpty else { return nil }
    let count = ["count": "\(missing.classes.count)"]
    return ImportRemedy(
      rows: missing.rows, items: missing.classes.map { "\($0.name)（\($0.entryYear)）" },
      title: Message("organizations.import.missingClasses", count),
      action: Message("organizations.import.makeClasses", count))
  }

  /// Each class is a record and an entry of the log of its own; taking the batch back leaves them.
  package func apply(remedyFor rows: [ImportRow], of owner: ImportOwner) async throws {
    let missing = try await missingClasses(in: rows, of: owner)
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      for schoolClass in missing.classes {
        try MajorStore.insert(schoolClass, at: now, on: connection)
        try services.audit.record(
          AuditEntry(
            action: "organizations.class.created", subject: .unit(schoolClass), accountID: owner.accountID,
            schoolID: owner.schoolID,
            changes: [
              FieldChange(field: "name", before: .none, after: .text(schoolClass.name)),
              FieldChange(field: "entryYear", before: .none, after: .integer(Int64(schoolClass.entryYear))),
            ], at: now), on: connection)
      }
    }
  }

  private func missingClasses(in rows: [ImportRow], of owner: ImportOwner) async throws -> MissingClasses {
    guard Person.sheet.placeFields.contains("class") else {
      return MissingClasses(in: [], school: ID(rawValue: owner.schoolID), places: .none, ids: services.ids)
    }
    let scope = owner.scope
    let places = try await services.database.read { try RosterPlaces(in: scope, on: $0) }
    return MissingClasses(in: rows, school: ID(rawValue: owner.schoolID), places: places, ids: services.ids)
  }
}
