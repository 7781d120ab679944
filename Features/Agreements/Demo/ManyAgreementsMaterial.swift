import Database
import Localization
import Organizations
import Partners
import Values

/// What many agreements are made of, read once.
struct ManyAgreementsMaterial: Sendable {
  struct Template: Sendable {
    let id: ID<AgreementTemplate>?
    let text: TemplateText
  }

  let school: School
  let people: AgreementSamples.People
  let partners: [Partner]
  let types: [AgreementKind: AgreementType]
  let templates: [AgreementKind: Template]
  let departments: [ID<Department>: String]
  /// Names of majors by their ids as partnerships keep them.
  let majors: [String: String]
  let t: Localizer

  /// More would only take memory: names repeat in a real register, too.
  private static let mostPartners = 2_000

  /// - Returns: `nil` for a school without partners or people.
  static func read(
    _ id: ID<School>, _ catalogue: Catalogue, on connection: any Connection
  ) throws -> ManyAgreementsMaterial? {
    guard let school = try SchoolStore.school(id, on: connection),
      let people = try AgreementSamples.people(of: id, on: connection)
    else { return nil }
    var query = PartnerQuery()
    query.limit = mostPartners
    let partners = try PartnerListStore.page(query, in: .school(id), on: connection).rows.compactMap {
      try PartnershipStore.partner($0.partnershipID, in: .school(id), on: connection)
    }
    guard !partners.isEmpty else { return nil }
    let published = try TemplateStore.templates(in: .school(id), usableOnly: true, on: connection)
    return ManyAgreementsMaterial(
      school: school, people: people, partners: partners,
      types: Dictionary(
        try AgreementTypeStore.types(of: id, on: connection).map { ($0.kind, $0) },
        uniquingKeysWith: { first, _ in first }
      ),
      templates: Dictionary(
        SampleTexts.all.map { sample in
          (sample.kind, Template(id: published.first { $0.title == sample.title }?.id, text: sample.text))
        }, uniquingKeysWith: { first, _ in first }),
      departments: Dictionary(
        try SchoolStore.departments(in: .school(id), on: connection).map { ($0.id, $0.name) },
        uniquingKeysWith: { first, _ in first }),
      majors: Dictionary(
        try MajorStore.majors(in: .school(id), on: connection).map { ($0.id.description, $0.name) },
        uniquingKeysWith: { first, _ in first }),
      t: Localizer(language: .chinese, catalogue: catalogue))
  }
}
