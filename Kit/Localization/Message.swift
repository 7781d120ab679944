/// A text to be said later in the reader's language: a key and its arguments.
///
/// Errors, audit entries, notices and flashes carry messages, never sentences.
package struct Message: Sendable, Hashable, Codable {
  package let key: String
  package let arguments: [String: String]

  package init(_ key: String, _ arguments: [String: String] = [:]) {
    self.key = key
    self.arguments = arguments
  }
}

/// A language of the pages.
package enum Language: String, Sendable, Hashable, CaseIterable, Codable {
  case chinese = "zh-CN"
  case english = "en"
}
