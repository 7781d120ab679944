import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Standards
import Values
import Web

/// Writes the answers of a survey as a sheet: a row for each enterprise, a
/// column for each question; a second sheet holds the demand by major.
struct ExportSurvey: Sendable {
  let services: Services

  /// - Returns: the number of answers. That they were taken out is logged.
  @discardableResult
  func callAsFunction(
    _ record: SurveyRecord, _ filter: SurveyFilter, by actor: Actor, to path: String, _ t: Localizer
  ) async throws -> Int {
    let survey = record.survey
    let store = SurveyAnswerStore(SurveyParticipantStore(services.sealer))
    let count = try await services.database.readLong { connection in
      let levels = try PartnerLevelStore.levels(of: survey.schoolID, on: connection)
      let names = Dictionary(levels.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
      let responses = try store.all(to: survey, filter, in: actor.scope, on: connection)
      let columns = Self.about(names) + survey.questions.compactMap { Self.column($0) }
      let writer = try XlsxWriter(
        path: path, sheetName: t("partners.survey.tab.answers"),
        columns: columns.map { XlsxColumn($0.title(t), width: $0.width, kind: $0.kind) })
      for response in responses { try writer.append(row: columns.map { $0.cell(response, t) }) }
      if survey.asksForDemand { try Self.demand(record, responses, to: writer, t) }
      try writer.close()
      return responses.count
    }
    try await log("exported", "xlsx × \(count)", survey, by: actor)
    return count
  }

  func log(_ act: String, _ note: String, _ survey: Survey, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      try services.audit.record(
        AuditEntry(
          action: "partners.survey.\(act)", subject: survey.subject, accountID: actor.accountID.rawValue,
          schoolID: survey.schoolID.rawValue, note: note, at: services.now), on: connection)
    }
  }

  private struct Column: Sendable {
    let title: @Sendable (Localizer) -> String
    var width = 18.0
    var kind: XlsxColumn.Kind = .text
    let cell: @Sendable (SurveyResponse, Localizer) -> XlsxCell
  }

  private static func about(_ levels: [String: LevelName]) -> [Column] {
    func plain(
      _ label: String, _ width: Double = 14, _ kind: XlsxColumn.Kind = .text,
      _ cell: @escaping @Sendable (SurveyResponse, Localizer) -> XlsxCell
    ) -> Column {
      Column(title: { $0(label) }, width: width, kind: kind, cell: cell)
    }
    return [
      plain("partners.field.name", 32) { row, _ in .text(row.partnerName) },
      plain("partners.field.creditCode", 20) { row, _ in .text(row.creditCode) },
      plain("partners.field.level") { row, t in
        .text(LevelText.name(row.level, levels[row.level] ?? LevelName(), t))
      },
      plain("partners.field.industry", 24) { row, t in
        .text(EnterpriseFields.industries.title(row.industry, t.language) ?? row.industry)
      },
      plain("partners.field.region") { row, _ in
        .text(Regions.national.provinces.first { $0.code.hasPrefix(row.province) && !row.province.isEmpty }?.name)
      },
      plain("partners.field.size", 10) { row, t in .text(row.size.isEmpty ? "" : t("standards.size.\(row.size)")) },
      plain("partners.survey.field.outcome") { row, t in
        .text(row.participant.outcome.map { t("partners.survey.outcome.\($0.rawValue)") })
      },
      plain("partners.survey.at.answered", 16, .instant) { row, _ in
        row.participant.answeredAt.map { .instant($0) } ?? .empty
      },
      plain("partners.survey.field.answerer", 24) { row, t in .text(SurveyWords(t: t).answerer(row.participant)) },
      plain("partners.survey.field.note", 20) { row, _ in .text(row.participant.note) },
    ]
  }

  private static func column(_ question: SurveyQuestion) -> Column? {
    guard question.kind != .section, question.kind != .demand else { return nil }
    let kind: XlsxColumn.Kind =
      switch question.kind {
      case .number, .scale: .number
      case .date: .date
      default: .text
      }
    return Column(
      title: { t in
        let unit = question.unit.text(t.language)
        return question.text.text(t.language) + (unit.isEmpty ? "" : "（\(unit)）")
      }, width: question.kind == .text ? 40 : 24, kind: kind,
      cell: { row, t in
        guard let value = row.answers.values[question.key] else { return .empty }
        return switch value {
        case .number(let number): .number(number)
        case .date(let day): .date(day)
        case .choices(let keys) where question.kind == .scale:
          keys.first.flatMap(Double.init).map { .number($0) } ?? .empty
        default: .text(SurveyWords(t: t).answer(value, to: question))
        }
      })
  }

  private static func demand(
    _ record: SurveyRecord, _ responses: [SurveyResponse], to writer: XlsxWriter, _ t: Localizer
  ) throws {
    let words = SurveyWords(t: t)
    let names = Dictionary(record.majors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    try writer.addSheet(
      named: t("partners.survey.demand"),
      columns: [
        XlsxColumn(t("partners.field.name"), width: 32), XlsxColumn(t("partners.survey.demand.major"), width: 20),
      ]
        + record.survey.years.map {
          XlsxColumn(t("partners.survey.demand.hires", ["year": "\($0)"]), width: 12, kind: .number)
        } + [
          XlsxColumn(t("partners.survey.demand.interns"), width: 12, kind: .number),
          XlsxColumn(t("partners.survey.demand.level"), width: 14),
          XlsxColumn(t("partners.survey.demand.payFrom"), width: 14, kind: .money),
          XlsxColumn(t("partners.survey.demand.payTo"), width: 14, kind: .money),
          XlsxColumn(t("partners.survey.demand.skills"), width: 40),
        ])
    func number(_ count: Int?) -> XlsxCell { count.map { .integer(Int64($0)) } ?? .empty }
    for response in responses {
      for demand in response.answers.demands {
        try writer.append(
          row: [.text(response.partnerName), .text(names[demand.majorID] ?? "")] + demand.hires.map(number) + [
            number(demand.interns), .text(words.level(demand.level)), demand.payFrom.map { .money($0) } ?? .empty,
            demand.payTo.map { .money($0) } ?? .empty, .text(t.list(demand.skills)),
          ])
      }
    }
  }

  /// `/surveys/{survey}/answers.xlsx`: what the answers of the same address show, all pages of it.
  static func reply(_ page: SurveyPage) async throws -> Reply {
    let member = page.member
    let file = TemporaryFile(in: member.services.files, id: member.services.ids.next())
    try await ExportSurvey(services: member.services)(
      page.record, SurveyFilterAddress.filter(member.exchange.query), by: member.actor, to: file.path, member.t)
    return .made(
      file, as: .xlsx, named: "\(page.survey.title.text(member.t.language)) \(member.now.day).xlsx")
  }
}
