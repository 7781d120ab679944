import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// The JSON side of fulfilment checks and joint reviews: the same rules and acts as the pages.
struct CheckAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = CheckAPIDescription
    let (list, one) = ("/api/v1/agreements/checks", "/api/v1/agreements/checks/{check}")
    member.get(list, needs: .agreementsRead, operation: Description.list) { member in
      let scope = member.actor.scope
      let checks = try await services.database.read { try CheckStore.checks(in: scope, on: $0) }
      return .json(["items": .array(checks.map(CheckJSON.value))])
    }
    member.post(list, needs: .agreementsManage, operation: Description.begin) { try await begin($0) }
    member.get(one, needs: .agreementsRead, operation: Description.show) { try await answer($0) }
    member.get("\(one)/report", needs: .agreementsRead, operation: Description.report) { member in
      .json(CheckJSON.report(try await CheckPage.load(member)))
    }
    member.post("\(one)/items/{item}", needs: .agreementsWrite, operation: Description.answer) { try await say($0) }
    member.post("\(one)/close", needs: .agreementsManage, body: BodyRule.none, operation: Description.close) { member in
      let id = try member.exchange.parameter("check", as: ID<FulfilmentCheck>.self)
      try await acting { try await RunCheck(services).close(id, by: member.actor) }
      return .json(CheckJSON.report(try await CheckPage.load(member)))
    }
    let agreement = "/api/v1/agreements/{agreement}"
    member.get("\(agreement)/reviews", needs: .agreementsRead, operation: Description.reviews) { try await reviews($0) }
    member.post("\(agreement)/reviews", needs: .agreementsWrite, operation: Description.plan) { try await plan($0) }
    member.post("\(agreement)/reviews/{review}", needs: .agreementsWrite, operation: Description.hold) { member in
      try await hold(member)
    }
    member.post(
      "\(agreement)/tasks/{task}/done", needs: .agreementsWrite, body: BodyRule.none, operation: Description.done
    ) { member in
      try await acting {
        try await HoldReview(services).finish(
          try member.exchange.parameter("task", as: ID<ReviewTask>.self), of: try id(member), by: member.actor)
      }
      return try await reviews(member)
    }
  }

  private func acting(_ act: () async throws -> Void) async throws {
    do {
      try await act()
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.api.state"))
    }
  }

  private static func text(_ json: JSONValue, _ name: String) -> String { FieldText.trimmed(json[name]?.string ?? "") }

  // MARK: Checks

  private func begin(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    guard member.actor.schoolID != nil else { throw WebError.forbidden(Message("agreements.problem.noSchool")) }
    let id = try await RunCheck(services).begin(
      title: Self.text(json, "title"), question: Self.text(json, "question"), dueOn: Self.text(json, "dueOn"),
      by: member.actor)
    let page = try await CheckPage.load(member, id)
    return Reply.json(CheckJSON.value(page), status: 201).header("Location", "/api/v1/agreements/checks/\(id)")
  }

  private func answer(_ member: Member) async throws -> Reply {
    .json(CheckJSON.value(try await CheckPage.load(member)))
  }

  private func say(_ member: Member) async throws -> Reply {
    let page = try await CheckPage.load(member)
    let json = try member.exchange.json()
    try await acting {
      try await RunCheck(services).answer(
        try member.exchange.parameter("item", as: ID<CheckItem>.self), Self.text(json, "verdict"),
        words: Self.text(json, "words"), openPoint: Self.text(json, "openPoint"), in: page.check.id, by: member.actor)
    }
    return try await answer(member)
  }

  // MARK: Joint reviews

  private func id(_ member: Member) throws -> ID<Agreement> {
    try member.exchange.parameter("agreement", as: ID<Agreement>.self)
  }

  private func reviews(_ member: Member, status: Int = 200) async throws -> Reply {
    let (id, scope, today, t) = (try id(member), member.actor.scope, member.now.day, member.t)
    let found = try await services.database.read { connection -> JSONValue? in
      guard let agreement = try AgreementStore.agreement(id, in: scope, on: connection) else { return nil }
      let tasks = try JointReviewStore.tasks(of: agreement, on: connection)
      let agenda = try ReviewAgenda.points(of: agreement, today: today, on: connection)
      return [
        "agenda": .array(agenda.map { .string(t($0)) }),
        "items": .array(
          try JointReviewStore.reviews(of: agreement, on: connection).map { CheckJSON.value($0, tasks) }),
      ]
    }
    guard let found else { throw WebError.notFound }
    return .json(found, status: status)
  }

  private func plan(_ member: Member) async throws -> Reply {
    let day = Self.text(try member.exchange.json(), "plannedOn")
    try await acting { try await PlanReviews(services).plan(on: day, of: try id(member), by: member.actor) }
    return try await reviews(member, status: 201)
  }

  private func hold(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    let tasks = json["tasks"] == nil ? [] : json["tasks"]?.array
    guard let tasks, tasks.count <= HoldReview.mostTasks else {
      throw WebError.unprocessable([FieldProblem("tasks", "kit.records.kind")])
    }
    let record = HoldReview.Record(
      heldOn: Self.text(json, "heldOn"), people: Self.text(json, "people"), minutes: Self.text(json, "minutes"),
      tasks: tasks.map { (Self.text($0, "subject"), Self.text($0, "dueOn")) })
    try await acting {
      try await HoldReview(services)(
        record, try member.exchange.parameter("review", as: ID<JointReview>.self), of: try id(member),
        by: member.actor)
    }
    return try await reviews(member)
  }
}

/// Checks and joint reviews as JSON.
enum CheckJSON {
  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
  private static func day(_ day: CivilDate?) -> JSONValue { day.map { .string($0.description) } ?? .null }

  static func value(_ check: FulfilmentCheck) -> JSONValue {
    [
      "id": .string(check.id.description), "title": .string(check.title), "question": text(check.question),
      "dueOn": day(check.dueOn), "isOpen": .bool(check.isOpen), "createdBy": text(check.createdBy),
      "createdAt": .string(check.createdAt.iso8601), "count": .integer(Int64(check.count)),
      "answered": .integer(Int64(check.answered)),
    ]
  }

  static func value(_ page: CheckPage) -> JSONValue {
    .members((value(page.check).object ?? []).map { ($0.name, $0.value) } + [("items", .array(page.items.map(value)))])
  }

  private static func value(_ item: CheckItem) -> JSONValue {
    [
      "id": .string(item.id.description), "agreement": .string(item.agreementID.description),
      "number": .string(item.number), "title": .string(item.title), "enterprise": .string(item.enterprise),
      "department": text(item.department), "verdict": item.verdict.map { .string($0.rawValue) } ?? .null,
      "words": text(item.words), "openPoint": text(item.openPoint), "answeredBy": text(item.answeredBy),
      "due": .integer(Int64(item.due)), "met": .integer(Int64(item.met)),
    ]
  }

  /// What came out: how many are kept, and what is open, with whom it lies.
  static func report(_ page: CheckPage) -> JSONValue {
    func count(_ verdict: CheckItem.Verdict?) -> JSONValue {
      .integer(Int64(page.items.count { $0.verdict == verdict }))
    }
    let verdicts = CheckItem.Verdict.allCases.map { ($0.rawValue, count($0)) }
    return [
      "check": value(page.check), "verdicts": .members(verdicts + [("waiting", count(nil))]),
      "openPoints": .array(page.items.filter { !$0.openPoint.isEmpty }.map(value)),
    ]
  }

  static func value(_ review: JointReview, _ tasks: [ReviewTask]) -> JSONValue {
    [
      "id": .string(review.id.description), "quarter": .string(review.quarter.text),
      "plannedOn": day(review.plannedOn), "heldOn": day(review.heldOn), "people": text(review.people),
      "minutes": text(review.minutes),
      "agenda": .array(review.agenda.split(separator: "\n").map { .string(String($0)) }),
      "recorder": text(review.recorder),
      "tasks": .array(
        tasks.filter { $0.reviewID == review.id }.map { task in
          [
            "id": .string(task.id.description), "subject": .string(task.subject), "owner": text(task.ownerName),
            "dueOn": day(task.dueOn), "doneOn": day(task.doneOn),
          ]
        }),
    ]
  }
}
