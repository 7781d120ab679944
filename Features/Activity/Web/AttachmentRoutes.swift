import Database
import Files
import Localization
package import Organizations
import Platform
package import Records
import Values
package import Views
package import Web

/// The addresses of the files of one kind of record. The feature says how the
/// record is found in the actor's scope and which page shows its files:
///
/// - `POST path` brings files (multipart fields `file`, `slot`),
/// - `GET path/{file}` gives one out, always to be saved, never shown in our origin,
/// - `POST path/{file}/remove` and `…/restore` take one away and put it back.
package struct AttachmentRoutes: Sendable {
  /// Finds the record of the address; throws `WebError.notFound` for one that is not in sight.
  package typealias Find = @Sendable (Member) async throws -> AttachmentPlace
  /// The page that shows the files, with what is wrong with those just sent.
  package typealias Page = @Sendable (Member, [FieldProblem]) async throws -> Reply

  private let path: String
  private let reading: Permission
  private let writing: Permission
  private let find: Find
  private let page: Page

  package init(
    _ path: String, reads reading: Permission, writes writing: Permission, find: @escaping Find,
    page: @escaping Page
  ) {
    self.path = path
    self.reading = reading
    self.writing = writing
    self.find = find
    self.page = page
  }

  private static var limits: UploadLimits {
    UploadLimits(
      files: AttachmentRules.mostAtOnce, fileBytes: AttachmentRules.policy.limit,
      totalBytes: 4 * AttachmentRules.policy.limit, fields: 20)
  }

  package func add(to member: inout MemberRoutes) {
    member.post(path, needs: writing, body: .multipart(Self.limits)) { try await bring($0) }
    member.get("\(path)/{file}", needs: reading) { member in
      let place = try await find(member)
      return Self.download(try await Self.attachment(member, at: place), member)
    }
    member.post("\(path)/{file}/remove", needs: writing) { member in
      try await change(member, flash: "activity.attachment.removed") { file, place, connection in
        try KeepAttachments.remove(
          file, from: place.subject, by: member.actor, services: member.services, on: connection)
      }
    }
    member.post("\(path)/{file}/restore", needs: writing) { member in
      try await change(member, flash: "activity.attachment.restored") { file, place, connection in
        try KeepAttachments.restore(
          file, to: place.subject, by: member.actor, services: member.services, on: connection)
      }
    }
  }

  private func bring(_ member: Member) async throws -> Reply {
    // The record first: who may not see it sends no files.
    let place = try await find(member)
    let upload = try await member.exchange.upload()
    let slot = String((upload.form["slot"] ?? "").prefix(60))
    let outcome = try await KeepAttachments(member.services)(
      upload.files("file"), slot: slot, with: place, by: member.actor)
    guard outcome.problems.isEmpty else {
      if member.exchange.wantsJSON { throw WebError.unprocessable(outcome.problems) }
      return try await page(member, outcome.problems)
    }
    let flash = FlashMessage.ok("activity.attachment.added", ["count": "\(outcome.kept.count)"])
    return Self.done(place.page, flash, member)
  }

  private func change(
    _ member: Member, flash: String,
    _ body: @escaping @Sendable (Attachment, AttachmentPlace, any WriteConnection) throws -> Bool
  ) async throws -> Reply {
    let place = try await find(member)
    guard place.isChangeable else { throw WebError.conflict(Message("activity.attachment.problem.closed")) }
    let file = try await Self.attachment(member, at: place, evenRemoved: true)
    _ = try await member.services.database.write { connection in try body(file, place, connection) }
    // Who comes second finds what was wanted: that is no mistake.
    return .redirect(to: place.page, flash: .ok(flash, ["name": file.name]))
  }

  /// A file of the record; one that was taken away only for those who put it back.
  private static func attachment(
    _ member: Member, at place: AttachmentPlace, evenRemoved: Bool = false
  ) async throws -> Attachment {
    let id = try member.exchange.parameter("file", as: ID<Attachment>.self)
    let found = try await member.services.database.read { connection in
      try AttachmentStore.attachment(id, of: place.subject, school: place.schoolID, on: connection)
    }
    guard let found, evenRemoved || found.removal == nil else { throw WebError.notFound }
    return found
  }

  /// The file to be saved under its name.
  package static func download(_ file: Attachment, _ member: Member) -> Reply {
    .file(
      at: member.services.files.path(of: file.digest), contentType: file.type.mediaType, fileName: file.name,
      inline: false, tag: file.digest.text)
  }

  /// After an upload: browsers that sent it by script are told where to go, others are sent there.
  package static func done(_ link: Link, _ flash: FlashMessage, _ member: Member) -> Reply {
    guard member.exchange.wantsJSON else { return .redirect(to: link, flash: flash) }
    return .json(["location": .string(link.text)]).flash(flash)
  }
}
