import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages on which a school's office arranges its types of agreements.
struct TypeRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = AgreementLinks.types.text
    member.get(path, needs: .agreementsTypes) { try await TypesPage.load($0).reply() }
    member.get("\(path)/new", needs: .agreementsTypes) { try await TypesPage.load($0).form(nil) }
    member.post(path, needs: .agreementsTypes) { try await save($0, isNew: true) }
    member.get("\(path)/{type}/edit", needs: .agreementsTypes) { member in
      let page = try await TypesPage.load(member)
      return try await page.form(try page.type(try member.exchange.parameter("type")))
    }
    member.post("\(path)/{type}/edit", needs: .agreementsTypes) { try await save($0, isNew: false) }
  }

  private func save(_ member: Member, isNew: Bool) async throws -> Reply {
    let page = try await TypesPage.load(member)
    let old = isNew ? nil : try page.type(try member.exchange.parameter("type"))
    let form = member.exchange.form
    let (type, problems) = TypeForm.read(form, into: old ?? page.blank)
    guard problems.isEmpty else { return try await page.form(old, typed: form, problems: problems) }
    do {
      try await ChangeTypes(services).save(type, isNew: isNew, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.form(old, typed: form, problems: invalid.problems)
    } catch AgreementError.stale {
      return try await page.form(old, typed: form, problems: [FieldProblem("", "agreements.types.problem.stale")])
    } catch AgreementError.notFound {
      throw WebError.notFound
    }
    return .redirect(
      to: AgreementLinks.types,
      flash: .ok("agreements.types.flash.saved", ["name": type.name.text(member.t)]))
  }
}

extension Choice.Label {
  func text(_ t: Localizer) -> String { Choice("", self).text(t) }
}

/// `/agreements/types`: the types of a school, in order, and the form of one.
struct TypesPage {
  let member: Member
  let school: ID<School>
  private let types: [AgreementType]
  private let people: [(id: Int64, name: String)]

  /// - Throws: `WebError.forbidden` for roles that work for no single school.
  static func load(_ member: Member) async throws -> TypesPage {
    guard let school = member.actor.schoolID else {
      throw WebError.forbidden(Message("agreements.problem.noSchool"))
    }
    return try await member.services.database.read { connection in
      TypesPage(
        member: member, school: school, types: try AgreementTypeStore.types(of: school, on: connection),
        people: try MembershipStore.people(
          holding: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert], school: school,
          on: connection
        ).map { ($0.id.rawValue, $0.name) })
    }
  }

  var blank: AgreementType {
    var type = AgreementType(code: "", schoolID: school, kind: .framework)
    type.chain = [ReviewPost(.department), ReviewPost(.office)]
    return type
  }

  /// - Throws: `WebError.notFound`.
  func type(_ code: String) throws -> AgreementType {
    guard let type = types.first(where: { $0.code == code }) else { throw WebError.notFound }
    return type
  }

  func reply() async throws -> Reply {
    let t = member.t
    let table = DataTable(
      caption: t("agreements.types.title"),
      columns: [
        .init("name", t("agreements.types.name"), phone: .title), .init("chain", t("agreements.types.chain")),
        .init("pattern", t("agreements.types.pattern")),
        .init("months", t("agreements.types.usualMonths"), alignment: .end),
        .init("state", t("agreements.types.isActive")),
      ],
      rows: types.map { type in
        DataTable.Row(
          id: type.code, name: type.name.text(t), link: AgreementLinks.type(type.code),
          [
            // Where a type bears the name of its kind, it is said once.
            .text(
              type.name.text(t), second: type.name.text(t) == t(type.kind.label) ? nil : t(type.kind.label)),
            .text(type.chain.map { t($0.step.label) }.joined(separator: " → ")),
            DataTable.Cell("<span class=\"code\">\(type.pattern)</span>"), .number(type.usualMonths),
            DataTable.Cell(
              Badge(
                type.isActive ? .ok : .neutral,
                t(type.isActive ? "agreements.types.active" : "agreements.types.inactive")
              ).html),
          ])
      }, empty: EmptyState(title: t("agreements.types.title")), id: "types", t)
    return try await member.page(
      PageContent(
        title: t("agreements.types.title"),
        crumbs: [Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.types.title"))],
        actions: LinkButton(
          t("agreements.types.new"), to: Link("\(AgreementLinks.types.text)/new"), style: .primary, icon: .plus
        ).html, content: "<p class=\"soft\">\(t("agreements.types.intro"))</p>\(table)"))
  }

  func form(_ type: AgreementType?, typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = member.t
    let title = type.map { $0.name.text(t) } ?? t("agreements.types.new")
    let form = TypeForm(
      type: type ?? blank, isNew: type == nil, people: people, typed: typed, problems: problems,
      csrf: member.exchange.csrfToken, t: t)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("agreements.title"), AgreementLinks.list), Crumb(t("agreements.types.title"), AgreementLinks.types),
          Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}
