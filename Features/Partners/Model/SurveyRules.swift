import Localization
package import Records
package import Values

/// What a survey can be refused for.
package enum SurveyError: Error, Sendable, Equatable {
  /// Not there, or not in sight.
  case notFound
  /// Somebody changed it meanwhile.
  case stale
  /// The state does not allow it.
  case state
  /// Answers are no longer taken, or the one who was asked was withdrawn.
  case closed
}

/// The rules of surveys that need neither a database nor a clock.
package enum SurveyRules {
  /// Days before the end on which those who have not answered are reminded.
  package static let reminders = [7, 2]
  /// Below so many answers a figure says little.
  package static let fewAnswers = 3
  /// Days that links may still be read after the end.
  static let readingDays = 60

  /// What stands in the way of opening a survey.
  package static func problems(toOpen survey: Survey, on today: CivilDate) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    if let day = survey.closesOn {
      if day < today { problems.append(FieldProblem("closesOn", "partners.survey.problem.past")) }
    } else {
      problems.append(FieldProblem("closesOn", "partners.survey.problem.closesOn"))
    }
    if !survey.questions.contains(where: { $0.kind != .section }) {
      problems.append(FieldProblem("questions", "partners.survey.problem.noQuestions"))
    }
    if survey.asksForDemand, survey.majorIDs.isEmpty {
      problems.append(FieldProblem("majors", "partners.survey.problem.noMajors"))
    }
    return problems + survey.questions.flatMap { Self.problems(in: $0, of: survey.questions) }
  }

  /// What is wrong with a question among the others.
  package static func problems(in question: SurveyQuestion, of all: [SurveyQuestion]) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    func limit(_ field: String, _ text: String, _ most: Int) {
      guard text.count > most else { return }
      problems.append(FieldProblem(field, "kit.records.tooLong", ["max": "\(most)", "count": "\(text.count)"]))
    }
    if question.text.chinese.isEmpty { problems.append(FieldProblem("text", "kit.records.required")) }
    limit("text", question.text.chinese, SurveyQuestion.longestText)
    limit("english", question.text.english, SurveyQuestion.longestText)
    limit("hint", question.hint.chinese, SurveyQuestion.longestHint)
    limit("englishHint", question.hint.english, SurveyQuestion.longestHint)
    limit("unit", question.unit.chinese, SurveyQuestion.longestUnit)
    limit("englishUnit", question.unit.english, SurveyQuestion.longestUnit)
    if question.kind == .single || question.kind == .multiple {
      problems += options(question)
    }
    if let least = question.least, let most = question.most, most < least {
      problems.append(FieldProblem("most", "partners.survey.problem.range"))
    }
    if let condition = question.condition {
      let place = all.firstIndex { $0.key == question.key } ?? all.endIndex
      let earlier = all[..<place].first { $0.key == condition.question }
      let known = earlier.map { Set($0.kind == .yesNo ? ["yes", "no"] : $0.options.map(\.key)) } ?? []
      if earlier?.kind.canBeCondition != true || condition.values.isEmpty || !known.isSuperset(of: condition.values) {
        problems.append(FieldProblem("when", "partners.survey.problem.condition"))
      }
    }
    if question.kind == .demand, all.contains(where: { $0.kind == .demand && $0.key != question.key }) {
      problems.append(FieldProblem("kind", "partners.survey.problem.twoDemands"))
    }
    return problems
  }

  private static func options(_ question: SurveyQuestion) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    let names = question.options.map(\.text.chinese)
    if names.count < 2 { problems.append(FieldProblem("options", "partners.survey.problem.options")) }
    if names.count > SurveyQuestion.mostOptions {
      problems.append(FieldProblem("options", "kit.records.tooMany", ["max": "\(SurveyQuestion.mostOptions)"]))
    }
    if Set(names).count < names.count {
      problems.append(FieldProblem("options", "partners.survey.problem.sameOption"))
    }
    if let long = names.first(where: { $0.count > SurveyQuestion.longestText }) {
      problems.append(
        FieldProblem(
          "options", "kit.records.tooLong", ["max": "\(SurveyQuestion.longestText)", "count": "\(long.count)"]))
    }
    return problems
  }

  /// The reminder that is due: the smallest number of days whose time has come and that was not told.
  package static func reminder(closesOn: CivilDate, today: CivilDate, told: Int?) -> Int? {
    let left = closesOn.days(since: today)
    guard left >= 0 else { return nil }
    return reminders.filter { days in left <= days && (told.map { days < $0 } ?? true) }.min()
  }

  /// Which reminders a person who is asked today needs no more.
  package static func told(closesOn: CivilDate, today: CivilDate) -> Int? {
    let left = closesOn.days(since: today)
    return reminders.filter { left <= $0 }.min()
  }
}

/// Numbers as enterprises write them.
package enum SurveyNumber {
  private static let factors: [(String, Double)] = [
    ("亿", 100_000_000), ("万", 10_000), ("w", 10_000), ("千", 1000), ("k", 1000), ("百", 100),
  ]
  private static let usualUnits = [
    "元/人/月", "元/月", "元每月", "元", "yuan", "rmb", "cny", "/月", "人", "名", "位", "个", "家", "people", "persons", "%",
  ]

  /// Reads `1200`, `１，２００ 人`, `8千`, `5,000元`, `1.5万`; `nil` for what is no single number.
  /// - Parameter units: the question's own.
  package static func parse(_ text: String, units: [String] = []) -> Double? {
    guard text.utf8.count <= 200 else { return nil }
    var plain = FieldText.plainDigits(FieldText.trimmed(text)).lowercased().filter { !$0.isWhitespace }
    if let first = plain.first, "¥￥".contains(first) { plain.removeFirst() }
    let known = (units.map { FieldText.plainDigits($0).lowercased().filter { !$0.isWhitespace } } + usualUnits)
      .filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    if let unit = known.first(where: { plain.hasSuffix($0) }) { plain.removeLast(unit.count) }
    var factor = 1.0
    if let (word, value) = factors.first(where: { plain.hasSuffix($0.0) }) {
      plain.removeLast(word.count)
      factor = value
    }
    if plain.contains(",") {
      // Commas stand between groups of three; anywhere else they may be meant as a point.
      guard plain.wholeMatch(of: /-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?/) != nil else { return nil }
      plain.removeAll { $0 == "," }
    }
    guard plain.wholeMatch(of: /-?[0-9]{1,15}(\.[0-9]{1,6})?/) != nil, let number = Double(plain) else { return nil }
    // Powers of ten times a decimal: to the sixth digit, so that 1.1千 is 1100.
    return (number * factor * 1_000_000).rounded() / 1_000_000
  }

  /// `12` and `2.5`.
  package static func plain(_ number: Double) -> String {
    guard number == number.rounded(), abs(number) < 1e15 else { return "\(number)" }
    return String(Int64(number))
  }
}
