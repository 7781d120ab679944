import Organizations
import Records
import Values
import Web

/// What the OpenAPI document says of the way and the work of projects.
enum ProjectWayDescription {
  private static let tag = "projects"

  static let ifMatch = Operation.Parameter(
    "If-Match", in: .header, required: true, schema: ["type": "string", "pattern": "^(W/)?\"[0-9]{1,9}\"$"],
    explanation: "projects.api.ifMatch")
  static let versionProblems: [Operation.Response] = [
    .problem(400, "projects.api.ifMatch.malformed"), .problem(409, "projects.api.state"),
    .problem(412, "kit.web.error.412.title"), .problem(428, "kit.web.error.428.title"),
  ]
  private static let stateProblem = Operation.Response.problem(409, "projects.api.state")

  static let show = Operation(
    "getProject", summary: "projects.api.show", tag: tag, responses: [answer(200)])

  static let create = Operation(
    "createProject", summary: "projects.api.create", tag: tag,
    request: object(fields + [("partner", identifier)], required: ["partner", "title", "mode"]),
    responses: [answer(201)])

  static let change = Operation(
    "changeProject", summary: "projects.api.change", tag: tag, parameters: [ifMatch],
    request: object(fields, required: []), responses: [answer(200)] + versionProblems)

  static let discard = Operation(
    "discardProject", summary: "projects.api.discard", tag: tag, parameters: [ifMatch],
    responses: [.init(204, "projects.api.discard.answer")] + versionProblems)

  static let apply = act(
    "applyWithProject", "projects.api.apply", ProjectAct.applied,
    [("body", long(Project.Limit.report)), ("results", values)])

  static let manage = act(
    "manageProject", "projects.api.manage", ProjectAct.managed,
    [
      ("reason", long(Project.Limit.reason)),
      ("members", ["type": "array", "items": identifier, "maxItems": .integer(Int64(Project.Limit.reviewers))]),
      ("dueOn", date), ("budget", money), ("grade", oneOf(Project.Grade.allCases.map(\.rawValue))),
    ])

  static let review = Operation(
    "getProjectReview", summary: "projects.api.review", tag: tag, responses: [reviewed])

  static let vote = Operation(
    "voteOnProject", summary: "projects.api.vote", tag: tag,
    request: object(
      [
        ("choice", oneOf(ProjectVote.Choice.allCases.map(\.rawValue))),
        ("score", ["type": "integer", "minimum": 0, "maximum": 100]), ("reason", long(Project.Limit.reason)),
      ], required: ["choice", "score", "reason"]), responses: [reviewed, stateProblem])

  static let progress = Operation(
    "getProjectProgress", summary: "projects.api.progress", tag: tag, responses: [progressed(200)])

  static let addMilestone = Operation(
    "addMilestone", summary: "projects.api.milestone.add", tag: tag,
    request: object(milestone, required: ["title", "dueOn"]), responses: [progressed(201), stateProblem])

  static let changeMilestone = Operation(
    "changeMilestone", summary: "projects.api.milestone.change", tag: tag,
    request: object(
      milestone + [
        ("state", oneOf(Milestone.State.allCases.map(\.rawValue))), ("doneOn", date), ("version", count),
      ], required: ["version"]),
    responses: [progressed(200), stateProblem, .problem(412, "kit.web.error.412.title")])

  static let addMeeting = Operation(
    "addProjectMeeting", summary: "projects.api.meeting", tag: tag,
    request: object(
      [
        ("heldOn", date), ("place", long(ProjectMeeting.Limit.line)), ("people", long(ProjectMeeting.Limit.line)),
        ("content", long(ProjectMeeting.Limit.text)), ("decisions", long(ProjectMeeting.Limit.text)),
      ], required: ["heldOn", "content"]), responses: [progressed(201), stateProblem])

  static let putPlan = Operation(
    "putYearPlan", summary: "projects.api.plan", tag: tag,
    request: object(
      [
        ("year", ["type": "integer", "minimum": 2000, "maximum": 2100]), ("plan", long(YearPlan.longest)),
        ("summary", long(YearPlan.longest)), ("version", ["type": "integer", "minimum": 0]),
      ], required: ["year"]), responses: [progressed(200), stateProblem, .problem(412, "kit.web.error.412.title")])

  static let join = Operation(
    "addProjectMember", summary: "projects.api.join", tag: tag,
    request: object([("account", identifier)], required: ["account"]), responses: [progressed(200), stateProblem])

  static let leave = Operation(
    "removeProjectMember", summary: "projects.api.leave", tag: tag,
    responses: [.init(204, "projects.api.leave.answer"), stateProblem])

  // MARK: Parts

  static let identifier: JSONValue = ["type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"]
  static let date: JSONValue = ["type": ["string", "null"], "format": "date"]
  static let money: JSONValue = ["type": ["integer", "null"], "minimum": 0, "description": "fen (1/100 yuan)"]
  private static let count: JSONValue = ["type": "integer", "minimum": 1]
  private static let values: JSONValue = [
    "type": "object", "additionalProperties": ["type": ["string", "integer", "null"]],
  ]

  static func long(_ most: Int) -> JSONValue { ["type": ["string", "null"], "maxLength": .integer(Int64(most))] }

  static func oneOf(_ words: [String]) -> JSONValue {
    ["type": "string", "enum": .array(words.map { .string($0) })]
  }

  static func object(_ members: [(String, JSONValue)], required: [String]) -> JSONValue {
    var schema: [(String, JSONValue)] = [
      ("type", "object"), ("additionalProperties", false), ("properties", .members(members)),
    ]
    if !required.isEmpty { schema.append(("required", .array(required.map { .string($0) }))) }
    return .members(schema)
  }

  /// The choices are the school's own, so words stand here for all of them.
  private static var fields: [(String, JSONValue)] {
    [
      ("title", ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Project.Limit.title))]),
      ("mode", ["type": "string", "minLength": 1, "maxLength": 30]), ("form", long(30)), ("place", long(30)),
      ("leader", ["type": ["string", "null"]]), ("startOn", date), ("endOn", date), ("asked", money),
      ("goal", long(Project.Limit.goal)), ("content", long(Project.Limit.content)), ("expected", values),
    ]
  }

  private static let milestone: [(String, JSONValue)] = [
    ("title", ["type": "string", "minLength": 1, "maxLength": .integer(Int64(Milestone.Limit.title))]),
    ("dueOn", date), ("owner", ["type": ["string", "null"]]), ("note", long(Milestone.Limit.note)),
  ]

  private static func act(
    _ id: String, _ summary: String, _ acts: [ProjectAct], _ more: [(String, JSONValue)]
  ) -> Operation {
    Operation(
      id, summary: summary, tag: tag, parameters: [ifMatch],
      request: object([("decision", oneOf(acts.map(\.rawValue)))] + more, required: ["decision"]),
      responses: [answer(200)] + versionProblems)
  }

  private static func answer(_ status: Int) -> Operation.Response {
    .init(status, "projects.api.show.answer", schema: ProjectsAPIDescription.project)
  }

  private static let reviewed = Operation.Response(
    200, "projects.api.review.answer",
    schema: [
      "type": "object", "required": ["round", "cast", "members"],
      "properties": [
        "round": ["type": "integer"], "dueOn": date, "cast": ["type": "integer"],
        "members": ["type": "array", "items": ["type": "object"]],
      ],
    ])

  private static func progressed(_ status: Int) -> Operation.Response {
    let list: JSONValue = ["type": "array", "items": ["type": "object"]]
    return .init(
      status, "projects.api.progress.answer",
      schema: [
        "type": "object", "required": ["team", "milestones", "meetings", "plans", "reports"],
        "properties": ["team": list, "milestones": list, "meetings": list, "plans": list, "reports": list],
      ])
  }
}
