import Crypto
import CryptoExtras
import Foundation

/// How much work and memory one guess of a password costs (RFC 7914).
package struct ScryptParameters: Sendable, Hashable {
  /// CPU and memory cost `N`, a power of two.
  package let cost: Int
  /// Block size `r`; one derivation holds `128 · N · r` bytes.
  package let blockSize: Int
  /// Parallelism `p`.
  package let parallelism: Int

  /// - Returns: `nil` when `cost` is no power of two between 2 and 2^20, or when
  ///   one derivation would hold more than 256 MiB: a stored text must not be
  ///   able to exhaust the memory.
  package init?(cost: Int, blockSize: Int, parallelism: Int) {
    guard (2...1_048_576).contains(cost), cost.nonzeroBitCount == 1, (1...32).contains(blockSize),
      (1...16).contains(parallelism), 128 * cost * blockSize <= 268_435_456
    else { return nil }
    self.init(checkedCost: cost, blockSize: blockSize, parallelism: parallelism)
  }

  private init(checkedCost cost: Int, blockSize: Int, parallelism: Int) {
    self.cost = cost
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// N = 2^15, r = 8, p = 1: 32 MiB and some 80 ms of one core for each guess.
  package static let standard = ScryptParameters(checkedCost: 32_768, blockSize: 8, parallelism: 1)

  /// N = 16: for tests only, where a story signs in a hundred people.
  package static let forTests = ScryptParameters(checkedCost: 16, blockSize: 8, parallelism: 1)

  /// Derives 32 bytes; this blocks the thread.
  func derive(password: String, salt: [UInt8]) throws -> [UInt8] {
    // NFKC, so that full-width digits and differently composed accents, which a
    // person cannot tell apart in a masked field, are the same password.
    let passphrase = Array(password.precomposedStringWithCompatibilityMapping.utf8)
    return try KDF.Scrypt.deriveKey(
      from: passphrase, salt: salt, outputByteCount: 32, rounds: cost, blockSize: blockSize,
      parallelism: parallelism
    ).withUnsafeBytes { Array($0) }
  }
}

/// A password as it is stored: `scrypt$32768$8$1$salt$hash`, where salt and hash
/// are URL-safe base 64.
struct EncodedPassword: Sendable, Hashable {
  let parameters: ScryptParameters
  let salt: [UInt8]
  let hash: [UInt8]

  init(parameters: ScryptParameters, salt: [UInt8], hash: [UInt8]) {
    self.parameters = parameters
    self.salt = salt
    self.hash = hash
  }

  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), let blockSize = Int(parts[2]),
      let parallelism = Int(parts[3]),
      let parameters = ScryptParameters(cost: cost, blockSize: blockSize, parallelism: parallelism),
      let salt = Base64URL.decode(parts[4]), salt.count >= 16,
      let hash = Base64URL.decode(parts[5]), hash.count == 32
    else { return nil }
    self.init(parameters: parameters, salt: salt, hash: hash)
  }

  var text: String {
    "scrypt$\(parameters.cost)$\(parameters.blockSize)$\(parameters.parallelism)"
      + "$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
  }
}
