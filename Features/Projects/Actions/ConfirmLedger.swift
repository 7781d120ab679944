import Accounts
import Activity
import Database
import Organizations
import Partners
import Platform
import Records
import Values

/// One side confirms or disputes what the other noted, and the enterprise notes
/// what it gave and gained itself. Each stands in the entry's story, the log and
/// the other side's inbox, in one transaction.
struct ConfirmLedger: Sendable {
  let services: Services

  init(_ services: Services) {
    self.services = services
  }

  /// What came of an answer to several entries.
  struct Outcome: Sendable, Hashable {
    var done = 0
    /// Those that somebody else answered or changed meanwhile.
    var late: [LedgerEntry] = []
  }

  /// Answers entries that the other side noted, each in the version that was seen.
  /// - Parameter standing: confirmed or disputed.
  /// - Throws: `Invalid`, `ProjectError.notFound`, `.stale` when somebody else was first with all of them, `GuestLinkClosed`.
  @discardableResult
  func answer(
    _ seen: [SeenEntry], _ standing: LedgerStanding, saying words: String, in id: ID<Partnership>, year: Int,
    by voice: LedgerVoice
  ) async throws -> Outcome {
    let services = services
    return try await services.database.write { connection in
      let place = try Self.open(id, year, voice, services, on: connection)
      var problems: [FieldProblem] = []
      if seen.isEmpty || standing == .noted { problems.append(FieldProblem("entries", "projects.problem.nothingSeen")) }
      if standing == .disputed, words.isEmpty {
        problems.append(FieldProblem("answer", "projects.problem.disputeReason"))
      }
      if words.count > LedgerAnswer.Limit.words {
        problems.append(
          FieldProblem(
            "answer", "kit.records.tooLong", ["max": "\(LedgerAnswer.Limit.words)", "count": "\(words.count)"]))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      var outcome = Outcome()
      for one in seen {
        guard let entry = try LedgerStore.entry(one.id, in: .school(place.schoolID), on: connection)?.entry,
          entry.partnershipID == place.id, entry.day.year == place.year
        else { throw ProjectError.notFound }
        guard entry.notedSide != voice.side else {
          throw Invalid([FieldProblem("entries", "projects.problem.ownEntry")])
        }
        guard
          try ConfirmationStore.answer(
            standing, one, words: words, person: voice.name, of: place.schoolID, at: services.now, on: connection)
        else {
          outcome.late.append(entry)
          continue
        }
        outcome.done += 1
        let act: LedgerAnswer.Act = standing == .confirmed ? .confirmed : .disputed
        try Self.note(act, words, entry, voice.side, voice.name, by: voice.accountID, services, on: connection)
      }
      try LedgerInbox(services: services, connection: connection)
        .settle(place.id, of: place.schoolID, year: place.year, by: voice.accountID)
      guard outcome.done > 0 else { throw ProjectError.stale }
      return outcome
    }
  }

  /// The enterprise notes what it gave or gained, with files as evidence; the school confirms it.
  /// - Throws: `Invalid`, `ProjectError.notFound`, `GuestLinkClosed`.
  @discardableResult
  func note(
    _ typed: LedgerEntry, evidence: KeepAttachments.Outcome = .init(), in id: ID<Partnership>, year: Int,
    by voice: LedgerVoice
  ) async throws -> LedgerEntry {
    let services = services
    return try await services.database.write { connection in
      let place = try Self.open(id, year, voice, services, on: connection)
      var entry = typed
      (entry.schoolID, entry.partnershipID, entry.projectID) = (place.schoolID, place.id, nil)
      (entry.id, entry.notedSide, entry.notedBy) = (services.ids.next(), voice.side, voice.name)
      (entry.standing, entry.answer, entry.answeredBy, entry.answeredAt) = (.noted, "", "", nil)
      var problems = evidence.problems
      do { try KeepLedger.check(entry, today: services.now.day) } catch let invalid as Invalid {
        problems += invalid.problems
      }
      if entry.day.year != year {
        problems.append(FieldProblem("day", "projects.problem.otherYear", ["year": "\(year)"]))
      }
      let waiting = try ConfirmationStore.count(.noted, notedBy: .enterprise, of: id, year: year, on: connection)
      if waiting >= LedgerAnswer.Limit.waiting {
        problems.append(FieldProblem("title", "kit.records.tooMany", ["max": "\(LedgerAnswer.Limit.waiting)"]))
      }
      if !problems.isEmpty { throw Invalid(problems) }
      entry.value = try ValuationStore.rules(of: place.schoolID, on: connection).value(of: entry)
      try LedgerStore.insert(entry, by: voice.accountID, at: services.now, on: connection)
      let kept = try KeepAttachments.write(
        evidence, to: .entry(entry), school: place.schoolID, by: voice.accountID, services: services, on: connection)
      if !kept.problems.isEmpty { throw Invalid(kept.problems) }
      try Self.note(.noted, "", entry, voice.side, voice.name, by: voice.accountID, services, on: connection)
      try LedgerInbox(services: services, connection: connection).settle(entry, by: voice.accountID)
      return entry
    }
  }

  /// The enterprise takes back what it noted itself, as long as the school has not confirmed it.
  /// - Throws: `ProjectError`, `GuestLinkClosed`.
  func withdraw(_ seen: SeenEntry, in id: ID<Partnership>, year: Int, by voice: LedgerVoice) async throws {
    let services = services
    try await services.database.write { connection in
      let place = try Self.open(id, year, voice, services, on: connection)
      guard var entry = try LedgerStore.entry(seen.id, in: .school(place.schoolID), on: connection)?.entry,
        entry.partnershipID == place.id, entry.day.year == place.year, entry.notedSide == voice.side,
        !entry.isRemoved
      else { throw ProjectError.notFound }
      guard entry.standing != .confirmed, entry.version == seen.version else { throw ProjectError.stale }
      entry.isRemoved = true
      guard try LedgerStore.update(entry, on: connection) else { throw ProjectError.stale }
      try Self.note(.removed, "", entry, voice.side, voice.name, by: voice.accountID, services, on: connection)
      try LedgerInbox(services: services, connection: connection).settle(entry, by: voice.accountID)
    }
  }

  // MARK: Parts

  private static func open(
    _ id: ID<Partnership>, _ year: Int, _ voice: LedgerVoice, _ services: Services, on connection: any WriteConnection
  ) throws -> BalancePlace {
    guard let place = try BalancePlace.find(id, year: year, for: voice, on: connection) else {
      throw ProjectError.notFound
    }
    if case .guest(let link) = voice {
      try GuestLinkStore(services.sealer).use(link, at: services.now, on: connection)
    }
    return place
  }

  /// Writes a line of an entry's story and of the log.
  static func note(
    _ act: LedgerAnswer.Act, _ words: String, _ entry: LedgerEntry, _ side: LedgerSide, _ person: String,
    by account: ID<Account>?, changes: [FieldChange] = [], _ services: Services, on connection: any WriteConnection
  ) throws {
    try ConfirmationStore.insert(
      LedgerAnswer(act: act, side: side, person: person, words: words, at: services.now), id: services.ids.next(),
      of: entry, by: account, on: connection)
    let actions: [LedgerAnswer.Act: String] = [.noted: "added"]
    try services.audit.record(
      AuditEntry(
        action: "projects.ledger.\(actions[act] ?? act.rawValue)", subject: .entry(entry),
        accountID: account?.rawValue, schoolID: entry.schoolID.rawValue, changes: changes,
        note: account == nil ? [person, words].filter { !$0.isEmpty }.joined(separator: ": ") : words,
        at: services.now), on: connection)
  }
}
