import Localization
import Organizations
import Values
import Views

/// The answers to one question: a picture with the same figures in a table beside it.
struct QuestionCard {
  let summary: SurveySummaryPage
  let question: SurveySummary.Question

  private var t: Localizer { summary.page.member.t }
  private var words: SurveyWords { SurveyWords(t: t) }
  private var title: String { question.question.text.text(t.language) }
  private var chartID: String { "chart-\(question.question.key)" }

  var html: HTML {
    let note = t("partners.survey.summary.count", ["count": "\(question.count)"])
    let few: HTML =
      question.count > 0 && question.count < SurveyRules.fewAnswers
      ? " \(Badge(.warning, t("partners.survey.few.short")))" : .empty
    return Card(
      title, actions: "<span class=\"soft\">\(note)</span>\(few)", id: question.question.key, content
    ).html
  }

  private var content: HTML {
    guard question.count > 0 else { return "<p class=\"soft\">\(t("partners.survey.summary.nobody"))</p>" }
    return switch question.question.kind {
    case .single, .yesNo: "<div class=\"columns even\">\(donut)\(table)</div>"
    case .multiple: "<div class=\"columns even\">\(bars)\(table)</div>"
    case .scale: "<div class=\"columns even\">\(scale)\(table)</div>"
    case .number: numbers
    case .date: months
    case .text: texts
    case .section, .demand: .empty
    }
  }

  /// The answers with their words, and the rows behind each.
  private var lines: [(name: String, count: Int, link: Link)] {
    let names = Dictionary(
      question.question.choices(t).map { ($0.value, $0.label) }, uniquingKeysWith: { first, _ in first })
    return question.counts.map { line in
      (
        names[line.value] ?? line.value, line.count,
        summary.rows([("question", question.question.key), ("value", line.value)])
      )
    }
  }

  private var donut: HTML {
    // A ring tells six parts apart; more are bars.
    guard lines.count <= 6 else { return bars }
    return DonutChart(
      id: chartID, title: t("partners.survey.summary.byAnswer"),
      parts: lines.map { DonutChart.Part($0.name, Double($0.count)) },
      unit: t("partners.unit.enterprises"), t
    ).html
  }

  private var bars: HTML {
    BarChart(
      id: chartID, title: t("partners.survey.summary.byAnswer"), categories: lines.map(\.name),
      series: [Series(t("partners.survey.summary.answers"), lines.map { Double($0.count) })],
      unit: t("partners.unit.enterprises"), isHorizontal: true, links: [lines.map(\.link)], t
    ).html
  }

  private var scale: HTML {
    let mean: HTML =
      question.mean.map { mean -> HTML in
        "<p>\(t("partners.survey.summary.mean", ["mean": t.number(mean, fractionDigits: 1)]))</p>"
      } ?? .empty
    let chart = BarChart(
      id: chartID, title: t("partners.survey.summary.byAnswer"), categories: lines.map(\.name),
      series: [Series(t("partners.survey.summary.answers"), lines.map { Double($0.count) })],
      unit: t("partners.unit.enterprises"), links: [lines.map(\.link)], t)
    return "<div>\(mean)\(chart)</div>"
  }

  private var table: HTML {
    figures(
      lines.map { line in (line.name, line.count, line.link) }, share: true)
  }

  private func figures(_ lines: [(name: String, count: Int, link: Link)], share: Bool) -> HTML {
    let rows = lines.map { line -> HTML in
      let count: HTML =
        line.count > 0 ? "<a href=\"\(line.link)\">\(t.number(line.count))</a>" : "\(t.number(line.count))"
      let part: HTML = share ? "<td>\(t.percent(line.count, of: question.count))</td>" : .empty
      return "<tr><th scope=\"row\">\(line.name)</th><td>\(count)</td>\(part)</tr>"
    }
    let head: HTML = share ? "<th scope=\"col\">\(t("kit.chart.share"))</th>" : .empty
    return """
      <div class="scroll"><table class="plain figures"><caption class="visually-hidden">\(title)</caption><thead><tr>\
      <th scope="col">\(t("partners.survey.answer"))</th><th scope="col">\(t("partners.unit.enterprises"))</th>\(head)</tr></thead>\
      <tbody>\(rows)</tbody></table></div>
      """
  }

  private var numbers: HTML {
    guard let numbers = question.numbers else { return .empty }
    func link(_ from: Double, _ to: Double) -> Link {
      summary.rows([
        ("question", question.question.key), ("from", SurveyNumber.plain(from)), ("to", SurveyNumber.plain(to)),
      ])
    }
    let lines = numbers.ranges.map { range in
      ("\(words.figure(range.from))–\(words.figure(range.to))", range.count, link(range.from, range.to))
    }
    let chart = BarChart(
      id: chartID, title: t("partners.survey.summary.byAnswer"), categories: lines.map(\.0),
      series: [Series(t("partners.survey.summary.answers"), lines.map { Double($0.1) })],
      unit: t("partners.unit.enterprises"), links: [lines.map(\.2)], t)
    func fact(_ label: String, _ value: Double) -> DescriptionList.Item {
      .text(t("partners.survey.summary.\(label)"), words.withUnit(value, question.question))
    }
    let facts = DescriptionList([
      fact("sum", numbers.sum), fact("average", numbers.mean), fact("median", numbers.median),
      fact("least", numbers.least), fact("most", numbers.most),
    ])
    return
      "<div class=\"columns even\">\(chart)<div class=\"stack\">\(facts)\(figures(lines, share: false))</div></div>"
  }

  private var months: HTML {
    let lines = question.months.map { line in
      (line.value, line.count, summary.rows([("question", question.question.key), ("value", line.value)]))
    }
    let chart = BarChart(
      id: chartID, title: t("partners.survey.summary.byAnswer"), categories: lines.map(\.0),
      series: [Series(t("partners.survey.summary.answers"), lines.map { Double($0.1) })],
      unit: t("partners.unit.enterprises"), links: [lines.map(\.2)], t)
    return "<div class=\"columns even\">\(chart)\(figures(lines, share: false))</div>"
  }

  private var texts: HTML {
    let survey = summary.page.survey
    let items = question.texts.prefix(SurveySummary.mostTexts).map { line -> HTML in
      """
      <li><p>\(VisitWords.short(line.text, 400))</p><p class="soft">\
      <a href="\(SurveyLinks.answer(survey.id, line.participant))">\(line.partner)</a></p></li>
      """
    }
    let more: HTML =
      question.texts.count > SurveySummary.mostTexts
      ? """
      <p><a href="\(summary.rows([("question", question.question.key)]))">\(t("partners.survey.summary.more", ["count": "\(question.texts.count)"]))</a></p>
      """ : .empty
    return "<ul class=\"survey-texts\">\(items)</ul>\(more)"
  }
}
