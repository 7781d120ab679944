import Localization
import Organizations
import Values
import Views
import Web

/// What both sides say to clauses, below each of them.
struct AgreementTalk {
  let page: AgreementPage

  private var t: Localizer { page.member.t }

  /// Below one clause.
  func beside(_ clause: RenderedClause) -> HTML {
    let own = page.comments.filter { $0.clause == clause.key }
    let form: HTML = page.agreement.state == .negotiation ? add(clause.key, t("agreements.talk.toClause")) : .empty
    return "\(list(own))\(form)"
  }

  /// What is said to the text as a whole, and to clauses that are gone.
  var whole: HTML {
    let shown = Set(page.clauses.map(\.key))
    let own = page.comments.filter { !shown.contains($0.clause) }
    let isOpen = page.agreement.state == .negotiation
    guard isOpen || !own.isEmpty else { return .empty }
    return Card(t("agreements.talk"), "\(list(own))\(isOpen ? add("", t("agreements.talk.toWhole")) : .empty)").html
  }

  private func list(_ comments: [ClauseComment]) -> HTML {
    guard !comments.isEmpty else { return .empty }
    return Timeline(
      comments.reversed().map { comment in
        let side = Badge(comment.side == .enterprise ? .brand : .neutral, t(comment.side.label))
        let state: HTML =
          comment.settledAt == nil
          ? settle(comment)
          : "<p class=\"soft\">\(t("agreements.talk.settled", ["name": comment.settledBy, "date": comment.settledAt?.day.description ?? ""]))</p>"
        return Timeline.Entry(
          at: comment.at, who: comment.person, side.html,
          detail: "\(ClauseWords.paragraphs(comment.body))\(state)", icon: .edit,
          tone: comment.settledAt == nil ? .warning : .neutral)
      }, now: page.member.now, t
    ).html
  }

  private func settle(_ comment: ClauseComment) -> HTML {
    guard page.member.actor.may(.agreementsWrite), page.agreement.state.isUnderWay else { return .empty }
    return PostButton(
      t("agreements.talk.settle"),
      to: Link("\(AgreementLinks.page(page.agreement.id, "comments").text)/\(comment.id)/settle"),
      csrf: page.member.exchange.csrfToken, style: .quiet, icon: .check, isSmall: true
    ).html
  }

  private func add(_ clause: String, _ label: String) -> HTML {
    guard page.member.actor.may(.agreementsWrite) else { return .empty }
    let sides = ClauseComment.Side.allCases.map { FormField.Choice($0.rawValue, t($0.label)) }
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "comments"), csrf: page.member.exchange.csrfToken, t,
      """
      \(FormField.hidden("clause", clause))\
      \(FormField.select("side.\(clause)", label: t("agreements.talk.side"), choices: sides, value: "school", hint: t("agreements.talk.side.hint"), required: true))\
      \(FormField.textArea("body.\(clause)", label: t("agreements.talk.body"), rows: 2, maxLength: Agreement.Limit.comment, t))\
      \(ButtonBar("\(Button(t("agreements.talk.send"), isSmall: true))"))
      """)
    return """
      <details class="screen-only"><summary class="disclosure">\(Icon.chevronRight)\(label)</summary>\(form)</details>
      """
  }
}
