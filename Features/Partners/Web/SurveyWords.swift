import Localization
import Organizations
import Records
import Security
import Values
import Views

/// How surveys, whom they ask and what was answered are said.
struct SurveyWords {
  let t: Localizer

  func state(_ survey: Survey) -> Badge {
    let tone: Tone =
      switch survey.state {
      case .draft: .neutral
      case .open: .info
      case .closed: .ok
      }
    return Badge(tone, t(survey.state.label))
  }

  func step(_ participant: SurveyParticipant) -> Badge {
    let tone: Tone =
      switch participant.step {
      case .answered: .ok
      case .none, .listed: .neutral
      case .withoutMail: .warning
      case .asked, .opened, .begun: .info
      case .withdrawn: .neutral
      }
    return Badge(tone, t(participant.step.label))
  }

  /// `2026-03-01 – 2026-03-31`
  func period(_ survey: Survey) -> String {
    let from = survey.openedAt?.day.description
    switch (from, survey.closesOn) {
    case (let from?, let until?): return "\(from) – \(until)"
    case (nil, let until?): return t("partners.survey.until", ["date": until.description])
    default: return ""
    }
  }

  /// When something last happened to a participant.
  func latest(_ participant: SurveyParticipant) -> String? {
    let at = participant.answeredAt ?? participant.savedAt ?? participant.openedAt ?? participant.askedAt
    return at?.minuteText
  }

  /// Who answered, masked, and how: `王**（邮件链接）`.
  func answerer(_ participant: SurveyParticipant) -> String {
    guard let way = participant.way else { return "" }
    // Whoever entered it for the enterprise is of the school.
    let name = way == .office ? participant.answeredBy : Masking.name(participant.answeredBy)
    return t("partners.survey.answeredBy", ["name": name, "way": t("partners.survey.way.\(way.rawValue)")])
  }

  // MARK: Answers

  func answer(_ value: SurveyValue, to question: SurveyQuestion) -> String {
    switch value {
    case .choices(let keys):
      let names = Dictionary(
        question.choices(t).map { ($0.value, $0.label) }, uniquingKeysWith: { first, _ in first })
      return t.list(keys.map { names[$0] ?? $0 })
    case .number(let number): return withUnit(number, question)
    case .text(let text): return text
    case .date(let day): return day.description
    }
  }

  func withUnit(_ number: Double, _ question: SurveyQuestion) -> String {
    let unit = question.unit.text(t.language)
    return unit.isEmpty ? figure(number) : "\(figure(number)) \(unit)"
  }

  /// `1,200` and `3.5`.
  func figure(_ number: Double) -> String {
    number == number.rounded() ? t.number(Int64(number)) : t.number(number, fractionDigits: 1)
  }

  /// `4,500–6,000 元`
  func pay(_ from: Int64?, _ to: Int64?) -> String {
    switch (from, to) {
    case (let from?, let to?) where from != to:
      t("partners.survey.pay.range", ["from": t.number(from / 100), "to": t.number(to / 100)])
    case (let one?, _), (nil, let one?): t("partners.survey.pay.one", ["pay": t.number(one / 100)])
    default: ""
    }
  }

  func level(_ level: SchoolLevel?) -> String { level.map { t("organizations.level.\($0.rawValue)") } ?? "" }

  /// Where a question is asked only after another one was answered so.
  func condition(_ question: SurveyQuestion, in survey: Survey) -> String? {
    guard let condition = question.condition, let other = survey.question(condition.question) else { return nil }
    let names = other.choices(t).filter { condition.values.contains($0.value) }.map(\.label)
    return t(
      "partners.survey.onlyIf",
      ["question": other.text.text(t.language), "answers": names.joined(separator: t("partners.survey.or"))])
  }
}

/// An answer as it is read: question by question, in the order of the form.
struct SurveyAnswerView {
  let survey: Survey
  let majors: [SurveyMajor]
  let answers: SurveyAnswers
  let t: Localizer

  private struct Part {
    var title: String
    var questions: [SurveyQuestion] = []
  }

  var html: HTML {
    var parts = [Part(title: t("partners.survey.answer"))]
    for question in survey.questions {
      if question.kind == .section {
        parts.append(Part(title: question.text.text(t.language)))
      } else {
        parts[parts.count - 1].questions.append(question)
      }
    }
    return parts.filter { !$0.questions.isEmpty }.map { part in Card(part.title, content(part.questions)).html }
      .joined()
  }

  private func content(_ questions: [SurveyQuestion]) -> HTML {
    let words = SurveyWords(t: t)
    let items = questions.filter { $0.kind != .demand }.map { question in
      DescriptionList.Item(
        question.text.text(t.language),
        answers.values[question.key].map { ReviewWords.lines(words.answer($0, to: question)) } ?? .dash, isWide: true)
    }
    let list: HTML = items.isEmpty ? .empty : DescriptionList(items).html
    return questions.contains { $0.kind == .demand } ? demand + list : list
  }

  private var demand: HTML {
    guard !answers.demands.isEmpty else { return "<p class=\"soft\">\(t("partners.survey.demand.none"))</p>" }
    let words = SurveyWords(t: t)
    let names = Dictionary(majors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let years = survey.years.enumerated().map { index, year in
      DataTable.Column("year\(index)", t("partners.survey.demand.year", ["year": "\(year)"]), alignment: .end)
    }
    // Few columns, so that it fits beside what else is said of an answer.
    return DataTable(
      caption: t("partners.survey.demand"),
      columns: [DataTable.Column("major", t("partners.survey.demand.major"), phone: .title)] + years + [
        DataTable.Column("interns", t("partners.survey.demand.interns"), alignment: .end),
        DataTable.Column("pay", t("partners.survey.demand.pay")),
      ],
      rows: answers.demands.map { demand in
        let name = names[demand.majorID] ?? ""
        let (level, skills) = (words.level(demand.level), t.list(demand.skills))
        return DataTable.Row(
          id: "\(demand.majorID)", name: name,
          [.text(name, second: skills.isEmpty ? nil : skills)] + demand.hires.map { .number($0) } + [
            .number(demand.interns),
            .text(words.pay(demand.payFrom, demand.payTo), second: level.isEmpty ? nil : level),
          ])
      }, empty: EmptyState(title: ""), id: "demand", t
    ).html
  }
}
