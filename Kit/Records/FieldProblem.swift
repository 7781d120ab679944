package import Localization

/// What is wrong with one field, said so that a person knows what to do.
package struct FieldProblem: Error, Sendable, Hashable {
  /// The field's name; empty for a problem of the record as a whole.
  package let field: String
  package let message: Message

  package init(_ field: String, _ message: Message) {
    self.field = field
    self.message = message
  }

  package init(_ field: String, _ key: String, _ arguments: [String: String] = [:]) {
    self.init(field, Message(key, arguments))
  }
}

/// All problems of a record at once; never only the first.
package struct Invalid: Error, Sendable {
  package let problems: [FieldProblem]

  package init(_ problems: [FieldProblem]) {
    self.problems = problems
  }
}
