import Activity
import Database
import Documents
import Localization
import Organizations
import Platform
import Records
import Values

/// 企业档案表: what a school knows of a partner, on paper. Personal data stays masked.
struct PartnerRecordSheet {
  let page: PartnerPage
  let schoolName: String
  let reviews: [QualificationReview]
  /// Changes of the level, newest first.
  let levels: [LevelChange]
  let levelNames: [String: LevelName]

  struct LevelChange: Sendable {
    let at: Instant
    let person: String
    let before, after: String
  }

  private static let mostContacts = 40
  private static let mostChanges = 30

  private var t: Localizer { page.member.t }

  /// - Throws: `WebError.notFound` when the partnership is not in sight.
  static func load(_ member: Member) async throws -> PartnerRecordSheet {
    let page = try await PartnerPage.load(member)
    let partnership = page.partner.partnership
    var query = AuditQuery()
    query.subjectKind = "partnership"
    query.subjectID = partnership.id.rawValue
    query.limit = 500
    let asked = query
    return try await member.services.database.read { connection in
      let changes = try AuditStore.entries(asked, in: .school(partnership.schoolID), on: connection)
        .flatMap { entry in
          entry.changes.filter { $0.field == "level" }.map {
            LevelChange(at: entry.at, person: entry.accountName, before: $0.before, after: $0.after)
          }
        }
      let levels = try PartnerLevelStore.levels(of: partnership.schoolID, on: connection)
      return PartnerRecordSheet(
        page: page, schoolName: try SchoolStore.school(partnership.schoolID, on: connection)?.name ?? "",
        reviews: try ReviewStore.reviews(of: partnership, on: connection), levels: changes,
        levelNames: Dictionary(levels.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  func sheet(made: Instant) -> DocumentSheet {
    let enterprise = page.partner.enterprise
    let frame = DocumentFrame(
      t, school: schoolName, title: t("partners.document.record.title"), subtitle: enterprise.name,
      number: enterprise.creditCode, made: made)
    var blocks: [DocumentBlock] = [
      .heading(t("partners.group.identity")), .facts(identity), .heading(t("partners.group.partnership")),
      .facts(cooperation), .heading(t("partners.tab.contacts")),
    ]
    blocks.append(contacts)
    blocks += [.heading(t("partners.document.record.reviews")), reviewTable]
    if !levels.isEmpty { blocks += [.heading(t("partners.document.record.levels")), levelTable] }
    blocks.append(.note(t("partners.document.record.note")))
    return DocumentSheet(frame, blocks)
  }

  private var identity: [DocumentFact] {
    let enterprise = page.partner.enterprise
    let wide: Set<String> = ["name", "address", "products", "description", "website"]
    let names = [
      "name", "shortName", "creditCode", "legalForm", "nature", "industry", "size", "staffCount", "foundedOn", "status",
      "region", "park", "address", "website", "products", "tags", "description",
    ]
    return names.compactMap { name in
      guard let field = EnterpriseFields.description.field(name) else { return nil }
      let text = field.display(field.value(of: enterprise), t)
      // A form shows what is not known for the facts that every enterprise has.
      guard !text.isEmpty || ["creditCode", "legalForm", "industry", "size", "region", "address"].contains(name) else {
        return nil
      }
      return DocumentFact(t(field.label), text.isEmpty ? "—" : text, isWide: wide.contains(name))
    }
  }

  private var cooperation: [DocumentFact] {
    let partnership = page.partner.partnership
    let motives = PartnershipFields.description.field("motives").map { $0.display($0.value(of: partnership), t) } ?? ""
    let facts: [(String, String, Bool)] = [
      ("partners.field.level", LevelText.name(partnership.level, page.levelName, t), false),
      (
        "partners.field.review",
        ReviewText.words(partnership.reviewState, partnership.reviewValidUntil, t), false
      ), ("partners.field.department", page.departmentName, false), ("partners.field.owner", page.ownerName, false),
      ("partners.field.since", partnership.since?.description ?? "", false),
      ("partners.field.source", partnership.source.isEmpty ? "" : t("partners.source.\(partnership.source)"), false),
      ("partners.field.majors", page.majorNames.joined(separator: "、"), true),
      ("partners.field.motives", motives, true), ("partners.field.note", partnership.note, true),
    ]
    return facts.map { DocumentFact(t($0.0), $0.1.isEmpty ? "—" : $0.1, isWide: $0.2) }
  }

  private var contacts: DocumentBlock {
    guard !page.contacts.isEmpty else { return .paragraph(t("partners.document.none")) }
    let fields = ["name", "position", "phone", "mail", "note"].compactMap { ContactFields.description.field($0) }
    let weights = [1.2, 1.6, 1.6, 2.2, 2]
    return .table(
      zip(fields, weights).map { DocumentColumn(t($0.label), weight: $1) },
      rows: page.contacts.prefix(Self.mostContacts).map { contact in
        fields.map { field in field.privacy.masked(field.value(of: contact).plainText) }
      })
  }

  private var reviewTable: DocumentBlock {
    guard !reviews.isEmpty else { return .paragraph(t("partners.document.none")) }
    return .table(
      [
        DocumentColumn(t("partners.document.record.begun"), weight: 1.2), DocumentColumn(t("activity.document.state")),
        DocumentColumn(t("partners.review.decidedBy"), weight: 1.6),
        DocumentColumn(t("partners.review.validity"), weight: 1.2),
        DocumentColumn(t("partners.document.reason"), weight: 2.6),
      ],
      rows: reviews.map { review in
        [
          review.createdAt.day.description, t(review.state.label),
          [review.decidedBy?.name, review.decidedAt?.day.description].compactMap(\.self).joined(separator: " "),
          review.validUntil?.description ?? "", review.reason,
        ]
      })
  }

  private var levelTable: DocumentBlock {
    .table(
      [
        DocumentColumn(t("partners.document.when"), weight: 1.4),
        DocumentColumn(t("partners.document.record.before"), weight: 1.4),
        DocumentColumn(t("partners.document.record.after"), weight: 1.4),
        DocumentColumn(t("partners.document.who"), weight: 1.4),
      ],
      rows: levels.prefix(Self.mostChanges).map { change in
        [change.at.minuteText, level(change.before), level(change.after), change.person]
      })
  }

  private func level(_ code: String) -> String {
    code.isEmpty ? "" : LevelText.name(code, levelNames[code] ?? LevelName(), t)
  }
}
