import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// `/surveys/{survey}/summary`: what the answers come to, as picture and table; every figure opens its rows.
struct SurveySummaryPage {
  let page: SurveyPage
  let summary: SurveySummary
  let levels: [PartnerLevel]
  /// Partners behind each major that is asked about (inventory 42).
  let coverage: [ID<Major>: Int]
  let filter: SurveyFilter
  let address: ListAddress

  private var member: Member { page.member }
  private var t: Localizer { page.member.t }
  private var survey: Survey { page.survey }

  static func load(_ page: SurveyPage) async throws -> SurveySummaryPage {
    let (member, survey) = (page.member, page.survey)
    let form = member.exchange.query
    var filter = SurveyFilterAddress.filter(form)
    (filter.question, filter.value, filter.from, filter.to) = (nil, nil, nil, nil)
    (filter.majorID, filter.year, filter.isForInterns, filter.outcome) = (nil, nil, false, nil)
    let (asked, scope) = (filter, member.actor.scope)
    let store = SurveyAnswerStore(SurveyParticipantStore(member.services.sealer))
    // Figures over all answers: read beside the short ones.
    return try await member.services.database.readLong { connection in
      let responses = try store.all(to: survey, asked, in: scope, on: connection)
      let coverage = try CoverageStore.majors(in: .school(survey.schoolID), on: connection)
      return SurveySummaryPage(
        page: page, summary: SurveySummary(of: survey, responses),
        levels: try PartnerLevelStore.levels(of: survey.schoolID, on: connection),
        coverage: Dictionary(coverage.map { ($0.major.id, $0.partners) }, uniquingKeysWith: { first, _ in first }),
        filter: asked,
        address: SurveyFilterAddress.figures.reduce(
          SurveyFilterAddress.address(SurveyLinks.summary(survey.id), form)
        ) { $0.removing($1) })
    }
  }

  func reply() async throws -> Reply {
    let count = summary.answered + summary.none
    let bar: HTML =
      page.progress.answered == 0
      ? .empty : SurveyFilterAddress.bar(address, levels: levels, target: "summary", t).html
    guard count > 0 else {
      let isWhole = filter == SurveyFilter()
      return try await page.framed(
        .summary,
        """
        \(bar)<div id="summary">\(EmptyState(icon: .report, title: t(isWhole ? "partners.survey.answers.empty" : "partners.survey.answers.nothingFound"), text: isWhole ? t("partners.survey.summary.empty.text") : nil))</div>
        """)
    }
    let few: HTML =
      count < SurveyRules.fewAnswers
      ? Alert(.warning, title: t("partners.survey.few", ["count": "\(count)"])).html : .empty
    return try await page.framed(
      .summary, actions: actions,
      """
      \(bar)<div id="summary" class="stack">\(few)\(tiles)\(DemandCard(summary: self).html)\
      \(summary.questions.map { QuestionCard(summary: self, question: $0).html })</div>
      """)
  }

  private var actions: HTML {
    guard member.actor.may(.surveysExport) else { return .empty }
    let sheet = LinkButton(
      t("partners.survey.sheet"), to: address.moved(to: SurveyLinks.page(survey.id, "answers.xlsx")).link,
      icon: .download, isDownload: true)
    let paper = LinkButton(
      t("partners.survey.report"), to: address.moved(to: SurveyLinks.page(survey.id, "summary.pdf")).link,
      icon: .print, isDownload: true)
    return "\(sheet)\(paper)"
  }

  /// The rows behind a figure, within the filters that hold here.
  func rows(_ figure: [(String, String)]) -> Link {
    let base = address.moved(to: SurveyLinks.answers(survey.id))
    return figure.reduce(base) { $0.adding($1.0, $1.1) }.link
  }

  private var tiles: StatRow {
    let people = summary.demands.reduce(0) { $0 + $1.people }
    let interns = summary.demands.reduce(0) { $0 + $1.interns }
    var tiles = [
      StatTile(
        t("partners.survey.summary.answers"), t.number(summary.answered + summary.none),
        of: t.number(page.progress.total), unit: t("partners.unit.enterprises"), link: rows([])),
      StatTile(
        t("partners.survey.summary.none"), t.number(summary.none), unit: t("partners.unit.enterprises"),
        link: rows([("outcome", "none")])),
    ]
    if survey.asksForDemand {
      tiles += [
        StatTile(
          t(
            "partners.survey.summary.people",
            ["years": "\(survey.firstYear)–\(survey.firstYear + Survey.yearCount - 1)"]),
          t.number(people), unit: t("partners.unit.people"), link: rows([("outcome", "answers")])),
        StatTile(
          t("partners.survey.demand.interns"), t.number(interns), unit: t("partners.unit.people"),
          link: rows([("outcome", "answers")])),
      ]
    }
    return StatRow(tiles)
  }
}

/// 分专业需求: people by major and year beside how many partners the major has.
struct DemandCard {
  let summary: SurveySummaryPage

  private var t: Localizer { summary.page.member.t }
  private var survey: Survey { summary.page.survey }

  var html: HTML {
    guard survey.asksForDemand, !summary.summary.demands.isEmpty else { return .empty }
    let demands = summary.summary.demands
    let names = Dictionary(
      summary.page.record.majors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let chart = BarChart(
      id: "demand", title: t("partners.survey.demand.chart"), categories: demands.map { names[$0.majorID] ?? "" },
      series: survey.years.enumerated().map { index, year in
        Series("\(year)", demands.map { Double($0.hires[index]) })
      }, unit: t("partners.unit.people"), isHorizontal: true, isStacked: true,
      links: survey.years.map { year in
        demands.map { summary.rows([("major", "\($0.majorID)"), ("year", "\(year)")]) }
      }, t)
    return Card(t("partners.survey.demand"), "\(chart)\(table(demands, names))").html
  }

  private func table(_ demands: [SurveySummary.Demand], _ names: [ID<Major>: String]) -> DataTable {
    let words = SurveyWords(t: t)
    let least = CoverageStore.leastPartners
    func figure(
      _ count: Int, _ more: [(String, String)], _ major: ID<Major>, second: HTML? = nil
    ) -> DataTable.Cell {
      guard count > 0 else { return DataTable.Cell("0", second: second) }
      return DataTable.Cell(
        "<a href=\"\(summary.rows([("major", "\(major)")] + more))\">\(t.number(count))</a>", second: second)
    }
    let years = survey.years.map { year in
      DataTable.Column("year\(year)", t("partners.survey.demand.year", ["year": "\(year)"]), alignment: .end)
    }
    return DataTable(
      caption: t("partners.survey.demand.table"),
      columns: [
        DataTable.Column("major", t("partners.survey.demand.major"), phone: .title),
        DataTable.Column("enterprises", t("partners.survey.demand.enterprises"), alignment: .end),
      ] + years + [
        DataTable.Column("interns", t("partners.survey.demand.interns"), alignment: .end),
        DataTable.Column("pay", t("partners.survey.demand.pay")),
        DataTable.Column("skills", t("partners.survey.demand.skills")),
      ],
      rows: demands.map { demand in
        let name = names[demand.majorID] ?? ""
        let partners = summary.coverage[demand.majorID] ?? 0
        let median = demand.payMedian.map {
          t("partners.survey.pay.median", ["pay": t.number(($0 + 50) / 100)])
        }
        let skills = demand.skills.map { $0.count > 1 ? "\($0.name) ×\($0.count)" : $0.name }
        // What the major has, beside who looks for its people.
        let missing: HTML =
          partners < least
          ? " \(Badge(.warning, t("partners.coverage.missing", ["count": "\(least - partners)"])))" : .empty
        let covered: HTML = """
          <a href="\(PartnerLinks.list.with([("major", "\(demand.majorID)")]))">\
          \(t("partners.survey.demand.partners", ["count": "\(partners)"]))</a>\(missing)
          """
        let levels = t.list(demand.levels.map { "\(words.level($0.level)) ×\($0.count)" })
        return DataTable.Row(
          id: "\(demand.majorID)", name: name,
          [
            .text(name, second: levels.isEmpty ? nil : levels),
            figure(demand.enterprises, [], demand.majorID, second: covered),
          ]
            + survey.years.enumerated().map { index, year in
              figure(demand.hires[index], [("year", "\(year)")], demand.majorID)
            } + [
              figure(demand.interns, [("interns", "1")], demand.majorID),
              .text(words.pay(demand.payFrom, demand.payTo), second: median),
              .text(skills.isEmpty ? nil : t.list(skills)),
            ])
      }, empty: EmptyState(title: ""), id: "demand-table", t)
  }
}
