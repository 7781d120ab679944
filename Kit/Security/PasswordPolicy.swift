import Foundation
package import Localization

/// Which passwords are taken: long ones that are on no list of guesses.
///
/// There are no rules about capitals and symbols and no expiry: they make
/// people choose `Password1!` and write it down (NIST SP 800-63B, 3.1.1.2).
package struct PasswordPolicy: Sendable {
  /// The least number of characters.
  package let minimum: Int
  /// The greatest, so that nobody sends a book to be hashed.
  package let maximum: Int

  package init(minimum: Int = 10, maximum: Int = 200) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Why `password` cannot be taken; `nil` when it can.
  ///
  /// - Parameter context: what others know about the person: account name,
  ///   full name, phone, mail, name of the school. Empty ones are ignored.
  /// - Returns: a message with a key of `SecurityTexts`.
  package func problem(_ password: String, context: [String] = []) -> Message? {
    if password.count < minimum { return Message("kit.password.short", ["minimum": "\(minimum)"]) }
    if password.count > maximum || password.utf8.count > maximum * 4 {
      return Message("kit.password.long", ["maximum": "\(maximum)"])
    }
    let canonical = Self.canonical(password)
    if Self.isMonotonous(canonical) { return Message("kit.password.monotonous") }
    if context.contains(where: { Self.isPersonal(canonical, $0) }) { return Message("kit.password.personal") }
    if CommonPasswords.contains(canonical) { return Message("kit.password.common") }
    return nil
  }

  /// Full-width letters made narrow, capitals small: guesses are tried in all forms.
  private static func canonical(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping.lowercased()
  }

  /// One character over and over, one short piece over and over, or a run such
  /// as `abcdefghij` and `9876543210`.
  private static func isMonotonous(_ text: String) -> Bool {
    let characters = Array(text)
    if Set(characters).count <= 2 { return true }
    let isRepeated = (3...4).contains { period in
      characters.indices.allSatisfy { characters[$0] == characters[$0 % period] }
    }
    if isRepeated { return true }
    let values = text.unicodeScalars.map { Int($0.value) }
    let steps = Set(zip(values.dropFirst(), values).map { later, earlier in later - earlier })
    // 1234567890: nought follows nine.
    return steps.count == 1 || steps == [1, -9] || steps == [-1, 9]
  }

  /// Whether the password is built around something that others know about the
  /// person, forwards or backwards.
  private static func isPersonal(_ password: String, _ known: String) -> Bool {
    let bare = CommonPasswords.lettersAndDigits(password)
    let word = canonical(known)
    let parts = [word] + (word.contains("@") ? [String(word.prefix { $0 != "@" })] : [])
    return parts.contains { part in
      let part = CommonPasswords.lettersAndDigits(part)
      // A short name occurs by chance in a good password; two Chinese characters hardly do.
      let least = part.allSatisfy(\.isASCII) ? 4 : 2
      guard part.count >= least else { return false }
      return bare.contains(part) || bare.contains(String(part.reversed()))
    }
  }
}
