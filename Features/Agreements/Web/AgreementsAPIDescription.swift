import Organizations
import Values
import Web

/// What the OpenAPI document says of the agreements' routes.
enum AgreementsAPIDescription {
  private static let tag = "agreements"

  static let list = Operation(
    "listAgreements", summary: "agreements.api.list", tag: tag,
    parameters: [
      .query("q", ["type": "string", "maxLength": 60], "agreements.api.q"),
      .query("state", ["type": "array", "items": states, "maxItems": 20]),
      .query("type", ["type": "array", "items": ["type": "string", "minLength": 1, "maxLength": 30], "maxItems": 40]),
      .query("partner", identifier), .query("department", identifier),
      .query("ending", ["type": "integer", "enum": [180, 90, 30, 0]]),
      .query("sort", ["type": "string", "enum": .array(AgreementQuery.Order.allCases.map { .string($0.rawValue) })]),
      .query(
        "limit",
        ["type": "integer", "minimum": 1, "maximum": .integer(Int64(AgreementsAPI.longest)), "default": 50]),
      .query(
        "after", ["type": "string", "maxLength": 60, "pattern": "^[0-9a-hjkmnp-tv-z]{13}"], "agreements.api.after"),
    ],
    responses: [
      .init(
        200, "agreements.api.list.answer",
        schema: object([
          ("items", ["type": "array", "items": object(summary)]), ("next", ["type": ["string", "null"]]),
        ])), .problem(422, "agreements.api.parameter"),
    ])

  static let show = Operation(
    "getAgreement", summary: "agreements.api.show", tag: tag,
    responses: [.init(200, "agreements.api.show.answer", schema: object(whole))])

  static let create = Operation(
    "createAgreement", summary: "agreements.api.create", tag: tag,
    request: object(
      [
        ("partner", identifier), ("type", ["type": "string"]), ("template", ["type": ["string", "null"]]),
        ("title", ["type": ["string", "null"]]), ("startOn", date), ("endOn", date),
        ("amount", ["type": ["integer", "null"], "minimum": 0]), ("language", APILanguage.schema),
        ("fields", ["type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]]]),
      ], required: ["partner", "type"]),
    responses: [.init(201, "agreements.api.create.answer", schema: object(whole))])

  static let submit = Operation(
    "submitAgreement", summary: "agreements.api.submit", tag: tag, parameters: [ifMatch],
    responses: acted("agreements.api.submit.answer"))

  static let decide = Operation(
    "decideAgreement", summary: "agreements.api.decide", tag: tag, parameters: [ifMatch],
    request: object(
      [
        ("decision", ["type": "string", "enum": ["approve", "refuse"]]),
        ("reason", ["type": "string", "maxLength": .integer(Int64(Agreement.Limit.reason))]),
      ], required: ["decision"]),
    responses: acted("agreements.api.decide.answer"))

  static let manage = Operation(
    "manageAgreement", summary: "agreements.api.manage", tag: tag, parameters: [ifMatch],
    request: object(
      [
        (
          "decision",
          ["type": "string", "enum": ["agree", "reopen", "recall", "suspend", "resume", "end", "archive"]]
        ),
        ("reason", ["type": "string", "maxLength": .integer(Int64(Agreement.Limit.reason))]),
      ], required: ["decision"]),
    responses: acted("agreements.api.manage.answer"))

  static let follow = Operation(
    "followAgreement", summary: "agreements.api.follow", tag: tag,
    request: object(
      [
        ("relation", ["type": "string", "enum": ["amendment", "renewal", "annex"]]),
        ("annex", ["type": "integer", "minimum": 0, "maximum": 100]),
      ], required: ["relation"]),
    responses: [
      .init(201, "agreements.api.create.answer", schema: object(whole)), .problem(409, "agreements.api.state"),
    ])

  static let change = Operation(
    "changeAgreement", summary: "agreements.api.change", tag: tag, parameters: [ifMatch],
    request: object(
      [
        ("title", ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Agreement.Limit.title))]),
        ("startOn", date), ("endOn", date), ("amount", ["type": ["integer", "null"], "minimum": 0]),
        ("language", APILanguage.schema),
        ("fields", ["type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]]]),
      ], required: []),
    responses: acted("agreements.api.change.answer"))

  // MARK: Parts

  static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
  private static let date: JSONValue = ["type": ["string", "null"], "format": "date"]
  private static let states: JSONValue = [
    "type": "string", "enum": .array(AgreementState.allCases.map { .string($0.rawValue) }),
  ]

  static let ifMatch = Operation.Parameter(
    "If-Match", in: .header, required: true, schema: ["type": "string", "pattern": "^(W/)?\"[0-9]{1,9}\"$"],
    explanation: "agreements.api.ifMatch")

  private static func acted(_ explanation: String) -> [Operation.Response] {
    [
      .init(200, explanation, schema: object(whole)), .problem(409, "agreements.api.state"),
      .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
    ]
  }

  private static let summary: [(String, JSONValue)] = [
    ("id", identifier), ("number", ["type": ["string", "null"]]), ("title", ["type": "string"]), ("state", states),
    ("type", ["type": "string"]), ("kind", ["type": "string"]), ("partner", identifier),
    ("enterprise", ["type": "string"]), ("startOn", date), ("endOn", date), ("amount", ["type": ["integer", "null"]]),
    ("signedOn", date), ("dueOn", date),
  ]

  private static var whole: [(String, JSONValue)] {
    summary + [
      ("step", ["type": ["string", "null"]]), ("reason", ["type": ["string", "null"]]),
      ("version", ["type": "integer"]), ("language", APILanguage.schema),
      ("fields", ["type": "object", "additionalProperties": ["type": "string"]]),
      (
        "clauses",
        [
          "type": "array",
          "items": object([
            ("key", ["type": "string"]), ("annex", ["type": "integer"]), ("number", ["type": "integer"]),
            ("heading", ["type": "string"]), ("text", ["type": "string"]),
            ("gaps", ["type": "array", "items": ["type": "string"]]),
          ]),
        ]
      ),
    ]
  }

  private static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    [
      "type": "object", "properties": .members(members),
      "required": .array((required ?? members.map(\.0)).map { .string($0) }),
    ]
  }
}
