import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The files of a project.
struct ProjectFiles {
  let page: ProjectPage
  let problems: [FieldProblem]

  init(_ page: ProjectPage, problems: [FieldProblem] = []) {
    self.page = page
    self.problems = problems
  }

  var place: AttachmentPlace {
    let link = ProjectLinks.page(page.project.id, "attachments")
    return AttachmentPlace(
      subject: .project(page.project), schoolID: page.project.schoolID, link: link, page: link,
      isChangeable: page.mayWork && page.project.state != .closed)
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
    let empty: HTML =
      files.isEmpty
      ? EmptyState(icon: .file, title: t("activity.attachment.empty"), text: t("activity.attachment.empty.text")).html
      : .empty
    let error = problems.isEmpty ? nil : problems.map { t($0.message) }.joined(separator: " ")
    let list = AttachmentList(files, removed: removed, at: place, csrf: csrf, now: member.now, t)
    return try await page.framed(
      .attachments, status: problems.isEmpty ? 200 : 422,
      Card(
        t("activity.attachment.title"), "\(empty)\(list)\(AttachmentForm(at: place, csrf: csrf, error: error, t))"
      ).html)
  }
}
