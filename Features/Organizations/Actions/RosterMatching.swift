import Database
import Imports
import Records
import Values

/// A row with the person whom it means.
struct MatchedPerson<Person: ImportedPerson>: Sendable {
  let row: RosterRow<Person>
  var known: KnownPerson<Person>?
  var problems: [FieldProblem] = []
  var warnings: [FieldProblem] = []
}

/// Finds whom each row means: by number; without one by identity number, then by name and place.
struct RosterMatching<Person: ImportedPerson>: Sendable {
  let known: KnownPeople<Person>
  let scope: Actor.Scope

  private typealias Matched = MatchedPerson<Person>

  private var field: String { Person.sheet.numberField }

  func match(_ rows: [RosterRow<Person>]) -> [MatchedPerson<Person>] {
    var seen = Seen()
    return rows.map { row in
      var matched = find(row)
      if let earlier = seen.row(before: matched) {
        matched.problems.append(
          FieldProblem(earlier.field, "organizations.import.problem.repeated", ["row": "\(earlier.row)"]))
      }
      return matched
    }
  }

  private func find(_ row: RosterRow<Person>) -> MatchedPerson<Person> {
    let sameIdentity = known.byIdentity[row.identity]
    if !row.number.isEmpty {
      if let found = known.byNumber[row.number] { return checked(found, row, sameIdentity) }
      if let sameIdentity { return wrong(row, identityTaken(sameIdentity)) }
      return Matched(row: row, known: nil, warnings: namesake(of: row))
    }
    if let sameIdentity {
      guard isInSight(sameIdentity) else { return wrong(row, elsewhere(field)) }
      return Matched(
        row: row, known: sameIdentity,
        warnings: [FieldProblem("citizenID", "organizations.import.warning.byIdentity")])
    }
    let alike = (known.byName[row.name] ?? []).filter { isInSight($0) && $0.person.isAt(row.place) }
    if alike.count > 1 {
      return wrong(
        row, FieldProblem(field, "organizations.import.problem.ambiguous", ["count": "\(alike.count)"]))
    }
    guard let found = alike.first else {
      return wrong(row, FieldProblem(field, "organizations.\(Person.sheet.kind).import.problem.number"))
    }
    return Matched(
      row: row, known: found,
      warnings: [
        FieldProblem(
          "name", "organizations.\(Person.sheet.kind).import.warning.byName", ["number": found.person.number])
      ])
  }

  /// The person of the row's number, unless the row is plainly about somebody else.
  private func checked(
    _ found: KnownPerson<Person>, _ row: RosterRow<Person>, _ sameIdentity: KnownPerson<Person>?
  ) -> MatchedPerson<Person> {
    guard isInSight(found) else { return wrong(row, elsewhere(field)) }
    if let sameIdentity, sameIdentity.person.id != found.person.id {
      return wrong(row, identityTaken(sameIdentity))
    }
    var matched = Matched(row: row, known: found)
    let person = found.person
    guard !row.name.isEmpty, row.name != person.name else { return matched }
    if !row.identity.isEmpty, !person.identity.isEmpty, row.identity != person.identity {
      matched.problems.append(
        FieldProblem(field, "organizations.import.problem.somebodyElse", ["name": person.name]))
    } else {
      matched.warnings.append(FieldProblem("name", "organizations.import.warning.renamed", ["name": person.name]))
    }
    return matched
  }

  /// Somebody of the same name at the same place is often the same person with a mistyped number.
  private func namesake(of row: RosterRow<Person>) -> [FieldProblem] {
    let alike = (known.byName[row.name] ?? []).first { isInSight($0) && $0.person.isAt(row.place) }
    return alike.map {
      [FieldProblem("name", "organizations.import.warning.namesake", ["number": $0.person.number])]
    } ?? []
  }

  private func isInSight(_ known: KnownPerson<Person>) -> Bool {
    guard case .department(_, let own) = scope else { return true }
    return known.person.home == own
  }

  private func wrong(_ row: RosterRow<Person>, _ problem: FieldProblem) -> MatchedPerson<Person> {
    Matched(row: row, known: nil, problems: [problem])
  }

  /// Says nothing about a person who is out of sight.
  private func elsewhere(_ field: String) -> FieldProblem {
    FieldProblem(field, "organizations.import.problem.elsewhere")
  }

  private func identityTaken(_ known: KnownPerson<Person>) -> FieldProblem {
    isInSight(known)
      ? FieldProblem(
        "citizenID", "organizations.import.problem.identityTaken", ["number": known.person.number])
      : elsewhere("citizenID")
  }

  /// The rows of the sheet above, by everything that must not repeat.
  private struct Seen {
    private var numbers: [String: Int] = [:]
    private var identities: [String: Int] = [:]
    private var people: [ID<Person>: Int] = [:]

    /// The earlier row that means the same person.
    mutating func row(before matched: MatchedPerson<Person>) -> (row: Int, field: String)? {
      let (row, number) = (matched.row, matched.row.row.number)
      var earlier: (row: Int, field: String)?
      if !row.number.isEmpty {
        earlier = numbers[row.number].map { ($0, Person.sheet.numberField) }
        if earlier == nil { numbers[row.number] = number }
      }
      if !row.identity.isEmpty {
        earlier = earlier ?? identities[row.identity].map { ($0, "citizenID") }
        if identities[row.identity] == nil { identities[row.identity] = number }
      }
      if let id = matched.known?.person.id {
        earlier = earlier ?? people[id].map { ($0, "name") }
        if people[id] == nil { people[id] = number }
      }
      return earlier
    }
  }
}
