/// A postal code of the mainland: six digits.
package struct PostalCode: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package var description: String { text }

  /// Reads what a person typed. Six times the same digit is a filler, not a code.
  package static func read(_ typed: String) -> Result<PostalCode, Remark> {
    let text = TypedText.code(typed)
    guard text.count == 6, TypedText.isDigits(text), Set(text).count > 1 else {
      return .failure(Remark("standards.postal-code.shape"))
    }
    return .success(PostalCode(text: text))
  }
}
