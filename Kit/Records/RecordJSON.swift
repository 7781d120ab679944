import Localization
package import Values

/// The JSON side of a description: reading values, writing records, schemas.
extension FieldKind {
  /// Reads a JSON value strictly by type: `"5"` is no integer.
  func parse(_ json: JSONValue) -> Result<FieldValue, Message.Failure> {
    switch (self, json) {
    case (_, .null): .success(.none)
    case (.integer, .integer(let number)), (.money, .integer(let number)): checkRange(number)
    case (.integer, _), (.money, _): .failure("kit.records.integer")
    case (.flag, .bool(let flag)): .success(.flag(flag))
    case (.flag, _): .failure("kit.records.flag")
    case (.choices(let choices, let max), .array(let items)):
      Self.exactList(items.map(\.string), choices: choices, max: max)
    case (.choices, _): .failure("kit.records.list")
    case (.choice(let choices), .string(let text)):
      choices.contains { $0.value == text } ? .success(.text(text)) : .failure("kit.records.choice", ["value": text])
    case (.lookup, .string(let text)) where text.isEmpty: .success(.none)
    // A text of a format is never empty: `null` says that there is none.
    case (.mail, .string(let text)) where FieldText.trimmed(text).isEmpty: .failure("kit.records.mail")
    case (.url, .string(let text)) where FieldText.trimmed(text).isEmpty: .failure("kit.records.url")
    case (.date, .string(let text)) where FieldText.trimmed(text).isEmpty: .failure("kit.records.date")
    case (_, .string(let text)):
      text.unicodeScalars.contains("\0") ? .failure("kit.records.control") : parse([text])
    default: .failure("kit.records.string")
    }
  }

  private func checkRange(_ number: Int64) -> Result<FieldValue, Message.Failure> {
    switch self {
    case .integer(let range), .money(let range):
      range.contains(number)
        ? .success(.integer(number))
        : .failure("kit.records.range", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
    default: .success(.integer(number))
    }
  }

  private static func exactList(_ items: [String?], choices: [Choice], max: Int) -> Result<FieldValue, Message.Failure>
  {
    var values: [String] = []
    for item in items {
      guard let item, choices.contains(where: { $0.value == item }) else {
        return .failure("kit.records.choice", ["value": item ?? "?"])
      }
      if !values.contains(item) { values.append(item) }
    }
    guard values.count <= max else { return .failure("kit.records.tooMany", ["max": "\(max)"]) }
    return .success(values.isEmpty ? .none : .list(values))
  }

  /// The JSON Schema (2020-12) of a value of this kind.
  var schema: [(String, JSONValue)] {
    switch self {
    case .line(let max), .text(let max), .code(let max):
      [("type", "string"), ("maxLength", .integer(Int64(max)))]
    case .phone: [("type", "string"), ("maxLength", 24)]
    case .lookup: [("type", "string"), ("maxLength", 60)]
    case .mail: [("type", "string"), ("format", "email")]
    case .url: [("type", "string"), ("format", "uri")]
    case .integer(let range):
      [("type", "integer"), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]
    case .money(let range):
      [
        ("type", "integer"), ("description", "fen (1/100 yuan)"), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)),
      ]
    case .date: [("type", "string"), ("format", "date")]
    case .flag: [("type", "boolean")]
    case .choice(let choices):
      choices.isEmpty
        ? [("type", "string")] : [("type", "string"), ("enum", .array(choices.map { .string($0.value) }))]
    case .choices(let choices, let max):
      [
        ("type", "array"), ("maxItems", .integer(Int64(max))),
        (
          "items",
          choices.isEmpty
            ? ["type": "string"] : ["type": "string", "enum": .array(choices.map { .string($0.value) })]
        ),
      ]
    }
  }
}

extension FieldValue {
  package var json: JSONValue {
    switch self {
    case .none: .null
    case .text(let text): .string(text)
    case .integer(let number): .integer(number)
    case .date(let date): .string(date.description)
    case .flag(let flag): .bool(flag)
    case .list(let items): .array(items.map { .string($0) })
    }
  }
}

extension RecordDescription {
  /// The record's fields as JSON members; personal values masked unless `unmasked`.
  package func members(_ record: Record, unmasked: Bool = false) -> [(String, JSONValue)] {
    fields.map { field in
      let value = field.value(of: record)
      guard field.privacy.isPersonal, !unmasked, !value.isNone else { return (field.name, value.json) }
      return (field.name, .string(field.privacy.masked(value.plainText)))
    }
  }

  /// The schema of a body that makes (`required` listed) or changes a record.
  package func schema(isPartial: Bool = false) -> JSONValue {
    let required = fields.filter { $0.isRequired && !isPartial }
    var members: [(String, JSONValue)] = [
      ("type", "object"),
      ("additionalProperties", false),
      ("properties", .members(fields.map { ($0.name, .members(nullable($0))) })),
    ]
    if !required.isEmpty { members.append(("required", .array(required.map { .string($0.name) }))) }
    return .members(members)
  }

  /// The schema of an answer: every field is there, and `null` when empty.
  package func answerSchema(adding extra: [(String, JSONValue)] = []) -> JSONValue {
    .members([
      ("type", "object"),
      ("properties", .members(extra + fields.map { ($0.name, .members(answer($0))) })),
      ("required", .array((extra.map(\.0) + fields.map(\.name)).map { .string($0) })),
    ])
  }

  private func answer(_ field: Field<Record>) -> [(String, JSONValue)] {
    field.privacy.isPersonal ? [("type", ["string", "null"])] : nullable(field, always: true)
  }

  private func nullable(_ field: Field<Record>, always: Bool = false) -> [(String, JSONValue)] {
    // An empty text is no value, so a required one has a character at least.
    let least: [(String, JSONValue)] =
      field.isRequired && !always && field.kind.schema.first?.1 == "string" && field.kind.choices.isEmpty
      ? [("minLength", 1)] : []
    return (field.kind.schema + least).map { name, value in
      guard always || !field.isRequired else { return (name, value) }
      if name == "type" { return (name, .array([value, "null"])) }
      if name == "enum" { return (name, .array((value.array ?? []) + [.null])) }
      return (name, value)
    }
  }
}
