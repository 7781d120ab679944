package import Organizations
package import Values

/// What the answers to a survey come to.
package struct SurveySummary: Sendable {
  /// Answers with a demand, and those that say there is none.
  package let answered: Int
  package let none: Int
  package let questions: [Question]
  package let demands: [Demand]

  /// The answers to one question.
  package struct Question: Sendable {
    package let question: SurveyQuestion
    /// How many answered it.
    package let count: Int
    /// How many named each value, in the order of the question.
    package var counts: [(value: String, count: Int)] = []
    package var numbers: Numbers?
    /// Of a scale.
    package var mean: Double?
    package var texts: [(participant: ID<SurveyParticipant>, partner: String, text: String)] = []
    /// How many named a day of each month, `2027-03`.
    package var months: [(value: String, count: Int)] = []
  }

  package struct Numbers: Sendable {
    package let sum, mean, median, least, most: Double
    /// Ranges of one width; a number belongs to the one that begins at it.
    package let ranges: [(from: Double, to: Double, count: Int)]
  }

  /// What is looked for of one major.
  package struct Demand: Sendable {
    package let majorID: ID<Major>
    /// Enterprises that look for anybody.
    package let enterprises: Int
    /// People by year.
    package let hires: [Int]
    package let interns: Int
    /// Monthly pay in fen: the lowest and the highest named, and the middle of the ranges' middles.
    package let payFrom, payTo, payMedian: Int64?
    package let levels: [(level: SchoolLevel, count: Int)]
    /// The most named first.
    package let skills: [(name: String, count: Int)]

    package var people: Int { hires.reduce(0, +) }
  }

  static let mostSkills = 8
  static let mostTexts = 30
  private static let mostRanges = 6

  package init(of survey: Survey, _ responses: [SurveyResponse]) {
    let given = responses.filter { $0.participant.outcome == .answers }
    answered = given.count
    none = responses.count - given.count
    questions = survey.questions.filter { $0.kind != .section && $0.kind != .demand }.map {
      Self.summary($0, given)
    }
    demands = survey.asksForDemand ? survey.majorIDs.map { Self.demand($0, given) } : []
  }

  private static func summary(_ question: SurveyQuestion, _ responses: [SurveyResponse]) -> Question {
    let values = responses.compactMap { response in
      response.answers.values[question.key].map { (response, $0) }
    }
    var result = Question(question: question, count: values.count)
    switch question.kind {
    case .single, .multiple, .yesNo, .scale:
      var counts: [String: Int] = [:]
      for (_, value) in values { for key in value.choices { counts[key, default: 0] += 1 } }
      let keys: [String] =
        switch question.kind {
        case .yesNo: ["yes", "no"]
        case .scale: SurveyQuestion.scale.map { "\($0)" }
        default: question.options.map(\.key)
        }
      result.counts = keys.map { ($0, counts[$0] ?? 0) }
      if question.kind == .scale {
        result.mean = mean(values.flatMap { $0.1.choices.compactMap { Double($0) } })
      }
    case .number: result.numbers = numbers(values.compactMap { $0.1.number })
    case .text:
      for (response, value) in values {
        guard case .text(let text) = value else { continue }
        result.texts.append((response.participant.id, response.partnerName, text))
      }
    case .date:
      var counts: [String: Int] = [:]
      for (_, value) in values {
        if case .date(let day) = value { counts[String(day.description.prefix(7)), default: 0] += 1 }
      }
      result.months = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    case .section, .demand: break
    }
    return result
  }

  private static func numbers(_ all: [Double]) -> Numbers? {
    let sorted = all.sorted()
    guard let least = sorted.first, let most = sorted.last, let mean = mean(all), let median = median(all) else {
      return nil
    }
    let width = width(of: most - least)
    let start = (least / width).rounded(.down) * width
    let count = Int(((most - start) / width).rounded(.down)) + 1
    let ranges = (0..<count).map { index -> (from: Double, to: Double, count: Int) in
      let from = start + Double(index) * width
      return (from, from + width, sorted.filter { $0 >= from && $0 < from + width }.count)
    }
    return Numbers(
      sum: all.reduce(0, +), mean: mean, median: median, least: least, most: most, ranges: ranges)
  }

  /// A round width with which at most six ranges and one more hold everything.
  private static func width(of span: Double) -> Double {
    var width = 1.0
    let steps = [2, 2.5, 2.0]
    var step = 0
    while span / width > Double(mostRanges) {
      width *= steps[step % steps.count]
      step += 1
    }
    return width
  }

  static func mean(_ all: [Double]) -> Double? {
    all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }

  static func median(_ all: [Double]) -> Double? {
    let sorted = all.sorted()
    guard let last = sorted.indices.last else { return nil }
    return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
  }

  private static func demand(_ major: ID<Major>, _ responses: [SurveyResponse]) -> Demand {
    let all = responses.flatMap { $0.answers.demands.filter { $0.majorID == major } }
    var hires = Array(repeating: 0, count: Survey.yearCount)
    for demand in all { for (index, count) in demand.hires.enumerated() { hires[index] += count ?? 0 } }
    let middles = all.compactMap { demand -> Double? in
      let ends = [demand.payFrom, demand.payTo].compactMap(\.self).map(Double.init)
      return mean(ends)
    }
    var skills: [String: (name: String, count: Int)] = [:]
    for skill in all.flatMap(\.skills) {
      // PLC and plc are one; it is called as it was first.
      skills[skill.lowercased(), default: (skill, 0)].count += 1
    }
    let named = skills.values.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    return Demand(
      majorID: major, enterprises: all.filter(\.isWanted).count, hires: hires,
      interns: all.compactMap(\.interns).reduce(0, +),
      payFrom: all.flatMap { [$0.payFrom, $0.payTo] }.compactMap(\.self).min(),
      payTo: all.flatMap { [$0.payFrom, $0.payTo] }.compactMap(\.self).max(),
      payMedian: median(middles).map { Int64($0.rounded()) },
      levels: SchoolLevel.allCases.map { level in (level, all.filter { $0.level == level }.count) }
        .filter { $0.1 > 0 }, skills: Array(named.prefix(mostSkills)))
  }
}
