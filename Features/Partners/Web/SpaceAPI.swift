import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of an enterprise's space, and of what schools see of it.
struct SpaceAPI: Sendable {
  let services: Services

  func add(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    typealias Description = SpaceAPIDescription
    member.get("/api/v1/enterprise", needs: .spaceRead, operation: Description.show) { try await show($0) }
    member.patch("/api/v1/enterprise", needs: .spaceManage, operation: Description.change) { try await change($0) }
    let changes = "/api/v1/partners/{partner}/changes"
    member.get(changes, needs: .partnersRead, operation: Description.changes) { try await list($0) }
    member.post("\(changes)/seen", needs: .partnersManage, operation: Description.see) { try await see($0) }
    for route in member.table.routes { table.add(route.tellingSpaceRefusals()) }
  }

  // MARK: The own record

  private func show(_ member: Member) async throws -> Reply {
    answer(try await Space.load(member))
  }

  private func answer(_ space: Space) -> Reply {
    .json(
      .members(
        [("id", .string(space.enterprise.id.description)), ("version", .integer(Int64(space.enterprise.version)))]
          + EnterpriseFields.description.members(space.enterprise))
    ).caching(.revalidate(tag: "\(space.enterprise.version)"))
  }

  /// Name and credit code are not among the fields: they are confirmed by a school.
  private func change(_ member: Member) async throws -> Reply {
    let space = try await Space.load(member)
    try VersionTag.require("\(space.enterprise.version)", member.exchange)
    let record = try SaveProfile.description.read(try member.exchange.fieldsJSON(), into: space.enterprise).get()
    do {
      try await SaveProfile(services)(record, by: member.actor)
    } catch SpaceError.stale {
      throw WebError.preconditionFailed(Message("kit.web.error.412.text"))
    }
    return answer(try await Space.load(member))
  }

  // MARK: What a school is told

  static let usual = 50
  static let longest = 200

  private func list(_ member: Member) async throws -> Reply {
    let query = member.exchange.query
    var (problems, limit) = ([FieldProblem](), Self.usual)
    if let text = query["limit"] {
      if let number = Int(text), (1...Self.longest).contains(number) {
        limit = number
      } else {
        problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(Self.longest)"]))
      }
    }
    let before = query["before"].flatMap { ID<EnterpriseChange>($0) }
    if let text = query["before"], before == nil {
      problems.append(FieldProblem("before", "kit.records.choice", ["value": String(text.prefix(60))]))
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let (scope, most) = (member.actor.scope, limit)
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let found = try await services.database.read {
      connection -> (EnterpriseChangeStore.Sight, [EnterpriseChange])? in
      guard let partner = try PartnershipStore.partner(id, in: scope, on: connection) else { return nil }
      return (
        try EnterpriseChangeStore.sight(of: partner.partnership, on: connection),
        try EnterpriseChangeStore.changes(for: partner.partnership, before: before, limit: most + 1, on: connection)
      )
    }
    guard let (sight, changes) = found else { throw WebError.notFound }
    let shown = changes.prefix(limit)
    return .json([
      "unseen": .integer(Int64(sight.unseen)),
      "seenAt": sight.seenAt.map { .string($0.iso8601) } ?? .null,
      "items": .array(shown.map { Self.value($0, isSeen: $0.id.rawValue <= sight.seenID) }),
      "next": changes.count > limit ? shown.last.map { .string($0.id.description) } ?? .null : .null,
    ]).caching(.never)
  }

  private func see(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    var problems = (json.object ?? []).filter { $0.name != "until" }.map {
      FieldProblem($0.name, "kit.records.unknownField", ["name": String($0.name.prefix(60))])
    }
    let until = json["until"]?.string.flatMap { ID<EnterpriseChange>($0) }
    if until == nil { problems.append(FieldProblem("until", "kit.records.required")) }
    guard problems.isEmpty, let until else { throw WebError.unprocessable(problems) }
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    try await SeeChanges(services)(until: until, of: id, by: member.actor)
    return .noContent
  }

  private static func value(_ change: EnterpriseChange, isSeen: Bool) -> JSONValue {
    [
      "id": .string(change.id.description), "kind": .string(change.kind.rawValue),
      "at": .string(change.at.iso8601), "isSeen": .bool(isSeen), "note": .string(change.note),
      "changes": .array(
        change.changes.map {
          ["field": .string($0.name), "before": .string($0.before), "after": .string($0.after)]
        }),
    ]
  }
}

/// The version that a change through the API is made for.
enum VersionTag {
  /// - Throws: `WebError.preconditionRequired` without `If-Match`, `.badRequest` for one that is none,
  ///   `.preconditionFailed` for another version.
  static func require(_ version: String, _ exchange: Exchange) throws {
    guard let asked = exchange.header("If-Match") else { throw WebError.preconditionRequired }
    // A proxy that compresses makes a strong tag weak; it still names the version.
    let tags = asked.split(separator: ",").map { tag in
      let plain = tag.filter { $0 != " " && $0 != "\t" }
      return plain.hasPrefix("W/") ? String(plain.dropFirst(2)) : String(plain)
    }
    guard tags.allSatisfy({ $0 == "*" || $0.wholeMatch(of: /"[^"]*"/) != nil }), !tags.isEmpty else {
      throw WebError.badRequest(Message("partners.api.ifMatch.malformed"))
    }
    guard tags.contains("*") || tags.contains("\"\(version)\"") else {
      throw WebError.preconditionFailed(Message("kit.web.error.412.text"))
    }
  }
}
