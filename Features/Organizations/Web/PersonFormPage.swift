import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// The form of a person on a roster.
///
/// Personal data that is recorded already is not filled in: a form that showed
/// it would be a way to read it that nobody logs. An empty field leaves the
/// recorded value; a box erases it.
struct PersonFormPage<Person: RosterPerson>: Sendable {
  let member: Member
  let person: Person
  let isNew: Bool
  let choices: [String: [Choice]]

  static func load(_ member: Member, _ person: Person, isNew: Bool) async throws -> PersonFormPage {
    let scope = member.actor.scope
    let choices = try await member.services.database.read { connection in
      try Person.choices(for: person, in: scope, on: connection)
    }
    return PersonFormPage(member: member, person: person, isNew: isNew, choices: choices)
  }

  private static var eraseName: String { "erase" }

  private var recorded: [Field<Person>] {
    isNew ? [] : Person.fields.fields.filter { $0.privacy.isPersonal && !$0.value(of: person).isNone }
  }

  /// Reads the form into the person.
  func read(_ form: FormData) -> Reading<Person> {
    var complete = form.complete(for: Person.fields)
    for field in recorded {
      let isTyped = complete.all(field.name).contains { !FieldText.trimmed($0).isEmpty }
      guard !isTyped else { continue }
      complete = complete.setting(field.name, to: form.all(Self.eraseName).contains(field.name) ? [""] : [])
    }
    return Person.fields.offering(choices).read(complete, into: person)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = member.t
    let links = Person.links
    let back = isNew ? links.list : links.show(person.id)
    let fields = RecordForm(
      Person.fields.offering(choices).askingChoices(of: withoutPersonalData), record: withoutPersonalData, typed: typed,
      problems: problems, t)
    let groups = Person.groups.map { group -> HTML in
      let isPersonal = group.fields.contains { Person.fields.personalFields.contains($0) }
      return FieldGroup(
        t(group.legend), hint: isPersonal && !recorded.isEmpty ? t("organizations.person.keep") : nil,
        "\(fields.fields(group.fields))\(isPersonal ? erasing(typed) : .empty)"
      ).html
    }
    let action =
      isNew
      ? links.list.with([("school", member.actor.scope == .installation ? person.schoolID.description : "")])
      : links.edit(person.id)
    let form = FormView(
      action: action, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(groups)\
      \(ButtonBar("\(Button(t(isNew ? Person.key("new.save") : "organizations.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: back, style: .quiet))"))
      """)
    let title = isNew ? t(Person.key("new")) : t(Person.key("edit"), ["name": person.name])
    let crumbs =
      [Crumb(t(Person.key("list")), links.list)] + (isNew ? [] : [Crumb(person.name, links.show(person.id))])
      + [Crumb(t(isNew ? Person.key("new") : "organizations.edit"))]
    return try await member.page(
      PageContent(title: title, crumbs: crumbs, status: problems.isEmpty ? 200 : 422, content: form.html))
  }

  private var withoutPersonalData: Person {
    guard !recorded.isEmpty else { return person }
    let blanks = FormData(recorded.map { ($0.name, "") })
    return Person.fields.only(recorded.map(\.name)).read(blanks, into: person).record
  }

  /// Which recorded values to erase, each shown masked.
  private func erasing(_ typed: FormData?) -> HTML {
    guard !recorded.isEmpty else { return .empty }
    let t = member.t
    return FormField.checkboxGroup(
      Self.eraseName, label: t("organizations.person.erase"),
      choices: recorded.map { field in
        FormField.Choice(field.name, "\(t(field.label)) \(Person.fields.masked(field.name, of: person))")
      }, values: Set(typed?.all(Self.eraseName) ?? []), hint: t("organizations.person.erase.hint")
    ).html
  }
}
