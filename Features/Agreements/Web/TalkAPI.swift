import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Web

/// The JSON side of what follows a draft and a signature: comments, obligations and what was done.
struct TalkAPI: Sendable {
  let services: Services

  func add(to member: inout MemberRoutes) {
    typealias Description = TalkAPIDescription
    let one = "/api/v1/agreements/{agreement}"
    member.get("\(one)/comments", needs: .agreementsRead, operation: Description.comments) { try await comments($0) }
    member.post("\(one)/comments", needs: .agreementsWrite, operation: Description.comment) { try await comment($0) }
    member.get("\(one)/obligations", needs: .agreementsRead, operation: Description.dues) { try await dues($0) }
    member.post("\(one)/dues/{due}/reports", needs: .agreementsWrite, operation: Description.report) { member in
      try await report(member)
    }
    member.post("\(one)/dues/{due}/answer", needs: .agreementsWrite, operation: Description.answer) { member in
      try await answer(member)
    }
    member.post("\(one)/invitations", needs: .agreementsManage, operation: Description.invite) { member in
      let json = try member.exchange.json()
      try await acting {
        try await InviteEnterprise(services)(
          name: FieldText.trimmed(json["name"]?.string ?? ""), mail: FieldText.trimmed(json["mail"]?.string ?? ""),
          in: try APILanguage.read(json["language"], of: "language") ?? .chinese, to: try id(member),
          by: member.actor)
      }
      return .noContent
    }
  }

  private func id(_ member: Member) throws -> ID<Agreement> {
    try member.exchange.parameter("agreement", as: ID<Agreement>.self)
  }

  private func find(_ member: Member) async throws -> Agreement {
    let (id, scope) = (try id(member), member.actor.scope)
    guard let found = try await services.database.read({ try AgreementStore.agreement(id, in: scope, on: $0) }) else {
      throw WebError.notFound
    }
    return found
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

  // MARK: Comments

  private func comments(_ member: Member) async throws -> Reply {
    let agreement = try await find(member)
    let comments = try await services.database.read { try AgreementStoryStore.comments(of: agreement, on: $0) }
    return .json([
      "items": .array(
        comments.map { Self.value($0) })
    ])
  }

  static func value(_ comment: ClauseComment) -> JSONValue {
    [
      "id": .string(comment.id.description), "clause": .string(comment.clause),
      "side": .string(comment.side.rawValue), "body": .string(comment.body), "person": .string(comment.person),
      "at": .string(comment.at.iso8601), "isSettled": .bool(comment.settledAt != nil),
    ]
  }

  private func comment(_ member: Member) async throws -> Reply {
    let json = try member.exchange.json()
    // Left out it is the school's; anything else must be one of the words.
    let side = json["side"] == nil ? .school : ClauseComment.Side(rawValue: json["side"]?.string ?? "")
    guard let side else { throw WebError.unprocessable([FieldProblem("side", "agreements.problem.decision")]) }
    let clause = json["clause"] == nil ? "" : json["clause"]?.string
    guard let clause, clause.count <= TalkAPIDescription.longestKey else {
      throw WebError.unprocessable([FieldProblem("clause", "kit.records.kind")])
    }
    try await acting {
      try await TalkOfAgreement(services).say(
        FieldText.trimmed(json["body"]?.string ?? ""), to: clause, as: side, in: try id(member),
        by: member.actor)
    }
    return try await comments(member)
  }

  // MARK: Obligations

  private func dues(_ member: Member) async throws -> Reply {
    let agreement = try await find(member)
    let (dues, entries) = try await services.database.read { connection in
      let dues = try ObligationStore.dues(of: agreement, on: connection)
      return (dues, try ObligationStore.fulfilments(of: dues.map(\.id), school: agreement.schoolID, on: connection))
    }
    let byDue = Dictionary(grouping: entries, by: \.dueID)
    return .json(["items": .array(dues.map { Self.value($0, byDue[$0.id] ?? []) })])
  }

  static func value(_ due: ObligationDue, _ entries: [Fulfilment]) -> JSONValue {
    func number(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    return [
      "id": .string(due.id.description), "subject": .string(due.obligation.subject),
      "debtor": .string(due.obligation.debtor.rawValue), "measure": .string(due.obligation.measure.rawValue),
      "target": number(due.obligation.target), "done": .number(due.done), "dueOn": .string(due.dueOn.description),
      "state": .string(due.state.rawValue),
      "entries": .array(
        entries.map { entry in
          [
            "id": .string(entry.id.description), "side": .string(entry.side.rawValue), "amount": number(entry.amount),
            "note": .string(entry.note), "doneOn": .string(entry.doneOn.description),
            "state": .string(entry.state.rawValue), "person": .string(entry.person),
            "answer": entry.answer.isEmpty ? .null : .string(entry.answer),
          ]
        }),
    ]
  }

  private func due(_ member: Member) throws -> ID<ObligationDue> {
    try member.exchange.parameter("due", as: ID<ObligationDue>.self)
  }

  private func report(_ member: Member) async throws -> Reply {
    let id = try due(member)
    let (typed, problems) = Self.report(try member.exchange.json(), of: id, services)
    guard let typed else { throw WebError.unprocessable(problems) }
    try await acting {
      try await KeepObligations(services).report(typed, to: id, of: try self.id(member), by: .member(member.actor))
    }
    return try await dues(member)
  }

  /// What a program notes of a date.
  static func report(
    _ json: JSONValue, of due: ID<ObligationDue>, _ services: Services
  ) -> (Fulfilment?, [FieldProblem]) {
    let amount: String =
      switch json["amount"] {
      case .integer(let number): "\(number)"
      case .number(let number): NumberWords.plain(number)
      case .string(let text): text
      default: ""
      }
    return ReportForm.read(
      due: due, side: json["side"]?.string ?? "", doneOn: json["doneOn"]?.string ?? "", amount: amount,
      note: FieldText.trimmed(json["note"]?.string ?? ""), services: services)
  }

  /// What a program says to what the other side has noted.
  /// - Throws: `WebError.unprocessable`.
  static func answer(_ json: JSONValue) throws -> (entry: ID<Fulfilment>, isRight: Bool, words: String) {
    guard let entry = json["entry"]?.string.flatMap({ ID<Fulfilment>($0) }) else {
      throw WebError.unprocessable([FieldProblem("entry", "kit.records.required")])
    }
    guard let isRight = json["isRight"]?.bool else {
      throw WebError.unprocessable([FieldProblem("isRight", "kit.records.required")])
    }
    return (entry, isRight, FieldText.trimmed(json["answer"]?.string ?? ""))
  }

  private func answer(_ member: Member) async throws -> Reply {
    let (entry, isRight, words) = try Self.answer(try member.exchange.json())
    try await acting {
      try await KeepObligations(services).answer(
        entry, isRight: isRight, saying: words, to: try due(member), of: try id(member), by: .member(member.actor))
    }
    return try await dues(member)
  }
}

/// What the OpenAPI document says of comments and obligations.
enum TalkAPIDescription {
  /// Characters of a clause's key.
  static let longestKey = 30
  private static let tag = "agreements"
  private static let text: JSONValue = ["type": "string"]
  private static let identifier = AgreementsAPIDescription.identifier
  private static let side: JSONValue = ["type": "string", "enum": ["school", "enterprise"]]

  private static func listed(_ explanation: String, _ item: [(String, JSONValue)]) -> Operation.Response {
    .init(
      200, explanation,
      schema: SigningAPIDescription.object([
        ("items", ["type": "array", "items": SigningAPIDescription.object(item)])
      ]))
  }

  private static let spoken = listed(
    "agreements.api.comments.answer",
    [
      ("id", identifier), ("clause", text), ("side", side), ("body", text), ("person", text),
      ("at", ["type": "string", "format": "date-time"]), ("isSettled", ["type": "boolean"]),
    ])

  static let owed = listed(
    "agreements.api.dues.answer",
    [
      ("id", identifier), ("subject", text), ("debtor", text), ("measure", text),
      ("target", ["type": ["number", "null"]]), ("done", ["type": "number"]),
      ("dueOn", ["type": "string", "format": "date"]), ("state", text),
      (
        "entries",
        [
          "type": "array",
          "items": SigningAPIDescription.object([
            ("id", identifier), ("side", side), ("amount", ["type": ["number", "null"]]), ("note", text),
            ("doneOn", ["type": "string", "format": "date"]), ("state", text), ("person", text),
            ("answer", ["type": ["string", "null"]]),
          ]),
        ]
      ),
    ])

  static let comments = Operation("listComments", summary: "agreements.api.comments", tag: tag, responses: [spoken])

  static let comment = Operation(
    "commentAgreement", summary: "agreements.api.comment", tag: tag,
    request: SigningAPIDescription.object(
      [
        ("side", side), ("clause", ["type": "string", "maxLength": .integer(Int64(longestKey))]),
        ("body", ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Agreement.Limit.comment))]),
      ], required: ["body"]), responses: [spoken, .problem(409, "agreements.api.state")])

  static let dues = Operation("listDues", summary: "agreements.api.dues", tag: tag, responses: [owed])

  static let report = Operation(
    "reportFulfilment", summary: "agreements.api.report", tag: tag, request: reported,
    responses: [owed, .problem(409, "agreements.api.state")])

  static let answer = Operation(
    "answerFulfilment", summary: "agreements.api.answer", tag: tag, request: answered,
    responses: [owed, .problem(409, "agreements.api.state")])

  static let linkedComment = SigningAPIDescription.object(
    [
      ("clause", ["type": "string", "maxLength": .integer(Int64(longestKey))]),
      ("body", ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Agreement.Limit.comment))]),
    ], required: ["body"])
  static let reported = SigningAPIDescription.object(
    [
      ("side", side), ("doneOn", ["type": "string", "format": "date"]),
      ("amount", ["type": ["number", "string", "null"]]), ("note", ["type": "string", "maxLength": 1000]),
    ], required: ["doneOn"])
  static let answered = SigningAPIDescription.object(
    [("entry", identifier), ("isRight", ["type": "boolean"]), ("answer", ["type": "string", "maxLength": 500])],
    required: ["entry", "isRight"])

  static let invite = Operation(
    "inviteEnterprise", summary: "agreements.api.invite", tag: tag,
    request: SigningAPIDescription.object(
      [
        ("name", ["type": "string", "minLength": 1, "maxLength": 40]), ("mail", ["type": "string", "maxLength": 200]),
        ("language", APILanguage.schema),
      ], required: ["name", "mail"]),
    responses: [.init(204, "agreements.api.invite.answer"), .problem(409, "agreements.api.state")])
}
