import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of the routes of tours.
enum ToursAPIDescription {
  private static let tag = "visits"

  static let list = Operation(
    "listTours", summary: "partners.tours.api.list", tag: tag, parameters: parameters,
    responses: [
      .init(
        200, "partners.tours.api.list.answer",
        schema: object([("items", ["type": "array", "items": summary]), ("next", ["type": ["string", "null"]])])),
      .problem(422, "partners.api.parameter"),
    ])

  static let create = Operation(
    "createTour", summary: "partners.tours.api.create", tag: tag, request: body(isNew: true),
    responses: [.init(201, "partners.tours.api.answer", schema: tour)])

  static let show = Operation(
    "getTour", summary: "partners.tours.api.show", tag: tag,
    responses: [.init(200, "partners.tours.api.answer", schema: tour)])

  static let change = Operation(
    "changeTour", summary: "partners.tours.api.change", tag: tag,
    parameters: [
      Operation.Parameter(
        "If-Match", in: .header, required: true, schema: ["type": "string", "pattern": "^(W/)?\"[0-9]{1,9}\"$"],
        explanation: "partners.api.ifMatch")
    ], request: body(isNew: false),
    responses: [
      .init(200, "partners.tours.api.answer", schema: tour), .problem(409, "partners.tour.problem.closed"),
      .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
    ])

  static let addStop = Operation(
    "addTourStop", summary: "partners.tours.api.addStop", tag: tag, request: stopBody,
    responses: [
      .init(201, "partners.tours.api.answer", schema: tour), .problem(409, "partners.tour.problem.closed"),
    ])

  // MARK: Parts

  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
  private static let text: JSONValue = ["type": "string"]
  private static let number: JSONValue = ["type": "integer"]

  private static let parameters: [Operation.Parameter] = [
    .query("q", ["type": "string", "maxLength": 60], "partners.tours.api.q"),
    .query("state", ["type": "array", "items": oneOf(Tour.State.allCases.map(\.rawValue)), "maxItems": 4]),
    .query("year", ["type": "string", "pattern": "^2[01][0-9]{2}$"]),
    .query("mine", ["type": "boolean"], "partners.tours.api.mine"),
    .query(
      "limit",
      [
        "type": "integer", "minimum": 1, "maximum": .integer(Int64(PartnersAPIQuery.longest)),
        "default": .integer(Int64(PartnersAPIQuery.usual)),
      ]),
    .query(
      "after", ["type": "string", "maxLength": 200, "pattern": "^[0-9a-hjkmnp-tv-z]{13}[.]"], "partners.api.after"),
  ]

  private static func oneOf(_ values: [String]) -> JSONValue {
    ["type": "string", "enum": .array(values.map { .string($0) })]
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    [
      "type": "object", "required": .array(members.map { .string($0.0) }), "properties": .members(members),
    ]
  }

  private static func list(of item: JSONValue) -> JSONValue { ["type": "array", "items": item] }

  private static let person = object([("name", text), ("number", text), ("position", text)])
  private static let partner = object([("id", ["type": ["string", "null"]]), ("name", text)])
  private static let named: JSONValue = [
    "type": ["object", "null"], "properties": ["id": ["type": "string"], "name": ["type": "string"]],
  ]

  private static let line = TourLineFields.description.answerSchema(
    adding: [
      ("id", text), ("partner", partner), ("state", oneOf(["planned", "cancelled"])), ("reason", text),
      ("isSeen", ["type": "boolean"]), ("visits", list(of: text)),
    ])

  private static let stop = TourStopFields.description.answerSchema(
    adding: [
      ("id", text), ("version", number), ("regionName", text), ("state", oneOf(["planned", "cancelled"])),
      ("reason", text), ("partners", list(of: line)),
    ])

  private static func answer(_ more: [(String, JSONValue)]) -> JSONValue {
    TourFields.description.answerSchema(
      adding: [
        ("id", text), ("school", text), ("version", number), ("state", oneOf(Tour.State.allCases.map(\.rawValue))),
        ("reason", text), ("department", named), ("lead", named),
      ] + more)
  }

  private static let figures = object(
    ["planned", "seen", "unseen", "added", "posts", "interns", "hires"].map { ($0, number) }
      + [("averagePay", ["type": ["integer", "null"]])])

  private static let tour = answer([
    ("people", list(of: person)), ("stops", list(of: stop)),
    ("added", list(of: object([("partner", partner), ("visits", list(of: text))]))), ("figures", figures),
  ])
  private static let summary = answer([("cities", list(of: text)), ("planned", number), ("seen", number)])

  /// The fields of a description with lists beside them.
  private static func extended(
    _ schema: JSONValue, by more: [(String, JSONValue)], required: [String]
  ) -> JSONValue {
    var members = (schema.object ?? []).map { member in
      guard member.name == "properties" else { return member }
      return JSONValue.Member(
        "properties", .object((member.value.object ?? []) + more.map { JSONValue.Member($0.0, $0.1) }))
    }
    if !required.isEmpty { members.append(JSONValue.Member("required", .array(required.map { .string($0) }))) }
    return .object(members)
  }

  private static let stopBody = extended(
    TourStopFields.description.schema(isPartial: true),
    by: [
      ("partners", ["type": "array", "items": identifier, "maxItems": .integer(Int64(TourLine.most))]),
      (
        "prospects",
        [
          "type": "array", "items": ["type": "string", "minLength": 1, "maxLength": 120],
          "maxItems": .integer(Int64(TourLine.most)),
        ]
      ),
    ], required: ["region", "day"])

  private static func body(isNew: Bool) -> JSONValue {
    let line: JSONValue = [
      "type": "object", "additionalProperties": false,
      "properties": [
        "name": ["type": "string", "maxLength": 60], "number": ["type": "string", "maxLength": 40],
        "position": ["type": "string", "maxLength": 60],
      ],
    ]
    var more: [(String, JSONValue)] = [
      ("lead", identifier), ("department", ["type": ["string", "null"], "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]),
      ("people", ["type": "array", "items": line, "maxItems": 60]),
    ]
    more.append(
      isNew
        ? ("stops", ["type": "array", "items": stopBody, "maxItems": .integer(Int64(TourJSON.mostStops))])
        : ("act", oneOf(Tour.Act.allCases.map(\.rawValue))))
    if !isNew {
      more.append(("reason", ["type": "string", "maxLength": .integer(Int64(TourRoutes.longestReason))]))
    }
    return extended(
      TourFields.description.schema(isPartial: true), by: more, required: isNew ? ["title", "beginsOn", "endsOn"] : [])
  }
}
