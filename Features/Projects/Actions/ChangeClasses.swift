import Database
import Localization
import Organizations
import Platform
import Records
import Values

/// Adds and changes the words of a school's classification.
struct ChangeClasses: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// - Parameter isNew: its code is made from its place.
  /// - Throws: `Invalid`, `ProjectError.stale`, `.notFound`.
  func save(_ typed: ProjectClass, isNew: Bool, by actor: Actor) async throws {
    let services = services
    try await services.database.write { connection in
      let school = typed.schoolID
      try ProjectClassStore.putUsual(for: school, on: connection)
      let all = try ProjectClassStore.words(of: school, on: connection).of(typed.axis)
      var word = typed
      if isNew {
        guard all.count < ProjectClass.most else {
          throw Invalid([FieldProblem("", "kit.records.tooMany", ["max": "\(ProjectClass.most)"])])
        }
        word.position = (all.map(\.position).max() ?? 0) + 1
        let taken = Set(all.map(\.code))
        word.code = (1...).lazy.map { "own-\($0)" }.first { !taken.contains($0) } ?? "own"
      }
      try check(word, among: all)
      if isNew {
        try ProjectClassStore.insert(word, on: connection)
      } else {
        guard all.contains(where: { $0.code == word.code }) else { throw ProjectError.notFound }
        guard try ProjectClassStore.update(word, on: connection) else { throw ProjectError.stale }
      }
      try services.audit.record(
        AuditEntry(
          action: "projects.class.\(isNew ? "created" : "changed")",
          subject: AuditEntry.Subject(
            kind: "school", id: school.rawValue, name: Choice("", word.name).text(services.localizer(.chinese))),
          accountID: actor.accountID.rawValue, schoolID: school.rawValue, at: services.now), on: connection)
    }
  }

  private func check(_ word: ProjectClass, among all: [ProjectClass]) throws {
    var problems: [FieldProblem] = []
    let isUsual = ProjectClass.usualCodes(word.axis).contains(word.code)
    if word.chinese.isEmpty, !isUsual { problems.append(FieldProblem("chinese", "projects.class.problem.name")) }
    if word.chinese.count > 40 {
      problems.append(
        FieldProblem("chinese", "kit.records.tooLong", ["max": "40", "count": "\(word.chinese.count)"]))
    }
    if word.english.count > 60 {
      problems.append(
        FieldProblem("english", "kit.records.tooLong", ["max": "60", "count": "\(word.english.count)"]))
    }
    let t = services.localizer(.chinese)
    let name = Choice("", word.name).text(t)
    if all.contains(where: { $0.code != word.code && Choice("", $0.name).text(t) == name }) {
      problems.append(FieldProblem("chinese", "projects.class.problem.taken"))
    }
    if word.axis == .mode {
      if word.items.isEmpty { problems.append(FieldProblem("items", "projects.class.problem.items")) }
      if !Set(word.required).isSubset(of: word.items) {
        problems.append(FieldProblem("required", "projects.class.problem.required"))
      }
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }
}
