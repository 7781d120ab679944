import Database
import Imports
import Organizations
import Platform
import Records
import Security
import Values

/// Writes checked rows: enterprises, partnerships, contacts, the search index
/// and the log, some hundred rows with each statement.
struct ImportedPartnerWriting {
  let services: Services
  let batch: ImportBatch

  private typealias Plan = ImportPlan<ImportPartners.Draft>

  private var school: ID<School> { ID(rawValue: batch.owner.schoolID) }

  func write(
    _ plans: [ImportPlan<ImportPartners.Draft>], on connection: any WriteConnection, progress: (Int) -> Void
  ) throws -> [WrittenRow] {
    let before = try Before(plans, school: school, sealer: services.sealer, on: connection)
    var written: [WrittenRow] = []
    written.reserveCapacity(plans.count)
    for group in plans.inGroups(of: 500) {
      written += try write(group: group, before, on: connection)
      progress(written.count)
    }
    try CompareEnterprises.request(services, on: connection)
    try FoldPartnerSearch.request(services, on: connection)
    return written
  }

  private func write(
    group plans: [Plan], _ before: Before, on connection: any WriteConnection
  ) throws -> [WrittenRow] {
    let now = services.now
    let book = ContactBook(services.sealer)
    let drafts = plans.compactMap(\.draft)
    try EnterpriseStore.insert(
      drafts.filter { $0.oldEnterprise == nil }.map(\.enterprise), at: now, on: connection)
    try PartnershipStore.insert(
      drafts.filter { $0.oldPartnership == nil }.map {
        Partner(partnership: $0.partnership, enterprise: $0.enterprise)
      }, at: now, on: connection)
    for plan in plans where plan.state == .changed {
      guard let draft = plan.draft else { continue }
      try update(draft, row: plan.row, at: now, on: connection)
    }
    let contacts = drafts.filter { $0.oldContact == nil }.compactMap(\.contact)
    let newContacts = try book.insert(contacts, at: now, on: connection)
    for contact in drafts.filter({ $0.oldContact != nil }).compactMap(\.contact) {
      _ = try book.update(contact, on: connection)
    }
    try PartnerSearch.index.putUnfolded(drafts.compactMap(\.searched), on: connection)
    try PartnerSearch.put(drafts.filter { $0.searched == nil }.map(\.partnership.id), on: connection)
    try services.audit.record(plans.compactMap { entry($0, at: now) }, on: connection)
    let images = newContacts.merging(
      try book.images(drafts.compactMap(\.oldContact?.id.rawValue), on: connection)
    ) { first, _ in first }
    return plans.compactMap { plan in plan.draft.map { undoable(plan, $0, before, images) } }
  }

  private func update(
    _ draft: ImportPartners.Draft, row: Int, at now: Instant, on connection: any WriteConnection
  ) throws {
    if let old = draft.oldEnterprise, old != draft.enterprise {
      guard try EnterpriseStore.update(draft.enterprise, at: now, on: connection) else {
        throw ImportConflict(rows: [row])
      }
      try PartnerSearch.putAll(of: draft.enterprise.id, on: connection)
    }
    if let old = draft.oldPartnership, old != draft.partnership {
      guard try PartnershipStore.update(draft.partnership, at: now, on: connection) else {
        throw ImportConflict(rows: [row])
      }
    }
  }

  private func entry(_ plan: Plan, at now: Instant) -> AuditEntry? {
    plan.draft.map { draft in
      AuditEntry(
        action: plan.state == .new ? "partners.partner.imported" : "partners.partner.changed",
        subject: .partner(draft.partnership, draft.enterprise), accountID: batch.owner.accountID,
        schoolID: batch.owner.schoolID, changes: draft.changes, note: "\(batch.fileName) · \(plan.row)", at: now)
    }
  }

  /// What is needed to take the row back: which records it made, what the
  /// others were, and the versions that they have now.
  private func undoable(
    _ plan: Plan, _ draft: ImportPartners.Draft, _ before: Before, _ contacts: [Int64: JSONValue]
  ) -> WrittenRow {
    let (enterprise, partnership) = (draft.enterprise.id.rawValue, draft.partnership.id.rawValue)
    var members: [(String, JSONValue)] = []
    if draft.oldEnterprise == nil {
      members.append(("madeEnterprise", .integer(enterprise)))
    } else if draft.oldEnterprise != draft.enterprise {
      members.append(("enterprise", before.enterprises[enterprise] ?? .null))
      members.append(("enterpriseVersion", .integer(Int64(draft.enterprise.version + 1))))
    }
    if let old = draft.oldPartnership {
      let changed = old != draft.partnership
      members.append(("partnershipVersion", .integer(Int64(draft.partnership.version + (changed ? 1 : 0)))))
      if changed {
        members.append(("partnership", before.partnerships[partnership] ?? .null))
        members.append(("majors", .array(old.majorIDs.map { .string($0) })))
      }
    }
    if let contact = draft.contact {
      members.append(("contact", contacts[contact.id.rawValue] ?? .null))
      if draft.oldContact != nil { members.append(("oldContact", before.contacts[contact.id.rawValue] ?? .null)) }
    }
    return WrittenRow(row: plan.row, target: partnership, title: plan.title, undo: JSONValue.members(members).text)
  }

  /// The records that rows change, as they are in this transaction.
  private struct Before {
    private(set) var enterprises: [Int64: JSONValue] = [:]
    private(set) var partnerships: [Int64: JSONValue] = [:]
    private(set) var contacts: [Int64: JSONValue] = [:]

    /// - Throws: `ImportConflict` with all rows whose records are no longer what they were compared with.
    init(_ plans: [Plan], school: ID<School>, sealer: Sealer, on connection: any Connection) throws {
      let drafts = plans.compactMap(\.draft)
      for group in drafts.compactMap(\.oldEnterprise?.id).inGroups(of: 500) {
        try connection.forEach(
          "SELECT \(EnterpriseStore.columns) FROM enterprises e WHERE e.id IN \(list: group) AND e.merged_into IS NULL"
        ) { enterprises[try $0.get(0)] = RowImage.json($0.values) }
      }
      for group in drafts.compactMap(\.oldPartnership?.id).inGroups(of: 500) {
        try connection.forEach(
          "SELECT \(PartnershipStore.columns) FROM partnerships p WHERE p.id IN \(list: group) AND p.school_id = \(school)"
        ) { partnerships[try $0.get(0)] = RowImage.json($0.values) }
      }
      contacts = try ContactBook(sealer).images(drafts.compactMap(\.oldContact?.id.rawValue), on: connection)

      var taken: Set<String> = []
      let codeless = plans.filter { $0.draft?.oldEnterprise == nil && $0.draft?.enterprise.creditCode.isEmpty == true }
      for group in codeless.compactMap({ $0.draft.map { EnterpriseName.key($0.enterprise.name) } }).inGroups(of: 500) {
        taken.formUnion(
          try connection.values(
            "SELECT name_key FROM enterprises WHERE name_key IN \(list: group) AND merged_into IS NULL", as: String.self
          ))
      }
      let moved = plans.filter { plan in
        guard let draft = plan.draft else { return false }
        guard let old = draft.oldEnterprise else {
          return draft.enterprise.creditCode.isEmpty && taken.contains(EnterpriseName.key(draft.enterprise.name))
        }
        if Self.version(enterprises[old.id.rawValue]) != old.version { return true }
        return draft.oldPartnership.map { Self.version(partnerships[$0.id.rawValue]) != $0.version } ?? false
      }
      guard moved.isEmpty else { throw ImportConflict(rows: moved.map(\.row)) }
    }

    /// The version is the last column of both.
    private static func version(_ image: JSONValue?) -> Int? {
      image?.array?.last?.integer.map { Int($0) }
    }
  }
}
