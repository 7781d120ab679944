import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// The two forms for members: inviting a person who has no account, and giving
/// a role to one who has.
struct NewMemberPage: Sendable {
  enum Way: Sendable {
    case invite, add

    var link: Link { self == .invite ? OrganizationsLinks.invite : OrganizationsLinks.addRole }
    var key: String { self == .invite ? "organizations.member.invite" : "organizations.member.add" }
    var personal: [String] { self == .invite ? ["display_name", "sign_in_name", "mail", "phone"] : ["person"] }
  }

  let member: Member
  let way: Way
  let choices: [String: [Choice]]

  static func load(_ member: Member, _ way: Way) async throws -> NewMemberPage {
    let actor = member.actor
    let choices = try await member.services.database.read { connection -> [String: [Choice]] in
      let schools = try SchoolStore.schools(in: actor.scope, on: connection).filter { $0.status == .active }
      let names = Dictionary(schools.map { ($0.id, $0.shortName) }, uniquingKeysWith: { first, _ in first })
      let departments = try SchoolStore.departments(in: actor.scope, on: connection).filter { $0.status == .active }
      let isWide = actor.scope == .installation
      return [
        "role": Role.grantable(in: actor.scope).map { Choice($0.rawValue, .key($0.label)) },
        "school": schools.map { Choice($0.id.description, .text($0.name)) },
        "department": departments.filter { names[$0.schoolID] != nil }.map { department in
          Choice(
            department.id.description, .text(department.name), group: isWide ? names[department.schoolID] : nil)
        },
      ]
    }
    return NewMemberPage(member: member, way: way, choices: choices)
  }

  private var placeFields: [String] {
    member.actor.scope == .installation ? ["role", "school", "department"] : ["role", "department"]
  }

  private var description: RecordDescription<NewMember> {
    NewMember.fields.only(way.personal + placeFields).offering(choices)
  }

  func read(_ form: FormData) -> Reading<NewMember> {
    var reading = description.read(form, into: NewMember())
    // A required field that the form leaves out altogether is missing as well.
    for name in ["role"] where !form.has(name) && !reading.problems.contains(where: { $0.field == name }) {
      reading.problems.append(FieldProblem(name, "kit.records.required"))
    }
    return reading
  }

  /// - Parameter person: the sign-in name that a link names.
  func reply(person: String = "", typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = member.t
    var blank = NewMember()
    blank.person = person
    let fields = RecordForm(description.askingChoices(of: blank), record: blank, typed: typed, problems: problems, t)
    let form = FormView(
      action: way.link, csrf: member.exchange.csrfToken, hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(fields.group("organizations.member.group.person", way.personal))\
      \(FieldGroup(t("organizations.member.group.place"), hint: t("organizations.member.group.place.hint"), fields.fields(placeFields)))\
      \(ButtonBar(note: t("\(way.key).note"), "\(Button(t("\(way.key).save"), style: .primary))\(LinkButton(t("kit.cancel"), to: OrganizationsLinks.members.list, style: .quiet))"))
      """)
    let other: HTML =
      way == .invite
      ? LinkButton(t("organizations.member.add"), to: OrganizationsLinks.addRole).html
      : LinkButton(t("organizations.member.invite"), to: OrganizationsLinks.invite).html
    return try await member.page(
      PageContent(
        title: t(way.key),
        crumbs: [Crumb(t("organizations.member.list"), OrganizationsLinks.members.list), Crumb(t(way.key))],
        actions: other, status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}
