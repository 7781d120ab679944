import Localization
import Records

/// What a draft must keep to while it is written.
enum DraftRules {
  /// - Throws: `Invalid` with everything that is wrong; nothing is saved then.
  static func check(_ draft: Agreement, instead old: Agreement, _ type: AgreementType) throws {
    var problems = AgreementRules.problems(start: draft.startOn, end: draft.endOn)
    if draft.title.isEmpty { problems.append(FieldProblem("title", "kit.records.required")) }
    problems += tooLong(draft)
    problems += removed(from: old, by: draft)
    for field in draft.text.fields {
      guard let typed = draft.typed[field.name], !typed.isEmpty, OwnField.value(typed, field.kind) == nil else {
        continue
      }
      problems.append(FieldProblem(field.variable, "agreements.problem.kind.\(field.kind.rawValue)", ["text": typed]))
    }
    problems += TemplateCheck(draft.text).problems.compactMap { problem in
      guard case .clause(let key, _, _) = problem.place else { return nil }
      // A clause without words is an obstacle to submitting, not to saving.
      guard problem.part != .text || !(draft.text.clause(key)?.text.isEmpty ?? true) else { return nil }
      guard problem.part != .heading else { return FieldProblem("clause.\(key).heading", problem.message) }
      return FieldProblem("clause.\(key).text", problem.message)
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }

  private static func tooLong(_ draft: Agreement) -> [FieldProblem] {
    func problem(_ field: String, _ text: String, _ limit: Int) -> FieldProblem? {
      text.count <= limit
        ? nil : FieldProblem(field, "kit.records.tooLong", ["max": "\(limit)", "count": "\(text.count)"])
    }
    var problems = [problem("title", draft.title, Agreement.Limit.title)].compactMap(\.self)
    for clause in draft.text.clauses {
      problems += [
        problem("clause.\(clause.key).heading", clause.heading, TemplateText.Limit.heading),
        problem("clause.\(clause.key).text", clause.text, TemplateText.Limit.text),
      ].compactMap(\.self)
    }
    for field in draft.text.fields {
      problems += [problem(field.variable, draft.typed[field.name] ?? "", 1000)].compactMap(\.self)
    }
    if draft.text.clauses.count > TemplateText.Limit.clauses {
      problems.append(
        FieldProblem("text", "agreements.problem.clauses", ["count": "\(TemplateText.Limit.clauses)"]))
    }
    return problems
  }

  /// What law or template want may be worded anew, but not left out.
  private static func removed(from old: Agreement, by draft: Agreement) -> [FieldProblem] {
    guard old.relation != .annex else { return [] }
    let there = Set(draft.text.clauses.map(\.key))
    return old.text.clauses.filter { !there.contains($0.key) }.compactMap { clause in
      let hasOther = draft.text.clauses.contains { $0.topic == clause.topic }
      if let topic = clause.topic, !hasOther, let article = AgreementLaw.article(for: topic, in: old.kind) {
        return FieldProblem(
          "text", "agreements.problem.removed.\(article.source.rawValue)",
          ["heading": clause.heading, "article": "\(article.number)"])
      }
      return clause.isMandatory
        ? FieldProblem("text", "agreements.problem.removedMandatory", ["heading": clause.heading]) : nil
    }
  }
}
