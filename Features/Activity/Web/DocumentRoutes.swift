import Database
import Files
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/documents`: what a person ordered, how far it is, and fetching it.
///
/// Nobody sees another person's orders; whoever has lost the permission that a
/// document needs does not get it any more.
struct DocumentRoutes {
  let services: Services

  private static let shown = 50

  private var desk: DocumentDesk { DocumentDesk(services: services) }

  func add(to member: inout MemberRoutes) {
    member.get("/documents", needs: .inboxRead) { member in
      let (account, school) = (member.actor.accountID, member.actor.schoolID)
      let orders = try await services.database.read { connection in
        try DocumentOrderStore.orders(of: account, school: school, limit: Self.shown, on: connection)
      }
      return try await member.page(DocumentPages(member: member).list(orders))
    }
    member.get("/documents/{document}", needs: .inboxRead) { member in
      let order = try await order(member)
      return try await member.page(
        DocumentPages(member: member).show(order, progress: try await desk.progress(of: order)))
    }
    member.get("/documents/{document}/events", needs: .inboxRead) { member in
      events(of: try await order(member), member)
    }
    member.get("/documents/{document}/file", needs: .inboxRead) { member in
      let order = try await order(member)
      guard order.state == .done, let file = order.file else { throw WebError.notFound }
      return .file(
        at: desk.path(of: order.id), contentType: file.type.mediaType, fileName: file.name, inline: false,
        tag: order.id.description)
    }
    member.post("/documents/{document}/cancel", needs: .inboxRead) { member in
      let order = try await order(member)
      try await desk.cancel(order)
      return .redirect(to: ActivityLinks.document(order.id))
    }
    member.post("/documents/{document}/again", needs: .inboxRead) { member in
      let order = try await order(member)
      try await desk.again(order)
      return .redirect(to: ActivityLinks.document(order.id))
    }
  }

  /// The order of the address, if it is the reader's own and still allowed.
  private func order(_ member: Member) async throws -> DocumentOrder {
    let id = try member.exchange.parameter("document", as: ID<DocumentOrder>.self)
    let (account, school) = (member.actor.accountID, member.actor.schoolID)
    let found = try await services.database.read { connection in
      try DocumentOrderStore.order(id, of: account, school: school, on: connection)
    }
    guard let found else { throw WebError.notFound }
    guard member.actor.may(found.permission) else { throw WebError.forbidden() }
    return found
  }

  /// Tells a page how far an order is until it has ended.
  private func events(of order: DocumentOrder, _ member: Member) -> Reply {
    let (services, desk, t) = (services, desk, member.t)
    let stream = AsyncStream<ServerEvent>(bufferingPolicy: .bufferingNewest(4)) { continuation in
      let telling = Task {
        while !Task.isCancelled {
          let now = try? await services.database.read { connection in
            try DocumentOrderStore.order(order.id, of: order.accountID, school: order.schoolID, on: connection)
          }
          let isRunning = now?.state == .waiting
          let progress = try? await desk.progress(of: order)
          var members: [(String, JSONValue)] = [
            ("done", .integer(Int64(progress?.done ?? 0))),
            ("text", .string(t("activity.document.state.\((now?.state ?? .failed).rawValue)"))),
            ("state", isRunning ? "running" : now?.state == .done ? "done" : "failed"),
          ]
          if let total = progress?.total { members.append(("total", .integer(Int64(total)))) }
          if !isRunning { members.append(("location", .string(ActivityLinks.document(order.id).text))) }
          continuation.yield(ServerEvent(JSONValue.members(members).text, name: "progress"))
          guard isRunning else { break }
          try? await Task.sleep(for: .milliseconds(400))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in telling.cancel() }
    }
    return .events(stream)
  }
}
