import Database
import Localization
import Organizations
import Records
import Values
import Views
import Web

/// `/enterprise/statement`: own figures and wishes, which no school sees until
/// they are shared with it.
struct StatementPage {
  let space: Space
  let statement: EnterpriseStatement
  /// Names of the schools that see each part.
  private let seeing: [SharedPart: [String]]

  static func load(_ member: Member) async throws -> StatementPage {
    let space = try await Space.load(member)
    let id = space.enterprise.id
    let (statement, schools, shares) = try await space.read { connection in
      (
        try SpaceStore.statement(of: id, on: connection), try SpaceStore.schools(with: id, on: connection),
        try ShareStore.shares(of: id, on: connection)
      )
    }
    let seeing = Dictionary(
      uniqueKeysWithValues: [SharedPart.figures, .wishes].map { part in
        (part, schools.filter { shares[$0.id]?.parts.contains(part) ?? false }.map(\.name))
      })
    return StatementPage(space: space, statement: statement, seeing: seeing)
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = space.t
    let title = t("partners.space.statement")
    let sharing = LinkButton(t("partners.space.sharing"), to: SpaceLinks.sharing, icon: .settings).html
    guard space.mayManage else {
      return try await space.page(
        title,
        "\(Card(t("partners.space.part.figures"), StatementList(t: t, statement: statement, names: SaveStatement.figures).html))\(Card(t("partners.space.part.wishes"), StatementList(t: t, statement: statement, names: SaveStatement.wishes).html))"
      )
    }
    let fields = RecordForm(StatementFields.description, record: statement, typed: typed, problems: problems, t)
    let form = FormView(
      action: SpaceLinks.statement, csrf: space.csrf,
      draft: "\(space.member.actor.accountID)-statement-\(space.enterprise.id)", hasErrors: !problems.isEmpty, t,
      """
      \(fields.summary)\(FormField.hidden("version", "\(statement.version)"))\
      \(FieldGroup(t("partners.space.part.figures"), hint: hint(.figures), isPaired: true, fields.fields(SaveStatement.figures)))\
      \(FieldGroup(t("partners.space.part.wishes"), hint: hint(.wishes), fields.fields(SaveStatement.wishes)))\
      \(ButtonBar("\(Button(t("partners.edit.save"), style: .primary))"))
      """)
    return try await space.page(title, actions: sharing, status: problems.isEmpty ? 200 : 422, form.html)
  }

  private func hint(_ part: SharedPart) -> String {
    let names = seeing[part] ?? []
    return names.isEmpty
      ? space.t("partners.space.statement.unseen")
      : space.t("partners.space.statement.seen", ["schools": names.joined(separator: "、")])
  }
}

/// `/enterprise/identity`: asking for another name or credit code.
struct IdentityPage {
  let space: Space

  static func load(_ member: Member) async throws -> IdentityPage {
    IdentityPage(space: try await Space.load(member))
  }

  /// The rules of the record, and a reason, which a school will read.
  static func read(_ form: FormData, into enterprise: Enterprise) -> Reading<Enterprise> {
    let pairs = form.pairs.filter { IdentityFields.names.contains($0.name) }
    var reading = EnterpriseFields.description.read(FormData(pairs), into: enterprise)
    let reason = FieldText.trimmed(form["reason"] ?? "")
    if reason.isEmpty { reading.problems.append(FieldProblem("reason", "partners.space.problem.reason")) }
    if reason.count > IdentityRequest.longestReason {
      reading.problems.append(
        FieldProblem(
          "reason", "kit.records.tooLong", ["max": "\(IdentityRequest.longestReason)", "count": "\(reason.count)"]))
    }
    return reading
  }

  func reply(typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let t = space.t
    let description = EnterpriseFields.description.only(IdentityFields.names)
    let fields = RecordForm(description, record: space.enterprise, typed: typed, problems: problems, t)
    let labels = description.labels.merging(["reason": "partners.space.identity.reason"]) { first, _ in first }
    let error = problems.first { $0.field == "reason" }.map { t($0.message) }
    let form = FormView(
      action: SpaceLinks.identity, csrf: space.csrf, hasErrors: !problems.isEmpty, t,
      """
      \(RecordProblems(problems, labels: labels, t))\
      \(FieldGroup(t("partners.group.identity"), hint: t("partners.space.identity.hint"), fields.fields(IdentityFields.names)))\
      \(FormField.textArea(
        "reason", label: t("partners.space.identity.reason"), value: typed?["reason"] ?? "", rows: 3,
        hint: t("partners.space.identity.reason.hint"), error: error, required: true,
        maxLength: IdentityRequest.longestReason, t))\
      \(ButtonBar("\(Button(t("partners.space.identity.send"), style: .primary))\(LinkButton(t("kit.cancel"), to: SpaceLinks.profile, style: .quiet))"))
      """)
    return try await space.page(
      t("partners.space.identity.ask"), crumbs: [Crumb(t("partners.space.profile"), SpaceLinks.profile)],
      status: problems.isEmpty ? 200 : 422, form.html)
  }
}
