import Synchronization

/// Grams as words for FTS5: `g` and the number, the scope as `s` and the number, in 32 letters and digits, so that
/// no punctuation of the searched text meets the tokenizer.
enum GramWords {
  private static let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)

  /// The words with spaces between them, as they are stored; as a query it means that all must be there.
  static func text(_ grams: [Int64], scope: Int64?) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(grams.count * 10 + 16)
    if let scope, scope != 0 { append("s", scope, to: &bytes) }
    for gram in grams { append("g", gram, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ kind: Unicode.Scalar, _ number: Int64, to bytes: inout [UInt8]) {
    if !bytes.isEmpty { bytes.append(32) }
    bytes.append(UInt8(ascii: kind))
    var rest = UInt64(bitPattern: number)
    repeat {
      bytes.append(digits[Int(rest & 31)])
      rest >>= 5
    } while rest > 0
  }
}

/// Arrays in PostgreSQL's text form.
enum PostgresArray {
  static func numbers(_ numbers: [Int64]) -> String {
    "{\(numbers.map(String.init).joined(separator: ","))}"
  }

  static func texts(_ texts: [String]) -> String {
    var result = "{"
    for (position, text) in texts.enumerated() {
      if position > 0 { result += "," }
      result += "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
    return result + "}"
  }
}

/// How many entries have certain grams, counted up to `limit` and remembered
/// for a while. Only plans are chosen by it: an old figure costs time, never a
/// hit.
final class GramCounts: Sendable {
  /// Below this it costs less to read all entries than to look for a page of them among 100,000 others that stand in
  /// an order of their own, where they may all come last.
  static let limit = 5_000

  private struct Count {
    let number: Int
    let expires: ContinuousClock.Instant
  }

  private let counts = Mutex<[[Int64]: Count]>([:])

  /// The rarest of `grams`, and how many entries have it.
  func rarest(of grams: [Int64], count: ([Int64]) throws -> Int) rethrows -> (gram: Int64, count: Int)? {
    var best: (gram: Int64, count: Int)?
    for gram in grams {
      let number = try remembered([gram], count)
      if number < best?.count ?? .max { best = (gram, number) }
      // Nothing is gained below this.
      if number < 20 { break }
    }
    return best
  }

  func remembered(_ grams: [Int64], _ count: ([Int64]) throws -> Int) rethrows -> Int {
    let now = ContinuousClock.now
    if let known = counts.withLock({ $0[grams] }), known.expires > now { return known.number }
    let number = try count(grams)
    // What is rare may become common by an import; what is common stays common.
    let lifetime: Duration = number >= Self.limit ? .seconds(900) : .seconds(60)
    counts.withLock { counts in
      if counts.count >= 50_000 { counts.removeAll() }
      counts[grams] = Count(number: number, expires: now + lifetime)
    }
    return number
  }
}
