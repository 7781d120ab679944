import Activity
import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The files of a partner and the enterprise's logo.
struct AttachmentsTab {
  let member: Member
  let partner: Partner
  let problems: [FieldProblem]
  private let files: [Attachment]
  private let removed: [Attachment]

  static func load(_ member: Member, _ partner: Partner, problems: [FieldProblem]) async throws -> AttachmentsTab {
    let place = place(member, partner)
    let (files, removed) = try await member.services.database.read { connection in
      (
        try AttachmentStore.attachments(of: place.subject, school: place.schoolID, on: connection),
        place.isChangeable
          ? try AttachmentStore.attachments(of: place.subject, school: place.schoolID, removed: true, on: connection)
          : []
      )
    }
    return AttachmentsTab(member: member, partner: partner, problems: problems, files: files, removed: removed)
  }

  static func place(_ member: Member, _ partner: Partner) -> AttachmentPlace {
    let link = PartnerLinks.attachments(partner.partnership.id)
    return AttachmentPlace(
      subject: .partner(partner.partnership, partner.enterprise), schoolID: partner.partnership.schoolID, link: link,
      page: link, isChangeable: member.actor.may(.partnersManage))
  }

  var html: HTML {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let place = Self.place(member, partner)
    let list = AttachmentList(files, removed: removed, at: place, csrf: csrf, now: member.now, t)
    let empty: HTML =
      files.isEmpty
      ? EmptyState(
        icon: .file, title: t("activity.attachment.empty"), text: t("activity.attachment.empty.text")
      ).html : .empty
    let error = text(problems.filter { $0.field != "logo" })
    let form = AttachmentForm(at: place, csrf: csrf, error: error, t)
    return """
      \(summary)<div class="columns"><div class="stack">\
      \(Card(t("activity.attachment.title"), "\(empty)\(list)\(form)"))</div><div class="stack">\(logo)</div></div>
      """
  }

  private var summary: HTML {
    ErrorSummary(
      problems.map { ErrorSummary.Problem(field: $0.field == "logo" ? "logo" : "file", member.t($0.message)) }, member.t
    ).html
  }

  private func text(_ problems: [FieldProblem]) -> String? {
    problems.isEmpty ? nil : problems.map { member.t($0.message) }.joined(separator: " ")
  }

  private var logo: HTML {
    let (t, csrf, id) = (member.t, member.exchange.csrfToken, partner.partnership.id)
    let logo = partner.enterprise.logo
    let mayManage = member.actor.may(.partnersManage)
    guard mayManage || !logo.isEmpty else { return .empty }
    let picture: HTML =
      logo.isEmpty
      ? "<p class=\"soft\">\(t("partners.logo.none"))</p>"
      : "<p>\(EnterpriseLogoImage(partnership: id, logo: logo, place: "large"))</p>"
    guard mayManage else { return Card(t("partners.logo"), picture).html }
    let link = PartnerLinks.logo(id)
    let removal: HTML =
      logo.isEmpty
      ? .empty
      : PostButton(
        t("partners.logo.remove"), to: Link("\(link.text)/remove"), csrf: csrf, style: .quiet, icon: .trash,
        confirm: t("partners.logo.remove.confirm"), isSmall: true
      ).html
    let form = FormView(
      action: link, csrf: csrf, isMultipart: true, guardsChanges: false, t,
      """
      \(FormField.file("logo", label: t("partners.logo.file"), accept: ".png,.jpg,.jpeg,.webp", hint: t("partners.logo.hint", ["limit": "\(EnterpriseLogo.policy.limit >> 20) MB"]), error: text(problems.filter { $0.field == "logo" })))\
      \(UploadProgress(limit: EnterpriseLogo.policy.limit, t))\
      \(ButtonBar("\(Button(t("activity.attachment.send"), style: .secondary, icon: .upload))"))
      """)
    return Card(t("partners.logo"), actions: removal, "\(picture)\(form)").html
  }
}
