import HTTPTypes

/// Reads the `Cookie` request header.
enum RequestCookies {
  /// The first cookie of that name; `nil` when there is none.
  static func value(of name: String, in headers: HTTPFields) -> String? {
    for field in headers where field.name == .cookie {
      for pair in field.value.utf8.split(separator: UInt8(ascii: ";")) {
        let text = pair.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard text.starts(with: name.utf8), text.dropFirst(name.utf8.count).first == UInt8(ascii: "=") else { continue }
        return String(Substring(text.dropFirst(name.utf8.count + 1))).trimmingSpaces
      }
    }
    return nil
  }
}
