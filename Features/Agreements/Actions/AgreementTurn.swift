import Accounts
import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Values
import Views

/// What an act on an agreement can be refused for.
enum AgreementError: Error, Sendable, Equatable {
  /// Somebody else acted on it since the page was opened.
  case stale
  /// The state does not allow the act, or it is somebody else's turn.
  case state
  case notFound
}

/// What every act on an agreement writes besides the agreement: the step, the
/// log, the search, who acts now, and who is told.
struct AgreementTurn {
  let services: Services
  var dossier: AgreementDossier
  let author: Author
  let connection: any WriteConnection

  /// Who acts: a person with an account, or somebody by a link.
  struct Author: Sendable {
    var accountID: ID<Account>?
    let name: String

    /// As rows keep it beside the account: empty for people with one.
    var guestName: String { accountID == nil ? name : "" }

    init(accountID: ID<Account>? = nil, name: String) {
      self.accountID = accountID
      self.name = name
    }

    init(_ actor: Actor) {
      self.init(accountID: actor.accountID, name: actor.name)
    }
  }

  static func find(
    _ id: ID<Agreement>, services: Services, by actor: Actor, on connection: any WriteConnection
  ) throws -> AgreementTurn {
    try find(
      id, in: actor.scope, services: services, by: Author(actor), on: connection)
  }

  /// For acts whose author was let in by something else than a role, such as a link.
  static func find(
    _ id: ID<Agreement>, in scope: Actor.Scope, services: Services, by author: Author,
    on connection: any WriteConnection
  ) throws -> AgreementTurn {
    let found = try AgreementDossier.load(id, in: scope, today: services.now.day, services.catalogue, on: connection)
    guard let found else { throw AgreementError.notFound }
    return AgreementTurn(services: services, dossier: found, author: author, connection: connection)
  }

  /// Writes what follows from an act.
  /// - Parameters:
  ///   - agreement: as it is now.
  ///   - post: which post of the review acted.
  ///   - other: whom the actor acted for.
  func follow(
    _ act: AgreementAct, _ agreement: Agreement, post: ReviewPost.Step? = nil, for other: ID<Account>? = nil,
    reason: String = ""
  ) throws {
    let now = services.now
    try AgreementStoryStore.insert(
      act, id: services.ids.next(), of: agreement, post: post, by: author.accountID, for: other, reason: reason,
      at: now,
      on: connection)
    try log(act.rawValue, agreement, note: reason)
    try AgreementInbox.handOver(agreement, services: services, by: author.accountID, on: connection)
    try tell(act, agreement, reason)
  }

  func log(_ what: String, _ agreement: Agreement, note: String = "") throws {
    try services.audit.record(
      AuditEntry(
        action: "agreements.agreement.\(what)", subject: .agreement(agreement), accountID: author.accountID?.rawValue,
        schoolID: agreement.schoolID.rawValue, note: note, at: services.now), on: connection)
  }

  /// Tells who looks after the agreement what somebody did by a link.
  func tellOffice(_ key: String) throws {
    let agreement = dossier.agreement
    let people = Set([agreement.ownerID, agreement.createdBy].compactMap(\.self))
    guard !people.isEmpty else { return }
    try services.notices.post(
      Notice(
        accountIDs: people.sorted(), message: Message(key, ["title": agreement.title, "name": author.name]),
        path: AgreementLinks.show(agreement.id).text), on: connection)
  }

  /// Keeps the search in step with the words.
  func index(_ agreement: Agreement, _ clauses: [RenderedClause]) throws {
    try AgreementSearch.put(agreement, partner: dossier.partner.enterprise.name, clauses, on: connection)
  }

  /// Tells who drafted and who looks after it how it went on.
  private func tell(_ act: AgreementAct, _ agreement: Agreement, _ reason: String) throws {
    let told: Set<AgreementAct> = [
      .refused, .reopened, .recalled, .rejected, .confirmed, .signed, .declined, .suspended, .ended,
    ]
    // Of signatures only the last is news: the agreement is in force.
    guard told.contains(act), act != .signed || agreement.state == .active else { return }
    let people = Set([agreement.createdBy, agreement.ownerID].compactMap(\.self))
      .subtracting([author.accountID?.rawValue].compactMap(\.self))
    guard !people.isEmpty else { return }
    try services.notices.post(
      Notice(
        accountIDs: people.sorted(),
        message: Message(
          "agreements.notice.\(act.rawValue)",
          ["title": agreement.title, "name": author.name, "reason": String(reason.prefix(200))]),
        path: AgreementLinks.show(agreement.id).text, alsoByMail: true), on: connection)
  }
}

extension AuditEntry.Subject {
  static func agreement(_ agreement: Agreement) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "agreement", id: agreement.id.rawValue, name: agreement.title)
  }
}
