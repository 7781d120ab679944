import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/enterprise/profile`: the record that the enterprise and its schools share.
struct ProfilePage {
  let space: Space
  let problems: [FieldProblem]
  private let request: IdentityRequest?

  static func load(_ space: Space, problems: [FieldProblem] = []) async throws -> ProfilePage {
    let id = space.enterprise.id
    let request = try await space.read { try IdentityRequestStore.latest(of: id, on: $0) }
    return ProfilePage(space: space, problems: problems, request: request)
  }

  private var t: Localizer { space.t }

  func reply() async throws -> Reply {
    let enterprise = space.enterprise
    func items(_ names: [String], isWide: Bool = false) -> [DescriptionList.Item] {
      names.compactMap { name in
        EnterpriseFields.description.field(name).map { field in
          .text(t(field.label), field.display(field.value(of: enterprise), t), isWide: isWide)
        }
      }
    }
    let edit: HTML =
      space.mayManage
      ? LinkButton(t("partners.action.edit"), to: SpaceLinks.editProfile, style: .primary, icon: .edit).html : .empty
    let kind = ["shortName", "legalForm", "nature", "industry", "size", "staffCount", "foundedOn", "status"]
    let summary = ErrorSummary(problems.map { ErrorSummary.Problem(field: $0.field, t($0.message)) }, t)
    return try await space.page(
      t("partners.space.profile"), actions: edit, status: problems.isEmpty ? 200 : 422,
      """
      \(summary)<div class="columns"><div class="stack">\
      \(Card(t("partners.group.about"), DescriptionList(items(kind) + items(["region", "park", "address", "website"]) + items(["products", "tags", "description"], isWide: true))))\
      </div><div class="stack">\(identity)\(logo)\(statement)</div></div>
      """)
  }

  private var identity: HTML {
    let enterprise = space.enterprise
    let facts = DescriptionList([
      .text(t("partners.field.name"), enterprise.name),
      DescriptionList.Item(
        t("partners.field.creditCode"),
        enterprise.creditCode.isEmpty ? HTML.dash : "<span class=\"code\">\(enterprise.creditCode)</span>"),
    ])
    let ask: HTML =
      space.mayManage && request?.state != .open
      ? LinkButton(t("partners.space.identity.ask"), to: SpaceLinks.identity, isSmall: true).html : .empty
    return Card(t("partners.group.identity"), actions: ask, "\(facts)\(outcome)").html
  }

  private var outcome: HTML {
    guard let request, request.state != .withdrawn else { return .empty }
    let words = ["name": request.name, "date": (request.decidedAt ?? request.askedAt).day.description]
    let text = t("partners.space.identity.state.\(request.state.rawValue)", words)
    let answer: HTML = request.answer.isEmpty ? .empty : "<p>\(request.answer)</p>"
    switch request.state {
    case .open:
      let withdraw: HTML =
        space.mayManage
        ? PostButton(
          t("partners.space.identity.withdraw"), to: Link("\(SpaceLinks.identity.text)/withdraw"), csrf: space.csrf,
          icon: .undo, isSmall: true
        ).html : .empty
      return Alert(.info, title: text, withdraw).html
    case .accepted: return Alert(.ok, title: text, answer).html
    case .refused: return Alert(.warning, title: text, answer).html
    case .withdrawn: return .empty
    }
  }

  private var logo: HTML {
    let logo = space.enterprise.logo
    guard space.mayManage || !logo.isEmpty else { return .empty }
    let picture: HTML =
      logo.isEmpty
      ? "<p class=\"soft\">\(t("partners.logo.none"))</p>"
      : "<p><img class=\"logo large\" src=\"\(SpaceLinks.logo(logo))\" alt=\"\" width=\"96\" height=\"96\"/></p>"
    guard space.mayManage else { return Card(t("partners.logo"), picture).html }
    let link = Link("\(SpaceLinks.profile.text)/logo")
    let removal: HTML =
      logo.isEmpty
      ? .empty
      : PostButton(
        t("partners.logo.remove"), to: Link("\(link.text)/remove"), csrf: space.csrf, style: .quiet, icon: .trash,
        confirm: t("partners.logo.remove.confirm"), isSmall: true
      ).html
    let error = problems.first { $0.field == "logo" }.map { t($0.message) }
    let limit = "\(EnterpriseLogo.policy.limit >> 20) MB"
    let form = FormView(
      action: link, csrf: space.csrf, isMultipart: true, guardsChanges: false, t,
      """
      \(FormField.file("logo", label: t("partners.logo.file"), accept: ".png,.jpg,.jpeg,.webp", hint: t("partners.logo.hint", ["limit": limit]), error: error))\
      \(ButtonBar("\(Button(t("activity.attachment.send"), style: .secondary, icon: .upload))"))
      """)
    return Card(t("partners.logo"), actions: removal, "\(picture)\(form)").html
  }

  private var statement: HTML {
    Card(
      t("partners.space.statement"),
      """
      <p>\(t("partners.space.statement.text"))</p>\
      <p>\(LinkButton(t("partners.space.statement.open"), to: SpaceLinks.statement, isSmall: true))</p>
      """
    ).html
  }
}

/// `/enterprise/profile/edit`: the same fields and rules as a school's form.
struct ProfileForm {
  let space: Space
  /// What the form shows.
  let record: Enterprise
  var typed: FormData?
  var problems: [FieldProblem] = []
  /// A school has changed the record since the form was opened.
  var isStale = false

  func reply() async throws -> Reply {
    let t = space.t
    let fields = RecordForm(SaveProfile.description, record: record, typed: typed, problems: problems, t)
    let version = isStale ? space.enterprise.version : record.version
    let form = FormView(
      action: SpaceLinks.editProfile, csrf: space.csrf,
      draft: "\(space.member.actor.accountID)-enterprise-\(space.enterprise.id)",
      hasErrors: !problems.isEmpty || isStale, t,
      """
      \(fields.summary)\(FormField.hidden("version", "\(version)"))\
      \(fields.group("partners.group.kind", ["shortName", "industry", "legalForm", "nature", "size", "staffCount", "foundedOn", "status"], isPaired: true))\
      \(fields.group("partners.group.place", ["region", "park", "address", "website"]))\
      \(fields.group("partners.group.about", ["products", "tags", "description"]))\
      \(ButtonBar(note: t("partners.space.profile.note"), "\(Button(t("partners.edit.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: SpaceLinks.profile, style: .quiet))"))
      """)
    return try await space.page(
      t("partners.space.profile.edit"), crumbs: [Crumb(t("partners.space.profile"), SpaceLinks.profile)],
      status: problems.isEmpty && !isStale ? 200 : 422, "\(meanwhile)\(form)")
  }

  /// What stands in the record now beside what was typed.
  private var meanwhile: HTML {
    guard isStale else { return .empty }
    let t = space.t
    let words = ChangeWords(t: t)
    let rows = SaveProfile.description.difference(from: space.enterprise, to: record).map { change in
      DifferenceTable.Change(
        words.label(change.field, .profile),
        before: SaveProfile.description.field(change.field)?.display(change.before, t) ?? "",
        after: SaveProfile.description.field(change.field)?.display(change.after, t) ?? "")
    }
    return Alert(
      .warning, title: t("partners.space.problem.staleForm"),
      rows.isEmpty ? .empty : DifferenceTable(rows, caption: t("partners.space.profile.meanwhile"), t).html
    ).html
  }
}
