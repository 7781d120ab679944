import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// The pages of one roster: teachers or students.
struct RosterRoutes<Person: RosterPerson>: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let list = Person.links.list.text
    let one = "\(list)/{\(Person.kind)}"
    member.get("\(list)/new", needs: .peopleManage) { try await new($0) }
    member.post(list, needs: .peopleManage) { try await create($0) }
    member.get(one, needs: .peopleRead) { try await PersonPage<Person>.load($0).overview() }
    member.get("\(one)/history", needs: .peopleRead) { try await PersonPage<Person>.load($0).history() }
    member.post("\(one)/reveal", needs: .personalReveal) { try await reveal($0) }
    member.get("\(one)/edit", needs: .peopleManage) { member in
      try await PersonFormPage.load(member, try await PersonPage<Person>.load(member).person, isNew: false).reply()
    }
    member.post("\(one)/edit", needs: .peopleManage) { try await change($0) }
  }

  /// `nil` where a school has to be chosen first.
  private func newForm(_ member: Member) async throws -> PersonFormPage<Person>? {
    guard let school = try await member.schoolForNew() else { return nil }
    let blank = Person.blank(
      id: services.ids.next(), school: school.id, for: member.actor, query: member.exchange.query, now: member.now)
    return try await PersonFormPage.load(member, blank, isNew: true)
  }

  private func new(_ member: Member) async throws -> Reply {
    guard let page = try await newForm(member) else {
      return try await ChooseSchoolPage(
        member: member, title: member.t(Person.key("new")),
        list: Crumb(member.t(Person.key("list")), Person.links.list),
        next: Person.links.new
      ).reply()
    }
    return try await page.reply()
  }

  private func create(_ member: Member) async throws -> Reply {
    guard let page = try await newForm(member) else { throw WebError.badRequest(Message("organizations.chooseSchool")) }
    return try await save(member, page)
  }

  private func change(_ member: Member) async throws -> Reply {
    let person = try await PersonPage<Person>.load(member).person
    return try await save(member, try await PersonFormPage.load(member, person, isNew: false))
  }

  private func save(_ member: Member, _ page: PersonFormPage<Person>) async throws -> Reply {
    let form = member.exchange.form
    let reading = page.read(form)
    guard reading.problems.isEmpty else { return try await page.reply(typed: form, problems: reading.problems) }
    do {
      try await reading.record.save(services, isNew: page.isNew, choices: page.choices, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    }
    return .redirect(
      to: Person.links.show(reading.record.id),
      flash: .ok(Person.key(page.isNew ? "created" : "changed"), ["name": reading.record.name]))
  }

  private func reveal(_ member: Member) async throws -> Reply {
    let page = try await PersonPage<Person>.load(member)
    try await RevealPerson(services)(page.person.subject, of: page.person.schoolID, by: member.actor)
    return try await page.overview(isRevealed: true)
  }
}
