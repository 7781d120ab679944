import Activity
import Database
import Localization
import Organizations
import Platform
import Records
import Values
import Views

/// Begins a check of how agreements are kept, takes departments' answers, and closes it.
struct RunCheck: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Returns: the check.
  /// - Throws: `Invalid`, `AgreementError.notFound` for who works for no single school.
  func begin(title: String, question: String, dueOn: String, by actor: Actor) async throws -> ID<FulfilmentCheck> {
    guard let school = actor.schoolID, actor.may(.agreementsManage) else { throw AgreementError.notFound }
    var problems: [FieldProblem] = []
    if title.isEmpty { problems.append(FieldProblem("title", "kit.records.required")) }
    if title.count > 80 {
      problems.append(FieldProblem("title", "kit.records.tooLong", ["max": "80", "count": "\(title.count)"]))
    }
    if question.count > 1000 {
      problems.append(FieldProblem("question", "kit.records.tooLong", ["max": "1000", "count": "\(question.count)"]))
    }
    let (today, day) = (services.now.day, FieldText.date(dueOn))
    if day == nil {
      problems.append(FieldProblem("dueOn", dueOn.isEmpty ? "kit.records.required" : "kit.records.date"))
    }
    if let day, day < today { problems.append(FieldProblem("dueOn", "agreements.check.problem.past")) }
    guard problems.isEmpty, let day else { throw Invalid(problems) }
    let services = services
    return try await services.database.write { connection in
      let agreements = try CheckStore.candidates(of: school, until: today, on: connection)
      if agreements.isEmpty { throw Invalid([FieldProblem("title", "agreements.check.problem.none")]) }
      let check = FulfilmentCheck(
        id: services.ids.next(), schoolID: school, title: title, question: question, dueOn: day, isOpen: true,
        createdBy: actor.name, createdAt: services.now)
      try CheckStore.insert(check, by: actor.accountID, on: connection)
      for agreement in agreements {
        try CheckStore.insert(
          agreement.id, id: services.ids.next(), in: check, due: agreement.due, met: agreement.met, on: connection)
      }
      for department in Set(agreements.map(\.department)) {
        try InboxStore.put(
          InboxEntry(
            holder: department.map { .role(.departmentAdministrator, school, $0) }
              ?? .role(.cooperationOffice, school, nil), schoolID: school, subject: .check(check),
            step: Self.step(department), message: Message("agreements.inbox.fulfilment", ["title": title]),
            path: CheckLinks.show(check.id).text, dueOn: day), id: services.ids.next(), at: services.now,
          on: connection)
      }
      try Self.log("begun", check, by: actor, services, on: connection)
      return check.id
    }
  }

  /// One inbox entry for each department.
  static func step(_ department: ID<Department>?) -> String {
    department.map { "fulfilment-\($0)" } ?? "fulfilment"
  }

  /// - Throws: `Invalid`, `AgreementError`.
  func answer(
    _ id: ID<CheckItem>, _ verdict: String, words: String, openPoint: String, in check: ID<FulfilmentCheck>,
    by actor: Actor
  ) async throws {
    var problems: [FieldProblem] = []
    let verdict = CheckItem.Verdict(rawValue: verdict)
    if verdict == nil { problems.append(FieldProblem("verdict", "agreements.check.problem.verdict")) }
    if let verdict, verdict != .kept, openPoint.isEmpty {
      problems.append(FieldProblem("openPoint", "agreements.check.problem.openPoint"))
    }
    if words.count > 1000 {
      problems.append(FieldProblem("words", "kit.records.tooLong", ["max": "1000", "count": "\(words.count)"]))
    }
    if openPoint.count > 500 {
      problems.append(FieldProblem("openPoint", "kit.records.tooLong", ["max": "500", "count": "\(openPoint.count)"]))
    }
    guard problems.isEmpty, let verdict else { throw Invalid(problems) }
    let services = services
    try await services.database.write { connection in
      guard let check = try CheckStore.check(check, in: actor.scope, on: connection),
        let item = try CheckStore.items(of: check, in: actor.scope, on: connection).first(where: { $0.id == id })
      else { throw AgreementError.notFound }
      guard
        try CheckStore.answer(
          item, verdict, words: words, openPoint: openPoint, by: actor.accountID, at: services.now, on: connection)
      else { throw AgreementError.state }
      let left = try CheckStore.items(of: check, in: .school(check.schoolID), on: connection)
        .filter { $0.departmentID == item.departmentID && $0.verdict == nil }
      if left.isEmpty {
        try InboxStore.close(
          .check(check), step: Self.step(item.departmentID), by: actor.accountID, at: services.now, on: connection)
      }
      try Self.log("answered", check, by: actor, note: item.number, services, on: connection)
    }
  }

  func close(_ id: ID<FulfilmentCheck>, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      guard let check = try CheckStore.check(id, in: actor.scope, on: connection), actor.may(.agreementsManage) else {
        throw AgreementError.notFound
      }
      // Who comes second finds what was wanted: that is no mistake.
      guard try CheckStore.close(check, on: connection) else { return }
      try InboxStore.close(.check(check), by: actor.accountID, at: services.now, on: connection)
      try Self.log("closed", check, by: actor, services, on: connection)
    }
  }

  private static func log(
    _ what: String, _ check: FulfilmentCheck, by actor: Actor, note: String = "", _ services: Services,
    on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: "agreements.check.\(what)", subject: .check(check), accountID: actor.accountID.rawValue,
        schoolID: check.schoolID.rawValue, note: note, at: services.now), on: connection)
  }
}

extension AuditEntry.Subject {
  static func check(_ check: FulfilmentCheck) -> AuditEntry.Subject {
    AuditEntry.Subject(kind: "fulfilment-check", id: check.id.rawValue, name: check.title)
  }
}

/// The addresses of fulfilment checks.
enum CheckLinks {
  static let list: Link = "/agreements/checks"
  static func show(_ id: ID<FulfilmentCheck>) -> Link { Link("/agreements/checks/\(id)") }
  static func page(_ id: ID<FulfilmentCheck>, _ word: String) -> Link { Link("/agreements/checks/\(id)/\(word)") }
}
