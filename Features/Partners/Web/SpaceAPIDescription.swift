import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of an enterprise's own routes and of the
/// changes that schools are told of.
enum SpaceAPIDescription {
  private static let tag = "enterprise"

  static let show = Operation(
    "getOwnEnterprise", summary: "partners.space.api.show", tag: tag,
    responses: [.init(200, "partners.space.api.show.answer", schema: enterprise)])

  static let change = Operation(
    "changeOwnEnterprise", summary: "partners.space.api.change", tag: tag,
    parameters: [
      Operation.Parameter(
        "If-Match", in: .header, required: true,
        schema: ["type": "string", "pattern": "^(W/)?\"[0-9]{1,9}\"$"], explanation: "partners.api.ifMatch")
    ], request: SaveProfile.description.schema(isPartial: true),
    responses: [
      .init(200, "partners.space.api.show.answer", schema: enterprise), .problem(412, "kit.web.error.412.title"),
      .problem(428, "kit.web.error.428.title"),
    ])

  static let changes = Operation(
    "listEnterpriseChanges", summary: "partners.space.api.changes", tag: "partners",
    parameters: [
      .query(
        "limit",
        [
          "type": "integer", "minimum": 1, "maximum": .integer(Int64(SpaceAPI.longest)),
          "default": .integer(Int64(SpaceAPI.usual)),
        ]),
      .query("before", identifier, "partners.space.api.before"),
    ],
    responses: [
      .init(
        200, "partners.space.api.changes.answer",
        schema: object([
          ("unseen", ["type": "integer"]), ("seenAt", ["type": ["string", "null"], "format": "date-time"]),
          ("items", ["type": "array", "items": item]), ("next", ["type": ["string", "null"]]),
        ])),
      .problem(422, "partners.api.parameter"),
    ])

  static let see = Operation(
    "seeEnterpriseChanges", summary: "partners.space.api.see", tag: "partners",
    request: [
      "type": "object", "additionalProperties": false, "required": ["until"], "properties": ["until": identifier],
    ], responses: [.init(204, "partners.space.api.see.answer")])

  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    ["type": "object", "required": .array(members.map { .string($0.0) }), "properties": .members(members)]
  }

  private static let enterprise = EnterpriseFields.description.answerSchema(
    adding: [("id", ["type": "string"]), ("version", ["type": "integer"])])

  private static let item = object([
    ("id", ["type": "string"]),
    ("kind", ["type": "string", "enum": .array(EnterpriseChange.Kind.allCases.map { .string($0.rawValue) })]),
    ("at", ["type": "string", "format": "date-time"]), ("isSeen", ["type": "boolean"]), ("note", ["type": "string"]),
    (
      "changes",
      [
        "type": "array",
        "items": object([
          ("field", ["type": "string"]), ("before", ["type": "string"]), ("after", ["type": "string"]),
        ]),
      ]
    ),
  ])
}
