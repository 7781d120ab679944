import Activity
import Database
import Localization
package import Organizations
import Platform
import Records
import Values
package import Views
package import Web

/// `/partners/{partner}` and its tabs: what it is, how it stands, who acts now.
struct PartnerPage {
  enum Tab: String, CaseIterable {
    case overview, visits, surveys, reviews, contacts, enterprise, attachments, history, merges
  }

  let member: Member
  let partner: Partner
  private let waiting: [WaitingEntry]
  let majorNames: [String]
  let departmentName: String
  let levelName: LevelName
  let ownerName: String
  let contacts: [PartnerContact]
  /// Contacts that the enterprise keeps and shares with the school.
  let sharedContacts: [EnterpriseContact]
  let sight: EnterpriseChangeStore.Sight
  private let attachmentCount: Int
  private let visitCount: Int
  private let merges: [Merge]

  /// - Throws: `WebError.notFound` when the partnership is not in sight.
  static func load(_ member: Member, _ id: ID<Partnership>) async throws -> PartnerPage {
    let (scope, sealer) = (member.actor.scope, member.services.sealer)
    let page = try await member.services.database.read { connection -> PartnerPage? in
      guard let partner = try PartnershipStore.partner(id, in: scope, on: connection) else { return nil }
      let school = partner.partnership.schoolID
      let chosen = partner.partnership.majorIDs.compactMap { ID<Organizations.Major>($0) }
      let levels = try PartnerLevelStore.levels(of: school, on: connection)
      let owner = try partner.partnership.ownerID.map {
        try connection.value("SELECT display_name FROM accounts WHERE id = \($0)", as: String.self) ?? ""
      }
      return PartnerPage(
        member: member, partner: partner,
        waiting: try InboxStore.open(.partner(partner.partnership, partner.enterprise), on: connection),
        majorNames: try MajorStore.names(chosen, of: school, on: connection),
        departmentName: try partner.partnership.departmentID.flatMap {
          try SchoolStore.department($0, in: .school(school), on: connection)?.name
        } ?? "",
        levelName: levels.first { $0.code == partner.partnership.level }?.name ?? LevelName(), ownerName: owner ?? "",
        contacts: try ContactBook(sealer).contacts(of: id, in: scope, on: connection),
        sharedContacts: try EnterpriseContactBook(sealer).contacts(
          of: partner.enterprise.id, sharedWith: school, on: connection),
        sight: try EnterpriseChangeStore.sight(of: partner.partnership, on: connection),
        attachmentCount: try AttachmentStore.count(
          of: .partner(partner.partnership, partner.enterprise), school: school, on: connection),
        visitCount: try VisitStore.count(of: id, on: connection),
        merges: try MergeStore.merges(into: partner.enterprise.id, school: school, on: connection))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  /// The partner of the address.
  static func load(_ member: Member) async throws -> PartnerPage {
    try await load(member, try member.exchange.parameter("partner", as: ID<Partnership>.self))
  }

  /// - Parameter revealed: contacts are shown unmasked, once, after that was logged.
  /// - Parameter problems: what is wrong with what was just sent from the tab.
  func reply(
    _ tab: Tab, revealed: Bool = false, problems: [FieldProblem] = [], content: HTML? = nil
  ) async throws -> Reply {
    let body: HTML
    switch tab {
    case .overview: body = "\(try await UnseenChanges.card(member, partner, sight))\(overview)"
    case .contacts:
      body =
        ContactsTab(member: member, partner: partner, contacts: contacts, isRevealed: revealed).html
        + SharedContacts(member: member, contacts: sharedContacts, isRevealed: revealed).html
    case .enterprise: body = try await EnterpriseTab.load(member, partner, sight, problems: problems).html
    case .visits: body = try await VisitsTab.load(member, partner, problems: problems).html
    case .surveys: body = try await SurveysTab.load(member, partner).html
    case .reviews: body = try await ReviewsTab.load(member, partner).html
    case .attachments: body = try await AttachmentsTab.load(member, partner, problems: problems).html
    case .history: body = try await history()
    case .merges: body = MergesTab(member: member, merges: merges).html
    }
    return try await framed(
      "\(content)\(body)", tabs: tabs(tab), actions: actions, status: problems.isEmpty ? 200 : 422)
  }

  /// A tab that another feature serves, within the partner's page.
  /// - Parameter path: which of `Services.tabs` it is.
  func reply(tab path: String, actions: HTML, status: Int, _ content: HTML) async throws -> Reply {
    try await framed(content, tabs: tabs(nil, path), actions: actions, status: status)
  }

  private func framed(_ content: HTML, tabs: [Tabs.Item], actions: HTML, status: Int) async throws -> Reply {
    let t = member.t
    return try await member.page(
      PageContent(
        title: partner.enterprise.name,
        crumbs: [Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(partner.enterprise.name)],
        titleNote: """
          \(EnterpriseLogoImage(partnership: partner.partnership.id, logo: partner.enterprise.logo, place: "beside-title"))\
          \(LevelText.badge(partner.partnership.level, levelName, t))
          """, actions: actions, status: status, content: "\(Tabs(t("partners.tabs"), tabs))\(content)"))
  }

  private func tabs(_ current: Tab?, _ other: String? = nil) -> [Tabs.Item] {
    let id = partner.partnership.id
    let t = member.t
    // What other features add stands after the reviews.
    let added = member.services.tabs.filter { $0.owner == .partnership && member.actor.may(Permission($0.permission)) }
      .map { tab in
        Tabs.Item(t(tab.label), Link("\(PartnerLinks.show(id).text)/\(tab.path)"), isCurrent: tab.path == other)
      }
    let visits = Tabs.Item(
      t("partners.visits.title"), VisitLinks.list(of: id), isCurrent: current == .visits, count: visitCount)
    let surveys = Tabs.Item(t("partners.surveys.tab"), SurveyLinks.list(of: id), isCurrent: current == .surveys)
    let first =
      [Tabs.Item(t("partners.tab.overview"), PartnerLinks.show(id), isCurrent: current == .overview)]
      + (member.actor.may(.visitsRead) ? [visits] : []) + (member.actor.may(.surveysRead) ? [surveys] : []) + [
        Tabs.Item(t("partners.tab.reviews"), ReviewLinks.list(of: id), isCurrent: current == .reviews)
      ]
    let last = [
      Tabs.Item(
        t("partners.tab.contacts"), PartnerLinks.contacts(id), isCurrent: current == .contacts,
        count: contacts.count + sharedContacts.count),
      Tabs.Item(
        t("partners.space.tab"), SpaceLinks.tab(id), isCurrent: current == .enterprise,
        count: sight.unseen > 0 ? sight.unseen : nil),
      Tabs.Item(
        t("activity.attachment.title"), PartnerLinks.attachments(id), isCurrent: current == .attachments,
        count: attachmentCount),
      Tabs.Item(t("partners.tab.history"), PartnerLinks.history(id), isCurrent: current == .history),
    ]
    let items = first + added + last
    guard !merges.isEmpty || current == .merges else { return items }
    return items + [
      Tabs.Item(
        t("partners.tab.merges"), PartnerLinks.merges(of: id), isCurrent: current == .merges, count: merges.count)
    ]
  }

  private var actions: HTML {
    let record = PrintRoutes.button("partners.document.record", PrintRoutes.record(partner.partnership.id), member)
    guard member.actor.may(.partnersManage) else { return record }
    return record
      + LinkButton(
        member.t("partners.action.edit"), to: PartnerLinks.edit(partner.partnership.id), style: .primary, icon: .edit
      ).html
  }

  private var overview: HTML {
    let t = member.t
    let (enterprise, partnership) = (partner.enterprise, partner.partnership)
    let today = member.now.day
    func item<Record>(_ description: RecordDescription<Record>, _ name: String, _ record: Record, isWide: Bool = false)
      -> DescriptionList.Item?
    {
      guard let field = description.field(name) else { return nil }
      return .text(t(field.label), field.display(field.value(of: record), t), isWide: isWide)
    }
    let fields = EnterpriseFields.description
    let identity = ["creditCode", "creditCodeReason", "shortName", "legalForm", "nature", "status"]
      .compactMap { name in
        name == "creditCodeReason" && enterprise.creditCodeReason.isEmpty ? nil : item(fields, name, enterprise)
      }
    let place = ["region", "park", "address"].compactMap { item(fields, $0, enterprise) }
    let business = ["industry", "size", "staffCount", "foundedOn"].compactMap { item(fields, $0, enterprise) }
    let about = ["products", "tags", "description"].compactMap { item(fields, $0, enterprise, isWide: true) }
    let website: DescriptionList.Item = DescriptionList.Item(
      t("partners.field.website"),
      Link(external: enterprise.website).map {
        "<a href=\"\($0)\" rel=\"noopener noreferrer\">\(enterprise.website)</a>"
      }
        ?? HTML.dash)
    let cooperation: [DescriptionList.Item] = [
      DescriptionList.Item(t("partners.field.level"), "\(LevelText.badge(partnership.level, levelName, t))"),
      DescriptionList.Item(
        t("partners.field.review"),
        """
        <a href="\(ReviewLinks.list(of: partnership.id))">\
        \(ReviewText.badge(partnership.reviewState, partnership.reviewValidUntil, today: today, t))</a>
        """),
      .text(t("partners.field.department"), departmentName),
      .text(t("partners.field.majors"), majorNames.joined(separator: "、")),
      .text(t("partners.field.owner"), ownerName),
      .text(t("partners.field.source"), partnership.source.isEmpty ? "" : t("partners.source.\(partnership.source)")),
      item(PartnershipFields.description, "motives", partnership),
      .text(t("partners.field.since"), partnership.since?.description ?? ""),
      item(PartnershipFields.description, "note", partnership, isWide: true),
    ].compactMap(\.self)
    // What waits for somebody comes first, also on a phone; that nothing does can wait.
    let nobody: HTML =
      waiting.isEmpty ? ActorCard(name: nil, role: nil, task: t("partners.nobodyActs"), today: today, t).html : .empty
    return """
      \(actors)<div class="columns"><div class="stack">\
      \(Card(t("partners.group.partnership"), DescriptionList(cooperation)))\
      \(Card(t("partners.group.about"), DescriptionList(business + place + [website] + about)))</div>\
      <div class="stack">\(nobody)\(Card(t("partners.group.identity"), DescriptionList(identity)))</div></div>
      """
  }

  private var actors: HTML {
    let (t, today) = (member.t, member.now.day)
    let cards = waiting.map { entry -> HTML in
      let open = Link.ownPage(entry.entry.path).map {
        LinkButton(t("partners.waiting.open"), to: $0, isSmall: true).html
      }
      return WaitingCard(waiting: entry, actor: member.actor, today: today, actions: open ?? .empty, t: t).html
    }
    return cards.joined()
  }

  private func history() async throws -> HTML {
    try await PartnerHistoryTab.load(member, partner).html
  }
}

/// The page of a partner around what another feature shows of it.
package enum PartnerTab {
  /// - Parameters:
  ///   - path: which of the feature's tabs it is, as it stands in `Feature.tabs`.
  ///   - content: made with the partner of the address, which was found in the member's scope.
  /// - Throws: `WebError.notFound` when the partner is not in sight.
  package static func reply(
    _ path: String, _ member: Member, actions: HTML = .empty, status: Int = 200,
    _ content: (Partner) async throws -> HTML
  ) async throws -> Reply {
    let page = try await PartnerPage.load(member)
    return try await page.reply(tab: path, actions: actions, status: status, try await content(page.partner))
  }
}
