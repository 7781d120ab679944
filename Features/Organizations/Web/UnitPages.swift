import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// A part of the organisation that has a form and a page that asks before closing it.
protocol UnitPages: OrganisationUnit {
  static var links: RecordLinks<Self> { get }
  /// Who may make, change, close and open it.
  static var managedBy: Permission { get }
  /// Groups of the form: the key of each heading and its fields.
  static var groups: [(legend: String, fields: [String])] { get }
  /// A new one; a link may name what it belongs to.
  static func blank(id: ID<Self>, school: School?, query: FormData, now: Instant) -> Self
  /// What its choices offer; closed ones only where the unit points at them already.
  static func choices(for unit: Self, in scope: Actor.Scope, on connection: any Connection) throws -> [String: [Choice]]
  /// What stands in it now.
  static func counts(of unit: Self, in scope: Actor.Scope, on connection: any Connection) throws -> UnitCounts
}

extension UnitPages {
  static func key(_ word: String) -> String { "organizations.\(kind).\(word)" }

  /// The list in which the unit stands, as this reader sees it.
  func list(for actor: Actor) -> Link {
    guard actor.scope == .installation, Self.kind != School.kind else { return Self.links.list }
    return Self.links.list.with([("school", schoolID.description)])
  }
}

/// The form of a part of the organisation.
struct UnitFormPage<Unit: UnitPages>: Sendable {
  let member: Member
  let unit: Unit
  let isNew: Bool
  let choices: [String: [Choice]]

  static func load(_ member: Member, _ unit: Unit, isNew: Bool) async throws -> UnitFormPage {
    let scope = member.actor.scope
    let choices = try await member.services.database.read { connection in
      try Unit.choices(for: unit, in: scope, on: connection)
    }
    return UnitFormPage(member: member, unit: unit, isNew: isNew, choices: choices)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = member.t
    let list = unit.list(for: member.actor)
    let fields = RecordForm(
      Unit.fields.offering(choices).askingChoices(of: unit), record: unit, typed: typed, problems: problems, t)
    let action =
      isNew
      ? Unit.links.list.with([("school", Unit.kind == School.kind ? "" : unit.schoolID.description)])
      : Unit.links.edit(unit.id)
    let form = FormView(
      action: action, csrf: member.exchange.csrfToken,
      draft: "\(member.actor.accountID)-\(Unit.kind)-\(isNew ? "new" : unit.id.description)",
      hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(Unit.groups.map { fields.group($0.legend, $0.fields) })\
      \(ButtonBar("\(Button(t(isNew ? Unit.key("new.save") : "organizations.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: list, style: .quiet))"))
      """)
    let title = isNew ? t(Unit.key("new")) : t(Unit.key("edit"), ["name": unit.name])
    return try await member.page(
      PageContent(
        title: title, crumbs: [Crumb(t(Unit.key("list")), list), Crumb(title)],
        titleNote: isNew ? .empty : StatusText.badge(unit.status, t).html, actions: isNew ? .empty : standing,
        status: problems.isEmpty ? 200 : 422, content: form.html))
  }

  private var standing: HTML {
    let t = member.t
    switch unit.status {
    case .active: return LinkButton(t(Unit.key("close")), to: Unit.links.close(unit.id), style: .danger).html
    case .closed:
      return PostButton(t("organizations.open"), to: Unit.links.open(unit.id), csrf: member.exchange.csrfToken).html
    }
  }
}

/// Asks before a part of the organisation is closed, with the numbers of what stands in it.
struct UnitClosePage<Unit: UnitPages>: Sendable {
  let member: Member
  let unit: Unit

  func reply() async throws -> Reply {
    let (t, scope, unit) = (member.t, member.actor.scope, unit)
    let counts = try await member.services.database.read { connection in
      try Unit.counts(of: unit, in: scope, on: connection)
    }
    let inside = counts.words(t).joined(separator: t("organizations.close.and"))
    let weight: HTML =
      inside.isEmpty
      ? "<p>\(t("organizations.close.empty"))</p>" : "<p>\(t("organizations.close.inside", ["what": inside]))</p>"
    let form = FormView(
      action: Unit.links.close(unit.id), csrf: member.exchange.csrfToken, guardsChanges: false, t,
      """
      \(Alert(.warning, title: t(Unit.key("close.title"), ["name": unit.name]), "\(weight)<p>\(t(Unit.key("close.text")))</p>"))\
      \(ButtonBar("\(Button(t(Unit.key("close")), style: .danger))\(LinkButton(t("kit.cancel"), to: Unit.links.edit(unit.id), style: .quiet))"))
      """)
    let title = t(Unit.key("close"))
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t(Unit.key("list")), unit.list(for: member.actor)), Crumb(unit.name, Unit.links.edit(unit.id)),
          Crumb(title),
        ], content: form.html))
  }
}

/// A school has to be chosen before the form of a new record can be shown.
struct ChooseSchoolPage: Sendable {
  let member: Member
  let title: String
  let list: Crumb
  let next: Link

  func reply() async throws -> Reply {
    let (t, scope) = (member.t, member.actor.scope)
    let schools = try await member.services.database.read { connection in
      try SchoolStore.schools(in: scope, on: connection).filter { $0.status == .active }
    }
    let items = schools.map { school -> HTML in
      """
      <li><a href="\(next.with([("school", school.id.description)]))">\(school.name)</a>\
      <span class="soft">\(t("organizations.level.\(school.level.rawValue)"))</span></li>
      """
    }
    let content: HTML =
      schools.isEmpty
      ? EmptyState(
        icon: .school, title: t("organizations.school.empty"), text: t("organizations.school.empty.text"),
        actions: member.may(.schoolsManage)
          ? LinkButton(t("organizations.school.new"), to: OrganizationsLinks.schools.new, style: .primary).html : .empty
      ).html
      : Card(t("organizations.chooseSchool"), isFlush: true, "<ul class=\"rows\">\(items)</ul>").html
    return try await member.page(PageContent(title: title, crumbs: [list, Crumb(title)], content: content))
  }
}

extension UnitCounts {
  /// What there is, in words: `12 个专业`. Nothing is said of what there is not.
  func words(_ t: Localizer) -> [String] {
    [
      ("departments", departments), ("majors", majors), ("classes", classes), ("teachers", teachers),
      ("students", students), ("members", members),
    ].compactMap { name, count in
      count > 0 ? t("organizations.count.\(name)", ["count": FigureText.grouped(count)]) : nil
    }
  }
}
