package import Values

/// A field's value without its record's type: what forms, sheets, JSON and the
/// audit log have in common.
package enum FieldValue: Sendable, Hashable {
  case none
  case text(String)
  case integer(Int64)
  case date(CivilDate)
  case flag(Bool)
  case list([String])

  /// The value as text for a form field, a sheet cell or a stored difference;
  /// lists are joined with `、`.
  package var plainText: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .integer(let number): String(number)
    case .date(let date): date.description
    case .flag(let flag): flag ? "1" : "0"
    case .list(let items): items.joined(separator: "、")
    }
  }

  package var isNone: Bool {
    switch self {
    case .none: true
    case .text(let text): text.isEmpty
    case .list(let items): items.isEmpty
    default: false
    }
  }
}

/// A property type that a field can carry.
package protocol FieldConvertible: Sendable {
  var fieldValue: FieldValue { get }
  /// `nil` when the value is of another kind; `.none` becomes the type's empty value where it has one.
  static func from(_ value: FieldValue) -> Self?
}

extension String: FieldConvertible {
  package var fieldValue: FieldValue { isEmpty ? .none : .text(self) }

  package static func from(_ value: FieldValue) -> String? {
    switch value {
    case .none: ""
    case .text(let text): text
    default: nil
    }
  }
}

extension Int64: FieldConvertible {
  package var fieldValue: FieldValue { .integer(self) }
  package static func from(_ value: FieldValue) -> Int64? {
    if case .integer(let number) = value { number } else { nil }
  }
}

extension Int: FieldConvertible {
  package var fieldValue: FieldValue { .integer(Int64(self)) }
  package static func from(_ value: FieldValue) -> Int? {
    Int64.from(value).flatMap { Int(exactly: $0) }
  }
}

extension Bool: FieldConvertible {
  package var fieldValue: FieldValue { .flag(self) }
  package static func from(_ value: FieldValue) -> Bool? {
    switch value {
    case .none: false
    case .flag(let flag): flag
    default: nil
    }
  }
}

extension CivilDate: FieldConvertible {
  package var fieldValue: FieldValue { .date(self) }
  package static func from(_ value: FieldValue) -> CivilDate? {
    if case .date(let date) = value { date } else { nil }
  }
}

extension [String]: FieldConvertible {
  package var fieldValue: FieldValue { isEmpty ? .none : .list(self) }
  package static func from(_ value: FieldValue) -> [String]? {
    switch value {
    case .none: []
    case .list(let items): items
    default: nil
    }
  }
}

extension ID: FieldConvertible {
  package var fieldValue: FieldValue { .text(description) }
  package static func from(_ value: FieldValue) -> ID? {
    if case .text(let text) = value { ID(text) } else { nil }
  }
}

extension Optional: FieldConvertible where Wrapped: FieldConvertible {
  package var fieldValue: FieldValue { self?.fieldValue ?? .none }
  package static func from(_ value: FieldValue) -> Wrapped?? {
    if value == .none { return .some(.none) }
    guard let wrapped = Wrapped.from(value) else { return nil }
    return .some(wrapped)
  }
}

/// Enumerations with text values are carried by that text:
/// `enum Size: String, FieldConvertible { … }`.
extension RawRepresentable where Self: FieldConvertible, RawValue == String {
  package var fieldValue: FieldValue { .text(rawValue) }
  package static func from(_ value: FieldValue) -> Self? {
    if case .text(let text) = value { Self(rawValue: text) } else { nil }
  }
}
