import Records
import Values

/// What must hold of a project: pure functions of its values and the day.
enum ProjectRules {
  /// Everything that keeps an application from being submitted, all at once.
  static func obstacles(_ project: Project, _ mode: ProjectClass) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if project.goal.isEmpty { problems.append(FieldProblem("goal", "projects.problem.goal")) }
    if project.content.isEmpty { problems.append(FieldProblem("content", "projects.problem.content")) }
    if project.startOn == nil { problems.append(FieldProblem("startOn", "projects.problem.startOn")) }
    if project.endOn == nil { problems.append(FieldProblem("endOn", "projects.problem.endOn")) }
    if project.asked == nil { problems.append(FieldProblem("asked", "projects.problem.asked")) }
    if project.leaderID == nil { problems.append(FieldProblem("leader", "projects.problem.leader")) }
    let missing = mode.asked.filter { item in
      mode.required.contains(item.name) && project.expected.values[item.name] == nil
    }
    problems += missing.map { FieldProblem($0.name, "kit.records.required") }
    return problems
  }

  /// What is wrong with the days of a project.
  static func problems(start: CivilDate?, end: CivilDate?) -> FieldProblem? {
    guard let start, let end else { return nil }
    if end < start { return FieldProblem("endOn", "projects.problem.endBeforeStart", ["start": start.description]) }
    if end > start.adding(years: Project.Limit.years) {
      return FieldProblem("endOn", "projects.problem.tooLong", ["years": "\(Project.Limit.years)"])
    }
    return nil
  }

  /// Halfway between the days; `nil` for projects of less than half a year, which need no check between.
  static func midterm(start: CivilDate, end: CivilDate) -> CivilDate? {
    let days = end.days(since: start)
    return days < 180 ? nil : start.adding(days: days / 2)
  }

  /// Days before a date at which its owner is reminded.
  static let warningDays = 14
  /// Days before its end at which a project is to be summed up.
  static let closingDays = 30
}
