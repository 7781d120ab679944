/// SHA-256 (FIPS 180-4) of a migration's text, in hexadecimal.
///
/// Written out here because swift-crypto would make every target that reads a
/// database wait for BoringSSL, and nothing secret is hashed.
enum Checksum {
  static func of(_ text: String) -> String {
    var state = initialState
    var block = [UInt8](text.utf8)
    let bitCount = UInt64(block.count) * 8
    block.append(0x80)
    while block.count % 64 != 56 { block.append(0) }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      block.append(UInt8(truncatingIfNeeded: bitCount >> shift))
    }
    for start in stride(from: 0, to: block.count, by: 64) {
      compress(block[start..<start + 64], into: &state)
    }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var schedule = [UInt32](repeating: 0, count: 64)
    for word in 0..<16 {
      schedule[word] = (0..<4).reduce(0) { $0 << 8 | UInt32(block[block.startIndex + word * 4 + $1]) }
    }
    for word in 16..<64 {
      let (early, late) = (schedule[word - 15], schedule[word - 2])
      let first = rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)
      let second = rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10)
      schedule[word] = schedule[word - 16] &+ first &+ schedule[word - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in 0..<64 {
      let mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let chosen = (e & f) ^ (~e & g)
      let first = h &+ mixed &+ chosen &+ constants[round] &+ schedule[round]
      let major = (a & b) ^ (a & c) ^ (b & c)
      let second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ major
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (position, word) in [a, b, c, d, e, f, g, h].enumerated() { state[position] &+= word }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 64 primes give the constants: the leading 32 bits behind the point of their cube roots; the first
  /// eight give the start: those of their square roots.
  private static let primes = Array((2...311).filter { number in !(2..<number).contains { number % $0 == 0 } })
  private static let constants = primes.map { leadingBits(of: Double($0), root: 3) }
  private static let initialState = primes.prefix(8).map { leadingBits(of: Double($0), root: 2) }

  /// The first 32 bits behind the binary point of the second or third root.
  private static func leadingBits(of number: Double, root: Int) -> UInt32 {
    let estimate = UInt64((root == 2 ? number.squareRoot() : cubeRoot(number)) * 4_294_967_296)
    // The whole part and 32 bits of fraction need 37 of the 53 bits that a double holds exactly.
    return UInt32(truncatingIfNeeded: estimate)
  }

  private static func cubeRoot(_ number: Double) -> Double {
    var root = number / 3 + 1
    for _ in 0..<60 { root -= (root * root * root - number) / (3 * root * root) }
    return root
  }
}
