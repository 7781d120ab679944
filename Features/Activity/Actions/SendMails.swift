package import Database
import Foundation
package import Jobs
import Localization
import Mail
package import Platform
import Values

/// Hands the mails of the outbox over to the mail server.
///
/// Each is sent at least once: a sender that is lost after the server took the
/// mail leaves it to another, and the receiver knows the repetition by its id.
package struct SendMails: Sendable {
  package static let name = "activity.mails"
  /// After so many attempts a mail has failed: the last is about fifteen hours after the first.
  static let maxAttempts = 11

  private let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Asks for the outbox to be looked at, by the transaction that put a mail into it.
  package static func request(on connection: any WriteConnection, jobs: JobQueue) throws {
    try jobs.enqueue(name, payload: [String: String](), key: name, on: connection)
  }

  package var kind: JobKind {
    JobKind(Self.name) { _ in try await self() }
  }

  /// Brings what a mail put while the last run ended, and what is to be tried again.
  package static let schedule = Schedule(name, .every(.seconds(60)), kind: name)

  /// Sends what waits and whose time has come.
  package func callAsFunction() async throws {
    let services = services
    guard let transport = services.mail, let sender = services.installation.mailSender else {
      try await services.database.write { try MailStore.keepWaiting(on: $0) }
      return
    }
    while true {
      try Task.checkCancellation()
      let now = services.now
      guard let claim = try await services.database.write({ try MailStore.claim(now: now, on: $0) }) else { return }
      if let failure = await failure(of: claim, by: transport, from: sender) {
        let code = failure.code.map { " \($0)" } ?? ""
        let isPermanent = failure.kind == .permanent
        let text = (isPermanent ? "permanent" : "temporary") + code
        let isFinal = isPermanent || claim.attempt >= Self.maxAttempts
        try await services.database.write { connection in
          try MailStore.noteFailure(claim, text, isFinal: isFinal, on: connection)
        }
      } else {
        let sentAt = services.now
        try await services.database.write { try MailStore.noteSent(claim, at: sentAt, on: $0) }
      }
    }
  }

  /// Tries one mail; `nil` when the server took it.
  private func failure(of claim: MailStore.Claim, by transport: any MailTransport, from sender: String) async
    -> MailFailure?
  {
    let store = MailStore(services.sealer)
    do {
      guard let mail = try await services.database.read({ try store.mail(claim.id, on: $0) }) else { return nil }
      try await transport.send(try message(of: mail, from: sender))
      return nil
    } catch let failure as MailFailure {
      return failure
    } catch is DatabaseError {
      return MailFailure(.temporary, reason: "The database is away.")
    } catch is CancellationError {
      return MailFailure(.temporary, reason: "The sender stops.")
    } catch {
      // An address that cannot be written to, or a row that the key does not open.
      return MailFailure(.permanent, reason: "\(type(of: error))")
    }
  }

  private func message(of mail: StoredMail, from sender: String) throws -> MailMessage {
    let host = URLComponents(string: services.installation.baseURL)?.host ?? "localhost"
    return MailMessage(
      id: "mail-\(mail.id)@\(host)", date: mail.createdAt,
      from: try MailAddress(sender, name: services.catalogue.text("kit.applicationName", in: mail.language)),
      to: [try MailAddress(mail.address, name: mail.recipient)], subject: mail.subject, text: mail.body)
  }
}
