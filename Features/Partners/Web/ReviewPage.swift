import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/{partner}/reviews/{review}`: where a review stands, what it says, and who may do what now.
struct ReviewPage {
  let member: Member
  let partner: Partner
  let review: QualificationReview
  let steps: [ReviewStep]
  let files: [Activity.Attachment]
  private let waiting: [WaitingEntry]

  var words: ReviewWords { ReviewWords(t: member.t) }
  private var today: CivilDate { member.now.day }

  /// - Throws: `WebError.notFound` when partner or review are not in sight.
  static func load(_ member: Member) async throws -> ReviewPage {
    let partnership = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let id = try member.exchange.parameter("review", as: ID<QualificationReview>.self)
    let scope = member.actor.scope
    let page = try await member.services.database.read { connection -> ReviewPage? in
      guard let partner = try PartnershipStore.partner(partnership, in: scope, on: connection),
        let review = try ReviewStore.review(id, of: partner.partnership, on: connection)
      else { return nil }
      return ReviewPage(
        member: member, partner: partner, review: review, steps: try ReviewStore.steps(of: review, on: connection),
        files: try AttachmentStore.attachments(
          of: .review(review, partner), school: review.schoolID, on: connection),
        waiting: review.state.isOpen
          ? try InboxStore.open(.partner(partner.partnership, partner.enterprise), on: connection)
            .filter { $0.entry.step == ReviewInbox.step } : [])
    }
    guard let page else { throw WebError.notFound }
    return page
  }

  func files(_ slot: String) -> [Activity.Attachment] { files.filter { $0.slot == slot } }

  /// - Parameters:
  ///   - typed: the decision that was sent and is wrong.
  ///   - notice: what to say above everything, with the status of the answer.
  func reply(
    typed: FormData? = nil, problems: [FieldProblem] = [], notice: HTML = .empty, status: Int? = nil
  ) async throws -> Reply {
    let t = member.t
    let name = partner.enterprise.name
    let forms = ReviewDecisionForm(page: self, typed: typed, problems: problems)
    let content: HTML = """
      \(notice)\(progress)\(actors)\(why)\
      <div class="columns"><div class="stack">\(forms.html)\(checklist)\(inspection)</div>\
      <div class="stack">\(facts)\(Card(t("partners.review.story"), words.timeline(steps, now: member.now)))</div></div>
      """
    return try await member.page(
      PageContent(
        title: t("partners.review.title", ["name": name]),
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(name, PartnerLinks.show(partner.partnership.id)),
          Crumb(t("partners.tab.reviews"), ReviewLinks.list(of: partner.partnership.id)),
          Crumb(review.createdAt.day.description),
        ], titleNote: words.badge(review, today: today).html, actions: actions,
        status: status ?? (problems.isEmpty ? 200 : 422), content: content))
  }

  // MARK: Head

  private var progress: HTML {
    let t = member.t
    func note(_ act: ReviewAct) -> String? {
      steps.first { $0.act == act }.map { step in
        [step.person, step.at.day.description].filter { !$0.isEmpty }.joined(separator: " · ")
      }
    }
    let until = review.dueOn.map { t("partners.review.until", ["date": $0.description]) }
    let state = review.state
    let isEndorsed = state == .office || !state.isOpen
    var line: [Steps.Step] = [
      Steps.Step(
        t("partners.review.way.fill"), state == .draft ? .current : state == .returned ? .problem : .done,
        note: state.isEditable ? until : note(.submitted))
    ]
    // A review that went straight to the office had no department to pass.
    if state == .department || steps.contains(where: { $0.act == .endorsed })
      || (state.isEditable && partner.partnership.departmentID != nil)
    {
      line.append(
        Steps.Step(
          t("partners.review.way.department"), state == .department ? .current : isEndorsed ? .done : .upcoming,
          note: state == .department ? until : isEndorsed ? note(.endorsed) : nil))
    }
    line.append(
      Steps.Step(
        t("partners.review.way.office"), state == .office ? .current : state.isOpen ? .upcoming : .done,
        note: state == .office ? until : note(.approved) ?? note(.refused)))
    line.append(
      Steps.Step(
        t(state == .refused ? "partners.review.way.refused" : "partners.review.way.valid"),
        state == .refused ? .problem : state == .approved ? .done : .upcoming,
        note: review.validUntil.map { t("partners.review.validUntil", ["date": $0.description]) }))
    return Steps(t("partners.review.way"), line).html
  }

  /// Why it came back or was refused, with what to mend.
  private var why: HTML {
    let t = member.t
    guard !review.reason.isEmpty, [.returned, .refused, .approved].contains(review.state) else { return .empty }
    let mend: HTML =
      review.mend.isEmpty
      ? .empty : "<ul>\(review.mend.map { "<li>\(words.label(of: $0))</li>" as HTML })</ul>"
    let tone: Tone = review.state == .approved ? .info : review.state == .returned ? .warning : .bad
    return Alert(
      tone, title: t("partners.review.why.\(review.state.rawValue)"), "\(ReviewWords.lines(review.reason))\(mend)"
    ).html
  }

  private var actions: HTML {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let sheet = PrintRoutes.button("partners.document.review", PrintRoutes.sheet(of: review), member)
    guard member.actor.may(.reviewsWrite) else { return sheet }
    switch review.state {
    case .draft, .returned:
      let discard: HTML =
        review.submittedAt == nil
        ? PostButton(
          t("partners.review.discard"), to: ReviewLinks.discard(review), csrf: csrf, style: .quiet, icon: .trash,
          fields: [("version", "\(review.version)")], confirm: t("partners.review.discard.confirm")
        ).html : .empty
      return sheet + discard
        + LinkButton(
          t(review.state == .draft ? "partners.review.fill" : "partners.review.mend"), to: ReviewLinks.edit(review),
          style: .primary, icon: .edit
        ).html
    case .department, .office:
      return sheet
        + PostButton(
          t("partners.review.withdraw"), to: ReviewLinks.withdraw(review), csrf: csrf, icon: .undo,
          fields: [("version", "\(review.version)")], confirm: t("partners.review.withdraw.confirm")
        ).html
    case .approved, .refused: return sheet
    }
  }

  private var actors: HTML {
    let cards = waiting.map { entry -> HTML in
      let isMine = WaitingCard.isMine(entry, member.actor)
      let act: HTML =
        isMine && review.state.isEditable
        ? LinkButton(member.t("partners.review.mend"), to: ReviewLinks.edit(review), isSmall: true).html : .empty
      return WaitingCard(waiting: entry, actor: member.actor, today: today, actions: act, t: member.t).html
    }
    return cards.joined()
  }

  private var facts: HTML {
    let t = member.t
    func person(_ person: QualificationReview.Person?, _ at: Instant?) -> String {
      [person?.name, at?.minuteText].compactMap(\.self).joined(separator: " · ")
    }
    var items: [DescriptionList.Item] = [
      .text(t("partners.review.createdBy"), person(review.createdBy, review.createdAt)),
      .text(t("partners.review.submittedBy"), person(review.submittedBy, review.submittedAt)),
      .text(t("partners.review.decidedBy"), person(review.decidedBy, review.decidedAt)),
      .text(t("partners.review.validity"), review.validUntil?.description),
    ]
    if let renews = review.renews {
      let old = Link("\(ReviewLinks.list(of: review.partnershipID).text)/\(renews)")
      items.append(
        DescriptionList.Item(t("partners.review.renews"), "<a href=\"\(old)\">\(t("partners.review.renews.link"))</a>"))
    }
    return Card(t("partners.review.facts"), DescriptionList(items)).html
  }

  // MARK: Answers

  private func evidence(_ slot: String) -> HTML {
    let links = files(slot).map { file -> HTML in
      "<li><a href=\"\(ReviewLinks.file(review, file.id))\" download=\"\">\(file.name)</a></li>"
    }
    return links.isEmpty ? HTML.dash : "<ul class=\"evidence\">\(links)</ul>"
  }

  private var checklist: HTML {
    let t = member.t
    let answers = review.answers
    let rows = ReviewItem.allCases.enumerated().map { index, item -> DataTable.Row in
      let dated: String =
        switch item {
        case .credit where !answers.creditCheckedOn.isEmpty:
          t("partners.review.checkedOn", ["date": answers.creditCheckedOn])
        case .safety where !answers.lastViolationOn.isEmpty:
          t("partners.review.violationOn", ["date": answers.lastViolationOn])
        default: ""
        }
      let note = [dated, answers.items[item]?.note ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
      return DataTable.Row(
        id: item.rawValue, name: t(item.label),
        [
          .text("\(index + 1). \(t(item.label))", second: t("\(item.label).rule")),
          DataTable.Cell(words.finding(answers.items[item])),
          DataTable.Cell(note.isEmpty ? HTML.dash : ReviewWords.lines(note)), DataTable.Cell(evidence(item.field)),
        ])
    }
    let table = DataTable(
      caption: t("partners.review.checklist"),
      columns: [
        DataTable.Column("item", t("partners.review.column.item"), phone: .title),
        DataTable.Column("finding", t("partners.review.column.finding"), isNarrow: true),
        DataTable.Column("note", t("partners.review.column.note")),
        DataTable.Column("files", t("partners.review.column.files")),
      ], rows: rows, empty: EmptyState(title: ""), id: "checklist", t)
    return Card(t("partners.review.checklist"), isFlush: true, table).html
  }

  private var inspection: HTML {
    let t = member.t
    let answers = review.answers
    let rows = InspectionItem.allCases.enumerated().map { index, item in
      DataTable.Row(
        id: item.rawValue, name: t(item.label),
        [
          .text("\(index + 1). \(t(item.label))"), DataTable.Cell(words.finding(answers.inspection[item])),
          DataTable.Cell(
            (answers.inspection[item]?.note).map { $0.isEmpty ? HTML.dash : ReviewWords.lines($0) } ?? .dash),
        ])
    }
    let table = DataTable(
      caption: t("partners.review.inspection"),
      columns: [
        DataTable.Column("item", t("partners.review.column.item"), phone: .title),
        DataTable.Column("finding", t("partners.review.column.finding"), isNarrow: true),
        DataTable.Column("note", t("partners.review.column.note")),
      ], rows: rows, empty: EmptyState(title: ""), id: "inspection", t)
    let facts = DescriptionList([
      .text(t("partners.review.field.inspectedOn"), answers.inspectedOn),
      .text(t("partners.review.field.inspectors"), answers.inspectors),
      DescriptionList.Item(t("partners.review.column.report"), evidence(InspectionItem.slot), isWide: true),
      DescriptionList.Item(
        t("partners.review.field.conclusion"),
        answers.conclusion.isEmpty ? HTML.dash : ReviewWords.lines(answers.conclusion), isWide: true),
    ])
    return Card(t("partners.review.inspection"), facts).html
      + Card(t("partners.review.inspection.items"), isFlush: true, table).html
  }
}
