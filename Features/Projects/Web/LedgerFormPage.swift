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

/// `/projects/ledger/new` and `/projects/ledger/{entry}/edit`: an entry in
/// what its kind is measured in, and how its value comes about.
struct LedgerFormPage {
  let member: Member
  let entry: LedgerEntry
  let isNew: Bool
  let enterpriseName: String
  let projectTitle: String
  let rules: ValuationRules
  /// Where a new entry was asked for: without it the kind is still to be chosen.
  let hasKind: Bool
  /// Whether the reader sees the partner, whose balance is more than this entry.
  var seesPartner = true
  var answers: [LedgerAnswer] = []
  var files: [Attachment] = []
  var removedFiles: [Attachment] = []

  private var t: Localizer { member.t }

  static func new(partner: ID<Partnership>, project: ID<Project>?) -> Link {
    Link("\(ProjectLinks.ledger.text)/new").with([
      ("partner", "\(partner)"), ("project", project.map { "\($0)" } ?? ""),
    ])
  }

  /// Where one goes afterwards: the project's ledger, or the partner's balance.
  var back: Link {
    entry.projectID.map { ProjectLinks.page($0, "ledger") }
      ?? ProjectLinks.balance(entry.partnershipID, year: isNew ? nil : entry.day.year)
  }

  var again: Link { Self.new(partner: entry.partnershipID, project: entry.projectID) }

  /// - Throws: `WebError.notFound` for a partner or a project that is not in sight.
  static func blank(_ member: Member, _ typed: FormData? = nil) async throws -> LedgerFormPage {
    let form = typed ?? member.exchange.query
    let (scope, projects) = (member.actor.scope, ProjectSight(member.actor, least: .work))
    let kind = form["kind"].flatMap { LedgerKind(rawValue: $0) }
    let asked = (form["partner"].flatMap { ID<Partnership>($0) }, form["project"].flatMap { ID<Project>($0) })
    let page = try await member.services.database.read { connection -> LedgerFormPage? in
      let project = try asked.1.flatMap { try ProjectStore.project($0, in: projects, on: connection) }
      if asked.1 != nil, project == nil { return nil }
      guard let id = project?.partnershipID ?? asked.0 else { return nil }
      let sight = project.map { Actor.Scope.school($0.schoolID) } ?? scope
      guard let partner = try PartnershipStore.partner(id, in: sight, on: connection) else { return nil }
      var entry = LedgerEntry(
        id: ID(rawValue: 0), school: partner.partnership.schoolID, partnership: id, kind: kind ?? .money,
        day: member.now.day)
      entry.projectID = project?.id
      var page = LedgerFormPage(
        member: member, entry: entry, isNew: true, enterpriseName: partner.enterprise.name,
        projectTitle: project?.title ?? "", rules: try ValuationStore.rules(of: entry.schoolID, on: connection),
        hasKind: kind != nil)
      page.seesPartner = try PartnershipStore.partner(id, in: scope, on: connection) != nil
      return page
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  /// - Throws: `WebError.notFound`.
  static func load(_ member: Member) async throws -> LedgerFormPage {
    let id = try member.exchange.parameter("entry", as: ID<LedgerEntry>.self)
    let (scope, sight) = (member.actor.scope, ProjectSight(member.actor, least: .work))
    let mayWrite = member.actor.may(.projectsWrite)
    let page = try await member.services.database.read { connection -> LedgerFormPage? in
      guard let row = try LedgerStore.entry(id, in: sight, on: connection) else { return nil }
      let entry = row.entry
      var page = LedgerFormPage(
        member: member, entry: entry, isNew: false, enterpriseName: row.enterpriseName,
        projectTitle: row.projectTitle, rules: try ValuationStore.rules(of: entry.schoolID, on: connection),
        hasKind: true)
      page.seesPartner = try PartnershipStore.partner(entry.partnershipID, in: scope, on: connection) != nil
      page.answers = try ConfirmationStore.answers(to: entry, on: connection)
      page.files = try AttachmentStore.attachments(of: .entry(entry), school: entry.schoolID, on: connection)
      page.removedFiles =
        mayWrite
        ? try AttachmentStore.attachments(of: .entry(entry), school: entry.schoolID, removed: true, on: connection) : []
      return page
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = [], isStale: Bool = false) async throws -> Reply {
    let stale: HTML =
      isStale ? Alert(.warning, title: t("projects.stale"), "<p>\(t("projects.stale.text"))</p>").html : .empty
    let title = isNew ? t("projects.ledger.new") : entry.title
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("projects.balances"), ProjectLinks.balances),
          Crumb(enterpriseName, seesPartner ? ProjectLinks.balance(entry.partnershipID) : nil),
        ] + (entry.projectID.map { [Crumb(projectTitle, ProjectLinks.page($0, "ledger"))] } ?? []) + [Crumb(title)],
        titleNote: entry.isRemoved
          ? Badge(.warning, t("projects.ledger.removed")).html
          : isNew ? .empty : StandingWords(t: t).badge(entry).html,
        status: isStale ? 409 : problems.isEmpty ? 200 : 422,
        content: isNew
          ? "\(stale)\(chooser)\(hasKind ? form(typed, problems) : .empty)"
          : """
          \(stale)<div class="columns"><div class="stack">\(form(typed, problems))\(removal)</div>\
          <div class="stack">\(EntryStanding(page: self).html)\(explanation)\
          \(EntryFiles(page: self, problems: problems).html)</div></div>
          """))
  }

  /// The kind decides what is asked: choosing it loads the page anew.
  private var chooser: HTML {
    let choices = LedgerKind.allCases.map { kind in
      FormField.Choice(
        kind.rawValue, t(kind.label), group: t(kind.isGiven ? "projects.ledger.given" : "projects.ledger.gained"))
    }
    let view = FormView(
      action: Link("\(ProjectLinks.ledger.text)/new"), csrf: nil, t,
      """
      \(FormField.hidden("partner", "\(entry.partnershipID)"))\
      \(entry.projectID.map { FormField.hidden("project", "\($0)") } ?? .empty)\
      \(FormField.select("kind", label: t("projects.ledger.kind"), choices: choices, value: hasKind ? entry.kind.rawValue : nil, blank: t("projects.choose"), hint: t("projects.ledger.kind.hint"), required: true))\
      \(ButtonBar("\(Button(t("projects.ledger.choose"), style: hasKind ? .secondary : .primary))"))
      """)
    return Card(t("projects.ledger.what"), view).html
  }

  /// The rule and the figures behind the value.
  private var explanation: HTML {
    let (words, rule) = (LedgerWords(t: t), rules.rule(entry.kind, in: entry.day.year))
    let basis =
      rule.since == 0 ? t("projects.valuation.usual") : t("projects.valuation.since", ["year": "\(rule.since)"])
    return Card(
      t("projects.ledger.valued"),
      """
      <p><strong>\(words.explanation(entry, by: rule))</strong></p>\
      <p class="soft"><a href="\(ProjectLinks.rule(entry.kind))">\(t("projects.valuation.rule", ["kind": t(entry.kind.label)]))</a> \
      \(words.rate(rule)) · \(basis) \(rule.basis)</p>
      """
    ).html
  }

  private func form(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let description = LedgerFields.description(entry.kind)
    let fields = RecordForm(description, record: entry, typed: typed, problems: problems, t)
    guard member.actor.may(.projectsWrite) else {
      let items = description.fields.map {
        DescriptionList.Item.text(t($0.label), $0.display($0.value(of: entry), t))
      }
      return Card(t(entry.kind.label), DescriptionList(items)).html
    }
    let rule = rules.rule(entry.kind, in: entry.day.year)
    let another: HTML =
      isNew ? Button(t("projects.ledger.another"), name: "act", value: "another").html : .empty
    let view = FormView(
      action: isNew ? ProjectLinks.ledger : ProjectLinks.entry(entry.id, "edit"), csrf: member.exchange.csrfToken,
      hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(entry.standing == .confirmed ? Alert(.warning, title: t("projects.ledger.takesBack", ["name": StandingWords(t: t).who(entry)])).html : .empty)\
      \(FormField.hidden("partner", "\(entry.partnershipID)"))\
      \(entry.projectID.map { FormField.hidden("project", "\($0)") } ?? .empty)\
      \(FormField.hidden("kind", entry.kind.rawValue))\(FormField.hidden("version", "\(entry.version)"))\
      \(fields.fields(description.fields.map(\.name)))\
      <p class="soft">\(t("projects.ledger.rate", ["rate": LedgerWords(t: t).rate(rule)]))</p>\
      \(ButtonBar("\(Button(t("projects.ledger.save"), style: .primary))\(another)\(LinkButton(t("kit.cancel"), to: back, style: .quiet))"))
      """)
    return Card(t(entry.kind.label), view).html
  }

  private var removal: HTML {
    guard !isNew, member.actor.may(.projectsWrite) else { return .empty }
    return entry.isRemoved
      ? PostButton(
        t("projects.ledger.restore"), to: ProjectLinks.entry(entry.id, "restore"), csrf: member.exchange.csrfToken,
        icon: .undo
      ).html
      : PostButton(
        t("projects.ledger.remove"), to: ProjectLinks.entry(entry.id, "remove"), csrf: member.exchange.csrfToken,
        style: .quiet, icon: .trash, confirm: t("projects.ledger.remove.confirm")
      ).html
  }
}
