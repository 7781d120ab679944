import Activity
import Calendars
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

/// What of tours and visits can be taken along: a calendar file, a sheet, and
/// documents. Sheets and documents are logged.
struct TourPapers {
  let services: Services

  static func desk(_ services: Services) -> DocumentDesk {
    DocumentDesk([VisitReports(services: services)], services: services)
  }

  func add(to member: inout MemberRoutes) {
    let one = "/visits/tours/{tour}"
    member.get("\(one)/tour.ics", needs: .visitsRead) { try await calendar($0) }
    member.get("\(one)/tour.xlsx", needs: .visitsExport) { try await ExportTour.reply($0) }
    member.get("\(one)/tour.pdf", needs: .visitsExport) { try await document($0) }
    member.get("/visits/{visit}/report.pdf", needs: .visitsExport) { try await report($0) }
    member.post("/visits/reports", needs: .visitsExport) { try await order($0) }
  }

  private func calendar(_ member: Member) async throws -> Reply {
    let page = try await TourPage.load(member)
    let file = TourCalendar(baseURL: services.installation.baseURL, t: member.t)
      .file(page.record, page.stops, page.lines)
    return .bytes(
      Array(file.text.utf8), contentType: CalendarFile.mediaType, fileName: "\(FileNameText.of(page.tour.title)).ics")
  }

  private func document(_ member: Member) async throws -> Reply {
    let page = try await TourPage.load(member)
    let sheet = TourDocument(page: page)
    return try await make(
      sheet.sheet(made: member.now), label: page.tour.title, named: sheet.title,
      logging: page.tour.entry("exported", by: member.actor, note: "pdf", at: member.now), member)
  }

  private func report(_ member: Member) async throws -> Reply {
    let page = try await VisitPage.load(member)
    guard page.record.removal == nil else { throw WebError.notFound }
    let visit = page.visit
    let (report, school) = try await services.database.read { connection in
      (
        try VisitReport.load(
          visit, partner: page.record.partner.enterprise, department: page.record.departmentName,
          owner: page.record.ownerName, member.t, on: connection),
        try SchoolStore.school(visit.schoolID, on: connection)?.name ?? ""
      )
    }
    let name = page.record.partner.enterprise.name
    return try await make(
      report.sheet(school: school, made: member.now), label: name,
      named: "\(member.t("partners.visit.report")) \(name)",
      logging: AuditEntry(
        action: "partners.visit.exported", subject: page.record.subject, accountID: member.actor.accountID.rawValue,
        schoolID: visit.schoolID.rawValue, note: visit.day.description, at: member.now), member)
  }

  /// Makes a document while the reader waits; it is logged once it is there.
  private func make(
    _ sheet: DocumentSheet, label: String, named name: String, logging entry: AuditEntry, _ member: Member
  ) async throws -> Reply {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let made = try await services.typesetter.typeset(
      try sheet.request(label: label, made: member.now), to: file.path)
    let audit = services.audit
    try await services.database.write { try audit.record(entry, on: $0) }
    var reply = Reply.made(file, as: .pdf, named: "\(FileNameText.of(name)) \(member.now.day).pdf")
    if let text = made.unprintable {
      reply = reply.flash(FlashMessage(.warning, Message("kit.documents.unprintable", ["text": text])))
    }
    return reply
  }

  /// All visits of a list or of a tour as one document, in the background.
  private func order(_ member: Member) async throws -> Reply {
    let kept = Set(VisitListAddress.filters + ["q", "sort"])
    let asked = FormData(
      member.exchange.form.pairs.filter { kept.contains($0.name) && !$0.value.isEmpty && $0.value.utf8.count <= 400 })
    let order = try await Self.desk(services).order(
      VisitReports(services: services), of: asked, titled: member.t("partners.visit.reports"), needs: .visitsExport,
      by: member)
    return .redirect(to: ActivityLinks.document(order))
  }
}

/// A name that any file system takes: without what separates folders, ends lines or hides files.
enum FileNameText {
  static func of(_ text: String) -> String {
    let plain = text.unicodeScalars.map { scalar -> Character in
      scalar.value < 0x20 || "/\\:*?\"<>|".unicodeScalars.contains(scalar) ? " " : Character(scalar)
    }
    let name = FieldText.trimmed(String(plain)).drop { $0 == "." || $0 == " " }
    return name.isEmpty ? "-" : String(name.prefix(80))
  }
}
