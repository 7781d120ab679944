import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/{agreement}`: where an agreement stands, what it says, and who may do what now.
struct AgreementPage {
  enum Tab: String, CaseIterable {
    case overview, signing, obligations, reviews, brief, differences, versions, attachments
  }

  let member: Member
  let dossier: AgreementDossier
  let steps: [AgreementStep]
  /// What may be decided in the review by who reads.
  let standing: PostHolders.Standing?
  let comments: [ClauseComment]
  let related: [Agreement]
  let original: Agreement?
  let signed: AgreementVersion?
  /// The template's text as it was when the agreement was drafted from it.
  let templateText: TemplateText?
  let scans: [Activity.Attachment]
  /// Whether the text is with its signers.
  let isSent: Bool
  /// Links of the enterprise's people.
  let links: [GuestLink]
  private let waiting: [WaitingEntry]

  var agreement: Agreement { dossier.agreement }
  var words: AgreementWords { AgreementWords(t: member.t) }
  private var today: CivilDate { member.now.day }

  /// - Throws: `WebError.notFound` when the agreement is not in sight.
  static func load(_ member: Member) async throws -> AgreementPage {
    try await load(member, try member.exchange.parameter("agreement", as: ID<Agreement>.self))
  }

  static func load(_ member: Member, _ id: ID<Agreement>) async throws -> AgreementPage {
    let (actor, today, catalogue) = (member.actor, member.now.day, member.services.catalogue)
    let sealer = member.services.sealer
    let page = try await member.services.database.read { connection -> AgreementPage? in
      guard
        let dossier = try AgreementDossier.load(id, in: actor.scope, today: today, catalogue, on: connection)
      else { return nil }
      let agreement = dossier.agreement
      let school = Actor.Scope.school(agreement.schoolID)
      let template = try agreement.templateID.flatMap { try TemplateStore.template($0, in: school, on: connection) }
      return AgreementPage(
        member: member, dossier: dossier, steps: try AgreementStoryStore.steps(of: agreement, on: connection),
        standing: try PostHolders.standing(of: actor, in: agreement, today: today, on: connection),
        comments: try AgreementStoryStore.comments(of: agreement, on: connection),
        related: try AgreementStore.related(to: agreement, on: connection),
        original: try agreement.relatedID.flatMap { try AgreementStore.agreement($0, in: school, on: connection) },
        signed: try AgreementStoryStore.signed(agreement, on: connection),
        templateText: try template.flatMap { template in
          try agreement.templateVersion.flatMap { try TemplateStore.version($0, of: template, on: connection)?.text }
        },
        scans: try AttachmentStore.attachments(
          of: .agreement(agreement), school: agreement.schoolID, on: connection
        ).filter { $0.slot == MoveAgreement.scanSlot },
        isSent: try SigningStore.latest(of: agreement, on: connection)?.state == .open,
        links: try GuestLinkStore(sealer).links(of: agreement, on: connection),
        waiting: try InboxStore.open(.agreement(agreement), on: connection))
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  /// The words as they hold now: once signed, those that were signed.
  var clauses: [RenderedClause] {
    agreement.state.wasActive ? signed?.clauses ?? dossier.rendering.clauses : dossier.rendering.clauses
  }

  var crumbs: [Crumb] {
    let id = agreement.partnershipID
    return [
      Crumb(member.t("agreements.title"), AgreementLinks.list),
      Crumb(dossier.partner.enterprise.name, AgreementLinks.of(id)),
    ]
  }

  // MARK: Frame

  /// - Parameters:
  ///   - typed: the act that was sent and is wrong.
  ///   - late: whether somebody else was first.
  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], late: Bool = false, typedReason: String = ""
  ) async throws -> Reply {
    let t = member.t
    let acts = AgreementActs(page: self, typed: typed, problems: problems)
    let findings = agreement.state == .draft ? ClauseWords.findings(dossier.findings, isDone: true, t) : .empty
    let text = Card(
      t("agreements.text"),
      ClauseWords.html(clauses, annexes: agreement.text.annexes, in: agreement.language, t) { clause in
        AgreementTalk(page: self).beside(clause)
      })
    return try await framed(
      .overview, status: late ? 409 : problems.isEmpty ? 200 : 422,
      """
      \(late ? lateNotice(typedReason) : .empty)\(acts.summary)\(progress)\(actors)\(why)\
      <div class="columns"><div class="stack">\(acts.html)\(InviteCard(page: self, typed: typed, problems: problems).html)\(findings)\(text)\(AgreementTalk(page: self).whole)</div>\
      <div class="stack">\(facts)\(relatedCard)\(Card(t("agreements.story"), words.timeline(steps, now: member.now)))</div></div>
      """)
  }

  func framed(_ tab: Tab, status: Int = 200, _ content: HTML) async throws -> Reply {
    let (t, id) = (member.t, agreement.id)
    let tabs = Tabs(
      t("agreements.tabs"),
      Tab.allCases.map { item in
        Tabs.Item(
          t("agreements.tab.\(item.rawValue)"),
          item == .overview ? AgreementLinks.show(id) : AgreementLinks.page(id, item.rawValue), isCurrent: item == tab)
      })
    return try await member.page(
      PageContent(
        title: agreement.title,
        crumbs: crumbs + [Crumb(agreement.number.isEmpty ? t("agreements.state.draft") : agreement.number)],
        titleNote: words.badge(agreement, today: today).html, actions: actions, status: status,
        content: "\(tabs)\(content)"))
  }

  private func lateNotice(_ typed: String) -> HTML {
    let t = member.t
    let last = steps.first
    let words = [
      "name": last.map { $0.person.isEmpty ? t("activity.program") : $0.person } ?? "",
      "act": last.map { t($0.act.label) } ?? "", "time": last?.at.minuteText ?? "",
    ]
    let kept: HTML =
      typed.isEmpty ? .empty : "<p>\(t("agreements.late.typed"))</p>\(ClauseWords.paragraphs(typed))"
    return Alert(.warning, title: t("agreements.late", words), "<p>\(t("agreements.late.text"))</p>\(kept)").html
  }

  private var actions: HTML {
    let t = member.t
    let document = LinkButton(
      t("agreements.document.button"), to: Link("\(AgreementLinks.show(agreement.id).text).pdf"), icon: .print,
      isDownload: true
    ).html
    guard member.actor.may(.agreementsWrite), agreement.state == .draft else { return document }
    let discard: HTML =
      agreement.number.isEmpty
      ? PostButton(
        t("agreements.discard"), to: AgreementLinks.page(agreement.id, "discard"), csrf: member.exchange.csrfToken,
        style: .quiet, icon: .trash, fields: [("version", "\(agreement.version)")],
        confirm: t("agreements.discard.confirm")
      ).html : .empty
    return document + discard
      + LinkButton(t("agreements.edit"), to: AgreementLinks.edit(agreement.id), style: .primary, icon: .edit).html
  }

  // MARK: Head

  private var progress: HTML {
    let t = member.t
    func note(_ act: AgreementAct, _ post: ReviewPost.Step? = nil) -> String? {
      steps.first { $0.act == act && (post == nil || $0.step == post) }.map { "\($0.person) · \($0.at.day)" }
    }
    let until = agreement.dueOn.map { t("agreements.until", ["date": $0.description]) }
    let state = agreement.state
    let chain = agreement.chain.isEmpty ? dossier.type.chain : agreement.chain
    let order: [AgreementState] = [.draft, .review, .negotiation, .signing, .active]
    let at = order.firstIndex(of: state) ?? order.count
    func place(_ own: AgreementState) -> Steps.State {
      let index = order.firstIndex(of: own) ?? 0
      return index < at ? .done : index == at ? .current : .upcoming
    }
    var line = [
      Steps.Step(
        t("agreements.way.draft"), state == .draft && !agreement.reason.isEmpty ? .problem : place(.draft),
        note: state == .draft ? nil : note(.submitted))
    ]
    for (index, post) in chain.enumerated() {
      let isNow = state == .review && index == agreement.step
      let isDone = at > 1 || (state == .review && index < agreement.step ?? 0)
      line.append(
        Steps.Step(
          t(post.step.label), isNow ? .current : isDone ? .done : .upcoming,
          note: isNow ? until : isDone ? note(.approved, post.step) : nil))
    }
    line.append(
      Steps.Step(
        t("agreements.way.negotiation"), place(.negotiation), note: state == .negotiation ? until : note(.agreed)))
    line.append(
      Steps.Step(t("agreements.way.signing"), place(.signing), note: state == .signing ? until : nil))
    line.append(
      Steps.Step(
        t(at < order.count ? "agreements.way.active" : state.label),
        state == .active ? .done : at < 4 ? .upcoming : .problem, note: agreement.activeOn?.description))
    return Steps(t("agreements.way"), line).html
  }

  private var actors: HTML {
    let cards = waiting.map { entry -> HTML in
      let isMine = WaitingCard.isMine(entry, member.actor)
      let act: HTML =
        isMine && agreement.state == .draft
        ? LinkButton(member.t("agreements.edit"), to: AgreementLinks.edit(agreement.id), isSmall: true).html : .empty
      return WaitingCard(waiting: entry, actor: member.actor, today: today, actions: act, t: member.t).html
    }
    return cards.joined()
  }

  private var why: HTML {
    guard !agreement.reason.isEmpty else { return .empty }
    let key = "agreements.why.\(agreement.state.rawValue)"
    guard member.t.has(key) else { return .empty }
    return Alert(.warning, title: member.t(key), ClauseWords.paragraphs(agreement.reason)).html
  }

  // MARK: Beside

  private var facts: HTML {
    let t = member.t
    let partner = dossier.partner
    var items: [DescriptionList.Item] = [
      .text(t("agreements.field.number"), agreement.number.isEmpty ? t("agreements.number.later") : agreement.number),
      .init(
        t("agreements.field.enterprise"),
        "<a href=\"\(PartnerLinks.show(partner.partnership.id))\">\(partner.enterprise.name)</a>"),
      .text(t("agreements.field.type"), dossier.type.name.text(t)),
      .text(t("agreements.field.department"), dossier.departmentName),
      .text(t("agreements.field.language"), agreement.language.ownName),
      .text(t("agreements.field.term"), words.term(agreement.startOn, agreement.endOn)),
      .text(t("agreements.field.amount"), agreement.amount.map { t.money(fen: $0) }),
      .text(t("agreements.field.owner"), dossier.ownerName),
      .text(t("agreements.field.signedOn"), agreement.signedOn?.description),
    ]
    if let template = agreement.templateID, let number = agreement.templateVersion {
      items.append(
        .init(
          t("agreements.field.template"),
          """
          <a href="\(AgreementLinks.template(template).with([("version", "\(number)")]))">\
          \(t("agreements.template.number", ["number": "\(number)"]))</a>
          """))
    }
    return Card(t("agreements.facts"), DescriptionList(items)).html
  }

  private var relatedCard: HTML {
    let t = member.t
    func line(_ other: Agreement, _ label: String) -> HTML {
      """
      <li><a href="\(AgreementLinks.show(other.id))"><span>\(other.number.isEmpty ? other.title : other.number)</span>\
      <span class="soft">\(label) · \(t(other.state.label))</span></a></li>
      """
    }
    var lines = original.map { [line($0, t("agreements.related.of", ["relation": t(agreement.relation.label)]))] } ?? []
    lines += related.map { line($0, t($0.relation.label)) }
    guard !lines.isEmpty else { return .empty }
    return Card(t("agreements.related"), isFlush: true, "<ul class=\"rows\">\(lines)</ul>").html
  }
}
