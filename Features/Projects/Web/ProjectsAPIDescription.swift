import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of the routes of projects, ledger and balances.
enum ProjectsAPIDescription {
  /// Characters of a search.
  static let longestSearch = 60

  private static let tag = "projects"

  static let list = Operation(
    "listProjects", summary: "projects.api.list", tag: tag,
    parameters: [
      .query("q", ["type": "string", "maxLength": .integer(Int64(longestSearch))], "projects.api.q"),
      .query("state", several(oneOf(ProjectState.allCases.map(\.rawValue)))),
      .query("mode", several(["type": "string", "minLength": 1, "maxLength": 30])), .query("partner", identifier),
      .query("department", identifier), year,
      .query("sort", oneOf(ProjectQuery.Order.allCases.map(\.rawValue))), limit, after,
    ],
    responses: [.init(200, "projects.api.list.answer", schema: page(summary)), parameterProblem])

  static let show = Operation(
    "getProject", summary: "projects.api.show", tag: tag,
    responses: [.init(200, "projects.api.show.answer", schema: object(whole))])

  static let ledger = Operation(
    "listLedgerEntries", summary: "projects.api.ledger", tag: tag,
    parameters: [
      .query("partner", identifier), .query("project", identifier),
      .query("kind", several(oneOf(LedgerKind.allCases.map(\.rawValue)))),
      .query("side", several(oneOf(LedgerSide.allCases.map(\.rawValue)))),
      .query("part", oneOf(["given", "gained"])), year, limit, after,
    ],
    responses: [.init(200, "projects.api.ledger.answer", schema: page(entry)), parameterProblem])

  static let addEntry = Operation(
    "addLedgerEntry", summary: "projects.api.addEntry", tag: tag,
    request: object(
      [
        ("kind", oneOf(LedgerKind.allCases.map(\.rawValue))), ("partner", identifier), ("project", identifier),
        ("side", oneOf(LedgerSide.allCases.map(\.rawValue))), ("day", ["type": "string", "format": "date"]),
        ("title", ["type": "string", "minLength": 1, "maxLength": 80]), ("amount", money), ("arrived", money),
        ("quantity", ["type": ["string", "null"], "maxLength": 30]),
        ("months", ["type": ["integer", "null"], "minimum": 1]),
        ("owner", ["type": ["string", "null"]]), ("location", ["type": ["string", "null"]]),
        ("note", ["type": ["string", "null"]]),
      ], required: ["kind", "title"]),
    responses: [.init(201, "projects.api.addEntry.answer", schema: object(entry))])

  static let balance = Operation(
    "getBalanceSheet", summary: "projects.api.balance", tag: tag, parameters: [year],
    responses: [
      .init(
        200, "projects.api.balance.answer",
        schema: object([
          ("year", ["type": ["integer", "null"]]), ("given", ["type": "object"]), ("gained", ["type": "object"]),
          ("lines", ["type": "array", "items": ["type": "object"]]),
        ])), parameterProblem,
    ])

  // MARK: Parts

  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
  private static let date: JSONValue = ["type": ["string", "null"], "format": "date"]
  private static let money: JSONValue = ["type": ["integer", "null"], "minimum": 0, "description": "fen (1/100 yuan)"]
  private static let line: JSONValue = ["type": ["string", "null"]]
  private static let parameterProblem = Operation.Response.problem(422, "projects.api.parameter")
  private static let year = Operation.Parameter.query(
    "year", ["type": "integer", "minimum": 2000, "maximum": 2100], "projects.api.year")
  private static let limit = Operation.Parameter.query(
    "limit",
    ["type": "integer", "minimum": 1, "maximum": .integer(Int64(ProjectsAPI.longest)), "default": 50])
  private static let after = Operation.Parameter.query(
    "after", ["type": "string", "maxLength": 60, "pattern": "^[0-9a-hjkmnp-tv-z]{13}"], "projects.api.after")

  private static func oneOf(_ words: [String]) -> JSONValue {
    ["type": "string", "enum": .array(words.map { .string($0) })]
  }

  private static func several(_ item: JSONValue) -> JSONValue { ["type": "array", "items": item, "maxItems": 40] }

  private static func page(_ item: [(String, JSONValue)]) -> JSONValue {
    object([("items", ["type": "array", "items": object(item)]), ("next", line)])
  }

  private static let summary: [(String, JSONValue)] = [
    ("id", identifier), ("number", line), ("title", ["type": "string"]),
    ("state", oneOf(ProjectState.allCases.map(\.rawValue))), ("mode", ["type": "string"]), ("form", line),
    ("place", line), ("partner", identifier), ("enterprise", ["type": "string"]), ("startOn", date), ("endOn", date),
    ("asked", money), ("granted", money), ("dueOn", date),
  ]

  private static var whole: [(String, JSONValue)] {
    summary + [
      ("goal", line), ("content", line), ("reason", line), ("grade", line),
      ("expected", ["type": "object", "additionalProperties": ["type": ["string", "integer"]]]),
      ("version", ["type": "integer"]),
    ]
  }

  private static let entry: [(String, JSONValue)] = [
    ("id", identifier), ("partner", identifier), ("project", line),
    ("kind", oneOf(LedgerKind.allCases.map(\.rawValue))), ("side", oneOf(LedgerSide.allCases.map(\.rawValue))),
    ("day", ["type": "string", "format": "date"]), ("title", ["type": "string"]), ("amount", money),
    ("arrived", money), ("quantity", line), ("months", ["type": ["integer", "null"]]), ("note", line),
    ("value", ["type": "integer"]),
  ]

  private static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    [
      "type": "object", "properties": .members(members),
      "required": .array((required ?? members.map(\.0)).map { .string($0) }),
    ]
  }
}
