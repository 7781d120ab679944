import Activity
import Database
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The balance sheets: of a partner and year, and of all partners of a year.
struct BalanceRoutes {
  let services: Services

  func add(to member: inout MemberRoutes) {
    member.get("/projects/balances", needs: .projectsRead) { try await BalancesPage(member: $0).reply() }
    member.get("/partners/{partner}/balance", needs: .projectsRead) { try await BalancePage.reply($0) }
    member.get("/partners/{partner}/balance.pdf", needs: .projectsRead) { member in
      try await BalanceDocument.load(member).reply(services, now: member.now)
    }
    member.get("/partners/{partner}/balance.xlsx", needs: .projectsRead) { try await ExportBalance.reply($0) }
  }

  /// The year of the address; the present one without it, `nil` for all.
  static func year(_ member: Member) -> Int? {
    let text = member.exchange.query["year"]
    if text == "all" { return nil }
    return text.flatMap { Int($0) }.flatMap { LedgerEntry.Limit.years.contains($0) ? $0 : nil } ?? member.now.day.year
  }
}

/// The tab of a partner's page: what both sides gave and gained in a year; every figure opens its rows.
struct BalancePage {
  let member: Member
  let partner: Partner
  let year: Int?
  let sheet: BalanceSheet
  let years: [BalanceYear]
  /// Letters about the balance of the year; only for who sends them.
  private let links: [GuestLink]
  private let place: BalancePlace?
  private let typed: FormData?
  private let problems: [FieldProblem]

  private var t: Localizer { member.t }
  private var id: ID<Partnership> { partner.partnership.id }

  static func reply(
    _ member: Member, typed: FormData? = nil, problems: [FieldProblem] = []
  ) async throws -> Reply {
    let partnership = try member.exchange.parameter("partner", as: ID<Partnership>.self)
    let t = member.t
    let year = BalanceRoutes.year(member)
    let asked = year.map { [("year", "\($0)")] } ?? [("year", "all")]
    let base = "/partners/\(partnership)/balance"
    var actions =
      LinkButton(t("projects.balance.sheet"), to: Link("\(base).xlsx").with(asked), icon: .download, isDownload: true)
      .html
      + LinkButton(t("projects.balance.pdf"), to: Link("\(base).pdf").with(asked), icon: .print, isDownload: true)
      .html
    if member.actor.may(.projectsWrite), member.actor.schoolID != nil {
      actions +=
        LinkButton(
          t("projects.ledger.new"), to: LedgerFormPage.new(partner: partnership, project: nil), style: .primary,
          icon: .plus
        ).html
    }
    return try await PartnerTab.reply(
      "balance", member, actions: actions, status: problems.isEmpty ? 200 : 422
    ) { partner in
      try await load(member, partner, year, typed, problems).html
    }
  }

  /// - Parameter partner: found in the member's scope.
  static func load(
    _ member: Member, _ partner: Partner, _ year: Int?, _ typed: FormData? = nil, _ problems: [FieldProblem] = []
  ) async throws -> BalancePage {
    let (id, services) = (partner.partnership.id, member.services)
    let scope = member.actor.scope
    let store = GuestLinkStore(services.sealer)
    return try await services.database.read { connection in
      let place = try year.flatMap { try BalancePlace.find(id, year: $0, in: scope, on: connection) }
      let requests = try year.map { try ConfirmationStore.requests(of: id, year: $0, on: connection) } ?? []
      let links = try requests.reversed().flatMap { request in
        try store.links(
          .balance, to: .request(request, partner.enterprise.name), of: request.schoolID, on: connection)
      }
      return BalancePage(
        member: member, partner: partner, year: year,
        sheet: try LedgerStore.balance(of: id, year: year, on: connection),
        years: try LedgerStore.years(of: id, on: connection), links: links, place: place, typed: typed,
        problems: problems)
    }
  }

  var html: HTML {
    guard !years.isEmpty else {
      return EmptyState(
        icon: .report, title: t("projects.balance.empty"), text: t("projects.balance.empty.text"),
        actions: member.actor.may(.projectsWrite)
          ? LinkButton(t("projects.ledger.new"), to: LedgerFormPage.new(partner: id, project: nil), icon: .plus).html
          : .empty
      ).html
    }
    return """
      \(tabs)\(tiles)<div class="columns"><div class="stack">\(table(given: true))\(table(given: false))\
      \(Card(nil, chart))</div><div class="stack">\(confirmation)\(outstanding)\(basis)</div></div>
      """
  }

  private var chart: BarChart {
    Self.course(years, t) { ProjectLinks.rows(id, year: $0, side: $1, given: $2) }
  }

  private var confirmation: HTML {
    let summary = ErrorSummary(problems.map { .init(field: $0.field, t($0.message)) }, t)
    guard let place else { return .empty }
    let card = ConfirmationCard(
      member: member, place: place, sheet: sheet, links: links, typed: typed, problems: problems)
    return "\(summary)\(card.html)"
  }

  private var tabs: Tabs {
    let shown = Set(years.map(\.year) + [member.now.day.year]).sorted(by: >).prefix(6)
    return Tabs(
      t("projects.field.year"),
      shown.map { .init("\($0)", ProjectLinks.balance(id, year: $0), isCurrent: year == $0) } + [
        .init(
          t("projects.balance.all"), ProjectLinks.balance(id).with([("year", "all")]), isCurrent: year == nil)
      ])
  }

  private var tiles: StatRow {
    func tile(_ label: String, _ side: LedgerSide, given: Bool) -> StatTile {
      let whole = sheet.total(side, given: given)
      let ratio = given ? nil : sheet.ratio(side)
      let confirmed = StandingWords(t: t).confirmed(sheet.confirmed(side, given: given), of: whole)
      return StatTile(
        t(label), t.roundMoney(fen: whole),
        note: ratio.map { t("projects.balance.ratio", ["ratio": t.number($0, fractionDigits: 2)]) } ?? confirmed,
        link: ProjectLinks.rows(id, year: year, side: side, given: given))
    }
    return StatRow([
      tile("projects.balance.schoolGiven", .school, given: true),
      tile("projects.balance.enterpriseGiven", .enterprise, given: true),
      tile("projects.balance.schoolGained", .school, given: false),
      tile("projects.balance.enterpriseGained", .enterprise, given: false),
      tile("projects.balance.studentsGained", .students, given: false),
    ])
  }

  private func table(given: Bool) -> HTML {
    BalanceTable(
      t: t, title: t(given ? "projects.ledger.given" : "projects.ledger.gained"), id: given ? "given" : "gained",
      lines: sheet.lines(given: given),
      open: { ProjectLinks.rows(id, year: year, kind: $0.kind, side: $0.side) }, rule: { ProjectLinks.rule($0) }
    ).html
  }

  /// The course over the years: what each side gave and gained.
  /// - Parameter link: the rows behind the figure of a year and side.
  static func course(
    _ years: [BalanceYear], _ t: Localizer, link: (Int, LedgerSide, Bool) -> Link?
  ) -> BarChart {
    let shown = Array(years.suffix(5))
    let parts: [(String, KeyPath<BalanceYear, Int64>, LedgerSide, Bool)] = [
      ("projects.balance.schoolGiven", \.schoolGiven, .school, true),
      ("projects.balance.enterpriseGiven", \.enterpriseGiven, .enterprise, true),
      ("projects.balance.schoolGained", \.schoolGained, .school, false),
      ("projects.balance.enterpriseGained", \.enterpriseGained, .enterprise, false),
    ]
    return BarChart(
      id: "balance", title: t("projects.balance.course"), categories: shown.map { "\($0.year)" },
      series: parts.map { part in Series(t(part.0), shown.map { Double($0[keyPath: part.1]) / 1_000_000 }) },
      unit: t("projects.unit.tenThousand"),
      links: parts.map { part in
        shown.map { link($0.year, part.2, part.3) }
      }, t)
  }

  private var outstanding: HTML {
    let left = sheet.outstanding(.school) + sheet.outstanding(.enterprise)
    guard left > 0 else { return .empty }
    let rows = ProjectLinks.rows(id, year: year).with([("outstanding", "1")])
    return Alert(
      .warning, title: t("projects.balance.outstanding", ["amount": t.money(fen: left)]),
      "<p><a href=\"\(rows)\">\(t("projects.balance.outstanding.look"))</a></p>"
    ).html
  }

  private var basis: HTML {
    Card(
      t("projects.balance.basis"),
      """
      <p class="soft">\(t("projects.balance.basis.text"))</p>\
      <p><a href="\(ProjectLinks.valuation)">\(t("projects.valuation"))</a> · \
      <a href="\(ProjectLinks.rows(id, year: year))">\(t("projects.ledger"))</a></p>
      """
    ).html
  }
}

/// `/projects/balances`: the partners of a year, with what both sides gave and gained.
struct BalancesPage {
  let member: Member
  private static let limit = 200

  func reply() async throws -> Reply {
    let (t, today) = (member.t, member.now.day)
    // What belongs to the reader's department or school: a balance is all that there is with a partner.
    let sight = ProjectSight(member.actor.scope)
    let asked = member.exchange.query["year"].flatMap { Int($0) }
    let (partners, total, years, year) = try await member.services.database.read { connection in
      let years = try LedgerStore.years(sight, on: connection)
      let year = asked.flatMap { LedgerEntry.Limit.years.contains($0) ? $0 : nil } ?? years.first ?? today.year
      return (
        try LedgerStore.partners(in: year, sight, limit: Self.limit, on: connection),
        try LedgerStore.total(in: year, sight, on: connection), years, year
      )
    }
    func tile(_ label: String, _ part: KeyPath<BalanceYear, Int64>, _ side: LedgerSide, _ given: Bool) -> StatTile {
      StatTile(
        t(label), t.roundMoney(fen: total[keyPath: part]),
        link: ProjectLinks.ledger.with([
          ("year", "\(year)"), ("side", side.rawValue), ("part", given ? "given" : "gained"), ("counted", "1"),
        ]))
    }
    let tabs = Tabs(
      t("projects.field.year"),
      years.map { .init("\($0)", ProjectLinks.balances.with([("year", "\($0)")]), isCurrent: $0 == year) })
    let table = DataTable(
      caption: t("projects.balances"),
      columns: [.init("partner", t("projects.field.enterprise"), phone: .title)]
        + [
          "projects.balance.schoolGiven", "projects.balance.enterpriseGiven", "projects.balance.schoolGained",
          "projects.balance.enterpriseGained", "projects.balance.studentsGained",
        ].map { .init($0, t($0), alignment: .end) },
      rows: partners.map { partner in
        let figures = partner.figures
        return DataTable.Row(
          id: "\(partner.partnershipID)", name: partner.name,
          link: partner.isOwn(in: sight.scope)
            ? ProjectLinks.balance(partner.partnershipID, year: year)
            : ProjectLinks.rows(partner.partnershipID, year: year),
          [.text(partner.name)]
            + [
              figures.schoolGiven, figures.enterpriseGiven, figures.schoolGained, figures.enterpriseGained,
              figures.studentsGained,
            ].map { .text(t.money(fen: $0)) })
      },
      empty: EmptyState(icon: .report, title: t("projects.balance.empty"), text: t("projects.balances.empty.text")),
      id: "balances", t)
    let tiles = StatRow([
      tile("projects.balance.schoolGiven", \.schoolGiven, .school, true),
      tile("projects.balance.enterpriseGiven", \.enterpriseGiven, .enterprise, true),
      tile("projects.balance.schoolGained", \.schoolGained, .school, false),
      tile("projects.balance.enterpriseGained", \.enterpriseGained, .enterprise, false),
    ])
    let head: HTML = partners.isEmpty ? .empty : "\(tabs)\(tiles)"
    return try await member.page(
      PageContent(
        title: t("projects.balances"),
        actions: LinkButton(t("projects.valuation"), to: ProjectLinks.valuation, icon: .report).html
          + LinkButton(t("projects.ledger"), to: ProjectLinks.ledger, icon: .columns).html,
        content: "\(head)\(table)"))
  }
}
