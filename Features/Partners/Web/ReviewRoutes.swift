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

/// Filling in, reading and deciding qualification reviews.
struct ReviewRoutes {
  let services: Services

  private static let limits = UploadLimits(
    files: 60, fileBytes: AttachmentRules.policy.limit, totalBytes: 4 * AttachmentRules.policy.limit, fields: 200)

  func add(to member: inout MemberRoutes) {
    member.get("/partners/reviews", needs: .partnersRead) { try await ReviewListPage(member: $0).reply() }
    member.get("/partners/{partner}/reviews", needs: .partnersRead) { member in
      try await PartnerPage.load(member).reply(.reviews)
    }
    member.post("/partners/{partner}/reviews", needs: .reviewsWrite) { try await start($0) }
    member.get("/partners/{partner}/reviews/{review}", needs: .partnersRead) { member in
      try await ReviewPage.load(member).reply()
    }
    member.get("/partners/{partner}/reviews/{review}/files/{file}", needs: .partnersRead) { member in
      let page = try await ReviewPage.load(member)
      let id = try member.exchange.parameter("file", as: ID<Activity.Attachment>.self)
      guard let file = page.files.first(where: { $0.id == id }) else { throw WebError.notFound }
      return AttachmentRoutes.download(file, member)
    }
    member.get("/partners/{partner}/reviews/{review}/edit", needs: .reviewsWrite) { try await edit($0) }
    member.post(
      "/partners/{partner}/reviews/{review}/edit", needs: .reviewsWrite, body: .multipart(Self.limits)
    ) { try await save($0) }
    member.post("/partners/{partner}/reviews/{review}/endorse", needs: .reviewsEndorse) { member in
      try await decide(member, among: [.endorsed, .returned])
    }
    member.post("/partners/{partner}/reviews/{review}/decide", needs: .reviewsDecide) { member in
      try await decide(member, among: [.approved, .returned, .refused])
    }
    member.post("/partners/{partner}/reviews/{review}/withdraw", needs: .reviewsWrite) { member in
      try await act(member) { page, version in
        try await MoveReview(services)(
          .withdrawn, page.review.id, of: page.partner.partnership.id, version: version, by: member.actor)
        return .redirect(to: ReviewLinks.show(page.review), flash: .ok("partners.review.flash.withdrawn"))
      }
    }
    member.post("/partners/{partner}/reviews/{review}/discard", needs: .reviewsWrite) { member in
      try await act(member) { page, version in
        try await DiscardReview(services)(
          page.review.id, of: page.partner.partnership.id, version: version, by: member.actor)
        return .redirect(
          to: ReviewLinks.list(of: page.partner.partnership.id), flash: .ok("partners.review.flash.discarded"))
      }
    }
  }

  private func start(_ member: Member) async throws -> Reply {
    let partnership = try await PartnerPage.load(member).partner.partnership.id
    switch try await StartReview(services)(of: partnership, by: member.actor) {
    case .started(let id):
      return .redirect(to: Link("\(ReviewLinks.list(of: partnership).text)/\(id)/edit"))
    case .open(let id):
      return .redirect(
        to: Link("\(ReviewLinks.list(of: partnership).text)/\(id)"), flash: .bad("partners.review.flash.open"))
    }
  }

  // MARK: Filling in

  private func edit(_ member: Member) async throws -> Reply {
    let page = try await ReviewPage.load(member)
    guard page.review.state.isEditable else {
      return .redirect(to: ReviewLinks.show(page.review), flash: .bad("partners.review.flash.closed"))
    }
    guard member.exchange.query["check"] == "1" else { return try await ReviewFormPage(page).reply() }
    return try await ReviewFormPage(page, problems: missing(page)).reply(status: 200)
  }

  private func missing(_ page: ReviewPage) -> [FieldProblem] {
    ReviewRules.missing(
      page.review.answers, evidence: Set(page.files.map(\.slot)), today: page.member.now.day)
  }

  private func save(_ member: Member) async throws -> Reply {
    let page = try await ReviewPage.load(member)
    let upload = try await member.exchange.upload()
    let (form, answers) = (upload.form, ReviewAnswers(upload.form))
    guard answers.tooLong.isEmpty else {
      if member.exchange.wantsJSON { throw WebError.unprocessable(answers.tooLong) }
      return try await ReviewFormPage(page, answers: answers, problems: answers.tooLong).reply()
    }
    let slots = Set(ReviewItem.allCases.map(\.field) + [InspectionItem.slot])
    func slot(_ field: String) -> String { field.hasSuffix(".files") ? String(field.dropLast(6)) : "" }
    let act = form["act"] ?? "save"
    do {
      let received = try await KeepAttachments(services).receive(
        upload.files.filter { slots.contains(slot($0.field)) }, slot: slot)
      let version = form["version"].flatMap { Int($0) } ?? 0
      let problems = try await SaveReview(services)(
        answers, received: received, removing: act.hasPrefix("remove:") ? ID(act.dropFirst(7)) : nil,
        of: page.review.id, partnership: page.partner.partnership.id, version: version, by: member.actor)
      if act == "submit", problems.isEmpty {
        try await MoveReview(services)(
          .submitted, page.review.id, of: page.partner.partnership.id, version: version + 1, by: member.actor)
        return AttachmentRoutes.done(ReviewLinks.show(page.review), .ok("partners.review.flash.submitted"), member)
      }
      return try await saved(page, problems)
    } catch let invalid as Invalid {
      // Everything is saved; what is missing is said.
      if member.exchange.wantsJSON {
        let link = ReviewLinks.edit(page.review).with([("check", "1")])
        return AttachmentRoutes.done(
          link, .bad("partners.review.flash.incomplete", ["count": "\(invalid.problems.count)"]), member)
      }
      return try await ReviewFormPage(try await ReviewPage.load(member), problems: invalid.problems).reply()
    } catch ReviewError.stale {
      return try await stale(member, answers)
    } catch ReviewError.state {
      return try await stale(member, answers)
    }
  }

  private func saved(_ page: ReviewPage, _ problems: [FieldProblem]) async throws -> Reply {
    let member = page.member
    let link = ReviewLinks.edit(page.review)
    guard let first = problems.first else {
      return AttachmentRoutes.done(link, .ok("partners.review.flash.saved"), member)
    }
    if member.exchange.wantsJSON { return AttachmentRoutes.done(link, FlashMessage(.bad, first.message), member) }
    return try await ReviewFormPage(try await ReviewPage.load(member), problems: problems).reply()
  }

  /// Somebody changed the review while it was filled in: what was typed is shown with who did what.
  private func stale(_ member: Member, _ typed: ReviewAnswers) async throws -> Reply {
    let page = try await ReviewPage.load(member)
    let t = member.t
    guard page.review.state.isEditable else {
      throw WebError.conflict(Message("partners.review.flash.closed"))
    }
    if member.exchange.wantsJSON { throw WebError.conflict(Message("partners.review.stale.text")) }
    let notice = Alert(
      .warning, title: t("partners.review.stale"),
      """
      <p>\(t("partners.review.stale.text"))</p>\
      <p><a href="\(ReviewLinks.show(page.review))" target="_blank">\(t("partners.review.stale.look"))</a></p>
      """)
    return try await ReviewFormPage(page, answers: typed).reply(status: 409, notice: notice.html)
  }

  // MARK: Deciding

  private func decide(_ member: Member, among acts: Set<ReviewAct>) async throws -> Reply {
    let form = member.exchange.form
    return try await act(member) { page, version in
      guard let decision = form["decision"].flatMap({ ReviewAct(rawValue: $0) }), acts.contains(decision) else {
        return try await page.reply(
          typed: form, problems: [FieldProblem("decision", "partners.review.problem.decision")])
      }
      do {
        try await MoveReview(services)(
          decision, page.review.id, of: page.partner.partnership.id, version: version,
          saying: MoveReview.Opinion(
            reason: FieldText.trimmed(form["reason"] ?? ""), mend: form.all("mend"),
            validUntil: FieldText.trimmed(form["validUntil"] ?? "")), by: member.actor)
      } catch let invalid as Invalid {
        return try await page.reply(typed: form, problems: invalid.problems)
      }
      return .redirect(
        to: ReviewLinks.show(page.review), flash: .ok("partners.review.flash.\(decision.rawValue)"))
    }
  }

  /// An act that came too late shows the review as it stands, who was first,
  /// and the words that were typed.
  private func act(
    _ member: Member, _ body: (ReviewPage, _ version: Int) async throws -> Reply
  ) async throws -> Reply {
    let page = try await ReviewPage.load(member)
    let version = member.exchange.form["version"].flatMap { Int($0) } ?? 0
    do {
      return try await body(page, version)
    } catch is ReviewError {
      let now = try await ReviewPage.load(member)
      let t = member.t
      let typed = FieldText.trimmed(member.exchange.form["reason"] ?? "")
      let last = now.steps.first
      let words = [
        "name": last.map { $0.person.isEmpty ? t("activity.program") : $0.person } ?? "",
        "act": last.map { t("partners.review.act.\($0.act.rawValue)") } ?? "", "time": last?.at.minuteText ?? "",
      ]
      let kept: HTML = typed.isEmpty ? .empty : "<p>\(t("partners.review.late.typed"))</p>\(ReviewWords.lines(typed))"
      let notice = Alert(
        .warning, title: t("partners.review.late", words), "<p>\(t("partners.review.late.text"))</p>\(kept)")
      return try await now.reply(notice: notice.html, status: 409)
    }
  }
}
