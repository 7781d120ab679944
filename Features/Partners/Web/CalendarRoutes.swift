import Accounts
import Calendars
import Database
import Localization
import Organizations
import Platform
import Security
import Values
import Views
import Web

/// A person's own calendar: the page where its address is made, renewed and
/// withdrawn, and the address itself, which programs ask without signing in.
struct CalendarRoutes {
  let services: Services

  /// Twenty wrong addresses from one place, then one every half minute.
  private static let guesses = TokenBucket(capacity: 20, interval: .seconds(30))

  func add(to table: inout RouteTable) {
    var member = MemberRoutes(services)
    member.get("/visits/calendar", needs: .visitsRead) { try await CalendarPage.load($0).reply() }
    member.post("/visits/calendar/renew", needs: .visitsRead) { member in
      _ = try TourRoutes.school(of: member)
      let path = try await CalendarFeeds(services).renew(member.t.language, by: member.actor)
      // The secret is shown in the answer itself: it stands in no address, no cookie and no log.
      return try await CalendarPage.load(member).reply(fresh: path)
    }
    member.post("/visits/calendar/withdraw", needs: .visitsRead) { member in
      _ = try TourRoutes.school(of: member)
      try await CalendarFeeds(services).withdraw(by: member.actor)
      return .redirect(to: TourLinks.calendar, flash: .ok("partners.calendar.flash.withdrawn"))
    }
    table.add(member.table)
    table.get("/calendar/{feed}/qiao.ics", .visitor) { try await serve($0) }
  }

  private func serve(_ exchange: Exchange) async throws -> Reply {
    let token = try exchange.parameter("feed")
    guard let feed = try await services.database.read({ try CalendarFeedStore.find(token, on: $0) }) else {
      let limit = RateLimit("calendar/guess", address: exchange.remoteAddress, Self.guesses, services.sealer)
      let now = exchange.now
      let wait = try await services.database.write { try RateLimitStore.take([limit], now: now, on: $0) }
      if let wait { throw WebError.tooManyRequests(retryAfter: wait) }
      throw WebError.notFound
    }
    let feeds = CalendarFeeds(services)
    guard let actor = try await feeds.actor(of: feed) else {
      // 410 tells programs to stop asking.
      var reply = Reply.text(services.localizer(feed.language)("partners.calendar.gone")).caching(.never)
      reply.status = 410
      return reply
    }
    let text = try await feeds.file(for: actor, in: feed.language).text
    let today = exchange.now.day
    if feed.usedOn != today {
      try await services.database.write { try CalendarFeedStore.note(feed, on: today, on: $0) }
    }
    // Named by its content, so that it stays the same over restarts and on every node.
    let tag = services.sealer.blindIndex(text, context: "calendar_feeds.tag")
    return .text(text, contentType: CalendarFile.mediaType).caching(.revalidate(tag: tag))
  }
}

/// `/visits/calendar`.
struct CalendarPage {
  let member: Member
  private let feed: CalendarFeed?

  static func load(_ member: Member) async throws -> CalendarPage {
    _ = try TourRoutes.school(of: member)
    let membership = member.actor.membership
    let feed = try await member.services.database.read { connection in
      try membership.flatMap { try CalendarFeedStore.live(of: $0, on: connection) }
    }
    return CalendarPage(member: member, feed: feed)
  }

  /// - Parameter fresh: the address that was just made, on the only occasion it can be read.
  func reply(fresh: String? = nil) async throws -> Reply {
    let (t, csrf) = (member.t, member.exchange.csrfToken)
    let address: HTML =
      fresh.map { path in
        Alert(
          .ok, title: t("partners.calendar.once"),
          """
          <p>\(t("partners.calendar.once.text"))</p>\
          <p class="wrap">\(CopyButton("\(member.services.installation.baseURL)\(path)", t))</p>
          """
        ).html
      } ?? .empty
    let renew = PostButton(
      t(feed == nil ? "partners.calendar.create" : "partners.calendar.renew"), to: TourLinks.renewCalendar, csrf: csrf,
      style: feed == nil ? .primary : .secondary, icon: .calendar,
      confirm: feed == nil ? nil : t("partners.calendar.renew.confirm"))
    let withdraw: HTML =
      feed == nil
      ? .empty
      : PostButton(
        t("partners.calendar.withdraw"), to: TourLinks.withdrawCalendar, csrf: csrf, style: .danger, icon: .trash,
        confirm: t("partners.calendar.withdraw.confirm")
      ).html
    let state: HTML
    if let feed {
      let used = feed.usedOn.map { t("partners.calendar.used", ["date": $0.description]) }
      state = """
        <p>\(t("partners.calendar.there", ["date": feed.createdAt.day.description])) \
        \(used ?? t("partners.calendar.unused"))</p>
        """
    } else {
      state = "<p>\(t("partners.calendar.none"))</p>"
    }
    let own: HTML = """
      <p>\(t("partners.calendar.text"))</p>\(state)<div class="actions">\(renew)\(withdraw)</div>
      """
    let steps = ["apple", "android", "outlook"].map { name -> HTML in
      "<li>\(t("partners.calendar.how.\(name)"))</li>"
    }
    return try await member.page(
      PageContent(
        title: t("partners.calendar.title"),
        crumbs: [
          Crumb(t("partners.visits.title"), VisitLinks.list), Crumb(t("partners.tours.title"), TourLinks.list),
          Crumb(t("partners.calendar.title")),
        ],
        content: """
          \(address)<div class="stack">\(Card(nil, own))\(Card(t("partners.calendar.how"), "<ul>\(steps)</ul>"))</div>
          """))
  }
}
