import Crypto

/// Bytes nobody can guess, from the operating system's generator.
///
/// - Parameter count: the number of bytes; 32 are a key, 16 are more than anybody can try.
package func randomBytes(_ count: Int) -> [UInt8] {
  // A key of no bits is a trap.
  guard count > 0 else { return [] }
  return SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
}

/// Whether two byte strings are the same, in a time that tells nothing about where they differ.
///
/// The lengths are no secret: different lengths answer at once.
package func equalInConstantTime(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for (one, other) in zip(left, right) { difference |= one ^ other }
  return difference == 0
}
