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

/// What a signer sees: the whole text, and one thing to do. The same by link and signed in.
struct SignerPage {
  let signer: Signer
  let round: SigningRound
  let dossier: AgreementDossier
  let school: String
  let clauses: [RenderedClause]
  let signers: [Signer]
  let document: FrozenDocument?

  /// Where it stands and who reads.
  struct Place {
    let page: Link
    let csrf: String
    let t: Localizer
    let now: Instant
  }

  /// - Returns: `nil` when the signer is somebody else.
  static func load(_ id: ID<Signer>, as who: Signatory, _ services: Services) async throws -> SignerPage? {
    try await services.database.read { connection in
      let store = SigningStore(services.sealer)
      guard let signer = try store.signer(id, on: connection), who.isSigner(signer),
        let round = try SigningStore.round(signer.roundID, on: connection),
        let agreement = try AgreementStore.agreement(
          signer.agreementID, in: .school(signer.schoolID), on: connection),
        let dossier = try AgreementDossier.of(
          agreement, today: services.now.day, services.catalogue, on: connection)
      else { return nil }
      return SignerPage(
        signer: signer, round: round, dossier: dossier,
        school: try SchoolStore.school(signer.schoolID, on: connection)?.name ?? "",
        clauses: try AgreementStoryStore.sent(agreement, on: connection)?.clauses ?? [],
        signers: try store.signers(of: round, on: connection),
        document: try SigningStore.document(of: round, on: connection))
    }
  }

  var refusal: SigningRefusal? { SigningRefusal(signer, in: round) }
  /// What was called off or refused is not shown any more.
  var showsText: Bool { round.state == .open || round.state == .complete }

  // MARK: Page

  /// - Parameters:
  ///   - typed: what came and is not yet right.
  ///   - sent: where a code has just gone, masked.
  func content(
    at place: Place, typed: FormData? = nil, problems: [FieldProblem] = [], sent: String? = nil, status: Int? = nil
  ) -> PageContent {
    let t = place.t
    let form: HTML =
      refusal.map { self.answered($0, t) }
      ?? "\(SignerForm(page: self, place: place, typed: typed, problems: problems, sent: sent).html)"
    let summary = ErrorSummary(
      problems.map { .init(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t)
    let text: HTML =
      showsText
      ? Card(
        t("agreements.signing.text"),
        actions: LinkButton(
          t("agreements.signing.document"), to: Link("\(place.page.text)/document"), icon: .file, isSmall: true
        ).html, ClauseWords.html(clauses, annexes: dossier.agreement.text.annexes, in: dossier.agreement.language, t)
      ).html : .empty
    return PageContent(
      title: dossier.agreement.title, status: status ?? (problems.isEmpty ? 200 : 422),
      content: "<div class=\"stack\">\(summary)\(facts(t))\(text)\(form)</div>")
  }

  private func facts(_ t: Localizer) -> HTML {
    let agreement = dossier.agreement
    let states = signers.filter(\.counts).map { other -> HTML in
      "\(other.name) \(SigningWords.badge(other, t)) "
    }
    return Card(
      t("agreements.signing.facts"),
      DescriptionList([
        .text(t("agreements.document.schoolSide"), school),
        .text(t("agreements.document.enterpriseSide"), dossier.partner.enterprise.name),
        .text(t("agreements.field.number"), agreement.number),
        .text(t("agreements.field.term"), AgreementWords(t: t).term(agreement.startOn, agreement.endOn)),
        .text(
          t("agreements.signing.you"), t("agreements.signing.as", ["name": signer.name, "kind": t(signer.kind.label)])),
        .init(t("agreements.signing.signers"), states.joined(), isWide: true),
      ])
    ).html
  }

  private func answered(_ refusal: SigningRefusal, _ t: Localizer) -> HTML {
    var links: HTML = .empty
    if round.state == .complete {
      links += LinkButton(t("agreements.signing.verify"), to: SigningLinks.verify(round.code), icon: .shield).html
    }
    let tone: Tone = refusal == .signed ? .ok : refusal == .notYet ? .info : .warning
    return
      "\(Alert(tone, title: t(refusal.message)))\(links.isEmpty ? .empty : "<div class=\"actions\">\(links)</div>" as HTML)"
  }

  /// The document that was signed, or the one that is to be.
  func file(_ services: Services) throws -> Reply {
    guard showsText, let digest = FileDigest(document?.digest ?? round.textDigest) else { throw WebError.notFound }
    return .file(
      at: services.files.path(of: digest), contentType: FileType.pdf.mediaType,
      fileName: "\(dossier.agreement.title).pdf", inline: true, tag: digest.text)
  }
}

/// Code, name or strokes, and the ways out.
struct SignerForm {
  let page: SignerPage
  let place: SignerPage.Place
  let typed: FormData?
  let problems: [FieldProblem]
  let sent: String?

  private var t: Localizer { place.t }
  private func value(_ name: String) -> String { typed?[name] ?? "" }
  private func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }

  var html: HTML { "\(sign)\(ways)" }

  private var sign: HTML {
    let note: HTML =
      sent.map { Alert(.info, title: t("agreements.signing.code.sent", ["mail": $0])).html } ?? .empty
    let code = FormField.text(
      "code", label: t("agreements.signing.code"), value: value("code"), kind: .code,
      hint: t("agreements.signing.code.hint"), error: error("code"), width: .short, autocomplete: "one-time-code",
      maxLength: 12)
    let send = Button(
      t("agreements.signing.code.send"), icon: .mail, name: "act", value: "code", isSmall: true)
    let form = FormView(
      action: Link("\(place.page.text)/sign"), csrf: place.csrf, guardsChanges: false, hasErrors: !problems.isEmpty, t,
      """
      \(note)\
      \(FormField.checkbox("hasRead", label: t("agreements.signing.read"), isOn: value("hasRead") == "1", error: error("hasRead"), required: true))\
      \(FormField.text("name", label: t("agreements.signing.name"), value: value("name"), hint: t("agreements.signing.name.hint", ["name": page.signer.name]), error: error("name"), required: true, width: .medium, autocomplete: "name", maxLength: 60))\
      \(pad)\(code)<p>\(send)</p>\
      \(ButtonBar(note: t("agreements.signing.sign.note"), Button(t("agreements.signing.sign"), style: .primary, icon: .edit, name: "act", value: "sign").html))
      """)
    return Card(t("agreements.signing.sign.title"), id: "sign", form).html
  }

  /// A place to draw where scripts run; the typed name is enough.
  private var pad: HTML {
    let message: HTML = error("drawing").map { Alert(.bad, title: $0).html } ?? .empty
    let (width, height) = (SignatureDrawing.width, SignatureDrawing.height)
    return """
      <div class="needs-js" data-draw="">\(message)<p class="soft">\(t("agreements.signing.draw"))</p>\
      <svg viewBox="0 0 \(width) \(height)" width="100%" role="img" aria-label="\(t("agreements.signing.draw"))">\
      <rect x="1" y="1" width="\(width - 2)" height="\(height - 2)" rx="8" fill="#fff" stroke="#8a8f98" stroke-width="2"/>\
      <path d="\(value("drawing"))" fill="none" stroke="#111" stroke-width="4" stroke-linecap="round" \
      stroke-linejoin="round"/></svg><input type="hidden" name="drawing" value="\(value("drawing"))"/>\
      <p><button type="button" class="button quiet small" data-draw-clear="">\(t("agreements.signing.draw.clear"))</button></p></div>
      """
  }

  private var ways: HTML {
    let forward = FormView(
      action: Link("\(place.page.text)/forward"), csrf: place.csrf, guardsChanges: false, t,
      """
      <p class="soft">\(t("agreements.signing.forward.text"))</p>\
      \(FormField.text("forward.name", label: t("agreements.signing.forward.name"), value: value("forward.name"), error: error("forward.name"), required: true, width: .medium, maxLength: 40))\
      \(FormField.text("forward.mail", label: t("agreements.signing.forward.mail"), value: value("forward.mail"), kind: .email, error: error("forward.mail"), required: true, width: .medium, maxLength: 200))\
      \(LanguageField.html("forward.language", label: t("agreements.field.guestLanguage"), value: LanguageField.read(typed?["forward.language"], otherwise: t.language), hint: t("agreements.field.guestLanguage.hint")))\
      \(ButtonBar("\(Button(t("agreements.signing.forward.send"), icon: .mail))"))
      """)
    let refuse = FormView(
      action: Link("\(place.page.text)/refuse"), csrf: place.csrf, guardsChanges: false, t,
      """
      <p class="soft">\(t("agreements.signing.refuse.text"))</p>\
      \(FormField.textArea("reason", label: t("agreements.reason"), value: value("reason"), rows: 3, error: error("reason"), required: true, maxLength: Agreement.Limit.reason, t))\
      \(ButtonBar("\(Button(t("agreements.signing.refuse.send"), style: .danger))"))
      """)
    func folded(_ title: String, _ form: FormView, _ fields: Set<String>) -> HTML {
      let isOpen = problems.contains { fields.contains($0.field) }
      return """
        <details class="screen-only"\(if: isOpen, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\(title)\
        </summary>\(form)</details>
        """
    }
    return Card(
      t("agreements.signing.otherwise"),
      folded(t("agreements.signing.forward"), forward, ["forward.name", "forward.mail"])
        + folded(t("agreements.signing.refuse"), refuse, ["reason"])
    ).html
  }
}

/// How signing is spoken of on pages.
enum SigningWords {
  static func badge(_ signer: Signer, _ t: Localizer) -> Badge {
    let tone: Tone =
      switch signer.state {
      case .signed: .ok
      case .asked: .info
      case .refused: .bad
      case .waiting, .forwarded, .cancelled: .neutral
      }
    return Badge(tone, t(signer.state.label))
  }

  static func trace(_ events: [SigningEvent], now: Instant, _ t: Localizer) -> Timeline {
    Timeline(
      events.reversed().map { event in
        let words = [event.address, event.note].filter { !$0.isEmpty }.joined(separator: " · ")
        return Timeline.Entry(
          at: event.at, who: event.name.isEmpty ? nil : event.name, HTML.text(t(event.act.label)),
          detail: words.isEmpty ? .empty : ClauseWords.paragraphs(words), icon: icon(event.act), tone: tone(event.act))
      }, now: now, t)
  }

  private static func icon(_ act: SigningEvent.Act) -> Icon {
    switch act {
    case .asked, .reminded, .codeSent: .mail
    case .opened: .eye
    case .signed, .codeRight, .complete: .check
    case .refused, .recalled, .scanRejected, .codeWrong: .close
    case .forwarded: .user
    case .scanned: .upload
    case .begun, .frozen: .file
    }
  }

  private static func tone(_ act: SigningEvent.Act) -> Tone {
    switch act {
    case .signed, .complete, .frozen: .ok
    case .refused, .recalled, .scanRejected: .warning
    default: .neutral
    }
  }
}
