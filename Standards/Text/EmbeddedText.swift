/// The tables in the folder `Embedded`: lines of fields parted by tabs, with
/// comments after `#`.
enum EmbeddedText {
  /// The lines of one table without comments; empty when there is no such table,
  /// which the tests would notice.
  static func lines(of name: String) -> [Substring] {
    lines(in: EmbeddedFiles.all.first { $0.path == "Embedded/\(name)" }?.text ?? "")
  }

  /// Splits by bytes: grapheme breaking would cost twenty times as much here.
  static func lines(in text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"))
      .filter { $0.first != UInt8(ascii: "#") }
      .map { Substring($0) }
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
