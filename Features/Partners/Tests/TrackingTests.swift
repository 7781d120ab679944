import Activity
import Database
import DatabaseTesting
import Localization
import Organizations
import Platform
import Records
import TestKit
import Testing
import Values

@testable import Partners

@Suite struct TrackingTests {
  private static func day(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(daysSinceEpoch: 0) }

  @Test func monthsAreAddedWithinTheCalendar() {
    #expect(Self.day("2026-01-31").adding(months: 1) == Self.day("2026-02-28"))
    #expect(Self.day("2024-01-31").adding(months: 1) == Self.day("2024-02-29"))
    #expect(Self.day("2026-11-15").adding(months: 3) == Self.day("2027-02-15"))
    #expect(Self.day("2026-01-15").adding(months: -1) == Self.day("2025-12-15"))
    #expect(Self.day("2026-08-31").adding(months: -6) == Self.day("2026-02-28"))
  }

  @Test func aDaySetByHandStaysUntilAContactHasReachedIt() {
    let (last, planned) = (Self.day("2026-03-01"), Self.day("2026-03-20"))
    let kept = ContactRhythm.next(after: last, months: 3, planned: (planned, true))
    #expect(kept?.day == planned && kept?.isByHand == true)
    let moved = ContactRhythm.next(after: planned, months: 3, planned: (planned, true))
    #expect(moved?.day == Self.day("2026-06-20") && moved?.isByHand == false)
    let rhythm = ContactRhythm.next(after: last, months: 1, planned: (planned, false))
    #expect(rhythm?.day == Self.day("2026-04-01"))
    #expect(ContactRhythm.next(after: nil, months: 3, planned: nil) == nil)
  }

  private static func state(_ world: ReviewWorld, _ partner: Partner? = nil) async throws -> PartnerContactState {
    let id = (partner ?? world.partner).partnership.id
    return try #require(try await world.database.read { try TrackingStore.state(of: id, on: $0) })
  }

  @Test(arguments: TestEngine.all)
  func aVisitMovesTheNextContactOnAndItsRemovalBack(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let first = try await world.visit(on: world.today.adding(days: -40))
      var state = try await Self.state(world)
      #expect(state.lastOn == first.day && state.nextOn == first.day.adding(months: 3))
      let second = try await world.visit(on: world.today)
      state = try await Self.state(world)
      #expect(state.lastOn == world.today && state.nextOn == world.today.adding(months: 3))
      try await RemoveVisit(world.services)(second.id, version: second.version, by: world.office)
      state = try await Self.state(world)
      #expect(state.lastOn == first.day && state.nextOn == first.day.adding(months: 3))
      try await RemoveVisit(world.services).undo(second.id, by: world.office)
      try await #expect(Self.state(world).lastOn == world.today)
      // An older visit that is written down late changes nothing.
      try await world.visit(on: world.today.adding(days: -300))
      try await #expect(Self.state(world).lastOn == world.today)
    }
  }

  @Test(arguments: TestEngine.all)
  func theDailyJobPlansAndFindsTheSilentOnce(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.visit(on: world.today.adding(days: -100))
      try await RemindOfContacts(world.services)()
      // Who was never seen goes by the day of entry.
      let unseen = try await Self.state(world, world.otherDepartmentPartner)
      #expect(unseen.nextOn == world.today.adding(months: 3) && !unseen.isSilent)
      world.pass(days: 100)
      try await #expect(RemindOfContacts(world.services)() == 1)
      try await #expect(RemindOfContacts(world.services)() == 0)
      try await #expect(Self.state(world).isSilent)
      try await #expect(!Self.state(world, world.otherDepartmentPartner).isSilent)
      func entries() async throws -> [WaitingEntry] {
        try await world.inbox(of: world.office).filter { $0.entry.step.hasPrefix("contact-silent") }
      }
      let waiting = try await entries()
      #expect(waiting.map(\.entry.message.arguments) == [["count": "6"]])
      #expect(waiting.first?.entry.path == "/partners/\(world.partner.partnership.id)/visits")
      var query = PartnerQuery()
      query.isSilent = true
      let (asked, scope) = (query, world.office.scope)
      let found = try await world.database.read { try PartnerListStore.page(asked, in: scope, on: $0).rows }
      #expect(found.map(\.partnershipID) == [world.partner.partnership.id])
      // A call is a contact: the partner is silent no more.
      try await world.visit(kind: .phone)
      try await #expect(!Self.state(world).isSilent)
      try await #expect(entries().isEmpty)
      world.pass(days: 100)
      try await #expect(RemindOfContacts(world.services)() == 2)
      try await #expect(entries().count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func aSchoolSaysAfterHowLongPartnersAreSilent(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      try await world.visit(on: world.today.adding(days: -70))
      let services = world.services
      try await TrackContacts(services).setSilentMonths(2, by: world.office)
      try await #expect(Self.state(world).isSilent)
      try await #expect(!Self.state(world, world.foreignPartner).isSilent)
      try await #expect(world.inbox(of: world.office).count == 1)
      try await TrackContacts(services).setSilentMonths(3, by: world.office)
      try await #expect(!Self.state(world).isSilent)
      try await #expect(world.inbox(of: world.office).isEmpty)
      await #expect(throws: Invalid.self) { try await TrackContacts(services).setSilentMonths(0, by: world.office) }
      await #expect(throws: PartnersError.notFound) {
        try await TrackContacts(services).setSilentMonths(3, by: world.departmentAdministrator)
      }
    }
  }

  @Test func theNextContactIsSetOnThePartnersPage() async throws {
    try await ReviewWorld.open { world in
      let path = "/partners/\(world.partner.partnership.id)"
      try await world.browse(as: world.teacher) { browser in
        _ = try await browser.get("\(path)/visits")
        let wrong = try await browser.post("\(path)/next-contact", [("nextContact", "2020-01-01")])
        #expect(wrong.status == 422 && wrong.text.contains("不能早于今天") && wrong.text.contains("2020-01-01"))
        let odd = try await browser.post("\(path)/next-contact", [("nextContact", "soon")])
        #expect(odd.status == 422)
        let day = world.today.adding(days: 5)
        let set = try await browser.post("\(path)/next-contact", [("nextContact", "\(day)")]).follow()
        #expect(set.text.contains("手工设定"))
        try await #expect(world.log(of: world.partner).first?.action == "partners.contact.planned")
        let week = try await browser.get("/partners/tracking")
        #expect(week.text.contains("甲精密机械") && !week.text.contains("乙软件"))
        let overdue = try await browser.get("/partners/tracking?view=overdue")
        #expect(!overdue.text.contains("甲精密机械"))
        world.pass(days: 6)
        try await #expect(browser.get("/partners/tracking?view=overdue").text.contains("甲精密机械"))
        try await #expect(!browser.get("/partners/tracking?view=overdue&mine=1").text.contains("甲精密机械"))
        try await #expect(browser.post("/partners/tracking/settings", [("silentMonths", "3")]).status == 403)
      }
      try await world.browse(as: world.foreignOffice) { browser in
        _ = try await browser.get("/partners/tracking")
        try await #expect(browser.post("\(path)/next-contact", [("nextContact", "")]).status == 404)
        try await #expect(!browser.get("/partners/tracking?view=overdue").text.contains("甲精密机械"))
      }
      try await world.browse(as: world.office) { browser in
        _ = try await browser.get("/partners/tracking")
        let wrong = try await browser.post("/partners/tracking/settings", [("silentMonths", "一年")])
        #expect(wrong.status == 422 && wrong.text.contains("一年"))
        try await #expect(browser.post("/partners/tracking/settings", [("silentMonths", "12")]).status == 303)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func theListOfTheOverdueGoesByKey(engine: TestEngine) async throws {
    try await ReviewWorld.open(engine) { world in
      let partners = [world.partner, world.otherDepartmentPartner]
      for (number, partner) in partners.enumerated() {
        try await TrackContacts(world.services).setNext(
          world.today.adding(days: number + 1), of: partner.partnership.id, by: world.office)
      }
      let today = world.today.adding(days: 10)
      func page(_ after: TrackingQuery.Mark?, _ actor: Actor) async throws -> [TrackedPartner] {
        var query = TrackingQuery()
        (query.view, query.after, query.limit) = (.overdue, after, 1)
        let asked = query
        return try await world.database.read {
          try TrackingListStore.page(asked, in: actor.scope, today: today, on: $0)
        }
      }
      let first = try await page(nil, world.office)
      #expect(first.map(\.id) == [partners[0].partnership.id])
      let second = try await page(TrackingListStore.mark(after: first[0], in: .overdue), world.office)
      #expect(second.map(\.id) == [partners[1].partnership.id])
      try await #expect(page(TrackingListStore.mark(after: second[0], in: .overdue), world.office).isEmpty)
      try await #expect(page(nil, world.departmentAdministrator).map(\.id) == [partners[0].partnership.id])
      try await #expect(page(nil, world.foreignOffice).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all, TrackingListStore.Division.allCases)
  func partnersAreCountedOverTheYearsAndEachBarOpensItsRows(
    engine: TestEngine, division: TrackingListStore.Division
  ) async throws {
    try await ReviewWorld.open(engine) { world in
      var partner = world.partner
      partner.partnership.since = Self.day("2024-05-01")
      partner.enterprise.industry = "C34"
      partner.enterprise.region = "440112"
      try await ChangePartner(world.services)(partner, by: world.office)
      let scope = world.office.scope
      let years = [2023, 2024, 2025, 2026]
      let growth = try await world.database.read {
        try TrackingListStore.growth(by: division, years: years, in: scope, on: $0)
      }
      let sums = years.indices.map { index in growth.reduce(0) { $0 + $1.counts[index] } }
      // The other one has no beginning: it counts from the day it was entered, in 2026.
      #expect(sums == [0, 1, 1, 2])
      var query = PartnerQuery()
      query.knownBy = 2025
      let asked = query
      let rows = try await world.database.read { try PartnerListStore.page(asked, in: scope, on: $0).rows }
      #expect(rows.map(\.partnershipID) == [partner.partnership.id])
      try await world.browse(as: world.office) { browser in
        let page = try await browser.get("/partners/tracking/growth?by=\(division.rawValue)")
        #expect(page.status == 200)
        let link = try #require(page.text.firstMatch(of: /href="(\/partners\?[^"]*known=2024)"/)?.1)
        let opened = try await browser.get(String(link).replacing("&amp;", with: "&"))
        #expect(opened.text.contains("甲精密机械") && !opened.text.contains("乙软件"))
      }
    }
  }
}
