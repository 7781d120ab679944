import Database
import Files
import Localization
import Organizations
import Records
import Values
import Views
import Web

/// `/enterprise/page` and the form of each section.
struct PublicityEditor {
  let space: Space
  let page: PublicityPage

  static func load(_ member: Member) async throws -> PublicityEditor {
    let space = try await Space.load(member)
    let id = space.enterprise.id
    let page = try await space.read { try PublicityStore.page(of: id, on: $0) }
    return PublicityEditor(space: space, page: page ?? PublicityPage(enterpriseID: id))
  }

  private var t: Localizer { space.t }
  private var version: HTML { FormField.hidden("version", "\(page.version)") }

  func reply() async throws -> Reply {
    let preview = LinkButton(t("partners.space.page.preview"), to: SpaceLinks.preview, icon: .eye)
    let open: HTML =
      page.isPublic
      ? LinkButton(t("partners.space.page.open"), to: SpaceLinks.show(space.enterprise.id), icon: .external).html
      : .empty
    let publish: HTML =
      space.mayManage && page.hasNews
      ? PostButton(
        t("partners.space.page.publish"), to: Link("\(SpaceLinks.page.text)/publish"), csrf: space.csrf,
        style: .primary, icon: .check, fields: [("version", "\(page.version)")]
      ).html : .empty
    return try await space.page(
      t("partners.space.page"), actions: "\(open)\(preview)\(publish)", note: state,
      """
      \(hiding)<div class="columns"><div class="stack">\(sections)</div>\
      <div class="stack">\(add)\(visibility)\(more)</div></div>
      """)
  }

  /// How it stands, in a word.
  private var state: HTML {
    if page.hiding != nil { return Badge(.bad, t("partners.space.page.state.hidden")).html }
    guard page.published != nil else { return Badge(.neutral, t("partners.space.page.state.draft")).html }
    return page.hasNews
      ? Badge(.warning, t("partners.space.page.unpublished")).html
      : Badge(.ok, t("partners.space.page.state.published")).html
  }

  private var hiding: HTML {
    page.hiding.map { hiding in
      Alert(
        .bad, title: t("partners.space.page.isHidden"),
        "<p>\(hiding.reason)</p><p>\(t("partners.space.page.isHidden.text"))</p>"
      ).html
    } ?? .empty
  }

  private var sections: HTML {
    guard !page.draft.sections.isEmpty else {
      return Card(
        t("partners.space.page.sections"),
        EmptyState(
          icon: .report, title: t("partners.space.page.empty"), text: t("partners.space.page.empty.text"))
      ).html
    }
    let count = page.draft.sections.count
    let cards = page.draft.sections.enumerated().map { place, section -> HTML in
      let salary: HTML = section.salary.map { "<p><strong>\(SalaryWords.text($0, t))</strong></p>" } ?? .empty
      let short = String(section.text.prefix(160)) + (section.text.count > 160 ? "…" : "")
      let pictures: HTML =
        section.pictures.isEmpty
        ? .empty
        : "<p class=\"soft\">\(t("partners.space.page.pictures", ["count": "\(section.pictures.count)"]))</p>"
      return Card(
        t("partners.space.section.\(section.kind.rawValue)"), actions: acts(section.kind, place, of: count),
        "\(salary)<p>\(short)</p>\(pictures)"
      ).html
    }
    return cards.joined()
  }

  private func acts(_ kind: PublicitySection.Kind, _ place: Int, of count: Int) -> HTML {
    guard space.mayManage else { return .empty }
    let link = SpaceLinks.section(kind)
    func move(_ label: String, _ icon: Icon, _ to: String) -> HTML {
      PostButton(
        t(label), to: Link("\(link.text)/move"), csrf: space.csrf, style: .quiet, icon: icon,
        fields: [("version", "\(page.version)"), ("to", to)], isSmall: true, isIconOnly: true
      ).html
    }
    let up = place > 0 ? move("partners.space.page.up", .arrowUp, "up") : .empty
    let down = place < count - 1 ? move("partners.space.page.down", .arrowDown, "down") : .empty
    let remove = PostButton(
      t("partners.space.page.remove"), to: Link("\(link.text)/remove"), csrf: space.csrf, style: .quiet, icon: .trash,
      fields: [("version", "\(page.version)")], confirm: t("partners.space.page.remove.confirm"), isSmall: true,
      isIconOnly: true)
    return "\(up)\(down)\(remove)\(LinkButton(t("partners.action.edit"), to: link, icon: .edit, isSmall: true))"
  }

  private var add: HTML {
    let missing = page.draft.missing
    guard space.mayManage, !missing.isEmpty else { return .empty }
    let links = missing.map { kind -> HTML in
      """
      <li><a href="\(SpaceLinks.section(kind))"><span>\(t("partners.space.section.\(kind.rawValue)"))<br/>\
      <span class="soft">\(t("partners.space.section.\(kind.rawValue).hint"))</span></span></a></li>
      """
    }
    return Card(t("partners.space.page.add"), isFlush: true, "<ul class=\"rows\">\(links)</ul>").html
  }

  private var visibility: HTML {
    guard space.mayManage else { return .empty }
    let choices = PublicityPage.Visibility.allCases.map {
      FormField.Choice(
        $0.rawValue, t("partners.space.page.visibility.\($0.rawValue)"),
        hint: t("partners.space.page.visibility.\($0.rawValue).hint"))
    }
    let form = FormView(
      action: Link("\(SpaceLinks.page.text)/visibility"), csrf: space.csrf, guardsChanges: false, t,
      """
      \(version)\(FormField.radioGroup("visibility", label: t("partners.space.page.visibility"), choices: choices, value: page.visibility.rawValue))\
      \(ButtonBar("\(Button(t("partners.space.page.visibility.save")))"))
      """)
    return Card(t("partners.space.page.visibility"), form).html
  }

  private var more: HTML {
    guard space.mayManage, page.published != nil else { return .empty }
    let discard: HTML =
      page.hasNews
      ? PostButton(
        t("partners.space.page.discard"), to: Link("\(SpaceLinks.page.text)/discard"), csrf: space.csrf, icon: .undo,
        fields: [("version", "\(page.version)")], confirm: t("partners.space.page.discard.confirm"), isSmall: true
      ).html : .empty
    let withdraw = PostButton(
      t("partners.space.page.withdraw"), to: Link("\(SpaceLinks.page.text)/withdraw"), csrf: space.csrf, icon: .lock,
      fields: [("version", "\(page.version)")], confirm: t("partners.space.page.withdraw.confirm"), isSmall: true)
    let when = page.publishedAt.map { t("partners.space.page.publishedOn", ["date": $0.day.description]) } ?? ""
    return Card(
      t("partners.space.page.state"),
      "<p class=\"soft\">\(when)</p><div class=\"button-bar\">\(discard)\(withdraw)</div>"
    ).html
  }

  // MARK: Preview

  func preview() async throws -> Reply {
    let view = PublicityView(
      t: t, enterprise: space.enterprise, content: page.draft, logo: SpaceLinks.logo, picture: SpaceLinks.picture)
    return try await space.page(
      t("partners.space.page.preview"), crumbs: [Crumb(t("partners.space.page"), SpaceLinks.page)],
      "\(Alert(.info, "<p>\(t("partners.space.page.preview.text"))</p>"))<h2>\(space.enterprise.name)</h2>\(view.html)")
  }

  // MARK: One section

  func section(
    _ kind: PublicitySection.Kind, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let section = page.draft.section(kind) ?? PublicitySection(kind)
    let title = t("partners.space.section.\(kind.rawValue)")
    func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }
    let summary = ErrorSummary(
      problems.map { ErrorSummary.Problem(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t)
    let salary: HTML =
      kind == .salary
      ? FormField.text(
        "salary", label: t("partners.space.page.salary"),
        value: typed?["salary"] ?? section.salary.map { SalaryWords.text($0, t) } ?? "",
        hint: t("partners.space.page.salary.hint"), error: error("salary"), width: .medium, maxLength: 60
      ).html : .empty
    let text = FormField.textArea(
      "text", label: t("partners.space.page.text"), value: typed?["text"] ?? section.text, rows: 8,
      hint: t("partners.space.section.\(kind.rawValue).hint"), error: error("text"),
      maxLength: PublicitySection.longestText, t)
    let form = FormView(
      action: SpaceLinks.section(kind), csrf: space.csrf,
      draft: "\(space.member.actor.accountID)-section-\(kind.rawValue)", hasErrors: !problems.isEmpty, t,
      """
      \(version)\(salary)\(text)\(pictures(section, typed, error))\
      \(ButtonBar("\(Button(t("partners.space.page.saveDraft"), style: .primary))\(LinkButton(t("kit.cancel"), to: SpaceLinks.page, style: .quiet))"))
      """)
    return try await space.page(
      title, crumbs: [Crumb(t("partners.space.page"), SpaceLinks.page)], status: problems.isEmpty ? 200 : 422,
      """
      \(summary)<div class="columns"><div class="stack">\(Card(nil, form))</div>\
      <div class="stack">\(upload(kind, section, error))</div></div>
      """)
  }

  private func pictures(
    _ section: PublicitySection, _ typed: FormData?, _ error: (String) -> String?
  ) -> HTML {
    guard !section.pictures.isEmpty else { return .empty }
    let items = section.pictures.map { picture -> HTML in
      let name = "caption.\(picture.digest)"
      return """
        <div class="picture-row"><img src="\(SpaceLinks.picture(picture.digest))" alt="" loading="lazy"/><div>\
        \(FormField.text(name, label: t("partners.space.page.caption"), value: typed?[name] ?? picture.caption, error: error(name), maxLength: PublicitySection.longestCaption))\
        <span class="choice"><input type="checkbox" id="remove-\(picture.digest)" name="remove" value="\(picture.digest)"/>\
        <label for="remove-\(picture.digest)">\(t("partners.space.page.removePicture"))</label></span></div></div>
        """
    }
    return FieldGroup(t("partners.space.page.pictures.title"), items.joined()).html
  }

  private func upload(
    _ kind: PublicitySection.Kind, _ section: PublicitySection, _ error: (String) -> String?
  ) -> HTML {
    guard section.pictures.count < PublicitySection.mostPictures else { return .empty }
    let limit = PublicityPictureRules.policy.limit
    let form = FormView(
      action: Link("\(SpaceLinks.section(kind).text)/pictures"), csrf: space.csrf, isMultipart: true,
      guardsChanges: false, t,
      """
      \(version)\(FormField.file("picture", label: t("partners.space.page.picture"), accept: ".png,.jpg,.jpeg,.webp", isMultiple: true, hint: t("partners.space.page.picture.hint", ["limit": "\(limit >> 20) MB"]), error: error("picture")))\
      \(FormField.text("caption", label: t("partners.space.page.caption"), error: error("caption"), maxLength: PublicitySection.longestCaption))\
      \(ButtonBar("\(Button(t("activity.attachment.send"), icon: .upload))"))
      """)
    return Card(t("partners.space.page.addPictures"), form).html
  }
}
