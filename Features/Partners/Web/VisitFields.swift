import Localization
package import Records
import Values

/// The fields of a visit that stand alone; who took part and what is offered
/// are lists of their own (`VisitForm`, `VisitJSON`).
package enum VisitFields {
  package static let description = RecordDescription<Visit>(
    [
      Field(
        "kind", \.kind, .choice(of: Visit.Kind.self, prefix: "partners.visit.kind"), label: "partners.visit.kind",
        isRequired: true),
      Field("day", \.day, .date, label: "partners.visit.day", isRequired: true),
      Field("begins", \.beginsText, .line(max: 10), label: "partners.visit.begins", check: Self.clock),
      Field("ends", \.endsText, .line(max: 10), label: "partners.visit.ends", check: Self.clock),
      Field("place", \.place, .line(max: 120), label: "partners.visit.place"),
      Field("content", \.content, .text(max: 4000), label: "partners.visit.content", isRequired: true),
      Field("result", \.result, .text(max: 2000), label: "partners.visit.result"),
      Field("isOutreach", \.isOutreach, .flag, label: "partners.visit.isOutreach"),
      Field("needs", \.needs, .text(max: 500), label: "partners.visit.needs"),
      Field(
        "posts", \.posts, .integer(0...100_000), label: "partners.visit.posts", unit: "partners.visit.unit.posts"),
      Field(
        "averagePay", \.averagePay, .money(0...100_000_000), label: "partners.visit.averagePay",
        unit: "partners.visit.unit.pay"),
      Field(
        "outcome", \.outcome, .choice(of: Visit.Outcome.self, prefix: "partners.visit.outcome"),
        label: "partners.visit.outcome"),
      Field("intentions", \.intentions, .text(max: 1000), label: "partners.visit.intentions"),
    ],
    rules: [
      RecordRule(over: ["begins", "ends"]) { visit in
        guard !visit.ends.isEmpty, visit.begins.isEmpty || visit.ends < visit.begins else { return nil }
        return FieldProblem("ends", "partners.visit.problem.ends")
      }
    ])

  /// What is asked only of visits that are reported as 访企拓岗.
  static let outreach = ["needs", "posts", "averagePay", "outcome", "intentions"]

  @Sendable private static func clock(_ value: FieldValue) -> Message? {
    ClockText.read(value.plainText) == nil ? Message("partners.visit.problem.time") : nil
  }
}

extension Visit {
  /// Times as they are typed; kept as `09:30`.
  var beginsText: String {
    get { begins }
    set { begins = ClockText.read(newValue) ?? newValue }
  }

  var endsText: String {
    get { ends }
    set { ends = ClockText.read(newValue) ?? newValue }
  }
}
