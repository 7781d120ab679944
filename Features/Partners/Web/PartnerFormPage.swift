import Accounts
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// `/partners/new` and `/partners/{partner}/edit`: one form for the enterprise
/// and for what the school has with it.
struct PartnerFormPage {
  let member: Member
  let school: ID<School>
  let choices: [String: [Choice]]

  /// - Throws: `WebError.forbidden` for roles that work for no single school.
  static func load(_ member: Member, school: ID<School>?) async throws -> PartnerFormPage {
    guard let school else { throw WebError.forbidden(Message("partners.problem.noSchool")) }
    let scope = member.actor.scope
    let choices = try await member.services.database.read { connection in
      try PartnerChoices.read(school: school, scope: scope, on: connection)
    }
    return PartnerFormPage(member: member, school: school, choices: choices)
  }

  /// The form of a new partner.
  func new(
    _ partner: Partner? = nil, typed: FormData? = nil, problems: [FieldProblem] = [], similar: [SimilarPartner] = []
  ) async throws -> Reply {
    let partner = partner ?? blank
    return try await page(
      partner, title: member.t("partners.new.title"), action: PartnerLinks.list, cancel: PartnerLinks.list,
      button: similar.isEmpty ? "partners.new.save" : "partners.new.saveAnyway", typed: typed, problems: problems,
      similar: similar)
  }

  /// The form of a partner that is there.
  func edit(_ partner: Partner, typed: FormData? = nil, problems: [FieldProblem] = []) async throws -> Reply {
    let id = partner.partnership.id
    return try await page(
      partner, title: member.t("partners.edit.title", ["name": partner.enterprise.name]),
      action: PartnerLinks.edit(id), cancel: PartnerLinks.show(id), button: "partners.edit.save", typed: typed,
      problems: problems)
  }

  /// Reads the form into a partner.
  func read(_ form: FormData, into partner: Partner) -> (partner: Partner, problems: [FieldProblem]) {
    let enterprise = EnterpriseFields.description.read(form, into: partner.enterprise)
    let partnership = PartnershipFields.description.offering(choices)
      .read(absentListsAsEmpty(form), into: partner.partnership)
    return (
      Partner(partnership: partnership.record, enterprise: enterprise.record),
      enterprise.problems + partnership.problems
    )
  }

  var blank: Partner {
    let services = member.services
    let enterprise = Enterprise(id: services.ids.next())
    var partnership = Partnership(
      id: services.ids.next(), schoolID: school, enterpriseID: enterprise.id,
      level: choices["level"]?.first?.value ?? "")
    if case .department(_, let own) = member.actor.scope { partnership.departmentID = own }
    partnership.ownerID = member.actor.accountID.rawValue
    return Partner(partnership: partnership, enterprise: enterprise)
  }

  private func absentListsAsEmpty(_ form: FormData) -> FormData {
    // Browsers send nothing for a group of boxes of which none is ticked.
    var form = form
    for name in ["majors", "motives", "tags"] where !form.has(name) { form = form.setting(name, to: [""]) }
    return form
  }

  private func page(
    _ partner: Partner, title: String, action: Link, cancel: Link, button: String, typed: FormData?,
    problems: [FieldProblem], similar: [SimilarPartner] = []
  ) async throws -> Reply {
    let t = member.t
    let enterprise = RecordForm(
      EnterpriseFields.description, record: partner.enterprise, typed: typed, problems: problems, t)
    let partnership = RecordForm(
      PartnershipFields.description.offering(choices), record: partner.partnership, typed: typed, problems: problems, t)
    let summary = RecordProblems(
      problems,
      labels: EnterpriseFields.description.labels.merging(PartnershipFields.description.labels) { first, _ in first }, t
    )
    let form = FormView(
      action: action, csrf: member.exchange.csrfToken,
      draft:
        "\(member.actor.accountID)-partner-\(partner.partnership.version > 1 ? partner.partnership.id.description : "new")",
      hasErrors: !problems.isEmpty, t,
      """
      \(summary)\(SimilarPartner.warning(similar, typed: typed, t))\(FormField.hidden("version", "\(partner.enterprise.version).\(partner.partnership.version)"))\
      \(enterprise.group("partners.group.identity", ["name", "creditCode", "creditCodeReason", "shortName"]))\
      \(partnership.group("partners.group.partnership", ["level", "department", "majors", "owner", "source", "since"]))\
      \(enterprise.group("partners.group.kind", ["industry", "legalForm", "nature", "size", "staffCount", "foundedOn", "status"], isPaired: true))\
      \(enterprise.group("partners.group.place", ["region", "park", "address", "website"]))\
      \(enterprise.group("partners.group.about", ["products", "tags", "description"]))\
      \(partnership.group("partners.group.more", ["motives", "note"]))\
      \(ButtonBar("\(Button(t(button), style: .primary))\(LinkButton(t("kit.cancel"), to: cancel, style: .quiet))"))
      """)
    return try await member.page(
      PageContent(
        title: title, crumbs: [Crumb(t("partners.list.title"), PartnerLinks.list), Crumb(title)],
        status: problems.isEmpty && similar.isEmpty ? 200 : 422, content: form.html))
  }
}

/// What choice fields of a partnership offer, read from the database.
enum PartnerChoices {
  static func read(
    school: ID<School>, scope: Actor.Scope, on connection: any Connection
  ) throws -> [String: [Choice]] {
    let departments = try SchoolStore.departments(in: scope, on: connection).filter { $0.schoolID == school }
    let names = Dictionary(departments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let majors = try MajorStore.majors(in: scope, isActiveOnly: true, on: connection).filter { $0.schoolID == school }
    let owners = try MembershipStore.people(
      holding: [.cooperationOffice, .departmentAdministrator, .majorLeader, .teacher, .schoolAdministrator],
      school: school, on: connection)
    return [
      "level": try PartnerLevelStore.levels(of: school, on: connection).map { level in
        Choice(level.code, level.name.label(of: level.code))
      },
      "department": departments.map { Choice($0.id.description, .text($0.name)) },
      "majors": majors.map { Choice($0.id.description, .text($0.name), group: names[$0.departmentID]) },
      "owner": owners.map { Choice(ID<Partnership>(rawValue: $0.id.rawValue).description, .text($0.name)) },
    ]
  }
}
