import Localization
import Records
import Values

/// What must hold of an agreement: pure functions of its words, its dates and the day.
enum AgreementRules {
  /// Everything that keeps a draft from being submitted, all at once.
  static func obstacles(
    _ agreement: Agreement, _ rendering: TextRendering, _ type: AgreementType
  ) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if agreement.relation != .annex {
      problems += AgreementLaw.findings(clauses(rendering), facts(agreement, type)).filter(\.blocks).map { finding in
        FieldProblem("text", finding.article.map { byLaw(finding, $0) } ?? finding.message)
      }
    }
    if agreement.startOn == nil { problems.append(FieldProblem("startOn", "agreements.problem.startOn")) }
    if agreement.endOn == nil { problems.append(FieldProblem("endOn", "agreements.problem.endOn")) }
    for field in rendering.missingFields {
      problems.append(FieldProblem(field.variable, "agreements.problem.field", ["label": field.label]))
    }
    // A number is given at the submission, so its place may still be empty.
    var seen: Set<String> = ["agreement.number"]
    for clause in rendering.clauses {
      for gap in clause.gaps
      where seen.insert(gap).inserted && !rendering.missingFields.contains(where: { $0.variable == gap }) {
        problems.append(
          FieldProblem("text", "agreements.problem.gap", ["heading": clause.heading, "name": gap]))
      }
    }
    return problems
  }

  /// A finding's sentence with its article, as one message in both languages.
  private static func byLaw(
    _ finding: AgreementLaw.Finding, _ article: (source: AgreementLaw.Source, number: Int)
  ) -> Message {
    Message("agreements.problem.law.\(article.source.rawValue).\(finding.topic?.rawValue ?? "other")")
  }

  static func clauses(_ rendering: TextRendering) -> [(topic: ClauseTopic?, text: String)] {
    rendering.clauses.map { ($0.topic, $0.text) }
  }

  static func facts(_ agreement: Agreement, _ type: AgreementType) -> AgreementLaw.Facts {
    AgreementLaw.Facts(
      kind: agreement.kind, required: type.required, months: agreement.months, takesInterns: agreement.takesInterns)
  }

  // MARK: Dates and amounts

  /// What is wrong with a term.
  static func problems(start: CivilDate?, end: CivilDate?) -> [FieldProblem] {
    guard let start, let end else { return [] }
    if end < start {
      return [FieldProblem("endOn", "agreements.problem.endBeforeStart", ["start": start.description])]
    }
    if end > start.adding(years: Agreement.Limit.years) {
      return [FieldProblem("endOn", "agreements.problem.tooLong", ["years": "\(Agreement.Limit.years)"])]
    }
    return []
  }

  /// A renewal begins when the old one has ended: nobody is bound twice.
  static func overlap(of renewal: Agreement, with old: Agreement) -> FieldProblem? {
    guard renewal.relation == .renewal, let start = renewal.startOn, let end = old.endedOn ?? old.endOn, start <= end
    else { return nil }
    return FieldProblem(
      "startOn", "agreements.problem.overlap",
      ["number": old.number, "end": end.description, "first": end.adding(days: 1).description])
  }

  // MARK: Warnings before the end

  /// Owners are warned so many days before an agreement ends, and when it has ended.
  static let warnings = [180, 90, 30, 0]

  /// Which warning is due: the smallest threshold that was passed and not yet told.
  /// - Returns: days before the end, 0 once it is over; `nil` when nothing new is to be said.
  static func warning(endOn: CivilDate, today: CivilDate, told: Int?) -> Int? {
    let left = endOn.days(since: today)
    guard let due = warnings.filter({ $0 == 0 ? left < 0 : left <= $0 }).min(), due < told ?? .max else { return nil }
    return due
  }

  /// How many days before its end an agreement counts as expiring.
  static let expiringDays = 90
}
