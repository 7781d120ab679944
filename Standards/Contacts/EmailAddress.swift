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
    var text = TypedText.trimmed(typed).replacing("。", with: ".")
    if text.lowercased().hasPrefix("mailto:") { text.removeFirst("mailto:".count) }
    guard !text.isEmpty else { return .failure(Remark("standards.email.empty")) }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return .failure(Remark("standards.email.at-sign")) }
    guard isName(parts[0]), text.utf8.count <= 254 else { return .failure(Remark("standards.email.name")) }
    guard let host = HostName.read(parts[1]) else { return .failure(Remark("standards.email.host")) }
    return .success(EmailAddress(text: "\(parts[0])@\(host)"))
  }

  /// RFC 5322's dot-atom, at most 64 bytes.
  private static func isName(_ name: Substring) -> Bool {
    let signs = Set("!#$%&'*+-/=?^_`{|}~")
    return (1...64).contains(name.utf8.count)
      && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty && atom.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || signs.contains($0) }
      }
  }
}

/// The name of a host in the domain name system, at least two labels; labels in
/// Chinese are in use (`例子.公司`).
enum HostName {
  /// The name in lower case; `nil` when it has not the shape.
  static func read(_ text: some StringProtocol) -> String? {
    let host = text.lowercased()
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, host.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last,
      last.count >= 2, last.contains(where: \.isLetter)
    else { return nil }
    return host
  }

  private static func isLabel(_ label: Substring) -> Bool {
    (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.allSatisfy { $0 == "-" || $0.isLetter || ($0.isASCII && $0.isNumber) }
  }
}
