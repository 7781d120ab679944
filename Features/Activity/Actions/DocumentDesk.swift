import Database
import Documents
import Files
import Foundation
package import Jobs
import Localization
import Logging
package import Organizations
package import Platform
package import Records
package import Values
import Views

/// Where documents are ordered, made by jobs, fetched and forgotten.
///
/// A feature makes one desk with its kinds of documents and hands its jobs to
/// the program; the pages are those of this feature.
package struct DocumentDesk: Sendable {
  let services: Services
  private let kinds: [any DocumentKind]

  private static let attempts = 3
  /// Whoever waited longer is told that it is there.
  private static let patience = Duration.seconds(20)

  /// - Parameter kinds: none for the pages, which show and fetch orders of all kinds.
  package init(_ kinds: [any DocumentKind] = [], services: Services) {
    self.services = services
    self.kinds = kinds
  }

  /// Puts a document into the queue.
  /// - Parameters:
  ///   - query: of what: filters and order of a list, or ids.
  ///   - permission: what the document needs to be seen.
  ///   - title: in the language of the person.
  /// - Returns: the order, whose page `ActivityLinks.document` shows how far it is.
  package func order(
    _ kind: any DocumentKind, of query: FormData, titled title: String, needs permission: Permission, by member: Member
  ) async throws -> ID<DocumentOrder> {
    let (jobs, actor) = (services.jobs, member.actor)
    let order = DocumentOrder(
      id: services.ids.next(), accountID: actor.accountID, schoolID: actor.schoolID, kind: kind.name,
      permission: permission, title: title, language: member.t.language, scope: actor.scope, query: query,
      state: .waiting, file: nil, problem: nil, failures: [], createdAt: services.now)
    try await services.database.write { connection in
      try DocumentOrderStore.insert(order, on: connection)
      try Self.enqueue(order, jobs, on: connection)
    }
    return order.id
  }

  /// Orders it once more, after it failed or was cancelled.
  func again(_ order: DocumentOrder) async throws {
    let jobs = services.jobs
    try await services.database.write { connection in
      guard
        try DocumentOrderStore.move(order.id, from: [.failed, .cancelled], to: .waiting, on: connection)
      else { return }
      try Self.enqueue(order, jobs, on: connection)
    }
  }

  /// Ends it; what was made so far goes.
  func cancel(_ order: DocumentOrder) async throws {
    let job = try await services.database.write { connection -> ID<Job>? in
      guard try DocumentOrderStore.move(order.id, from: [.waiting], to: .cancelled, on: connection) else { return nil }
      return try DocumentOrderStore.job(of: order.id, on: connection)
    }
    if let job { _ = try await services.jobs.cancel(job) }
  }

  /// How far it is; `nil` before it has begun.
  func progress(of order: DocumentOrder) async throws -> (done: Int, total: Int?)? {
    let job = try await services.database.read { try DocumentOrderStore.job(of: order.id, on: $0) }
    guard let job else { return nil }
    return try await services.jobs.job(job)?.progress.map { ($0.done, $0.total) }
  }

  /// Where its file lies.
  func path(of id: ID<DocumentOrder>) -> String { "\(folder)/\(id)" }

  private var folder: String { "\(services.files.root)/made" }

  // MARK: Making

  package var jobs: [JobKind] {
    kinds.map { kind in
      JobKind("documents.\(kind.name)", maxAttempts: Self.attempts, backoff: Backoff(first: .seconds(5))) { run in
        try await work(kind, run)
      }
    }
  }

  /// Makes an order at once, as its job would; for tests.
  package func work(on id: ID<DocumentOrder>) async throws {
    guard let order = try await services.database.read({ try DocumentOrderStore.order(id, on: $0) }),
      let kind = kinds.first(where: { $0.name == order.kind })
    else { return }
    try await make(kind, order) { _, _ in }
  }

  private func work(_ kind: any DocumentKind, _ run: JobRun) async throws {
    let reference = try run.payload(as: Reference.self)
    guard let id = ID<DocumentOrder>(reference.order),
      let order = try await services.database.read({ try DocumentOrderStore.order(id, on: $0) }),
      order.state == .waiting
    else { return }
    do {
      try await make(kind, order) { done, total in try await run.report(done: done, total: total) }
    } catch let error where !(error is CancellationError) {
      if run.attempt >= Self.attempts { try await fail(order, Message("activity.document.failed")) }
      throw error
    }
  }

  private func make(
    _ kind: any DocumentKind, _ order: DocumentOrder,
    report: @escaping @Sendable (Int, Int) async throws -> Void
  ) async throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let path = path(of: order.id)
    do {
      let t = services.localizer(order.language)
      let made = try await kind.make(order, to: path, t, report: report)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      try await finish(order, made, size: (attributes[.size] as? NSNumber)?.intValue ?? 0)
    } catch let error as TypesetError {
      services.logger.warning(
        "A document was not made.", metadata: ["kind": "\(kind.name)", "reason": "\(error.kind)"])
      unlink(path)
      try await fail(order, error.message)
    } catch let refusal as DocumentRefusal {
      unlink(path)
      try await fail(order, refusal.message)
    } catch {
      unlink(path)
      throw error
    }
  }

  private func finish(_ order: DocumentOrder, _ made: MadeDocument, size: Int) async throws {
    let (now, notices) = (services.now, services.notices)
    let isDone = try await services.database.write { connection in
      guard try DocumentOrderStore.finish(order.id, made, size: size, at: now, on: connection) else { return false }
      if now.since(order.createdAt) > Self.patience {
        try notices.post(
          Notice(
            accountIDs: [order.accountID.rawValue], message: Message("activity.document.ready", ["title": order.title]),
            path: ActivityLinks.document(order.id).text), on: connection)
      }
      return true
    }
    // Cancelled in the last moment.
    if !isDone { unlink(path(of: order.id)) }
  }

  private func fail(_ order: DocumentOrder, _ message: Message) async throws {
    let now = services.now
    try await services.database.write { try DocumentOrderStore.fail(order.id, message, at: now, on: $0) }
  }

  // MARK: Forgetting

  /// Forgets orders that are kept no longer, and files that no order has.
  package var sweep: JobKind {
    JobKind("documents.sweep") { _ in try await forget() }
  }

  package static let schedule = Schedule("documents.sweep", .daily(hour: 3, minute: 40), kind: "documents.sweep")

  func forget() async throws {
    let date = services.now.advanced(by: .seconds(-DocumentOrder.keptDays * 86_400))
    while true {
      let gone = try await services.database.write { try DocumentOrderStore.forget(before: date, on: $0) }
      if gone.isEmpty { return }
      for id in gone { unlink(path(of: id)) }
    }
  }

  private static func enqueue(_ order: DocumentOrder, _ jobs: JobQueue, on connection: any WriteConnection) throws {
    let job = try jobs.enqueue(
      "documents.\(order.kind)", payload: Reference(order: order.id.description), key: "documents.\(order.id)",
      on: connection)
    try DocumentOrderStore.setJob(job, of: order.id, on: connection)
  }

  /// What a job is told.
  private struct Reference: Codable, Sendable {
    let order: String
  }
}
