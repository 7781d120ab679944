import Database
import Organizations
import Records
import Security
package import Values

/// Who took part in a visit, as somebody wrote it down.
package struct VisitGuests: Sendable, Hashable {
  /// People of the school; the first led the visitors.
  package var school: [PersonLine]
  package var contacts: [ID<PartnerContact>]
  /// Which contact received them; without one the first of the partner's people did.
  package var host: ID<PartnerContact>?
  /// People of the partner who are no contacts.
  package var others: [PersonLine]

  package init(
    school: [PersonLine] = [], contacts: [ID<PartnerContact>] = [], host: ID<PartnerContact>? = nil,
    others: [PersonLine] = []
  ) {
    self.school = school
    self.contacts = contacts
    self.host = host
    self.others = others
  }

  /// What a form begins with for a visit that is there.
  init(_ visit: Visit) {
    school = visit.people(of: .school).map { PersonLine(name: $0.name, number: $0.number, position: $0.position) }
    contacts = visit.people(of: .partner).compactMap(\.contactID)
    host = visit.people(of: .partner).first(where: \.isLead)?.contactID
    others = visit.people(of: .partner).filter { $0.contactID == nil }.map {
      PersonLine(name: $0.name, position: $0.position)
    }
  }

  /// Looks people up in the rosters and among the partner's contacts. A
  /// teacher's name that only one person has is enough; students are named by
  /// their number, because names of students are shared too often.
  /// - Throws: `Invalid` with every name and number that is not clear.
  func people(
    of visit: Visit, before old: Visit?, on connection: some Connection
  ) throws -> [VisitPerson] {
    var problems: [FieldProblem] = []
    var people: [VisitPerson] = []
    for line in school {
      switch try Self.find(line, school: visit.schoolID, before: old, on: connection) {
      case .success(let person): if !people.contains(where: { $0.isSame(as: person) }) { people.append(person) }
      case .failure(let problem): problems.append(problem)
      }
    }
    if !people.isEmpty { people[0].isLead = true }
    var partners: [VisitPerson] = []
    if !contacts.isEmpty {
      for row in try connection.rows(
        """
        SELECT id, name, position FROM partner_contacts
        WHERE school_id = \(visit.schoolID) AND partnership_id = \(visit.partnershipID) AND id IN \(list: contacts)
        ORDER BY is_main DESC, name, id
        """)
      {
        let id: ID<PartnerContact> = try row.get(0)
        partners.append(
          VisitPerson(
            side: .partner, source: .contact(id), name: try row.get(1), position: try row.get(2),
            isLead: id == host))
      }
      if partners.count != Set(contacts).count {
        problems.append(FieldProblem("contacts", "partners.visit.problem.contact"))
      }
    }
    partners += others.map { line in
      // A number means nothing on the partner's side: it belongs to the name.
      let name = [line.name, line.number].filter { !$0.isEmpty }.joined(separator: " ")
      return VisitPerson(side: .partner, name: name, position: line.position)
    }
    if !partners.isEmpty, !partners.contains(where: \.isLead) { partners[0].isLead = true }
    if !problems.isEmpty { throw Invalid(problems) }
    return people + partners
  }

  private static func find(
    _ line: PersonLine, school: ID<School>, before old: Visit?, on connection: some Connection
  ) throws -> Result<VisitPerson, FieldProblem> {
    // Whoever took part stays, also after they left or their number went to somebody else.
    if let known = old?.people(of: .school).first(where: { $0.name == line.name && $0.number == line.number }) {
      var person = known
      person.position = line.position
      person.isLead = false
      return .success(person)
    }
    let teachers = try connection.rows(
      line.number.isEmpty
        ? """
        SELECT id, name, staff_number, title FROM teachers
        WHERE school_id = \(school) AND name = \(line.name) AND status = 'active' ORDER BY staff_number LIMIT 6
        """
        : "SELECT id, name, staff_number, title FROM teachers WHERE school_id = \(school) AND staff_number = \(line.number)"
    )
    if line.number.isEmpty, teachers.count > 1 {
      let numbers = try teachers.map { "\(try $0.get(1, as: String.self)) \(try $0.get(2, as: String.self))" }
      return .failure(
        FieldProblem(
          "schoolPeople", "partners.visit.problem.severalTeachers",
          ["name": line.name, "choices": numbers.joined(separator: "、")]))
    }
    var person = VisitPerson(side: .school, name: line.name, position: line.position)
    if let row = teachers.first {
      person.source = .teacher(try row.get(0))
      person.name = try row.get(1)
      person.number = try row.get(2)
      if person.position.isEmpty { person.position = try row.get(3) }
    } else if !line.number.isEmpty {
      guard
        let row = try connection.first(
          "SELECT id, name FROM students WHERE school_id = \(school) AND student_number = \(line.number)")
      else {
        return .failure(FieldProblem("schoolPeople", "partners.visit.problem.number", ["number": line.number]))
      }
      person.source = .student(try row.get(0))
      person.name = try row.get(1)
      person.number = line.number
    }
    guard line.name.isEmpty || line.name == person.name else {
      return .failure(
        FieldProblem(
          "schoolPeople", "partners.visit.problem.otherName",
          ["number": line.number, "name": line.name, "found": person.name]))
    }
    return .success(person)
  }
}

extension VisitPerson {
  package var contactID: ID<PartnerContact>? {
    if case .contact(let id) = source { id } else { nil }
  }

  fileprivate func isSame(as other: VisitPerson) -> Bool {
    source == .name ? name == other.name && other.source == .name : source == other.source
  }

  /// What readers see: people of the partner are masked until somebody asks.
  func shownName(unmasked: Bool) -> String {
    side == .school || unmasked ? name : Masking.name(name)
  }

  func words(unmasked: Bool) -> String {
    let name = shownName(unmasked: unmasked)
    return position.isEmpty ? name : "\(name)（\(position)）"
  }
}
