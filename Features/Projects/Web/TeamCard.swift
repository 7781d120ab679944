import Localization
import Organizations
import Records
import Values
import Views
import Web

/// On the project's page: who of the school works on it beside its leader.
struct TeamCard {
  let page: ProjectPage
  let problems: [FieldProblem]

  var html: HTML {
    let t = page.member.t
    let (team, project) = (page.dossier.team, page.project)
    let isOver = [.closed, .stopped, .rejected].contains(project.state)
    let mayChange = page.mayApply && !isOver
    guard mayChange || !team.isEmpty else { return .empty }
    let rows = team.map { person -> HTML in
      let remove: HTML =
        mayChange
        ? PostButton(
          t("projects.team.remove", ["name": person.name]),
          to: Link("\(ProjectLinks.page(project.id, "team").text)/\(person.id)/remove"),
          csrf: page.member.exchange.csrfToken, style: .quiet, icon: .close, isSmall: true, isIconOnly: true
        ).html : .empty
      return "<tr><td>\(person.name)</td><td class=\"end\">\(remove)</td></tr>"
    }
    let list: HTML =
      team.isEmpty
      ? "<p class=\"soft\">\(t("projects.team.none"))</p>" : "<table class=\"plain\"><tbody>\(rows)</tbody></table>"
    return Card(t("projects.team"), "\(list)\(mayChange ? add : .empty)").html
  }

  private var add: HTML {
    let t = page.member.t
    let error = problems.first { $0.field == "member" }.map { t($0.message) }
    let view = FormView(
      action: ProjectLinks.page(page.project.id, "team"), csrf: page.member.exchange.csrfToken, guardsChanges: false, t,
      """
      \(FormField.select("member", label: t("projects.team.who"), choices: page.candidates.map { .init("\($0.id)", $0.name) }, value: nil, blank: t("projects.choose"), hint: t("projects.team.hint"), error: error, required: true))\
      \(ButtonBar("\(Button(t("projects.team.add"), isSmall: true))"))
      """)
    return """
      <details class="screen-only"\(if: error != nil, " open=\"\"")><summary class="disclosure">\(Icon.chevronRight)\
      \(t("projects.team.add"))</summary>\(view)</details>
      """
  }
}
