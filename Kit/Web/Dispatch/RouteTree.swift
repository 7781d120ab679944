/// The values of a route's path components, decoded.
struct PathParameters: Sendable {
  var values: [(name: String, value: String)] = []

  subscript(name: String) -> String? {
    values.first { $0.name == name }?.value
  }
}

/// Two routes for one method and path, or a path that cannot be understood.
package struct RouteMistake: Error, Sendable, CustomStringConvertible {
  package let description: String
}

/// Finds the route of a request. Fixed components win over `{id}.csv`, these
/// over `{id}`, and these over `{rest...}`, whatever order they were added in.
struct RouteTree: Sendable {
  /// The routes of one path.
  struct Leaf: Sendable {
    let path: String
    /// By method; the index is also that of the route's measures.
    var routes: [Method: Int] = [:]

    /// What `Allow` says: HEAD for every GET, and OPTIONS always.
    var allowed: [Method] {
      Method.allCases.filter { method in
        switch method {
        case .options: true
        case .head: routes[.get] != nil || routes[.head] != nil
        default: routes[method] != nil
        }
      }
    }
  }

  enum Match: Sendable {
    case found(Leaf, PathParameters)
    /// The path is known without its trailing slash.
    case trailingSlash
    case none
    /// A component is not decodable text.
    case malformed
  }

  private final class Node: Sendable {
    let fixed: [String: Node]
    let suffixed: [(suffix: String, name: String, node: Node)]
    let captured: (name: String, node: Node)?
    let rest: (name: String, leaf: Leaf)?
    let leaf: Leaf?

    init(_ draft: Draft) {
      fixed = draft.fixed.mapValues(Node.init)
      // The longest suffix first: `{id}.tar.gz` before `{id}.gz`.
      suffixed = draft.suffixed.sorted { $0.key.count > $1.key.count }
        .map { ($0.key, $0.value.name, Node($0.value.draft)) }
      captured = draft.captured.map { ($0.name, Node($0.draft)) }
      rest = draft.rest
      leaf = draft.leaf
    }
  }

  private final class Draft {
    var fixed: [String: Draft] = [:]
    var suffixed: [String: (name: String, draft: Draft)] = [:]
    var captured: (name: String, draft: Draft)?
    var rest: (name: String, leaf: Leaf)?
    var leaf: Leaf?
  }

  private let root: Node

  init(_ routes: [Route]) throws(RouteMistake) {
    let root = Draft()
    for (index, route) in routes.enumerated() { try Self.add(route, index, to: root) }
    self.root = Node(root)
  }

  private static func add(_ route: Route, _ index: Int, to root: Draft) throws(RouteMistake) {
    guard route.path.hasPrefix("/"), route.path == "/" || !route.path.hasSuffix("/"), !route.path.contains("//")
    else { throw RouteMistake(description: "a path begins with / and has no empty component: \(route.path)") }
    var node = root
    let components = route.path.split(separator: "/")
    for (position, component) in components.enumerated() {
      guard component.hasPrefix("{") else {
        guard !component.contains("{") else {
          throw RouteMistake(description: "a place may only begin a component: \(route.path)")
        }
        let child = node.fixed[String(component)] ?? Draft()
        node.fixed[String(component)] = child
        node = child
        continue
      }
      let parts = component.dropFirst().split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw RouteMistake(description: "a place is not closed: \(route.path)")
      }
      let (name, suffix) = (String(parts[0]), String(parts[1]))
      if name.hasSuffix("...") {
        guard position == components.count - 1, suffix.isEmpty else {
          throw RouteMistake(description: "only the last component takes the rest: \(route.path)")
        }
        var rest = node.rest ?? (String(name.dropLast(3)), Leaf(path: route.path))
        try set(route, index, in: &rest.leaf)
        node.rest = rest
        return
      }
      node = try child(of: node, name: name, suffix: suffix, path: route.path)
    }
    var leaf = node.leaf ?? Leaf(path: route.path)
    try set(route, index, in: &leaf)
    node.leaf = leaf
  }

  private static func child(
    of node: Draft, name: String, suffix: String, path: String
  ) throws(RouteMistake) -> Draft {
    let known = suffix.isEmpty ? node.captured : node.suffixed[suffix]
    if let known {
      guard known.name == name else {
        throw RouteMistake(description: "the same place is called {\(known.name)} elsewhere: \(path)")
      }
      return known.draft
    }
    let child = Draft()
    if suffix.isEmpty {
      node.captured = (name, child)
    } else {
      node.suffixed[suffix] = (name, child)
    }
    return child
  }

  private static func set(_ route: Route, _ index: Int, in leaf: inout Leaf) throws(RouteMistake) {
    guard leaf.routes.updateValue(index, forKey: route.method) == nil else {
      throw RouteMistake(description: "two routes for \(route.method.rawValue) \(route.path)")
    }
  }

  /// - Parameter path: as sent, without the query.
  func match(_ path: String) -> Match {
    guard path.utf8.first == UInt8(ascii: "/") else { return .none }
    // Split by bytes: splitting by characters costs several times as much.
    var components = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
    let hasTrailingSlash = components.count > 1 && components.last?.isEmpty == true
    if components.last?.isEmpty == true { components = components.dropLast() }
    var texts: [String] = []
    texts.reserveCapacity(components.count)
    for component in components {
      guard let text = PathText.decode(Substring(component)) else { return .malformed }
      guard !text.isEmpty, text != ".", text != ".." else { return .none }
      texts.append(text)
    }
    var parameters = PathParameters()
    guard let leaf = Self.find(texts[...], root, &parameters) else { return .none }
    return hasTrailingSlash ? .trailingSlash : .found(leaf, parameters)
  }

  private static func find(
    _ components: ArraySlice<String>, _ node: Node, _ parameters: inout PathParameters
  ) -> Leaf? {
    guard let first = components.first else { return node.leaf }
    let others = components.dropFirst()
    if let child = node.fixed[first], let leaf = find(others, child, &parameters) { return leaf }
    let depth = parameters.values.count
    for entry in node.suffixed where first.hasSuffix(entry.suffix) && first.utf8.count > entry.suffix.utf8.count {
      parameters.values.append((entry.name, String(first.dropLast(entry.suffix.count))))
      if let leaf = find(others, entry.node, &parameters) { return leaf }
      parameters.values.removeSubrange(depth...)
    }
    if let captured = node.captured {
      parameters.values.append((captured.name, first))
      if let leaf = find(others, captured.node, &parameters) { return leaf }
      parameters.values.removeSubrange(depth...)
    }
    if let rest = node.rest {
      parameters.values.append((rest.name, components.joined(separator: "/")))
      return rest.leaf
    }
    return nil
  }
}
