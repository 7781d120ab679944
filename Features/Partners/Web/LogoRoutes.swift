import Activity
import Database
import Files
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Bringing, showing and taking away an enterprise's logo.
struct LogoRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.post(
      "/partners/{partner}/logo", needs: .partnersManage,
      body: .multipart(
        UploadLimits(
          files: 1, fileBytes: EnterpriseLogo.policy.limit, totalBytes: EnterpriseLogo.policy.limit + 1 << 20,
          fields: 10))
    ) { member in
      let page = try await PartnerPage.load(member)
      let upload = try await member.exchange.upload()
      guard let file = upload.file("logo") else {
        return try await refused(FieldProblem("logo", "activity.attachment.problem.none"), page)
      }
      if let problem = try EnterpriseLogo.problem(path: file.path, fileName: file.fileName) {
        return try await refused(problem, page)
      }
      let stored = try await services.files.store(fileAt: file.path, limit: EnterpriseLogo.policy.limit)
      try await ChangeLogo(services)(stored.digest, of: page.partner, by: member.actor)
      return AttachmentRoutes.done(
        PartnerLinks.attachments(page.partner.partnership.id), .ok("partners.logo.saved"), member)
    }
    member.post("/partners/{partner}/logo/remove", needs: .partnersManage) { member in
      let page = try await PartnerPage.load(member)
      try await ChangeLogo(services)(nil, of: page.partner, by: member.actor)
      return .redirect(
        to: PartnerLinks.attachments(page.partner.partnership.id), flash: .ok("partners.logo.removed"))
    }
    // The address names the content, so a browser may keep it; it is still asked for in the actor's scope.
    member.get("/partners/{partner}/logo/{digest}", needs: .partnersRead) { member in
      let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
      let asked = try member.exchange.parameter("digest")
      let scope = member.actor.scope
      let partner = try await services.database.read { connection in
        try PartnershipStore.partner(id, in: scope, on: connection)
      }
      guard let partner, partner.enterprise.logo == asked, let digest = FileDigest(asked) else {
        throw WebError.notFound
      }
      let path = services.files.path(of: digest)
      guard services.files.contains(digest), let type = try FileType.detect(path: path, fileName: "") else {
        throw WebError.notFound
      }
      return .file(
        at: path, contentType: type.mediaType, fileName: "logo.\(type.endings.first ?? "png")", inline: true,
        tag: asked
      ).caching(.forever)
    }
  }

  private func refused(_ problem: FieldProblem, _ page: PartnerPage) async throws -> Reply {
    if page.member.exchange.wantsJSON { throw WebError.unprocessable([problem]) }
    return try await page.reply(.attachments, problems: [problem])
  }
}

/// An enterprise's logo beside its name; nothing without one.
struct EnterpriseLogoImage: Component {
  let partnership: ID<Partnership>
  let logo: String
  /// The class that says where it stands.
  let place: String

  var html: HTML {
    guard !logo.isEmpty else { return .empty }
    return """
      <img class="logo \(place)" src="\(PartnerLinks.logo(partnership, logo))" alt="" width="40" height="40"/>
      """
  }
}
