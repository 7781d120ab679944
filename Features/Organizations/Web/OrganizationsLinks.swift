package import Values
package import Views

/// The addresses of this feature, for linking; the routes register the same.
package enum OrganizationsLinks {
  package static let schools = RecordLinks<School>("/schools")
  package static let departments = RecordLinks<Department>("/departments")
  package static let majors = RecordLinks<Major>("/majors")
  package static let classes = RecordLinks<SchoolClass>("/classes")
  package static let teachers = RecordLinks<Teacher>("/teachers")
  package static let students = RecordLinks<Student>("/students")
  /// Who has which role.
  package static let members = RecordLinks<Membership>("/members")
  static let invite: Link = "/members/invite"
  static let addRole: Link = "/members/add"
  static func endMembership(_ id: ID<Membership>) -> Link { Link("/members/\(id)/end") }
  static func renewInvitation(_ id: ID<Membership>) -> Link { Link("/members/\(id)/invite") }
  /// A person's own memberships.
  package static let ownMemberships: Link = "/memberships"
  static let switchMembership: Link = "/memberships/switch"
  package static let permissions: Link = "/permissions"
}

/// The addresses of one kind of record.
package struct RecordLinks<Record>: Sendable {
  package let list: Link

  init(_ list: Link) {
    self.list = list
  }

  package var new: Link { Link("\(list.text)/new") }
  package func show(_ id: ID<Record>) -> Link { Link("\(list.text)/\(id)") }
  package func edit(_ id: ID<Record>) -> Link { at(id, "edit") }
  package func history(_ id: ID<Record>) -> Link { at(id, "history") }
  /// Asks before closing (GET), and closes (POST).
  package func close(_ id: ID<Record>) -> Link { at(id, "close") }
  package func open(_ id: ID<Record>) -> Link { at(id, "open") }
  package func reveal(_ id: ID<Record>) -> Link { at(id, "reveal") }

  private func at(_ id: ID<Record>, _ page: String) -> Link { Link("\(list.text)/\(id)/\(page)") }
}
