import Values
import Web

/// What the OpenAPI document says of signing.
enum SigningAPIDescription {
  private static let tag = "agreements"
  private static let date: JSONValue = ["type": ["string", "null"], "format": "date"]
  private static let text: JSONValue = ["type": "string"]

  static let verify = Operation(
    "verifyDocument", summary: "agreements.api.verify", tag: tag,
    parameters: [code],
    responses: [
      .init(
        200, "agreements.api.verify.answer",
        schema: object([
          ("state", text), ("number", text), ("school", text), ("enterprise", text), ("signedOn", date),
          ("startOn", date), ("endOn", date),
          ("sha256", ["type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"]),
        ])), .problem(429, "kit.web.error.429.title"),
    ])

  private static let code = Operation.Parameter(
    "code", in: .path, schema: ["type": "string", "pattern": "^[a-z2-7]{16}$"], explanation: "agreements.api.code")

  static func object(_ members: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
    [
      "type": "object", "properties": .members(members),
      "required": .array((required ?? members.map(\.0)).map { .string($0) }),
    ]
  }
}
