/// A mail address of the everyday shape `name@host.domain`, the host in lower case.
///
/// Whether mail arrives there only a mail can tell; quoted names and address
/// literals of RFC 5322 are refused, as nobody types them on purpose.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package var description: String { text }

  /// Reads what a person typed, with full-width signs, `mailto:` and the
  /// ideographic full stop for a dot.
  package static func read(_ typed: String) -> Result<EmailAddress, Remark> {
    var text = HostName.dotted(TypedText.trimmed(typed))
    if text.utf8.prefix(7).elementsEqual("mailto:".utf8, by: { $0 | 0x20 == $1 | 0x20 }) { text.removeFirst(7) }
    guard !text.isEmpty else { return .failure(Remark("standards.email.empty")) }
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).map { Substring($0) }
    guard parts.count == 2 else { return .failure(Remark("standards.email.at-sign")) }
    guard isName(parts[0]), text.utf8.count <= 254 else { return .failure(Remark("standards.email.name")) }
    guard let host = HostName.read(parts[1]) else { return .failure(Remark("standards.email.host")) }
    return .success(EmailAddress(text: "\(parts[0])@\(host)"))
  }

  /// RFC 5322's dot-atom, at most 64 bytes.
  private static func isName(_ name: Substring) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty && atom.allSatisfy { signs.contains($0) || HostName.isLetterOrDigit($0) }
      }
  }

  private static let signs = Array("!#$%&'*+-/=?^_`{|}~".utf8)
}

/// The name of a host in the domain name system, at least two labels; labels in
/// Chinese are in use (`例子.公司`).
enum HostName {
  /// The name in lower case; `nil` when it has not the shape.
  static func read(_ text: some StringProtocol) -> String? {
    let host = text.lowercased()
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, host.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last,
      last.count >= 2, !last.allSatisfy({ $0 <= UInt8(ascii: "9") })
    else { return nil }
    return host
  }

  /// With the ideographic full stop as a dot.
  static func dotted(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : String(text.map { $0 == "。" ? "." : $0 })
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
    return label.allSatisfy { $0 == hyphen || isLetterOrDigit($0) }
      || Substring(label).allSatisfy { $0 == "-" || $0.isLetter || ($0.isASCII && $0.isNumber) }
  }
}
