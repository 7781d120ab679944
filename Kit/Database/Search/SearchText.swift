/// Text as it is searched: how it is folded, and the grams it is found by.
///
/// A gram is one character or two neighbours, packed into a number: the code
/// point, or `first << 21 | second`. A text contains a term of one or two
/// characters exactly when it has the term's gram; for a longer term its pairs
/// only select candidates, which are then compared.
package enum SearchText {
  /// Between the texts of one entry, so that no term is found across two of them.
  static let separator: Unicode.Scalar = "\n"

  /// Lower case, full-width letters and digits as plain ones, any run of white space as one space; control
  /// characters are left out.
  package static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterSpace = true
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x61...0x7a, 0x21...0x40, 0x5b...0x60, 0x7b...0x7e, 0x4e00...0x9fff:
        result.append(scalar)
      case 0x41...0x5a:
        result.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      case 0xff01...0xff5e:
        // The full-width forms stand in the order of ASCII.
        let plain = Unicode.Scalar(UInt8(scalar.value - 0xfee0))
        result.append(contentsOf: plain.properties.lowercaseMapping.unicodeScalars)
      case _ where scalar.properties.isWhitespace:
        if !isAfterSpace { result.append(" ") }
        isAfterSpace = true
        continue
      case _ where scalar.properties.generalCategory == .control:
        continue
      default:
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
      isAfterSpace = false
    }
    if result.last == " " { result.removeLast() }
    return String(result)
  }

  /// Nobody searches the end of a longer document.
  static let documentLimit = 60_000

  /// The texts of one entry as they are stored.
  /// - Parameter limit: at most so many bytes; PostgreSQL's index rows hold no more than 2,704.
  static func body(_ texts: [String?], limit: Int = 2_000) -> String {
    let body = texts.compactMap { $0.map(folded) }.filter { !$0.isEmpty }.joined(separator: String(separator))
    if body.utf8.count <= limit { return body }
    var end = body.utf8.index(body.utf8.startIndex, offsetBy: limit)
    // Not inside a character.
    while end.samePosition(in: body.unicodeScalars) == nil { end = body.utf8.index(before: end) }
    return String(body[..<end])
  }

  /// All grams of a folded text, each once, ascending.
  static func grams(_ body: String) -> [Int64] {
    var grams: [Int64] = []
    grams.reserveCapacity(body.utf8.count)
    var previous: Int64 = 0
    for scalar in body.unicodeScalars {
      let current = Int64(scalar.value)
      if scalar == " " || scalar == separator {
        previous = 0
        continue
      }
      grams.append(current)
      if previous > 0 { grams.append(previous << 21 | current) }
      previous = current
    }
    grams.sort()
    var unique: [Int64] = []
    unique.reserveCapacity(grams.count)
    for gram in grams where gram != unique.last { unique.append(gram) }
    return unique
  }
}

/// What somebody typed into a search field: terms between white space, all of
/// which an entry must contain.
package struct SearchQuery: Sendable, Hashable {
  /// Folded, at most eight, of at most 64 characters each: more would be an attack, not a question.
  package let terms: [String]

  package init(_ text: String) {
    var terms: [String] = []
    for part in SearchText.folded(String(text.prefix(600))).split(separator: " ").prefix(8) {
      let term = String(part.prefix(64))
      if !terms.contains(term) { terms.append(term) }
    }
    self.terms = terms
  }

  package var isEmpty: Bool { terms.isEmpty }

  /// The grams that every match has: a term's pairs, or its one character.
  var grams: [Int64] {
    var all: Set<Int64> = []
    for term in terms {
      let grams = SearchText.grams(term)
      all.formUnion(term.unicodeScalars.count == 1 ? grams : grams.filter { $0 > 0x1f_ffff })
    }
    return all.sorted()
  }
}
