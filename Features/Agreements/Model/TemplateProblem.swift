import Localization

/// What is wrong with a template's text, and exactly where.
struct TemplateProblem: Sendable, Hashable {
  enum Place: Sendable, Hashable {
    /// A clause by its number in the list, counted from 1, with its heading.
    case clause(key: String, number: Int, heading: String)
    /// An own field by its name.
    case field(String)
    case whole
  }

  /// Which part of the clause or the field, named like the field of its form.
  enum Part: String, Sendable {
    case heading, text, condition, target, name, initial, topic, annex
  }

  let place: Place
  let part: Part
  /// The line of the text, counted from 1.
  let line: Int?
  let message: Message

  init(_ place: Place, _ part: Part, line: Int? = nil, _ key: String, _ words: [String: String] = [:]) {
    self.place = place
    self.part = part
    self.line = line
    message = Message(key, words)
  }
}

extension Localizer {
  /// With its place in front: "第 3 条“实习安排”第 2 行：没有变量 enterprise.nmae".
  func callAsFunction(_ problem: TemplateProblem) -> String {
    let what = self(problem.message)
    switch problem.place {
    case .whole: return what
    case .field(let name): return self("agreements.template.place.field", ["name": name, "what": what])
    case .clause(_, let number, let heading):
      var words = ["number": "\(number)", "heading": heading, "what": what]
      guard let line = problem.line else { return self("agreements.template.place.clause", words) }
      words["line"] = "\(line)"
      return self("agreements.template.place.line", words)
    }
  }
}
