/// Which form of a text a number takes.
package enum PluralForm: Sendable, Hashable {
  case one, other
}

extension Language {
  /// The form for a number as it is written, after the rules of Unicode CLDR:
  /// English has a singular for 1 and -1 but not for 1.0; Chinese has one form for all.
  ///
  /// - Parameter number: as the person reads it, such as `1`, `1,234` or `2.5`.
  package func pluralForm(of number: String) -> PluralForm {
    switch self {
    case .chinese: .other
    case .english: number == "1" || number == "-1" ? .one : .other
    }
  }
}
