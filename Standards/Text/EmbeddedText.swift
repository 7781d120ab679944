/// The tables in the folder `Embedded`: lines of fields parted by tabs, with
/// comments after `#`.
enum EmbeddedText {
  /// A table; empty when there is none of that name, which the tests would notice.
  static func table(_ name: String) -> String {
    EmbeddedFiles.all.first { $0.path == "Embedded/\(name)" }?.text ?? ""
  }

  /// Hands over one line after another, without comments and empty ones. Goes by
  /// bytes: grapheme breaking would cost twenty times as much.
  static func forEachLine(in text: String, _ body: (Substring) -> Void) {
    let bytes = text.utf8
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      if start < end, bytes[start] != UInt8(ascii: "#") { body(text[start..<end]) }
      start = end < bytes.endIndex ? bytes.index(after: end) : end
    }
  }

  static func fields(of line: Substring) -> [String] {
    line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(Substring($0)) }
  }
}

/// A name that a standard gives in Chinese and, where there is one, in English.
package struct BilingualName: Hashable, Sendable {
  package let chinese: String
  package let english: String?

  package init(chinese: String, english: String? = nil) {
    self.chinese = chinese
    self.english = english
  }

  /// The name for a language tag such as `zh-CN` or `en`; Chinese where there is no other.
  package func text(in language: String) -> String {
    language.hasPrefix("en") ? english ?? chinese : chinese
  }
}
