import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The quarterly joint review of an agreement, and the brief that helps to decide on its renewal.
struct JointReviewRoutes: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let one = "/agreements/{agreement}"
    member.get("\(one)/reviews", needs: .agreementsRead) { try await JointReviewPage.load($0).reply() }
    member.post("\(one)/reviews", needs: .agreementsWrite) { try await plan($0) }
    member.post("\(one)/reviews/{review}", needs: .agreementsWrite) { try await hold($0) }
    member.post("\(one)/tasks/{task}/done", needs: .agreementsWrite) { member in
      let page = try await AgreementPage.load(member)
      try await HoldReview(services).finish(
        try member.exchange.parameter("task", as: ID<ReviewTask>.self), of: page.agreement.id, by: member.actor)
      return .redirect(
        to: AgreementLinks.page(page.agreement.id, "reviews"), flash: .ok("agreements.review.flash.done"))
    }
    member.get("\(one)/brief", needs: .agreementsRead) { try await BriefPage.load($0).reply() }
  }

  private func plan(_ member: Member) async throws -> Reply {
    let page = try await JointReviewPage.load(member)
    do {
      try await PlanReviews(services).plan(
        on: FieldText.trimmed(member.exchange.form["plannedOn"] ?? ""), of: page.page.agreement.id, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: member.exchange.form, problems: invalid.problems)
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.review.problem.quarter"))
    }
    return .redirect(
      to: AgreementLinks.page(page.page.agreement.id, "reviews"), flash: .ok("agreements.review.flash.planned"))
  }

  private func hold(_ member: Member) async throws -> Reply {
    let page = try await JointReviewPage.load(member)
    let form = member.exchange.form
    func typed(_ name: String) -> String { FieldText.trimmed(form[name] ?? "") }
    let record = HoldReview.Record(
      heldOn: typed("heldOn"), people: typed("people"), minutes: typed("minutes"),
      tasks: (0..<JointReviewPage.tasks).map { (typed("task.\($0)"), typed("taskDue.\($0)")) })
    do {
      try await HoldReview(services)(
        record, try member.exchange.parameter("review", as: ID<JointReview>.self), of: page.page.agreement.id,
        by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.review.problem.held"))
    }
    return .redirect(
      to: AgreementLinks.page(page.page.agreement.id, "reviews"), flash: .ok("agreements.review.flash.held"))
  }
}

/// `/agreements/{agreement}/reviews`
struct JointReviewPage {
  let page: AgreementPage
  let reviews: [JointReview]
  let tasks: [ReviewTask]
  let agenda: [Message]

  /// The form has places for so many tasks.
  static let tasks = 3

  private var t: Localizer { page.member.t }

  static func load(_ member: Member) async throws -> JointReviewPage {
    let page = try await AgreementPage.load(member)
    let (agreement, today) = (page.agreement, member.now.day)
    return try await member.services.database.read { connection in
      JointReviewPage(
        page: page, reviews: try JointReviewStore.reviews(of: agreement, on: connection),
        tasks: try JointReviewStore.tasks(of: agreement, on: connection),
        agenda: try ReviewAgenda.points(of: agreement, today: today, on: connection))
    }
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let summary = ErrorSummary(problems.map { .init(field: $0.field, t($0.message)) }, t)
    let planned = reviews.first { $0.heldOn == nil }
    let next: HTML =
      planned.map { self.next($0, typed, problems) }
      ?? "\(EmptyState(icon: .calendar, title: t("agreements.review.none"), text: t("agreements.review.none.text")))\(plan(typed, problems))"
    let held = reviews.filter { $0.heldOn != nil }.map(card)
    return try await page.framed(
      .reviews, status: problems.isEmpty ? 200 : 422, "<div class=\"stack\">\(summary)\(next)\(held)</div>")
  }

  /// Who wants to meet earlier than the quarter asks says when.
  private func plan(_ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let state = page.agreement.state
    guard page.member.actor.may(.agreementsWrite), state == .active || state == .suspended else { return .empty }
    let error = problems.first { $0.field == "plannedOn" }.map { t($0.message) }
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "reviews"), csrf: page.member.exchange.csrfToken,
      guardsChanges: false, hasErrors: error != nil, t,
      """
      \(FormField.text("plannedOn", label: t("agreements.review.plannedOn"), value: typed?["plannedOn"] ?? "", hint: t("agreements.field.date.hint"), error: error, required: true, width: .short))\
      \(ButtonBar("\(Button(t("agreements.review.plan"), icon: .calendar))"))
      """)
    return Card(t("agreements.review.plan"), form).html
  }

  private func points(_ lines: [String]) -> HTML {
    lines.isEmpty
      ? "<p class=\"soft\">\(t("agreements.review.nothing"))</p>"
      : "<ol>\(lines.map { "<li>\($0)</li>" as HTML })</ol>"
  }

  private func next(_ review: JointReview, _ typed: FormData?, _ problems: [FieldProblem]) -> HTML {
    let title = t("agreements.review.next", ["quarter": review.quarter.text])
    let due = DueDate(review.plannedOn, today: page.member.now.day, t)
    let list: HTML = "<h3>\(t("agreements.review.agenda"))</h3>\(points(agenda.map { t($0) }))"
    guard page.member.actor.may(.agreementsWrite) else { return Card(title, actions: due.html, list).html }
    func value(_ name: String) -> String { typed?[name] ?? "" }
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let rows = (0..<Self.tasks).map { index -> HTML in
      """
      \(FormField.text("task.\(index)", label: t("agreements.review.task", ["number": "\(index + 1)"]), value: value("task.\(index)"), error: error("task.\(index)"), maxLength: 120))\
      \(FormField.text("taskDue.\(index)", label: t("agreements.review.taskDue"), value: value("taskDue.\(index)"), hint: t("agreements.field.date.hint"), error: error("taskDue.\(index)"), width: .short))
      """
    }
    let form = FormView(
      action: AgreementLinks.page(page.agreement.id, "reviews/\(review.id)"), csrf: page.member.exchange.csrfToken,
      hasErrors: !problems.isEmpty, t,
      """
      \(FormField.text("heldOn", label: t("agreements.review.heldOn"), value: value("heldOn"), hint: t("agreements.field.date.hint"), error: error("heldOn"), required: true, width: .short))\
      \(FormField.text("people", label: t("agreements.review.people"), value: value("people"), hint: t("agreements.review.people.hint"), error: error("people"), maxLength: 300))\
      \(FormField.textArea("minutes", label: t("agreements.review.minutes"), value: value("minutes"), rows: 5, error: error("minutes"), required: true, maxLength: 4000, t))\
      \(FieldGroup(t("agreements.review.tasks"), isPaired: true, rows.joined()))\
      \(ButtonBar("\(Button(t("agreements.review.hold"), style: .primary))"))
      """)
    return Card(title, actions: due.html, "\(list)\(form)").html
  }

  private func card(_ review: JointReview) -> HTML {
    let own = tasks.filter { $0.reviewID == review.id }.map { task -> HTML in
      let done: HTML =
        task.doneOn == nil && page.member.actor.may(.agreementsWrite)
        ? PostButton(
          t("agreements.review.done"), to: AgreementLinks.page(page.agreement.id, "tasks/\(task.id)/done"),
          csrf: page.member.exchange.csrfToken, icon: .check, isSmall: true
        ).html : "\(task.doneOn?.description ?? "")"
      return """
        <tr><td>\(task.subject)</td><td>\(task.ownerName)</td><td>\(task.dueOn?.description ?? "")</td><td>\(done)</td></tr>
        """
    }
    let list: HTML = own.isEmpty ? .empty : "<table class=\"plain\"><tbody>\(own)</tbody></table>"
    let agenda = review.agenda.split(separator: "\n").map(String.init)
    return Card(
      t("agreements.review.held", ["quarter": review.quarter.text, "date": review.heldOn?.description ?? ""]),
      """
      <p class="soft">\([review.people, review.recorder].filter { !$0.isEmpty }.joined(separator: " · "))</p>\
      <h3>\(t("agreements.review.agenda"))</h3>\(points(agenda))\
      <h3>\(t("agreements.review.minutes"))</h3>\(ClauseWords.paragraphs(review.minutes))\(list)
      """
    ).html
  }
}

/// `/agreements/{agreement}/brief`: what was kept and what it brought, before somebody decides on a renewal.
struct BriefPage {
  let page: AgreementPage
  let counts: HealthScore.Counts
  let lines: [Line]
  let reviews: Int

  /// One obligation over the whole term.
  struct Line: Sendable {
    let obligation: Obligation
    let due: Int
    let met: Int
    let done: Double
    let target: Double?
  }

  static func load(_ member: Member) async throws -> BriefPage {
    let page = try await AgreementPage.load(member)
    let (agreement, today) = (page.agreement, member.now.day)
    return try await member.services.database.read { connection in
      let dues = try ObligationStore.dues(of: agreement, on: connection).filter { $0.state != .cancelled }
      let lines = Dictionary(grouping: dues, by: \.obligation.id).values.compactMap { dues -> Line? in
        guard let obligation = dues.first?.obligation else { return nil }
        let past = dues.filter { $0.dueOn <= today || $0.state == .met }
        return Line(
          obligation: obligation, due: past.count, met: past.count { $0.state == .met },
          done: dues.reduce(0) { $0 + $1.done }, target: obligation.target.map { $0 * Double(past.count) })
      }
      return BriefPage(
        page: page, counts: try ObligationStore.counts(of: agreement, today: today, on: connection),
        lines: lines.sorted { $0.obligation.id.rawValue < $1.obligation.id.rawValue },
        reviews: try JointReviewStore.reviews(of: agreement, on: connection).count { $0.heldOn != nil })
    }
  }

  func reply() async throws -> Reply {
    let (t, agreement) = (page.member.t, page.agreement)
    let score = HealthScore(counts)
    let tiles = StatRow([
      StatTile(t("agreements.health"), "\(score.points)", unit: t("agreements.brief.points")),
      StatTile(
        t("agreements.brief.met"), "\(counts.met)", of: "\(counts.due)",
        link: AgreementLinks.page(agreement.id, "obligations")),
      StatTile(t("agreements.brief.overdue"), "\(counts.overdue)", tone: counts.overdue == 0 ? .ok : .bad),
      StatTile(
        t("agreements.brief.reviews"), "\(reviews)", link: AgreementLinks.page(agreement.id, "reviews")),
    ])
    let table = DataTable(
      caption: t("agreements.brief.brought"),
      columns: [
        .init("what", t("agreements.duty.subject"), phone: .title), .init("who", t("agreements.duty.debtor")),
        .init("met", t("agreements.brief.met"), alignment: .end),
        .init("done", t("agreements.brief.done"), alignment: .end),
      ],
      rows: lines.map { line in
        let measure = t(line.obligation.measure.label)
        let target = line.target.map { " / \(NumberWords.plain($0))" } ?? ""
        return DataTable.Row(
          id: "\(line.obligation.id)", name: line.obligation.subject,
          [
            .text(line.obligation.subject), .text(t(line.obligation.debtor.label)), .text("\(line.met)/\(line.due)"),
            .text("\(NumberWords.plain(line.done))\(target) \(measure)"),
          ])
      }, empty: EmptyState(icon: .clock, title: t("agreements.obligation.none")), id: "brief", t)
    let advice = Alert(
      score.level == .good ? .ok : .warning, title: t("agreements.brief.level.\(score.level.rawValue)"))
    let renew: HTML =
      page.member.actor.may(.agreementsWrite) && DraftAgreement.allows(agreement, .renewal, annex: 0)
      ? PostButton(
        t("agreements.follow.renewal"), to: AgreementLinks.page(agreement.id, "follow"),
        csrf: page.member.exchange.csrfToken, style: .primary, icon: .agreement,
        fields: [("relation", "renewal"), ("annex", "0")]
      ).html : .empty
    return try await page.framed(
      .brief,
      """
      <div class="stack"><p>\(t("agreements.brief.intro", ["term": AgreementWords(t: t).term(agreement.startOn, agreement.endOn)]))</p>\
      \(advice)\(tiles)\(table)<div class="actions screen-only">\(renew)</div></div>
      """)
  }
}
