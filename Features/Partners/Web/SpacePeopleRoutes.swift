import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Security
import Values
import Views
import Web

/// The colleagues who work in the space.
struct SpacePeopleRoutes {
  let services: Services

  /// Twenty invitations at once, then one every three minutes: who has an account shall not be found out by trying.
  private static let invitations = TokenBucket(capacity: 20, interval: .seconds(180))

  func add(to member: inout MemberRoutes) {
    member.get("/enterprise/people", needs: .spaceRead) { try await list(try await Space.load($0)) }
    member.get("/enterprise/people/invite", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await member.confirmed(thenTo: SpaceLinks.invite) { try await form(space) }
    }
    member.post("/enterprise/people/invite", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await member.confirmed(thenTo: SpaceLinks.invite) { try await invite(space) }
    }
    member.post("/enterprise/people/{membership}/invite", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      let id = try member.exchange.parameter("membership", as: ID<Membership>.self)
      return try await member.confirmed(thenTo: SpaceLinks.people) {
        let outcome = try await RenewEnterpriseInvitation(services)(
          id, of: space.enterprise, language: space.t.language, by: member.actor)
        return try await EnterpriseInvitationPage(member: member, outcome: outcome, back: SpaceLinks.people).reply()
      }
    }
    member.post("/enterprise/people/{membership}/end", needs: .spaceManage) { member in
      let id = try member.exchange.parameter("membership", as: ID<Membership>.self)
      let space = try await Space.load(member)
      return try await member.confirmed(thenTo: SpaceLinks.people) {
        do {
          let name = try await EndEnterpriseMembership(services)(id, by: member.actor)
          // Who has ended their own membership works elsewhere from here on, or nowhere.
          let next: Link = id == member.actor.membership?.id ? "/memberships" : SpaceLinks.people
          return .redirect(to: next, flash: .ok("partners.space.flash.ended", ["name": name]))
        } catch SpaceError.lastAdministrator {
          return try await list(space, problem: member.t("partners.space.problem.lastAdministrator"), status: 409)
        }
      }
    }
  }

  private func list(_ space: Space, problem: String? = nil, status: Int = 200) async throws -> Reply {
    let (t, id) = (space.t, space.enterprise.id)
    let people = try await space.read { try EnterprisePeopleStore.people(of: id, on: $0) }
    let table = DataTable(
      caption: t("partners.space.people"),
      columns: [
        DataTable.Column("name", t("partners.space.person.name"), phone: .title),
        DataTable.Column("role", t("partners.space.person.role")),
        DataTable.Column("since", t("partners.space.person.since"), isNarrow: true),
        DataTable.Column("state", t("partners.space.person.state"), isNarrow: true),
      ] + (space.mayManage ? [DataTable.Column("act", t("partners.space.person.acts"))] : []),
      rows: people.map { person in
        let isSelf = person.membershipID == space.member.actor.membership?.id
        let own: HTML = isSelf ? " \(Badge(.brand, t("partners.space.person.you")))" : .empty
        let state = Badge(
          person.hasJoined ? .ok : .warning,
          t(person.hasJoined ? "partners.space.person.joined" : "partners.space.person.invited"))
        return DataTable.Row(
          id: "\(person.membershipID)", name: person.name,
          [
            DataTable.Cell("\(person.name)\(own)"), .text(t(person.role.label)), .text(person.since.day.description),
            DataTable.Cell(state.html),
          ] + (space.mayManage ? [DataTable.Cell(acts(person, space))] : []))
      }, empty: EmptyState(icon: .users, title: t("partners.space.people.empty")), id: "people", t)
    let invite: HTML =
      space.mayManage
      ? LinkButton(t("partners.space.people.invite"), to: SpaceLinks.invite, style: .primary, icon: .plus).html : .empty
    let alert: HTML = problem.map { Alert(.bad, "<p>\($0)</p>").html } ?? .empty
    return try await space.page(
      t("partners.space.people"), actions: invite, status: status,
      "\(alert)<p class=\"lead\">\(t("partners.space.people.text"))</p>\(table)")
  }

  private func acts(_ person: EnterprisePeopleStore.Person, _ space: Space) -> HTML {
    let t = space.t
    let renew: HTML =
      person.hasJoined
      ? .empty
      : PostButton(
        t("partners.space.person.renew"), to: Link("\(SpaceLinks.person(person.membershipID).text)/invite"),
        csrf: space.csrf, style: .quiet, icon: .mail, isSmall: true
      ).html
    let end = PostButton(
      t("partners.space.person.end"), to: Link("\(SpaceLinks.person(person.membershipID).text)/end"), csrf: space.csrf,
      style: .quiet, icon: .close, confirm: t("partners.space.person.end.confirm", ["name": person.name]),
      isSmall: true)
    return "\(renew)\(end)"
  }

  private func form(_ space: Space, typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = space.t
    var blank = NewEnterprisePerson()
    blank.role = .enterpriseMentor
    let form = EnterprisePersonForm.html(
      to: SpaceLinks.invite, cancel: SpaceLinks.people, blank, typed: typed, problems: problems,
      note: "partners.space.people.invite.note", space.member)
    return try await space.page(
      t("partners.space.people.invite"), crumbs: [Crumb(t("partners.space.people"), SpaceLinks.people)],
      status: problems.isEmpty ? 200 : 422, form)
  }

  private func invite(_ space: Space) async throws -> Reply {
    let (member, now) = (space.member, space.member.now)
    let typed = member.exchange.form
    let reading = EnterprisePersonForm.read(typed)
    guard reading.problems.isEmpty else { return try await form(space, typed: typed, problems: reading.problems) }
    let limit = RateLimit(
      "enterprise/invite", address: member.exchange.remoteAddress, Self.invitations, services.sealer)
    if let wait = try await services.database.write({ try RateLimitStore.take([limit], now: now, on: $0) }) {
      throw WebError.tooManyRequests(retryAfter: wait)
    }
    do {
      let outcome = try await InviteEnterprisePerson(services)(
        reading.record, language: space.t.language, by: member.actor)
      return try await EnterpriseInvitationPage(member: member, outcome: outcome, back: SpaceLinks.people).reply()
    } catch let invalid as Invalid {
      return try await form(space, typed: typed, problems: invalid.problems)
    }
  }
}
