import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/agreements/delegations`: who acts for whom in reviews.
struct DelegationsPage {
  let member: Member

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let (t, actor, today) = (member.t, member.actor, member.now.day)
    guard let school = actor.schoolID else { throw WebError.forbidden(Message("agreements.problem.noSchool")) }
    let (open, people) = try await member.services.database.read { connection in
      (
        try DelegationStore.open(of: actor.accountID, school: school, today: today, on: connection),
        try Delegate.takers(for: actor, on: connection)
      )
    }
    let rows = open.map { delegation -> DataTable.Row in
      let isGiven = delegation.from == actor.accountID
      let end: HTML =
        isGiven
        ? PostButton(
          t("agreements.delegation.end"), to: Link("\(AgreementLinks.delegations.text)/\(delegation.id)/end"),
          csrf: member.exchange.csrfToken, style: .quiet, icon: .close,
          confirm: t("agreements.delegation.end.confirm", ["name": delegation.toName]), isSmall: true
        ).html : .empty
      return DataTable.Row(
        id: "\(delegation.id)", name: delegation.fromName,
        [
          .text(delegation.fromName, second: isGiven ? t("agreements.delegation.me") : nil),
          .text(delegation.toName, second: isGiven ? nil : t("agreements.delegation.me")),
          .text("\(delegation.fromOn) – \(delegation.untilOn)"), .text(delegation.reason), .init(end),
        ])
    }
    let table = DataTable(
      caption: t("agreements.delegation.title"),
      columns: [
        .init("from", t("agreements.delegation.from"), phone: .title), .init("to", t("agreements.delegation.to")),
        .init("period", t("agreements.delegation.period")), .init("reason", t("agreements.delegation.reason")),
        .init("acts", t("agreements.delegation.acts")),
      ], rows: rows,
      empty: EmptyState(
        icon: .users, title: t("agreements.delegation.none"), text: t("agreements.delegation.none.text")),
      id: "delegations", t)
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let choices = people.map { FormField.Choice($0.id.description, $0.name) }
    let form = FormView(
      action: AgreementLinks.delegations, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(ErrorSummary(problems.map { .init(field: $0.field, t($0.message)) }, t))\
      \(FormField.select("to", label: t("agreements.delegation.to"), choices: choices, value: typed?["to"], blank: t("agreements.choose"), error: error("to"), required: true))\
      \(FormField.date("fromOn", label: t("agreements.delegation.fromOn"), value: typed?["fromOn"] ?? today.description, error: error("fromOn"), required: true))\
      \(FormField.date("untilOn", label: t("agreements.delegation.untilOn"), value: typed?["untilOn"] ?? "", hint: t("agreements.delegation.untilOn.hint"), error: error("untilOn"), required: true))\
      \(FormField.text("reason", label: t("agreements.delegation.reason"), value: typed?["reason"] ?? "", error: error("reason"), maxLength: 200))\
      \(ButtonBar("\(Button(t("agreements.delegation.give"), style: .primary))"))
      """)
    return try await member.page(
      PageContent(
        title: t("agreements.delegation.title"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.delegation.title"))],
        status: problems.isEmpty ? 200 : 422,
        content:
          "<p class=\"soft\">\(t("agreements.delegation.intro"))</p>\(table)\(Card(t("agreements.delegation.give"), form))"
      ))
  }
}
