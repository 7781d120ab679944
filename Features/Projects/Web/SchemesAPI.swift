import Database
import Organizations
import Platform
import Records
import Values
import Web

/// Schemes of governments and funds as JSON, with the bids of projects in sight.
struct SchemesAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = "/api/v1/schemes"
    member.get(path, needs: .projectsRead, operation: LedgerAPIDescription.schemes) { try await list($0) }
    member.get("\(path)/{scheme}", needs: .projectsRead, operation: LedgerAPIDescription.scheme) { try await show($0) }
  }

  private func list(_ member: Member) async throws -> Reply {
    let view = member.exchange.query["view"] ?? "open"
    guard view == "open" || view == "over" else {
      throw WebError.unprocessable([FieldProblem("view", "kit.records.choice", ["value": String(view.prefix(60))])])
    }
    let (scope, today) = (member.actor.scope, member.now.day)
    let found = try await services.database.read {
      try SchemeStore.list(isOpen: view == "open", today: today, in: scope, on: $0)
    }
    return .json([
      "items": .array(
        found.map { row in
          .members(
            Self.members(row.scheme) + [
              ("bidCount", .integer(Int64(row.bids))), ("granted", .integer(row.granted)),
            ])
        })
    ])
  }

  private func show(_ member: Member) async throws -> Reply {
    let id = try member.exchange.parameter("scheme", as: ID<Scheme>.self)
    let (scope, sight) = (member.actor.scope, ProjectSight(member.actor, least: .own))
    let found = try await services.database.read { connection in
      try SchemeStore.scheme(id, in: scope, on: connection).map {
        ($0, try SchemeStore.bids(of: $0, in: sight, on: connection))
      }
    }
    guard let (scheme, bids) = found else { throw WebError.notFound }
    let list = bids.map { bid -> JSONValue in
      .members(
        [
          ("id", .string(bid.id.description)), ("project", .string(bid.projectID.description)),
          ("title", .string(bid.projectTitle)), ("enterprise", .string(bid.enterpriseName)),
        ] + SchemeFields.bid.members(bid))
    }
    return .json(.members(Self.members(scheme) + [("bids", .array(list))]))
  }

  private static func members(_ scheme: Scheme) -> [(String, JSONValue)] {
    [("id", .string(scheme.id.description)), ("version", .integer(Int64(scheme.version)))]
      + SchemeFields.description.members(scheme)
  }
}
