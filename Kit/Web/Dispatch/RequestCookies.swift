import HTTPTypes

/// Reads the `Cookie` request header.
enum RequestCookies {
  /// The first cookie of that name; `nil` when there is none.
  static func value(of name: String, in headers: HTTPFields) -> String? {
    for field in headers where field.name == .cookie {
      for pair in field.value.split(separator: ";") {
        let text = String(pair).trimmingSpaces
        guard let equals = text.firstIndex(of: "="), text[..<equals] == name else { continue }
        let value = text[text.index(after: equals)...]
        return String(value)
      }
    }
    return nil
  }
}
