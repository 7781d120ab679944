import Documents
import Files
import Localization
import Organizations
import Platform
import Values
import Web

/// 调研汇总报告: the summary on paper, as tables.
struct SurveyReport {
  let summary: SurveySummaryPage

  private var page: SurveyPage { summary.page }
  private var survey: Survey { summary.page.survey }
  private var t: Localizer { summary.page.member.t }

  /// Texts of one question on paper; the sheet holds them all.
  private static let mostTexts = 60

  /// `/surveys/{survey}/summary.pdf`
  static func reply(_ page: SurveyPage) async throws -> Reply {
    let member = page.member
    let summary = try await SurveySummaryPage.load(page)
    let title = page.survey.title.text(member.t.language)
    let file = TemporaryFile(in: member.services.files, id: member.services.ids.next())
    let request = try SurveyReport(summary: summary).sheet(made: member.now).request(label: title, made: member.now)
    let made = try await member.services.typesetter.typeset(request, to: file.path)
    try await ExportSurvey(services: member.services).log("reported", "pdf", page.survey, by: member.actor)
    let name = "\(member.t("partners.survey.report.title")) \(title) \(member.now.day).pdf"
    var reply = Reply.made(file, as: .pdf, named: name)
    if let text = made.unprintable {
      reply = reply.flash(FlashMessage(.warning, Message("kit.documents.unprintable", ["text": text])))
    }
    return reply
  }

  func sheet(made: Instant) -> DocumentSheet {
    let frame = DocumentFrame(
      t, school: page.record.schoolName, title: t("partners.survey.report.title"),
      subtitle: survey.title.text(t.language), made: made)
    let figures = summary.summary
    let count = figures.answered + figures.none
    var blocks: [DocumentBlock] = [
      .heading(t("partners.survey.progress")),
      .facts([
        DocumentFact(t("partners.survey.field.period"), SurveyWords(t: t).period(survey)),
        DocumentFact(t("partners.survey.progress.asked"), t.number(page.progress.asked)),
        DocumentFact(t("partners.survey.summary.answers"), t.number(count)),
        DocumentFact(t("partners.survey.summary.none"), t.number(figures.none)),
      ]),
    ]
    if count < SurveyRules.fewAnswers { blocks.append(.note(t("partners.survey.few", ["count": "\(count)"]))) }
    if summary.filter != SurveyFilter() { blocks.append(.note(t("partners.survey.report.filtered"))) }
    if !figures.demands.isEmpty { blocks += [.heading(t("partners.survey.demand")), demand] }
    blocks.append(.heading(t("partners.survey.tab.questions")))
    for question in figures.questions { blocks += self.question(question) }
    var sheet = DocumentSheet(frame, blocks)
    sheet.isFlat = true
    return sheet
  }

  private var demand: DocumentBlock {
    let words = SurveyWords(t: t)
    let names = Dictionary(page.record.majors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    return .table(
      [
        DocumentColumn(t("partners.survey.demand.major"), weight: 1.6),
        DocumentColumn(t("partners.survey.demand.enterprises"), align: .end),
      ]
        + survey.years.map { DocumentColumn(t("partners.survey.demand.year", ["year": "\($0)"]), align: .end) } + [
          DocumentColumn(t("partners.survey.demand.interns"), align: .end),
          DocumentColumn(t("partners.survey.demand.pay"), weight: 1.8),
          DocumentColumn(t("partners.survey.demand.skills"), weight: 2.6),
          DocumentColumn(t("partners.survey.demand.coverage"), align: .end),
        ],
      rows: summary.summary.demands.map { demand in
        [names[demand.majorID] ?? "", t.number(demand.enterprises)] + demand.hires.map { t.number($0) } + [
          t.number(demand.interns), words.pay(demand.payFrom, demand.payTo), t.list(demand.skills.map(\.name)),
          t.number(summary.coverage[demand.majorID] ?? 0),
        ]
      })
  }

  private func question(_ question: SurveySummary.Question) -> [DocumentBlock] {
    let words = SurveyWords(t: t)
    let title = DocumentBlock.heading(question.question.text.text(t.language), level: 2)
    let count = DocumentBlock.note(t("partners.survey.summary.count", ["count": "\(question.count)"]))
    guard question.count > 0 else { return [title, .note(t("partners.survey.summary.nobody"))] }
    func counts(_ lines: [(String, Int)]) -> DocumentBlock {
      .table(
        [
          DocumentColumn(t("partners.survey.answer"), weight: 4),
          DocumentColumn(t("partners.unit.enterprises"), align: .end),
          DocumentColumn(t("kit.chart.share"), align: .end),
        ],
        rows: lines.map { [$0.0, t.number($0.1), t.percent($0.1, of: question.count)] })
    }
    switch question.question.kind {
    case .single, .multiple, .yesNo, .scale:
      let names = Dictionary(
        question.question.choices(t).map { ($0.value, $0.label) }, uniquingKeysWith: { first, _ in first })
      return [title, count, counts(question.counts.map { (names[$0.value] ?? $0.value, $0.count) })]
    case .date: return [title, count, counts(question.months.map { ($0.value, $0.count) })]
    case .number:
      guard let numbers = question.numbers else { return [title] }
      func fact(_ label: String, _ value: Double) -> DocumentFact {
        DocumentFact(t("partners.survey.summary.\(label)"), words.withUnit(value, question.question))
      }
      return [
        title, count,
        .facts([
          fact("sum", numbers.sum), fact("average", numbers.mean), fact("median", numbers.median),
          fact("least", numbers.least), fact("most", numbers.most),
        ]),
      ]
    case .text:
      return [
        title, count,
        .table(
          [
            DocumentColumn(t("partners.field.name"), weight: 1.4),
            DocumentColumn(t("partners.survey.answer"), weight: 4),
          ],
          rows: question.texts.prefix(Self.mostTexts).map { [$0.partner, $0.text] }),
      ]
    case .section, .demand: return []
    }
  }
}
