package import Organizations
package import Records
package import Values

/// What an enterprise has answered, as it is counted.
package struct SurveyAnswers: Sendable, Hashable {
  package var values: [String: SurveyValue]
  package var demands: [MajorDemand]

  package init(values: [String: SurveyValue] = [:], demands: [MajorDemand] = []) {
    self.values = values
    self.demands = demands
  }
}

/// One answer.
package enum SurveyValue: Sendable, Hashable {
  /// Keys of options, `yes` or `no`, a step of a scale.
  case choices([String])
  case number(Double)
  case text(String)
  case date(CivilDate)

  package var choices: [String] { if case .choices(let keys) = self { keys } else { [] } }
  package var number: Double? { if case .number(let number) = self { number } else { nil } }
}

/// A major that a survey asks about.
package struct SurveyMajor: Sendable, Hashable {
  package let id: ID<Major>
  package let name: String
  package let level: SchoolLevel

  package init(id: ID<Major>, name: String, level: SchoolLevel) {
    self.id = id
    self.name = name
    self.level = level
  }
}

/// How many people of a major an enterprise looks for.
package struct MajorDemand: Sendable, Hashable {
  package var majorID: ID<Major>
  /// People by year, beginning with the survey's first.
  package var hires: [Int?]
  package var interns: Int?
  package var level: SchoolLevel?
  /// Monthly pay in fen.
  package var payFrom: Int64?
  package var payTo: Int64?
  package var skills: [String]

  package init(majorID: ID<Major>) {
    self.majorID = majorID
    hires = Array(repeating: nil, count: Survey.yearCount)
    interns = nil
    level = nil
    payFrom = nil
    payTo = nil
    skills = []
  }

  package var people: Int { hires.compactMap(\.self).reduce(0, +) }
  /// Whether it asks for anybody at all.
  package var isWanted: Bool { people > 0 || (interns ?? 0) > 0 }
  var isEmpty: Bool { self == MajorDemand(majorID: majorID) }

  static let mostPeople = 100_000
  /// In yuan a month.
  static let mostPay = 1_000_000
  static let mostSkills = 20
  static let longestSkill = 40
}

/// A form of a survey, read as far as it can be: by link, by account, on behalf, and by the interface alike.
package struct SurveyReading: Sendable {
  package private(set) var answers = SurveyAnswers()
  package private(set) var problems: [FieldProblem] = []

  /// What an answer may hold in all, in bytes.
  package static let most = 200_000

  /// - Parameter majors: those of the survey.
  package init(_ form: FormData, of survey: Survey, majors: [SurveyMajor]) {
    if let problem = Self.tooMuch(form) {
      problems = [problem]
      return
    }
    for question in survey.questions where question.kind != .section {
      guard isAsked(question, of: survey) else { continue }
      if question.kind == .demand {
        readDemand(form, question, survey, majors)
      } else {
        read(form.all(Self.field(question.key)), question)
      }
    }
  }

  /// The name of a question's field.
  package static func field(_ key: String) -> String { "q.\(key)" }
  package static func field(_ major: ID<Major>, _ part: String) -> String { "d.\(major).\(part)" }
  static let demandParts = ["interns", "level", "payFrom", "payTo", "skills"]
  static func year(_ index: Int) -> String { "year\(index)" }

  /// What of a form belongs to the survey, as it was typed: unknown names are left out.
  package static func typed(_ form: FormData, of survey: Survey) -> FormData {
    var names = Set(survey.questions.map { field($0.key) })
    for major in survey.majorIDs {
      names.formUnion(demandParts.map { field(major, $0) })
      names.formUnion((0..<Survey.yearCount).map { field(major, year($0)) })
    }
    var counts: [String: Int] = [:]
    return FormData(
      form.pairs.filter { pair in
        guard names.contains(pair.name), !pair.value.isEmpty else { return false }
        counts[pair.name, default: 0] += 1
        return counts[pair.name, default: 0] <= SurveyQuestion.mostOptions
      })
  }

  package static func tooMuch(_ form: FormData) -> FieldProblem? {
    let count = form.pairs.reduce(0) { $0 + $1.value.utf8.count }
    guard count > most else { return nil }
    return FieldProblem("", "partners.survey.problem.tooMuch", ["limit": "\(most / 1000)"])
  }

  /// Whether a question's condition holds by what was answered before it.
  private func isAsked(_ question: SurveyQuestion, of survey: Survey) -> Bool {
    guard let condition = question.condition else { return true }
    let given = answers.values[condition.question]?.choices ?? []
    return !Set(given).isDisjoint(with: condition.values)
  }

  private mutating func read(_ raw: [String], _ question: SurveyQuestion) {
    let field = Self.field(question.key)
    func fail(_ key: String, _ arguments: [String: String] = [:]) -> FieldProblem {
      FieldProblem(field, key, arguments)
    }
    let texts = raw.map(FieldText.trimmed).filter { !$0.isEmpty }
    guard let text = texts.last else {
      if question.isRequired { problems.append(fail("kit.records.required")) }
      return
    }
    switch question.kind {
    case .single, .multiple, .yesNo, .scale:
      let known = Self.known(question)
      let given = question.kind == .multiple ? texts : [text]
      if let wrong = given.first(where: { !known.contains($0) }) {
        problems.append(fail("kit.records.choice", ["value": String(wrong.prefix(60))]))
      } else {
        // Each once, in the order of the question.
        answers.values[question.key] = .choices(known.filter(given.contains))
      }
    case .number:
      guard let number = SurveyNumber.parse(text, units: [question.unit.chinese, question.unit.english]) else {
        problems.append(fail("partners.survey.problem.number"))
        return
      }
      let (least, most) = (Double(question.least ?? 0), Double(question.most ?? 1_000_000_000))
      if !question.hasDecimals, number != number.rounded() {
        problems.append(fail("kit.records.integer"))
      } else if number < least || number > most {
        problems.append(
          fail("kit.records.range", ["min": SurveyNumber.plain(least), "max": SurveyNumber.plain(most)]))
      } else {
        answers.values[question.key] = .number(number)
      }
    case .text:
      switch FieldKind.text(max: SurveyQuestion.longestAnswer).parse([text]) {
      case .success(let value): answers.values[question.key] = .text(value.plainText)
      case .failure(let failure): problems.append(FieldProblem(field, failure.message))
      }
    case .date:
      guard let day = FieldText.date(text), (1990...2100).contains(day.year) else {
        problems.append(fail("kit.records.date"))
        return
      }
      answers.values[question.key] = .date(day)
    case .section, .demand: return
    }
  }

  private static func known(_ question: SurveyQuestion) -> [String] {
    switch question.kind {
    case .yesNo: ["yes", "no"]
    case .scale: SurveyQuestion.scale.map { "\($0)" }
    default: question.options.map(\.key)
    }
  }

  // MARK: Demand by major

  private mutating func readDemand(
    _ form: FormData, _ question: SurveyQuestion, _ survey: Survey, _ majors: [SurveyMajor]
  ) {
    var found: [FieldProblem] = []
    for major in majors {
      var demand = MajorDemand(majorID: major.id)
      func text(_ part: String) -> String { FieldText.trimmed(form[Self.field(major.id, part)] ?? "") }
      func whole(_ part: String) -> Int? {
        guard !text(part).isEmpty else { return nil }
        let number = SurveyNumber.parse(text(part), units: [])
        guard let number, number == number.rounded() else {
          found.append(FieldProblem(Self.field(major.id, part), "partners.survey.problem.people"))
          return nil
        }
        guard (0...Double(MajorDemand.mostPeople)).contains(number) else {
          found.append(
            FieldProblem(
              Self.field(major.id, part), "kit.records.range", ["min": "0", "max": "\(MajorDemand.mostPeople)"]))
          return nil
        }
        return Int(number)
      }
      func pay(_ part: String) -> Int64? {
        guard !text(part).isEmpty else { return nil }
        guard let yuan = SurveyNumber.parse(text(part)) else {
          found.append(FieldProblem(Self.field(major.id, part), "partners.survey.problem.pay"))
          return nil
        }
        guard (0...Double(MajorDemand.mostPay)).contains(yuan) else {
          found.append(
            FieldProblem(
              Self.field(major.id, part), "kit.records.range", ["min": "0", "max": "\(MajorDemand.mostPay)"]))
          return nil
        }
        return Int64((yuan * 100).rounded())
      }
      demand.hires = (0..<Survey.yearCount).map { whole(Self.year($0)) }
      demand.interns = whole("interns")
      demand.level = SchoolLevel(rawValue: text("level"))
      if demand.level == nil, !text("level").isEmpty {
        found.append(
          FieldProblem(
            Self.field(major.id, "level"), "kit.records.choice", ["value": String(text("level").prefix(60))]))
      }
      (demand.payFrom, demand.payTo) = (pay("payFrom"), pay("payTo"))
      if let from = demand.payFrom, let to = demand.payTo, to < from {
        found.append(FieldProblem(Self.field(major.id, "payTo"), "partners.survey.problem.payRange"))
      }
      demand.skills = Self.skills(text("skills"))
      if demand.skills.contains(where: { $0.count > MajorDemand.longestSkill })
        || demand.skills.count > MajorDemand.mostSkills
      {
        found.append(
          FieldProblem(
            Self.field(major.id, "skills"), "partners.survey.problem.skills",
            ["count": "\(MajorDemand.mostSkills)", "length": "\(MajorDemand.longestSkill)"]))
      }
      if !demand.isEmpty { answers.demands.append(demand) }
    }
    problems += found
    if question.isRequired, found.isEmpty, !answers.demands.contains(where: \.isWanted) {
      problems.append(FieldProblem(Self.field(question.key), "partners.survey.problem.demand"))
    }
  }

  /// `设备点检、PLC；识图` as a list, each once.
  static func skills(_ text: String) -> [String] {
    var skills: [String] = []
    for part in text.split(whereSeparator: { "、,，;；/|\n".contains($0) }) {
      let skill = FieldText.trimmed(String(part))
      if !skill.isEmpty, !skills.contains(skill) { skills.append(skill) }
    }
    return skills
  }
}
