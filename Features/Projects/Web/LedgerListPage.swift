import Database
import Documents
import Files
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The ledger's address as a query and back.
enum LedgerAddress {
  static let filters = [
    "partner", "project", "kind", "side", "part", "year", "outstanding", "removed", "standing", "noted", "counted",
  ]

  static func query(_ form: FormData) -> LedgerQuery {
    var query = LedgerQuery()
    query.search = String(FieldText.trimmed(form["q"] ?? "").prefix(60))
    query.partnershipID = form["partner"].flatMap { ID<Partnership>($0) }
    query.projectID = form["project"].flatMap { ID<Project>($0) }
    query.kinds = form.all("kind").compactMap { LedgerKind(rawValue: $0) }
    query.sides = form.all("side").compactMap { LedgerSide(rawValue: $0) }
    query.isGiven = form["part"] == "given" ? true : form["part"] == "gained" ? false : nil
    query.year = form["year"].flatMap { Int($0) }.flatMap { LedgerEntry.Limit.years.contains($0) ? $0 : nil }
    query.standings = form.all("standing").compactMap { LedgerStanding(rawValue: $0) }
    query.notedSide = form["noted"].flatMap { LedgerSide(rawValue: $0) }
    query.isCounted = form["counted"] == "1"
    query.isOutstanding = form["outstanding"] == "1"
    query.isRemoved = form["removed"] == "1"
    if let parts = form["after"]?.split(separator: ".", maxSplits: 1), parts.count == 2,
      let id = ID<LedgerEntry>(parts[0]), let day = CivilDate(parts[1])
    {
      query.after = (day, id)
    }
    return query
  }

  static func address(_ form: FormData) -> ListAddress {
    let kept = Set(filters + ["q", "after"])
    return ListAddress(ProjectLinks.ledger, form.pairs.filter { kept.contains($0.name) }.map { ($0.name, $0.value) })
  }
}

/// `/projects/ledger`: every entry in sight; the rows behind the figures of balance sheets.
struct LedgerListPage {
  let member: Member

  func reply() async throws -> Reply {
    let (t, form, scope) = (member.t, member.exchange.query, member.actor.scope)
    let sight = ProjectSight(member.actor, least: .work)
    let query = LedgerAddress.query(form)
    let address = LedgerAddress.address(form)
    let (page, sum, years, partner) = try await member.services.database.read { connection in
      (
        try LedgerStore.page(query, in: sight, on: connection), try LedgerStore.sum(query, in: sight, on: connection),
        try LedgerStore.years(sight, on: connection),
        try query.partnershipID.flatMap { try PartnershipStore.partner($0, in: scope, on: connection) }
      )
    }
    let words = LedgerWords(t: t)
    let next =
      page.hasNext ? page.rows.last.map { address.at("after", "\($0.entry.id).\($0.entry.day)").link } : nil
    let tools: HTML =
      member.actor.may(.projectsExport)
      ? LinkButton(
        t("projects.export"), to: address.moved(to: "/projects/ledger.xlsx").link, icon: .download, isDownload: true,
        isSmall: true
      ).html : .empty
    let table = DataTable(
      caption: t("projects.ledger"), columns: words.columns(showsPartner: query.partnershipID == nil),
      rows: page.rows.map { words.row($0, showsPartner: query.partnershipID == nil) },
      count: t("projects.ledger.sum", ["count": "\(sum.count)", "value": t.money(fen: sum.value)]), tools: tools,
      pager: Pager(previous: query.after == nil ? nil : address.removing("after").link, next: next, t),
      empty: EmptyState(
        icon: .report, title: t("projects.ledger.empty"), text: t("projects.ledger.empty.text")), id: "ledger", t)
    return try await member.page(
      PageContent(
        title: t("projects.ledger"), crumbs: crumbs(partner), actions: actions(query),
        content: "\(filterBar(address, years))\(table)"))
  }

  private func crumbs(_ partner: Partner?) -> [Crumb] {
    let t = member.t
    guard let partner else {
      return [Crumb(t("projects.balances"), ProjectLinks.balances), Crumb(t("projects.ledger"))]
    }
    let id = partner.partnership.id
    return [
      Crumb(t("projects.balances"), ProjectLinks.balances),
      Crumb(partner.enterprise.name, ProjectLinks.balance(id)), Crumb(t("projects.ledger")),
    ]
  }

  private func actions(_ query: LedgerQuery) -> HTML {
    let t = member.t
    let rules = LinkButton(t("projects.valuation"), to: ProjectLinks.valuation, icon: .report).html
    guard member.actor.may(.projectsWrite), let partner = query.partnershipID else { return rules }
    return rules
      + LinkButton(
        t("projects.ledger.new"), to: LedgerFormPage.new(partner: partner, project: query.projectID), style: .primary,
        icon: .plus
      ).html
  }

  private func filterBar(_ address: ListAddress, _ years: [Int]) -> FilterBar {
    let t = member.t
    return FilterBar(
      address, placeholder: t("projects.ledger.search"),
      filters: [
        Filter(
          "year", t("projects.field.year"), choices: years.map { .init("\($0)", "\($0)") }, isMultiple: false),
        Filter(
          "part", t("projects.ledger.part"),
          choices: [
            .init("given", t("projects.ledger.given")), .init("gained", t("projects.ledger.gained")),
          ], isMultiple: false),
        Filter("kind", t("projects.ledger.kind"), choices: LedgerKind.allCases.map { .init($0.rawValue, t($0.label)) }),
        Filter(
          "side", t("projects.ledger.field.side"), choices: LedgerSide.allCases.map { .init($0.rawValue, t($0.label)) }),
        Filter(
          "standing", t("projects.standing"),
          choices: LedgerStanding.allCases.map { .init($0.rawValue, t($0.label)) }),
        Filter(
          "noted", t("projects.standing.noter"),
          choices: [LedgerSide.school, .enterprise].map { .init($0.rawValue, t($0.label)) }, isMultiple: false),
        Filter(
          "counted", t("projects.standing.counted"), choices: [.init("1", t("projects.standing.counted.only"))],
          isMultiple: false),
        Filter(
          "outstanding", t("projects.ledger.outstanding"),
          choices: [.init("1", t("projects.ledger.outstanding.only"))], isMultiple: false),
        Filter(
          "removed", t("projects.ledger.removed"), choices: [.init("1", t("projects.ledger.removed.only"))],
          isMultiple: false),
      ], target: "ledger", t)
  }
}

/// How entries of the ledger are spoken of.
struct LedgerWords {
  let t: Localizer

  func columns(showsPartner: Bool) -> [DataTable.Column] {
    [
      DataTable.Column("day", t("projects.ledger.field.day"), isNarrow: true),
      DataTable.Column("title", t("projects.ledger.field.title"), phone: .title),
    ] + (showsPartner ? [DataTable.Column("partner", t("projects.field.enterprise"))] : []) + [
      DataTable.Column("kind", t("projects.ledger.kind")), DataTable.Column("side", t("projects.ledger.field.side")),
      DataTable.Column("measure", t("projects.ledger.measure"), alignment: .end, isNarrow: true),
      DataTable.Column("value", t("projects.ledger.value"), alignment: .end, isNarrow: true),
      DataTable.Column("standing", t("projects.standing")),
    ]
  }

  func row(_ row: LedgerRow, showsPartner: Bool) -> DataTable.Row {
    let entry = row.entry
    return DataTable.Row(
      id: "\(entry.id)", name: entry.title, link: ProjectLinks.entry(entry.id, "edit"),
      [
        .text(entry.day.description), .text(entry.title, second: row.projectTitle.isEmpty ? nil : row.projectTitle),
      ] + (showsPartner ? [.text(row.enterpriseName)] : []) + [
        .text(t(entry.kind.label), second: t(entry.kind.isGiven ? "projects.ledger.given" : "projects.ledger.gained")),
        .text(t(entry.side.label)), .text(measure(entry), second: promise(entry)),
        .text(t.money(fen: entry.value)), DataTable.Cell(StandingWords(t: t).badge(entry).html),
      ])
  }

  /// `1,200 小时`, `860 ㎡ × 12 个月`, `300,000.00 元`.
  func measure(_ entry: LedgerEntry) -> String {
    switch entry.kind.measure {
    case .promise, .amount: t.money(fen: entry.kind.measure == .promise ? entry.arrived ?? 0 : entry.amount ?? 0)
    case .count: "\(FigureText.decimal(Double(entry.quantity ?? 0) / 100)) \(t(entry.kind.unit))"
    case .area:
      t(
        "projects.ledger.areaMonths",
        ["area": FigureText.decimal(Double(entry.quantity ?? 0) / 100), "months": "\(entry.months ?? 0)"])
    }
  }

  func promise(_ entry: LedgerEntry) -> String? {
    guard entry.kind.measure == .promise, let amount = entry.amount, amount != entry.arrived ?? 0 else { return nil }
    return t("projects.ledger.promised", ["amount": t.money(fen: amount)])
  }

  /// What the entries of a line come to.
  func measure(_ line: BalanceSheet.Line) -> String {
    switch line.kind.measure {
    case .promise: t.money(fen: line.arrived)
    case .amount: t.money(fen: line.amount)
    case .count, .area: "\(FigureText.decimal(Double(line.units) / 100)) \(t(line.kind.unit))"
    }
  }

  /// `150.00 元 / 小时`, `20 %`.
  func rate(_ rule: ValuationRule) -> String {
    switch rule.kind.measure {
    case .promise, .amount: "\(FigureText.decimal(Double(rule.rate) / 100))%"
    case .count, .area:
      t("projects.valuation.perUnit", ["rate": t.money(fen: rule.rate), "unit": t(rule.kind.perUnit)])
    }
  }

  /// How the value of an entry comes about: `64 小时 × 150.00 元 = 9,600.00 元`.
  func explanation(_ entry: LedgerEntry, by rule: ValuationRule) -> String {
    t(
      "projects.ledger.explanation",
      ["measure": measure(entry), "rate": rate(rule), "value": t.money(fen: entry.value)])
  }
}

/// `/projects/ledger.xlsx`: exactly what the ledger of the same address shows, all pages of it.
struct ExportLedger: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  func reply(_ member: Member) async throws -> Reply {
    let file = TemporaryFile(in: services.files, id: services.ids.next())
    let (query, sight, t, path) = (
      LedgerAddress.query(member.exchange.query), ProjectSight(member.actor, least: .work), member.t, file.path
    )
    let count = try await services.database.readLong { connection in
      let sheet = try XlsxWriter(path: path, sheetName: t("projects.ledger"), columns: Self.columns(t))
      let words = LedgerWords(t: t)
      var done = 0
      try LedgerStore.forEach(query, in: sight, on: connection) { row in
        try sheet.append(row: Self.cells(row, words))
        done += 1
      }
      try sheet.close()
      return done
    }
    try await ExportProjects(services).log("projects.ledger.exported", count, "", member.actor)
    return .made(file, as: .xlsx, named: "\(t("projects.ledger")) \(member.now.day).xlsx")
  }

  static func columns(_ t: Localizer) -> [XlsxColumn] {
    [
      XlsxColumn(t("projects.ledger.field.day"), width: 14, kind: .date),
      XlsxColumn(t("projects.ledger.field.title"), width: 36, kind: .text),
      XlsxColumn(t("projects.field.enterprise"), width: 30, kind: .text),
      XlsxColumn(t("projects.title"), width: 30, kind: .text),
      XlsxColumn(t("projects.ledger.part"), width: 10, kind: .text),
      XlsxColumn(t("projects.ledger.kind"), width: 14, kind: .text),
      XlsxColumn(t("projects.ledger.field.side"), width: 10, kind: .text),
      XlsxColumn(t("projects.ledger.measure"), width: 22, kind: .text),
      XlsxColumn(t("projects.ledger.field.promised"), width: 16, kind: .money),
      XlsxColumn(t("projects.ledger.field.arrived"), width: 16, kind: .money),
      XlsxColumn(t("projects.ledger.value"), width: 16, kind: .money),
      XlsxColumn(t("projects.standing"), width: 14, kind: .text),
      XlsxColumn(t("projects.standing.answered"), width: 24, kind: .text),
      XlsxColumn(t("projects.ledger.field.note"), width: 40, kind: .text),
    ]
  }

  static func cells(_ row: LedgerRow, _ words: LedgerWords) -> [XlsxCell] {
    let (entry, t) = (row.entry, words.t)
    let isPromise = entry.kind.measure == .promise
    return [
      .date(entry.day), .text(entry.title), .text(row.enterpriseName), .text(row.projectTitle),
      .text(t(entry.kind.isGiven ? "projects.ledger.given" : "projects.ledger.gained")), .text(t(entry.kind.label)),
      .text(t(entry.side.label)), .text(words.measure(entry)),
      isPromise ? entry.amount.map { .money($0) } ?? .empty : .empty,
      isPromise ? .money(entry.arrived ?? 0) : .empty, .money(entry.value),
      .text(StandingWords(t: t).text(entry)),
      .text([StandingWords(t: t).who(entry), entry.answer].filter { !$0.isEmpty }.joined(separator: "：")),
      .text(entry.note),
    ]
  }
}
