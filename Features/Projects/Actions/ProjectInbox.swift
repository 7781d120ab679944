import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Values
import Views

/// Who acts now on a project, as entries of the inbox: one for whose turn it
/// is, and one for each member of the review group who has not voted.
enum ProjectInbox {
  static let step = "project"
  private static let voting = "project-vote-"
  /// Reminders of the job, beside whose turn it is.
  static let reminder = "project-reminder"

  /// - Parameter mayDecide: whether the review group has said enough.
  /// - Returns: `nil` when nobody has to act.
  static func entry(_ project: Project, mayDecide: Bool = false) -> InboxEntry? {
    let office = InboxEntry.Holder.role(.cooperationOffice, project.schoolID, nil)
    let leader = (project.leaderID ?? project.createdBy).map { InboxEntry.Holder.account($0) } ?? office
    let author = project.createdBy.map { InboxEntry.Holder.account($0) } ?? leader
    let holder: InboxEntry.Holder?
    var what = project.state.rawValue
    switch project.state {
    case .idea: holder = author
    case .application:
      holder = author
      if !project.reason.isEmpty { what = "mend" }
    case .submitted, .closing: holder = office
    case .review:
      holder = mayDecide ? office : nil
      what = "decide"
    case .approved, .followUp: holder = leader
    case .midterm:
      holder = project.reportedBy == nil ? leader : office
      if project.reportedBy != nil { what = "check" }
    case .running, .closed, .rejected, .stopped: holder = nil
    }
    return holder.map { holder in
      InboxEntry(
        holder: holder, schoolID: project.schoolID, subject: .project(project), step: step,
        message: Message("projects.inbox.\(what)"), path: ProjectLinks.show(project.id).text, dueOn: project.dueOn)
    }
  }

  /// Puts the project into the inbox of who acts now, and takes it out of the others'.
  static func handOver(
    _ project: Project, services: Services, by account: ID<Account>?, on connection: any WriteConnection
  ) throws {
    let (subject, now) = (AuditEntry.Subject.project(project), services.now)
    let standing = try ProjectStoryStore.standing(of: project, on: connection)
    let silent = project.state == .review ? standing.votes.filter { $0.choice == nil } : []
    let wanted = Set(silent.map { voting + $0.accountID.description })
    for waiting in try InboxStore.open(subject, on: connection)
    where waiting.entry.step.hasPrefix(voting) && !wanted.contains(waiting.entry.step) {
      try InboxStore.close(subject, step: waiting.entry.step, by: account, at: now, on: connection)
    }
    for vote in silent {
      try InboxStore.put(
        InboxEntry(
          holder: .account(vote.accountID), schoolID: project.schoolID, subject: subject,
          step: voting + vote.accountID.description, message: Message("projects.inbox.vote"),
          path: ProjectLinks.page(project.id, "review").text, dueOn: project.dueOn), id: services.ids.next(), at: now,
        on: connection)
    }
    // Once the day has passed the office goes on: it decides, or names the group anew.
    let isOver = project.dueOn.map { $0 < now.day } ?? false
    let mayDecide = isOver || standing.mayDecide(dueOn: project.dueOn, today: now.day)
    guard let entry = entry(project, mayDecide: mayDecide) else {
      return try InboxStore.close(subject, step: step, by: account, at: now, on: connection)
    }
    try InboxStore.put(entry, id: services.ids.next(), at: now, on: connection)
  }
}

extension AuditEntry.Subject {
  static func project(_ project: Project) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "project", id: project.id.rawValue, name: project.title)
  }
}
