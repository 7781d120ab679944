import Accounts
import Database
import Localization
import Platform
import Records
import Values
package import Views
package import Web

/// Memberships of the school: giving and ending roles. Who gives roles has
/// shown lately who they are.
struct MemberListRoutes: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/members", needs: .membersManage) { try await MembersPage(member: $0).reply() }
    member.get("/members/invite", needs: .membersManage) { member in
      try await confirmed(member, OrganizationsLinks.invite) {
        try await NewMemberPage.load(member, .invite).reply()
      }
    }
    member.post("/members/invite", needs: .membersManage) { member in
      try await confirmed(member, OrganizationsLinks.invite) { try await invite(member) }
    }
    member.get("/members/add", needs: .membersManage) { member in
      let person = String((member.exchange.query["person"] ?? "").prefix(254))
      return try await confirmed(member, OrganizationsLinks.addRole.with([("person", person)])) {
        try await NewMemberPage.load(member, .add).reply(person: person)
      }
    }
    member.post("/members/add", needs: .membersManage) { member in
      try await confirmed(member, OrganizationsLinks.addRole) { try await addRole(member) }
    }
    member.get("/members/{membership}", needs: .membersManage) { try await MemberPage.load($0).reply() }
    member.post("/members/{membership}/invite", needs: .membersManage) { member in
      let id = try membership(member)
      return try await confirmed(member, OrganizationsLinks.members.show(id)) {
        let invitation = try await RenewInvitation(services)(of: id, language: member.t.language, by: member.actor)
        return try await InvitationPage(member: member, invitation: invitation).reply()
      }
    }
    member.get("/members/{membership}/end", needs: .membersManage) { member in
      let page = try await MemberPage.load(member)
      return try await confirmed(member, OrganizationsLinks.endMembership(page.row.membership.id)) {
        try await page.ending()
      }
    }
    member.post("/members/{membership}/end", needs: .membersManage) { member in
      let id = try membership(member)
      return try await confirmed(member, OrganizationsLinks.endMembership(id)) {
        let name = try await EndMembership(services)(id, by: member.actor)
        return .redirect(
          to: OrganizationsLinks.members.list, flash: .ok("organizations.member.ended", ["name": name]))
      }
    }
  }

  private func membership(_ member: Member) throws -> ID<Membership> {
    try member.exchange.parameter("membership", as: ID<Membership>.self)
  }

  private func confirmed(
    _ member: Member, _ page: Link, _ act: () async throws -> Reply
  ) async throws -> Reply {
    try await member.confirmed(thenTo: page, act)
  }

  private func invite(_ member: Member) async throws -> Reply {
    let page = try await NewMemberPage.load(member, .invite)
    let form = member.exchange.form
    let reading = page.read(form)
    guard reading.problems.isEmpty else { return try await page.reply(typed: form, problems: reading.problems) }
    do {
      let invitation = try await InviteMember(services)(
        reading.record, language: member.t.language, by: member.actor)
      return try await InvitationPage(member: member, invitation: invitation).reply()
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    }
  }

  private func addRole(_ member: Member) async throws -> Reply {
    let page = try await NewMemberPage.load(member, .add)
    let form = member.exchange.form
    let reading = page.read(form)
    guard reading.problems.isEmpty else { return try await page.reply(typed: form, problems: reading.problems) }
    do {
      let added = try await AddMembership(services)(reading.record, by: member.actor)
      return .redirect(
        to: OrganizationsLinks.members.show(added.id),
        flash: .ok("organizations.member.added", ["name": added.name]))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    }
  }
}

extension Member {
  /// Runs an act that is dangerous in another person's hands; sends who has not confirmed lately to the page that asks
  /// for it.
  /// - Parameter page: where the person goes on after confirming: a page, never the address of a form.
  package func confirmed(thenTo page: Link, _ act: () async throws -> Reply) async throws -> Reply {
    let person = try await SignedIn.load(exchange, services)
    do {
      try person.requireConfirmation(thenTo: page)
    } catch {
      return (error as? NeedsConfirmation)?.reply ?? .redirect(to: page)
    }
    return try await act()
  }
}
