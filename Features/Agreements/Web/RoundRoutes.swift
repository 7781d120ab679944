import Accounts
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

/// The office's side of signing: planning a round, papers, reminders, the signed document.
struct RoundRoutes: Sendable {
  let services: Services

  private static let limits = UploadLimits(
    files: 4, fileBytes: AttachmentRules.policy.limit, totalBytes: 4 * AttachmentRules.policy.limit, fields: 20)

  func add(to member: inout MemberRoutes) {
    let round = "/agreements/{agreement}/signing"
    member.get(round, needs: .agreementsRead) { try await RoundPage.load($0).reply() }
    member.post(round, needs: .agreementsManage) { try await begin($0) }
    member.get("\(round)/document", needs: .agreementsRead) { try await document($0) }
    member.post("\(round)/{signer}/remind", needs: .agreementsManage) { try await remind($0) }
    member.post("\(round)/{signer}/scan", needs: .agreementsManage, body: .multipart(Self.limits)) { member in
      try await scan(member)
    }
    member.post("\(round)/{signer}/check", needs: .agreementsManage) { try await check($0) }
  }

  private func begin(_ member: Member) async throws -> Reply {
    let page = try await RoundPage.load(member)
    let form = member.exchange.form
    let (plan, rows) = RoundForm.read(form)
    guard page.mayPlan else { return try await page.reply(late: true) }
    if form["act"] == "more" { return try await page.reply(plan: plan, rows: rows + 1) }
    do {
      try await BeginSigning(services)(
        plan, page.page.agreement.id, version: form["version"].flatMap { Int($0) } ?? 0, by: member.actor)
      return .redirect(
        to: SigningLinks.round(page.page.agreement.id), flash: .ok("agreements.signing.flash.begun"))
    } catch let invalid as Invalid {
      return try await page.reply(plan: plan, rows: rows, problems: invalid.problems)
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      return try await RoundPage.load(member).reply(late: true)
    }
  }

  private func document(_ member: Member) async throws -> Reply {
    let page = try await RoundPage.load(member)
    guard let digest = page.document.flatMap({ FileDigest($0.digest) }) else { throw WebError.notFound }
    return .file(
      at: services.files.path(of: digest), contentType: FileType.pdf.mediaType,
      fileName: "\(page.page.agreement.title).pdf", tag: digest.text)
  }

  private func signer(_ member: Member) throws -> ID<Signer> {
    try member.exchange.parameter("signer", as: ID<Signer>.self)
  }

  /// Does something with a signer, and says who was first when it comes too late.
  private func acting(
    _ member: Member, typed: FormData, flash: String, _ act: (RoundPage, ID<Signer>) async throws -> Void
  ) async throws -> Reply {
    let (page, id) = (try await RoundPage.load(member), try signer(member))
    do {
      try await act(page, id)
      let link = SigningLinks.round(page.page.agreement.id)
      return member.exchange.wantsJSON
        ? AttachmentRoutes.done(link, .ok(flash), member) : .redirect(to: link, flash: .ok(flash))
    } catch let invalid as Invalid {
      if member.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await page.reply(problems: invalid.problems, at: id, typed: typed)
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      return try await RoundPage.load(member).reply(late: true)
    } catch is SigningRefusal {
      return try await RoundPage.load(member).reply(late: true)
    }
  }

  private func remind(_ member: Member) async throws -> Reply {
    try await acting(member, typed: member.exchange.form, flash: "agreements.signing.flash.reminded") { page, id in
      try await RemindSigners(services).now(id, in: page.page.agreement.id, by: member.actor)
    }
  }

  private func scan(_ member: Member) async throws -> Reply {
    // The record first: who may not see it sends no files.
    _ = try await RoundPage.load(member)
    let upload = try await member.exchange.upload()
    let received = try await KeepAttachments(services).receive(
      upload.files("scan"), policy: AgreementFiles.scans, slot: { _ in MoveAgreement.scanSlot })
    return try await acting(member, typed: upload.form, flash: "agreements.flash.scanned") { page, id in
      try await SignOnPaper(services).bring(
        received, on: FieldText.trimmed(upload.form["signedOn"] ?? ""), of: id, in: page.page.agreement.id,
        by: member.actor)
    }
  }

  private func check(_ member: Member) async throws -> Reply {
    let form = member.exchange.form
    return try await acting(member, typed: form, flash: "agreements.signing.flash.checked") { page, id in
      guard let decision = form["decision"].flatMap({ AgreementAct(rawValue: $0) }),
        decision == .confirmed || decision == .rejected
      else { throw Invalid([FieldProblem("decision", "agreements.problem.decision")]) }
      try await SignOnPaper(services).check(
        id, isRight: decision == .confirmed, saying: FieldText.trimmed(form["reason"] ?? ""),
        in: page.page.agreement.id, by: member.actor)
    }
  }
}
