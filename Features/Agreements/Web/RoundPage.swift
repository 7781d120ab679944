import Accounts
import Activity
import Database
import Files
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/{agreement}/signing`: who signs and how, before, during and after.
struct RoundPage {
  let page: AgreementPage
  let round: SigningRound?
  let signers: [Signer]
  let trace: [SigningEvent]
  let document: FrozenDocument?
  let people: [(id: ID<Account>, name: String)]

  var member: Member { page.member }
  private var t: Localizer { member.t }
  private var agreement: Agreement { page.agreement }
  private var csrf: String { member.exchange.csrfToken }

  static func load(_ member: Member) async throws -> RoundPage {
    let page = try await AgreementPage.load(member)
    let sealer = member.services.sealer
    return try await member.services.database.read { connection in
      let round = try SigningStore.latest(of: page.agreement, on: connection)
      return RoundPage(
        page: page, round: round,
        signers: try round.map { try SigningStore(sealer).signers(of: $0, on: connection) } ?? [],
        trace: try round.map { try SigningStore.trace(of: $0, on: connection) } ?? [],
        document: try round.flatMap { try SigningStore.document(of: $0, on: connection) },
        people: try SignerPeople.all(page.dossier, on: connection))
    }
  }

  var mayPlan: Bool {
    BeginSigning.allows(agreement, member.actor) && round?.state != .open
  }

  // MARK: Page

  /// - Parameters:
  ///   - plan: what was typed and is not yet sent.
  ///   - rows: how many signers the form has places for.
  func reply(
    plan: BeginSigning.Plan? = nil, rows: Int? = nil, problems: [FieldProblem] = [], at signer: ID<Signer>? = nil,
    late: Bool = false, typed: FormData? = nil
  ) async throws -> Reply {
    let notice: HTML = late ? Alert(.warning, title: t("agreements.signing.late")).html : .empty
    let summary = ErrorSummary(
      problems.map { .init(field: $0.field.hasPrefix("signer.") ? $0.field : nil, t($0.message)) }, t)
    var parts: [HTML] = []
    if mayPlan {
      parts.append(RoundForm(page: self, plan: plan ?? usual, rows: rows, problems: problems).html)
    }
    if let round { parts += rounds(round, problems, signer, typed) }
    if parts.isEmpty {
      parts = [
        EmptyState(
          icon: .edit, title: t("agreements.signing.none"), text: t("agreements.signing.none.text")
        ).html
      ]
    }
    return try await page.framed(
      .signing, status: late ? 409 : problems.isEmpty ? 200 : 422,
      "<div class=\"stack\">\(notice)\(summary)\(parts)</div>")
  }

  /// What the type says, with what is known of both sides.
  private var usual: BeginSigning.Plan {
    let type = page.dossier.type
    return BeginSigning.Plan(
      signers: type.signers.enumerated().map { index, kind in
        var planned = PlannedSigner(kind: kind, way: kind == .schoolRepresentative ? .account : .link)
        (planned.place, planned.language) = (index + 1, page.dossier.agreement.language)
        return planned
      }, isInOrder: type.isInOrder)
  }

  private func rounds(
    _ round: SigningRound, _ problems: [FieldProblem], _ at: ID<Signer>?, _ typed: FormData?
  ) -> [HTML] {
    var parts: [HTML] = []
    if let document { parts.append(frozen(document, round)) }
    if round.state == .complete, document == nil {
      parts.append(Alert(.info, title: t("agreements.signing.making")).html)
    }
    if round.state == .declined || round.state == .recalled {
      parts.append(
        Alert(
          .warning, title: t("agreements.signing.ended.\(round.state.rawValue)", ["name": round.endedBy]),
          ClauseWords.paragraphs(round.reason)
        ).html)
    }
    parts.append(table(round))
    if round.state == .open, member.actor.may(.agreementsManage) {
      parts += signers.filter { $0.way == .paper && $0.state == .asked }.map { signer in
        PaperCard(page: self, signer: signer, problems: signer.id == at ? problems : [], typed: typed).html
      }
    }
    parts.append(Card(t("agreements.signing.trace"), SigningWords.trace(trace, now: member.now, t)).html)
    return parts
  }

  private func frozen(_ document: FrozenDocument, _ round: SigningRound) -> HTML {
    let actions: HTML =
      LinkButton(
        t("agreements.signing.download"), to: Link("\(SigningLinks.round(agreement.id).text)/document"),
        style: .primary, icon: .download
      ).html + LinkButton(t("agreements.signing.verify"), to: SigningLinks.verify(round.code), icon: .shield).html
    return Card(
      t("agreements.signing.frozen"),
      """
      \(DescriptionList([
        .init(t("agreements.verify.digest"), "<span class=\"code\">\(document.digest)</span>", isWide: true),
        .text(t("agreements.signing.pages"), "\(document.pages)"),
        .text(t("agreements.signing.madeAt"), document.madeAt.minuteText),
      ]))<div class="actions">\(actions)</div>
      """
    ).html
  }

  private func table(_ round: SigningRound) -> HTML {
    let mayRemind = round.state == .open && member.actor.may(.agreementsManage)
    return DataTable(
      caption: t(round.isInOrder ? "agreements.signing.inOrder" : "agreements.signing.atOnce"),
      columns: [
        .init("place", t("agreements.signing.place")), .init("name", t("agreements.signing.signer"), phone: .title),
        .init("way", t("agreements.signing.way")), .init("state", t("agreements.field.state")),
        .init("when", t("agreements.signing.when")), .init("act", ""),
      ],
      rows: signers.map { signer in
        let remind: HTML =
          mayRemind && signer.state == .asked && signer.way != .paper
          ? PostButton(
            t("agreements.signing.remind"), to: SigningLinks.signer(agreement.id, signer.id, "remind"), csrf: csrf,
            icon: .mail, isSmall: true
          ).html : .empty
        let when = signer.way == .paper ? signer.signedOn?.description : signer.signedAt?.minuteText
        return DataTable.Row(
          id: "\(signer.id)", name: signer.name,
          [
            .number(signer.place), .text(signer.name, second: t(signer.kind.label)), .text(t(signer.way.label)),
            DataTable.Cell(SigningWords.badge(signer, t).html), .text(when ?? ""), DataTable.Cell(remind),
          ])
      }, empty: EmptyState(title: ""), id: "signers", t
    ).html
  }
}

/// The form in which a round is planned: one group for each signer.
struct RoundForm {
  let page: RoundPage
  let plan: BeginSigning.Plan
  let rows: Int?
  let problems: [FieldProblem]

  private var t: Localizer { page.member.t }
  private func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }

  var html: HTML {
    let count = min(SigningRules.mostSigners, max(1, rows ?? plan.signers.count))
    let groups = (0..<count).map { index in
      group(index, plan.signers.indices.contains(index) ? plan.signers[index] : nil)
    }
    let orders = [
      FormField.Choice("1", t("agreements.signing.inOrder"), hint: t("agreements.signing.inOrder.hint")),
      FormField.Choice("0", t("agreements.signing.atOnce"), hint: t("agreements.signing.atOnce.hint")),
    ]
    let more: HTML =
      count < SigningRules.mostSigners
      ? Button(t("agreements.signing.more"), icon: .plus, name: "act", value: "more").html : .empty
    let form = FormView(
      action: SigningLinks.round(page.page.agreement.id), csrf: page.member.exchange.csrfToken,
      hasErrors: !problems.isEmpty, t,
      """
      <p class="soft">\(t("agreements.signing.plan.text"))</p>\
      \(FormField.hidden("version", "\(page.page.agreement.version)"))\(FormField.hidden("count", "\(count)"))\
      \(FormField.radioGroup("order", label: t("agreements.signing.order"), choices: orders, value: plan.isInOrder ? "1" : "0", required: true))\
      \(groups)\
      \(ButtonBar("\(Button(t("agreements.signing.begin"), style: .primary, icon: .mail, name: "act", value: "send"))\(more)"))
      """)
    return Card(t("agreements.signing.plan"), form).html
  }

  private func group(_ index: Int, _ signer: PlannedSigner?) -> HTML {
    let name = "signer.\(index)"
    let kinds = SignerKind.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let ways = Signer.Way.allCases.map { FormField.Choice($0.rawValue, t($0.label), hint: t("\($0.label).hint")) }
    let people = page.people.map { FormField.Choice($0.id.description, $0.name) }
    let account = signer?.accountID.map { ID<Account>(rawValue: $0).description }
    return FieldGroup(
      t("agreements.signing.signer.number", ["number": "\(index + 1)"]), isPaired: true,
      """
      \(FormField.select("\(name).kind", label: t("agreements.signing.kind"), choices: kinds, value: signer?.kind.rawValue, blank: t("agreements.signing.nobody")))\
      \(FormField.select("\(name).way", label: t("agreements.signing.way"), choices: ways, value: signer?.way.rawValue ?? "link"))\
      \(FormField.select("\(name).account", label: t("agreements.signing.account"), choices: people, value: account, blank: t("agreements.choose"), hint: t("agreements.signing.account.hint"), error: error("\(name).account")))\
      \(FormField.text("\(name).name", label: t("agreements.signing.person"), value: signer?.way == .account ? "" : signer?.name ?? "", hint: t("agreements.signing.person.hint"), error: error("\(name).name"), width: .medium, maxLength: 40))\
      \(FormField.text("\(name).mail", label: t("agreements.signing.mail"), value: signer?.mail ?? "", kind: .email, hint: t("agreements.signing.mail.hint"), error: error("\(name).mail"), width: .medium, maxLength: 200))\
      \(LanguageField.html("\(name).language", label: t("agreements.field.guestLanguage"), value: signer?.language ?? page.page.agreement.language, hint: t("agreements.field.guestLanguage.hint")))
      """
    ).html
  }

  /// Groups whose kind was left open are nobody.
  static func read(_ form: FormData) -> (plan: BeginSigning.Plan, rows: Int) {
    let rows = min(SigningRules.mostSigners, max(1, form["count"].flatMap { Int($0) } ?? 1))
    var plan = BeginSigning.Plan(isInOrder: form["order"] != "0")
    for index in 0..<rows {
      func typed(_ field: String) -> String { FieldText.trimmed(form["signer.\(index).\(field)"] ?? "") }
      guard let kind = SignerKind(rawValue: typed("kind")) else { continue }
      var signer = PlannedSigner(kind: kind, way: Signer.Way(rawValue: typed("way")) ?? .link)
      signer.accountID = signer.way == .account ? ID<Account>(typed("account"))?.rawValue : nil
      signer.name = signer.way == .account ? "" : typed("name")
      signer.mail = typed("mail")
      signer.language = LanguageField.read(form["signer.\(index).language"], otherwise: .chinese)
      signer.place = plan.signers.count + 1
      plan.signers.append(signer)
    }
    return (plan, rows)
  }
}

/// Bringing a signer's paper, and checking it.
struct PaperCard {
  let page: RoundPage
  let signer: Signer
  let problems: [FieldProblem]
  let typed: FormData?

  private var t: Localizer { page.member.t }
  private var csrf: String { page.member.exchange.csrfToken }
  private func error(_ field: String) -> String? { problems.first { $0.field == field }.map { t($0.message) } }

  var html: HTML {
    let title = t("agreements.signing.paper", ["name": signer.name])
    guard let bringer = signer.scannedBy else { return Card(title, bring).html }
    let file = page.page.scans.first { $0.digest.text == signer.scanDigest }
    let link = Link("\(AgreementLinks.page(signer.agreementID, "attachments").text)")
    let scan: HTML =
      file.map {
        "<ul class=\"files\"><li>\(FileIcon($0.type))\(FileWords($0, to: Link("\(link.text)/\($0.id)"), now: page.member.now, t))</li></ul>"
      } ?? .empty
    if bringer == page.member.actor.accountID {
      return Card(title, "<p>\(t("agreements.scan.waiting.text"))</p>\(scan)").html
    }
    return Card(title, "\(scan)\(check)").html
  }

  private var bring: FormView {
    FormView(
      action: SigningLinks.signer(signer.agreementID, signer.id, "scan"), csrf: csrf, isMultipart: true,
      hasErrors: !problems.isEmpty, t,
      """
      <p class="soft">\(t("agreements.signing.paper.text"))</p>\
      \(FormField.text("signedOn", label: t("agreements.field.signedOn"), value: typed?["signedOn"] ?? "", hint: t("agreements.field.date.hint"), error: error("signedOn"), required: true, width: .short))\
      \(FormField.file("scan", label: t("agreements.scan"), accept: ".pdf,.png,.jpg,.jpeg", hint: t("agreements.scan.hint"), error: error("scan"), required: true))\
      \(UploadProgress(t))\(ButtonBar("\(Button(t("agreements.scan.send"), style: .primary, icon: .upload))"))
      """)
  }

  private var check: FormView {
    let choices = [AgreementAct.confirmed, .rejected].map { act in
      FormField.Choice(act.rawValue, t("agreements.signing.scan.\(act.rawValue)"))
    }
    return FormView(
      action: SigningLinks.signer(signer.agreementID, signer.id, "check"), csrf: csrf, hasErrors: !problems.isEmpty, t,
      """
      <p>\(t("agreements.scan.check.text", ["date": signer.signedOn?.description ?? ""]))</p>\
      \(FormField.radioGroup("decision", label: t("agreements.decision"), choices: choices, value: typed?["decision"], error: error("decision"), required: true))\
      \(FormField.textArea("reason", label: t("agreements.reason"), value: typed?["reason"] ?? "", rows: 2, error: error("reason"), maxLength: Agreement.Limit.reason, t))\
      \(ButtonBar("\(Button(t("agreements.decision.send"), style: .primary))"))
      """)
  }
}
