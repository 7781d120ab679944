import Localization
import Values

/// How agreements of a type are numbered: `{school}-{year}-HZ-{seq:3}`.
///
/// A number runs within everything else that the pattern says: with `{year}`
/// it begins anew each year, with `{department}` each department has its own.
struct NumberPattern: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case text(String)
    case school, year, month, department, kind
    /// The running number with at least so many digits.
    case serial(digits: Int)
  }

  let pieces: [Piece]

  /// - Throws: `Problem`.
  init(_ text: String) throws(Problem) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw Problem(kind: .unclosed, text: String(rest[open...]))
      }
      let word = String(rest[rest.index(after: open)..<close])
      guard let piece = Self.piece(word) else { throw Problem(kind: .unknown, text: "{\(word)}") }
      pieces.append(piece)
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    let serials = pieces.count { if case .serial = $0 { true } else { false } }
    guard serials == 1 else { throw Problem(kind: serials == 0 ? .noSerial : .manySerials, text: text) }
    self.pieces = pieces
  }

  private static func piece(_ word: String) -> Piece? {
    switch word {
    case "school": return .school
    case "year": return .year
    case "month": return .month
    case "department": return .department
    case "type": return .kind
    case "seq": return .serial(digits: 1)
    default:
      guard word.hasPrefix("seq:"), let digits = Int(word.dropFirst(4)), (1...6).contains(digits) else { return nil }
      return .serial(digits: digits)
    }
  }

  struct Problem: Error, Sendable, Hashable {
    enum Kind: String, Sendable {
      case unclosed, unknown
      case noSerial = "no-serial"
      case manySerials = "many-serials"
    }

    let kind: Kind
    let text: String

    var message: Message { Message("agreements.pattern.problem.\(kind.rawValue)", ["text": text]) }
  }

  /// What the pattern's words stand for.
  struct Facts: Sendable, Hashable {
    var school: String
    var department: String
    var type: String
    var day: CivilDate
  }

  /// Everything but the running number: agreements of one series share a counter.
  func series(_ facts: Facts) -> String { text(facts) { _ in "#" } }

  func number(_ serial: Int, _ facts: Facts) -> String {
    text(facts) { digits in
      let figure = String(serial)
      return String(repeating: "0", count: max(0, digits - figure.count)) + figure
    }
  }

  private func text(_ facts: Facts, serial: (Int) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .school: facts.school
      case .year: String(facts.day.year)
      case .month: facts.day.month < 10 ? "0\(facts.day.month)" : String(facts.day.month)
      case .department: facts.department.isEmpty ? "00" : facts.department
      case .kind: facts.type.uppercased()
      case .serial(let digits): serial(digits)
      }
    }.joined()
  }
}
