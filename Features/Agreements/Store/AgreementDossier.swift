import Accounts
import Database
import Localization
import Organizations
import Partners
import Standards
import Values

/// An agreement with everything that its pages and its words need.
struct AgreementDossier: Sendable {
  var agreement: Agreement
  let partner: Partner
  let type: AgreementType
  let values: TextValues
  let departmentName: String
  let ownerName: String

  var rendering: TextRendering { TextRendering(agreement.text, values) }
  var findings: [AgreementLaw.Finding] {
    agreement.relation == .annex
      ? [] : AgreementLaw.findings(AgreementRules.clauses(rendering), AgreementRules.facts(agreement, type))
  }

  /// - Returns: `nil` when the agreement is not in sight.
  static func load(
    _ id: ID<Agreement>, in scope: Actor.Scope, today: CivilDate, _ catalogue: Catalogue, on connection: some Connection
  ) throws -> AgreementDossier? {
    guard let agreement = try AgreementStore.agreement(id, in: scope, on: connection) else { return nil }
    return try of(agreement, today: today, catalogue, on: connection)
  }

  static func of(
    _ agreement: Agreement, today: CivilDate, _ catalogue: Catalogue, on connection: some Connection
  ) throws -> AgreementDossier? {
    let school = Actor.Scope.school(agreement.schoolID)
    guard let partner = try PartnershipStore.partner(agreement.partnershipID, in: school, on: connection),
      let type = try AgreementTypeStore.type(agreement.typeCode, of: agreement.schoolID, on: connection),
      let own = try SchoolStore.school(agreement.schoolID, on: connection)
    else { return nil }
    let department = try agreement.departmentID.flatMap { try SchoolStore.department($0, in: school, on: connection) }
    let owner = try agreement.ownerID.flatMap {
      try connection.value("SELECT display_name FROM accounts WHERE id = \($0)", as: String.self)
    }
    var facts = TextFacts(agreement: agreement, school: own, partner: partner, today: today)
    facts.departmentName = department?.name ?? ""
    facts.ownerName = owner ?? ""
    facts.majors = try MajorStore.majors(in: school, on: connection)
      .filter { partner.partnership.majorIDs.contains($0.id.description) }.map(\.name)
    return AgreementDossier(
      agreement: agreement, partner: partner, type: type,
      values: facts.values(Localizer(language: agreement.language, catalogue: catalogue)),
      departmentName: department?.name ?? "", ownerName: owner ?? "")
  }
}

/// What the variables of a text are taken from.
struct TextFacts {
  let agreement: Agreement
  let school: School
  let partner: Partner
  let today: CivilDate
  var departmentName = ""
  var ownerName = ""
  var majors: [String] = []

  /// - Parameter t: of the language of the text.
  func values(_ t: Localizer) -> TextValues {
    let (enterprise, partnership) = (partner.enterprise, partner.partnership)
    func text(_ text: String?) -> TemplateValue { text.map { $0.isEmpty ? .missing : .text($0) } ?? .missing }
    func date(_ date: CivilDate?) -> TemplateValue { date.map { .date($0) } ?? .missing }
    func number(_ number: Int?) -> TemplateValue { number.map { .number(Double($0)) } ?? .missing }
    let industry = Industries.national.industry(enterprise.industry)?.name.text(in: t.language.rawValue)
    let isChinese = t.language == .chinese
    // Written without gaps, as addresses are.
    let region = (Regions.national.fullName(enterprise.region) ?? "").filter { $0 != " " }
    return TextValues(
      [
        "school.name": text(school.name), "school.shortName": text(school.shortName), "school.code": text(school.code),
        "department.name": text(departmentName),
        "enterprise.name": text(enterprise.name), "enterprise.shortName": text(enterprise.shortName),
        "enterprise.creditCode": text(enterprise.creditCode),
        "enterprise.address": text(enterprise.address.isEmpty ? "" : region + enterprise.address),
        "enterprise.industry": text(industry),
        "enterprise.size": text(enterprise.size.map { t("standards.size.\($0.rawValue)") }),
        "enterprise.staffCount": number(enterprise.staffCount), "enterprise.products": text(enterprise.products),
        "partnership.majors": text(majors.joined(separator: isChinese ? "、" : ", ")),
        "partnership.since": date(partnership.since),
        "agreement.number": text(agreement.number), "agreement.title": text(agreement.title),
        "agreement.start": date(agreement.startOn), "agreement.end": date(agreement.endOn),
        "agreement.months": number(agreement.months),
        "agreement.years": agreement.months.map { .number(Double($0 / 12)) } ?? .missing,
        "agreement.amount": agreement.amount.map { .number(Double($0) / 100) } ?? .missing,
        "agreement.amountInWords": text(
          agreement.amount.map { isChinese ? NumberWords.amount(fen: $0) : NumberWords.english(fen: $0) }),
        "agreement.owner": text(ownerName), "agreement.takesInterns": .flag(agreement.takesInterns),
        "today": .date(today),
      ], typed: agreement.typed, in: t.language)
  }
}
