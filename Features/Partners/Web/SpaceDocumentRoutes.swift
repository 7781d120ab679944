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

/// Files of the enterprise, which it may share as a whole.
struct SpaceDocumentRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/enterprise/documents", needs: .spaceRead) { try await list(try await Space.load($0)) }
    let policy = AttachmentRules.policy
    member.post(
      "/enterprise/documents", needs: .spaceManage,
      body: .multipart(
        UploadLimits(files: 10, fileBytes: policy.limit, totalBytes: 3 * policy.limit, fields: 10))
    ) { member in
      let space = try await Space.load(member)
      let upload = try await member.exchange.upload()
      guard let kind = upload.form["kind"].flatMap(EnterpriseDocument.Kind.init) else {
        return try await list(space, problems: [FieldProblem("kind", "kit.records.required")])
      }
      let problems = try await KeepDocuments(services)(upload.files("file"), as: kind, by: member.actor)
      guard problems.isEmpty else {
        if member.exchange.wantsJSON { throw WebError.unprocessable(problems) }
        return try await list(space, problems: problems)
      }
      return AttachmentRoutes.done(SpaceLinks.documents, .ok("partners.space.flash.document"), member)
    }
    member.get("/enterprise/documents/{document}", needs: .spaceRead) { member in
      let space = try await Space.load(member)
      let id = try member.exchange.parameter("document", as: ID<EnterpriseDocument>.self)
      let enterprise = space.enterprise.id
      let found = try await space.read { try SpaceStore.document(id, of: enterprise, on: $0) }
      guard let found else { throw WebError.notFound }
      return try EnterpriseFile.download(found, services)
    }
    member.post("/enterprise/documents/{document}/remove", needs: .spaceManage) { member in
      let id = try member.exchange.parameter("document", as: ID<EnterpriseDocument>.self)
      let name = try await KeepDocuments(services).remove(id, by: member.actor)
      return .redirect(to: SpaceLinks.documents, flash: .ok("activity.attachment.removed", ["name": name]))
    }
  }

  private func list(_ space: Space, problems: [FieldProblem] = []) async throws -> Reply {
    let (t, id) = (space.t, space.enterprise.id)
    let documents = try await space.read { try SpaceStore.documents(of: id, on: $0) }
    let items = documents.map { document -> HTML in
      let remove: HTML =
        space.mayManage
        ? PostButton(
          t("partners.space.document.remove"), to: Link("\(SpaceLinks.document(document.id).text)/remove"),
          csrf: space.csrf, style: .quiet, icon: .trash, confirm: t("partners.space.document.remove.confirm"),
          isSmall: true, isIconOnly: true
        ).html : .empty
      return DocumentLine(t: t, document: document, link: SpaceLinks.document(document.id), action: remove).html
    }
    let files: HTML =
      items.isEmpty
      ? EmptyState(
        icon: .file, title: t("partners.space.document.empty"), text: t("partners.space.document.empty.text")
      )
      .html : "<ul class=\"files\">\(items)</ul>"
    let summary = ErrorSummary(
      problems.map { ErrorSummary.Problem(field: $0.field == "kind" ? "kind" : "file", t($0.message)) }, t)
    let form: HTML = space.mayManage ? Card(t("partners.space.document.add"), form(space, problems)).html : .empty
    return try await space.page(
      t("partners.space.documents"),
      actions: LinkButton(t("partners.space.sharing"), to: SpaceLinks.sharing, icon: .settings).html,
      status: problems.isEmpty ? 200 : 422,
      """
      \(summary)<div class="columns"><div class="stack">\(Card(t("partners.space.documents"), files))</div>\
      <div class="stack">\(form)</div></div>
      """)
  }

  private func form(_ space: Space, _ problems: [FieldProblem]) -> HTML {
    let t = space.t
    let choices = EnterpriseDocument.Kind.allCases.map {
      FormField.Choice($0.rawValue, t("partners.space.document.kind.\($0.rawValue)"))
    }
    func error(_ field: String) -> String? {
      let own = problems.filter { ($0.field == "kind") == (field == "kind") }
      return own.isEmpty ? nil : own.map { t($0.message) }.joined(separator: " ")
    }
    let limit = AttachmentRules.policy.limit
    return FormView(
      action: SpaceLinks.documents, csrf: space.csrf, isMultipart: true, guardsChanges: false, t,
      """
      \(FormField.select("kind", label: t("partners.space.document.kind"), choices: choices, value: "licence", error: error("kind"), required: true))\
      \(FormField.file("file", label: t("partners.space.document.file"), accept: AttachmentRules.endings, isMultiple: true, hint: t("partners.space.document.hint", ["limit": "\(limit >> 20) MB"]), error: error("file"), required: true))\
      \(UploadProgress(limit: limit, t))\(ButtonBar("\(Button(t("activity.attachment.send"), style: .secondary, icon: .upload))"))
      """
    ).html
  }
}
