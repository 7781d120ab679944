import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of tours: the same fields, rules and acts as their pages.
struct ToursAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = ToursAPIDescription
    let one = "/api/v1/tours/{tour}"
    member.get("/api/v1/tours", needs: .visitsRead, operation: Description.list) { try await list($0) }
    member.post("/api/v1/tours", needs: .visitsWrite, operation: Description.create) { try await create($0) }
    member.get(one, needs: .visitsRead, operation: Description.show) { try await answer($0) }
    member.patch(one, needs: .visitsWrite, operation: Description.change) { try await change($0) }
    member.post("\(one)/stops", needs: .visitsWrite, operation: Description.addStop) { try await addStop($0) }
  }

  private func list(_ member: Member) async throws -> Reply {
    let actor = member.actor
    let query = try Self.query(member.exchange.query, of: actor.accountID)
    var asked = query
    asked.limit = query.limit + 1
    let looking = asked
    let found = try await services.database.read {
      try TourListStore.page(looking, in: actor.scope, of: actor.accountID, on: $0)
    }
    let shown = Array(found.prefix(query.limit))
    let next = found.count > query.limit ? shown.last.map { TourListPage.mark(of: $0.tour) } : nil
    return .json([
      "items": .array(shown.map(TourJSON.value)), "next": next.map { .string($0) } ?? .null,
    ])
  }

  /// The page's parameters, but what means nothing is refused, because a program must not take everything for what it
  /// asked.
  private static func query(_ form: FormData, of account: ID<Account>) throws -> TourQuery {
    var problems: [FieldProblem] = []
    func check(_ name: String, _ isRight: (String) -> Bool) {
      for value in form.all(name) where !isRight(value) {
        problems.append(FieldProblem(name, "kit.records.choice", ["value": String(value.prefix(60))]))
      }
    }
    check("state") { Tour.State(rawValue: $0) != nil }
    check("year") { $0.wholeMatch(of: /2[01][0-9]{2}/) != nil }
    check("mine") { $0 == "true" || $0 == "false" }
    check("after") { TourListPage.mark($0) != nil }
    if (form["q"] ?? "").count > 60 {
      problems.append(FieldProblem("q", "kit.records.tooLong", ["max": "60", "count": "\((form["q"] ?? "").count)"]))
    }
    var query = TourListPage.query(form, of: account)
    query.personID = form["mine"] == "true" ? account : nil
    query.limit = PartnersAPIQuery.usual
    if let text = form["limit"] {
      if let limit = Int(text), (1...PartnersAPIQuery.longest).contains(limit) {
        query.limit = limit
      } else {
        problems.append(FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(PartnersAPIQuery.longest)"]))
      }
    }
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    return query
  }

  private func create(_ member: Member) async throws -> Reply {
    let school = try TourRoutes.school(of: member)
    let read = try TourJSON.read(
      try member.exchange.fieldsJSON(), into: TourFormPage.blank(member, school: school), isNew: true,
      next: { services.ids.next() })
    try await SaveTour(services)(read.tour, people: read.people, stops: read.stops, isNew: true, by: member.actor)
    var reply = try await answer(member, read.tour.id)
    reply.status = 201
    return reply.header("Location", "/api/v1/tours/\(read.tour.id)")
  }

  private func change(_ member: Member) async throws -> Reply {
    let old = try await changeable(member)
    try PartnersAPIQuery.requireVersion(old.version, member.exchange)
    let json = try member.exchange.fieldsJSON()
    try await inTermsOfTheAPI {
      if let act = json["act"] {
        try await self.act(act, json, old, by: member.actor)
      } else {
        let read = try TourJSON.read(json, into: old, isNew: false, next: { services.ids.next() })
        try await SaveTour(services)(read.tour, people: read.people, isNew: false, by: member.actor)
      }
    }
    return try await answer(member)
  }

  /// `{"act": "cancel", "reason": "…"}` alone.
  private func act(_ value: JSONValue, _ json: JSONValue, _ tour: Tour, by actor: Actor) async throws {
    let others = (json.object ?? []).filter { $0.name != "act" && $0.name != "reason" }
    guard others.isEmpty else {
      throw Invalid(others.map { FieldProblem($0.name, "kit.records.unknownField", ["name": $0.name]) })
    }
    guard let act = value.string.flatMap({ Tour.Act(rawValue: $0) }) else {
      throw Invalid([FieldProblem("act", "kit.records.choice", ["value": value.string ?? ""])])
    }
    let parsed = FieldKind.line(max: TourRoutes.longestReason).parse([json["reason"]?.string ?? ""])
    switch parsed {
    case .failure(let failure): throw Invalid([FieldProblem("reason", failure.message)])
    case .success(let reason):
      do {
        try await MoveTour(services)(act, tour.id, version: tour.version, reason: reason.plainText, by: actor)
      } catch TourError.tour(.reason) {
        throw Invalid([FieldProblem("reason", "partners.tour.problem.reason")])
      }
    }
  }

  private func addStop(_ member: Member) async throws -> Reply {
    let tour = try await changeable(member)
    let read = TourJSON.stop(try member.exchange.fieldsJSON(), into: TourJSON.blank(services.ids.next(), of: tour))
    guard read.problems.isEmpty else { throw Invalid(read.problems) }
    try await inTermsOfTheAPI { try await TourStops(services).add(read.stop, to: tour.id, by: member.actor) }
    var reply = try await answer(member)
    reply.status = 201
    return reply
  }

  // MARK: Parts

  private func changeable(_ member: Member) async throws -> Tour {
    let id = try member.exchange.parameter("tour", as: ID<Tour>.self)
    let actor = member.actor
    let found = try await services.database.read {
      try TourStore.record(id, in: actor.scope, of: actor.accountID, on: $0)?.tour
    }
    guard let found else { throw WebError.notFound }
    guard found.mayBeChanged(by: actor) else {
      throw WebError.forbidden(Message("partners.tour.problem.notYours"))
    }
    return found
  }

  private func answer(_ member: Member, _ id: ID<Tour>? = nil) async throws -> Reply {
    let id = try id ?? member.exchange.parameter("tour", as: ID<Tour>.self)
    let (actor, sealer) = (member.actor, services.sealer)
    let found = try await services.database.read { connection -> (Int, JSONValue)? in
      guard let record = try TourStore.record(id, in: actor.scope, of: actor.accountID, on: connection) else {
        return nil
      }
      let stops = try TourStopStore(sealer).stops(of: record.tour, on: connection)
      let progress = TourProgress(
        stops: stops, lines: try TourLineStore.lines(of: record.tour, on: connection),
        visits: try TourVisits.visits(of: record.tour, on: connection))
      return (record.tour.version, TourJSON.value(record, stops, progress))
    }
    guard let (version, json) = found else { throw WebError.notFound }
    // The tag is what a change of the tour names; visits change without it, so no copy is kept by it.
    return .json(json).caching(.never).header("ETag", "\"\(version)\"")
  }

  private func inTermsOfTheAPI(_ act: () async throws -> Void) async throws {
    do {
      try await act()
    } catch let error as TourError {
      switch error {
      case .stale: throw WebError.preconditionFailed(Message("kit.web.error.412.text"))
      case .notFound: throw WebError.notFound
      case .closed, .tour, .stop: throw WebError.conflict(Message("partners.tour.problem.closed"))
      }
    }
  }
}

extension PartnersAPIQuery {
  /// A change names the version that it was made for.
  /// - Throws: `WebError.preconditionRequired`, `.badRequest`, `.preconditionFailed`.
  static func requireVersion(_ version: Int, _ exchange: Exchange) throws {
    guard let asked = exchange.header("If-Match") else { throw WebError.preconditionRequired }
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
