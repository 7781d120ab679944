import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/templates/{template}`: one version of a template, clause by clause.
struct TemplatePage {
  let member: Member
  let template: AgreementTemplate
  let version: TemplateVersion
  private let versions: [TemplateVersion]

  /// The version of the address: `version=3`, `version=draft`; else the published one, else the draft.
  /// - Throws: `WebError.notFound` when it is not in sight.
  static func load(_ member: Member) async throws -> TemplatePage {
    let id = try member.exchange.parameter("template", as: ID<AgreementTemplate>.self)
    let (asked, scope) = (member.exchange.query["version"], member.actor.scope)
    return try await load(member, id, scope) { template in
      switch asked {
      case "draft": template.draft ?? template.published
      case let text?: Int(text)
      case nil: template.published ?? template.draft
      }
    }
  }

  /// One that was just made, at its draft.
  static func load(_ member: Member, _ id: ID<AgreementTemplate>) async throws -> TemplatePage {
    try await load(member, id, member.actor.scope) { $0.draft ?? $0.published }
  }

  private static func load(
    _ member: Member, _ id: ID<AgreementTemplate>, _ scope: Actor.Scope,
    _ number: @escaping @Sendable (AgreementTemplate) -> Int?
  ) async throws -> TemplatePage {
    let page = try await member.services.database.read { connection -> TemplatePage? in
      guard let template = try TemplateStore.template(id, in: scope, on: connection),
        let number = number(template),
        let version = try TemplateStore.version(number, of: template, on: connection)
      else { return nil }
      return TemplatePage(
        member: member, template: template, version: version,
        versions: try TemplateStore.versions(of: template, on: connection))
    }
    // Somebody else's draft is not shown to those who only read.
    guard let page, page.version.isFrozen || WriteTemplate.mayWrite(page.template, member.actor) else {
      throw WebError.notFound
    }
    return page
  }

  /// The same template at its draft.
  func ofDraft() async throws -> TemplatePage {
    try await Self.load(member, template.id, member.actor.scope) { $0.draft ?? $0.published }
  }

  var mayWrite: Bool { WriteTemplate.mayWrite(template, member.actor) }

  /// A clause with a key that no other has.
  var newClause: Clause {
    let keys = Set(version.text.clauses.map(\.key))
    let key = (1...).lazy.map { "c\($0)" }.first { !keys.contains($0) } ?? "c"
    return Clause(key: key)
  }

  var crumbs: [Crumb] {
    [
      Crumb(member.t("agreements.title"), AgreementLinks.list),
      Crumb(member.t("agreements.template.list"), AgreementLinks.templates),
      Crumb(template.title, AgreementLinks.template(template.id)),
    ]
  }

  // MARK: Page

  /// - Parameter problems: why the last act was refused.
  func reply(problems: [String] = [], typedNote: String = "") async throws -> Reply {
    let t = member.t
    let refusal: HTML =
      problems.isEmpty
      ? .empty
      : Alert(
        .bad, title: t("agreements.template.refused"), "<ul>\(problems.map { "<li>\($0)</li>" as HTML })</ul>"
      ).html
    let findings = ClauseWords.findings(
      WriteTemplate.findings(version.text, template.kind), isDone: !version.isFrozen, t)
    let side: HTML = "\(facts)\(publishing(typedNote))\(history)"
    return try await member.page(
      PageContent(
        title: template.title, crumbs: Array(crumbs.dropLast()) + [Crumb(template.title)], titleNote: badge,
        actions: actions, status: problems.isEmpty ? 200 : 422,
        content: """
          \(refusal)\(findings)<div class="columns"><div class="stack">\(clauses)</div>\
          <div class="stack">\(side)</div></div>
          """))
  }

  private var badge: HTML {
    let t = member.t
    return version.isFrozen
      ? Badge(.ok, t("agreements.template.published", ["number": "\(version.number)"])).html
      : Badge(.warning, t("agreements.template.draft", ["number": "\(version.number)"])).html
  }

  private var actions: HTML {
    let (t, csrf, id) = (member.t, member.exchange.csrfToken, template.id)
    let preview = LinkButton(
      t("agreements.template.preview"),
      to: AgreementLinks.template(id, "preview").with([("version", version.isFrozen ? "\(version.number)" : "draft")]),
      icon: .eye)
    var actions = preview.html
    if member.actor.may(.agreementsTemplates) {
      actions +=
        PostButton(
          t("agreements.template.copy"), to: AgreementLinks.template(id, "copy"), csrf: csrf, icon: .copy
        ).html
    }
    guard mayWrite else { return actions }
    actions += LinkButton(t("agreements.template.edit"), to: AgreementLinks.template(id, "edit"), icon: .edit).html
    if !version.isFrozen {
      actions +=
        LinkButton(t("agreements.template.fields"), to: AgreementLinks.template(id, "fields"), icon: .columns).html
        + LinkButton(
          t("agreements.clause.new"), to: AgreementLinks.template(id, "clauses/new"), style: .primary, icon: .plus
        ).html
    } else if template.draft == nil {
      actions +=
        PostButton(
          t("agreements.template.begin"), to: AgreementLinks.template(id, "draft"), csrf: csrf, style: .primary,
          icon: .edit
        ).html
    } else {
      actions +=
        LinkButton(
          t("agreements.template.toDraft"), to: AgreementLinks.template(id).with([("version", "draft")]),
          style: .primary, icon: .edit
        ).html
    }
    return actions
  }

  // MARK: Clauses

  private var clauses: HTML {
    let text = version.text
    guard !text.clauses.isEmpty else {
      return EmptyState(
        icon: .file, title: member.t("agreements.clause.empty"), text: member.t("agreements.clause.empty.text")
      ).html
    }
    var parts = [
      text.clauses.enumerated().filter { $0.element.annex == 0 }.map { card($0.offset, $0.element) }.joined()
    ]
    for (index, title) in text.annexes.enumerated() {
      let own = text.clauses.enumerated().filter { $0.element.annex == index + 1 }
      parts.append(
        "<h2>\(ClauseWords.annexTitle(index + 1, title, in: template.language))</h2>\(own.map { card($0.offset, $0.element) })"
      )
    }
    return parts.joined()
  }

  private func card(_ index: Int, _ clause: Clause) -> HTML {
    let t = member.t
    var notes: [HTML] = []
    if clause.isMandatory { notes.append(Badge(.brand, t("agreements.clause.isMandatory")).html) }
    if let topic = clause.topic {
      let article = AgreementLaw.article(for: topic, in: template.kind).map { t.article($0) }
      notes.append(Badge(.neutral, t(topic.label), title: article).html)
    }
    if !clause.condition.isEmpty {
      notes.append(
        "<span class=\"soft\">\(t("agreements.clause.when")) <span class=\"code\">\(clause.condition)</span></span>")
    }
    let duty: HTML =
      clause.duty.map {
        "<p>\(Badge(.info, t("agreements.clause.group.duty"))) <span class=\"soft\">\(DutyWords(t: t).line($0))</span></p>"
      } ?? .empty
    return Card(
      "\(index + 1). \(clause.heading)", actions: version.isFrozen || !mayWrite ? .empty : buttons(clause),
      id: "clause-\(clause.key)",
      "\(notes.isEmpty ? .empty : "<p>\(notes.joined(separator: " "))</p>")\(ClauseWords.paragraphs(clause.text))\(duty)"
    ).html
  }

  private func buttons(_ clause: Clause) -> HTML {
    let (t, csrf, id) = (member.t, member.exchange.csrfToken, template.id)
    let revision = [("revision", "\(version.revision)")]
    func button(_ word: String, _ label: String, _ icon: Icon, _ fields: [(String, String)], confirm: String? = nil)
      -> HTML
    {
      PostButton(
        label, to: AgreementLinks.clause(id, clause.key, word), csrf: csrf, style: .quiet, icon: icon,
        fields: revision + fields, confirm: confirm, isSmall: true, isIconOnly: true
      ).html
    }
    return LinkButton(
      t("agreements.clause.edit"), to: AgreementLinks.clause(id, clause.key, "edit"), style: .quiet, icon: .edit,
      isSmall: true
    ).html + button("move", t("agreements.clause.up"), .arrowUp, [("to", "up")])
      + button("move", t("agreements.clause.down"), .arrowDown, [("to", "down")])
      + button(
        "remove", t("agreements.clause.remove"), .trash, [],
        confirm: t("agreements.clause.remove.confirm", ["heading": clause.heading]))
  }

  // MARK: Beside

  private var facts: HTML {
    let t = member.t
    let fields = version.text.fields.map { field -> HTML in
      "<li>\(field.label) <span class=\"code\">{{\(field.variable)}}</span></li>"
    }
    return Card(
      t("agreements.template.facts"),
      DescriptionList([
        .text(t("agreements.field.kind"), t(template.kind.label)),
        .text(
          t("agreements.template.owner"),
          t(template.isShared ? "agreements.template.shared" : "agreements.template.own")),
        .text(t("agreements.field.language"), template.language.ownName),
        .text(t("agreements.template.note"), template.note, isWide: true),
        .init(t("agreements.template.fields"), fields.isEmpty ? .dash : "<ul>\(fields)</ul>", isWide: true),
      ])
    ).html
  }

  private func publishing(_ typed: String) -> HTML {
    guard mayWrite, !version.isFrozen else { return .empty }
    let t = member.t
    let form = FormView(
      action: AgreementLinks.template(template.id, "publish"), csrf: member.exchange.csrfToken, guardsChanges: false, t,
      """
      <p class="soft">\(t("agreements.template.publish.text"))</p>\
      \(FormField.hidden("revision", "\(version.revision)"))\
      \(FormField.textArea("note", label: t("agreements.template.publish.note"), value: typed, rows: 2, t))\
      \(ButtonBar("\(Button(t("agreements.template.publish"), style: .primary, icon: .check))"))
      """)
    return Card(t("agreements.template.publish"), form).html
  }

  private var history: HTML {
    let t = member.t
    let items = versions.map { version -> HTML in
      let link = AgreementLinks.template(template.id).with([
        ("version", version.isFrozen ? "\(version.number)" : "draft")
      ])
      let when =
        version.publishedAt.map { "\($0.day) \(version.publisherName)" } ?? t("agreements.template.unpublished")
      return """
        <tr><td><a href="\(link)">\(t("agreements.template.number", ["number": "\(version.number)"]))</a></td>\
        <td>\(when)</td><td>\(version.note)</td></tr>
        """
    }
    return Card(
      t("agreements.template.versions"),
      "<div class=\"scroll\"><table class=\"plain\"><tbody>\(items)</tbody></table></div>"
    ).html
  }
}

/// What somebody owes, in one line.
struct DutyWords {
  let t: Localizer

  func line(_ duty: DutyMark) -> String {
    let amount =
      duty.target.isEmpty
      ? "" : t("agreements.duty.amount", ["amount": duty.target, "measure": t(duty.measure.label)])
    return t(
      "agreements.duty.line",
      ["who": t(duty.debtor.label), "what": duty.subject, "rhythm": t(duty.rhythm.label), "amount": amount])
  }
}
