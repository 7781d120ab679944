import Activity
import Database
import Files
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// The JSON side of what follows a draft and a signature for the enterprise: by link, as on its pages.
/// Evidence comes first, as bytes; the note that follows names what it shows.
struct GuestAPI: Sendable {
  let services: Services

  static let evidenceTypes = ["application/pdf", "image/png", "image/jpeg", "application/octet-stream"]

  func add(to table: inout RouteTable, _ member: inout MemberRoutes) {
    typealias Description = GuestAPIDescription
    var talk = GuestRoutes(services, .negotiate)
    talk.get(api: "", Description.text) { try await text($0) }
    talk.post(api: "/comments", Description.comment) { try await comment($0) }
    table.add(talk.table)
    var duties = GuestRoutes(services, .duties)
    duties.get(api: "", Description.duties) { try await dues($0) }
    duties.post(api: "/{due}/reports", Description.report) { try await report($0) }
    duties.post(api: "/{due}/answer", Description.answer) { try await answer($0) }
    duties.post(api: "/{due}/evidence", body: Self.bytes, Description.evidence(isLinked: true)) { guest in
      let kept = try await Self.receive(guest.exchange, for: try due(guest), services)
      try await acting {
        try await KeepObligations(services).attach(
          kept, to: try due(guest), of: ID(rawValue: guest.link.subject.id), by: .guest(guest.link))
      }
      return .noContent
    }
    table.add(duties.table)
    member.post(
      "/api/v1/agreements/{agreement}/dues/{due}/evidence", needs: .agreementsWrite, body: Self.bytes,
      operation: Description.evidence(isLinked: false)
    ) { member in
      let id = try member.exchange.parameter("agreement", as: ID<Agreement>.self)
      let due = try member.exchange.parameter("due", as: ID<ObligationDue>.self)
      // The record first: who may not see it sends no files.
      _ = try await AgreementPage.load(member)
      let kept = try await Self.receive(member.exchange, for: due, services)
      try await acting {
        try await KeepObligations(services).attach(kept, to: due, of: id, by: .member(member.actor))
      }
      return .noContent
    }
  }

  private static let bytes = BodyRule.bytes(limit: AttachmentRules.policy.limit, types: evidenceTypes)

  private func due(_ guest: Guest) throws -> ID<ObligationDue> {
    try guest.exchange.parameter("due", as: ID<ObligationDue>.self)
  }

  private func acting(_ act: () async throws -> Void) async throws {
    do {
      try await act()
    } catch AgreementError.notFound {
      throw WebError.notFound
    } catch is AgreementError {
      throw WebError.conflict(Message("agreements.api.state"))
    }
  }

  /// Checks one file by its content and keeps its bytes.
  private static func receive(
    _ exchange: Exchange, for due: ID<ObligationDue>, _ services: Services
  ) async throws -> KeepAttachments.Outcome {
    let bytes = exchange.bytes()
    guard !bytes.isEmpty else {
      throw WebError.unprocessable([FieldProblem("evidence", "activity.attachment.problem.none")])
    }
    let file = try services.files.begin(limit: AttachmentRules.policy.limit)
    try file.write(bytes)
    let name = exchange.query["name"].map(FieldText.trimmed).flatMap { $0.isEmpty ? nil : $0 } ?? "evidence"
    let type: FileType
    do {
      type = try AttachmentRules.policy.check(path: file.path, fileName: name)
    } catch let error as FileError {
      file.discard()
      guard let problem = AttachmentRules.problem(error, of: name, field: "evidence") else { throw error }
      throw WebError.unprocessable([problem])
    }
    let stored = try await services.files.keep(file)
    return KeepAttachments.Outcome(kept: [
      IncomingAttachment(
        slot: "due-\(due)", digest: stored.digest, name: FileName(name, type: type).text, type: type,
        size: stored.size)
    ])
  }

  // MARK: Negotiation

  private func text(_ guest: Guest) async throws -> Reply {
    let page = try await GuestTalkPage.load(guest)
    let agreement = page.dossier.agreement
    let isOpen = guest.isOpen && agreement.state == .negotiation
    return Reply.json([
      "title": .string(agreement.title), "number": .string(agreement.number), "isOpen": .bool(isOpen),
      "language": .string(agreement.language.rawValue),
      "clauses": .array(isOpen ? page.dossier.rendering.clauses.map { AgreementJSON.clause($0) } : []),
      "comments": .array(isOpen ? page.comments.map { TalkAPI.value($0) } : []),
    ]).caching(.never)
  }

  private func comment(_ guest: Guest) async throws -> Reply {
    let json = try guest.exchange.json()
    try await acting {
      try await TalkOfAgreement(services).say(
        FieldText.trimmed(json["body"]?.string ?? ""),
        to: String((json["clause"]?.string ?? "").prefix(TalkAPIDescription.longestKey)), by: guest.link)
    }
    return try await text(guest)
  }

  // MARK: Obligations

  private func dues(_ guest: Guest) async throws -> Reply {
    let page = try await GuestDutiesPage.load(guest)
    let entries = Dictionary(grouping: page.entries, by: \.dueID)
    return Reply.json(["items": .array(page.dues.map { TalkAPI.value($0, entries[$0.id] ?? []) })]).caching(.never)
  }

  private func report(_ guest: Guest) async throws -> Reply {
    let due = try due(guest)
    let (entry, problems) = TalkAPI.report(try guest.exchange.json(), of: due, services)
    guard var entry else { throw WebError.unprocessable(problems) }
    (entry.side, entry.person) = (.enterprise, guest.link.person.name)
    let reported = entry
    try await acting {
      try await KeepObligations(services).report(
        reported, to: due, of: ID(rawValue: guest.link.subject.id), by: .guest(guest.link))
    }
    return try await dues(guest)
  }

  private func answer(_ guest: Guest) async throws -> Reply {
    let (entry, isRight, words) = try TalkAPI.answer(try guest.exchange.json())
    try await acting {
      try await KeepObligations(services).answer(
        entry, isRight: isRight, saying: words, to: try due(guest), of: ID(rawValue: guest.link.subject.id),
        by: .guest(guest.link))
    }
    return try await dues(guest)
  }
}

/// What the OpenAPI document says of it.
enum GuestAPIDescription {
  private static let tag = "agreements"
  private static let link = Operation.Parameter(
    "link", in: .path, schema: ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}\\.[A-Za-z0-9_-]{43}$"],
    explanation: "agreements.api.link")
  private static let closed: [Operation.Response] = [
    .problem(409, "agreements.api.state"), .problem(429, "kit.web.error.429.title"),
  ]
  private static let read = Operation.Response(
    200, "agreements.api.guest.text",
    schema: SigningAPIDescription.object([
      ("title", ["type": "string"]), ("number", ["type": "string"]), ("isOpen", ["type": "boolean"]),
      ("language", APILanguage.schema), ("clauses", ["type": "array", "items": ["type": "object"]]),
      ("comments", ["type": "array", "items": ["type": "object"]]),
    ]))

  static let text = Operation(
    "getLinkedText", summary: "agreements.api.guest.text", tag: tag, parameters: [link], responses: [read] + closed)
  static let comment = Operation(
    "commentLinked", summary: "agreements.api.comment", tag: tag, parameters: [link],
    request: TalkAPIDescription.linkedComment, responses: [read] + closed)
  static let duties = Operation(
    "listLinkedDues", summary: "agreements.api.dues", tag: tag, parameters: [link],
    responses: [TalkAPIDescription.owed] + closed)
  static let report = Operation(
    "reportLinked", summary: "agreements.api.report", tag: tag, parameters: [link],
    request: TalkAPIDescription.reported, responses: [TalkAPIDescription.owed] + closed)
  static let answer = Operation(
    "answerLinked", summary: "agreements.api.answer", tag: tag, parameters: [link],
    request: TalkAPIDescription.answered, responses: [TalkAPIDescription.owed] + closed)

  static func evidence(isLinked: Bool) -> Operation {
    Operation(
      isLinked ? "bringLinkedEvidence" : "bringEvidence", summary: "agreements.api.evidence", tag: tag,
      parameters: (isLinked ? [link] : []) + [
        .query("name", ["type": "string", "maxLength": 200], "agreements.api.evidence.name")
      ],
      responses: [
        .init(204, "agreements.api.evidence.answer"), .problem(409, "agreements.api.state"),
        .problem(422, "kit.web.error.422.title"),
      ] + (isLinked ? [.problem(429, "kit.web.error.429.title")] : []))
  }
}
