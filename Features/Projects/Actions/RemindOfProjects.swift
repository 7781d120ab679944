import Accounts
import Activity
import Database
import Jobs
import Localization
import Organizations
import Platform
import Values
import Views

/// Reminds of milestones two weeks before their day, of mid-term checks, ends
/// and deadlines of schemes that come near, hands reviews whose day has passed to
/// the office, and writes again to partners who have not confirmed their balance.
/// It can be done any number of times a day.
struct RemindOfProjects: Sendable {
  private let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let name = "projects.remind"
  static let schedule = Schedule(name, .daily(hour: 6, minute: 50), kind: name)
  private static let batch = 200

  var kind: JobKind {
    JobKind(Self.name) { run in
      var done = 0
      while true {
        let count = try await self.batch()
        if count == 0 { return }
        done += count
        try await run.report(done: done, total: nil)
      }
    }
  }

  /// Everything that is due now.
  /// - Returns: how many milestones and projects were told of.
  @discardableResult
  func callAsFunction() async throws -> Int {
    var done = 0
    while true {
      let count = try await batch()
      if count == 0 { return done }
      done += count
    }
  }

  private func batch() async throws -> Int {
    let services = services
    let today = services.now.day
    return try await services.database.write { connection in
      try Self.milestones(today, services, connection) + Self.checks(today, services, connection)
        + Self.ends(today, services, connection) + Self.reviews(today, services, connection)
        + KeepSchemes.remind(today, services, connection) + AskForConfirmation.remind(services, connection)
    }
  }

  private static func milestones(
    _ today: CivilDate, _ services: Services, _ connection: any WriteConnection
  ) throws -> Int {
    let rows = try connection.rows(
      """
      SELECT m.id, m.title, m.due_on, m.project_id, m.owner_id FROM project_milestones m JOIN projects p ON p.id = m.project_id
      WHERE m.state = 'open' AND m.told = 0 AND m.due_on <= \(today.adding(days: ProjectRules.warningDays))
        AND p.state IN ('running', 'mid-term', 'closing')
      ORDER BY m.due_on, m.id LIMIT \(literal: batch)
      """)
    for row in rows {
      let (id, day): (ID<Milestone>, CivilDate) = (try row.get(0), try row.get(2))
      try connection.run("UPDATE project_milestones SET told = 1 WHERE id = \(id)")
      guard let project = try ProjectStore.project(try row.get(3), in: .installation, on: connection) else { continue }
      try InboxStore.put(
        InboxEntry(
          holder: try row.get(4, as: ID<Account>?.self).map { .account($0) } ?? leader(project),
          schoolID: project.schoolID, subject: .project(project), step: KeepWork.step(id),
          message: Message("projects.inbox.milestone", ["title": try row.get(1)]),
          path: ProjectLinks.page(project.id, "progress").text, dueOn: day), id: services.ids.next(), at: services.now,
        on: connection)
    }
    return rows.count
  }

  private static func checks(
    _ today: CivilDate, _ services: Services, _ connection: any WriteConnection
  ) throws -> Int {
    let rows: [ID<Project>] = try connection.values(
      """
      SELECT id FROM projects WHERE state = 'running' AND told = ''
        AND midterm_on <= \(today.adding(days: ProjectRules.warningDays)) AND end_on > \(today)
      ORDER BY midterm_on, id LIMIT \(literal: batch)
      """)
    for id in rows {
      try remind(id, "midterm", to: { .role(.cooperationOffice, $0.schoolID, nil) }, \.midtermOn, services, connection)
    }
    return rows.count
  }

  private static func ends(
    _ today: CivilDate, _ services: Services, _ connection: any WriteConnection
  ) throws -> Int {
    let rows: [ID<Project>] = try connection.values(
      """
      SELECT id FROM projects WHERE state = 'running' AND told <> 'end'
        AND end_on <= \(today.adding(days: ProjectRules.closingDays))
      ORDER BY end_on, id LIMIT \(literal: batch)
      """)
    for id in rows { try remind(id, "end", to: leader, \.endOn, services, connection) }
    return rows.count
  }

  private static func remind(
    _ id: ID<Project>, _ what: String, to holder: (Project) -> InboxEntry.Holder,
    _ day: KeyPath<Project, CivilDate?>, _ services: Services, _ connection: any WriteConnection
  ) throws {
    guard let project = try ProjectStore.project(id, in: .installation, on: connection) else { return }
    try ProjectStore.setTold(what, of: project, on: connection)
    try InboxStore.put(
      InboxEntry(
        holder: holder(project), schoolID: project.schoolID, subject: .project(project), step: ProjectInbox.reminder,
        message: Message("projects.inbox.\(what)"), path: ProjectLinks.show(id).text, dueOn: project[keyPath: day]),
      id: services.ids.next(), at: services.now, on: connection)
  }

  /// Reviews whose day has passed: whoever voted is enough when it is more than half.
  private static func reviews(
    _ today: CivilDate, _ services: Services, _ connection: any WriteConnection
  ) throws -> Int {
    let rows: [ID<Project>] = try connection.values(
      """
      SELECT id FROM projects WHERE state = 'review' AND due_on < \(today) AND told <> 'votes'
      ORDER BY id LIMIT \(literal: batch)
      """)
    for id in rows {
      guard let project = try ProjectStore.project(id, in: .installation, on: connection) else { continue }
      try ProjectStore.setTold("votes", of: project, on: connection)
      try ProjectInbox.handOver(project, services: services, by: nil, on: connection)
    }
    return rows.count
  }

  private static func leader(_ project: Project) -> InboxEntry.Holder {
    (project.leaderID ?? project.createdBy).map { .account($0) } ?? .role(.cooperationOffice, project.schoolID, nil)
  }
}
