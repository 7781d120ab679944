package import Database
package import Organizations
package import Platform
package import Values

/// Takes a merge back: both records are exactly what they were. Refused when
/// something was built on it that would be lost.
package struct UndoMerge: Sendable {
  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  /// - Throws: `PartnersError.notFound` for a merge that is not the actor's to
  ///   take back, `PartnersError.undoRefused` with what stands against it.
  package func callAsFunction(_ id: ID<Merge>, by actor: Actor) async throws {
    let services = services
    let now = services.now
    try await services.database.write { connection in
      guard let merge = try Self.find(id, by: actor, on: connection) else { throw PartnersError.notFound }
      let record = try Record(merge, references: services.references, on: connection)
      if let obstacle = try record.obstacle(at: now, on: connection) { throw PartnersError.undoRefused(obstacle) }
      do {
        try connection.savepoint { try record.restore(at: now, on: connection) }
      } catch DatabaseError.unique {
        throw PartnersError.undoRefused(.taken)
      } catch DatabaseError.foreignKey {
        throw PartnersError.undoRefused(.needed)
      }
      try MergeStore.close(id, by: actor.accountID.rawValue, at: now, on: connection)
      try record.log(by: actor, services: services, at: now, on: connection)
    }
  }

  /// What would stand against taking it back now; `nil` when nothing does.
  package func obstacle(_ merge: Merge, on connection: any Connection) throws -> Obstacle? {
    try Record(merge, references: services.references, on: connection).obstacle(at: services.now, on: connection)
  }

  private static func find(_ id: ID<Merge>, by actor: Actor, on connection: any Connection) throws -> Merge? {
    if actor.schoolID == nil, actor.scope != .installation { return nil }
    return try MergeStore.merge(id, school: actor.schoolID, on: connection)
  }

  /// Why a merge cannot be taken back.
  package enum Obstacle: String, Error, Sendable {
    /// It was taken back before.
    case undone
    /// The 30 days are over.
    case late
    /// One of the two was merged again; that one has to be taken back first.
    case mergedAgain
    /// What was kept was changed since.
    case changed
    /// A record that came along was removed or moved on since.
    case movedOn
    /// The credit code, or the place in the registry, belongs to somebody else by now.
    case taken
    /// Another record needs what would go.
    case needed
  }

  private struct Record {
    let merge: Merge
    let before: MergeImages
    let after: MergeImages
    let moved: [(rows: MovedRows, reference: RecordReference?)]
    let demoted: [Int64]
    let replaced: [Int64]
    let ended: [Int64]
    let quieted: [Int64]

    init(_ merge: Merge, references: [RecordReference], on connection: any Connection) throws {
      let undo = try MergeStore.undo(merge.id, on: connection)
      self.merge = merge
      before = MergeImages(undo?["before"])
      after = MergeImages(undo?["after"])
      moved = (undo?["moved"]?.array ?? []).compactMap { MovedRows($0) }.map { ($0, $0.reference(in: references)) }
      demoted = (undo?["demoted"]?.array ?? []).compactMap(\.integer)
      replaced = (undo?["replaced"]?.array ?? []).compactMap(\.integer)
      ended = (undo?["ended"]?.array ?? []).compactMap(\.integer)
      quieted = (undo?["quieted"]?.array ?? []).compactMap(\.integer)
    }

    func obstacle(at now: Instant, on connection: any Connection) throws -> Obstacle? {
      if merge.undoneAt != nil { return .undone }
      if !merge.isUndoable(at: now) { return .late }
      if try MergeStore.hasLater(merge, on: connection) { return .mergedAgain }
      let current = try MergeImages(
        enterprises: after.enterprises.keys.sorted(), partnerships: before.partnerships.keys.sorted(), on: connection)
      guard current.isSameButForReviews(after) else { return .changed }
      for (rows, reference) in moved {
        guard let reference, try rows.areThere(reference, on: connection) else { return .movedOn }
      }
      return nil
    }

    func restore(at now: Instant, on connection: any WriteConnection) throws {
      let current = try MergeImages(
        enterprises: [], partnerships: after.partnerships.keys.sorted(), on: connection)
      try before.restore(after, on: connection)
      try ReviewStore.setReplaced(false, replaced, on: connection)
      for (rows, reference) in moved {
        if let reference { try rows.moveBack(reference, on: connection) }
      }
      try EnterprisePeopleStore.revive(ended, on: connection)
      try WaitingTwins.open(quieted, on: connection)
      if !demoted.isEmpty {
        try connection.run("UPDATE partner_contacts SET is_main = 1 WHERE id IN \(list: demoted)")
      }
      try MergeStore.forgetRedirects(of: merge.id, on: connection)
      if current.partnerships != after.partnerships {
        // Reviews went on since: each partnership stands as its own reviews say now.
        for id in before.partnerships.keys.sorted() {
          guard let partner = try PartnershipStore.partner(ID(rawValue: id), in: .installation, on: connection) else {
            continue
          }
          try ReviewStore.settle(partner.partnership, today: now.day, on: connection)
        }
      }
      for id in before.partnerships.keys.sorted() {
        try TrackingStore.settle(ID(rawValue: id), today: now.day, on: connection)
      }
      try EnterpriseChangeStore.settle(before.partnerships.keys.sorted().map { ID(rawValue: $0) }, on: connection)
      try PartnerSearch.put(before.partnerships.keys.sorted().map { ID(rawValue: $0) }, on: connection)
      let enterprises = try DuplicateStore.enterprises(before.enterprises.keys.sorted(), on: connection)
      for enterprise in enterprises.values {
        try MembershipStore.setName(enterprise.menuName, ofEnterprise: enterprise.id, on: connection)
      }
      try DuplicateStore.note(
        enterprises.values.sorted { $0.id < $1.id }, areNew: false, on: connection)
    }

    func log(by actor: Actor, services: Services, at now: Instant, on connection: any WriteConnection) throws {
      for id in before.partnerships.keys.sorted() {
        guard let partner = try PartnershipStore.partner(ID(rawValue: id), in: .installation, on: connection) else {
          continue
        }
        try services.audit.record(
          AuditEntry(
            action: "partners.partner.mergeUndone", subject: .partner(partner.partnership, partner.enterprise),
            accountID: actor.accountID.rawValue, schoolID: partner.partnership.schoolID.rawValue,
            note: partner.enterprise.id == merge.keptID ? merge.goneName : merge.keptName, at: now), on: connection)
      }
    }
  }
}
