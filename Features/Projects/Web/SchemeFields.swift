import Records
import Values

/// The fields of schemes and of what is applied for.
enum SchemeFields {
  static let description = RecordDescription<Scheme>(
    [
      Field("title", \.title, .line(max: Scheme.Limit.title), label: "projects.scheme.title", isRequired: true),
      Field("issuer", \.issuer, .line(max: Scheme.Limit.title), label: "projects.scheme.issuer"),
      Field(
        "level", \.level, .choice(of: Scheme.Level.self, prefix: "projects.scheme.level"),
        label: "projects.scheme.level", isRequired: true),
      Field("opensOn", \.opensOn, .date, label: "projects.scheme.opensOn"),
      Field("deadline", \.deadline, .date, label: "projects.scheme.deadline", isRequired: true),
      Field("amount", \.amount, .money(0...Project.Limit.money), label: "projects.scheme.amount"),
      Field("website", \.website, .url, label: "projects.scheme.website"),
      Field("note", \.note, .text(max: Scheme.Limit.note), label: "projects.scheme.note"),
    ],
    rules: [
      RecordRule(over: ["opensOn", "deadline"]) { scheme in
        guard let opens = scheme.opensOn, scheme.deadline < opens else { return nil }
        return FieldProblem("deadline", "projects.problem.endBeforeStart", ["start": opens.description])
      }
    ])

  static let bid = RecordDescription<SchemeBid>(
    [
      Field(
        "state", \.state, .choice(of: SchemeBid.State.self, prefix: "projects.bid"), label: "projects.bid.state",
        isRequired: true),
      Field("asked", \.asked, .money(0...Project.Limit.money), label: "projects.bid.asked"),
      Field("granted", \.granted, .money(0...Project.Limit.money), label: "projects.bid.money"),
      Field("decidedOn", \.decidedOn, .date, label: "projects.bid.decidedOn"),
      Field("note", \.note, .line(max: 200), label: "projects.bid.note"),
    ],
    rules: [
      RecordRule(over: ["state", "granted"]) { bid in
        bid.state == .granted && bid.granted == nil ? FieldProblem("granted", "projects.problem.bidGranted") : nil
      }
    ])
}
