import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of ledger, balances and schemes.
enum LedgerAPIDescription {
  private static let tag = "projects"
  private typealias Way = ProjectWayDescription

  static let list = Operation(
    "listLedgerEntries", summary: "projects.api.ledger", tag: tag,
    parameters: [
      .query("partner", Way.identifier), .query("project", Way.identifier),
      .query("kind", several(Way.oneOf(LedgerKind.allCases.map(\.rawValue)))),
      .query("side", several(Way.oneOf(LedgerSide.allCases.map(\.rawValue)))),
      .query("part", Way.oneOf(["given", "gained"])),
      .query("standing", several(Way.oneOf(LedgerStanding.allCases.map(\.rawValue)))),
      .query("noted", Way.oneOf(["school", "enterprise"])), ProjectsAPIDescription.year,
      ProjectsAPIDescription.limit, ProjectsAPIDescription.after,
    ],
    responses: [
      .init(
        200, "projects.api.ledger.answer",
        schema: answerObject([
          ("items", ["type": "array", "items": entry]), ("next", ["type": ["string", "null"]]),
        ])), ProjectsAPIDescription.parameterProblem,
    ])

  static let add = Operation(
    "addLedgerEntry", summary: "projects.api.addEntry", tag: tag,
    request: Way.object(
      [
        ("kind", Way.oneOf(LedgerKind.allCases.map(\.rawValue))), ("partner", Way.identifier),
        ("project", Way.identifier),
      ] + fields, required: ["kind", "title", "side", "day"]),
    responses: [.init(201, "projects.api.addEntry.answer", schema: entry)])

  static let show = Operation(
    "getLedgerEntry", summary: "projects.api.entry", tag: tag,
    responses: [.init(200, "projects.api.addEntry.answer", schema: entry)])

  static let change = Operation(
    "changeLedgerEntry", summary: "projects.api.entry.change", tag: tag, parameters: [Way.ifMatch],
    request: Way.object(fields, required: []),
    responses: [.init(200, "projects.api.addEntry.answer", schema: entry)] + Way.versionProblems)

  static let remove = Operation(
    "removeLedgerEntry", summary: "projects.api.entry.remove", tag: tag, parameters: [Way.ifMatch],
    responses: [.init(204, "projects.api.entry.remove.answer")] + Way.versionProblems)

  static let restore = Operation(
    "restoreLedgerEntry", summary: "projects.api.entry.restore", tag: tag, parameters: [Way.ifMatch],
    responses: [.init(200, "projects.api.addEntry.answer", schema: entry)] + Way.versionProblems)

  static let balance = Operation(
    "getBalanceSheet", summary: "projects.api.balance", tag: tag, parameters: [ProjectsAPIDescription.year],
    responses: [
      .init(
        200, "projects.api.balance.answer",
        schema: answerObject([
          ("year", ["type": ["integer", "null"]]), ("given", ["type": "object"]), ("gained", ["type": "object"]),
          ("value", ["type": "integer"]), ("confirmed", ["type": "integer"]), ("disputed", ["type": "integer"]),
          ("lines", ["type": "array", "items": ["type": "object"]]),
        ])), ProjectsAPIDescription.parameterProblem,
    ])

  static let answer = Operation(
    "answerLedgerEntries", summary: "projects.api.answers", tag: tag, parameters: [ProjectsAPIDescription.year],
    request: AnswerJSON.schema,
    responses: [
      .init(
        200, "projects.api.answers.answer",
        schema: answerObject([
          ("done", ["type": "integer"]), ("late", ["type": "array", "items": ["type": "string"]]),
        ])), .problem(412, "kit.web.error.412.title"),
    ])

  static let ask = Operation(
    "askForConfirmation", summary: "projects.api.ask", tag: tag,
    request: Way.object(
      [
        ("name", ["type": "string", "minLength": 1, "maxLength": 40]),
        ("mail", ["type": "string", "minLength": 3, "maxLength": 254]),
        ("year", ["type": "integer", "minimum": 2000, "maximum": 2100]),
      ], required: ["name", "mail", "year"]), responses: [.init(204, "projects.api.ask.answer")])

  static let schemes = Operation(
    "listSchemes", summary: "projects.api.schemes", tag: tag,
    parameters: [.query("view", Way.oneOf(["open", "over"]), "projects.api.schemes.view")],
    responses: [
      .init(
        200, "projects.api.schemes.answer",
        schema: answerObject([
          (
            "items",
            [
              "type": "array",
              "items": schemeSchema([("bidCount", ["type": "integer"]), ("granted", ["type": "integer"])]),
            ]
          )
        ])), ProjectsAPIDescription.parameterProblem,
    ])

  static let scheme = Operation(
    "getScheme", summary: "projects.api.scheme", tag: tag,
    responses: [
      .init(
        200, "projects.api.scheme.answer",
        schema: schemeSchema([
          (
            "bids",
            [
              "type": "array",
              "items": SchemeFields.bid.answerSchema(adding: [
                ("id", Way.identifier), ("project", Way.identifier), ("title", ["type": "string"]),
                ("enterprise", ["type": "string"]),
              ]),
            ]
          )
        ]))
    ])

  // MARK: Parts

  private static func several(_ item: JSONValue) -> JSONValue {
    ["type": "array", "items": item, "maxItems": .integer(Int64(ProjectsAPI.most))]
  }

  private static func schemeSchema(_ more: [(String, JSONValue)]) -> JSONValue {
    SchemeFields.description.answerSchema(
      adding: [("id", Way.identifier), ("version", ["type": "integer"])] + more)
  }

  private static func answerObject(_ members: [(String, JSONValue)]) -> JSONValue {
    [
      "type": "object", "properties": .members(members), "required": .array(members.map { .string($0.0) }),
    ]
  }

  private static let fields: [(String, JSONValue)] = [
    ("side", Way.oneOf(LedgerSide.allCases.map(\.rawValue))), ("day", ["type": "string", "format": "date"]),
    ("title", ["type": "string", "minLength": 1, "maxLength": 80]), ("amount", Way.money), ("arrived", Way.money),
    ("quantity", Way.long(30)), ("months", ["type": ["integer", "null"], "minimum": 1]),
    ("owner", ["type": ["string", "null"]]), ("location", Way.long(80)), ("note", Way.long(500)),
  ]

  static let entry = answerObject([
    ("id", Way.identifier), ("partner", Way.identifier), ("project", ["type": ["string", "null"]]),
    ("kind", Way.oneOf(LedgerKind.allCases.map(\.rawValue))),
    ("side", Way.oneOf(LedgerSide.allCases.map(\.rawValue))), ("day", ["type": "string", "format": "date"]),
    ("title", ["type": "string"]), ("amount", Way.money), ("arrived", Way.money),
    ("quantity", ["type": ["string", "null"]]), ("months", ["type": ["integer", "null"]]),
    ("owner", ["type": ["string", "null"]]), ("location", ["type": ["string", "null"]]),
    ("note", ["type": ["string", "null"]]), ("value", ["type": "integer"]),
    ("standing", Way.oneOf(LedgerStanding.allCases.map(\.rawValue))), ("noted", Way.oneOf(["school", "enterprise"])),
    ("answer", ["type": ["string", "null"]]), ("answeredBy", ["type": ["string", "null"]]),
    ("isRemoved", ["type": "boolean"]), ("version", ["type": "integer"]),
  ])
}
