import Imports
import Localization
import Records
import Values

/// Finds what a row would do to the person whom it means.
struct RosterPlanning<Person: ImportedPerson>: Sendable {
  let places: RosterPlaces
  let catalogue: Catalogue
  let school: ID<School>
  /// Whether the school takes new people.
  let isOpen: Bool
  let ids: IDGenerator

  func plan(_ matched: MatchedPerson<Person>) -> ImportPlan<ImportRoster<Person>.Draft> {
    let (row, old) = (matched.row, matched.known?.person)
    let number = row.row.number
    let title = Person.title(old?.name ?? row.name, old?.number ?? row.number)
    var problems = row.row.problems + row.place.problems
    func add(_ more: [FieldProblem]) {
      // One word about a cell: a class that nobody knows is not "missing", too.
      for problem in more where !problems.contains(where: { $0.field == problem.field }) {
        problems.append(problem)
      }
    }
    add(matched.problems)
    if old == nil, !isOpen { add([FieldProblem("", "organizations.import.problem.schoolClosed")]) }
    let isPlaceWrong = !row.place.problems.isEmpty

    var person = old ?? Person.new(id: ids.next(), school: school, at: row.place)
    if !isPlaceWrong { add(person.move(to: row.place, in: places, after: old)) }
    let read = Person.fields.read(cells: row.cells, into: person, catalogue: catalogue)
    // What somebody new would need is no matter where a row means nobody, or a place that is not there.
    let isWhoWrong = old == nil && !matched.problems.isEmpty
    add(read.problems.filter { !($0.message.key == "kit.records.required" && (isWhoWrong || isPlaceWrong)) })
    if old == nil, !isPlaceWrong, !isWhoWrong { add(read.record.gaps) }
    guard problems.isEmpty else { return .wrong(number, title: title, problems, warnings: matched.warnings) }

    // Only a number that the row brings tells more than the row says.
    let bringsIdentity = old.map { $0.identity != read.record.identity } ?? true
    let new = bringsIdentity ? read.record.completed : read.record
    let changes = Person.changes(from: old, to: new, places)
    guard old == nil || !changes.isEmpty else {
      return ImportPlan(
        row: number, title: title, state: .unchanged, target: old?.id.rawValue,
        basis: matched.known?.version ?? "", warnings: matched.warnings)
    }
    return ImportPlan(
      row: number, title: title, state: old == nil ? .new : .changed, target: old?.id.rawValue,
      basis: matched.known?.version ?? "", changes: old == nil ? [] : changes, warnings: matched.warnings,
      draft: ImportRoster<Person>.Draft(person: new, old: old, changes: changes))
  }
}
