import Database
import DatabaseTesting
import Documents
import Files
import Localization
import Organizations
import Partners
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Projects

@Suite struct LedgerTests {
  @Test(
    arguments: [
      ("120", 12_000), ("1,200.5", 120_050), ("１，２００．５ 小时", 120_050), ("3.5天", 350), ("1.2万人次", 1_200_000),
      ("860㎡", 86_000),
      ("0", 0), ("12.345", nil), ("-3", nil), ("很多", nil), ("", nil), ("12 3a4", nil), ("999999999999", nil),
      ("1..2", nil),
    ] as [(String, Int64?)])
  func quantitiesAreReadAsPeopleWriteThem(text: String, hundredths: Int64?) {
    #expect(LedgerQuantity.parse(text) == hundredths)
    if let hundredths { #expect(LedgerQuantity.parse(LedgerQuantity.text(hundredths)) == hundredths) }
  }

  @Test func theValueFollowsFromTheRuleOfItsYearAndIsRoundedOnce() throws {
    let day = try #require(CivilDate("2026-05-01"))
    var hours = LedgerEntry(
      id: ID(rawValue: 1), school: ID(rawValue: 1), partnership: ID(rawValue: 1), kind: .engineerHours, day: day)
    hours.quantity = 6450
    #expect(ValuationRules(own: []).value(of: hours) == 1_290_000, "64.5 hours at 200 yuan")
    let rules = ValuationRules(own: [
      ValuationRule(kind: .engineerHours, since: 2026, rate: 33_333),
      ValuationRule(kind: .engineerHours, since: 2027, rate: 1),
    ])
    #expect(rules.value(of: hours) == 2_149_979)
    var venue = LedgerEntry(
      id: ID(rawValue: 1), school: ID(rawValue: 1), partnership: ID(rawValue: 1), kind: .venue, day: day)
    (venue.quantity, venue.months) = (86_000, 12)
    #expect(ValuationRules(own: []).value(of: venue) == 30_960_000, "860 m², 12 months, 30 yuan")
    var promise = LedgerEntry(
      id: ID(rawValue: 1), school: ID(rawValue: 1), partnership: ID(rawValue: 1), kind: .money, day: day)
    (promise.amount, promise.arrived) = (10_000_000, 6_000_001)
    #expect(ValuationRules(own: []).value(of: promise) == 6_000_001, "only what arrived counts")
    promise.arrived = LedgerEntry.Limit.money
    let most = ValuationRule(kind: .money, since: 2026, rate: ValuationRule.Limit.share)
    #expect(most.value(of: promise) == LedgerEntry.Limit.money * 10, "no overflow at the limits")
  }

  @Test func everyKindHasARateAndFieldsOfItsOwn() {
    for kind in LedgerKind.allCases {
      #expect((ValuationRule.usual[kind] ?? 0) > 0, "\(kind)")
      #expect(kind.sides.contains(kind.usualSide), "\(kind)")
      #expect(LedgerFields.description(kind).fields.count >= 5, "\(kind)")
    }
  }

  private static func entry(
    _ world: ProjectWorld, _ kind: LedgerKind, of project: Project?, _ change: (inout LedgerEntry) -> Void
  ) -> LedgerEntry {
    var entry = LedgerEntry(
      id: ID(rawValue: 0), school: world.school.id, partnership: world.partner.partnership.id, kind: kind,
      day: world.today)
    (entry.projectID, entry.title) = (project?.id, "登记")
    change(&entry)
    return entry
  }

  @Test(arguments: TestEngine.all)
  func theBalanceIsTheSumOfItsRowsAndARuleValuesThemAnew(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let project = try await world.running(try await world.application())
      let keep = KeepLedger(world.services)
      try await keep.add(
        Self.entry(world, .money, of: project) { ($0.amount, $0.arrived) = (30_000_000, 20_000_000) }, by: world.teacher
      )
      try await keep.add(Self.entry(world, .teacherHours, of: project) { $0.quantity = 10_000 }, by: world.teacher)
      try await keep.add(
        Self.entry(world, .hires, of: nil) { ($0.quantity, $0.side) = (300, .enterprise) }, by: world.office)
      let old = try await keep.add(
        Self.entry(world, .teacherHours, of: nil) { entry in
          (entry.quantity, entry.day) = (10_000, world.today.adding(years: -1))
        }, by: world.office)
      func balance(_ year: Int?) async throws -> BalanceSheet {
        let id = world.partner.partnership.id
        return try await world.database.read { try LedgerStore.balance(of: id, year: year, on: $0) }
      }
      let year = world.today.year
      var sheet = try await balance(year)
      #expect(sheet.total(.enterprise, given: true) == 20_000_000 && sheet.outstanding(.enterprise) == 10_000_000)
      #expect(sheet.total(.school, given: true) == 1_500_000, "100 hours at 150 yuan")
      #expect(sheet.total(.enterprise, given: false) == 1_500_000 && sheet.ratio(.enterprise) == 0.075)
      try await #expect(balance(nil).total(.school, given: true) == 3_000_000)
      let changed = try await keep.value(
        ValuationRule(kind: .teacherHours, since: year, rate: 20_000, basis: "课酬标准"), of: world.school.id,
        by: world.office)
      #expect(changed == 1, "the year before stays as it was")
      sheet = try await balance(year)
      #expect(sheet.total(.school, given: true) == 2_000_000)
      try await #expect(balance(year - 1).total(.school, given: true) == 1_500_000)
      // The same year again changes that year's rule.
      try await keep.value(
        ValuationRule(kind: .teacherHours, since: year, rate: 0), of: world.school.id, by: world.office)
      try await #expect(balance(year).total(.school, given: true) == 0)
      var removed = old
      removed.isRemoved = true
      try await keep.change(removed, by: world.office)
      try await #expect(balance(year - 1).lines.isEmpty)
      await #expect(throws: ProjectError.stale) { try await keep.change(old, by: world.office) }
      let totals = try await world.database.read {
        try LedgerStore.partners(in: year, ProjectSight(world.office), limit: 10, on: $0)
      }
      #expect(totals.map(\.figures.enterpriseGiven) == [20_000_000])
      var query = LedgerQuery()
      query.isOutstanding = true
      let asked = query
      let rows = try await world.database.read {
        try LedgerStore.page(asked, in: ProjectSight(world.teacher), on: $0).rows
      }
      #expect(rows.map(\.entry.kind) == [.money])
      let foreign = try await world.database.read {
        try LedgerStore.sum(LedgerQuery(), in: ProjectSight(world.foreignOffice), on: $0).count
          + LedgerStore.sum(LedgerQuery(), in: ProjectSight(world.otherDepartmentAdministrator), on: $0).count
      }
      #expect(foreign == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func whatIsWrongWithAnEntryIsSaidAndNothingIsKept(engine: TestEngine) async throws {
    try await ProjectWorld.open(engine) { world in
      let keep = KeepLedger(world.services)
      let application = try await world.application()
      let cases: [(LedgerEntry, [String])] = [
        (Self.entry(world, .money, of: nil) { ($0.amount, $0.arrived) = (100, 200) }, ["projects.problem.arrived"]),
        (Self.entry(world, .money, of: nil) { $0.side = .students }, ["kit.records.choice", "kit.records.required"]),
        (Self.entry(world, .venue, of: nil) { _ in }, ["projects.problem.quantity", "kit.records.required"]),
        (
          Self.entry(world, .hires, of: nil) { ($0.quantity, $0.day) = (100, world.today.adding(days: 1)) },
          ["projects.problem.future"]
        ), (Self.entry(world, .hires, of: application) { $0.quantity = 100 }, ["projects.problem.ledgerProject"]),
      ]
      for (entry, problems) in cases {
        try await #expect(world.problems { try await keep.add(entry, by: world.teacher) } == problems)
      }
      await #expect(throws: ProjectError.notFound) {
        try await keep.add(Self.entry(world, .hires, of: nil) { $0.quantity = 100 }, by: world.foreignOffice)
      }
      try await #expect(
        world.problems {
          try await keep.value(
            ValuationRule(kind: .money, since: 1999, rate: -1), of: world.school.id, by: world.office)
        } == ["kit.records.range", "kit.records.range"])
      try await #expect(world.count("ledger_entries") == 0)
      try await #expect(world.count("valuation_rules") == 0)
    }
  }

  @Test func entriesAreWrittenAndExplainedOnThePages() async throws {
    try await ProjectWorld.open { world in
      let project = try await world.running(try await world.application())
      try await world.browse(as: world.teacher) { browser in
        let tab = try await browser.get("/projects/\(project.id)/ledger")
        #expect(tab.text.contains("还没有登记"))
        let new = try await browser.get("/projects/ledger/new?project=\(project.id)&kind=engineer-hours")
        let form = "//form[.//input[@name='quantity']]"
        let wrong = try await browser.submit(new, form: form, ["title": "授课", "quantity": "六十四", "day": "2026-02-30"])
        #expect(wrong.status == 422 && wrong.text.contains("请填数量") && wrong.text.contains("这样的日期"))
        try #expect(wrong.texts("//input[@name='quantity']/@value") == ["六十四"])
        let made = try await browser.submit(wrong, form: form, ["quantity": "１，０６４．５课时", "day": "2026-02-01"])
        let page = try await made.follow()
        #expect(page.text.contains("已登记，价值 212,900.00 元") && page.text.contains("1,064.5 小时"))
        let link = try #require(
          try page.texts("//a[contains(@href, '/projects/ledger/')]/@href").first { $0.hasSuffix("/edit") })
        let shown = try await browser.get(link)
        #expect(shown.text.contains("1,064.5 小时 × 200.00 元 / 小时 = 212,900.00 元"))
        let gone = try await browser.submit(shown, form: "//form[contains(@action, '/remove')]", [:]).follow()
        #expect(gone.text.contains("还没有登记"))
        let back = try await browser.submit(
          try await browser.get(link), form: "//form[contains(@action, '/restore')]", [:]
        ).follow()
        #expect(back.text.contains("212,900.00 元"))
        try await #expect(browser.get("/projects/valuation").status == 200)
        let rule = try await browser.get("/projects/valuation/engineer-hours")
        try #expect(!rule.has("//form[.//input[@name='rate']]"))
      }
      try await world.browse(as: world.office) { browser in
        let partner = world.partner.partnership.id
        let rule = try await browser.get("/projects/valuation/engineer-hours")
        let wrong = try await browser.submit(
          rule, form: "//form[.//input[@name='rate']]", ["rate": "两百", "since": "今年"])
        #expect(wrong.status == 422 && wrong.text.contains("请填金额") && wrong.text.contains("请填整数"))
        let saved = try await browser.submit(
          wrong, form: "//form[.//input[@name='rate']]", ["rate": "３００元", "since": "2026", "basis": "行业工时标准"])
        #expect(try await saved.follow().text.contains("1 条登记重新计价"))
        for year in ["", "?year=2026", "?year=all", "?year=soon"] {
          let page = try await browser.get("/partners/\(partner)/balance\(year)")
          #expect(page.status == 200 && page.text.contains("319,350.00 元"), "\(year)")
        }
        let balances = try await browser.get("/projects/balances")
        #expect(balances.text.contains("甲精密机械有限公司") && balances.text.contains("319,350.00 元"))
        let rows = try await browser.get("/projects/ledger?partner=\(partner)&year=2026&side=enterprise&part=given")
        #expect(rows.text.contains("共 1 条，价值 319,350.00 元"))
        for path in ["/partners/\(partner)/balance.xlsx", "/projects/ledger.xlsx?year=2026"] {
          try await #expect(browser.get(path).status == 200)
        }
      }
      try await world.browse(as: world.foreignOffice) { browser in
        for path in ["balance", "balance.xlsx", "balance.pdf"] {
          try await #expect(browser.get("/partners/\(world.partner.partnership.id)/\(path)").status == 404, "\(path)")
        }
      }
      try await world.browse(as: world.office, in: .english) { browser in
        for path in [
          "/projects/\(project.id)/ledger", "/projects/ledger", "/projects/valuation", "/projects/valuation/venue",
          "/projects/balances", "/projects/ledger/new?project=\(project.id)&kind=venue",
          "/partners/\(world.partner.partnership.id)/balance",
        ] {
          let page = try await browser.get(path)
          #expect(page.status == 200 && !page.text.contains(/projects\.(?!xlsx)[a-z]/), "\(path)")
        }
      }
    }
  }

  /// With everything in it that a ledger can hold, in both languages.
  @Test(arguments: [Language.chinese, .english])
  func theBalanceSheetHasTwoPages(language: Language) async throws {
    try await ProjectWorld.open { world in
      let project = try await world.running(try await world.application())
      for kind in LedgerKind.allCases {
        for side in kind.sides {
          try await KeepLedger(world.services).add(
            Self.entry(world, kind, of: project) { entry in
              (entry.side, entry.amount, entry.arrived) = (side, 123_456_789, 100_000_000)
              (entry.quantity, entry.months) = (125_050, 12)
            }, by: world.teacher)
        }
      }
      let services = world.services
      let found = try await BalanceDocument.load(
        world.partner.partnership.id, year: world.today.year, in: world.office.scope, today: world.today, services,
        services.localizer(language))
      let document = try #require(found)
      let picture = try #require(
        BalanceDocument.picture(BalancePage.course(document.years, document.t) { _, _, _ in nil }))
      #expect(picture.hasPrefix("<svg xmlns=") && picture.hasSuffix("</svg>"))
      let path = services.files.temporaryFolder + "/balance.pdf"
      let made = try await services.typesetter.typeset(try document.request(made: services.now), to: path)
      #expect(made.pages == 2 && made.unprintable == nil)
    }
  }
}
