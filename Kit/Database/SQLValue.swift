package import Values

/// What a column can hold on both engines.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// A type that can be bound in a statement.
package protocol SQLBindable: Sendable {
  var sqlValue: SQLValue { get }
}

/// A type that a column can be read as. Throws `ColumnError` when the stored
/// value is of another kind.
package protocol SQLDecodable {
  static func decode(_ value: SQLValue) throws -> Self
}

package typealias SQLConvertible = SQLBindable & SQLDecodable

/// A stored value that is not what the program expects: a defect or a damaged row.
package enum ColumnError: Error, Sendable, Equatable {
  case missing(column: String)
  case mismatch(expected: String, found: String)
}

extension SQLValue: SQLBindable, SQLDecodable {
  package var sqlValue: SQLValue { self }
  package static func decode(_ value: SQLValue) -> SQLValue { value }
}

extension Int64: SQLConvertible {
  package var sqlValue: SQLValue { .integer(self) }

  package static func decode(_ value: SQLValue) throws -> Int64 {
    guard case .integer(let number) = value else { throw mismatch("integer", value) }
    return number
  }
}

extension Int: SQLConvertible {
  package var sqlValue: SQLValue { .integer(Int64(self)) }
  package static func decode(_ value: SQLValue) throws -> Int { Int(try Int64.decode(value)) }
}

/// Stored as 0 or 1 on both engines.
extension Bool: SQLConvertible {
  package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
  package static func decode(_ value: SQLValue) throws -> Bool { try Int64.decode(value) != 0 }
}

extension Double: SQLConvertible {
  package var sqlValue: SQLValue { .real(self) }

  package static func decode(_ value: SQLValue) throws -> Double {
    switch value {
    case .real(let number): number
    case .integer(let number): Double(number)
    default: throw mismatch("real", value)
    }
  }
}

extension String: SQLConvertible {
  package var sqlValue: SQLValue { .text(self) }

  package static func decode(_ value: SQLValue) throws -> String {
    guard case .text(let text) = value else { throw mismatch("text", value) }
    return text
  }
}

extension [UInt8]: SQLConvertible {
  package var sqlValue: SQLValue { .blob(self) }

  package static func decode(_ value: SQLValue) throws -> [UInt8] {
    guard case .blob(let bytes) = value else { throw mismatch("blob", value) }
    return bytes
  }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
  package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension Optional: SQLDecodable where Wrapped: SQLDecodable {
  package static func decode(_ value: SQLValue) throws -> Wrapped? {
    if case .null = value { nil } else { try Wrapped.decode(value) }
  }
}

extension ID: SQLConvertible {
  package var sqlValue: SQLValue { .integer(rawValue) }
  package static func decode(_ value: SQLValue) throws -> Self { Self(rawValue: try Int64.decode(value)) }
}

extension Instant: SQLConvertible {
  package var sqlValue: SQLValue { .integer(milliseconds) }
  package static func decode(_ value: SQLValue) throws -> Self { Self(milliseconds: try Int64.decode(value)) }
}

extension CivilDate: SQLConvertible {
  package var sqlValue: SQLValue { .text(description) }

  package static func decode(_ value: SQLValue) throws -> Self {
    guard let date = CivilDate(try String.decode(value)) else { throw mismatch("date", value) }
    return date
  }
}

/// Enumerations with text values are stored by that text:
/// `enum Status: String, SQLConvertible { … }`.
extension RawRepresentable where Self: SQLBindable, RawValue == String {
  package var sqlValue: SQLValue { .text(rawValue) }
}

extension RawRepresentable where Self: SQLDecodable, RawValue == String {
  package static func decode(_ value: SQLValue) throws -> Self {
    guard let result = Self(rawValue: try String.decode(value)) else {
      throw mismatch("\(Self.self)", value)
    }
    return result
  }
}

private func mismatch(_ expected: String, _ found: SQLValue) -> ColumnError {
  // The kind only: the value may be personal and this text reaches the log.
  let kind =
    switch found {
    case .null: "null"
    case .integer: "integer"
    case .real: "real"
    case .text: "text"
    case .blob: "blob"
    }
  return .mismatch(expected: expected, found: kind)
}
