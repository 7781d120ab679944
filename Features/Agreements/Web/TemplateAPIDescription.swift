import Values
import Web

/// What the OpenAPI document says of templates and types.
enum TemplateAPIDescription {
  private static let tag = "agreements"
  private static let identifier = AgreementsAPIDescription.identifier
  private static let text: JSONValue = ["type": "string"]
  private static let maybe: JSONValue = ["type": ["string", "null"]]
  private static let flag: JSONValue = ["type": "boolean"]
  private static let number: JSONValue = ["type": "integer"]
  private static let place: JSONValue = ["type": ["integer", "null"]]
  private static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    SigningAPIDescription.object(members, required: required)
  }
  private static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> JSONValue {
    ["type": "string", "enum": .array(Word.allCases.map { .string($0.rawValue) })]
  }
  private static func limited(_ most: Int) -> JSONValue { ["type": "string", "maxLength": .integer(Int64(most))] }
  private static func filled(_ most: Int) -> JSONValue {
    ["type": "string", "minLength": 1, "maxLength": .integer(Int64(most))]
  }
  private static func list(_ item: JSONValue, most: Int) -> JSONValue {
    ["type": "array", "items": item, "maxItems": .integer(Int64(most))]
  }

  static let types = Operation(
    "listAgreementTypes", summary: "agreements.api.types", tag: tag,
    responses: [
      .init(
        200, "agreements.api.types",
        schema: object([
          (
            "items",
            [
              "type": "array",
              "items": object([
                ("code", text), ("kind", words(AgreementKind.self)), ("name", text),
                ("parties", ["type": "array", "items": text]), ("required", ["type": "array", "items": text]),
                ("pattern", text), ("chain", ["type": "array", "items": object([("step", text), ("days", number)])]),
                ("signers", ["type": "array", "items": text]), ("inOrder", flag), ("usualMonths", number),
                ("isActive", flag),
              ]),
            ]
          )
        ]))
    ])

  static let list = Operation(
    "listTemplates", summary: "agreements.api.template.list", tag: tag,
    parameters: [.query("kind", words(AgreementKind.self))],
    responses: [
      .init(
        200, "agreements.api.template.list",
        schema: object([("items", ["type": "array", "items": object(summary)])])),
      .problem(422, "agreements.api.parameter"),
    ])

  static let show = Operation(
    "getTemplate", summary: "agreements.api.template.show", tag: tag,
    parameters: [
      .query("version", ["type": "string", "pattern": "^([0-9]{1,6}|draft)$"], "agreements.api.template.version")
    ],
    responses: [.init(200, "agreements.api.template.answer", schema: object(whole))])

  static let create = Operation(
    "createTemplate", summary: "agreements.api.template.create", tag: tag,
    request: object(
      [
        ("kind", words(AgreementKind.self)), ("title", ["type": "string", "minLength": 1, "maxLength": 80]),
        ("note", ["type": ["string", "null"], "maxLength": 300]), ("language", APILanguage.schema),
      ] + body, required: ["kind", "title"]),
    responses: [.init(201, "agreements.api.template.answer", schema: object(whole))])

  static let change = Operation(
    "changeTemplate", summary: "agreements.api.template.change", tag: tag,
    parameters: [AgreementsAPIDescription.ifMatch], request: object(body, required: []), responses: acted(200))

  static let draft = Operation(
    "beginTemplateDraft", summary: "agreements.api.template.draft", tag: tag,
    responses: [
      .init(201, "agreements.api.template.answer", schema: object(whole)), .problem(409, "agreements.api.state"),
    ])

  static let publish = Operation(
    "publishTemplate", summary: "agreements.api.template.publish", tag: tag,
    parameters: [AgreementsAPIDescription.ifMatch],
    request: object([("note", ["type": ["string", "null"], "maxLength": 300])], required: []),
    responses: acted(200))

  private static func acted(_ status: Int) -> [Operation.Response] {
    [
      .init(status, "agreements.api.template.answer", schema: object(whole)), .problem(409, "agreements.api.state"),
      .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
    ]
  }

  private static let summary: [(String, JSONValue)] = [
    ("id", identifier), ("kind", words(AgreementKind.self)), ("title", text), ("note", maybe),
    ("language", APILanguage.schema), ("isShared", flag), ("isActive", flag), ("published", place), ("draft", place),
  ]

  private static let whole: [(String, JSONValue)] =
    summary + [
      ("version", number), ("revision", number), ("isFrozen", flag), ("annexes", ["type": "array", "items": text]),
      ("clauses", ["type": "array", "items": ["type": "object"]]),
      ("fields", ["type": "array", "items": ["type": "object"]]),
    ]

  private static let duty: JSONValue = [
    "type": ["object", "null"],
    "properties": .members([
      ("debtor", words(DutyMark.Debtor.self)), ("subject", ["type": "string", "minLength": 1, "maxLength": 80]),
      ("rhythm", words(DutyMark.Rhythm.self)), ("days", ["type": ["integer", "null"], "minimum": 0, "maximum": 3660]),
      ("measure", words(DutyMark.Measure.self)), ("target", ["type": ["string", "number", "null"]]),
      ("evidence", ["type": ["string", "null"], "maxLength": 80]),
    ]), "required": ["subject"],
  ]

  private static let body: [(String, JSONValue)] = [
    ("annexes", list(filled(TemplateText.Limit.annexTitle), most: TemplateText.Limit.annexes)),
    (
      "clauses",
      list(
        object(
          [
            ("key", ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,29}$"]),
            ("annex", ["type": "integer", "minimum": 0, "maximum": .integer(Int64(TemplateText.Limit.annexes))]),
            ("heading", limited(TemplateText.Limit.heading)), ("text", limited(TemplateText.Limit.text)),
            ("topic", ["type": ["string", "null"]]), ("isMandatory", flag),
            ("condition", ["type": ["string", "null"], "maxLength": .integer(Int64(TemplateText.Limit.condition))]),
            ("duty", duty),
          ], required: ["heading", "text"]), most: TemplateText.Limit.clauses)
    ),
    (
      "fields",
      list(
        object(
          [
            ("name", ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]{0,39}$"]),
            ("label", filled(40)),
            ("kind", words(TemplateValue.Kind.self)), ("isRequired", flag),
            ("initial", ["type": ["string", "null"], "maxLength": 200]),
          ], required: ["name", "label"]), most: TemplateText.Limit.fields)
    ),
  ]
}
