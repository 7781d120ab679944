import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of the registry's routes.
enum PartnersAPIDescription {
  private static let tag = "partners"

  static let list = Operation(
    "listPartners", summary: "partners.api.list", tag: tag, parameters: listParameters,
    responses: [
      .init(
        200, "partners.api.list.answer",
        schema: object([("items", ["type": "array", "items": partner]), ("next", ["type": ["string", "null"]])])),
      .problem(422, "partners.api.parameter"),
    ])

  static let create = Operation(
    "createPartner", summary: "partners.api.create", tag: tag, request: body(isNew: true),
    responses: [
      .init(201, "partners.api.create.answer", schema: partner), .problem(409, "partners.api.conflict"),
    ])

  static let show = Operation(
    "getPartner", summary: "partners.api.show", tag: tag,
    responses: [
      .init(200, "partners.api.show.answer", schema: partner), .init(307, "partners.api.show.merged"),
    ])

  static let change = Operation(
    "changePartner", summary: "partners.api.change", tag: tag,
    parameters: [
      Operation.Parameter(
        "If-Match", in: .header, required: true,
        schema: ["type": "string", "pattern": "^(W/)?\"[0-9]{1,9}[.][0-9]{1,9}\"$"], explanation: "partners.api.ifMatch"
      )
    ], request: body(isNew: false),
    responses: [
      .init(200, "partners.api.show.answer", schema: partner), .problem(409, "partners.api.conflict"),
      .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
    ])

  static let contacts = Operation(
    "listPartnerContacts", summary: "partners.api.contacts", tag: tag,
    parameters: [.query("reveal", ["type": "boolean"], "partners.api.reveal")],
    responses: [
      .init(200, "partners.api.contacts.answer", schema: items(contact)), .problem(422, "partners.api.parameter"),
    ])

  static let addContact = Operation(
    "addPartnerContact", summary: "partners.api.addContact", tag: tag, request: ContactFields.description.schema(),
    responses: [.init(201, "partners.api.addContact.answer", schema: contact)])

  static let levels = Operation(
    "listPartnerLevels", summary: "partners.api.levels", tag: tag,
    responses: [
      .init(
        200, "partners.api.levels.answer",
        schema: items(
          object([
            ("code", ["type": "string"]), ("name", ["type": "string"]), ("position", ["type": "integer"]),
            ("isCounted", ["type": "boolean"]),
          ])))
    ])

  static let coverage = Operation(
    "listMajorCoverage", summary: "partners.api.coverage", tag: tag,
    responses: [
      .init(
        200, "partners.api.coverage.answer",
        schema: object([
          ("least", ["type": "integer"]),
          (
            "items",
            [
              "type": "array",
              "items": object([
                ("major", ["type": "string"]), ("name", ["type": "string"]), ("catalogueCode", ["type": "string"]),
                ("department", ["type": "string"]), ("partners", ["type": "integer"]),
                ("isCovered", ["type": "boolean"]),
              ]),
            ]
          ),
        ]))
    ])

  // MARK: Parameters

  private static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]

  private static let listParameters: [Operation.Parameter] = [
    .query("q", ["type": "string", "maxLength": 60], "partners.api.q"),
    .query("level", several(["type": "string", "minLength": 1, "maxLength": 30])),
    .query("department", identifier), .query("major", identifier),
    .query("industry", several(["type": "string", "pattern": "^[A-Z]([0-9]{2})?$"]), "partners.api.industry"),
    .query("province", several(["type": "string", "pattern": "^[1-9][0-9]$"]), "partners.api.province"),
    .query("size", several(oneOf(Enterprise.Size.allCases.map(\.rawValue)))),
    .query("review", several(oneOf(Partnership.ReviewState.allCases.map(\.rawValue)))),
    .query("tag", ["type": "string"]),
    .query("status", oneOf(Enterprise.Status.allCases.map(\.rawValue))),
    .query("ended", ["type": "boolean"], "partners.api.ended"),
    .query("sort", oneOf(PartnersAPIQuery.sorts), "partners.api.sort"),
    .query(
      "limit",
      [
        "type": "integer", "minimum": 1, "maximum": .integer(Int64(PartnersAPIQuery.longest)),
        "default": .integer(Int64(PartnersAPIQuery.usual)),
      ]),
    .query(
      "after", ["type": "string", "maxLength": 200, "pattern": "^[0-9a-hjkmnp-tv-z]{13}[.]"], "partners.api.after"),
  ]

  private static func several(_ item: JSONValue) -> JSONValue {
    ["type": "array", "items": item, "maxItems": 40]
  }

  private static func oneOf(_ values: [String]) -> JSONValue {
    ["type": "string", "enum": .array(values.map { .string($0) })]
  }

  // MARK: Bodies

  /// An object of exactly these members.
  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    ["type": "object", "required": .array(members.map { .string($0.0) }), "properties": .members(members)]
  }

  private static func items(_ item: JSONValue) -> JSONValue {
    object([("items", ["type": "array", "items": item])])
  }

  private static let partner = object([
    ("id", ["type": "string"]), ("school", ["type": "string"]), ("version", ["type": "string"]),
    ("status", oneOf(Partnership.Status.allCases.map(\.rawValue))),
    (
      "review",
      object([
        ("state", oneOf(Partnership.ReviewState.allCases.map(\.rawValue))),
        ("validUntil", ["type": ["string", "null"], "format": "date"]),
      ])
    ),
    ("enterprise", EnterpriseFields.description.answerSchema(adding: [("id", ["type": "string"])])),
    ("partnership", PartnershipFields.description.answerSchema()),
  ])

  private static let contact = ContactFields.description.answerSchema(adding: [("id", ["type": "string"])])

  /// A new partner needs a name; everything else has a beginning of its own.
  private static func body(isNew: Bool) -> JSONValue {
    var enterprise = EnterpriseFields.description.schema(isPartial: true).object ?? []
    if isNew { enterprise.append(JSONValue.Member("required", ["name"])) }
    var body: [(String, JSONValue)] = [
      ("type", "object"), ("additionalProperties", false),
      (
        "properties",
        .members([
          ("enterprise", .object(enterprise)), ("partnership", PartnershipFields.description.schema(isPartial: true)),
        ])
      ),
    ]
    if isNew { body.append(("required", ["enterprise"])) }
    return .members(body)
  }
}
