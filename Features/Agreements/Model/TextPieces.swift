/// A text with variables taken apart.
struct TextPieces: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case text(String)
    /// A variable, with the line it stands in, counted from 1.
    case variable(String, line: Int)
  }

  let pieces: [Piece]

  /// - Throws: `Problem` where a bracket is not closed or what it holds is no name.
  init(_ text: String) throws(Problem) {
    var pieces: [Piece] = []
    var rest = text[...]
    var line = 1
    while let open = rest.firstRange(of: "{{") {
      let before = rest[..<open.lowerBound]
      if !before.isEmpty { pieces.append(.text(String(before))) }
      line += before.count { $0.isNewline }
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw Problem(kind: .unclosed, text: String(rest[open.upperBound...].prefix(20)), line: line)
      }
      let inner = String(rest[open.upperBound..<close.lowerBound]).filter { !$0.isWhitespace }
      guard VariableCatalogue.isName(inner) else { throw Problem(kind: .noName, text: inner, line: line) }
      pieces.append(.variable(inner, line: line))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }

  var variables: [(name: String, line: Int)] {
    pieces.compactMap { if case .variable(let name, let line) = $0 { (name, line) } else { nil } }
  }

  struct Problem: Error, Sendable, Hashable {
    enum Kind: String, Sendable {
      case unclosed
      case noName = "no-name"
    }

    let kind: Kind
    let text: String
    let line: Int
  }
}
