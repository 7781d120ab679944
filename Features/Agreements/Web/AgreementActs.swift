import Activity
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// What the reader may do with an agreement now, as forms with what was typed and is wrong.
struct AgreementActs {
  let page: AgreementPage
  let typed: FormData?
  let problems: [FieldProblem]

  private var t: Localizer { page.member.t }
  private var agreement: Agreement { page.agreement }
  private var actor: Actor { page.member.actor }
  private var csrf: String { page.member.exchange.csrfToken }

  var summary: HTML {
    ErrorSummary(
      problems.map { problem in
        let isHere = [
          "reason", "decision", "scan", "signedOn", "body", "guest.name", "guest.mail",
        ].contains(problem.field)
        return ErrorSummary.Problem(field: isHere ? problem.field : nil, t(problem.message))
      }, t
    ).html
  }

  var html: HTML {
    switch agreement.state {
    case .draft: submit
    case .review: "\(decide)\(withdraw)"
    case .negotiation: manage([.agreed, .reopened])
    case .signing: signing
    case .active: "\(follow)\(manage([.suspended, .ended]))"
    case .suspended: "\(follow)\(manage([.resumed, .ended]))"
    case .ended: "\(follow)\(manage([.archived]))"
    case .amended, .renewed: manage([.archived])
    case .archived: .empty
    }
  }

  private func error(_ field: String) -> String? {
    let found = problems.filter { $0.field == field }.map { t($0.message) }
    return found.isEmpty ? nil : found.joined(separator: " ")
  }

  private var version: HTML { FormField.hidden("version", "\(agreement.version)") }

  private var submit: HTML {
    guard actor.may(.agreementsWrite) else { return .empty }
    let next = page.dossier.type.chain.map { t($0.step.label) }.joined(separator: " → ")
    let form = FormView(
      action: AgreementLinks.page(agreement.id, "submit"), csrf: csrf, guardsChanges: false, t,
      """
      <p class="soft">\(t("agreements.submit.text", ["chain": next]))</p>\(version)\
      \(ButtonBar("\(Button(t("agreements.submit"), style: .primary, icon: .arrowUp))\(LinkButton(t("agreements.edit"), to: AgreementLinks.edit(agreement.id)))"))
      """)
    return Card(t("agreements.submit"), form).html
  }

  private var decide: HTML {
    guard let standing = page.standing, let post = agreement.post, actor.may(.agreementsDecide) else { return .empty }
    let note: HTML =
      switch standing {
      case .own: .empty
      case .other(_, let name): Alert(.info, title: t("agreements.decide.for", ["name": name])).html
      }
    return form(
      "decide", t("agreements.decide.title", ["post": t(post.step.label)]), [.approved, .refused], note: note)
  }

  private var withdraw: HTML {
    guard actor.may(.agreementsWrite), agreement.createdBy == actor.accountID.rawValue || actor.may(.agreementsManage)
    else { return .empty }
    return PostButton(
      t("agreements.withdraw"), to: AgreementLinks.page(agreement.id, "withdraw"), csrf: csrf, icon: .undo,
      fields: [("version", "\(agreement.version)")], confirm: t("agreements.withdraw.confirm")
    ).html
  }

  private func manage(_ acts: [AgreementAct]) -> HTML {
    guard actor.may(.agreementsManage) else { return .empty }
    return form("manage", t("agreements.manage.\(agreement.state.rawValue)"), acts)
  }

  private func form(_ address: String, _ title: String, _ acts: [AgreementAct], note: HTML = .empty) -> HTML {
    let choices = acts.map { act in
      FormField.Choice(act.rawValue, t("agreements.do.\(act.rawValue)"), hint: t("agreements.do.\(act.rawValue).hint"))
    }
    let single: HTML = acts.count == 1 ? FormField.hidden("decision", acts[0].rawValue) : .empty
    let choice: HTML =
      acts.count == 1
      ? "<p class=\"soft\">\(t("agreements.do.\(acts[0].rawValue).hint"))</p>"
      : FormField.radioGroup(
        "decision", label: t("agreements.decision"), choices: choices, value: typed?["decision"],
        error: error("decision"), required: true
      ).html
    let reason: HTML =
      acts.contains(where: \.needsReason)
      ? FormField.textArea(
        "reason", label: t("agreements.reason"), value: typed?["reason"] ?? "", rows: 3,
        hint: t("agreements.reason.hint"), error: error("reason"), maxLength: Agreement.Limit.reason, t
      ).html : .empty
    let view = FormView(
      action: AgreementLinks.page(agreement.id, address), csrf: csrf, hasErrors: !problems.isEmpty, t,
      """
      \(note)\(version)\(single)\(choice)\(reason)\
      \(ButtonBar("\(Button(acts.count == 1 ? t("agreements.do.\(acts[0].rawValue)") : t("agreements.decision.send"), style: .primary))"))
      """)
    guard agreement.state.wasActive else { return Card(title, view).html }
    // What is seldom wanted of an agreement in force is folded away.
    return Card(
      title,
      """
      <details class="screen-only"\(if: !problems.isEmpty, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(acts.map { t("agreements.do.\($0.rawValue)") }.joined(separator: t.language == .chinese ? "、" : ", "))</summary>\
      \(view)</details>
      """
    ).html
  }

  // MARK: Signing on paper

  private var signing: HTML {
    guard actor.may(.agreementsManage) else { return .empty }
    let recall = PostRecall(
      page: page, error: typed?["recall"] == nil ? nil : error("reason"), typed: typed?["recall"] ?? ""
    ).html
    let link = LinkButton(
      t(page.isSent ? "agreements.signing.look" : "agreements.signing.plan"), to: SigningLinks.round(agreement.id),
      style: .primary, icon: .edit)
    let round = Card(
      t("agreements.tab.signing"),
      "<p class=\"soft\">\(t(page.isSent ? "agreements.signing.sent.text" : "agreements.signing.start.text"))</p><div class=\"actions\">\(link)</div>"
    )
    if page.isSent { return "\(round)\(recall)" }
    guard agreement.scannedBy != nil else { return "\(round)\(bring)\(recall)" }
    let files = page.scans.map { file -> HTML in
      """
      <li>\(FileIcon(file.type))\(FileWords(file, to: Link("\(AgreementLinks.page(agreement.id, "attachments").text)/\(file.id)"), now: page.member.now, t))</li>
      """
    }
    let list: HTML = "<ul class=\"files\">\(files)</ul>"
    if agreement.scannedBy == actor.accountID.rawValue {
      let own = Card(
        t("agreements.scan.waiting"), "<p>\(t("agreements.scan.waiting.text"))</p>\(list)")
      return "\(own)\(recall)"
    }
    let date = agreement.signedOn?.description ?? ""
    let check = form(
      "manage", t("agreements.scan.check"), [.confirmed, .rejected],
      note: "<p>\(t("agreements.scan.check.text", ["date": date]))</p>\(list)")
    return "\(check)\(recall)"
  }

  private var bring: HTML {
    let form = FormView(
      action: AgreementLinks.page(agreement.id, "scan"), csrf: csrf, isMultipart: true, hasErrors: !problems.isEmpty, t,
      """
      <p class="soft">\(t("agreements.scan.text"))</p>\(version)\
      \(FormField.text("signedOn", label: t("agreements.field.signedOn"), value: typed?["signedOn"] ?? "", hint: t("agreements.field.date.hint"), error: error("signedOn"), required: true, width: .short))\
      \(FormField.file("scan", label: t("agreements.scan"), accept: ".pdf,.png,.jpg,.jpeg", isMultiple: true, hint: t("agreements.scan.hint"), error: error("scan"), required: true))\
      \(UploadProgress(t))\(ButtonBar("\(Button(t("agreements.scan.send"), style: .primary, icon: .upload))"))
      """)
    return Card(t("agreements.scan.title"), form).html
  }

  // MARK: Agreements that follow

  private var follow: HTML {
    guard actor.may(.agreementsWrite) else { return .empty }
    func button(_ relation: Agreement.Relation, annex: Int = 0, _ label: String) -> HTML {
      guard DraftAgreement.allows(agreement, relation, annex: annex) else { return .empty }
      return PostButton(
        label, to: AgreementLinks.page(agreement.id, "follow"), csrf: csrf, icon: .agreement,
        fields: [("relation", relation.rawValue), ("annex", "\(annex)")], isSmall: true
      ).html
    }
    var buttons =
      button(.renewal, t("agreements.follow.renewal")) + button(.amendment, t("agreements.follow.amendment"))
    for (index, title) in agreement.text.annexes.enumerated() {
      buttons += button(.annex, annex: index + 1, t("agreements.follow.annex", ["title": title]))
    }
    guard !buttons.isEmpty else { return .empty }
    return Card(
      t("agreements.follow"),
      "<p class=\"soft\">\(t("agreements.follow.text"))</p><div class=\"actions\">\(buttons)</div>"
    ).html
  }
}

/// Calling signing off: folded, since it is seldom wanted.
private struct PostRecall {
  let page: AgreementPage
  let error: String?
  let typed: String

  var html: HTML {
    let t = page.member.t
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "manage"), csrf: page.member.exchange.csrfToken,
      guardsChanges: false, t,
      """
      <p class="soft">\(t("agreements.do.recalled.hint"))</p>\
      \(FormField.hidden("version", "\(page.agreement.version)"))\(FormField.hidden("decision", "recalled"))\
      \(FormField.textArea("recall", label: t("agreements.reason"), value: typed, rows: 2, error: error, maxLength: Agreement.Limit.reason, t))\
      \(ButtonBar("\(Button(t("agreements.do.recalled"), style: .danger))"))
      """)
    return """
      <details class="screen-only"\(if: error != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("agreements.recall.title"))</summary>\(form)</details>
      """
  }
}
