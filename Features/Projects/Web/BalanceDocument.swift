import Database
import Documents
import Files
import Foundation
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// `/partners/{partner}/balance.pdf`: the balance sheet on two pages, as a
/// manager lays it before a board: figures and course first, then what they rest on.
struct BalanceDocument {
  let partner: Partner
  /// `nil`: all years.
  let year: Int?
  let sheet: BalanceSheet
  let years: [BalanceYear]
  let schoolName: String
  let rules: ValuationRules
  let projects: [ProjectSummary]
  let today: CivilDate
  let t: Localizer

  /// - Throws: `WebError.notFound` when the partner is not in sight.
  static func load(_ member: Member) async throws -> BalanceDocument {
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let found = try await load(
      id, year: BalanceRoutes.year(member), in: member.actor.scope, today: member.now.day, member.services, member.t)
    guard let found else { throw WebError.notFound }
    return found
  }

  static func load(
    _ id: ID<Partnership>, year: Int?, in scope: Actor.Scope, today: CivilDate, _ services: Services, _ t: Localizer
  ) async throws -> BalanceDocument? {
    var query = ProjectQuery()
    (query.partnershipID, query.year, query.limit) = (id, year, 6)
    query.states = [.approved, .running, .midterm, .closing, .followUp, .closed]
    let asked = query
    return try await services.database.read { connection in
      guard let partner = try PartnershipStore.partner(id, in: scope, on: connection) else { return nil }
      let school = partner.partnership.schoolID
      return BalanceDocument(
        partner: partner, year: year, sheet: try LedgerStore.balance(of: id, year: year, on: connection),
        years: try LedgerStore.years(of: id, on: connection),
        schoolName: try SchoolStore.school(school, on: connection)?.name ?? "",
        rules: try ValuationStore.rules(of: school, on: connection),
        projects: try ProjectListStore.page(asked, in: ProjectSight(scope), today: today, on: connection).rows,
        today: today, t: t)
    }
  }

  func reply(_ services: Services, now: Instant) async throws -> Reply {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let made = try await services.typesetter.typeset(try request(made: now), to: file.path)
    var reply = Reply.made(
      file, as: .pdf, named: "\(t("projects.balance.title")) \(partner.enterprise.name) \(yearText).pdf")
    if let text = made.unprintable {
      reply = reply.flash(FlashMessage(.warning, Message("kit.documents.unprintable", ["text": text])))
    }
    return reply
  }

  private var yearText: String { year.map { "\($0)" } ?? t("projects.balance.all") }

  func request(made: Instant) throws -> TypesetRequest {
    let enterprise = partner.enterprise
    let frame = DocumentFrame(
      t, school: schoolName, title: t("projects.balance.title"), subtitle: "\(enterprise.name) · \(yearText)",
      made: made)
    var blocks: [DocumentBlock] = [.facts(facts)]
    var files: [TypesetFile] = []
    if let chart = Self.picture(BalancePage.course(years, t) { _, _, _ in nil }) {
      files.append(TypesetFile("course.svg", Array(chart.utf8)))
      blocks.append(.picture(name: "course.svg", width: 120, caption: t("projects.balance.course")))
      blocks.append(.note(t("projects.balance.legend")))
    }
    blocks += [.heading(t("projects.ledger.given")), table(given: true), .pageBreak]
    blocks += [.heading(t("projects.ledger.gained")), table(given: false)]
    blocks += [.heading(t("projects.balance.basis")), .note(t("projects.balance.basis.text")), .note(ruleText)]
    blocks.append(
      .signatures([
        party("projects.side.school", schoolName), party("projects.side.enterprise", enterprise.name),
      ]))
    var request = try DocumentSheet(frame, blocks).request(label: enterprise.name, made: made)
    request.files = files
    return request
  }

  private func party(_ role: String, _ name: String) -> DocumentParty {
    DocumentParty(
      role: t(role), name: name, lines: [.init(t("projects.balance.confirmed")), .init(t("projects.review.day"))],
      seal: t("kit.documents.seal"))
  }

  private var facts: [DocumentFact] {
    func money(_ side: LedgerSide, _ given: Bool) -> String { t.money(fen: sheet.total(side, given: given)) }
    func ratio(_ side: LedgerSide) -> String {
      sheet.ratio(side).map { t("projects.balance.ratio", ["ratio": t.number($0, fractionDigits: 2)]) } ?? "—"
    }
    let names = projects.map(\.title).joined(separator: "、")
    return [
      DocumentFact(t("projects.balance.schoolGiven"), money(.school, true)),
      DocumentFact(t("projects.balance.enterpriseGiven"), money(.enterprise, true)),
      DocumentFact(t("projects.balance.schoolGained"), money(.school, false)),
      DocumentFact(t("projects.balance.enterpriseGained"), money(.enterprise, false)),
      DocumentFact(t("projects.balance.schoolRatio"), ratio(.school)),
      DocumentFact(t("projects.balance.enterpriseRatio"), ratio(.enterprise)),
      DocumentFact(t("projects.balance.studentsGained"), money(.students, false)),
      DocumentFact(
        t("projects.balance.left"), t.money(fen: sheet.outstanding(.school) + sheet.outstanding(.enterprise))),
      DocumentFact(t("projects.standing"), StandingWords(t: t).confirmed(sheet), isWide: true),
      DocumentFact(t("projects.title"), names.isEmpty ? "—" : names, isWide: true),
    ]
  }

  private func table(given: Bool) -> DocumentBlock {
    let words = LedgerWords(t: t)
    let lines = sheet.lines(given: given)
    guard !lines.isEmpty else { return .paragraph(t("projects.balance.none")) }
    // One row for a kind, so that the sheet keeps to its two pages however much stands in the ledger.
    let sides = given ? [LedgerSide.school, .enterprise] : LedgerSide.allCases
    let kinds = LedgerKind.allCases.filter { kind in lines.contains { $0.kind == kind } }
    var rows = kinds.map { kind -> [String] in
      let rate = year.map { words.rate(rules.rule(kind, in: $0)) } ?? t("projects.balance.eachYear")
      return [t(kind.label), rate]
        + sides.map { side in
          lines.first { $0.kind == kind && $0.side == side }.map { line in
            isMoney(line.kind) ? t.money(fen: line.value) : "\(t.money(fen: line.value)) · \(words.measure(line))"
          } ?? ""
        }
    }
    rows.append(
      [t("projects.balance.total"), ""] + sides.map { t.money(fen: sheet.total($0, given: given)) })
    return .table(
      [
        DocumentColumn(t("projects.ledger.kind"), weight: 1.2),
        DocumentColumn(t("projects.valuation.rate"), weight: 1.4),
      ] + sides.map { DocumentColumn(t($0.label), weight: given ? 2 : 1.6, align: .end) }, rows: rows)
  }

  private func isMoney(_ kind: LedgerKind) -> Bool { kind.measure == .promise }

  /// Where the rates come from, as one paragraph.
  private var ruleText: String {
    let year = year ?? today.year
    let own = Set(sheet.lines.map(\.kind)).map { rules.rule($0, in: year) }
      .filter { !$0.basis.isEmpty }.sorted { $0.kind.rawValue < $1.kind.rawValue }
    guard !own.isEmpty else { return t("projects.valuation.usual.text") }
    return own.map { "\(t($0.kind.label))：\($0.basis)" }.joined(separator: "；")
  }

  /// The picture of a chart alone, in the fonts of documents.
  static func picture(_ chart: BarChart) -> String? {
    let text = chart.html.text
    guard let mark = text.range(of: "<svg class=\"chart-picture"),
      let end = text.range(of: "</svg>", range: mark.upperBound..<text.endIndex)
    else { return nil }
    let svg = String(text[mark.lowerBound..<end.upperBound])
    return svg.replacing(
      "<svg ", with: "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Noto Sans CJK SC\" ", maxReplacements: 1)
  }
}

/// `/partners/{partner}/balance.xlsx`: the balance sheet with every entry behind it.
enum ExportBalance {
  static func reply(_ member: Member) async throws -> Reply {
    let services = member.services
    let id = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let (scope, t, year) = (member.actor.scope, member.t, BalanceRoutes.year(member))
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let path = file.path
    let name = try await services.database.readLong { connection -> String? in
      guard let partner = try PartnershipStore.partner(id, in: scope, on: connection) else { return nil }
      let sheet = try XlsxWriter(path: path, sheetName: t("projects.balance.title"), columns: columns(t))
      let words = LedgerWords(t: t)
      for line in try LedgerStore.balance(of: id, year: year, on: connection).lines {
        try sheet.append(row: [
          .text(t(line.kind.isGiven ? "projects.ledger.given" : "projects.ledger.gained")),
          .text(t(line.kind.label)), .text(t(line.side.label)), .integer(Int64(line.entries)),
          .text(words.measure(line)), .money(line.value), .money(line.confirmed),
        ])
      }
      try sheet.close()
      return partner.enterprise.name
    }
    guard let name else { throw WebError.notFound }
    try await ExportProjects(services).log("projects.balance.exported", 1, name, member.actor)
    return .made(
      file, as: .xlsx,
      named: "\(t("projects.balance.title")) \(name) \(year.map { "\($0)" } ?? t("projects.balance.all")).xlsx")
  }

  private static func columns(_ t: Localizer) -> [XlsxColumn] {
    [
      XlsxColumn(t("projects.ledger.part"), width: 10, kind: .text),
      XlsxColumn(t("projects.ledger.kind"), width: 16, kind: .text),
      XlsxColumn(t("projects.ledger.field.side"), width: 10, kind: .text),
      XlsxColumn(t("projects.balance.entries"), width: 10, kind: .number),
      XlsxColumn(t("projects.ledger.measure"), width: 24, kind: .text),
      XlsxColumn(t("projects.ledger.value"), width: 18, kind: .money),
      XlsxColumn(t("projects.standing.confirmed"), width: 18, kind: .money),
    ]
  }
}
