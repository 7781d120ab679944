/// One statement with its values: `"SELECT name FROM partners WHERE id = \(id)"`.
///
/// Literals are SQL, interpolated values are always bound and never spliced, so
/// that no text from outside can become SQL. Fragments nest: interpolating an
/// `SQL` inserts its text and its values in order. Parameters are written `?`
/// (SQLite) or `$1, $2 …` (PostgreSQL) by `text(for:)`.
package struct SQL: Sendable, Hashable {
  enum Part: Sendable, Hashable {
    case literal(String)
    case value(SQLValue)
  }

  var parts: [Part]

  package static let empty = SQL(parts: [])

  init(parts: [Part]) {
    self.parts = parts
  }

  /// A text of the program itself, such as a migration's; never one from outside.
  init(trusted text: String) {
    parts = [.literal(text)]
  }

  package var isEmpty: Bool { parts.isEmpty }

  /// The bound values, in order.
  package var values: [SQLValue] {
    parts.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  /// Calls `body` with each bound value, in order.
  package func forEachValue(_ body: (SQLValue) throws -> Void) rethrows {
    for case .value(let value) in parts { try body(value) }
  }

  /// The statement's text with the engine's parameter marks.
  package func text(for dialect: Dialect) -> String {
    if parts.count == 1, case .literal(let literal) = parts[0] { return literal }
    // Bytes: a statement for a hundred rows has thousands of pieces.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    var count = 0
    for part in parts {
      switch part {
      case .literal(let literal): bytes.append(contentsOf: literal.utf8)
      case .value:
        count += 1
        if dialect == .sqlite {
          bytes.append(UInt8(ascii: "?"))
        } else {
          bytes.append(UInt8(ascii: "$"))
          bytes.append(contentsOf: String(count).utf8)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package static func + (left: SQL, right: SQL) -> SQL {
    SQL(parts: left.parts + right.parts)
  }

  package static func += (left: inout SQL, right: SQL) {
    left.parts += right.parts
  }
}

extension SQL: ExpressibleByStringInterpolation {
  package init(stringLiteral literal: String) {
    parts = [.literal(literal)]
  }

  package init(stringInterpolation: StringInterpolation) {
    parts = stringInterpolation.parts
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(interpolationCount * 2 + 1)
    }

    package mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.literal(literal)) }
    }

    package mutating func appendInterpolation(_ value: some SQLBindable) {
      parts.append(.value(value.sqlValue))
    }

    /// `nil` is bound as NULL.
    package mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
      parts.append(.value(value.sqlValue))
    }

    package mutating func appendInterpolation(_ fragment: SQL) {
      parts += fragment.parts
    }

    /// `(?, ?, ?)` for `IN`; an empty list becomes `(NULL)`, which matches nothing.
    package mutating func appendInterpolation(list: some Sequence<some SQLBindable>) {
      appendInterpolation(SQL("(") + list.map { SQL("\($0)") }.joined(separator: ", ").orNull + SQL(")"))
    }

    /// A number as part of the text, for `LIMIT`: PostgreSQL plans a statement once for all values, and with a limit
    /// it does not know it plans for a tenth of the table.
    package mutating func appendInterpolation(literal number: Int) {
      parts.append(.literal(String(number)))
    }

    /// A table's or column's name. Only a literal of the program can be one.
    package mutating func appendInterpolation(name: StaticString) {
      parts.append(.literal(name.description))
    }
  }

  private var orNull: SQL { isEmpty ? "NULL" : self }
}

extension Sequence<SQL> {
  /// `a AND b AND c`; the fragments in order with `separator` between them.
  package func joined(separator: SQL) -> SQL {
    var result = SQL.empty
    for fragment in self {
      if !result.isEmpty { result += separator }
      result += fragment
    }
    return result
  }
}

/// Which engine reads a statement. Stores switch on it where the two differ.
package enum Dialect: String, Sendable, CaseIterable {
  case sqlite, postgres
}
