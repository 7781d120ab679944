import Database
import Localization
import Organizations
import Platform
import Values
import Views
import Web

/// What a partner was asked over the years, and what it answered.
struct SurveysTab {
  let member: Member
  private let lines: [(row: ParticipantRow, survey: Survey, answers: SurveyAnswers?)]

  static func load(_ member: Member, _ partner: Partner) async throws -> SurveysTab {
    guard member.actor.may(.surveysRead) else { throw WebError.forbidden() }
    let participants = SurveyParticipantStore(member.services.sealer)
    // The partner was found in sight: so is what it answered.
    let (school, scope) = (partner.partnership.schoolID, member.actor.scope)
    return try await member.services.database.read { connection in
      let rows = try participants.rows(ofPartner: partner.partnership.id, in: .school(school), on: connection)
      return SurveysTab(
        member: member,
        lines: try rows.compactMap { row in
          guard let record = try SurveyStore.record(row.participant.surveyID, in: scope, on: connection)
          else { return nil }
          return (
            row, record.survey,
            try SurveyAnswerStore(participants).response(of: row.participant, on: connection)?.answers
          )
        })
    }
  }

  var html: HTML {
    let (t, words) = (member.t, SurveyWords(t: member.t))
    guard !lines.isEmpty else {
      return EmptyState(
        icon: .evaluation, title: t("partners.survey.partner.empty"), text: t("partners.survey.partner.empty.text")
      ).html
    }
    return DataTable(
      caption: t("partners.surveys.title"),
      columns: [
        DataTable.Column("survey", t("partners.survey.field.title"), phone: .title),
        DataTable.Column("step", t("partners.survey.field.step"), isNarrow: true),
        DataTable.Column("people", t("partners.survey.demand.people"), alignment: .end),
        DataTable.Column("interns", t("partners.survey.demand.interns"), alignment: .end),
        DataTable.Column("by", t("partners.survey.field.answerer")),
        DataTable.Column("at", t("partners.survey.field.latest"), isNarrow: true),
      ],
      rows: lines.map { line in
        let participant = line.row.participant
        let isAnswered = participant.state == .answered
        let demands = line.answers?.demands
        return DataTable.Row(
          id: "\(participant.id)", name: line.survey.title.text(t.language),
          link: isAnswered
            ? SurveyLinks.answer(line.survey.id, participant.id)
            : Link("\(SurveyLinks.participants(line.survey.id).text)/\(participant.id)"),
          [
            .text(line.survey.title.text(t.language), second: words.period(line.survey)),
            DataTable.Cell(words.step(participant).html),
            .number(demands.map { $0.reduce(0) { $0 + $1.people } }),
            .number(demands.map { $0.reduce(0) { $0 + ($1.interns ?? 0) } }),
            .text(words.answerer(participant)), .text(words.latest(participant)),
          ])
      }, empty: EmptyState(title: ""), id: "surveys", t
    ).html
  }
}
