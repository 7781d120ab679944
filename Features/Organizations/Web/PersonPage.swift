import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// The page of a person on a roster: what is recorded, masked until somebody
/// with the permission asks, which is logged.
struct PersonPage<Person: RosterPerson>: Sendable {
  enum Tab: Sendable { case overview, history }

  let member: Member
  let person: Person
  let surroundings: PersonSurroundings

  /// - Throws: `WebError.notFound` when the person is not in sight.
  static func load(_ member: Member) async throws -> PersonPage {
    let id = try member.exchange.parameter(Person.kind, as: ID<Person>.self)
    let (scope, store) = (member.actor.scope, PeopleStore(member.services.sealer))
    let found = try await member.services.database.read { connection -> (Person, PersonSurroundings)? in
      guard let person = try Person.find(id, store, in: scope, on: connection) else { return nil }
      return (person, try person.surroundings(in: scope, on: connection))
    }
    guard let (person, surroundings) = found else { throw WebError.notFound }
    return PersonPage(member: member, person: person, surroundings: surroundings)
  }

  func overview(isRevealed: Bool = false) async throws -> Reply {
    let t = member.t
    let note: HTML =
      isRevealed ? Alert(.info, "<p>\(t("organizations.person.revealed"))</p>").html : .empty
    return try await page(
      .overview,
      """
      \(note)<div class="columns"><div class="stack">\(Card(t(Person.key("group")), DescriptionList(record)))\
      \(personalData(isRevealed))</div><div class="stack">\(beside)</div></div>
      """)
  }

  /// - Throws: `WebError.notFound` where the log cannot be read back.
  func history() async throws -> Reply {
    guard let history = member.services.history else { throw WebError.notFound }
    let (id, school) = (person.id.rawValue, person.schoolID)
    let entries = try await member.services.database.read { connection in
      try history.entries(
        of: Person.kind, id: id, school: school, limit: HistoryTab<Person>.limit, on: connection)
    }
    return try await page(
      .history, HistoryTab(fields: Person.fields, entries: entries, now: member.now, t: member.t).html)
  }

  private func page(_ tab: Tab, _ content: HTML) async throws -> Reply {
    let t = member.t
    let links = Person.links
    var tabs = [Tabs.Item(t("organizations.tab.overview"), links.show(person.id), isCurrent: tab == .overview)]
    if member.services.history != nil {
      tabs.append(
        Tabs.Item(t("organizations.tab.history"), links.history(person.id), isCurrent: tab == .history))
    }
    let edit: HTML =
      member.may(.peopleManage)
      ? LinkButton(t("organizations.edit"), to: links.edit(person.id), style: .primary, icon: .edit).html : .empty
    return try await member.page(
      PageContent(
        title: person.name, crumbs: [Crumb(t(Person.key("list")), links.list), Crumb(person.name)],
        titleNote: person.badge(t).html, actions: edit, content: "\(Tabs(person.name, tabs))\(content)"))
  }

  /// The open fields, with names instead of the keys of other records.
  private var record: [DescriptionList.Item] {
    let t = member.t
    let names = [
      "department": surroundings.departmentName, "major": surroundings.majorName, "class": surroundings.className,
    ]
    var items: [DescriptionList.Item] = Person.fields.fields.compactMap { field in
      guard !field.privacy.isPersonal else { return nil }
      return .text(t(field.label), names[field.name] ?? field.display(field.value(of: person), t))
    }
    if Person.fields.field("department") == nil {
      items.append(.text(t("organizations.major.department"), surroundings.departmentName))
    }
    if member.actor.scope == .installation {
      items.append(.text(t("organizations.filter.school"), surroundings.schoolName))
    }
    return items
  }

  private func personalData(_ isRevealed: Bool) -> Card {
    let t = member.t
    let fields = Person.fields.fields.filter(\.privacy.isPersonal)
    let hasAny = fields.contains { !$0.value(of: person).isNone }
    let reveal: HTML =
      member.may(.personalReveal) && hasAny && !isRevealed
      ? PostButton(
        t("organizations.person.reveal"), to: Person.links.reveal(person.id), csrf: member.exchange.csrfToken,
        icon: .eye, isSmall: true
      ).html : .empty
    let items = fields.map { field -> DescriptionList.Item in
      let text = field.value(of: person).plainText
      return .text(t(field.label), isRevealed ? text : field.privacy.masked(text))
    }
    return Card(t("organizations.person.personal"), actions: reveal, DescriptionList(items))
  }

  private var beside: HTML {
    let t = member.t
    let classes = surroundings.advises.map { schoolClass -> HTML in
      let students = OrganizationsLinks.students.list.with([("class", schoolClass.id.description)])
      return "<li><a href=\"\(students)\">\(schoolClass.name)</a><span>\(schoolClass.entryYear)</span></li>"
    }
    let advises: HTML =
      classes.isEmpty
      ? .empty : Card(t("organizations.teacher.advises"), isFlush: true, "<ul class=\"rows\">\(classes)</ul>").html
    let account: HTML =
      surroundings.signInName.isEmpty
      ? "<p class=\"soft\">\(t("organizations.person.noAccount"))</p>"
      : "<p><span class=\"code\">\(surroundings.signInName)</span></p>"
    return "\(advises)\(Card(t("organizations.person.account"), account))"
  }
}
