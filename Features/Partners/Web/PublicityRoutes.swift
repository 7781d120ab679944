import Activity
import Database
import Files
import Foundation
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Writing, previewing and publishing the enterprise's page.
struct PublicityRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/enterprise/page", needs: .spaceRead) { try await PublicityEditor.load($0).reply() }
    member.get("/enterprise/page/preview", needs: .spaceRead) { try await PublicityEditor.load($0).preview() }
    member.get("/enterprise/page/pictures/{digest}", needs: .spaceRead) { member in
      let page = try await PublicityEditor.load(member).page
      let asked = try member.exchange.parameter("digest")
      guard page.draft.contains(picture: asked) || page.published?.contains(picture: asked) == true else {
        throw WebError.notFound
      }
      return try EnterpriseFile.picture(asked, services)
    }
    member.post("/enterprise/page/publish", needs: .spaceManage) { member in
      let version = try await Space.load(member).version
      try await WritePage(services).publish(version: version, by: member.actor)
      return .redirect(to: SpaceLinks.page, flash: .ok("partners.space.flash.published"))
    }
    member.post("/enterprise/page/withdraw", needs: .spaceManage) { member in
      let version = try await Space.load(member).version
      try await WritePage(services).withdraw(version: version, by: member.actor)
      return .redirect(to: SpaceLinks.page, flash: .ok("partners.space.flash.pageWithdrawn"))
    }
    member.post("/enterprise/page/discard", needs: .spaceManage) { member in
      try await write(member, "discarded", flash: "partners.space.flash.discarded") { page in
        page.draft = page.published ?? PublicityContent()
      }
    }
    member.post("/enterprise/page/visibility", needs: .spaceManage) { member in
      guard let asked = member.exchange.form["visibility"].flatMap(PublicityPage.Visibility.init) else {
        throw WebError.unprocessable([FieldProblem("visibility", "kit.records.required")])
      }
      return try await write(
        member, "visibility", note: asked.rawValue, flash: "partners.space.flash.visibility"
      ) { $0.visibility = asked }
    }
    addSections(to: &member)
  }

  private func addSections(to member: inout MemberRoutes) {
    member.post("/enterprise/page/sections", needs: .spaceManage) { member in
      guard let kind = member.exchange.form["kind"].flatMap(PublicitySection.Kind.init) else {
        throw WebError.unprocessable([FieldProblem("kind", "kit.records.required")])
      }
      // Nothing is written until the section says something.
      return .redirect(to: SpaceLinks.section(kind))
    }
    let path = "/enterprise/page/sections/{kind}"
    member.get(path, needs: .spaceManage) { try await PublicityEditor.load($0).section(try kind($0)) }
    member.post(path, needs: .spaceManage) { try await save($0) }
    member.post("\(path)/move", needs: .spaceManage) { member in
      let (kind, isUp) = (try kind(member), member.exchange.form["to"] == "up")
      return try await write(member, "moved", note: kind.rawValue, flash: nil) { $0.draft.move(kind, isUp: isUp) }
    }
    member.post("\(path)/remove", needs: .spaceManage) { member in
      let kind = try kind(member)
      return try await write(
        member, "changed", note: kind.rawValue, flash: "partners.space.flash.sectionRemoved"
      ) { $0.draft.remove(kind) }
    }
    let limit = PublicityPictureRules.policy.limit
    member.post(
      "\(path)/pictures", needs: .spaceManage,
      body: .multipart(
        UploadLimits(
          files: PublicitySection.mostPictures, fileBytes: limit,
          totalBytes: PublicitySection.mostPictures * limit + 1 << 20, fields: 10))
    ) { try await bring($0) }
  }

  private func kind(_ member: Member) throws -> PublicitySection.Kind {
    guard let kind = PublicitySection.Kind(rawValue: try member.exchange.parameter("kind")) else {
      throw WebError.notFound
    }
    return kind
  }

  private func write(
    _ member: Member, _ action: String, note: String = "", flash: String?,
    _ change: @escaping @Sendable (inout PublicityPage) throws -> Void
  ) async throws -> Reply {
    let version = try await Space.load(member).version
    try await WritePage(services)(version: version, action, note: note, by: member.actor, change)
    return .redirect(to: SpaceLinks.page, flash: flash.map { .ok($0) })
  }

  private func save(_ member: Member) async throws -> Reply {
    let (kind, editor) = (try kind(member), try await PublicityEditor.load(member))
    let form = member.exchange.form
    let old = editor.page.draft.section(kind) ?? PublicitySection(kind)
    let read = SectionForm.read(form, into: old)
    guard read.problems.isEmpty else {
      return try await editor.section(kind, typed: form, problems: read.problems)
    }
    let section = read.section
    do {
      try await WritePage(services)(
        version: editor.space.version, "changed", note: kind.rawValue, by: member.actor
      ) { $0.draft.put(section) }
    } catch SpaceError.stale {
      return try await editor.section(
        kind, typed: form, problems: [FieldProblem("", "partners.space.problem.staleForm")])
    }
    return .redirect(
      to: SpaceLinks.page,
      flash: .ok(
        "partners.space.flash.section", ["name": member.t("partners.space.section.\(kind.rawValue)")]))
  }

  /// Pictures for a section; a section that is only pictures is one as well.
  private func bring(_ member: Member) async throws -> Reply {
    let (kind, editor) = (try kind(member), try await PublicityEditor.load(member))
    let upload = try await member.exchange.upload()
    let files = upload.files("picture")
    var problems = files.isEmpty ? [FieldProblem("picture", "activity.attachment.problem.none")] : []
    let caption = FieldText.trimmed(upload.form["caption"] ?? "")
    if caption.count > PublicitySection.longestCaption {
      problems.append(
        FieldProblem(
          "caption", "kit.records.tooLong", ["max": "\(PublicitySection.longestCaption)", "count": "\(caption.count)"]))
    }
    let there = editor.page.draft.section(kind)?.pictures.count ?? 0
    if there + files.count > PublicitySection.mostPictures {
      problems.append(
        FieldProblem(
          "picture", "partners.space.problem.tooManyPictures", ["limit": "\(PublicitySection.mostPictures)"]))
    }
    problems += try files.compactMap { try PublicityPictureRules.problem(path: $0.path, fileName: $0.fileName) }
    guard problems.isEmpty else {
      if member.exchange.wantsJSON { throw WebError.unprocessable(problems) }
      return try await editor.section(kind, problems: problems)
    }
    var pictures: [PublicityPicture] = []
    for file in files {
      // Cameras write where a picture was taken into it; that does not go onto the web.
      let bytes = PictureMetadata.removed(from: Array(try Data(contentsOf: URL(fileURLWithPath: file.path))))
      let incoming = try services.files.begin(limit: PublicityPictureRules.policy.limit)
      do {
        try incoming.write(bytes)
      } catch {
        incoming.discard()
        throw error
      }
      let digest = try await services.files.keep(incoming).digest
      pictures.append(PublicityPicture(digest: digest.text, caption: caption))
    }
    let brought = pictures
    try await WritePage(services)(
      version: upload.form["version"].flatMap { Int($0) } ?? -1, "changed", note: kind.rawValue, by: member.actor
    ) { page in
      var section = page.draft.section(kind) ?? PublicitySection(kind)
      section.pictures += brought.filter { new in !section.pictures.contains { $0.digest == new.digest } }
      page.draft.put(section)
    }
    return AttachmentRoutes.done(SpaceLinks.section(kind), .ok("partners.space.flash.pictures"), member)
  }
}

/// The form of one section.
enum SectionForm {
  static func read(
    _ form: FormData, into section: PublicitySection
  ) -> (section: PublicitySection, problems: [FieldProblem]) {
    var (section, problems) = (section, [FieldProblem]())
    switch FieldKind.text(max: PublicitySection.longestText).parse([form["text"] ?? ""]) {
    case .success(let value): section.text = value.plainText
    case .failure(let failure): problems.append(FieldProblem("text", failure.message))
    }
    if section.kind == .salary {
      let typed = FieldText.trimmed(form["salary"] ?? "")
      section.salary = typed.isEmpty ? nil : SalaryRange.read(typed)
      if !typed.isEmpty, section.salary == nil {
        problems.append(FieldProblem("salary", "partners.space.problem.salary"))
      }
    }
    let removed = Set(form.all("remove"))
    section.pictures = section.pictures.filter { !removed.contains($0.digest) }.map { picture in
      let name = "caption.\(picture.digest)"
      guard form.has(name) else { return picture }
      switch FieldKind.line(max: PublicitySection.longestCaption).parse([form[name] ?? ""]) {
      case .success(let value): return PublicityPicture(digest: picture.digest, caption: value.plainText)
      case .failure(let failure):
        problems.append(FieldProblem(name, failure.message))
        return picture
      }
    }
    if section.text.isEmpty, section.salary == nil, section.pictures.isEmpty, problems.isEmpty {
      problems.append(FieldProblem("text", "partners.space.problem.emptySection"))
    }
    return (section, problems)
  }
}
