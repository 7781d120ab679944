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

/// The enterprise's side of a balance, by link under `/l/balance/…` and with an
/// account under `/enterprise/balances/…`: to look, to confirm or dispute, and
/// to note what is its own.
struct OwnBalanceRoutes: Sendable {
  let services: Services

  private static let limits = UploadLimits(
    files: 10, fileBytes: AttachmentRules.policy.limit, totalBytes: 4 * AttachmentRules.policy.limit, fields: 20)

  func add(to table: inout RouteTable, _ member: inout MemberRoutes) {
    var guest = GuestRoutes(services, .balance)
    guest.get("") { try await OwnBalancePage.load(.of($0)).reply() }
    guest.get("/balance.pdf") { try await document(.of($0)) }
    guest.get("/files/{file}") { try await file(.of($0)) }
    guest.get("/entries/new") { try await OwnEntryPage(visit: .of($0)).reply() }
    guest.post("/entries", body: .multipart(Self.limits)) { try await note(.of($0)) }
    guest.post("/answers") { try await answer(.of($0)) }
    guest.post("/answers/withdraw") { try await withdraw(.of($0)) }
    guest.get(api: "", OwnBalanceDescription.show) { .json(try await OwnBalanceJSON.load(.of($0)).value) }
    guest.post(api: "/answers", OwnBalanceDescription.answer) { try await answerJSON(.of($0)) }
    table.add(guest.table)

    let list = ConfirmationLinks.ownList.text
    let one = "\(list)/{partner}/{year}"
    member.get(list, needs: .projectsOwnBalance) { try await OwnBalancesPage(member: $0).reply() }
    member.get(one, needs: .projectsOwnBalance) { try await OwnBalancePage.load(.of($0)).reply() }
    member.get("\(one)/balance.pdf", needs: .projectsOwnBalance) { try await document(.of($0)) }
    member.get("\(one)/files/{file}", needs: .projectsOwnBalance) { try await file(.of($0)) }
    member.get("\(one)/entries/new", needs: .projectsOwnBalance) { try await OwnEntryPage(visit: .of($0)).reply() }
    member.post("\(one)/entries", needs: .projectsOwnBalance, body: .multipart(Self.limits)) { try await note(.of($0)) }
    member.post("\(one)/answers", needs: .projectsOwnBalance) { try await answer(.of($0)) }
    member.post("\(one)/answers/withdraw", needs: .projectsOwnBalance) { try await withdraw(.of($0)) }
  }

  // MARK: Looking

  private func document(_ visit: BalanceVisit) async throws -> Reply {
    let found = try await BalanceDocument.load(
      visit.place.id, year: visit.place.year, in: .school(visit.place.schoolID), today: visit.now.day, services,
      visit.t)
    guard let found else { throw WebError.notFound }
    return try await found.reply(services, now: visit.now)
  }

  /// Evidence that the enterprise brought itself; the school's files are the school's.
  private func file(_ visit: BalanceVisit) async throws -> Reply {
    let id = try visit.exchange.parameter("file", as: ID<Attachment>.self)
    let found = try await OwnBalancePage.load(visit).files.values.joined().first { $0.id == id }
    guard let found else { throw WebError.notFound }
    return .file(
      at: services.files.path(of: found.digest), contentType: found.type.mediaType, fileName: found.name,
      inline: false, tag: found.digest.text)
  }

  // MARK: Answering

  private func answer(_ visit: BalanceVisit) async throws -> Reply {
    let form = visit.exchange.form
    let sent = SentAnswer(form)
    do {
      let outcome = try await ConfirmLedger(services).answer(
        sent.seen, sent.standing, saying: sent.words, in: visit.place.id, year: visit.place.year, by: visit.voice)
      let words = sent.flash(outcome)
      return .redirect(
        to: visit.page, flash: FlashMessage(words.isWarning ? .warning : .ok, Message(words.key, words.arguments)))
    } catch let invalid as Invalid {
      return try await OwnBalancePage.load(visit).reply(typed: form, problems: invalid.problems)
    } catch ProjectError.stale {
      return try await OwnBalancePage.load(visit).reply(typed: form, late: sent)
    } catch is ProjectError {
      throw WebError.notFound
    }
  }

  private func answerJSON(_ visit: BalanceVisit) async throws -> Reply {
    let (seen, standing, words) = try AnswerJSON.read(try visit.exchange.json())
    do {
      try await ConfirmLedger(services).answer(
        seen, standing, saying: words, in: visit.place.id, year: visit.place.year, by: visit.voice)
    } catch ProjectError.stale {
      throw WebError.conflict(Message("projects.confirm.late"))
    } catch is ProjectError {
      throw WebError.notFound
    }
    return .json(try await OwnBalanceJSON.load(visit).value)
  }

  private func withdraw(_ visit: BalanceVisit) async throws -> Reply {
    guard let seen = visit.exchange.form["entry"].flatMap({ SeenEntry($0) }) else { throw WebError.notFound }
    do {
      try await ConfirmLedger(services).withdraw(seen, in: visit.place.id, year: visit.place.year, by: visit.voice)
    } catch ProjectError.stale {
      return try await OwnBalancePage.load(visit).reply(late: SentAnswer(.empty))
    } catch is ProjectError {
      throw WebError.notFound
    }
    return .redirect(to: visit.page, flash: .ok("projects.flash.withdrawnEntry"))
  }

  // MARK: Noting

  private func note(_ visit: BalanceVisit) async throws -> Reply {
    let upload = try await visit.exchange.upload()
    let page = OwnEntryPage(visit: visit, typed: upload.form)
    guard let blank = page.blank else {
      return try await page.reply(problems: [FieldProblem("kind", "kit.records.required")])
    }
    let (entry, problems) = LedgerFields.read(upload.form, into: blank)
    do {
      guard problems.isEmpty else { throw Invalid(problems) }
      let received = try await KeepAttachments(services).receive(upload.files("evidence"))
      let made = try await ConfirmLedger(services).note(
        entry, evidence: received, in: visit.place.id, year: visit.place.year, by: visit.voice)
      let flash = FlashMessage.ok("projects.flash.noted")
      let link = Link("\(visit.page.text)#entry-\(made.id)")
      return visit.exchange.wantsJSON
        ? Reply.json(["location": .string(visit.page.text)]).flash(flash) : .redirect(to: link, flash: flash)
    } catch let invalid as Invalid {
      if visit.exchange.wantsJSON { throw WebError.unprocessable(invalid.problems) }
      return try await page.reply(problems: invalid.problems)
    } catch is ProjectError {
      throw WebError.notFound
    }
  }
}
