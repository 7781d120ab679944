package import Accounts
import Database
package import Organizations
import Records
package import Values

/// Who comes along on a tour, looked up from what somebody wrote down.
enum TourPeople {
  /// Who may lead a tour, and whose name alone is enough: those who look after partners.
  static var roles: [Role] { VisitTasks.roles }

  /// Finds people in the teachers' roster by number or by a name that only one
  /// has, then among the accounts of the school; other names stay names.
  /// - Throws: `Invalid` with every name and number that is not clear.
  static func find(
    _ lines: [PersonLine], for tour: Tour, before old: Tour?, on connection: some Connection
  ) throws -> [TourPerson] {
    var (people, problems): ([TourPerson], [FieldProblem]) = ([], [])
    let accounts = try MembershipStore.people(holding: roles, school: tour.schoolID, on: connection)
    for line in lines {
      switch try find(line, for: tour, before: old, among: accounts, on: connection) {
      case .success(let person): if !people.contains(where: { $0.isSame(as: person) }) { people.append(person) }
      case .failure(let problem): problems.append(problem)
      }
    }
    guard problems.isEmpty else { throw Invalid(problems) }
    return people
  }

  private static func find(
    _ line: PersonLine, for tour: Tour, before old: Tour?, among accounts: [(id: ID<Account>, name: String)],
    on connection: some Connection
  ) throws -> Result<TourPerson, FieldProblem> {
    // Whoever came along stays, also after they left or their number went to somebody else.
    if var known = old?.people.first(where: { $0.name == line.name && $0.number == line.number }) {
      known.position = line.position
      return .success(known)
    }
    let rows = try connection.rows(
      line.number.isEmpty
        ? """
        SELECT id, name, staff_number, title, account_id FROM teachers
        WHERE school_id = \(tour.schoolID) AND name = \(line.name) AND status = 'active' ORDER BY staff_number LIMIT 6
        """
        : """
        SELECT id, name, staff_number, title, account_id FROM teachers
        WHERE school_id = \(tour.schoolID) AND staff_number = \(line.number)
        """)
    if rows.count > 1 {
      let choices = try rows.map { "\(try $0.get(1, as: String.self)) \(try $0.get(2, as: String.self))" }
      return .failure(
        FieldProblem(
          "people", "partners.visit.problem.severalTeachers",
          ["name": line.name, "choices": choices.joined(separator: "、")]))
    }
    guard let row = rows.first else {
      guard line.number.isEmpty else {
        return .failure(FieldProblem("people", "partners.tour.problem.number", ["number": line.number]))
      }
      let named = accounts.filter { $0.name == line.name }
      return .success(
        TourPerson(accountID: named.count == 1 ? named[0].id : nil, name: line.name, position: line.position))
    }
    let name: String = try row.get(1)
    guard line.name.isEmpty || line.name == name else {
      return .failure(
        FieldProblem(
          "people", "partners.visit.problem.otherName", ["number": line.number, "name": line.name, "found": name]))
    }
    let title: String = try row.get(3)
    return .success(
      TourPerson(
        teacherID: try row.get(0), accountID: try row.get(4), name: name, number: try row.get(2),
        position: line.position.isEmpty ? title : line.position))
  }
}

extension Tour {
  /// Whose inbox and calendar the tour stands in: the lead and everybody who comes along.
  package var accounts: [ID<Account>] {
    ([leadID] + people.map(\.accountID)).compactMap(\.self).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Who leads or planned it may change it, and who manages partners where the tour belongs.
  package func mayBeChanged(by actor: Actor) -> Bool {
    guard actor.may(.visitsWrite), actor.schoolID == schoolID else { return false }
    if leadID == actor.accountID || ownerID == actor.accountID { return true }
    guard actor.may(.partnersManage) else { return false }
    guard case .department(_, let own) = actor.scope else { return true }
    return departmentID == own
  }
}
