import Records
import Values

/// Holds the body of a request against the schema that its operation declares,
/// as far as kinds go: a number where a text belongs is said to be one, and is
/// not taken for a member that is missing. Everything else about a value
/// (limits, choices, formats) is the fields' own and said by them.
///
/// `null` passes: to the fields it is the same as nothing.
struct BodyKinds {
  private(set) var problems: [FieldProblem] = []

  /// One problem per member of another kind than declared, named by its place: `openings.2.count`.
  static func problems(of body: JSONValue, against schema: JSONValue) -> [FieldProblem] {
    var kinds = BodyKinds()
    kinds.look(at: body, schema, "")
    return kinds.problems
  }

  private mutating func look(at value: JSONValue, _ schema: JSONValue, _ place: String) {
    guard value != .null else { return }
    let declared = schema["type"].map { $0.string.map { [$0] } ?? ($0.array ?? []).compactMap(\.string) } ?? []
    if !declared.isEmpty, !declared.contains(where: { Self.isKind($0, value) }) {
      problems.append(FieldProblem(place, Self.message(declared)))
      return
    }
    func below(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
    switch value {
    case .object(let members):
      guard let properties = schema["properties"] else { return }
      for member in members {
        if let property = properties[member.name] { look(at: member.value, property, below(member.name)) }
      }
    case .array(let items):
      guard let item = schema["items"] else { return }
      for (position, element) in items.enumerated() { look(at: element, item, below("\(position)")) }
    default: return
    }
  }

  /// JSON Schema 2020-12: an integer is a number too, and so is `1.0` an integer.
  private static func isKind(_ kind: String, _ value: JSONValue) -> Bool {
    switch (kind, value) {
    case ("string", .string), ("boolean", .bool), ("array", .array), ("object", .object), ("number", .number),
      ("number", .integer), ("integer", .integer):
      true
    case ("integer", .number(let number)): number.rounded() == number
    default: false
    }
  }

  private static func message(_ declared: [String]) -> String {
    switch declared.first(where: { $0 != "null" }) {
    case "string": "kit.records.string"
    case "integer": "kit.records.integer"
    case "boolean": "kit.records.flag"
    case "array": "kit.records.list"
    case "object": "kit.records.object"
    default: "kit.records.kind"
    }
  }
}
