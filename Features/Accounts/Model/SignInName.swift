import Foundation
package import Localization
import Records

/// The name by which an account signs in: a short name, a staff or a student
/// number.
package enum SignInName {
  package static let lengths = 2...40

  /// What is stored and compared: plain width, small letters, no blanks around.
  package static func canonical(_ typed: String) -> String {
    FieldText.trimmed(typed.precomposedStringWithCompatibilityMapping).lowercased()
  }

  /// Why a canonical name cannot be taken; `nil` when it can.
  ///
  /// A name may not read as a mail address or a mobile number: those are
  /// looked up too, and one person's name must not be another one's number.
  package static func problem(in name: String) -> Message? {
    guard lengths.contains(name.count), name.utf8.count <= 160 else {
      return Message(
        "accounts.signInName.length", ["min": "\(lengths.lowerBound)", "max": "\(lengths.upperBound)"])
    }
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
        || "-_.".unicodeScalars.contains(scalar)
    }
    guard isPlain else { return Message("accounts.signInName.letters") }
    return PhoneNumber.isMobile(name) ? Message("accounts.signInName.phone") : nil
  }
}

/// A telephone number as it is compared.
package enum PhoneNumber {
  /// Digits only, without the country code of China; `nil` when there are not 7 to 20.
  package static func canonical(_ typed: String) -> String? {
    let plain = FieldText.trimmed(FieldText.plainDigits(typed))
    guard plain.allSatisfy({ $0.isASCII && ($0.isNumber || " -+()".contains($0)) }) else { return nil }
    var digits = plain.filter(\.isNumber)
    if plain.hasPrefix("+86") { digits.removeFirst(2) } else if digits.hasPrefix("0086") { digits.removeFirst(4) }
    return (7...20).contains(digits.count) ? digits : nil
  }

  /// Eleven digits from 13 to 19, as all mobile numbers of China are.
  package static func isMobile(_ text: String) -> Bool {
    let digits = Array(text.utf8)
    return digits.count == 11 && digits[0] == UInt8(ascii: "1")
      && (UInt8(ascii: "3")...UInt8(ascii: "9")).contains(digits[1])
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

/// A mail address as it is compared.
package enum AccountMail {
  /// Small letters; `nil` for what cannot be an address.
  package static func canonical(_ typed: String) -> String? {
    guard case .success(.text(let address)) = FieldKind.mail.parse([typed]) else { return nil }
    return address.lowercased()
  }
}

/// What a person typed where a name, a phone or a mail address is asked for.
struct Identifier: Sendable {
  let name: String
  let phone: String?
  let mail: String?

  init(_ typed: String) {
    // Nothing longer is stored; what remains is looked up and not found.
    let text = String(typed.prefix(300))
    name = SignInName.canonical(text)
    phone = PhoneNumber.canonical(text)
    mail = AccountMail.canonical(text)
  }

  /// One text for all ways of writing the same, under which attempts are counted.
  var limitKey: String { mail ?? phone ?? name }
}
