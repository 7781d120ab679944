import Accounts
import Database
import Files
import Localization
import Organizations
import Partners
import Platform
import Records
import Security
import Values
import Views
import Web

/// `/verify`: whether a file is a document that was signed here, and how it stands. For everybody.
///
/// It shows state, parties, dates and the digest of the file, and nothing of its contents.
struct VerifyRoutes: Sendable {
  let services: Services

  private static let limits = UploadLimits(
    files: 1, fileBytes: FreezeSigned.limit, totalBytes: FreezeSigned.limit + (1 << 16), fields: 4)
  /// Sixty wrong codes from one address, then one each ten seconds.
  private static let guesses = TokenBucket(capacity: 60, interval: .seconds(10))

  func add(to table: inout RouteTable) {
    table.get("/verify", .visitor) { try await VerifyPage(services: services, exchange: $0).search() }
    table.post("/verify", .visitor, body: .multipart(Self.limits)) { try await search($0) }
    table.get("/verify/{code}", .visitor) { exchange in
      let found = try await found(exchange)
      return try await VerifyPage(services: services, exchange: exchange, found).reply(found)
    }
    table.post("/verify/{code}", .visitor, body: .multipart(Self.limits)) { try await compare($0) }
    table.get("/api/v1/verify/{code}", .visitor, operation: SigningAPIDescription.verify) { exchange in
      .json(try await found(exchange).json)
    }
  }

  private func found(_ exchange: Exchange) async throws -> VerifiedDocument {
    let code = try exchange.parameter("code").lowercased()
    if let document = try await VerifiedDocument.find(code: code, services) { return document }
    let limit = RateLimit("verify/guess", address: exchange.remoteAddress, Self.guesses, services.sealer)
    let now = exchange.now
    let wait = try await services.database.write { try RateLimitStore.take([limit], now: now, on: $0) }
    if let wait { throw WebError.tooManyRequests(retryAfter: wait) }
    throw WebError.notFound
  }

  private func compare(_ exchange: Exchange) async throws -> Reply {
    let document = try await found(exchange)
    let page = VerifyPage(services: services, exchange: exchange, document)
    guard let digest = try await Self.digest(exchange) else {
      return try await page.reply(document, isMissing: true)
    }
    return try await page.reply(document, compared: digest)
  }

  private func search(_ exchange: Exchange) async throws -> Reply {
    let page = VerifyPage(services: services, exchange: exchange)
    guard let digest = try await Self.digest(exchange) else { return try await page.search(isMissing: true) }
    guard let document = try await VerifiedDocument.find(digest: digest, services) else {
      return try await page.search(unknown: digest)
    }
    return try await VerifyPage(services: services, exchange: exchange, document).reply(document, compared: digest)
  }

  /// The digest of the file that was sent; it is not kept.
  private static func digest(_ exchange: Exchange) async throws -> String? {
    guard let file = try await exchange.upload().file("file") else { return nil }
    return try FileDigest(ofFileAt: file.path).text
  }
}

/// What everybody may know of a signed document.
struct VerifiedDocument: Sendable {
  let round: SigningRound
  let agreement: Agreement
  let document: FrozenDocument?
  let school: String
  let enterprise: String
  let signatures: Int

  static func find(code: String, _ services: Services) async throws -> VerifiedDocument? {
    try await services.database.read { connection in
      // Before all have signed there is nothing to look up.
      guard let round = try SigningStore.round(code: code, on: connection), round.state == .complete else { return nil }
      return try of(round, services, on: connection)
    }
  }

  static func find(digest: String, _ services: Services) async throws -> VerifiedDocument? {
    try await services.database.read { connection in
      guard let document = try SigningStore.document(digest: digest, on: connection),
        let round = try SigningStore.round(document.roundID, on: connection)
      else { return nil }
      return try of(round, services, on: connection)
    }
  }

  private static func of(
    _ round: SigningRound, _ services: Services, on connection: any Connection
  ) throws -> VerifiedDocument? {
    guard
      let agreement = try AgreementStore.agreement(round.agreementID, in: .school(round.schoolID), on: connection),
      let partner = try PartnershipStore.partner(
        agreement.partnershipID, in: .school(round.schoolID), on: connection)
    else { return nil }
    return VerifiedDocument(
      round: round, agreement: agreement, document: try SigningStore.document(of: round, on: connection),
      school: try SchoolStore.school(round.schoolID, on: connection)?.name ?? "", enterprise: partner.enterprise.name,
      signatures: try SigningStore(services.sealer).signers(of: round, on: connection).count { $0.state == .signed })
  }

  /// How it stands, in words for everybody.
  func state(on today: CivilDate) -> (key: String, tone: Tone) {
    switch agreement.state {
    case .active:
      if let end = agreement.endOn, end < today { return ("agreements.state.over", .warning) }
      return (agreement.state.label, .ok)
    case .suspended, .amended, .renewed: return (agreement.state.label, .warning)
    case .draft, .review, .negotiation, .signing, .ended, .archived: return (agreement.state.label, .neutral)
    }
  }

  var json: JSONValue {
    func day(_ day: CivilDate?) -> JSONValue { day.map { .string($0.description) } ?? .null }
    return [
      "state": .string(agreement.state.rawValue), "number": .string(agreement.number), "school": .string(school),
      "enterprise": .string(enterprise), "signedOn": day(agreement.signedOn), "startOn": day(agreement.startOn),
      "endOn": day(agreement.endOn), "language": .string(agreement.language.rawValue),
      "sha256": document.map { .string($0.digest) } ?? .null,
    ]
  }
}

/// The page of one document, and the page on which one is looked for.
struct VerifyPage {
  let services: Services
  let exchange: Exchange

  private var t: Localizer { exchange.localizer }

  /// - Parameter found: in whose language the page is, unless the reader has chosen another.
  init(services: Services, exchange: Exchange, _ found: VerifiedDocument? = nil) {
    self.services = services
    self.exchange = found.map { exchange.speaking($0.agreement.language) } ?? exchange
  }

  func reply(
    _ found: VerifiedDocument, compared: String? = nil, isMissing: Bool = false
  ) async throws -> Reply {
    let agreement = found.agreement
    let (state, tone) = found.state(on: exchange.now.day)
    let digest: HTML =
      found.document.map { "<span class=\"code\">\($0.digest)</span>" } ?? "\(t("agreements.signing.making"))"
    let facts = DescriptionList([
      .init(t("agreements.field.state"), Badge(tone, t(state)).html),
      .text(t("agreements.field.number"), agreement.number),
      .text(t("agreements.document.schoolSide"), found.school, isWide: true),
      .text(t("agreements.document.enterpriseSide"), found.enterprise, isWide: true),
      .text(t("agreements.field.signedOn"), agreement.signedOn?.description),
      .text(t("agreements.field.term"), AgreementWords(t: t).term(agreement.startOn, agreement.endOn)),
      .text(t("agreements.verify.signatures"), "\(found.signatures)"),
      .init(t("agreements.verify.digest"), digest, isWide: true),
    ])
    return try await services.bareFrame.page(
      PageContent(
        title: t("agreements.verify.title"), status: isMissing ? 422 : 200,
        content: """
          <div class="stack">\(result(found, compared))\(Card(t("agreements.verify.document"), facts))\
          \(form(SigningLinks.verify(found.round.code), digest: found.document?.digest, isMissing: isMissing))</div>
          """), for: exchange)
  }

  func search(isMissing: Bool = false, unknown: String? = nil) async throws -> Reply {
    let result: HTML =
      unknown.map {
        Alert(
          .bad, title: t("agreements.verify.unknown"),
          "<p>\(t("agreements.verify.unknown.text"))</p><p class=\"code\">\($0)</p>"
        ).html
      } ?? .empty
    return try await services.bareFrame.page(
      PageContent(
        title: t("agreements.verify.title"), status: isMissing ? 422 : 200,
        content: """
          <div class="stack"><p class="soft">\(t("agreements.verify.intro"))</p>\(result)\
          \(form(SigningLinks.verify, digest: nil, isMissing: isMissing))</div>
          """), for: exchange)
  }

  private func result(_ found: VerifiedDocument, _ compared: String?) -> HTML {
    guard let compared else { return .empty }
    return compared == found.document?.digest
      ? Alert(.ok, title: t("agreements.verify.same")).html
      : Alert(
        .bad, title: t("agreements.verify.different"), "<p class=\"code\">\(compared)</p>"
      ).html
  }

  /// Compared in the browser where it can; sent and compared here where it cannot.
  private func form(_ link: Link, digest: String?, isMissing: Bool) -> HTML {
    let compare: HTML =
      digest.map { digest in
        """
        <div data-digest="\(digest)" aria-live="polite"><div data-digest-same="" hidden="">\
        \(Alert(.ok, title: t("agreements.verify.same")))</div><div data-digest-different="" hidden="">\
        \(Alert(.bad, title: t("agreements.verify.different")))</div></div>
        """
      } ?? .empty
    let form = FormView(
      action: link, csrf: exchange.csrfToken, isMultipart: true, guardsChanges: false, t,
      """
      \(FormField.dropZone("file", label: t("agreements.verify.file"), accept: ".pdf", limit: t("agreements.verify.file.hint"), error: isMissing ? t("agreements.verify.missing") : nil, t))\
      \(compare)\(ButtonBar("\(Button(t("agreements.verify.compare"), style: .primary, icon: .shield))"))
      """)
    return Card(t("agreements.verify.check"), form).html
  }
}
