package import Localization
package import Values

/// Describes the JSON API as an OpenAPI 3.1 document, made from the routes that
/// have an `Operation`.
package enum OpenAPI {
  /// - Parameters:
  ///   - schemas: the named schemas that operations refer to as `#/components/schemas/<name>`.
  ///   - localizer: says the texts of the operations.
  package static func document(
    routes: RouteTable, title: String, version: String, schemas: [(String, JSONValue)] = [],
    sessionCookie: String = "session",
    localizer: Localizer
  ) -> JSONValue {
    var paths: [(path: String, operations: [(String, JSONValue)])] = []
    var tags: [String] = []
    for route in routes.routes {
      guard let operation = route.operation else { continue }
      if !tags.contains(operation.tag) { tags.append(operation.tag) }
      let described = describe(operation, of: route, localizer)
      let path = route.path.replacing("...}", with: "}")
      if let index = paths.firstIndex(where: { $0.path == path }) {
        paths[index].operations.append((route.method.rawValue.lowercased(), described))
      } else {
        paths.append((path, [(route.method.rawValue.lowercased(), described)]))
      }
    }
    return [
      "openapi": "3.1.0",
      "info": ["title": .string(title), "version": .string(version)],
      "servers": [["url": "/"]],
      "tags": .array(tags.map { ["name": .string($0)] }),
      "paths": .members(paths.map { ($0.path, .members($0.operations)) }),
      "components": [
        "schemas": .members([("Problem", problem)] + schemas),
        "securitySchemes": [
          "token": [
            "type": "http", "scheme": "bearer", "description": .string(localizer("kit.web.api.token")),
          ],
          "session": [
            "type": "apiKey", "in": "cookie", "name": .string(sessionCookie),
            "description": .string(localizer("kit.web.api.session")),
          ],
        ],
      ],
    ]
  }

  /// RFC 9457 with our members.
  private static let problem: JSONValue = [
    "type": "object",
    "required": ["type", "title", "status", "detail", "requestId"],
    "properties": [
      "type": ["type": "string"],
      "title": ["type": "string"],
      "status": ["type": "integer"],
      "detail": ["type": "string"],
      "requestId": ["type": "string"],
      "errors": [
        "type": "array",
        "items": [
          "type": "object",
          "required": ["field", "message"],
          "properties": ["field": ["type": "string"], "message": ["type": "string"]],
        ],
      ],
    ],
  ]

  private static func describe(_ operation: Operation, of route: Route, _ localizer: Localizer) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("operationId", .string(operation.id)),
      ("summary", .string(localizer(operation.summary))),
      ("tags", .array([.string(operation.tag)])),
    ]
    let parameters = self.parameters(operation, route).map { describe($0, localizer) }
    if !parameters.isEmpty { members.append(("parameters", .array(parameters))) }
    if let body = requestBody(operation, route) { members.append(("requestBody", body)) }
    members.append(("responses", .members(responses(operation, route, localizer))))
    let security: JSONValue = route.access == .visitor ? [] : [["token": []], ["session": []]]
    members.append(("security", security))
    return .members(members)
  }

  /// Those that the operation describes and those of the path that it does not.
  private static func parameters(_ operation: Operation, _ route: Route) -> [Operation.Parameter] {
    let described = operation.parameters
    let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { component in
      String(component.dropFirst().prefix { $0 != "}" }).replacing("...", with: "")
    }
    let missing = names.filter { name in !described.contains { $0.place == .path && $0.name == name } }
    let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
    return missing.map { Operation.Parameter($0, in: .path, schema: identifier) } + described
  }

  private static func describe(_ parameter: Operation.Parameter, _ localizer: Localizer) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(parameter.name)), ("in", .string(parameter.place.rawValue)),
      ("required", .bool(parameter.isRequired)), ("schema", parameter.schema),
    ]
    if let explanation = parameter.explanation { members.append(("description", .string(localizer(explanation)))) }
    return .members(members)
  }

  private static func requestBody(_ operation: Operation, _ route: Route) -> JSONValue? {
    switch route.body {
    case .none: return nil
    case .json:
      guard let schema = operation.request else { return nil }
      return ["required": true, "content": ["application/json": ["schema": schema]]]
    case .form:
      return [
        "required": true,
        "content": ["application/x-www-form-urlencoded": ["schema": operation.request ?? ["type": "object"]]],
      ]
    case .multipart:
      return [
        "required": true, "content": ["multipart/form-data": ["schema": operation.request ?? ["type": "object"]]],
      ]
    case .bytes(_, let types):
      let content = (types.isEmpty ? ["application/octet-stream"] : types).map { ($0, JSONValue.members([])) }
      return ["required": true, "content": .members(content)]
    }
  }

  /// The operation's own, then the errors that the route may give by what it is.
  private static func responses(
    _ operation: Operation, _ route: Route, _ localizer: Localizer
  ) -> [(String, JSONValue)] {
    var responses: [(status: Int, value: JSONValue)] = []
    for response in operation.responses {
      var members: [(String, JSONValue)] = [("description", .string(localizer(response.explanation)))]
      if let type = response.contentType {
        let content: JSONValue = response.schema.map { ["schema": $0] } ?? .members([])
        members.append(("content", .members([(type, content)])))
      }
      responses.append((response.status, .members(members)))
    }
    for status in usualErrors(route) where !responses.contains(where: { $0.status == status }) {
      responses.append(
        (
          status,
          [
            "description": .string(localizer("kit.web.error.\(status).title")),
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
          ]
        ))
    }
    return responses.sorted { $0.status < $1.status }.map { (String($0.status), $0.value) }
  }

  private static func usualErrors(_ route: Route) -> [Int] {
    var statuses = [400, 429, 500, 503]
    if route.access != .visitor { statuses += [401, 403] }
    if !route.method.isSafe { statuses += [403] }
    if route.path.contains("{") { statuses += [404] }
    if route.body != .none { statuses += [408, 413, 415, 422] }
    return Array(Set(statuses)).sorted()
  }
}
