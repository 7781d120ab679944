import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// Adds and changes a school's types of agreements.
struct ChangeTypes: Sendable {
  let services: Services
  static let most = 60

  init(_ services: Services) {
    self.services = services
  }

  /// - Parameter isNew: its code is made from its name.
  /// - Returns: the code.
  /// - Throws: `Invalid`, `AgreementError.stale`, `.notFound`.
  @discardableResult
  func save(_ typed: AgreementType, isNew: Bool, by actor: Actor) async throws -> String {
    let services = services
    return try await services.database.write { connection in
      let school = typed.schoolID
      try AgreementTypeStore.putUsual(for: school, on: connection)
      let all = try AgreementTypeStore.types(of: school, on: connection)
      var type = typed
      if isNew {
        guard all.count < Self.most else {
          throw Invalid([FieldProblem("", "agreements.types.problem.many", ["count": "\(Self.most)"])])
        }
        type.position = (all.map(\.position).max() ?? 0) + 1
        let taken = Set(all.map(\.code))
        type.code = (1...).lazy.map { "own-\($0)" }.first { !taken.contains($0) } ?? "own"
      }
      try check(type, among: all, isNew: isNew)
      let people = try MembershipStore.people(
        holding: [.schoolAdministrator, .cooperationOffice, .departmentAdministrator, .expert], school: school,
        on: connection)
      let strangers = type.chain.filter { post in
        post.accountID.map { id in !people.contains { $0.id.rawValue == id } } ?? false
      }
      if !strangers.isEmpty { throw Invalid([FieldProblem("chain", "agreements.types.problem.stranger")]) }
      if isNew {
        try AgreementTypeStore.insert(type, on: connection)
      } else {
        guard all.contains(where: { $0.code == type.code }) else { throw AgreementError.notFound }
        guard try AgreementTypeStore.update(type, on: connection) else { throw AgreementError.stale }
      }
      try services.audit.record(
        AuditEntry(
          action: "agreements.type.\(isNew ? "created" : "changed")",
          subject: AuditEntry.Subject(
            kind: "school", id: school.rawValue, name: type.name.text(services.localizer(.chinese))),
          accountID: actor.accountID.rawValue, schoolID: school.rawValue, at: services.now), on: connection)
      return type.code
    }
  }

  private func check(_ type: AgreementType, among all: [AgreementType], isNew: Bool) throws {
    var problems: [FieldProblem] = []
    let isUsual = AgreementKind(rawValue: type.code) != nil
    if type.chinese.isEmpty, !isUsual { problems.append(FieldProblem("chinese", "agreements.types.problem.name")) }
    let t = services.localizer(.chinese)
    if all.contains(where: { $0.code != type.code && $0.name.text(t) == type.name.text(t) }) {
      problems.append(FieldProblem("chinese", "agreements.types.problem.taken"))
    }
    do {
      _ = try NumberPattern(type.pattern)
    } catch {
      problems.append(FieldProblem("pattern", error.message))
    }
    if type.chain.isEmpty { problems.append(FieldProblem("chain", "agreements.types.problem.chain")) }
    if type.parties.count < 2 { problems.append(FieldProblem("parties", "agreements.types.problem.parties")) }
    if type.signers.isEmpty { problems.append(FieldProblem("signers", "agreements.types.problem.signers")) }
    if !problems.isEmpty { throw Invalid(problems) }
  }
}
