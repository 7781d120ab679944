import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The ledger of contributions and benefits, and how they are valued.
struct LedgerRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = ProjectLinks.ledger.text
    member.get(path, needs: .projectsRead) { try await LedgerListPage(member: $0).reply() }
    member.get("\(path).xlsx", needs: .projectsExport) { try await ExportLedger(services).reply($0) }
    member.get("\(path)/new", needs: .projectsWrite) { member in
      let query = member.exchange.query
      // Whose entry it is comes first: the list of balances leads to every partner.
      guard query.has("partner") || query.has("project") else { return .redirect(to: ProjectLinks.balances) }
      return try await LedgerFormPage.blank(member).reply()
    }
    member.post(path, needs: .projectsWrite) { try await add($0) }
    member.get("\(path)/{entry}/edit", needs: .projectsRead) { try await LedgerFormPage.load($0).reply() }
    member.post("\(path)/{entry}/edit", needs: .projectsWrite) { try await change($0) }
    member.post("\(path)/{entry}/remove", needs: .projectsWrite) { try await remove($0, true) }
    member.post("\(path)/{entry}/restore", needs: .projectsWrite) { try await remove($0, false) }
    AttachmentRoutes(
      "\(path)/{entry}/attachments", reads: .projectsRead, writes: .projectsWrite,
      find: { EntryFiles(page: try await LedgerFormPage.load($0)).place },
      page: { try await LedgerFormPage.load($0).reply(problems: $1) }
    ).add(to: &member)
    member.get("/projects/{project}/ledger", needs: .projectsRead) { member in
      try await LedgerTab(page: try await ProjectPage.load(member)).reply()
    }
    let valuation = ProjectLinks.valuation.text
    member.get(valuation, needs: .projectsRead) { try await ValuationPage.load($0).reply() }
    member.get("\(valuation)/{kind}", needs: .projectsRead) { try await ValuationPage.load($0).one() }
    member.post("\(valuation)/{kind}", needs: .projectsSettings) { try await value($0) }
  }

  private func add(_ member: Member) async throws -> Reply {
    let page = try await LedgerFormPage.blank(member, member.exchange.form)
    let form = member.exchange.form
    let (entry, problems) = LedgerFields.read(form, into: page.entry)
    guard problems.isEmpty else { return try await page.reply(typed: form, problems: problems) }
    do {
      let made = try await KeepLedger(services).add(entry, by: member.actor)
      let flash = FlashMessage.ok("projects.flash.ledger", ["value": member.t.money(fen: made.value)])
      if form["act"] == "another" { return .redirect(to: page.again, flash: flash) }
      return .redirect(to: page.back, flash: flash)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    } catch ProjectError.notFound {
      throw WebError.notFound
    }
  }

  private func change(_ member: Member) async throws -> Reply {
    let page = try await LedgerFormPage.load(member)
    let form = member.exchange.form
    var (entry, problems) = LedgerFields.read(form, into: page.entry)
    entry.version = form["version"].flatMap { Int($0) } ?? 0
    guard problems.isEmpty else { return try await page.reply(typed: form, problems: problems) }
    do {
      let takenBack = try await KeepLedger(services).change(entry, by: member.actor)
      return .redirect(
        to: page.back, flash: .ok(takenBack ? "projects.flash.takenBack" : "projects.flash.ledgerChanged"))
    } catch let invalid as Invalid {
      problems = invalid.problems
      return try await page.reply(typed: form, problems: problems)
    } catch ProjectError.stale {
      return try await LedgerFormPage.load(member).reply(typed: form, problems: [], isStale: true)
    } catch is ProjectError {
      throw WebError.notFound
    }
  }

  private func remove(_ member: Member, _ isRemoved: Bool) async throws -> Reply {
    let page = try await LedgerFormPage.load(member)
    var entry = page.entry
    guard entry.isRemoved != isRemoved else { return .redirect(to: page.back) }
    entry.isRemoved = isRemoved
    do {
      try await KeepLedger(services).change(entry, by: member.actor)
    } catch is ProjectError {
      throw WebError.conflict(Message("projects.stale"))
    }
    return .redirect(
      to: page.back, flash: .ok(isRemoved ? "projects.flash.ledgerRemoved" : "projects.flash.ledgerRestored"))
  }

  private func value(_ member: Member) async throws -> Reply {
    let page = try await ValuationPage.load(member)
    guard let school = member.actor.schoolID else { throw WebError.forbidden(Message("projects.problem.noSchool")) }
    let form = member.exchange.form
    let (rule, problems) = try ValuationPage.read(form, try page.kind(member))
    guard problems.isEmpty else { return try await page.one(typed: form, problems: problems) }
    do {
      let count = try await KeepLedger(services).value(rule, of: school, by: member.actor)
      return .redirect(
        to: ProjectLinks.valuation, flash: .ok("projects.flash.valued", ["count": "\(count)"]))
    } catch let invalid as Invalid {
      return try await page.one(typed: form, problems: invalid.problems)
    } catch is ProjectError {
      return try await page.one(typed: form, problems: [FieldProblem("", "projects.stale")])
    }
  }
}
