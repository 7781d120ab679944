import Crypto
import Foundation
package import Values

/// Time-based one-time passwords as authenticator apps make them: SHA-1, a new
/// code every 30 seconds (RFC 6238).
package struct TOTP: Sendable {
  /// Seconds for which one code holds.
  package static let period: Int64 = 30

  /// 160 bits shared with the app; store it sealed.
  package let secret: [UInt8]
  private let digits: Int

  /// A new secret of 160 bits.
  package init() {
    self.init(secret: randomBytes(20))
  }

  package init(secret: [UInt8]) {
    self.init(secret: secret, digits: 6)
  }

  /// Reads the form that people type and `base32` writes; `nil` for a wrong
  /// letter or fewer than 128 bits.
  package init?(base32 text: some StringProtocol) {
    guard let secret = Base32.decode(text), secret.count >= 16 else { return nil }
    self.init(secret: secret)
  }

  /// - Parameter digits: apps make six; the standard's test vectors have eight.
  init(secret: [UInt8], digits: Int) {
    self.secret = secret
    self.digits = digits
  }

  package var base32: String { Base32.encode(secret) }

  /// The address that the app reads from a QR code.
  /// - Parameters:
  ///   - issuer: the name of this installation, shown above the code.
  ///   - account: the person's account name.
  package func uri(issuer: String, account: String) -> String {
    let issuer = percentEncoded(issuer)
    return "otpauth://totp/\(issuer):\(percentEncoded(account))?secret=\(base32)&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(digits)&period=\(Self.period)"
  }

  /// The code of that time.
  package func code(at now: Instant) -> String {
    code(step: Self.step(at: now))
  }

  /// Which step `code` belongs to; the step before and the one after count too,
  /// because phones' clocks are off and people type slowly.
  ///
  /// - Parameter lastStep: the step of the code this account used last. Only
  ///   later ones are accepted, so that a code that was watched works no second time.
  /// - Returns: the step to store as the account's last one; `nil` for a wrong or used code.
  package func step(matching code: String, at now: Instant, after lastStep: Int64?) -> Int64? {
    let typed = code.precomposedStringWithCompatibilityMapping.utf8.filter { $0 != 0x20 && $0 != 0x2D }
    let current = Self.step(at: now)
    var match: Int64?
    for step in [current - 1, current, current + 1]
    where step > lastStep ?? -1 && equalInConstantTime(self.code(step: step).utf8, typed) {
      match = step
    }
    return match
  }

  private static func step(at now: Instant) -> Int64 {
    max(0, now.milliseconds) / (period * 1000)
  }

  private func code(step: Int64) -> String {
    let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
    let mac = Array(
      HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
    // Dynamic truncation, RFC 4226, section 5.3.
    let offset = Int(mac[mac.count - 1] & 15)
    let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    var modulus: UInt32 = 1
    for _ in 0..<digits { modulus *= 10 }
    return leftPadded(number % modulus, to: digits)
  }
}

extension TOTP: CustomStringConvertible, CustomReflectable {
  /// Without the secret, so that no log holds one by accident.
  package var description: String { "TOTP" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// `number` in at least `width` digits.
func leftPadded(_ number: some BinaryInteger, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func percentEncoded(_ text: String) -> String {
  text.addingPercentEncoding(
    withAllowedCharacters: CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) ?? ""
}
