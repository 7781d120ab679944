import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of the list of projects, and of projects themselves.
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
      .query("department", identifier), .query("mine", oneOf(["1"]), "projects.api.mine"), year,
      .query("sort", oneOf(ProjectQuery.Order.allCases.map(\.rawValue))), limit, after,
    ],
    responses: [.init(200, "projects.api.list.answer", schema: page(summary)), parameterProblem])

  // MARK: Parts

  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
  private static let date: JSONValue = ["type": ["string", "null"], "format": "date"]
  private static let money: JSONValue = ["type": ["integer", "null"], "minimum": 0, "description": "fen (1/100 yuan)"]
  private static let line: JSONValue = ["type": ["string", "null"]]
  static let parameterProblem = Operation.Response.problem(422, "projects.api.parameter")
  static let year = Operation.Parameter.query(
    "year", ["type": "integer", "minimum": 2000, "maximum": 2100], "projects.api.year")
  static let limit = Operation.Parameter.query(
    "limit",
    ["type": "integer", "minimum": 1, "maximum": .integer(Int64(ProjectsAPI.longest)), "default": 50])
  static let after = Operation.Parameter.query(
    "after", ["type": "string", "maxLength": 60, "pattern": "^[0-9a-hjkmnp-tv-z]{13}"], "projects.api.after")

  private static func oneOf(_ words: [String]) -> JSONValue {
    ["type": "string", "enum": .array(words.map { .string($0) })]
  }

  private static func several(_ item: JSONValue) -> JSONValue {
    ["type": "array", "items": item, "maxItems": .integer(Int64(ProjectsAPI.most))]
  }

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
      ("department", line), ("leader", line), ("midtermOn", date), ("closedOn", date),
      ("expected", ["type": "object", "additionalProperties": ["type": ["string", "integer"]]]),
      ("version", ["type": "integer"]),
    ]
  }

  static var project: JSONValue { object(whole) }

  private static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    [
      "type": "object", "properties": .members(members),
      "required": .array((required ?? members.map(\.0)).map { .string($0) }),
    ]
  }
}
