import Database
package import Organizations
package import Platform
import Records
package import Values

/// Makes two enterprises one: fields as chosen, lists united, everything that
/// pointed at the one that goes moved to the one that stays. It can be taken
/// back for 30 days.
package struct MergePartners: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// What somebody confirmed.
  package struct Request: Sendable {
    package let kept: ID<EnterpriseKey>
    package let gone: ID<EnterpriseKey>
    package let choices: [String: PartnerMerge.Side]
    /// `MergePair.version` of what was shown.
    package let version: String

    package init(
      kept: ID<EnterpriseKey>, gone: ID<EnterpriseKey>, choices: [String: PartnerMerge.Side], version: String
    ) {
      self.kept = kept
      self.gone = gone
      self.choices = choices
      self.version = version
    }
  }

  /// What came of it.
  package struct Outcome: Sendable {
    package let merge: ID<Merge>
    /// The school's own partnership that stays; `nil` for roles of the installation.
    package let partnership: ID<Partnership>?
  }

  /// - Throws: `PartnersError.notFound`, `.stale` when one of the two was
  ///   changed or another school joined since it was shown, `.mergeRefused`.
  package func callAsFunction(_ request: Request, by actor: Actor) async throws -> Outcome {
    let services = services
    let now = services.now
    let id: ID<Merge> = services.ids.next()
    return try await services.database.write { connection in
      guard
        let pair = try MergePair.load(kept: request.kept, gone: request.gone, by: actor, on: connection)
      else { throw PartnersError.notFound }
      guard pair.version == request.version else { throw PartnersError.stale }
      let run = MergeRun(services: services, pair: pair, choices: request.choices, id: id, actor: actor, now: now)
      do {
        try connection.savepoint { try run.merge(on: connection) }
      } catch DatabaseError.foreignKey {
        throw PartnersError.mergeRefused(.inUse)
      } catch DatabaseError.unique {
        throw PartnersError.mergeRefused(.twice)
      }
      return Outcome(merge: id, partnership: pair.own(actor)?.kept?.id)
    }
  }
}

/// One merge, step by step, in one transaction.
private struct MergeRun {
  let services: Services
  let pair: MergePair
  let choices: [String: PartnerMerge.Side]
  let id: ID<Merge>
  let actor: Actor
  let now: Instant

  private var references: [RecordReference] { services.references }

  func merge(on connection: any WriteConnection) throws {
    let enterprises = pair.reach == .enterprise ? [pair.kept.id.rawValue, pair.gone.id.rawValue] : []
    let partnerships = pair.sides.flatMap { [$0.kept, $0.gone].compactMap { $0?.id.rawValue } }
    let before = try MergeImages(enterprises: enterprises, partnerships: partnerships, on: connection)
    var moved: [MovedRows] = []
    var demoted: [Int64] = []
    var replaced: [Int64] = []
    var ended: [Int64] = []
    var quieted: [Int64] = []

    var merged = pair.kept
    if pair.reach == .enterprise {
      merged = pair.merge(choices, for: nil).merged(pair.kept, pair.gone)
      // Its code is free from here on.
      try connection.run("UPDATE enterprises SET merged_into = \(pair.kept.id) WHERE id = \(pair.gone.id)")
      try DuplicateStore.forget([pair.gone.id], on: connection)
      ended = try EnterprisePeopleStore.endTwins(of: pair.gone.id, in: pair.kept.id, at: now, on: connection)
      for reference in references where reference.target == .enterprise {
        let rows = try MovedRows.move(
          reference, from: pair.gone.id.rawValue, to: pair.kept.id.rawValue, on: connection)
        if let rows { moved.append(rows) }
      }
    }
    try MergeStore.insert(
      id, school: actor.schoolID, reach: pair.reach, kept: merged, gone: pair.gone, undo: .null,
      by: actor.accountID.rawValue, at: now, on: connection)
    for side in pair.sides {
      guard let gone = side.gone else { continue }
      if let kept = side.kept {
        demoted += try ContactBook.demote(gone.id, in: side.schoolID, unlessAloneWith: kept.id, on: connection)
        replaced += try ReviewStore.replaceWeaker(of: [kept.id, gone.id], in: side.schoolID, on: connection)
        quieted += try WaitingTwins.close(gone.id, openOn: kept.id, at: now, on: connection)
        try unite(kept, gone, of: side, into: merged, moved: &moved, on: connection)
      } else {
        try connection.run(
          """
          UPDATE partnerships SET enterprise_id = \(pair.kept.id)
          WHERE id = \(gone.id) AND school_id = \(side.schoolID)
          """)
        try log("partners.partner.followed", gone, pair.gone, on: connection)
      }
    }
    if pair.reach == .enterprise {
      guard try EnterpriseStore.update(merged, at: now, on: connection) else { throw PartnersError.stale }
    }
    for partnership in pair.sides.compactMap({ $0.kept ?? $0.gone }) {
      try PartnerSearch.put(partnership.id, on: connection)
      try TrackingStore.settle(partnership.id, today: now.day, on: connection)
    }
    try EnterpriseChangeStore.settle(pair.sides.compactMap { ($0.kept ?? $0.gone)?.id }, on: connection)
    let after = try MergeImages(enterprises: enterprises, partnerships: partnerships, on: connection)
    let undo: JSONValue = [
      "before": before.json, "after": after.json, "moved": .array(moved.map(\.json)),
      "demoted": .array(demoted.map { .integer($0) }), "replaced": .array(replaced.map { .integer($0) }),
      "ended": .array(ended.map { .integer($0) }), "quieted": .array(quieted.map { .integer($0) }),
    ]
    try connection.run("UPDATE enterprise_merges SET undo = \(undo.text) WHERE id = \(id)")
  }

  /// Makes one partnership out of a school's two.
  private func unite(
    _ kept: Partnership, _ gone: Partnership, of side: MergePair.Side, into enterprise: Enterprise,
    moved: inout [MovedRows], on connection: any WriteConnection
  ) throws {
    for reference in references where reference.target == .partnership {
      let rows = try MovedRows.move(reference, from: gone.id.rawValue, to: kept.id.rawValue, on: connection)
      if let rows { moved.append(rows) }
    }
    let choices = pair.own(actor) == nil ? [:] : self.choices
    let result = pair.merge(choices, for: side.schoolID).merged(kept, gone)
    try connection.run(
      "DELETE FROM partnership_majors WHERE school_id = \(side.schoolID) AND partnership_id = \(gone.id)")
    try connection.run("DELETE FROM partnerships WHERE school_id = \(side.schoolID) AND id = \(gone.id)")
    try PartnerSearch.remove(gone.id, on: connection)
    try MergeStore.redirect(gone.id, of: side.schoolID, to: kept.id, merge: id, on: connection)
    guard try PartnershipStore.update(result, at: now, on: connection) else { throw PartnersError.stale }
    if try ReviewStore.hasAny(result, on: connection) {
      try ReviewStore.settle(result, today: now.day, on: connection)
    }
    let changes =
      (pair.reach == .enterprise ? EnterpriseFields.description.difference(from: pair.kept, to: enterprise) : [])
      + PartnershipFields.description.difference(from: kept, to: result)
    try log("partners.partner.merged", kept, enterprise, changes, note: pair.gone.name, on: connection)
    try log("partners.partner.mergedAway", gone, pair.gone, note: enterprise.name, on: connection)
  }

  private func log(
    _ action: String, _ partnership: Partnership, _ enterprise: Enterprise, _ changes: [FieldChange] = [],
    note: String = "", on connection: any WriteConnection
  ) throws {
    try services.audit.record(
      AuditEntry(
        action: action, subject: .partner(partnership, enterprise), accountID: actor.accountID.rawValue,
        schoolID: partnership.schoolID.rawValue, changes: changes, note: note, at: now), on: connection)
  }
}
