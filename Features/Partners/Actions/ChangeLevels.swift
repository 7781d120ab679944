import Database
import Localization
package import Organizations
package import Platform
package import Records
import Values

/// Adds, changes, moves and removes the levels of a school.
package struct ChangeLevels: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// Adds a level behind the others.
  /// - Throws: `Invalid`.
  package func add(_ level: PartnerLevel, by actor: Actor) async throws {
    try await change(actor) { levels, school, connection in
      var level = level
      level.code = PartnerLevel.newCode(for: level.name, besides: Set(levels.map(\.code)))
      level.position = (levels.map(\.position).max() ?? 0) + 1
      try check(level, among: levels)
      guard levels.count < Self.most else {
        throw Invalid([FieldProblem("", "partners.levels.problem.many", ["count": "\(Self.most)"])])
      }
      try PartnerLevelStore.insert(level, of: school, on: connection)
      return ("created", level, LevelFields.description.difference(from: nil, to: level))
    }
  }

  /// Renames a level, or changes whether it counts.
  /// - Throws: `Invalid`, `PartnersError.notFound`.
  package func save(_ level: PartnerLevel, by actor: Actor) async throws {
    try await change(actor) { levels, school, connection in
      guard let old = levels.first(where: { $0.code == level.code }) else { throw PartnersError.notFound }
      var level = level
      level.position = old.position
      try check(level, among: levels)
      guard old != level else { return nil }
      try PartnerLevelStore.update(level, of: school, on: connection)
      return ("changed", level, LevelFields.description.difference(from: old, to: level))
    }
  }

  /// Moves a level one place up or down; at the end of the list nothing happens.
  /// - Throws: `PartnersError.notFound`.
  package func move(_ code: String, isUp: Bool, by actor: Actor) async throws {
    try await change(actor) { levels, school, connection in
      guard let place = levels.firstIndex(where: { $0.code == code }) else { throw PartnersError.notFound }
      let next = place + (isUp ? -1 : 1)
      guard levels.indices.contains(next) else { return nil }
      var ordered = levels
      ordered.swapAt(place, next)
      for index in ordered.indices {
        ordered[index].position = index + 1
        try PartnerLevelStore.update(ordered[index], of: school, on: connection)
      }
      let change = FieldChange(
        field: "position", before: .integer(Int64(place + 1)), after: .integer(Int64(next + 1)))
      return ("moved", levels[place], [change])
    }
  }

  /// Removes a level that no partner has.
  /// - Throws: `PartnersError.notFound`, `PartnersError.levelInUse`, `PartnersError.lastLevel`.
  package func remove(_ code: String, by actor: Actor) async throws {
    try await change(actor) { levels, school, connection in
      guard let level = levels.first(where: { $0.code == code }) else { throw PartnersError.notFound }
      guard levels.count > 1 else { throw PartnersError.lastLevel }
      let count = try PartnerLevelStore.use(of: school, on: connection)[code] ?? 0
      guard count == 0 else {
        let names = try PartnerLevelStore.partners(at: code, of: school, limit: 3, on: connection)
        throw PartnersError.levelInUse(count: count, names: names)
      }
      try PartnerLevelStore.delete(code, of: school, on: connection)
      return ("removed", level, LevelFields.description.difference(from: level, to: nil))
    }
  }

  /// More levels than anybody distinguishes.
  static let most = 20

  private typealias Outcome = (act: String, level: PartnerLevel, changes: [FieldChange])

  private func change(
    _ actor: Actor,
    _ body: @escaping @Sendable ([PartnerLevel], ID<School>, any WriteConnection) throws -> Outcome?
  ) async throws {
    guard case .school(let school) = actor.scope else { throw PartnersError.notFound }
    let (services, now) = (services, services.now)
    try await services.database.write { connection in
      try PartnerLevelStore.putUsual(for: school, on: connection)
      guard let done = try body(PartnerLevelStore.levels(of: school, on: connection), school, connection) else {
        return
      }
      try services.audit.record(
        AuditEntry(
          action: "partners.level.\(done.act)",
          // Levels have no key of their own: they are the school's.
          subject: AuditEntry.Subject(
            kind: "partnerLevel", id: school.rawValue,
            name: done.level.name.text(of: done.level.code, services.localizer(.chinese))),
          accountID: actor.accountID.rawValue, schoolID: school.rawValue, changes: done.changes, at: now),
        on: connection)
    }
  }

  /// Two levels of one name could not be told apart in either language.
  private func check(_ level: PartnerLevel, among levels: [PartnerLevel]) throws {
    var problems: [FieldProblem] = []
    for (language, field) in [(Language.chinese, "name"), (.english, "englishName")] {
      let t = services.localizer(language)
      let name = level.name.text(of: level.code, t)
      let own = language == .chinese ? level.name.chinese : level.name.english
      guard language == .chinese || !own.isEmpty else { continue }
      if levels.contains(where: { $0.code != level.code && $0.name.text(of: $0.code, t) == name }) {
        problems.append(FieldProblem(field, "partners.levels.problem.taken", ["name": name]))
      }
    }
    if !problems.isEmpty { throw Invalid(problems) }
  }
}

/// The fields of a level.
package enum LevelFields {
  package static let description = RecordDescription<PartnerLevel>([
    Field("name", \.name.chinese, .line(max: 30), label: "partners.levels.name", isRequired: true, autocomplete: "off"),
    Field("englishName", \.name.english, .line(max: 40), label: "partners.levels.englishName", autocomplete: "off"),
    Field("isCounted", \.isCounted, .flag, label: "partners.levels.isCounted"),
    Field(
      "contactMonths", \.contactMonths, .integer(ContactRhythm.months), label: "partners.levels.contactMonths",
      unit: "partners.unit.months"),
  ])
}
