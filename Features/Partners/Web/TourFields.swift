import Localization
import Records
import Security
import Values

/// The fields of a tour that stand alone; who leads it and who comes along are looked up (`TourForm`, `TourJSON`).
enum TourFields {
  static let description = RecordDescription<Tour>(
    [
      Field("title", \.title, .line(max: 120), label: "partners.tour.title", isRequired: true),
      Field("purpose", \.purpose, .text(max: 2000), label: "partners.tour.purpose"),
      Field("beginsOn", \.beginsOn, .date, label: "partners.tour.beginsOn", isRequired: true),
      Field("endsOn", \.endsOn, .date, label: "partners.tour.endsOn", isRequired: true),
      Field("summary", \.summary, .text(max: 4000), label: "partners.tour.summary"),
    ],
    rules: [
      RecordRule(over: ["beginsOn", "endsOn"]) { tour in
        if tour.endsOn < tour.beginsOn { return FieldProblem("endsOn", "partners.tour.problem.ends") }
        // A longer one is a plan of a year, not a tour.
        guard tour.endsOn.days(since: tour.beginsOn) > longest else { return nil }
        return FieldProblem("endsOn", "partners.tour.problem.long", ["max": "\(longest)"])
      }
    ])

  /// Days.
  static let longest = 180
  /// What the form of a plan asks.
  static let plan = ["title", "purpose", "beginsOn", "endsOn"]
}

/// The fields of a stop.
enum TourStopFields {
  static let description = RecordDescription<TourStop>(
    [
      Field(
        "region", \.region, .lookup(EnterpriseFields.regions), label: "partners.tour.stop.region", isRequired: true,
        check: { TourCity.key(of: $0.plainText) == nil ? Message("partners.tour.problem.region") : nil }),
      Field("day", \.day, .date, label: "partners.tour.stop.day", isRequired: true),
      Field("lastDay", \.lastDay, .date, label: "partners.tour.stop.lastDay"),
      Field("authority", \.authority, .line(max: 80), label: "partners.tour.stop.authority"),
      Field(
        "authorityPerson", \.authorityPerson, .line(max: 60), label: "partners.tour.stop.person",
        privacy: .personal(mask: Masking.name)),
      Field(
        "authorityPhone", \.authorityPhone, .phone, label: "partners.tour.stop.phone",
        privacy: .personal(mask: Masking.phone)),
      Field("meetsAt", \.meetsAtText, .line(max: 10), label: "partners.tour.stop.meetsAt", check: clock),
      Field("note", \.note, .text(max: 500), label: "partners.tour.stop.note"),
    ],
    rules: [
      RecordRule(over: ["day", "lastDay"]) { stop in
        stop.lastDay < stop.day ? FieldProblem("lastDay", "partners.tour.problem.lastDay") : nil
      },
      RecordRule(over: ["authority", "authorityPerson", "authorityPhone"]) { stop in
        guard stop.authority.isEmpty, !stop.authorityPerson.isEmpty || !stop.authorityPhone.isEmpty else { return nil }
        return FieldProblem("authority", "partners.tour.problem.authority")
      },
    ])

  static let personal = ["authorityPerson", "authorityPhone"]

  @Sendable static func clock(_ value: FieldValue) -> Message? {
    ClockText.read(value.plainText) == nil ? Message("partners.visit.problem.time") : nil
  }

  /// A form shows whom the authority named masked; what comes back as it was shown means who was there before.
  static func unmasking(_ form: FormData, before stop: TourStop) -> FormData {
    personal.reduce(form) { form, name in
      guard let field = description.field(name) else { return form }
      let kept = field.value(of: stop).plainText
      guard !kept.isEmpty, form[name].map(FieldText.trimmed) == field.privacy.masked(kept) else { return form }
      return form.setting(name, to: [kept])
    }
  }
}

/// The fields of a partner at a stop.
enum TourLineFields {
  static let description = RecordDescription<TourLine>([
    Field("day", \.day, .date, label: "partners.tour.line.day"),
    Field("at", \.atText, .line(max: 10), label: "partners.tour.line.at", check: TourStopFields.clock),
    Field("who", \.who, .line(max: 200), label: "partners.tour.line.who", check: people),
    Field("note", \.note, .text(max: 500), label: "partners.tour.line.note"),
  ])

  @Sendable private static func people(_ value: FieldValue) -> Message? {
    PersonLine.read(value.plainText, field: "who").problems.first?.message
  }
}

extension TourStop {
  /// As it is typed; kept as `09:30`.
  var meetsAtText: String {
    get { meetsAt }
    set { meetsAt = ClockText.read(newValue) ?? newValue }
  }
}

extension TourLine {
  /// As it is typed; kept as `09:30`.
  var atText: String {
    get { at }
    set { at = ClockText.read(newValue) ?? newValue }
  }
}
