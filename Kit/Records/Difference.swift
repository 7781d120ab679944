package import Values

/// One field that a change touched, as the audit log keeps it.
package struct FieldChange: Sendable, Hashable {
  package let field: String
  package let before: FieldValue
  package let after: FieldValue

  package init(field: String, before: FieldValue, after: FieldValue) {
    self.field = field
    self.before = before
    self.after = after
  }
}

extension RecordDescription {
  /// The fields in which two states of a record differ. Personal values are
  /// masked: the log must not become a second place where they can be read.
  package func difference(from old: Record?, to new: Record?) -> [FieldChange] {
    var changes: [FieldChange] = []
    for field in fields {
      let before = old.map(field.get) ?? .none
      let after = new.map(field.get) ?? .none
      if before.isNone && after.isNone || before == after { continue }
      changes.append(FieldChange(field: field.name, before: masked(before, field), after: masked(after, field)))
    }
    return changes
  }

  private func masked(_ value: FieldValue, _ field: Field<Record>) -> FieldValue {
    guard field.privacy.isPersonal, !value.isNone else { return value }
    return .text(field.privacy.masked(value.plainText))
  }
}

extension FieldChange {
  /// `{"field": "name", "before": …, "after": …}`
  package var json: JSONValue {
    ["field": .string(field), "before": before.json, "after": after.json]
  }
}
