import Accounts
import Activity
import Database
import Files
import Localization
import Organizations
import Partners
import Platform
import Records
import Values
import Views
import Web

/// The JSON side of signing: the office plans, reminds and checks; signers read,
/// ask for a code, sign, refuse and pass on, with an account or by a link.
struct SigningAPI: Sendable {
  let services: Services

  func add(to table: inout RouteTable, _ member: inout MemberRoutes) {
    typealias Description = SigningAPIDescription
    let round = "/api/v1/agreements/{agreement}/signing"
    member.get(round, needs: .agreementsRead, operation: Description.show) { try await answer($0) }
    member.post(round, needs: .agreementsManage, operation: Description.begin) { try await begin($0) }
    member.get("\(round)/document", needs: .agreementsRead, operation: Description.document) { member in
      let page = try await RoundPage.load(member)
      guard let digest = page.document.flatMap({ FileDigest($0.digest) }) else { throw WebError.notFound }
      return .file(
        at: services.files.path(of: digest), contentType: FileType.pdf.mediaType, fileName: "\(digest).pdf",
        tag: digest.text)
    }
    member.post(
      "\(round)/{signer}/remind", needs: .agreementsManage, body: BodyRule.none, operation: Description.remind
    ) {
      member in
      try await acting {
        try await RemindSigners(services).now(try signer(member), in: try agreement(member), by: member.actor)
      }
      return try await answer(member)
    }
    member.post(
      "\(round)/{signer}/scan", needs: .agreementsManage,
      body: .bytes(limit: AttachmentRules.policy.limit, types: ["application/pdf", "image/png", "image/jpeg"]),
      operation: Description.scan
    ) { try await scan($0) }
    member.post("\(round)/{signer}/check", needs: .agreementsManage, operation: Description.check) { member in
      let json = try member.exchange.json()
      guard let isRight = json["isRight"]?.bool else {
        throw WebError.unprocessable([FieldProblem("isRight", "kit.records.required")])
      }
      try await acting {
        try await SignOnPaper(services).check(
          try signer(member), isRight: isRight, saying: FieldText.trimmed(json["reason"]?.string ?? ""),
          in: try agreement(member), by: member.actor)
      }
      return try await answer(member)
    }
    addSigners(to: &table, &member)
  }

  private func addSigners(to table: inout RouteTable, _ member: inout MemberRoutes) {
    typealias Description = SigningAPIDescription
    member.get("/api/v1/signatures", needs: .inboxRead, operation: Description.mine) { member in
      let (account, sealer) = (member.actor.accountID, services.sealer)
      let signers = try await services.database.read { try SigningStore(sealer).signers(of: account, on: $0) }
      return .json(["items": .array(signers.map { SigningJSON.value($0) })])
    }
    let one = "/api/v1/signatures/{signer}"
    member.get(one, needs: .inboxRead, operation: Description.signature("get")) { try await show(.init($0)) }
    member.post("\(one)/code", needs: .inboxRead, body: BodyRule.none, operation: Description.code("send")) {
      try await code(.init($0))
    }
    member.post("\(one)/sign", needs: .inboxRead, operation: Description.sign("sign")) { try await sign(.init($0)) }
    member.post("\(one)/refuse", needs: .inboxRead, operation: Description.refuse("refuse")) {
      try await refuse(.init($0))
    }
    member.post("\(one)/forward", needs: .inboxRead, operation: Description.forward("forward")) {
      try await forward(.init($0))
    }
    var guest = GuestRoutes(services, .sign)
    guest.get(api: "", Description.signature("getLinked")) { try await show(.init($0)) }
    guest.post(api: "/code", body: BodyRule.none, Description.code("sendLinked")) { try await code(.init($0)) }
    guest.post(api: "/sign", Description.sign("signLinked")) { try await sign(.init($0)) }
    guest.post(api: "/refuse", Description.refuse("refuseLinked")) { try await refuse(.init($0)) }
    guest.post(api: "/forward", Description.forward("forwardLinked")) { try await forward(.init($0)) }
    table.add(guest.table)
  }

  private func agreement(_ member: Member) throws -> ID<Agreement> {
    try member.exchange.parameter("agreement", as: ID<Agreement>.self)
  }

  private func signer(_ member: Member) throws -> ID<Signer> {
    try member.exchange.parameter("signer", as: ID<Signer>.self)
  }

  /// Says in the terms of the interface what kept an act from being done.
  private func acting(_ act: () async throws -> Void) async throws {
    do {
      try await act()
    } catch AgreementError.stale {
      throw WebError.preconditionFailed(Message("agreements.api.stale"))
    } catch AgreementError.state {
      throw WebError.conflict(Message("agreements.api.state"))
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch SigningRefusal.notFound {
      throw WebError.notFound
    } catch let refusal as SigningRefusal {
      throw WebError.conflict(refusal.message)
    }
  }

  // MARK: The office

  private func answer(_ member: Member, status: Int = 200) async throws -> Reply {
    let page = try await RoundPage.load(member)
    guard let round = page.round else { throw WebError.notFound }
    return .json(SigningJSON.value(round, page.signers, page.trace, page.document), status: status)
  }

  private func begin(_ member: Member) async throws -> Reply {
    let version = try AgreementsAPI.version(member)
    let json = try member.exchange.json()
    var problems: [FieldProblem] = []
    var plan = BeginSigning.Plan(isInOrder: json["inOrder"]?.bool ?? false)
    for (index, item) in (json["signers"]?.array ?? []).prefix(2 * SigningRules.mostSigners).enumerated() {
      guard let kind = SignerKind(rawValue: item["kind"]?.string ?? "") else {
        problems.append(FieldProblem("signer.\(index).kind", "kit.records.required"))
        continue
      }
      guard let way = Signer.Way(rawValue: item["way"]?.string ?? "") else {
        problems.append(FieldProblem("signer.\(index).way", "kit.records.required"))
        continue
      }
      func text(_ name: String) -> String { FieldText.trimmed(item[name]?.string ?? "") }
      var signer = PlannedSigner(kind: kind, way: way, name: text("name"), mail: text("mail"), place: index + 1)
      signer.accountID = way == .account ? ID<Account>(text("account"))?.rawValue : nil
      signer.language = try APILanguage.read(item["language"], of: "signer.\(index).language") ?? .chinese
      plan.signers.append(signer)
    }
    if !problems.isEmpty { throw WebError.unprocessable(problems) }
    try await acting {
      try await BeginSigning(services)(plan, try agreement(member), version: version, by: member.actor)
    }
    return try await answer(member, status: 201)
  }

  private func scan(_ member: Member) async throws -> Reply {
    // The record first: who may not see it sends no files.
    _ = try await RoundPage.load(member)
    let file = try services.files.begin(limit: AttachmentRules.policy.limit)
    let bytes = member.exchange.bytes()
    guard !bytes.isEmpty else { throw WebError.unprocessable([FieldProblem("scan", "agreements.problem.scan")]) }
    try file.write(bytes)
    let type: FileType
    do {
      type = try AgreementFiles.scans.check(path: file.path, fileName: "scan")
    } catch let error as FileError {
      file.discard()
      guard let problem = AttachmentRules.problem(error, of: "scan", field: "scan") else { throw error }
      throw WebError.unprocessable([problem])
    }
    let stored = try await services.files.keep(file)
    let kept = IncomingAttachment(
      slot: MoveAgreement.scanSlot, digest: stored.digest, name: "scan.\(type.endings.first ?? "pdf")", type: type,
      size: stored.size)
    try await acting {
      try await SignOnPaper(services).bring(
        KeepAttachments.Outcome(kept: [kept]), on: FieldText.trimmed(member.exchange.query["signedOn"] ?? ""),
        of: try signer(member), in: try agreement(member), by: member.actor)
    }
    return try await answer(member)
  }

  // MARK: Signers

  private func show(_ visit: SignerRoutes.Visit) async throws -> Reply {
    guard let page = try await SignerPage.load(visit.id, as: visit.who, services) else { throw WebError.notFound }
    return .json(SigningJSON.value(page)).caching(.never)
  }

  private func code(_ visit: SignerRoutes.Visit) async throws -> Reply {
    var mail = ""
    try await acting { mail = try await SignAgreement(services).sendCode(visit.id, as: visit.who) }
    return .json(["mail": .string(mail)])
  }

  private func sign(_ visit: SignerRoutes.Visit) async throws -> Reply {
    let json = try visit.exchange.json()
    let hand = SignAgreement.Hand(
      name: FieldText.trimmed(json["name"]?.string ?? ""), drawing: json["drawing"]?.string ?? "",
      code: FieldText.trimmed(json["code"]?.string ?? ""), hasRead: json["hasRead"]?.bool ?? false)
    try await acting {
      guard case .wrongCode(let left) = try await SignAgreement(services).sign(visit.id, hand, as: visit.who) else {
        return
      }
      let key = left == 0 ? "agreements.signing.problem.codeDead" : "agreements.signing.problem.codeWrong"
      throw WebError.unprocessable([FieldProblem("code", key, ["count": "\(left)"])])
    }
    return try await show(visit)
  }

  private func refuse(_ visit: SignerRoutes.Visit) async throws -> Reply {
    let reason = FieldText.trimmed(try visit.exchange.json()["reason"]?.string ?? "")
    try await acting { try await SignAgreement(services).refuse(visit.id, because: reason, as: visit.who) }
    return try await show(visit)
  }

  private func forward(_ visit: SignerRoutes.Visit) async throws -> Reply {
    let json = try visit.exchange.json()
    try await acting {
      try await SignAgreement(services).forward(
        visit.id, toName: FieldText.trimmed(json["name"]?.string ?? ""),
        mail: FieldText.trimmed(json["mail"]?.string ?? ""),
        in: try APILanguage.read(json["language"], of: "language"), as: visit.who)
    }
    return try await show(visit)
  }
}

/// Signing as JSON.
enum SigningJSON {
  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
  private static func time(_ time: Instant?) -> JSONValue { time.map { .string($0.iso8601) } ?? .null }

  static func value(_ signer: Signer) -> JSONValue {
    [
      "id": .string(signer.id.description), "agreement": .string(signer.agreementID.description),
      "place": .integer(Int64(signer.place)), "kind": .string(signer.kind.rawValue),
      "way": .string(signer.way.rawValue), "name": .string(signer.name), "state": .string(signer.state.rawValue),
      "signedAt": time(signer.signedAt), "reason": text(signer.reason),
      "language": .string(signer.language.rawValue),
    ]
  }

  static func value(
    _ round: SigningRound, _ signers: [Signer], _ trace: [SigningEvent], _ document: FrozenDocument?
  ) -> JSONValue {
    .members([
      ("id", .string(round.id.description)), ("state", .string(round.state.rawValue)),
      ("inOrder", .bool(round.isInOrder)), ("textSHA256", .string(round.textDigest)),
      ("code", round.state == .complete ? .string(round.code) : .null), ("begunAt", time(round.begunAt)),
      ("endedAt", time(round.endedAt)), ("reason", text(round.reason)),
      ("sha256", document.map { .string($0.digest) } ?? .null), ("signers", .array(signers.map { value($0) })),
      (
        "trace",
        .array(
          trace.map { event in
            [
              "act": .string(event.act.rawValue), "at": time(event.at), "name": text(event.name),
              "address": text(event.address), "note": text(event.note),
            ]
          })
      ),
    ])
  }

  /// What one signer may know.
  static func value(_ page: SignerPage) -> JSONValue {
    let agreement = page.dossier.agreement
    let clauses = page.showsText ? page.clauses.map { AgreementJSON.clause($0) } : []
    return .members([
      ("signature", value(page.signer)), ("state", .string(page.round.state.rawValue)),
      ("number", .string(agreement.number)), ("title", .string(agreement.title)), ("school", .string(page.school)),
      ("enterprise", .string(page.dossier.partner.enterprise.name)),
      ("textSHA256", .string(page.round.textDigest)), ("clauses", .array(clauses)),
      ("code", page.round.state == .complete ? .string(page.round.code) : .null),
    ])
  }
}
