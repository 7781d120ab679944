/// What body a route takes. Anything else is answered with 415, and more than
/// the limit with 413, before the handler runs.
package enum BodyRule: Sendable, Hashable {
  /// No body; one that comes is thrown away.
  case none
  /// `application/x-www-form-urlencoded`, read whole; bytes.
  case form(limit: Int)
  /// `application/json` (and `…+json`), read whole; bytes.
  case json(limit: Int)
  /// `multipart/form-data`, read as it comes by `Exchange.parts()` or `upload()`.
  case multipart(UploadLimits)
  /// Anything of the content types, read whole; no types means any.
  case bytes(limit: Int, types: [String])

  /// A page's form of at most 1 MiB.
  package static let form = BodyRule.form(limit: 1 << 20)
  /// A JSON document of at most 1 MiB.
  package static let json = BodyRule.json(limit: 1 << 20)
}

/// One method of one path with who may call it and what it does.
package struct Route: Sendable {
  /// What a route does with a request.
  package typealias Handler = @Sendable (Exchange) async throws -> Reply

  package let method: Method
  /// `/partners/{partner}`; a component may end in a suffix, `{partner}.csv`,
  /// and the last may be `{path...}`, which takes all the rest.
  package let path: String
  package let access: Access
  package let body: BodyRule
  /// How the JSON API describes it; `nil` leaves it out of the description.
  package let operation: Operation?
  package let handler: Handler

  /// - Parameter body: by default none for GET and DELETE, JSON under `/api/`,
  ///   a form otherwise.
  package init(
    _ method: Method, _ path: String, access: Access, body: BodyRule? = nil, operation: Operation? = nil,
    handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.access = access
    self.body = body ?? Self.usualBody(method, path)
    self.operation = operation
    self.handler = handler
  }

  /// Whether it belongs to the JSON API, where errors are problem documents.
  package var isAPI: Bool { path.hasPrefix("/api/") }

  private static func usualBody(_ method: Method, _ path: String) -> BodyRule {
    switch method {
    case .get, .head, .options, .delete: .none
    case .post, .put, .patch: path.hasPrefix("/api/") ? .json : .form
    }
  }
}

/// All routes of the program, in the order in which features add them.
package struct RouteTable: Sendable {
  package private(set) var routes: [Route]

  package init(_ routes: [Route] = []) {
    self.routes = routes
  }

  package mutating func add(_ route: Route) {
    routes.append(route)
  }

  package mutating func add(_ table: RouteTable) {
    routes += table.routes
  }

  package mutating func get(
    _ path: String, _ access: Access, operation: Operation? = nil, _ handler: @escaping Route.Handler
  ) {
    add(Route(.get, path, access: access, operation: operation, handler: handler))
  }

  package mutating func post(
    _ path: String, _ access: Access, body: BodyRule? = nil, operation: Operation? = nil,
    _ handler: @escaping Route.Handler
  ) {
    add(Route(.post, path, access: access, body: body, operation: operation, handler: handler))
  }

  package mutating func put(
    _ path: String, _ access: Access, body: BodyRule? = nil, operation: Operation? = nil,
    _ handler: @escaping Route.Handler
  ) {
    add(Route(.put, path, access: access, body: body, operation: operation, handler: handler))
  }

  package mutating func patch(
    _ path: String, _ access: Access, body: BodyRule? = nil, operation: Operation? = nil,
    _ handler: @escaping Route.Handler
  ) {
    add(Route(.patch, path, access: access, body: body, operation: operation, handler: handler))
  }

  package mutating func delete(
    _ path: String, _ access: Access, operation: Operation? = nil, _ handler: @escaping Route.Handler
  ) {
    add(Route(.delete, path, access: access, operation: operation, handler: handler))
  }
}
