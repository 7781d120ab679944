import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// The JSON side of surveys for the school: lists, questions, answers.
/// Answering is by link (`GuestSurveyRoutes`).
struct SurveysAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = SurveysAPIDescription
    member.get("/api/v1/surveys", needs: .surveysRead, operation: Description.list) { try await list($0) }
    member.get("/api/v1/surveys/{survey}", needs: .surveysRead, operation: Description.show) { try await show($0) }
    member.get("/api/v1/surveys/{survey}/answers", needs: .surveysRead, operation: Description.answers) { member in
      try await answers(member)
    }
  }

  private func list(_ member: Member) async throws -> Reply {
    let form = member.exchange.query
    var problems: [FieldProblem] = []
    for state in form.all("state") where Survey.State(rawValue: state) == nil {
      problems.append(FieldProblem("state", "kit.records.choice", ["value": String(state.prefix(60))]))
    }
    let search = form["q"] ?? ""
    if search.count > 60 {
      problems.append(FieldProblem("q", "kit.records.tooLong", ["max": "60", "count": "\(search.count)"]))
    }
    let page = Self.page(form, as: Survey.self, &problems)
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let scope = member.actor.scope
    let (records, progress) = try await services.database.read { connection in
      let records = try SurveyStore.list(
        states: form.all("state"), search: FieldText.trimmed(search), before: page.after, limit: page.limit + 1,
        in: scope, on: connection)
      return (records, try SurveyParticipantStore.progress(of: records.map(\.survey.id), in: scope, on: connection))
    }
    let shown = records.prefix(page.limit)
    let next = records.count > page.limit ? shown.last.map { "\($0.survey.id)" } : nil
    return .json([
      "items": .array(
        shown.map { .members(SurveyJSON.summary($0, progress[$0.survey.id] ?? SurveyProgress())) }),
      "next": next.map { .string($0) } ?? .null,
    ])
  }

  private func record(_ member: Member) async throws -> (SurveyRecord, SurveyProgress) {
    let id = try member.exchange.parameter("survey", as: ID<Survey>.self)
    let scope = member.actor.scope
    let found = try await services.database.read { connection -> (SurveyRecord, SurveyProgress)? in
      guard let record = try SurveyStore.record(id, in: scope, on: connection) else { return nil }
      let progress = try SurveyParticipantStore.progress(of: [id], in: scope, on: connection)[id]
      return (record, progress ?? SurveyProgress())
    }
    guard let found else { throw WebError.notFound }
    return found
  }

  private func show(_ member: Member) async throws -> Reply {
    let (record, progress) = try await record(member)
    return .json(.members(SurveyJSON.summary(record, progress) + SurveyJSON.asked(record)))
  }

  private func answers(_ member: Member) async throws -> Reply {
    let survey = try await record(member).0.survey
    var problems: [FieldProblem] = []
    let page = Self.page(member.exchange.query, as: SurveyParticipant.self, &problems)
    guard problems.isEmpty else { throw WebError.unprocessable(problems) }
    let (scope, store) = (member.actor.scope, SurveyAnswerStore(SurveyParticipantStore(services.sealer)))
    let rows = try await services.database.read { connection in
      try store.responses(to: survey, after: page.after, limit: page.limit + 1, in: scope, on: connection)
    }
    let shown = rows.prefix(page.limit)
    let next = rows.count > page.limit ? shown.last.map { "\($0.participant.id)" } : nil
    return .json([
      "items": .array(shown.map { SurveyJSON.response($0, of: survey) }), "next": next.map { .string($0) } ?? .null,
    ])
  }

  private static func page<Record>(
    _ form: FormData, as: Record.Type, _ problems: inout [FieldProblem]
  ) -> (after: ID<Record>?, limit: Int) {
    let after = form["after"].flatMap { ID<Record>($0) }
    if let text = form["after"], after == nil {
      problems.append(FieldProblem("after", "kit.records.choice", ["value": String(text.prefix(60))]))
    }
    var limit = PartnersAPIQuery.usual
    if let text = form["limit"] {
      if let number = Int(text), (1...PartnersAPIQuery.longest).contains(number) {
        limit = number
      } else {
        problems.append(
          FieldProblem("limit", "kit.records.range", ["min": "1", "max": "\(PartnersAPIQuery.longest)"]))
      }
    }
    return (after, limit)
  }
}

/// What the OpenAPI document says of the routes of surveys.
enum SurveysAPIDescription {
  private static let tag = "surveys"

  static let list = Operation(
    "listSurveys", summary: "partners.surveys.api.list", tag: tag,
    parameters: [
      .query("q", ["type": "string", "maxLength": 60], "partners.surveys.api.q"),
      .query("state", ["type": "array", "items": oneOf(Survey.State.allCases.map(\.rawValue))]),
    ] + paging,
    responses: [
      .init(200, "partners.surveys.api.list.answer", schema: page(object(head))),
      .problem(422, "partners.api.parameter"),
    ])

  static let show = Operation(
    "getSurvey", summary: "partners.surveys.api.show", tag: tag,
    responses: [.init(200, "partners.surveys.api.show.answer", schema: object(head + asked))])

  static let answers = Operation(
    "listSurveyAnswers", summary: "partners.surveys.api.answers", tag: tag, parameters: paging,
    responses: [
      .init(
        200, "partners.surveys.api.answers.answer",
        schema: page(
          object(
            [
              ("id", identifier), ("partner", object([("id", identifier), ("name", text)])), ("outcome", optional),
              ("way", optional), ("answeredAt", optional),
            ] + given))), .problem(422, "partners.api.parameter"),
    ])

  static let linked = Operation(
    "getLinkedSurvey", summary: "partners.surveys.api.linked", tag: tag,
    responses: [
      .init(200, "partners.surveys.api.linked.answer", schema: sheet), .problem(409, "partners.surveys.api.closed"),
    ])

  static let answerLinked = Operation(
    "answerLinkedSurvey", summary: "partners.surveys.api.answerLinked", tag: tag,
    request: [
      "type": "object", "required": ["act", "version"], "additionalProperties": false,
      "properties": [
        "act": oneOf(["submit", "save", "decline"]), "version": ["type": "integer"],
        "answers": [
          "type": "object", "additionalProperties": ["type": ["string", "number", "boolean", "array", "null"]],
        ],
        "demand": ["type": "array", "items": demand, "maxItems": .integer(Int64(Survey.mostMajors))],
      ],
    ],
    responses: [
      .init(200, "partners.surveys.api.linked.answer", schema: sheet), .problem(409, "partners.surveys.api.closed"),
    ])

  // MARK: Parts

  private static let text: JSONValue = ["type": "string"]
  private static let whole: JSONValue = ["type": "integer"]
  private static let optional: JSONValue = ["type": ["string", "null"]]
  private static let optionalNumber: JSONValue = ["type": ["integer", "null"]]
  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]

  private static func oneOf(_ values: [String]) -> JSONValue {
    ["type": "string", "enum": .array(values.map { .string($0) })]
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    ["type": "object", "properties": .members(members)]
  }

  private static func page(_ item: JSONValue) -> JSONValue {
    object([("items", ["type": "array", "items": item]), ("next", optional)])
  }

  private static let paging: [Operation.Parameter] = [
    .query(
      "limit",
      [
        "type": "integer", "minimum": 1, "maximum": .integer(Int64(PartnersAPIQuery.longest)),
        "default": .integer(Int64(PartnersAPIQuery.usual)),
      ]), .query("after", identifier, "partners.api.after"),
  ]

  private static let words = object([("chinese", text), ("english", optional)])

  private static let head: [(String, JSONValue)] = [
    ("id", identifier), ("school", identifier), ("version", whole), ("title", words),
    ("state", oneOf(Survey.State.allCases.map(\.rawValue))), ("closesOn", optional), ("openedAt", optional),
    ("closedAt", optional), ("department", optional), ("owner", optional),
    (
      "progress",
      object(["total", "asked", "opened", "answered", "none"].map { ($0, whole) })
    ),
  ]

  private static let question = object([
    ("key", text), ("kind", oneOf(SurveyQuestion.Kind.allCases.map(\.rawValue))), ("text", words), ("hint", words),
    ("isRequired", ["type": "boolean"]), ("unit", words), ("least", optionalNumber), ("most", optionalNumber),
    ("options", ["type": "array", "items": object([("key", text), ("text", words)])]),
    ("condition", ["type": ["object", "null"]]),
  ])

  private static let asked: [(String, JSONValue)] = [
    ("introduction", words), ("years", ["type": "array", "items": whole]),
    ("majors", ["type": "array", "items": object([("id", identifier), ("name", text)])]),
    ("questions", ["type": "array", "items": question]),
  ]

  private static let demand = object([
    ("major", identifier), ("hires", ["type": "object", "additionalProperties": optionalNumber]),
    ("interns", optionalNumber),
    (
      "level",
      ["type": ["string", "null"], "enum": .array(SchoolLevel.allCases.map { .string($0.rawValue) } + [.null])]
    ),
    ("payFrom", optionalNumber), ("payTo", optionalNumber), ("skills", ["type": "array", "items": text]),
  ])

  private static let given: [(String, JSONValue)] = [
    ("answers", ["type": "object"]), ("demand", ["type": "array", "items": demand]),
  ]

  private static let sheet = object(
    [
      ("title", text), ("school", text), ("enterprise", text),
      ("state", oneOf(Survey.State.allCases.map(\.rawValue))), ("closesOn", optional), ("version", whole),
      ("outcome", optional), ("answeredAt", optional), ("savedAt", optional),
    ] + asked + given)
}
