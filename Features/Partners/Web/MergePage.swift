import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The preview of a merge: what each field will be, what is united, what moves.
struct MergePage {
  let member: Member
  let pair: MergePair
  var choices: [String: PartnerMerge.Side] = [:]

  private var isShared: Bool { pair.reach == .partnership }

  func reply(problem: Message? = nil) async throws -> Reply {
    let t = member.t
    let own = pair.own(member.actor)
    let offered = try await offered(own)
    let fields = fields(own, offered)
    let same = fields.filter { $0.html == nil }.count
    let alert: HTML = problem.map { Alert(.bad, "<p>\(t($0))</p>").html } ?? .empty
    let reach = Alert(
      isShared ? .warning : .info, title: t(isShared ? "partners.merge.shared" : "partners.merge.whole"),
      "<p>\(t(isShared ? "partners.merge.shared.text" : "partners.merge.whole.text", words))</p>")
    let different: HTML = "\(fields.compactMap(\.html))"
    let group: HTML =
      different.isEmpty
      ? "<p class=\"soft\">\(t("partners.merge.nothingDiffers"))</p>" : different
    let form = FormView(
      action: PartnerLinks.act("merge", pair.kept.id, pair.gone.id), csrf: member.exchange.csrfToken,
      hasErrors: problem != nil, t,
      """
      \(FormField.hidden("version", pair.version))\
      \(FieldGroup(t("partners.merge.choose"), hint: t("partners.merge.choose.hint", ["count": "\(same)"]), group))\
      \(ButtonBar(note: t("partners.merge.undoable", ["days": "\(Merge.undoDays)"]), "\(Button(t("partners.merge.confirm"), style: .primary, confirm: t("partners.merge.confirm.question", words)))\(LinkButton(t("kit.cancel"), to: PartnerLinks.duplicates, style: .quiet))"))
      """)
    let swap = LinkButton(t("partners.merge.swap"), to: PartnerLinks.pair(pair.gone.id, pair.kept.id))
    let dismiss = PostButton(
      t("partners.duplicate.dismiss"), to: PartnerLinks.act("dismiss", pair.kept.id, pair.gone.id),
      csrf: member.exchange.csrfToken)
    return try await member.page(
      PageContent(
        title: t("partners.merge.title"),
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list),
          Crumb(t("partners.duplicate.title"), PartnerLinks.duplicates), Crumb(t("partners.merge.title")),
        ], actions: "\(dismiss)\(swap)", status: problem == nil ? 200 : 422,
        content: """
          \(alert)\(reach)<div class="columns"><div class="stack">\(form)</div>\
          <div class="stack">\(Card(t("partners.merge.happens"), try await consequences(own, offered)))\
          \(Card(t("partners.merge.reasons"), reasons))</div></div>
          """))
  }

  private var words: [String: String] { ["kept": pair.kept.name, "gone": pair.gone.name] }

  private var reasons: HTML {
    let t = member.t
    let reasons = DuplicateComparison(pair.kept, pair.gone).reasons
    guard !reasons.isEmpty else { return "<p class=\"soft\">\(t("partners.merge.noReasons"))</p>" }
    return "<ul class=\"rows\">\(reasons.map { "<li>\(t($0.message))</li>" as HTML })</ul>"
  }

  // MARK: Fields

  private struct Offered {
    let html: HTML?
  }

  private func offered(_ own: MergePair.Side?) async throws -> [String: [Choice]] {
    guard let school = own?.schoolID else { return [:] }
    let scope = member.actor.scope
    return try await member.services.database.read { connection in
      try PartnerChoices.read(school: school, scope: scope, on: connection)
    }
  }

  private func fields(_ own: MergePair.Side?, _ offered: [String: [Choice]]) -> [Offered] {
    var fields: [Offered] = []
    let merge = pair.merge(choices, for: own?.schoolID)
    if !isShared {
      for field in PartnerMerge.enterpriseFields {
        fields.append(
          choice(
            "enterprise", EnterpriseFields.description.field(field.name), pair.kept, pair.gone,
            merge.side(of: field, pair.kept, pair.gone)))
      }
    }
    if let kept = own?.kept, let gone = own?.gone {
      let description = PartnershipFields.description.offering(offered)
      for field in PartnerMerge.partnershipFields(levels: merge.levels) {
        fields.append(
          choice("partnership", description.field(field.name), kept, gone, merge.side(of: field, kept, gone)))
      }
    }
    return fields
  }

  /// Two buttons where the two differ; nothing to choose where they are alike.
  private func choice<Record>(
    _ part: String, _ field: Field<Record>?, _ kept: Record, _ gone: Record, _ side: PartnerMerge.Side
  ) -> Offered {
    guard let field, field.value(of: kept) != field.value(of: gone) else { return Offered(html: nil) }
    let t = member.t
    func shown(_ record: Record) -> String {
      let text = field.display(field.value(of: record), t)
      return text.isEmpty ? t("partners.merge.empty") : text
    }
    return Offered(
      html: FormField.radioGroup(
        "\(part).\(field.name)", label: t(field.label),
        choices: [
          FormField.Choice("kept", shown(kept), hint: t("partners.merge.from.kept", ["name": pair.kept.name])),
          FormField.Choice("gone", shown(gone), hint: t("partners.merge.from.gone", ["name": pair.gone.name])),
        ], value: side.rawValue
      ).html)
  }

  // MARK: Consequences

  private func consequences(_ own: MergePair.Side?, _ offered: [String: [Choice]]) async throws -> HTML {
    let t = member.t
    var lines: [HTML] = ["<li>\(t("partners.merge.keeps", words))</li>"]
    let merge = pair.merge(choices, for: own?.schoolID)
    func united<Record>(_ description: RecordDescription<Record>, _ name: String, _ record: Record) {
      guard let field = description.field(name) else { return }
      let text = field.display(field.value(of: record), t)
      if !text.isEmpty {
        lines.append("<li>\(t("partners.merge.united", ["field": t(field.label), "items": text]))</li>")
      }
    }
    if !isShared { united(EnterpriseFields.description, "tags", merge.merged(pair.kept, pair.gone)) }
    if let kept = own?.kept, let gone = own?.gone {
      let result = merge.merged(kept, gone)
      let description = PartnershipFields.description.offering(offered)
      united(description, "majors", result)
      united(description, "motives", result)
      let school = kept.schoolID
      let contacts = try await member.services.database.read { connection in
        try connection.value(
          """
          SELECT count(*) FROM partner_contacts WHERE school_id = \(school) AND partnership_id = \(gone.id)
          """, as: Int.self)
      }
      if let contacts, contacts > 0 {
        lines.append("<li>\(t("partners.merge.contacts", ["count": "\(contacts)"]))</li>")
      }
    }
    if own == nil {
      for side in pair.sides where side.gone != nil {
        let key = side.kept == nil ? "partners.merge.school.follows" : "partners.merge.school.united"
        lines.append("<li>\(t(key, ["school": side.schoolName]))</li>")
      }
    }
    lines.append("<li>\(t("partners.merge.moves"))</li>")
    lines.append("<li>\(t("partners.merge.address"))</li>")
    return "<ul class=\"rows\">\(lines)</ul>"
  }
}
