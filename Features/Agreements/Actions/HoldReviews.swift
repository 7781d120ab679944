import Activity
import Database
import Jobs
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// Plans the joint review of each agreement once a quarter; who looks after it has it in the inbox.
struct PlanReviews: Sendable {
  private let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let name = "agreements.reviews"
  static let schedule = Schedule(name, .daily(hour: 5, minute: 50), kind: name)
  /// An agreement that has just begun has nothing to review yet.
  private static let restDays = 45
  /// How long people have to meet.
  private static let meetDays = 30
  private static let batch = 100

  var kind: JobKind { JobKind(Self.name) { _ in try await self() } }

  /// - Returns: how many were planned.
  @discardableResult
  func callAsFunction() async throws -> Int {
    let services = services
    let today = services.now.day
    let quarter = Quarter(of: today)
    var done = 0
    while true {
      let count = try await services.database.write { connection -> Int in
        let found = try JointReviewStore.unplanned(
          quarter, begunBefore: today.adding(days: -Self.restDays), limit: Self.batch, on: connection)
        for id in found { try Self.plan(quarter, id, services, on: connection) }
        return found.count
      }
      if count == 0 { return done }
      done += count
    }
  }

  /// Plans one because somebody wants to meet.
  /// - Parameter typed: the day as it was typed; the review counts for its quarter.
  /// - Throws: `Invalid`; `AgreementError.state` when the quarter has one or the agreement is not in force.
  func plan(on typed: String, of id: ID<Agreement>, by actor: Actor) async throws {
    let services = services
    let (today, day) = (services.now.day, FieldText.date(typed))
    guard let day else {
      throw Invalid([FieldProblem("plannedOn", typed.isEmpty ? "kit.records.required" : "kit.records.date")])
    }
    guard day >= today, day <= today.adding(days: 366) else {
      throw Invalid([FieldProblem("plannedOn", "agreements.review.problem.planned")])
    }
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      let agreement = turn.dossier.agreement
      guard agreement.state == .active || agreement.state == .suspended,
        try Self.put(Quarter(of: day), on: day, agreement, services, on: connection)
      else { throw AgreementError.state }
      try turn.log("reviewPlanned", agreement, note: day.description)
    }
  }

  private static func plan(
    _ quarter: Quarter, _ id: ID<Agreement>, _ services: Services, on connection: any WriteConnection
  ) throws {
    guard let agreement = try AgreementStore.agreement(id, in: .installation, on: connection) else { return }
    try put(quarter, on: services.now.day.adding(days: meetDays), agreement, services, on: connection)
  }

  /// - Returns: `false` when the quarter has one already.
  @discardableResult
  static func put(
    _ quarter: Quarter, on day: CivilDate, _ agreement: Agreement, _ services: Services,
    on connection: any WriteConnection
  ) throws -> Bool {
    guard
      try JointReviewStore.plan(
        quarter, of: agreement, on: day, id: services.ids.next(), at: services.now, on: connection)
    else { return false }
    try InboxStore.put(
      InboxEntry(
        holder: agreement.ownerID.map { .account(ID(rawValue: $0)) }
          ?? .role(.cooperationOffice, agreement.schoolID, nil), schoolID: agreement.schoolID,
        subject: .agreement(agreement), step: HoldReview.step,
        message: Message("agreements.inbox.reviewMeeting", ["quarter": quarter.text]),
        path: AgreementLinks.page(agreement.id, "reviews").text, dueOn: day), id: services.ids.next(),
      at: services.now, on: connection)
    return true
  }
}

/// What is open in an agreement: the agenda of the next joint review.
enum ReviewAgenda {
  static func points(
    of agreement: Agreement, today: CivilDate, on connection: any Connection
  ) throws -> [Message] {
    var points: [Message] = []
    let dues = try ObligationStore.dues(of: agreement, on: connection)
    for due in dues where due.isOverdue(on: today) && due.state == .open {
      points.append(
        Message("agreements.agenda.overdue", ["what": due.obligation.subject, "date": due.dueOn.description]))
    }
    for due in dues where due.state == .reported {
      points.append(Message("agreements.agenda.reported", ["what": due.obligation.subject]))
    }
    let horizon = today.adding(days: 90)
    for due in dues where due.state == .open && due.dueOn >= today && due.dueOn <= horizon {
      points.append(
        Message("agreements.agenda.soon", ["what": due.obligation.subject, "date": due.dueOn.description]))
    }
    for task in try JointReviewStore.tasks(of: agreement, on: connection) where task.doneOn == nil {
      points.append(Message("agreements.agenda.task", ["what": task.subject, "name": task.ownerName]))
    }
    if let end = agreement.endOn, end <= today.adding(days: 180) {
      points.append(Message("agreements.agenda.ending", ["date": end.description]))
    }
    return points
  }
}

/// Records a joint review with its minutes and what it leaves to do.
struct HoldReview: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  static let step = "joint-review"
  static let mostTasks = 20

  struct Record: Sendable {
    var heldOn = ""
    var people = ""
    var minutes = ""
    /// Subjects and days as typed; empty subjects are none.
    var tasks: [(subject: String, dueOn: String)] = []
  }

  /// - Throws: `Invalid`, `AgreementError`.
  func callAsFunction(
    _ record: Record, _ review: ID<JointReview>, of id: ID<Agreement>, by actor: Actor
  ) async throws {
    let services = services
    let today = services.now.day
    let (day, problems) = Self.check(record, today: today)
    guard problems.isEmpty, let day else { throw Invalid(problems) }
    let t = services.localizer(.chinese)
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      let agreement = turn.dossier.agreement
      guard let found = try JointReviewStore.reviews(of: agreement, on: connection).first(where: { $0.id == review })
      else { throw AgreementError.notFound }
      let agenda = try ReviewAgenda.points(of: agreement, today: today, on: connection).map { t($0) }
      guard
        try JointReviewStore.hold(
          found, on: day, people: record.people, minutes: record.minutes, agenda: agenda.joined(separator: "\n"),
          by: actor.accountID, on: connection)
      else { throw AgreementError.stale }
      for task in record.tasks where !task.subject.isEmpty {
        try JointReviewStore.insert(
          task.subject, id: services.ids.next(), owner: agreement.ownerID ?? actor.accountID.rawValue,
          due: FieldText.date(task.dueOn), of: found, on: connection)
      }
      try InboxStore.close(
        .agreement(agreement), step: Self.step, by: actor.accountID, at: services.now, on: connection)
      try turn.log("reviewed", agreement, note: found.quarter.text)
    }
  }

  private static func check(_ record: Record, today: CivilDate) -> (CivilDate?, [FieldProblem]) {
    var problems: [FieldProblem] = []
    let day = FieldText.date(record.heldOn)
    if day == nil {
      problems.append(FieldProblem("heldOn", record.heldOn.isEmpty ? "kit.records.required" : "kit.records.date"))
    }
    if let day, day > today { problems.append(FieldProblem("heldOn", "agreements.review.problem.future")) }
    if record.minutes.isEmpty { problems.append(FieldProblem("minutes", "agreements.review.problem.minutes")) }
    for (name, text, most) in [("people", record.people, 300), ("minutes", record.minutes, 4000)]
    where text.count > most {
      problems.append(FieldProblem(name, "kit.records.tooLong", ["max": "\(most)", "count": "\(text.count)"]))
    }
    for (index, task) in record.tasks.enumerated() {
      if task.subject.count > 120 {
        problems.append(
          FieldProblem("task.\(index)", "kit.records.tooLong", ["max": "120", "count": "\(task.subject.count)"]))
      }
      if !task.dueOn.isEmpty, FieldText.date(task.dueOn) == nil {
        problems.append(FieldProblem("taskDue.\(index)", "kit.records.date"))
      }
    }
    return (day, problems)
  }

  func finish(_ task: ID<ReviewTask>, of id: ID<Agreement>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let turn = try AgreementTurn.find(id, services: services, by: actor, on: connection)
      // Who comes second finds what was wanted: that is no mistake.
      if try JointReviewStore.finish(
        task, of: turn.dossier.agreement, on: services.now.day, by: actor.accountID, on: connection)
      {
        try turn.log("taskDone", turn.dossier.agreement)
      }
    }
  }
}
