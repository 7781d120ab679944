import Accounts
import Records
import Values

/// The fields of a project that its application fills in; those of its mode
/// are in `ExpectedValues.description`.
enum ProjectFields {
  /// The choices of `mode`, `form`, `place` and `leader` come from the school.
  static let description = RecordDescription<Project>(
    [
      Field("title", \.title, .line(max: Project.Limit.title), label: "projects.field.title", isRequired: true),
      Field("mode", \.mode, .choice([]), label: "projects.field.mode", isRequired: true),
      Field("form", \.form, .choice([]), label: "projects.field.form"),
      Field("place", \.place, .choice([]), label: "projects.field.place"),
      Field("leader", \.leaderID, .choice([]), label: "projects.field.leader"),
      Field("startOn", \.startOn, .date, label: "projects.field.startOn"),
      Field("endOn", \.endOn, .date, label: "projects.field.endOn"),
      Field("asked", \.asked, .money(0...Project.Limit.money), label: "projects.field.asked"),
      Field("goal", \.goal, .text(max: Project.Limit.goal), label: "projects.field.goal"),
      Field("content", \.content, .text(max: Project.Limit.content), label: "projects.field.content"),
    ],
    rules: [
      RecordRule(over: ["startOn", "endOn"]) { ProjectRules.problems(start: $0.startOn, end: $0.endOn) }
    ])

  /// The description with what a school's people may choose.
  static func offering(
    _ classes: ProjectClasses, leaders: [(id: ID<Account>, name: String)], for project: Project? = nil
  ) -> RecordDescription<Project> {
    description.offering([
      "mode": classes.choices(.mode, keeping: project?.mode ?? ""),
      "form": classes.choices(.form, keeping: project?.form ?? ""),
      "place": classes.choices(.place, keeping: project?.place ?? ""),
      "leader": leaders.map { Choice($0.id.description, .text($0.name)) },
    ])
  }
}
