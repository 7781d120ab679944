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

/// An enterprise's own record, its logo, its name and its statements.
struct ProfileRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/enterprise/profile", needs: .spaceRead) { member in
      try await ProfilePage.load(try await Space.load(member)).reply()
    }
    member.get("/enterprise/profile/edit", needs: .spaceManage) { member in
      let space = try await Space.load(member)
      return try await ProfileForm(space: space, record: space.enterprise).reply()
    }
    member.post("/enterprise/profile/edit", needs: .spaceManage) { try await change($0) }
    let limit = EnterpriseLogo.policy.limit
    member.post(
      "/enterprise/profile/logo", needs: .spaceManage,
      body: .multipart(UploadLimits(files: 1, fileBytes: limit, totalBytes: limit + 1 << 20, fields: 10))
    ) { try await bringLogo($0) }
    member.post("/enterprise/profile/logo/remove", needs: .spaceManage) { member in
      try await SaveProfile(services).setLogo(nil, by: member.actor)
      return .redirect(to: SpaceLinks.profile, flash: .ok("partners.logo.removed"))
    }
    member.get("/enterprise/logo/{digest}", needs: .spaceRead) { member in
      let asked = try member.exchange.parameter("digest")
      guard try await Space.load(member).enterprise.logo == asked else { throw WebError.notFound }
      return try EnterpriseFile.picture(asked, services)
    }
    member.get("/enterprise/statement", needs: .spaceRead) { try await StatementPage.load($0).reply() }
    member.post("/enterprise/statement", needs: .spaceManage) { try await state($0) }
    member.get("/enterprise/identity", needs: .spaceManage) { try await IdentityPage.load($0).reply() }
    member.post("/enterprise/identity", needs: .spaceManage) { try await ask($0) }
    member.post("/enterprise/identity/withdraw", needs: .spaceManage) { member in
      try await AskIdentity(services).withdraw(by: member.actor)
      return .redirect(to: SpaceLinks.profile, flash: .ok("partners.space.flash.identityWithdrawn"))
    }
  }

  private func change(_ member: Member) async throws -> Reply {
    let space = try await Space.load(member)
    let typed = member.exchange.form
    // Browsers send nothing for a group of boxes of which none is ticked.
    let form = typed.has("tags") ? typed : typed.setting("tags", to: [""])
    let reading = SaveProfile.description.read(form, into: space.enterprise)
    var record = reading.record
    record.version = space.version
    guard reading.problems.isEmpty else {
      return try await ProfileForm(space: space, record: record, typed: typed, problems: reading.problems).reply()
    }
    do {
      try await SaveProfile(services)(record, by: member.actor)
    } catch SpaceError.stale {
      // What was typed stays, beside what a school has written; sent once more it replaces that.
      let now = try await Space.load(member)
      return try await ProfileForm(space: now, record: record, typed: typed, isStale: true).reply()
    }
    return .redirect(to: SpaceLinks.profile, flash: .ok("partners.space.flash.profile"))
  }

  private func bringLogo(_ member: Member) async throws -> Reply {
    let space = try await Space.load(member)
    let upload = try await member.exchange.upload()
    func refused(_ problem: FieldProblem) async throws -> Reply {
      if member.exchange.wantsJSON { throw WebError.unprocessable([problem]) }
      return try await ProfilePage.load(space, problems: [problem]).reply()
    }
    guard let file = upload.file("logo") else {
      return try await refused(FieldProblem("logo", "activity.attachment.problem.none"))
    }
    if let problem = try EnterpriseLogo.problem(path: file.path, fileName: file.fileName) {
      return try await refused(problem)
    }
    let stored = try await services.files.store(fileAt: file.path, limit: EnterpriseLogo.policy.limit)
    try await SaveProfile(services).setLogo(stored.digest, by: member.actor)
    return AttachmentRoutes.done(SpaceLinks.profile, .ok("partners.logo.saved"), member)
  }

  private func state(_ member: Member) async throws -> Reply {
    let page = try await StatementPage.load(member)
    let typed = member.exchange.form
    let form = typed.has("motives") ? typed : typed.setting("motives", to: [""])
    let reading = StatementFields.description.read(form, into: page.statement)
    guard reading.problems.isEmpty else { return try await page.reply(typed: typed, problems: reading.problems) }
    var statement = reading.record
    statement.version = page.space.version
    do {
      try await SaveStatement(services)(statement, by: member.actor)
    } catch SpaceError.stale {
      return try await page.reply(typed: typed, problems: [FieldProblem("", "partners.space.problem.staleForm")])
    }
    return .redirect(to: SpaceLinks.statement, flash: .ok("partners.space.flash.statement"))
  }

  private func ask(_ member: Member) async throws -> Reply {
    let page = try await IdentityPage.load(member)
    let form = member.exchange.form
    let reading = IdentityPage.read(form, into: page.space.enterprise)
    guard reading.problems.isEmpty else { return try await page.reply(typed: form, problems: reading.problems) }
    do {
      try await AskIdentity(services)(
        reading.record, reason: FieldText.trimmed(form["reason"] ?? ""), by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    }
    return .redirect(to: SpaceLinks.profile, flash: .ok("partners.space.flash.identityAsked"))
  }
}

extension SaveProfile {
  /// What an enterprise changes itself; name and code are not among them.
  static let description = EnterpriseFields.description.only(fields)
}
