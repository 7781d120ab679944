package import Localization
package import Values

/// The one description of a record's fields, which serves its form, its JSON,
/// its OpenAPI schema, its list columns, its sheets, its audit differences and
/// its masking. A rule written here holds for all of them alike.
package struct RecordDescription<Record: Sendable>: Sendable {
  package let fields: [Field<Record>]
  private let rules: [RecordRule<Record>]
  /// Where each field stands, by its name.
  private let places: [String: Int]

  /// - Parameter rules: what must hold between fields.
  package init(_ fields: [Field<Record>], rules: [RecordRule<Record>] = []) {
    self.fields = fields
    self.rules = rules
    places = Dictionary(fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func field(_ name: String) -> Field<Record>? {
    places[name].map { fields[$0] }
  }

  /// The key of each field's label by the field's name.
  package var labels: [String: String] {
    Dictionary(fields.map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
  }

  /// The description with only these fields, in this order, and no rules between fields.
  package func only(_ names: [String]) -> RecordDescription {
    RecordDescription(names.compactMap(field))
  }

  /// The description with the choices of some fields replaced by those of the database.
  package func offering(_ choices: [String: [Choice]]) -> RecordDescription {
    RecordDescription(fields.map { field in choices[field.name].map(field.offering) ?? field }, rules: rules)
  }

  /// Reads a form into a record. A field that the form does not carry keeps
  /// its value, except flags and lists, which browsers leave out when empty and
  /// the page announces with a hidden `<name>` of no value.
  package func read(_ form: FormData, into record: Record, catalogue: Catalogue? = nil) -> Reading<Record> {
    read(into: record) { field in
      guard form.has(field.name) else { return nil }
      return field.kind.parse(form.all(field.name), catalogue: catalogue)
    }
  }

  /// Reads a sheet's row, cells by field name. A missing or empty cell keeps the record's value.
  package func read(cells: [String: String], into record: Record, catalogue: Catalogue) -> Reading<Record> {
    read(into: record) { field in
      guard let cell = cells[field.name], !FieldText.trimmed(cell).isEmpty else { return nil }
      return field.kind.parse([cell], catalogue: catalogue)
    }
  }

  /// Reads a JSON object. Members that no field knows are problems: a typing
  /// mistake must not be taken for "unchanged".
  package func read(_ json: JSONValue, into record: Record) -> Reading<Record> {
    guard let members = json.object else {
      return Reading(record: record, problems: [FieldProblem("", "kit.records.object")])
    }
    var reading = read(into: record) { field in
      json[field.name].map { field.kind.parse($0) }
    }
    for member in members where field(member.name) == nil {
      reading.problems.append(FieldProblem(member.name, "kit.records.unknownField", ["name": member.name]))
    }
    return reading
  }

  private func read(
    into record: Record, value: (Field<Record>) -> Result<FieldValue, Message.Failure>?
  ) -> Reading<Record> {
    var record = record
    var problems: [FieldProblem] = []
    for field in fields {
      var current = field.get(record)
      switch value(field) {
      case nil: break
      case .failure(let failure):
        problems.append(FieldProblem(field.name, failure.message))
        continue
      case .success(let parsed):
        current = parsed
        if parsed.isNone, field.isRequired { break }
        guard field.set(&record, parsed) else {
          problems.append(FieldProblem(field.name, parsed.isNone ? "kit.records.required" : "kit.records.kind"))
          continue
        }
      }
      if field.isRequired, current.isNone {
        problems.append(FieldProblem(field.name, "kit.records.required"))
      } else if !current.isNone, let message = field.check(current) {
        problems.append(FieldProblem(field.name, message))
      }
    }
    let wrong = Set(problems.map(\.field))
    problems += rules.filter { wrong.isDisjoint(with: $0.fields) }.compactMap { $0.check(record) }
    return Reading(record: record, problems: problems)
  }
}

/// What must hold between fields. It is asked when each of them alone is right, so that one visit to a form shows
/// everything that is wrong.
package struct RecordRule<Record: Sendable>: Sendable {
  let fields: [String]
  let check: @Sendable (Record) -> FieldProblem?

  /// - Parameter fields: the names of the fields that the rule reads.
  package init(over fields: [String], _ check: @escaping @Sendable (Record) -> FieldProblem?) {
    self.fields = fields
    self.check = check
  }
}

/// What became of reading a record: the record as far as it could be read, and
/// all problems.
package struct Reading<Record: Sendable>: Sendable {
  package let record: Record
  package var problems: [FieldProblem]

  /// - Throws: `Invalid` with all problems.
  package func get() throws(Invalid) -> Record {
    guard problems.isEmpty else { throw Invalid(problems) }
    return record
  }
}
