import Localization
import Records
import Values

/// Something that a mode of cooperation expects of a project: a contribution,
/// an outcome or an indicator, with its unit. Modes ask by these names.
struct ExpectedItem: Sendable, Hashable {
  enum Part: String, Sendable, CaseIterable {
    case contribution, outcome, indicator
    var label: String { "projects.part.\(rawValue)" }
  }

  enum Measure: Sendable, Hashable {
    /// Whole numbers of a unit: `projects.unit.<unit>`.
    case count(String)
    /// Fen.
    case money
    /// Per cent, 0…100.
    case share
    case words
  }

  let name: String
  let part: Part
  let measure: Measure

  var label: String { "projects.item.\(name)" }

  var unit: String? {
    switch measure {
    case .count(let unit): "projects.unit.\(unit)"
    case .money, .words: nil
    case .share: "projects.unit.percent"
    }
  }

  private static func given(_ name: String, _ measure: Measure) -> ExpectedItem {
    ExpectedItem(name: name, part: .contribution, measure: measure)
  }
  private static func out(_ name: String, _ measure: Measure) -> ExpectedItem {
    ExpectedItem(name: name, part: .outcome, measure: measure)
  }
  private static func mark(_ name: String, _ measure: Measure) -> ExpectedItem {
    ExpectedItem(name: name, part: .indicator, measure: measure)
  }

  /// Everything that modes can ask for, in the order of forms.
  static let all: [ExpectedItem] = [
    given("enterpriseMoney", .money), given("schoolMoney", .money), given("venueArea", .count("squareMetres")),
    given("venueMonths", .count("months")), given("equipmentList", .words), given("equipmentCount", .count("sets")),
    given("equipmentValue", .money), given("equipmentPlace", .words), given("sharedHours", .count("hours")),
    given("stationedStaff", .count("people")), given("teacherHours", .count("hours")),
    given("engineerHours", .count("hours")), given("mentors", .count("people")), given("technology", .words),
    given("trainingSessions", .count("sessions")), given("trainingDays", .count("days")),
    given("packages", .words), given("packageCount", .count("packages")), given("contractedPosts", .words),
    given("practiceContent", .words), given("practiceWeeks", .count("weeks")),
    out("orders", .count("orders")), out("outputValue", .money), out("studentPosts", .count("posts")),
    out("studentsTrained", .count("people")), out("staffTrained", .count("personTimes")),
    out("interns", .count("people")), out("hires", .count("people")), out("courses", .count("courses")),
    out("textbooks", .count("books")), out("patents", .count("patents")), out("costSaved", .money),
    out("serviceIncome", .money), out("adopters", .count("enterprises")), out("certificates", .count("people")),
    out("certifiedTeachers", .count("people")), out("studentPay", .money),
    mark("utilisation", .share), mark("realTasks", .share), mark("passRate", .share), mark("qualityRate", .share),
    mark("onTimeRate", .share), mark("certificateRate", .share), mark("satisfaction", .share),
    mark("hoursShare", .share), mark("hireRate", .share),
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static func named(_ name: String) -> ExpectedItem? { byName[name] }
}

/// What was filled in for the items of a mode, by their names.
struct ExpectedValues: Sendable, Hashable {
  private(set) var values: [String: FieldValue] = [:]

  subscript(number name: String) -> Int64? {
    get { if case .integer(let number) = values[name] { number } else { nil } }
    set { values[name] = newValue.map { .integer($0) } }
  }

  subscript(words name: String) -> String {
    get { if case .text(let text) = values[name] { text } else { "" } }
    set { values[name] = newValue.isEmpty ? nil : .text(newValue) }
  }

  var isEmpty: Bool { values.isEmpty }

  /// As a column keeps them: JSON in the order of names.
  var stored: String {
    JSONValue.members(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }).text
  }

  init() {}

  init(stored text: String) {
    for member in JSONValue.parse(text)?.object ?? [] {
      switch member.value {
      case .integer(let number): values[member.name] = .integer(number)
      case .string(let text): values[member.name] = .text(text)
      default: continue
      }
    }
  }

  /// The longest text of an item, and the largest count and amount (a hundred billion yuan in fen).
  enum Limit {
    static let words = 500
    static let count: Int64 = 100_000_000
    static let money: Int64 = 10_000_000_000_000
  }

  /// The fields of the items that a mode asks for; forms, JSON and sheets read them from here.
  /// - Parameter required: names of items without which nothing is submitted.
  static func description(_ items: [ExpectedItem], required: Set<String> = []) -> RecordDescription<ExpectedValues> {
    RecordDescription(items.map { field($0, isRequired: required.contains($0.name)) })
  }

  private static func field(_ item: ExpectedItem, isRequired: Bool) -> Field<ExpectedValues> {
    let name = item.name
    func number(_ kind: FieldKind) -> Field<ExpectedValues> {
      Field(name, \ExpectedValues.[number: name], kind, label: item.label, isRequired: isRequired, unit: item.unit)
    }
    switch item.measure {
    case .count: return number(.integer(0...Limit.count))
    case .money: return number(.money(0...Limit.money))
    case .share: return number(.integer(0...100))
    case .words:
      return Field(
        name, \ExpectedValues.[words: name], .text(max: Limit.words), label: item.label, isRequired: isRequired)
    }
  }

  /// `1,200 小时`, `350,000.00 元`; empty for what was not filled in.
  func text(_ item: ExpectedItem, _ t: Localizer) -> String {
    switch item.measure {
    case .words: self[words: item.name]
    case .money: self[number: item.name].map { t.money(fen: $0) } ?? ""
    case .share: self[number: item.name].map { "\($0)%" } ?? ""
    case .count:
      self[number: item.name].map { number in
        [t.number(number), item.unit.map { t($0) } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
      } ?? ""
    }
  }
}
