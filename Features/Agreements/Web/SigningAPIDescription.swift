import Values
import Web

/// What the OpenAPI document says of signing.
enum SigningAPIDescription {
  private static let tag = "agreements"
  private static let date: JSONValue = ["type": ["string", "null"], "format": "date"]
  private static let time: JSONValue = ["type": ["string", "null"], "format": "date-time"]
  private static let text: JSONValue = ["type": "string"]
  private static let maybe: JSONValue = ["type": ["string", "null"]]
  private static let digest: JSONValue = ["type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"]
  private static func words(_ words: [String]) -> JSONValue {
    ["type": "string", "enum": .array(words.map { .string($0) })]
  }

  // MARK: The office

  static let show = Operation(
    "getSigning", summary: "agreements.api.signing.show", tag: tag,
    responses: [.init(200, "agreements.api.signing.answer", schema: object(round))])

  static let begin = Operation(
    "beginSigning", summary: "agreements.api.signing.begin", tag: tag, parameters: [AgreementsAPIDescription.ifMatch],
    request: object(
      [
        ("inOrder", ["type": "boolean"]),
        (
          "signers",
          [
            "type": "array", "minItems": 1, "maxItems": .integer(Int64(SigningRules.mostSigners)),
            "items": object(
              [
                ("kind", words(SignerKind.allCases.map(\.rawValue))),
                ("way", words(Signer.Way.allCases.map(\.rawValue))), ("account", AgreementsAPIDescription.identifier),
                ("name", ["type": "string", "maxLength": 40]), ("mail", ["type": "string", "maxLength": 200]),
                ("language", APILanguage.schema),
              ], required: ["kind", "way"]),
          ]
        ),
      ], required: ["signers"]),
    responses: [
      .init(201, "agreements.api.signing.answer", schema: object(round)), .problem(409, "agreements.api.state"),
      .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
      .problem(503, "kit.web.error.503.title"),
    ])

  static let document = Operation(
    "getSignedDocument", summary: "agreements.api.signing.document", tag: tag,
    responses: [
      .init(200, "agreements.api.signing.document.answer", contentType: "application/pdf"),
      .init(304, "agreements.api.signing.document.answer"),
    ])

  static let remind = Operation(
    "remindSigner", summary: "agreements.api.signing.remind", tag: tag, responses: managed)

  static let scan = Operation(
    "bringScan", summary: "agreements.api.signing.scan", tag: tag,
    parameters: [.query("signedOn", ["type": "string", "format": "date"])], responses: managed)

  static let check = Operation(
    "checkScan", summary: "agreements.api.signing.check", tag: tag,
    request: object(
      [
        ("isRight", ["type": "boolean"]),
        ("reason", ["type": "string", "maxLength": .integer(Int64(Agreement.Limit.reason))]),
      ], required: ["isRight"]), responses: managed)

  private static let managed: [Operation.Response] = [
    .init(200, "agreements.api.signing.answer", schema: object(round)), .problem(409, "agreements.api.state"),
    .problem(412, "kit.web.error.412.title"), .problem(422, "kit.web.error.422.title"),
  ]

  // MARK: Signers

  static let mine = Operation(
    "listSignatures", summary: "agreements.api.signature.list", tag: tag,
    responses: [
      .init(
        200, "agreements.api.signature.list",
        schema: object([("items", ["type": "array", "items": object(signer)])]))
    ])

  static func signature(_ verb: String) -> Operation {
    Operation(
      "\(verb)Signature", summary: "agreements.api.signature.show", tag: tag, parameters: link(verb),
      responses: [.init(200, "agreements.api.signature.answer", schema: object(page))] + closed(verb))
  }

  static func code(_ verb: String) -> Operation {
    Operation(
      "\(verb)Code", summary: "agreements.api.signature.code", tag: tag, parameters: link(verb),
      responses: [
        .init(200, "agreements.api.signature.code.answer", schema: object([("mail", text)])),
        .problem(409, "agreements.api.state"), .problem(422, "kit.web.error.422.title"),
      ] + guessed(verb))
  }

  static func sign(_ verb: String) -> Operation {
    act(
      "\(verb)Agreement", "agreements.api.signature.sign", verb,
      object(
        [
          ("name", ["type": "string", "maxLength": 60]), ("drawing", ["type": "string", "maxLength": 60_000]),
          ("code", ["type": "string", "maxLength": 12]), ("hasRead", ["type": "boolean"]),
        ], required: ["name", "code", "hasRead"]))
  }

  static func refuse(_ verb: String) -> Operation {
    act(
      "\(verb)Signature", "agreements.api.signature.refuse", verb,
      object(
        [("reason", ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Agreement.Limit.reason))])]))
  }

  static func forward(_ verb: String) -> Operation {
    act(
      "\(verb)Signature", "agreements.api.signature.forward", verb,
      object(
        [
          ("name", ["type": "string", "minLength": 1, "maxLength": 40]),
          ("mail", ["type": "string", "maxLength": 200]),
          ("language", APILanguage.schema),
        ], required: ["name", "mail"]))
  }

  private static func act(_ id: String, _ summary: String, _ verb: String, _ request: JSONValue) -> Operation {
    Operation(
      id, summary: summary, tag: tag, parameters: link(verb), request: request,
      responses: [
        .init(200, "agreements.api.signature.answer", schema: object(page)), .problem(409, "agreements.api.state"),
      ] + guessed(verb))
  }

  /// Routes by link have its token in their path.
  private static func link(_ verb: String) -> [Operation.Parameter] {
    guard verb.hasSuffix("Linked") else { return [] }
    return [
      Operation.Parameter(
        "link", in: .path, schema: ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}\\.[A-Za-z0-9_-]{43}$"],
        explanation: "agreements.api.link")
    ]
  }

  private static func guessed(_ verb: String) -> [Operation.Response] {
    verb.hasSuffix("Linked") ? [.problem(429, "kit.web.error.429.title")] : []
  }

  private static func closed(_ verb: String) -> [Operation.Response] {
    verb.hasSuffix("Linked") ? [.problem(409, "agreements.api.state")] + guessed(verb) : []
  }

  // MARK: Verification

  static let verify = Operation(
    "verifyDocument", summary: "agreements.api.verify", tag: tag,
    parameters: [
      Operation.Parameter(
        "code", in: .path, schema: ["type": "string", "pattern": "^[a-z2-7]{16}$"], explanation: "agreements.api.code")
    ],
    responses: [
      .init(
        200, "agreements.api.verify.answer",
        schema: object([
          ("state", text), ("number", text), ("school", text), ("enterprise", text), ("signedOn", date),
          ("startOn", date), ("endOn", date), ("language", APILanguage.schema), ("sha256", digest),
        ])), .problem(429, "kit.web.error.429.title"),
    ])

  // MARK: Parts

  private static let signer: [(String, JSONValue)] = [
    ("id", AgreementsAPIDescription.identifier), ("agreement", AgreementsAPIDescription.identifier),
    ("place", ["type": "integer"]), ("kind", words(SignerKind.allCases.map(\.rawValue))),
    ("way", words(Signer.Way.allCases.map(\.rawValue))), ("name", text),
    ("state", words(Signer.State.allCases.map(\.rawValue))), ("signedAt", time), ("reason", maybe),
    ("language", APILanguage.schema),
  ]

  private static let round: [(String, JSONValue)] = [
    ("id", AgreementsAPIDescription.identifier), ("state", words(SigningRound.State.allCases.map(\.rawValue))),
    ("inOrder", ["type": "boolean"]), ("textSHA256", digest), ("code", maybe), ("begunAt", time), ("endedAt", time),
    ("reason", maybe), ("sha256", digest), ("signers", ["type": "array", "items": object(signer)]),
    (
      "trace",
      [
        "type": "array",
        "items": object([
          ("act", words(SigningEvent.Act.allCases.map(\.rawValue))), ("at", time), ("name", maybe),
          ("address", maybe), ("note", maybe),
        ]),
      ]
    ),
  ]

  private static let page: [(String, JSONValue)] = [
    ("signature", object(signer)), ("state", words(SigningRound.State.allCases.map(\.rawValue))), ("number", text),
    ("title", text), ("school", text), ("enterprise", text), ("textSHA256", digest),
    ("clauses", ["type": "array", "items": ["type": "object"]]), ("code", maybe),
  ]

  static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    [
      "type": "object", "properties": .members(members),
      "required": .array((required ?? members.map(\.0)).map { .string($0) }),
    ]
  }
}
