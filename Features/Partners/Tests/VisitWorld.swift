import Activity
import Database
import Organizations
import Platform
import Testing
import Values

@testable import Partners

/// Visits in the world of the reviews.
extension ReviewWorld {
  /// A visit as somebody would write it down.
  @discardableResult
  func visit(
    _ partner: Partner? = nil, on day: CivilDate? = nil, kind: Visit.Kind = .visit, content: String = "谈实习安排",
    by actor: Actor? = nil, guests: VisitGuests = VisitGuests(), followedBy title: String? = nil,
    _ change: (inout Visit) -> Void = { _ in }
  ) async throws -> Visit {
    let (partner, actor) = (partner ?? self.partner, actor ?? office)
    var visit = Visit(
      id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partner.partnership.id,
      kind: kind, day: day ?? today)
    if case .department(_, let own) = actor.scope { visit.departmentID = own }
    visit.content = content
    change(&visit)
    let task = title.map {
      VisitTask(
        id: services.ids.next(), schoolID: visit.schoolID, visitID: visit.id, title: $0, ownerID: actor.accountID,
        dueOn: today.adding(days: 7))
    }
    try await SaveVisit(services)(visit, guests: guests, followedBy: task, isNew: true, by: actor)
    return try await record(visit.id).visit
  }

  func record(_ id: ID<Visit>, as actor: Actor? = nil) async throws -> VisitRecord {
    let scope = (actor ?? office).scope
    let all = try await database.read { try VisitStore.record(id, in: .installation, on: $0) }
    if actor == nil { return try #require(all) }
    return try #require(try await database.read { try VisitStore.record(id, in: scope, on: $0) })
  }

  func visits(as actor: Actor? = nil, _ change: (inout VisitQuery) -> Void = { _ in }) async throws -> [VisitSummary] {
    var query = VisitQuery()
    change(&query)
    let (asked, scope) = (query, (actor ?? office).scope)
    return try await database.read { try VisitListStore.page(asked, in: scope, on: $0).rows }
  }

  func tasks(of visit: Visit) async throws -> [VisitTask] {
    try await database.read { try VisitTaskStore.tasks(of: [visit.id], school: visit.schoolID, on: $0) }
  }

  func inbox(of actor: Actor) async throws -> [WaitingEntry] {
    try await database.read { try InboxStore.waiting(for: actor, limit: 50, on: $0) }
  }

  @discardableResult
  func teacher(_ name: String, _ number: String, title: String = "讲师") async throws -> ID<Teacher> {
    let teacher = Teacher(
      id: services.ids.next(), schoolID: school.id, departmentID: department.id, staffNumber: number, name: name,
      sex: .unknown, title: title, isDualQualified: false, phone: "", mail: "", status: .active)
    let (store, now) = (PeopleStore(services.sealer), services.now)
    try await database.write { try store.insert(teacher, at: now, on: $0) }
    return teacher.id
  }

  func contact(_ name: String, of partner: Partner? = nil, position: String = "经理") async throws -> PartnerContact {
    let partner = partner ?? self.partner
    let contact = PartnerContact(
      id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partner.partnership.id,
      name: name, position: position)
    try await SaveContact(services)(contact, of: partner, isNew: true, by: office)
    return contact
  }
}

extension RegistryTestPeople {
  /// A visit with a task of the office.
  func visit(_ partner: Partner, _ number: Int) async throws {
    let office = schools.office
    let contacts = try await schools.contacts(of: partner)
    var visit = Visit(
      id: services.ids.next(), schoolID: partner.partnership.schoolID, partnershipID: partner.partnership.id,
      day: services.now.day.adding(days: -30 * number - 1))
    visit.content = "第\(number)次走访"
    visit.isOutreach = true
    visit.openings = [VisitOpening(kind: .intern, major: "数控技术", count: number + 1)]
    let task = VisitTask(
      id: services.ids.next(), schoolID: visit.schoolID, visitID: visit.id, title: "回访", ownerID: office.accountID,
      dueOn: services.now.day.adding(days: 5))
    try await SaveVisit(services)(
      visit, guests: VisitGuests(contacts: contacts.map(\.id), others: [PersonLine(name: "王工")]), followedBy: task,
      isNew: true, by: office)
  }
}
