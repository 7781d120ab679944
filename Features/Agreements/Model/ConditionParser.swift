import Records
import Values

extension Condition {
  /// Reads a condition.
  /// - Throws: `ConditionProblem` with the column at which reading stopped.
  init(_ text: String) throws(ConditionProblem) {
    var parser = ConditionParser(try ConditionParser.tokens(of: text))
    self = try parser.whole()
  }
}

/// Reads conditions by descending from `or` to single values.
struct ConditionParser {
  enum Token: Sendable, Hashable {
    case name(String), text(String), number(Double), date(CivilDate), flag(Bool)
    case comparison(Condition.Comparison)
    case and, or, not, open, close
    case end
  }

  struct Placed: Sendable, Hashable {
    let token: Token
    let column: Int
    let text: String
  }

  /// Nobody reads what is nested deeper, and reading it must end.
  private static let deepest = 40

  private let tokens: [Placed]
  private var position = 0
  private var depth = 0

  init(_ tokens: [Placed]) {
    self.tokens = tokens
  }

  private var current: Placed { tokens[min(position, tokens.count - 1)] }

  private mutating func take() -> Placed {
    let taken = current
    position += 1
    return taken
  }

  mutating func whole() throws(ConditionProblem) -> Condition {
    let condition = try or()
    guard current.token == .end else {
      throw ConditionProblem(.unexpected, current.text, column: current.column)
    }
    return condition
  }

  private mutating func or() throws(ConditionProblem) -> Condition {
    var left = try and()
    while current.token == .or {
      _ = take()
      left = .or(left, try and())
    }
    return left
  }

  private mutating func and() throws(ConditionProblem) -> Condition {
    var left = try not()
    while current.token == .and {
      _ = take()
      left = .and(left, try not())
    }
    return left
  }

  private mutating func not() throws(ConditionProblem) -> Condition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw ConditionProblem(.tooDeep, column: current.column) }
    guard current.token == .not else { return try comparison() }
    _ = take()
    return .not(try not())
  }

  private mutating func comparison() throws(ConditionProblem) -> Condition {
    let left = try value()
    guard case .comparison(let comparison) = current.token else { return left }
    let column = take().column
    return .compare(comparison, left, try value(), column: column)
  }

  private mutating func value() throws(ConditionProblem) -> Condition {
    let placed = take()
    switch placed.token {
    case .name(let name): return .name(name, column: placed.column)
    case .text(let text): return .literal(.text(text))
    case .number(let number): return .literal(.number(number))
    case .date(let date): return .literal(.date(date))
    case .flag(let flag): return .literal(.flag(flag))
    case .open:
      let inner = try or()
      guard take().token == .close else { throw ConditionProblem(.unclosedBracket, column: placed.column) }
      return inner
    case .end: throw ConditionProblem(.incomplete, column: placed.column)
    case .comparison, .and, .or, .not, .close:
      throw ConditionProblem(.unexpected, placed.text, column: placed.column)
    }
  }
}

extension ConditionParser {
  private static let signs: [(String, Token)] = [
    ("==", .comparison(.equal)), ("!=", .comparison(.different)), ("<=", .comparison(.atMost)),
    (">=", .comparison(.atLeast)), ("&&", .and), ("||", .or), ("=", .comparison(.equal)),
    ("≠", .comparison(.different)),
    ("≤", .comparison(.atMost)), ("≥", .comparison(.atLeast)), ("<", .comparison(.less)), (">", .comparison(.more)),
    ("!", .not), ("(", .open), (")", .close),
  ]
  private static let words: [String: Token] = [
    "and": .and, "且": .and, "or": .or, "或": .or, "not": .not, "非": .not, "true": .flag(true), "是": .flag(true),
    "false": .flag(false), "否": .flag(false),
  ]
  private static let quotes: [Character: Character] = ["\"": "\"", "'": "'", "“": "”", "‘": "’"]

  /// The signs and words of a condition; the last is always `.end`.
  static func tokens(of text: String) throws(ConditionProblem) -> [Placed] {
    // Brackets and digits of a Chinese keyboard are meant as plain ones.
    let characters = Array(FieldText.plainDigits(text))
    var tokens: [Placed] = []
    var at = 0
    while at < characters.count {
      let character = characters[at]
      if character.isWhitespace {
        at += 1
        continue
      }
      let column = at + 1
      if let end = quotes[character] {
        guard let close = characters[(at + 1)...].firstIndex(of: end) else {
          throw ConditionProblem(.unclosedText, column: column)
        }
        let inner = String(characters[(at + 1)..<close])
        tokens.append(Placed(token: .text(inner), column: column, text: inner))
        at = close + 1
        continue
      }
      if let (sign, token) = signs.first(where: { characters[at...].starts(with: $0.0) }) {
        tokens.append(Placed(token: token, column: column, text: sign))
        at += sign.count
        continue
      }
      let end = characters[at...].firstIndex { !isPartOfWord($0) } ?? characters.count
      guard end > at else { throw ConditionProblem(.unexpected, String(character), column: column) }
      let word = String(characters[at..<end])
      tokens.append(Placed(token: try token(word, column), column: column, text: word))
      at = end
    }
    return tokens + [Placed(token: .end, column: characters.count + 1, text: "")]
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "." || character == "_" || character == "-"
  }

  private static func token(_ word: String, _ column: Int) throws(ConditionProblem) -> Token {
    if let known = words[word] ?? words[word.lowercased()] { return known }
    if let date = CivilDate(word) { return .date(date) }
    if let number = Double(word), number.isFinite { return .number(number) }
    guard VariableCatalogue.isName(word) else { throw ConditionProblem(.unexpected, word, column: column) }
    return .name(word)
  }
}
