import Database
import Localization
import Platform
import Records
import Values
import Views
import Web

/// Making, changing, closing and opening one kind of part of the organisation.
struct UnitRoutes<Unit: UnitPages>: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let list = Unit.links.list.text
    let one = "\(list)/{\(Unit.kind)}"
    member.get("\(list)/new", needs: Unit.managedBy) { try await new($0) }
    member.post(list, needs: Unit.managedBy) { try await create($0) }
    member.get("\(one)/edit", needs: Unit.managedBy) { member in
      try await UnitFormPage<Unit>.load(member, try await find(member), isNew: false).reply()
    }
    member.post("\(one)/edit", needs: Unit.managedBy) { try await change($0) }
    member.get("\(one)/close", needs: Unit.managedBy) { member in
      let unit = try await find(member)
      guard unit.status == .active else { return .redirect(to: Unit.links.edit(unit.id)) }
      return try await UnitClosePage(member: member, unit: unit).reply()
    }
    member.post("\(one)/close", needs: Unit.managedBy) { try await set(.closed, $0) }
    member.post("\(one)/open", needs: Unit.managedBy) { try await set(.active, $0) }
  }

  private func id(_ member: Member) throws -> ID<Unit> {
    try member.exchange.parameter(Unit.kind, as: ID<Unit>.self)
  }

  private func find(_ member: Member) async throws -> Unit {
    let (id, scope) = (try id(member), member.actor.scope)
    let unit = try await services.database.read { connection in
      try Unit.find(id, in: scope, on: connection)
    }
    guard let unit else { throw WebError.notFound }
    return unit
  }

  /// `nil` where a school has to be chosen first.
  private func newForm(_ member: Member) async throws -> UnitFormPage<Unit>? {
    let school = Unit.kind == School.kind ? nil : try await member.schoolForNew()
    guard school != nil || Unit.kind == School.kind else { return nil }
    let blank = Unit.blank(id: services.ids.next(), school: school, query: member.exchange.query, now: member.now)
    return try await UnitFormPage<Unit>.load(member, blank, isNew: true)
  }

  private func new(_ member: Member) async throws -> Reply {
    guard let page = try await newForm(member) else {
      return try await ChooseSchoolPage(
        member: member, title: member.t(Unit.key("new")), list: Crumb(member.t(Unit.key("list")), Unit.links.list),
        next: Unit.links.new
      ).reply()
    }
    return try await page.reply()
  }

  private func create(_ member: Member) async throws -> Reply {
    guard let page = try await newForm(member) else { throw WebError.badRequest(Message("organizations.chooseSchool")) }
    return try await save(member, page) { unit in
      try await SaveUnit<Unit>(services).create(unit, choices: page.choices, by: member.actor)
    }
  }

  private func change(_ member: Member) async throws -> Reply {
    let page = try await UnitFormPage<Unit>.load(member, try await find(member), isNew: false)
    return try await save(member, page) { unit in
      try await SaveUnit<Unit>(services).change(unit, choices: page.choices, by: member.actor)
    }
  }

  private func save(
    _ member: Member, _ page: UnitFormPage<Unit>, _ act: (Unit) async throws -> Void
  ) async throws -> Reply {
    let form = member.exchange.form
    let reading = Unit.fields.offering(page.choices).read(form.complete(for: Unit.fields), into: page.unit)
    guard reading.problems.isEmpty else { return try await page.reply(typed: form, problems: reading.problems) }
    do {
      try await act(reading.record)
    } catch let invalid as Invalid {
      return try await page.reply(typed: form, problems: invalid.problems)
    }
    return .redirect(
      to: reading.record.list(for: member.actor),
      flash: .ok(Unit.key(page.isNew ? "created" : "changed"), ["name": reading.record.name]))
  }

  private func set(_ status: OrganisationStatus, _ member: Member) async throws -> Reply {
    let unit = try await SetUnitStatus<Unit>(services)(status, of: try id(member), by: member.actor)
    return .redirect(
      to: unit.list(for: member.actor),
      flash: .ok(Unit.key(status == .closed ? "closed" : "opened"), ["name": unit.name]))
  }
}

extension FormData {
  /// With what browsers leave out: boxes that are not ticked, and required
  /// fields that a form without them would otherwise keep.
  func complete<Record>(for fields: RecordDescription<Record>) -> FormData {
    fields.fields.reduce(self) { form, field in
      guard !form.has(field.name) else { return form }
      switch field.kind {
      case .flag: return form.setting(field.name, to: ["0"])
      case .choices: return form.setting(field.name, to: [""])
      default: return form
      }
    }
  }
}

extension Route {
  /// The route with this feature's refusals said in the words of the web.
  func tellingRefusals() -> Route {
    let handler = handler
    return Route(method, path, access: access, body: body, operation: operation) { exchange in
      do {
        return try await handler(exchange)
      } catch OrganizationsError.notFound {
        throw WebError.notFound
      } catch OrganizationsError.ownMembership {
        throw WebError.conflict(Message("organizations.problem.ownMembership"))
      } catch OrganizationsError.lastAdministrator {
        throw WebError.conflict(Message("organizations.problem.lastAdministrator"))
      }
    }
  }
}
