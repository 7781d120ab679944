package import Accounts
import Database
import Foundation
package import Localization
package import Organizations
package import Values

/// 企业需求调研: what a school asks its partners, until a day (inventory 46).
package struct Survey: Sendable, Hashable {
  package var id: ID<Survey>
  package var schoolID: ID<School>
  /// The department whose survey it is; `nil` for the school as a whole.
  package var departmentID: ID<Department>?
  package var title: SurveyText
  package var introduction: SurveyText
  package var state: State
  /// The last day on which answers are taken.
  package var closesOn: CivilDate?
  /// The first of the three years that the demand by major is asked for.
  package var firstYear: Int
  /// Majors that the demand is asked for, in order.
  package var majorIDs: [ID<Major>]
  package var questions: [SurveyQuestion]
  package var ownerID: ID<Account>?
  package var openedAt: Instant?
  package var closedAt: Instant?
  package var version: Int

  package enum State: String, Sendable, CaseIterable, SQLConvertible {
    case draft, open, closed

    var label: String { "partners.survey.state.\(rawValue)" }
  }

  /// Years that the demand by major is asked for.
  package static let yearCount = 3
  /// More would be answered by nobody.
  static let mostQuestions = 60
  static let mostMajors = 20
  static let longestTitle = 100
  static let longestIntroduction = 2000

  package init(id: ID<Survey>, schoolID: ID<School>, title: SurveyText = SurveyText(), firstYear: Int) {
    self.id = id
    self.schoolID = schoolID
    departmentID = nil
    self.title = title
    introduction = SurveyText()
    state = .draft
    closesOn = nil
    self.firstYear = firstYear
    majorIDs = []
    questions = []
    ownerID = nil
    openedAt = nil
    closedAt = nil
    version = 1
  }

  package var years: [Int] { (0..<Self.yearCount).map { firstYear + $0 } }

  /// Whether an answer can be given or changed on that day. The job that closes surveys may not have run yet.
  package func takesAnswers(on day: CivilDate) -> Bool {
    guard state == .open, let closesOn else { return false }
    return day <= closesOn
  }

  package func question(_ key: String) -> SurveyQuestion? { questions.first { $0.key == key } }

  package var asksForDemand: Bool { questions.contains { $0.kind == .demand } }
}

/// A text in the two languages of guests; English may be missing.
package struct SurveyText: Sendable, Hashable, Codable {
  package var chinese: String
  package var english: String

  package init(_ chinese: String = "", _ english: String = "") {
    self.chinese = chinese
    self.english = english
  }

  package var isEmpty: Bool { chinese.isEmpty && english.isEmpty }

  /// In the reader's language, or in the other one where it was not written.
  package func text(_ language: Language) -> String {
    let (own, other) = language == .english ? (english, chinese) : (chinese, english)
    return own.isEmpty ? other : own
  }
}

/// What a survey says: one question, a heading, or the block that asks each major's demand.
package struct SurveyQuestion: Sendable, Hashable, Codable {
  /// Never changes and is never used again: answers are kept by it.
  package var key: String
  package var kind: Kind
  package var text: SurveyText
  package var hint: SurveyText
  package var isRequired: Bool
  /// Of numbers: 人, 元.
  package var unit: SurveyText
  package var least: Int?
  package var most: Int?
  /// Whether a number may have decimals.
  package var hasDecimals: Bool
  package var options: [Option]
  package var condition: Condition?
  /// Why the wording was changed after answers had come.
  package var note: String

  package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
    /// A heading: it asks nothing.
    case section
    case single, multiple, number, text, yesNo, scale, date
    /// For each major: people by year, interns, level, pay, skills.
    case demand

    var label: String { "partners.survey.kind.\(rawValue)" }
    /// Kinds whose answer another question may depend on.
    var canBeCondition: Bool { self == .single || self == .multiple || self == .yesNo }
  }

  package struct Option: Sendable, Hashable, Codable {
    package var key: String
    package var text: SurveyText

    package init(_ key: String, _ text: SurveyText) {
      self.key = key
      self.text = text
    }
  }

  /// Asked only where an earlier question was answered by one of these.
  package struct Condition: Sendable, Hashable, Codable {
    package var question: String
    package var values: [String]

    package init(_ question: String, _ values: [String]) {
      self.question = question
      self.values = values
    }
  }

  static let longestText = 200
  static let longestHint = 300
  static let longestUnit = 20
  static let mostOptions = 30
  static let longestAnswer = 2000
  static let scale = 1...5

  package init(
    _ key: String, _ kind: Kind, _ text: SurveyText, hint: SurveyText = SurveyText(), isRequired: Bool = false,
    unit: SurveyText = SurveyText(), least: Int? = nil, most: Int? = nil, hasDecimals: Bool = false,
    options: [Option] = [], when condition: Condition? = nil
  ) {
    self.key = key
    self.kind = kind
    self.text = text
    self.hint = hint
    self.isRequired = isRequired
    self.unit = unit
    self.least = least
    self.most = most
    self.hasDecimals = hasDecimals
    self.options = options
    self.condition = condition
    note = ""
  }

  /// Whether it asks the same as another wording of it: answers to one are answers to the other.
  package func means(_ other: SurveyQuestion) -> Bool {
    key == other.key && kind == other.kind && isRequired == other.isRequired && unit == other.unit
      && least == other.least && most == other.most && hasDecimals == other.hasDecimals
      && options.map(\.key) == other.options.map(\.key) && condition == other.condition
  }

  /// What the answers of a closed question can be, with their words.
  func choices(_ t: Localizer) -> [(value: String, label: String)] {
    switch kind {
    case .single, .multiple: options.map { ($0.key, $0.text.text(t.language)) }
    case .yesNo: [("yes", t("partners.survey.yes")), ("no", t("partners.survey.no"))]
    case .scale: Self.scale.map { ("\($0)", "\($0)") }
    case .section, .number, .text, .date, .demand: []
    }
  }
}

extension [SurveyQuestion] {
  /// As the column keeps them.
  package var stored: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and numbers can always be written.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  package init(stored text: String) throws {
    self = try JSONDecoder().decode([SurveyQuestion].self, from: Data(text.utf8))
  }

  /// A key that none of them has had.
  var freshKey: String {
    let numbers = compactMap { Int($0.key.dropFirst()) }
    return "q\((numbers.max() ?? 0) + 1)"
  }
}
