import Values
import Web

/// What the OpenAPI document says of fulfilment checks and joint reviews.
enum CheckAPIDescription {
  private static let tag = "agreements"
  private static let identifier = AgreementsAPIDescription.identifier
  private static let text: JSONValue = ["type": "string"]
  private static let maybe: JSONValue = ["type": ["string", "null"]]
  private static let date: JSONValue = ["type": "string", "format": "date"]
  private static let maybeDate: JSONValue = ["type": ["string", "null"], "format": "date"]
  private static let number: JSONValue = ["type": "integer"]
  private static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    SigningAPIDescription.object(members, required: required)
  }
  private static func list(_ item: [(String, JSONValue)]) -> JSONValue { ["type": "array", "items": object(item)] }
  private static func limited(_ most: Int, least: Int = 0) -> JSONValue {
    ["type": "string", "minLength": .integer(Int64(least)), "maxLength": .integer(Int64(most))]
  }

  // MARK: Checks

  static let list = Operation(
    "listFulfilmentChecks", summary: "agreements.api.checks", tag: tag,
    responses: [.init(200, "agreements.api.checks", schema: object([("items", list(check))]))])

  static let begin = Operation(
    "beginFulfilmentCheck", summary: "agreements.api.checks.begin", tag: tag,
    request: object(
      [("title", limited(80, least: 1)), ("question", limited(1000)), ("dueOn", date)], required: ["title", "dueOn"]),
    responses: [.init(201, "agreements.api.checks.answer", schema: whole)])

  static let show = Operation(
    "getFulfilmentCheck", summary: "agreements.api.checks.show", tag: tag,
    responses: [.init(200, "agreements.api.checks.answer", schema: whole)])

  static let answer = Operation(
    "answerFulfilmentCheck", summary: "agreements.api.checks.say", tag: tag,
    request: object(
      [("verdict", verdict), ("words", limited(1000)), ("openPoint", limited(500))], required: ["verdict"]),
    responses: [.init(200, "agreements.api.checks.answer", schema: whole), .problem(409, "agreements.api.state")])

  static let report = Operation(
    "reportFulfilmentCheck", summary: "agreements.api.checks.report", tag: tag,
    responses: [.init(200, "agreements.api.checks.report", schema: outcome)])

  static let close = Operation(
    "closeFulfilmentCheck", summary: "agreements.api.checks.close", tag: tag,
    responses: [.init(200, "agreements.api.checks.report", schema: outcome)])

  private static let verdict: JSONValue = [
    "type": "string", "enum": .array(CheckItem.Verdict.allCases.map { .string($0.rawValue) }),
  ]
  private static let check: [(String, JSONValue)] = [
    ("id", identifier), ("title", text), ("question", maybe), ("dueOn", date), ("isOpen", ["type": "boolean"]),
    ("createdBy", maybe), ("createdAt", ["type": "string", "format": "date-time"]), ("count", number),
    ("answered", number),
  ]
  private static let item: [(String, JSONValue)] = [
    ("id", identifier), ("agreement", identifier), ("number", text), ("title", text), ("enterprise", text),
    ("department", maybe), ("verdict", ["type": ["string", "null"]]), ("words", maybe), ("openPoint", maybe),
    ("answeredBy", maybe), ("due", number), ("met", number),
  ]
  private static let whole = object(check + [("items", list(item))])
  private static let outcome = object([
    ("check", object(check)),
    (
      "verdicts",
      object(CheckItem.Verdict.allCases.map { ($0.rawValue, number) } + [("waiting", number)])
    ), ("openPoints", list(item)),
  ])

  // MARK: Joint reviews

  static let reviews = Operation(
    "listJointReviews", summary: "agreements.api.reviews", tag: tag,
    responses: [.init(200, "agreements.api.reviews.answer", schema: met)])

  static let plan = Operation(
    "planJointReview", summary: "agreements.api.reviews.plan", tag: tag,
    request: object([("plannedOn", date)]),
    responses: [.init(201, "agreements.api.reviews.answer", schema: met), .problem(409, "agreements.api.state")])

  static let hold = Operation(
    "holdJointReview", summary: "agreements.api.reviews.hold", tag: tag,
    request: object(
      [
        ("heldOn", date), ("people", limited(300)), ("minutes", limited(4000, least: 1)),
        (
          "tasks",
          [
            "type": "array", "maxItems": .integer(Int64(HoldReview.mostTasks)),
            "items": object([("subject", limited(120)), ("dueOn", date)], required: ["subject"]),
          ]
        ),
      ], required: ["heldOn", "minutes"]),
    responses: [.init(200, "agreements.api.reviews.answer", schema: met), .problem(409, "agreements.api.state")])

  static let done = Operation(
    "finishReviewTask", summary: "agreements.api.reviews.done", tag: tag,
    responses: [.init(200, "agreements.api.reviews.answer", schema: met)])

  private static let met = object([
    ("agenda", ["type": "array", "items": text]),
    (
      "items",
      list([
        ("id", identifier), ("quarter", ["type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"]), ("plannedOn", date),
        ("heldOn", maybeDate), ("people", maybe), ("minutes", maybe), ("agenda", ["type": "array", "items": text]),
        ("recorder", maybe),
        (
          "tasks",
          list([
            ("id", identifier), ("subject", text), ("owner", maybe), ("dueOn", maybeDate), ("doneOn", maybeDate),
          ])
        ),
      ])
    ),
  ])
}
