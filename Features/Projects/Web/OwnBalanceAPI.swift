import Database
import Localization
import Partners
import Platform
import Records
import Values
import Web

/// The enterprise's side of a balance as JSON, for programs that were given its link.
struct OwnBalanceJSON {
  let page: OwnBalancePage

  static func load(_ visit: BalanceVisit) async throws -> OwnBalanceJSON {
    OwnBalanceJSON(page: try await OwnBalancePage.load(visit))
  }

  var value: JSONValue {
    let place = page.visit.place
    return .members([
      ("school", .string(place.schoolName)), ("enterprise", .string(place.partner.enterprise.name)),
      ("balance", ProjectJSON.value(page.sheet, year: place.year)),
      (
        "items",
        .array(
          page.rows.map { ProjectJSON.value($0.withoutNote) })
      ),
    ])
  }
}

extension LedgerRow {
  /// As the enterprise sees it: without what the school wrote for itself.
  fileprivate var withoutNote: LedgerRow {
    guard entry.notedSide == .school else { return self }
    var entry = entry
    entry.note = ""
    return LedgerRow(entry: entry, enterpriseName: enterpriseName, projectTitle: projectTitle)
  }
}

/// `{"entries": [{"id": "…", "version": 3}], "decision": "confirmed", "answer": "…"}`
enum AnswerJSON {
  /// - Throws: `WebError.unprocessable`.
  static func read(_ json: JSONValue) throws -> ([SeenEntry], LedgerStanding, String) {
    var problems: [FieldProblem] = []
    let seen = (json["entries"]?.array ?? []).compactMap { item -> SeenEntry? in
      guard let id = item["id"]?.string.flatMap({ ID<LedgerEntry>($0) }), let version = item["version"]?.integer else {
        return nil
      }
      return SeenEntry(id: id, version: Int(clamping: version))
    }
    if seen.isEmpty || seen.count != json["entries"]?.array?.count || seen.count > 500 {
      problems.append(FieldProblem("entries", "projects.problem.nothingSeen"))
    }
    let standing = json["decision"]?.string.flatMap { LedgerStanding(rawValue: $0) }
    if standing == nil || standing == .noted {
      problems.append(FieldProblem("decision", "kit.records.choice", ["value": json["decision"]?.string ?? ""]))
    }
    guard problems.isEmpty, let standing else { throw WebError.unprocessable(problems) }
    return (seen, standing, FieldText.trimmed(json["answer"]?.string ?? ""))
  }

  static let schema: JSONValue = [
    "type": "object", "required": ["entries", "decision"],
    "properties": [
      "entries": [
        "type": "array", "minItems": 1, "maxItems": 500,
        "items": [
          "type": "object", "required": ["id", "version"],
          "properties": ["id": ["type": "string"], "version": ["type": "integer", "minimum": 1]],
        ],
      ],
      "decision": ["type": "string", "enum": ["confirmed", "disputed"]],
      "answer": ["type": ["string", "null"], "maxLength": 500],
    ],
  ]
}

/// What the OpenAPI document says of the routes of a balance's link.
enum OwnBalanceDescription {
  private static let tag = "projects"
  private static let link = Operation.Parameter(
    "link", in: .path, schema: ["type": "string", "maxLength": 60], explanation: "projects.api.link")
  private static let answered: JSONValue = [
    "type": "object", "required": ["school", "enterprise", "balance", "items"],
    "properties": [
      "school": ["type": "string"], "enterprise": ["type": "string"], "balance": ["type": "object"],
      "items": ["type": "array", "items": ["type": "object"]],
    ],
  ]
  private static let closed = Operation.Response.problem(409, "projects.api.linkClosed")

  static let show = Operation(
    "getOwnBalance", summary: "projects.api.own", tag: tag, parameters: [link],
    responses: [
      .init(200, "projects.api.own.answer", schema: answered), closed, .problem(404, "kit.web.error.404.title"),
      .problem(429, "kit.web.error.429.title"),
    ])

  static let answer = Operation(
    "answerOwnBalance", summary: "projects.api.own.answers", tag: tag, parameters: [link], request: AnswerJSON.schema,
    responses: [
      .init(200, "projects.api.own.answer", schema: answered), closed, .problem(404, "kit.web.error.404.title"),
      .problem(422, "kit.web.error.422.title"), .problem(429, "kit.web.error.429.title"),
    ])
}
