import Database
import Jobs
import Organizations
import Platform
import Values
import Views
import Web

/// The pages of what happened, what waits and what was told.
struct ActivityRoutes {
  let services: Services

  func add(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    member.get("/inbox", needs: .inboxRead) { try await InboxPage(member: $0).reply() }
    member.get("/notices", needs: .inboxRead) { try await NoticesPage(member: $0).reply() }
    member.post("/notices/read", needs: .inboxRead) { member in
      let (account, now) = (member.actor.accountID, member.now)
      try await member.services.database.write { try NoticeStore.markRead(for: account, at: now, on: $0) }
      return .redirect(to: ActivityLinks.notices)
    }
    member.get("/audit", needs: .auditRead) { try await AuditPage(member: $0).reply() }
    member.get("/mailbox", needs: .mailboxRead) { try await MailboxPage(member: $0).reply() }
    member.get("/mailbox/{mail}", needs: .mailboxRead) { member in
      try await MailPage.open(member, try member.exchange.parameter("mail", as: ID<StoredMail>.self))
    }
    member.get("/jobs", needs: .jobsManage) { try await JobsPage(member: $0).reply() }
    member.post("/jobs/{job}/retry", needs: .jobsManage) { try await decide(.retried, $0) }
    member.post("/jobs/{job}/discard", needs: .jobsManage) { try await decide(.discarded, $0) }
    SavedSearchRoutes().add(to: &member)
    DocumentRoutes(services: services).add(to: &member)
    table.add(member.table)
  }

  private func decide(_ decision: DecideJob.Decision, _ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("job", as: ID<Job>.self)
    let isDone = try await DecideJob(services)(decision, id, by: member.actor)
    return .redirect(
      to: ActivityLinks.jobs,
      flash: isDone ? .ok("activity.jobs.flash.\(decision.rawValue)") : .bad("activity.jobs.flash.notDead"))
  }
}
