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

/// Drafting, reviewing, negotiating and signing agreements.
struct AgreementRoutes {
  let services: Services

  /// A signed agreement is a few scans.
  private static let limits = UploadLimits(
    files: 10, fileBytes: AttachmentRules.policy.limit, totalBytes: 4 * AttachmentRules.policy.limit, fields: 20)

  func add(to member: inout MemberRoutes) {
    let one = "/agreements/{agreement}"
    let kept = AgreementListPage.Kept(capacity: 100)
    member.get("/agreements", needs: .agreementsRead) { try await AgreementListPage(member: $0, kept: kept).reply() }
    member.get("/agreements/statistics", needs: .agreementsRead) { try await StatisticsPage(member: $0).reply() }
    member.get("/agreements.xlsx", needs: .agreementsExport) { try await ExportAgreements(services).reply($0) }
    member.get("/agreements/new", needs: .agreementsWrite) { try await NewAgreementPage(member: $0).reply() }
    member.post("/agreements", needs: .agreementsWrite) { try await start($0) }
    member.get("/agreements/delegations", needs: .agreementsDecide) { try await DelegationsPage(member: $0).reply() }
    member.post("/agreements/delegations", needs: .agreementsDecide) { try await delegate($0) }
    member.post("/agreements/delegations/{delegation}/end", needs: .agreementsDecide) { try await endDelegation($0) }
    member.get("/partners/{partner}/agreements", needs: .agreementsRead) { try await PartnerAgreements.reply($0) }
    member.post("/partners/{partner}/agreements/haves", needs: .agreementsWrite) { try await FiveHavesCard.note($0) }
    member.get(one, needs: .agreementsRead) { try await AgreementPage.load($0).reply() }
    member.get("\(one).pdf", needs: .agreementsRead) { member in
      try await AgreementDocument(page: try await AgreementPage.load(member)).reply()
    }
    member.get("\(one)/edit", needs: .agreementsWrite) { member in
      let page = try await AgreementPage.load(member)
      guard page.agreement.state.isEditable else {
        return .redirect(to: AgreementLinks.show(page.agreement.id), flash: .bad("agreements.flash.closed"))
      }
      return try await AgreementFormPage(page).reply()
    }
    member.post("\(one)/edit", needs: .agreementsWrite) { try await save($0) }
    member.get("\(one)/differences", needs: .agreementsRead) { member in
      try await DifferencesPage(try await AgreementPage.load(member)).reply()
    }
    member.get("\(one)/versions", needs: .agreementsRead) { member in
      try await VersionsPage(try await AgreementPage.load(member)).reply()
    }
    member.post("\(one)/discard", needs: .agreementsWrite) { try await discard($0) }
    member.post("\(one)/submit", needs: .agreementsWrite) { try await act($0, among: [.submitted]) }
    member.post("\(one)/withdraw", needs: .agreementsWrite) { try await act($0, among: [.withdrawn]) }
    member.post("\(one)/decide", needs: .agreementsDecide) { try await act($0, among: [.approved, .refused]) }
    member.post("\(one)/manage", needs: .agreementsManage) { member in
      try await act(
        member,
        among: [.agreed, .reopened, .recalled, .rejected, .confirmed, .suspended, .resumed, .ended, .archived])
    }
    member.post("\(one)/scan", needs: .agreementsManage, body: .multipart(Self.limits)) { try await scan($0) }
    member.post("\(one)/follow", needs: .agreementsWrite) { try await follow($0) }
    member.post("\(one)/comments", needs: .agreementsWrite) { try await comment($0) }
    member.post("\(one)/comments/{comment}/settle", needs: .agreementsWrite) { member in
      let page = try await AgreementPage.load(member)
      let id = try member.exchange.parameter("comment", as: ID<ClauseComment>.self)
      try await TalkOfAgreement(services).settle(id, in: page.agreement.id, by: member.actor)
      return .redirect(to: AgreementLinks.show(page.agreement.id), flash: .ok("agreements.flash.settled"))
    }
    member.get("\(one)/attachments", needs: .agreementsRead) { member in
      try await AgreementFiles(try await AgreementPage.load(member)).reply()
    }
    AttachmentRoutes(
      "\(one)/attachments", reads: .agreementsRead, writes: .agreementsWrite,
      find: { AgreementFiles(try await AgreementPage.load($0)).place },
      page: { try await AgreementFiles(try await AgreementPage.load($0), problems: $1).reply() }
    ).add(to: &member)
  }

  // MARK: Drafting

  private func start(_ member: Member) async throws -> Reply {
    let page = NewAgreementPage(member: member)
    let form = member.exchange.form
    let (new, problems) = NewAgreementPage.read(form)
    guard let new, problems.isEmpty else { return try await page.reply(typed: form, problems: problems) }
    do {
      let id = try await DraftAgreement(services).start(new, by: member.actor)
      return .redirect(to: AgreementLinks.edit(id), flash: .ok("agreements.flash.started"))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch AgreementError.notFound {
      throw WebError.notFound
    }
  }

  /// Saves a draft; the pressed button says what comes next.
  private func save(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let form = member.exchange.form
    guard page.agreement.state.isEditable else { throw WebError.conflict(Message("agreements.flash.closed")) }
    let (draft, problems) = AgreementFormPage.read(form, into: page.agreement, member.services)
    guard problems.isEmpty else {
      return try await AgreementFormPage(page, draft: draft, typed: form, problems: problems).reply()
    }
    do {
      let saved = try await DraftAgreement(services).save(draft, by: member.actor)
      switch form["act"] {
      case "submit":
        try await MoveAgreement(services)(.submitted, saved.id, version: saved.version, by: member.actor)
        return .redirect(to: AgreementLinks.show(saved.id), flash: .ok("agreements.flash.submitted"))
      case "add": return .redirect(to: Link("\(AgreementLinks.edit(saved.id).text)#clauses-end"))
      case "look": return .redirect(to: AgreementLinks.show(saved.id), flash: .ok("agreements.flash.saved"))
      default: return .redirect(to: AgreementLinks.edit(saved.id), flash: .ok("agreements.flash.saved"))
      }
    } catch let invalid as Invalid {
      // What could be saved is saved; what is missing is said beside what was typed.
      let now = try await AgreementPage.load(member)
      return try await AgreementFormPage(now, draft: draft, typed: form, problems: invalid.problems).reply()
    } catch is AgreementError {
      let now = try await AgreementPage.load(member)
      guard now.agreement.state.isEditable else { throw WebError.conflict(Message("agreements.flash.closed")) }
      return try await AgreementFormPage(now, draft: draft, typed: form, isStale: true).reply()
    }
  }

  private func discard(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    do {
      try await DraftAgreement(services).discard(page.agreement.id, version: version(member), by: member.actor)
    } catch is AgreementError {
      return try await late(member)
    }
    return .redirect(
      to: AgreementLinks.of(page.agreement.partnershipID), flash: .ok("agreements.flash.discarded"))
  }

  private func follow(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let form = member.exchange.form
    guard let relation = form["relation"].flatMap({ Agreement.Relation(rawValue: $0) }), relation != .none else {
      throw WebError.badRequest(Message("agreements.problem.relation"))
    }
    do {
      let id = try await DraftAgreement(services).follow(
        page.agreement.id, as: relation, annex: form["annex"].flatMap { Int($0) } ?? 0, by: member.actor)
      return .redirect(to: AgreementLinks.show(id), flash: .ok("agreements.flash.followed"))
    } catch is AgreementError {
      return try await late(member)
    }
  }

  // MARK: Acting

  private func version(_ member: Member) -> Int { member.exchange.form["version"].flatMap { Int($0) } ?? 0 }

  private func act(_ member: Member, among acts: Set<AgreementAct>) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let form = member.exchange.form
    let asked = form["decision"].flatMap { AgreementAct(rawValue: $0) } ?? (acts.count == 1 ? acts.first : nil)
    guard let act = asked, acts.contains(act) else {
      return try await page.reply(typed: form, problems: [FieldProblem("decision", "agreements.problem.decision")])
    }
    let opinion = MoveAgreement.Opinion(reason: FieldText.trimmed(form["reason"] ?? form["recall"] ?? ""))
    do {
      try await MoveAgreement(services)(
        act, page.agreement.id, version: version(member), saying: opinion, by: member.actor)
      return .redirect(to: AgreementLinks.show(page.agreement.id), flash: .ok("agreements.flash.\(act.rawValue)"))
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch is AgreementError {
      return try await late(member)
    }
  }

  private func scan(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    guard page.agreement.state == .signing else { return try await late(member) }
    let upload = try await member.exchange.upload()
    let received = try await KeepAttachments(services).receive(
      upload.files("scan"), policy: AgreementFiles.scans, slot: { _ in MoveAgreement.scanSlot })
    let opinion = MoveAgreement.Opinion(
      signedOn: FieldText.trimmed(upload.form["signedOn"] ?? ""), scan: received)
    do {
      try await MoveAgreement(services)(
        .scanned, page.agreement.id, version: upload.form["version"].flatMap { Int($0) } ?? 0, saying: opinion,
        by: member.actor)
      return AttachmentRoutes.done(
        AgreementLinks.show(page.agreement.id), .ok("agreements.flash.scanned"), member)
    } catch let invalid as Invalid {
      if member.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await page.reply(typed: upload.form, problems: invalid.problems)
    } catch is AgreementError {
      return try await late(member)
    }
  }

  /// An act that came too late shows the agreement as it stands, who was first,
  /// and the words that were typed.
  private func late(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    return try await page.reply(late: true, typedReason: FieldText.trimmed(member.exchange.form["reason"] ?? ""))
  }

  // MARK: Talking and delegating

  private func comment(_ member: Member) async throws -> Reply {
    let page = try await AgreementPage.load(member)
    let form = member.exchange.form
    let clause = form["clause"] ?? ""
    do {
      try await TalkOfAgreement(services).say(
        FieldText.trimmed(form["body.\(clause)"] ?? ""), to: clause,
        as: form["side.\(clause)"].flatMap { ClauseComment.Side(rawValue: $0) } ?? .school, in: page.agreement.id,
        by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch is AgreementError {
      return try await late(member)
    }
    return .redirect(
      to: Link("\(AgreementLinks.show(page.agreement.id).text)#clause-\(clause)"),
      flash: .ok("agreements.flash.commented"))
  }

  private func delegate(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    let typed = Delegate.Typed(
      to: form["to"] ?? "", fromOn: FieldText.trimmed(form["fromOn"] ?? ""),
      untilOn: FieldText.trimmed(form["untilOn"] ?? ""), reason: FieldText.trimmed(form["reason"] ?? ""))
    do {
      try await Delegate(services).give(typed, by: member.actor)
    } catch let invalid as Invalid {
      return try await DelegationsPage(member: member).reply(typed: form, problems: invalid.problems)
    } catch AgreementError.notFound {
      throw WebError.forbidden(Message("agreements.problem.noSchool"))
    }
    return .redirect(to: AgreementLinks.delegations, flash: .ok("agreements.delegation.flash.given"))
  }

  private func endDelegation(_ member: Member) async throws -> Reply {
    do {
      try await Delegate(services).end(
        try member.exchange.parameter("delegation", as: ID<Delegation>.self), by: member.actor)
    } catch AgreementError.notFound {
      throw WebError.notFound
    }
    return .redirect(to: AgreementLinks.delegations, flash: .ok("agreements.delegation.flash.ended"))
  }
}
