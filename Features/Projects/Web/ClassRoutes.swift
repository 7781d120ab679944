import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// The pages on which a school's office arranges modes and groupings of projects.
struct ClassRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    let path = ProjectLinks.classes.text
    member.get(path, needs: .projectsSettings) { try await ClassesPage.load($0).reply() }
    member.get("\(path)/{axis}/new", needs: .projectsSettings) { member in
      let page = try await ClassesPage.load(member)
      return try await page.form(page.blank(try Self.axis(member)), isNew: true)
    }
    member.post("\(path)/{axis}", needs: .projectsSettings) { try await save($0, isNew: true) }
    member.get("\(path)/{axis}/{word}/edit", needs: .projectsSettings) { member in
      let page = try await ClassesPage.load(member)
      return try await page.form(try page.word(member), isNew: false)
    }
    member.post("\(path)/{axis}/{word}/edit", needs: .projectsSettings) { try await save($0, isNew: false) }
  }

  static func axis(_ member: Member) throws -> ProjectClass.Axis {
    guard let axis = ProjectClass.Axis(rawValue: try member.exchange.parameter("axis")) else {
      throw WebError.notFound
    }
    return axis
  }

  private func save(_ member: Member, isNew: Bool) async throws -> Reply {
    let page = try await ClassesPage.load(member)
    let form = member.exchange.form
    var word = isNew ? page.blank(try Self.axis(member)) : try page.word(member)
    word.chinese = FieldText.trimmed(form["chinese"] ?? "")
    word.english = FieldText.trimmed(form["english"] ?? "")
    word.isActive = form["isActive"] == "1"
    if word.axis == .mode {
      word.items = ExpectedItem.all.map(\.name).filter(Set(form.all("items")).contains)
      word.required = ExpectedItem.all.map(\.name).filter(Set(form.all("required")).contains)
    }
    if !isNew { word.version = form["version"].flatMap { Int($0) } ?? 0 }
    do {
      try await ChangeClasses(services).save(word, isNew: isNew, by: member.actor)
    } catch let invalid as Invalid {
      return try await page.form(word, isNew: isNew, problems: invalid.problems)
    } catch ProjectError.stale {
      return try await page.form(word, isNew: isNew, problems: [FieldProblem("", "projects.class.problem.stale")])
    } catch ProjectError.notFound {
      throw WebError.notFound
    }
    return .redirect(to: ProjectLinks.classes, flash: .ok("projects.flash.class"))
  }
}

/// `/projects/classes`: the modes with what they ask for, and the groupings.
struct ClassesPage {
  let member: Member
  let school: ID<School>
  private let classes: ProjectClasses

  private var t: Localizer { member.t }

  /// - Throws: `WebError.forbidden` for roles that work for no single school.
  static func load(_ member: Member) async throws -> ClassesPage {
    guard let school = member.actor.schoolID else { throw WebError.forbidden(Message("projects.problem.noSchool")) }
    let classes = try await member.services.database.read { try ProjectClassStore.words(of: school, on: $0) }
    return ClassesPage(member: member, school: school, classes: classes)
  }

  func blank(_ axis: ProjectClass.Axis) -> ProjectClass { ProjectClass(schoolID: school, axis: axis, code: "") }

  /// - Throws: `WebError.notFound`.
  func word(_ member: Member) throws -> ProjectClass {
    guard let word = classes.word(try ClassRoutes.axis(member), try member.exchange.parameter("word")) else {
      throw WebError.notFound
    }
    return word
  }

  func reply() async throws -> Reply {
    let tables = ProjectClass.Axis.allCases.map { axis -> HTML in
      let table = DataTable(
        caption: t(axis.label),
        columns: [.init("name", t("projects.class.name"), phone: .title)]
          + (axis == .mode ? [.init("items", t("projects.class.items"))] : [])
          + [.init("state", t("projects.class.isActive"), isNarrow: true)],
        rows: classes.of(axis).map { row($0) },
        tools: LinkButton(
          t("projects.class.add"), to: Link("\(ProjectLinks.classes.text)/\(axis.rawValue)/new"), icon: .plus,
          isSmall: true
        ).html, empty: EmptyState(title: t(axis.label)), id: "classes-\(axis.rawValue)", t)
      return "<h2>\(t(axis.label))</h2><p class=\"soft\">\(t("projects.axis.\(axis.rawValue).text"))</p>\(table)"
    }
    return try await member.page(
      PageContent(
        title: t("projects.classes.title"),
        crumbs: [Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.classes.title"))],
        content: tables.joined()))
  }

  private func row(_ word: ProjectClass) -> DataTable.Row {
    let name = Choice("", word.name).text(t)
    let state = DataTable.Cell(
      Badge(
        word.isActive ? .ok : .neutral, t(word.isActive ? "projects.class.active" : "projects.class.inactive")
      ).html)
    let items = word.asked.map { item in
      word.required.contains(item.name) ? "\(t(item.label))*" : t(item.label)
    }
    return DataTable.Row(
      id: word.code, name: name, link: ProjectLinks.word(word.axis, word.code),
      [.text(name)] + (word.axis == .mode ? [.text(t.list(items))] : []) + [state])
  }

  func form(_ word: ProjectClass, isNew: Bool, problems: [FieldProblem] = []) async throws -> Reply {
    func error(_ name: String) -> String? { problems.first { $0.field == name }.map { t($0.message) } }
    let title = isNew ? t("projects.class.add") : Choice("", word.name).text(t)
    let items = ExpectedItem.all.map { FormField.Choice($0.name, "\(t($0.label))（\(t($0.part.label))）") }
    let lists: HTML =
      word.axis == .mode
      ? """
      \(FormField.checkboxGroup("items", label: t("projects.class.items"), choices: items, values: Set(word.items), hint: t("projects.class.items.hint"), error: error("items"), required: true))\
      \(FormField.checkboxGroup("required", label: t("projects.class.required"), choices: items, values: Set(word.required), hint: t("projects.class.required.hint"), error: error("required")))
      """ : .empty
    let base = "\(ProjectLinks.classes.text)/\(word.axis.rawValue)"
    let form = FormView(
      action: isNew ? Link(base) : ProjectLinks.word(word.axis, word.code), csrf: member.exchange.csrfToken,
      hasErrors: !problems.isEmpty, t,
      """
      \(ErrorSummary(problems.map { .init(field: $0.field.isEmpty ? nil : $0.field, t($0.message)) }, t))\
      \(FormField.hidden("version", "\(word.version)"))\
      \(FormField.text("chinese", label: t("projects.class.chinese"), value: word.chinese, hint: t("projects.class.chinese.hint"), error: error("chinese"), width: .medium, maxLength: 40))\
      \(FormField.text("english", label: t("projects.class.english"), value: word.english, error: error("english"), width: .medium, maxLength: 60))\
      \(FormField.checkbox("isActive", label: t("projects.class.isActive.label"), isOn: word.isActive))\(lists)\
      \(ButtonBar("\(Button(t("projects.class.save"), style: .primary))\(LinkButton(t("kit.cancel"), to: ProjectLinks.classes, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("projects.title"), ProjectLinks.list), Crumb(t("projects.classes.title"), ProjectLinks.classes),
          Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}
