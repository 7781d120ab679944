import Accounts
import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views
import Web

/// Signing on screen: by link under `/l/sign/…`, and with an account under `/sign/…`.
struct SignerRoutes: Sendable {
  let services: Services

  func add(to table: inout RouteTable, _ member: inout MemberRoutes) {
    var guest = GuestRoutes(services, .sign)
    guest.get("") { try await show(.init($0)) }
    guest.get("/document") { try await document(.init($0)) }
    guest.post("/sign") { try await sign(.init($0)) }
    guest.post("/refuse") { try await refuse(.init($0)) }
    guest.post("/forward") { try await forward(.init($0)) }
    table.add(guest.table)
    member.get("/sign/{signer}", needs: .inboxRead) { try await show(.init($0)) }
    member.get("/sign/{signer}/document", needs: .inboxRead) { try await document(.init($0)) }
    member.post("/sign/{signer}/sign", needs: .inboxRead) { try await sign(.init($0)) }
    member.post("/sign/{signer}/refuse", needs: .inboxRead) { try await refuse(.init($0)) }
    member.post("/sign/{signer}/forward", needs: .inboxRead) { try await forward(.init($0)) }
  }

  /// Who came, whichever way.
  struct Visit: Sendable {
    let exchange: Exchange
    let id: ID<Signer>
    let who: Signatory
    let link: Link
    let frame: @Sendable (PageContent) async throws -> Reply
    /// Whether the link was opened for the first time is noted by it.
    let guest: Guest?

    init(_ guest: Guest) {
      exchange = guest.exchange
      id = ID(rawValue: guest.link.subject.id)
      who = .guest(guest.link, address: guest.exchange.remoteAddress)
      link = guest.page
      frame = { try await guest.page($0) }
      self.guest = guest
    }

    init(_ member: Member) throws {
      exchange = member.exchange
      id = try member.exchange.parameter("signer", as: ID<Signer>.self)
      who = .account(member.actor.accountID, address: member.exchange.remoteAddress)
      link = SigningLinks.sign(id)
      frame = { try await member.page($0) }
      guest = nil
    }

    var place: SignerPage.Place {
      SignerPage.Place(page: link, csrf: exchange.csrfToken, t: exchange.localizer, now: exchange.now)
    }
  }

  private func page(_ visit: Visit) async throws -> SignerPage {
    guard let page = try await SignerPage.load(visit.id, as: visit.who, services) else { throw WebError.notFound }
    return page
  }

  private func show(_ visit: Visit) async throws -> Reply {
    let page = try await page(visit)
    if let guest = visit.guest, guest.link.openedAt == nil { try await noteOpened(guest, page) }
    return try await visit.frame(page.content(at: visit.place))
  }

  private func noteOpened(_ guest: Guest, _ page: SignerPage) async throws {
    let (services, round, agreement, signer) = (services, page.round, page.dossier.agreement, page.signer)
    let place = SigningRules.masked(address: guest.exchange.remoteAddress)
    try await services.database.write { connection in
      guard try GuestLinkStore.open(guest.link, at: services.now, on: connection) else { return }
      try AskSigners(services, agreement, round).note(.opened, signer, address: place, on: connection)
    }
  }

  private func document(_ visit: Visit) async throws -> Reply { try await page(visit).file(services) }

  private func again(
    _ visit: Visit, _ problems: [FieldProblem] = [], sent: String? = nil, status: Int? = nil
  ) async throws -> Reply {
    try await visit.frame(
      page(visit).content(
        at: visit.place, typed: visit.exchange.form, problems: problems, sent: sent, status: status))
  }

  /// Does something, and says on the page what kept it from being done.
  private func acting(_ visit: Visit, _ act: () async throws -> Reply) async throws -> Reply {
    do {
      return try await act()
    } catch let invalid as Invalid {
      return try await again(visit, invalid.problems)
    } catch SigningRefusal.notFound {
      throw WebError.notFound
    } catch is SigningRefusal {
      // The page says how it stands now.
      return try await again(visit, status: 409)
    }
  }

  private func sign(_ visit: Visit) async throws -> Reply {
    let form = visit.exchange.form
    return try await acting(visit) {
      if form["act"] == "code" {
        return try await again(visit, sent: try await SignAgreement(services).sendCode(visit.id, as: visit.who))
      }
      let hand = SignAgreement.Hand(
        name: FieldText.trimmed(form["name"] ?? ""), drawing: form["drawing"] ?? "",
        code: FieldText.trimmed(form["code"] ?? ""), hasRead: form["hasRead"] == "1")
      switch try await SignAgreement(services).sign(visit.id, hand, as: visit.who) {
      case .signed: return .redirect(to: visit.link, flash: .ok("agreements.signing.flash.signed"))
      case .wrongCode(let left):
        let key = left == 0 ? "agreements.signing.problem.codeDead" : "agreements.signing.problem.codeWrong"
        return try await again(visit, [FieldProblem("code", key, ["count": "\(left)"])])
      }
    }
  }

  private func refuse(_ visit: Visit) async throws -> Reply {
    try await acting(visit) {
      try await SignAgreement(services).refuse(
        visit.id, because: FieldText.trimmed(visit.exchange.form["reason"] ?? ""), as: visit.who)
      return .redirect(to: visit.link, flash: .ok("agreements.signing.flash.refused"))
    }
  }

  private func forward(_ visit: Visit) async throws -> Reply {
    let form = visit.exchange.form
    return try await acting(visit) {
      try await SignAgreement(services).forward(
        visit.id, toName: FieldText.trimmed(form["forward.name"] ?? ""),
        mail: FieldText.trimmed(form["forward.mail"] ?? ""),
        in: form["forward.language"].flatMap(Language.init(rawValue:)), as: visit.who)
      return .redirect(to: visit.link, flash: .ok("agreements.signing.flash.forwarded"))
    }
  }
}
