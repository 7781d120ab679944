import Accounts
import Database
import Localization
import Platform
import Values
import Views
import Web

/// `/members/{membership}`: one membership, with what else its holder is.
struct MemberPage: Sendable {
  let member: Member
  let row: MembershipRow
  /// The holder's other memberships in sight.
  let others: [MembershipRow]

  /// - Throws: `WebError.notFound` for a membership that has ended or is out of sight.
  static func load(_ member: Member) async throws -> MemberPage {
    let id = try member.exchange.parameter("membership", as: ID<Membership>.self)
    let scope = member.actor.scope
    let page = try await member.services.database.read { connection -> MemberPage? in
      guard let row = try MembershipStore.row(id, in: scope, on: connection) else { return nil }
      var query = MembershipQuery()
      query.accountID = row.membership.accountID
      let all = try MembershipStore.page(query, in: scope, on: connection).rows
      return MemberPage(member: member, row: row, others: all.filter { $0.membership.id != id })
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func reply() async throws -> Reply {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let membership = row.membership
    let isOwn = membership.id == member.actor.membership?.id
    var actions: HTML = LinkButton(
      t("organizations.member.addToPerson"), to: OrganizationsLinks.addRole.with([("person", row.signInName)])
    ).html
    if row.isWaiting {
      actions +=
        PostButton(
          t("organizations.member.renew"), to: OrganizationsLinks.renewInvitation(membership.id), csrf: csrf,
          icon: .mail
        ).html
    }
    if !isOwn {
      actions +=
        LinkButton(
          t("organizations.member.end"), to: OrganizationsLinks.endMembership(membership.id), style: .danger
        ).html
    }
    let facts = DescriptionList([
      .text(t("organizations.member.displayName"), row.accountName),
      DescriptionList.Item(
        t("organizations.member.signInName"), "<span class=\"code\">\(row.signInName)</span>"),
      .text(t("organizations.member.role"), t(membership.role.label)),
      .text(
        t(membership.enterpriseID == nil ? "organizations.member.school" : "organizations.member.enterprise"),
        membership.organisationName),
      .text(t("organizations.member.department"), row.departmentName),
      .text(t("organizations.member.since"), row.since.day.description),
      DescriptionList.Item(t("organizations.person.status"), MemberState.badge(row, t).html),
    ])
    let note: HTML = isOwn ? Alert(.info, "<p>\(t("organizations.member.own"))</p>").html : .empty
    return try await member.page(
      PageContent(
        title: row.accountName,
        crumbs: [Crumb(t("organizations.member.list"), OrganizationsLinks.members.list), Crumb(row.accountName)],
        titleNote: Badge(.brand, t(membership.role.label)).html, actions: actions,
        content: """
          \(note)<div class="columns"><div class="stack">\(Card(t("organizations.member.group"), facts))</div>\
          <div class="stack">\(other)</div></div>
          """))
  }

  private var other: Card {
    let t = member.t
    let items = others.map { row -> HTML in
      let place = [row.membership.organisationName, row.departmentName].filter { !$0.isEmpty }.joined(separator: " · ")
      return """
        <li><a href="\(OrganizationsLinks.members.show(row.membership.id))">\(t(row.membership.role.label))</a>\
        <span class="soft">\(place)</span></li>
        """
    }
    return Card(
      t("organizations.member.others"), isFlush: !items.isEmpty,
      items.isEmpty
        ? "<p class=\"soft\">\(t("organizations.member.others.none"))</p>" : "<ul class=\"rows\">\(items)</ul>")
  }

  /// Asks before the membership is ended.
  func ending() async throws -> Reply {
    let t = member.t
    let link = OrganizationsLinks.members.show(row.membership.id)
    let words = ["name": row.accountName, "role": t(row.membership.role.label)]
    let remaining =
      others.isEmpty
      ? t("organizations.member.end.nothing") : t("organizations.member.end.others", ["count": "\(others.count)"])
    let form = FormView(
      action: OrganizationsLinks.endMembership(row.membership.id), csrf: member.exchange.csrfToken,
      guardsChanges: false,
      t,
      """
      \(Alert(.warning, title: t("organizations.member.end.title", words), "<p>\(t("organizations.member.end.text"))</p><p>\(remaining)</p>"))\
      \(ButtonBar("\(Button(t("organizations.member.end"), style: .danger))\(LinkButton(t("kit.cancel"), to: link, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: t("organizations.member.end"),
        crumbs: [
          Crumb(t("organizations.member.list"), OrganizationsLinks.members.list), Crumb(row.accountName, link),
          Crumb(t("organizations.member.end")),
        ], content: form.html))
  }
}

/// The link of an invitation, on the only occasion on which it can be read.
struct InvitationPage: Sendable {
  let member: Member
  let invitation: Invitation

  func reply() async throws -> Reply {
    let t = member.t
    let address = member.services.installation.baseURL + invitation.path
    let words = invitation.isMailed ? "organizations.invitation.text" : "organizations.invitation.byHand"
    let mailed: HTML = invitation.isMailed ? "<p>\(t("organizations.invitation.mailed"))</p>" : .empty
    return try await member.page(
      PageContent(
        title: t("organizations.invitation.title", ["name": invitation.name]),
        crumbs: [
          Crumb(t("organizations.member.list"), OrganizationsLinks.members.list),
          Crumb(invitation.name, OrganizationsLinks.members.show(invitation.membershipID)),
          Crumb(t("organizations.invitation")),
        ],
        content: """
          \(Alert(.ok, title: t("organizations.invitation.done", ["name": invitation.name]), mailed))\
          \(Card(t("organizations.invitation.link"), "<p>\(t(words))</p><p>\(CopyButton(address, t))</p>"))\
          \(ButtonBar("\(LinkButton(t("organizations.invitation.next"), to: OrganizationsLinks.invite))\(LinkButton(t("organizations.invitation.back"), to: OrganizationsLinks.members.list, style: .quiet))"))
          """))
  }
}
