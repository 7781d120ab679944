import Database
import Localization
import Platform
import Values
import Views
import Web

/// 登录设备: where this account is signed in.
struct SessionsPage: Sendable {
  let sessions: [Session]
  let current: ID<Session>
  let now: Instant
  let form: AccountForm

  var content: PageContent {
    let t = form.t
    let rows = sessions.map { session -> DataTable.Row in
      let isCurrent = session.id == current
      let end: HTML =
        isCurrent
        ? Badge(.ok, t("accounts.sessions.this")).html
        : PostButton(
          t("accounts.sessions.end"), to: AccountLinks.endSession(session.id), csrf: form.csrf, isSmall: true
        ).html
      return DataTable.Row(
        id: session.id.description, name: session.device,
        [
          .text(session.device, second: session.address),
          .init(RelativeTime(session.seenAt, now: now, t).html), .text(session.startedAt.minuteText), .init(end),
        ])
    }
    let table = DataTable(
      caption: t("accounts.sessions.caption"),
      columns: [
        .init("device", t("accounts.sessions.device"), phone: .title), .init("seen", t("accounts.sessions.seen")),
        .init("started", t("accounts.sessions.started")), .init("act", t("accounts.sessions.act")),
      ],
      rows: rows, empty: EmptyState(title: t("accounts.sessions.none")), t)
    let others: HTML =
      sessions.contains { $0.id != current }
      ? PostButton(
        t("accounts.sessions.endOthers"), to: AccountLinks.endOtherSessions, csrf: form.csrf, style: .danger,
        icon: .signOut
      ).html : .empty
    return AccountTab.sessions.page(t, "<p class=\"soft\">\(t("accounts.sessions.text"))</p>\(table)\(others)")
  }
}

/// The list of devices, and ending sessions.
struct SessionRoutes: Sendable {
  let services: Services

  func add(to table: inout RouteTable) {
    table.signedIn(.get, "/account/sessions", services, show)
    table.signedIn(.post, "/account/sessions/{session}/end", services, end)
    table.signedIn(.post, "/account/sessions/end-others", services, endOthers)
  }

  private func show(_ person: SignedIn) async throws -> Reply {
    let sessions = try await services.database.read { connection in
      try SessionStore.list(of: person.account.id, now: person.now, on: connection)
    }
    let page = SessionsPage(
      sessions: sessions, current: person.session.sessionID, now: person.now, form: AccountForm(person.exchange))
    return try await person.page(page.content)
  }

  private func end(_ person: SignedIn) async throws -> Reply {
    let id = try person.exchange.parameter("session", as: ID<Session>.self)
    try await EndSession(services)(id, of: person.account)
    return .redirect(to: AccountLinks.sessions, flash: .ok("accounts.sessions.ended"))
  }

  private func endOthers(_ person: SignedIn) async throws -> Reply {
    let count = try await EndSession(services).others(than: person.session.sessionID, of: person.account)
    return .redirect(
      to: AccountLinks.sessions, flash: .ok("accounts.sessions.endedOthers", ["count": String(count)]))
  }
}
