/// A mailbox: an address, and the name that mail programs show for it.
package struct MailAddress: Sendable, Hashable {
  package let name: String?
  package let address: String

  /// - Parameters:
  ///   - address: `name@host` in ASCII (RFC 5321 without quoted local parts; few
  ///     servers relay internationalised ones).
  ///   - name: any text on one line.
  /// - Throws: `MailError.address`, or `.controlCharacter` for a name with a line
  ///   break, which could smuggle in a header.
  package init(_ address: String, name: String? = nil) throws(MailError) {
    guard Self.isAddress(address) else { throw .address(address) }
    if let name { try checkOneLine(name, field: "name") }
    self.address = address
    self.name = name.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].count), (1...255).contains(parts[1].count) else { return false }
    return isDotted(parts[0], of: isAtomCharacter) && isDotted(parts[1]) { isLetterOrDigit($0) || $0 == 0x2D }
  }

  /// Pieces between dots, none of them empty.
  private static func isDotted(_ text: Substring.UTF8View, of isAllowed: (UInt8) -> Bool) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
  }

  private static func isAtomCharacter(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}

extension MailAddress: CustomStringConvertible {
  package var description: String { name.map { "\($0) <\(address)>" } ?? address }
}

/// Why a message cannot be written; nothing was sent.
package enum MailError: Error, Sendable, Hashable {
  /// Not an address that can be sent to.
  case address(String)
  /// A line break or another control character where one line is meant.
  case controlCharacter(field: String)
  /// No header name, one that this module writes itself, or a value too long for a line.
  case header(String)
  /// No `type/subtype`.
  case contentType(String)
  /// Nobody to send to.
  case noRecipient
}

func checkOneLine(_ text: String, field: String) throws(MailError) {
  // U+2028 and U+2029 break lines in some programs too.
  let isBroken = text.unicodeScalars.contains { scalar in
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
  }
  if isBroken { throw .controlCharacter(field: field) }
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: false
  }
}
