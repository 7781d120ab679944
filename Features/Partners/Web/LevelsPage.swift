import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/levels`: the levels that a school distinguishes, in order.
struct LevelsPage {
  let member: Member
  private let levels: [PartnerLevel]
  private let use: [String: Int]

  static let path: Link = "/partners/levels"

  static func address(_ code: String, _ act: String) -> Link { Link("\(path.text)/\(Link.encode(code))/\(act)") }

  /// - Throws: `WebError.forbidden` for roles that work for no single school.
  static func load(_ member: Member) async throws -> LevelsPage {
    guard case .school(let school) = member.actor.scope else {
      throw WebError.forbidden(Message("partners.problem.noSchool"))
    }
    return try await member.services.database.read { connection in
      LevelsPage(
        member: member, levels: try PartnerLevelStore.levels(of: school, on: connection),
        use: try PartnerLevelStore.use(of: school, on: connection))
    }
  }

  /// - Throws: `WebError.notFound`.
  func level(_ code: String) throws -> PartnerLevel {
    guard let level = levels.first(where: { $0.code == code }) else { throw WebError.notFound }
    return level
  }

  func reply() async throws -> Reply {
    let t = member.t
    let table = DataTable(
      caption: t("partners.levels.title"),
      columns: [
        .init("name", t("partners.levels.name"), phone: .title), .init("english", t("partners.levels.englishName")),
        .init("counted", t("partners.levels.isCounted")),
        .init("months", t("partners.levels.contactMonths"), alignment: .end),
        .init("partners", t("partners.levels.partners"), alignment: .end),
        .init("acts", t("partners.levels.acts")),
      ],
      rows: levels.indices.map(row), empty: EmptyState(title: t("partners.levels.title")), id: "levels", t)
    return try await member.page(
      PageContent(
        title: t("partners.levels.title"),
        crumbs: [Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(t("partners.levels.title"))],
        actions: LinkButton(
          t("partners.levels.new"), to: Link("\(Self.path.text)/new"), style: .primary, icon: .plus
        ).html, content: "<p class=\"soft\">\(t("partners.levels.intro"))</p>\(table)"))
  }

  private func row(_ place: Int) -> DataTable.Row {
    let (t, level, csrf) = (member.t, levels[place], member.exchange.csrfToken)
    let code = level.code
    let name = words(level, .chinese)
    let count = use[code] ?? 0
    let partners: HTML =
      count == 0
      ? "0"
      : "<a href=\"\(PartnerLinks.list.with([("level", code), ("ended", "1")]))\">\(FigureText.grouped(count))</a>"
    func move(_ key: String, _ icon: Icon, isUp: Bool) -> HTML {
      PostButton(
        t(key, ["name": name]), to: Self.address(code, "move"), csrf: csrf, style: .quiet, icon: icon,
        fields: [("to", isUp ? "up" : "down")], isSmall: true, isIconOnly: true
      ).html
    }
    let up = place > 0 ? move("partners.levels.up", .arrowUp, isUp: true) : .empty
    let down = place < levels.count - 1 ? move("partners.levels.down", .arrowDown, isUp: false) : .empty
    let edit = LinkButton(t("partners.levels.edit"), to: Self.address(code, "edit"), icon: .edit, isSmall: true).html
    let remove: HTML =
      count == 0 && levels.count > 1
      ? PostButton(
        t("partners.levels.remove"), to: Self.address(code, "remove"), csrf: csrf, style: .danger,
        confirm: t("partners.levels.remove.confirm", ["name": name]), isSmall: true
      ).html : .empty
    return DataTable.Row(
      id: code, name: name,
      [
        .text(name), .text(words(level, .english)),
        .init(Badge(level.isCounted ? .ok : .neutral, t(level.isCounted ? "kit.records.yes" : "kit.records.no")).html),
        .number(level.contactMonths ?? ContactRhythm.usualMonths(of: level.code)), .init(partners),
        .init("<div class=\"actions\">\(up)\(down)\(edit)\(remove)</div>"),
      ])
  }

  private func words(_ level: PartnerLevel, _ language: Language) -> String {
    level.name.text(of: level.code, member.services.localizer(language))
  }

  // MARK: The form

  /// The level with the names that it is shown by, so that a form begins with them.
  func named(_ level: PartnerLevel) -> PartnerLevel {
    var level = level
    level.name = LevelName(chinese: words(level, .chinese), english: words(level, .english))
    return level
  }

  /// Names that are the usual ones are not kept: they follow the program's.
  func kept(_ level: PartnerLevel) -> PartnerLevel {
    var level = level
    let services = member.services
    let usual = (
      PartnerLevel.usualName(of: level.code, services.localizer(.chinese)),
      PartnerLevel.usualName(of: level.code, services.localizer(.english))
    )
    if level.name.chinese == usual.0 { level.name.chinese = "" }
    if level.name.english == usual.1 { level.name.english = "" }
    return level
  }

  func form(
    _ level: PartnerLevel?, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let t = member.t
    let record = level.map(named) ?? PartnerLevel(code: "", position: 0, isCounted: true)
    let fields = RecordForm(LevelFields.description, record: record, typed: typed, problems: problems, t)
    let title =
      level.map { t("partners.levels.edit.title", ["name": words($0, t.language)]) } ?? t("partners.levels.new")
    let button = t(level == nil ? "partners.levels.new.save" : "partners.levels.save")
    let form = FormView(
      action: level.map { Self.address($0.code, "edit") } ?? Self.path, csrf: member.exchange.csrfToken,
      hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(fields.fields(["name", "englishName", "isCounted", "contactMonths"]))\
      \(ButtonBar("\(Button(button, style: .primary))\(LinkButton(t("kit.cancel"), to: Self.path, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title,
        crumbs: [
          Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(t("partners.levels.title"), Self.path),
          Crumb(title),
        ], status: problems.isEmpty ? 200 : 422, content: form.html))
  }
}
