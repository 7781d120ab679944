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

/// The files of an agreement; the signed copy among them is brought on the agreement's own page.
struct AgreementFiles {
  let page: AgreementPage
  let problems: [FieldProblem]

  /// A signed paper is a document or a picture of it, by content.
  static let scans = FilePolicy(types: [.pdf, .png, .jpeg], limit: AttachmentRules.policy.limit)

  init(_ page: AgreementPage, problems: [FieldProblem] = []) {
    self.page = page
    self.problems = problems
  }

  var place: AttachmentPlace {
    let link = AgreementLinks.page(page.agreement.id, "attachments")
    return AttachmentPlace(
      subject: .agreement(page.agreement), schoolID: page.agreement.schoolID, link: link, page: link,
      isChangeable: page.member.actor.may(.agreementsWrite) && page.agreement.state != .archived && !isSignedPaper)
  }

  /// Whether the address names a scan of the signed paper, which stays as it was signed.
  private var isSignedPaper: Bool {
    // Addresses without a file name none.
    let file = try? page.member.exchange.parameter("file", as: ID<Activity.Attachment>.self)
    return page.scans.contains { $0.id == file }
  }

  func reply() async throws -> Reply {
    let (member, place) = (page.member, place)
    let t = member.t
    let (files, removed) = try await member.services.database.read { connection in
      (
        try AttachmentStore.attachments(of: place.subject, school: place.schoolID, on: connection),
        place.isChangeable
          ? try AttachmentStore.attachments(of: place.subject, school: place.schoolID, removed: true, on: connection)
          : []
      )
    }
    let csrf = member.exchange.csrfToken
    let signed = files.filter { $0.slot == MoveAgreement.scanSlot }
    let others = files.filter { $0.slot != MoveAgreement.scanSlot }
    let scans: HTML =
      signed.isEmpty
      ? .empty
      : Card(
        t("agreements.scan"),
        "<ul class=\"files\">\(signed.map { "<li>\(FileIcon($0.type))\(FileWords($0, to: place.file($0.id), now: member.now, t))</li>" as HTML })</ul>"
      ).html
    let empty: HTML =
      others.isEmpty
      ? EmptyState(icon: .file, title: t("activity.attachment.empty"), text: t("activity.attachment.empty.text")).html
      : .empty
    let error = problems.isEmpty ? nil : problems.map { t($0.message) }.joined(separator: " ")
    let list = AttachmentList(others, removed: removed, at: place, csrf: csrf, now: member.now, t)
    return try await page.framed(
      .attachments, status: problems.isEmpty ? 200 : 422,
      "\(scans)\(Card(t("activity.attachment.title"), "\(empty)\(list)\(AttachmentForm(at: place, csrf: csrf, error: error, t))"))"
    )
  }
}
