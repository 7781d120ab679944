/// The address of a web site, `http` or `https`, the host in lower case.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package var description: String { text }

  /// Reads what a person typed; without a scheme it is taken for `http`, which
  /// every site answers, if only to redirect.
  ///
  /// Refused: other schemes, a name before the host (`http://bank.cn@evil.cn`
  /// deceives its reader), spaces, hosts of one label, more than 2,000 bytes.
  package static func read(_ typed: String) -> Result<WebAddress, Remark> {
    let text = TypedText.trimmed(typed)
    guard !text.isEmpty else { return .failure(Remark("standards.web.empty")) }
    guard text.utf8.count <= 2000, !text.contains(" ") else { return .failure(Remark("standards.web.shape")) }
    var scheme = "http"
    var rest = text[...]
    if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
      scheme = text[..<colon].lowercased()
      rest = text[colon...].dropFirst(3)
    }
    guard scheme == "http" || scheme == "https" else { return .failure(Remark("standards.web.scheme")) }
    let authority = rest.prefix { !"/?#".contains($0) }
    let path = rest.dropFirst(authority.count)
    guard let host = host(HostName.dotted(String(authority))), isPath(path) else {
      return .failure(Remark("standards.web.shape"))
    }
    return .success(WebAddress(text: "\(scheme)://\(host)\(path)"))
  }

  /// A host name or an IPv4 address, with or without a port.
  private static func host(_ authority: String) -> String? {
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let name = HostName.read(parts[0]) ?? ipv4(parts[0]) else { return nil }
    guard parts.count == 2 else { return name }
    guard TypedText.isDigits(parts[1]), let port = Int(parts[1]), (1...65_535).contains(port) else { return nil }
    return "\(name):\(port)"
  }

  private static func ipv4(_ text: Substring) -> String? {
    let bytes = text.split(separator: ".", omittingEmptySubsequences: false)
    let isAddress = bytes.allSatisfy { byte in
      byte.count <= 3 && TypedText.isDigits(byte) && (Int(byte) ?? 256) < 256
    }
    return bytes.count == 4 && isAddress ? String(text) : nil
  }

  /// Signs that RFC 3986 excludes and that would break out of an attribute.
  private static func isPath(_ path: Substring) -> Bool {
    !path.contains { "\"<>\\^`{|}".contains($0) }
  }
}
