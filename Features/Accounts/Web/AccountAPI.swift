import Database
import Localization
import Platform
import Values
import Web

/// The JSON side: who a program acts for.
struct AccountAPI: Sendable {
  let services: Services

  func add(to table: inout RouteTable) {
    table.get(
      "/api/v1/account", .signedIn,
      operation: Operation(
        "getAccount", summary: "accounts.api.account", tag: "accounts",
        responses: [.init(200, "accounts.api.account.answer", schema: Self.schema)]), show)
  }

  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "id": ["type": "string"], "signInName": ["type": "string"], "displayName": ["type": "string"],
      "language": ["type": ["string", "null"], "enum": ["zh-CN", "en", .null]],
      "scopes": ["type": ["array", "null"], "items": ["type": "string"]],
    ],
    "required": ["id", "signInName", "displayName", "language", "scopes"],
  ]

  private func show(_ exchange: Exchange) async throws -> Reply {
    guard let principal = exchange.principal else { throw WebError.unauthenticated }
    let found = try await services.database.read { connection in
      try AccountStore.find(ID(rawValue: principal.accountID), on: connection)
    }
    guard let account = found else { throw WebError.unauthenticated }
    return .json([
      "id": .string(account.id.description), "signInName": .string(account.signInName),
      "displayName": .string(account.displayName), "language": account.language.map { .string($0.rawValue) } ?? .null,
      "scopes": principal.scopes.map { .array($0.sorted().map { .string($0) }) } ?? .null,
    ])
  }
}
