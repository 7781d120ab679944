import Activity
import Database
import Documents
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Partners on paper: the record sheet, the sheet of a review, and the register
/// of a list. Each taking-out is logged.
struct PrintRoutes {
  let services: Services

  static func desk(_ services: Services) -> DocumentDesk {
    DocumentDesk([PartnerRegister(services: services)], services: services)
  }

  func add(to member: inout MemberRoutes) {
    member.get("/partners/{partner}/record.pdf", needs: .partnersExport) { try await record($0) }
    member.get("/partners/{partner}/reviews/{review}/sheet.pdf", needs: .partnersExport) { try await sheet($0) }
    member.post("/partners/register", needs: .partnersExport) { try await order($0) }
  }

  static func record(_ partnership: ID<Partnership>) -> Link { Link("/partners/\(partnership)/record.pdf") }
  static func sheet(of review: QualificationReview) -> Link { Link("\(ReviewLinks.show(review).text)/sheet.pdf") }

  /// The button of a document, for those who may take data out.
  static func button(_ label: String, _ link: Link, _ member: Member) -> HTML {
    guard member.actor.may(.partnersExport) else { return .empty }
    return LinkButton(member.t(label), to: link, icon: .print, isDownload: true).html
  }

  /// The button that orders the register of a list as it is shown.
  static func registerButton(_ member: Member) -> HTML {
    guard member.actor.may(.partnersExport) else { return .empty }
    return PostButton(
      member.t("partners.document.register.do"), to: "/partners/register", csrf: member.exchange.csrfToken,
      icon: .print,
      fields: asked(member.exchange.query).pairs.map { ($0.name, $0.value) }
    ).html
  }

  /// What of an address says which partners, in which order and with which columns.
  private static func asked(_ form: FormData) -> FormData {
    let kept = Set(PartnerListAddress.filters + ["q", "sort", "columns"])
    return FormData(form.pairs.filter { kept.contains($0.name) && !$0.value.isEmpty && $0.value.utf8.count <= 400 })
  }

  private func record(_ member: Member) async throws -> Reply {
    let record = try await PartnerRecordSheet.load(member)
    let partner = record.page.partner
    return try await make(
      record.sheet(made: member.now), named: "partners.document.record.title", of: partner,
      logging: "partners.record.exported", member)
  }

  private func sheet(_ member: Member) async throws -> Reply {
    let page = try await ReviewPage.load(member)
    let school = page.review.schoolID
    let name = try await services.database.read { try SchoolStore.school(school, on: $0)?.name } ?? ""
    return try await make(
      ReviewSheet(page: page, schoolName: name).sheet(made: member.now), named: "partners.document.review.title",
      of: page.partner, logging: "partners.review.exported", member)
  }

  /// Makes a document while the reader waits; it is logged once it is there.
  private func make(
    _ sheet: DocumentSheet, named title: String, of partner: Partner, logging action: String, _ member: Member
  ) async throws -> Reply {
    let name = partner.enterprise.name
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let request = try sheet.request(label: name, made: member.now)
    let made = try await services.typesetter.typeset(request, to: file.path)
    let entry = AuditEntry(
      action: action, subject: .partner(partner.partnership, partner.enterprise),
      accountID: member.actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue, at: member.now)
    let audit = services.audit
    try await services.database.write { try audit.record(entry, on: $0) }
    var reply = Reply.made(file, as: .pdf, named: "\(member.t(title)) \(name) \(member.now.day).pdf")
    if let text = made.unprintable {
      reply = reply.flash(FlashMessage(.warning, Message("kit.documents.unprintable", ["text": text])))
    }
    return reply
  }

  private func order(_ member: Member) async throws -> Reply {
    let order = try await Self.desk(services).order(
      PartnerRegister(services: services), of: Self.asked(member.exchange.form),
      titled: member.t("partners.document.register"),
      needs: .partnersExport, by: member)
    return .redirect(to: ActivityLinks.document(order))
  }
}
