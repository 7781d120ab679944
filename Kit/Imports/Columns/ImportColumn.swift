import Localization
package import Records

/// A column that a kind of import understands, made from the field it fills.
package struct ImportColumn: Sendable {
  /// The field's name; with a prefix where a row describes several records: `contact.phone`.
  package let key: String
  /// The catalogue key of its label.
  package let label: String
  package let kind: FieldKind
  package let isRequired: Bool
  /// Whether the value belongs to a person: shown masked wherever it is shown.
  package let isPersonal: Bool
  /// Further words by which sheets head it.
  let headings: [String]

  /// - Parameters:
  ///   - prefix: put before the field's name, `contact.`.
  ///   - label: another label than the field's, where the field's alone would not say whose it is.
  package init<Record>(
    _ field: Field<Record>, prefix: String = "", label: String? = nil, isRequired: Bool? = nil,
    headings: [String] = []
  ) {
    key = prefix + field.name
    self.label = label ?? field.label
    kind = field.kind
    self.isRequired = isRequired ?? field.isRequired
    isPersonal = field.privacy.isPersonal
    self.headings = field.headings + headings
  }

  /// All names under which a sheet may carry it, in every language.
  func names(_ catalogue: Catalogue) -> [String] {
    Language.allCases.map { catalogue.text(label, in: $0) } + headings + [key]
  }

  /// Whether a number that Excel has cut to 15 digits would be wrong here.
  var holdsLongNumbers: Bool {
    switch kind {
    case .code, .phone, .line: true
    default: false
    }
  }
}
