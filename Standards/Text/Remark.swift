/// What is wrong with, or odd about, something a person typed: a text key and
/// its arguments, the shape of Localization's `Message`, which this library
/// does not depend on.
package struct Remark: Error, Hashable, Sendable {
  package let key: String
  package let arguments: [String: String]

  package init(_ key: String, _ arguments: [String: String] = [:]) {
    self.key = key
    self.arguments = arguments
  }
}

/// A term of a closed vocabulary: a stable text for the database and the JSON,
/// said through the key `standards.<vocabulary>.<raw value>`.
package protocol StandardTerm: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  static var vocabulary: String { get }
}

extension StandardTerm {
  package var key: String { "standards.\(Self.vocabulary).\(rawValue)" }
}
