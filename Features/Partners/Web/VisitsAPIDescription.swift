import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of the routes of visits.
enum VisitsAPIDescription {
  private static let tag = "visits"

  static let list = Operation(
    "listVisits", summary: "partners.visits.api.list", tag: tag, parameters: parameters,
    responses: [
      .init(
        200, "partners.visits.api.list.answer",
        schema: object([("items", ["type": "array", "items": summary]), ("next", ["type": ["string", "null"]])])),
      .problem(404, "kit.web.error.404.title"), .problem(422, "partners.api.parameter"),
    ])

  static let create = Operation(
    "createVisit", summary: "partners.visits.api.create", tag: tag, request: body(isNew: true),
    responses: [.init(201, "partners.visits.api.answer", schema: visit)])

  static let show = Operation(
    "getVisit", summary: "partners.visits.api.show", tag: tag,
    parameters: [.query("reveal", ["type": "boolean"], "partners.api.reveal")],
    responses: [.init(200, "partners.visits.api.answer", schema: visit), .problem(422, "partners.api.parameter")])

  static let change = Operation(
    "changeVisit", summary: "partners.visits.api.change", tag: tag, parameters: [version], request: body(isNew: false),
    responses: [.init(200, "partners.visits.api.answer", schema: visit)] + versionProblems)

  static let remove = Operation(
    "removeVisit", summary: "partners.visits.api.remove", tag: tag, parameters: [version],
    responses: [.init(204, "partners.visits.api.remove.answer")] + versionProblems)

  static let restore = Operation(
    "restoreVisit", summary: "partners.visits.api.restore", tag: tag,
    responses: [.init(200, "partners.visits.api.answer", schema: visit)])

  static let addTask = Operation(
    "addVisitTask", summary: "partners.visits.api.addTask", tag: tag,
    request: object(
      [("title", ["type": "string", "maxLength": 200]), ("dueOn", date)], more: [("owner", identifier)]),
    responses: [.init(201, "partners.visits.api.answer", schema: visit)])

  static let changeTask = Operation(
    "changeVisitTask", summary: "partners.visits.api.changeTask", tag: tag,
    request: object(
      [("act", oneOf(VisitTask.Act.allCases.map(\.rawValue))), ("version", ["type": "integer"])],
      more: [("until", date), ("note", ["type": "string", "maxLength": 200])]),
    responses: [
      .init(200, "partners.visits.api.answer", schema: visit), .problem(409, "partners.visit.task.late"),
    ])

  // MARK: Parts

  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
  private static let date: JSONValue = ["type": "string", "format": "date"]

  private static let version = Operation.Parameter(
    "If-Match", in: .header, required: true, schema: ["type": "string", "pattern": "^(W/)?\"[0-9]{1,9}\"$"],
    explanation: "partners.api.ifMatch")

  private static let versionProblems: [Operation.Response] = [
    .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
  ]

  private static let parameters: [Operation.Parameter] = [
    .query("q", ["type": "string", "maxLength": 60], "partners.visits.api.q"), .query("partner", identifier),
    .query("department", identifier), .query("owner", identifier), .query("tour", identifier),
    .query("kind", several(oneOf(Visit.Kind.allCases.map(\.rawValue)))),
    .query("province", several(["type": "string", "pattern": "^[1-9][0-9]$"]), "partners.api.province"),
    .query("from", date), .query("until", date), .query("outreach", ["type": "boolean"]),
    .query("sort", oneOf(VisitQuery.Order.allCases.flatMap { [$0.rawValue, "-\($0.rawValue)"] })),
    .query(
      "limit",
      [
        "type": "integer", "minimum": 1, "maximum": .integer(Int64(PartnersAPIQuery.longest)),
        "default": .integer(Int64(PartnersAPIQuery.usual)),
      ]),
    .query(
      "after", ["type": "string", "maxLength": 200, "pattern": "^[0-9a-hjkmnp-tv-z]{13}[.]"], "partners.api.after"),
  ]

  private static func several(_ item: JSONValue) -> JSONValue { ["type": "array", "items": item, "maxItems": 40] }

  private static func oneOf(_ values: [String]) -> JSONValue {
    ["type": "string", "enum": .array(values.map { .string($0) })]
  }

  private static func object(_ members: [(String, JSONValue)], more: [(String, JSONValue)] = []) -> JSONValue {
    [
      "type": "object", "required": .array(members.map { .string($0.0) }), "properties": .members(members + more),
    ]
  }

  private static let text: JSONValue = ["type": "string"]

  private static let person = object([
    ("kind", oneOf(["teacher", "student", "contact", "name"])), ("contact", ["type": ["string", "null"]]),
    ("number", text), ("name", text), ("position", text), ("isLead", ["type": "boolean"]),
  ])

  private static let task = object([
    ("id", text), ("version", ["type": "integer"]), ("title", text),
    ("owner", object([("id", text), ("name", text)])), ("dueOn", date),
    ("state", oneOf(VisitTask.State.allCases.map(\.rawValue))), ("note", text),
  ])

  private static func answer(_ more: [(String, JSONValue)]) -> JSONValue {
    VisitFields.description.answerSchema(
      adding: [
        ("id", text), ("school", text), ("version", ["type": "integer"]),
        ("partner", object([("id", text), ("name", text)])),
        ("schoolPeople", ["type": "array", "items": person]), ("partnerPeople", ["type": "array", "items": person]),
        ("openings", ["type": "array", "items": VisitJSON.openingFields.answerSchema()]), ("department", text),
        ("owner", text),
      ] + more)
  }

  private static let visit = answer([("tasks", ["type": "array", "items": task])])
  private static let summary = answer([("openTasks", ["type": "integer"])])

  /// A new visit names its partner and says what was talked about.
  private static func body(isNew: Bool) -> JSONValue {
    var members = VisitFields.description.schema(isPartial: true).object ?? []
    let line: JSONValue = [
      "type": "object", "additionalProperties": false,
      "properties": [
        "name": ["type": "string", "maxLength": 60], "number": ["type": "string", "maxLength": 40],
        "position": ["type": "string", "maxLength": 60],
      ],
    ]
    var lists: [(String, JSONValue)] = [
      ("schoolPeople", ["type": "array", "items": line, "maxItems": 60]),
      ("contacts", ["type": "array", "items": identifier]), ("host", ["type": ["string", "null"]]),
      ("otherPeople", ["type": "array", "items": line, "maxItems": 60]),
      ("openings", ["type": "array", "items": VisitJSON.openingFields.schema(), "maxItems": 30]),
    ]
    if isNew { lists.append(("partner", identifier)) }
    members = members.map { member in
      guard member.name == "properties" else { return member }
      return JSONValue.Member(
        "properties", .object((member.value.object ?? []) + lists.map { JSONValue.Member($0.0, $0.1) }))
    }
    if isNew { members.append(JSONValue.Member("required", ["partner", "content"])) }
    return .object(members)
  }
}
