package import Database
package import Imports
import Localization
import Organizations
package import Platform
package import Records
import Standards
import Values
package import Views

/// Sheets of enterprises with what the school has with them and whom it talks to.
package struct ImportPartners: ImportKind {
  /// A row as it would be written, with what it was before. A class: plans are handed on several times.
  package final class Draft: Sendable {
    let enterprise: Enterprise
    let partnership: Partnership
    let contact: PartnerContact?
    /// What was there; `nil` for what the row adds.
    let oldEnterprise: Enterprise?
    let oldPartnership: Partnership?
    let oldContact: PartnerContact?
    /// Everything that the row sets or changes, for the log.
    let changes: LoggedChanges
    /// What a partnership that the row adds is found by.
    let searched: SearchIndex.Entry?

    init(
      _ new: (enterprise: Enterprise, partnership: Partnership, contact: PartnerContact?),
      old: (enterprise: Enterprise?, partnership: Partnership?, contact: PartnerContact?), changes: LoggedChanges,
      searched: SearchIndex.Entry?
    ) {
      (enterprise, partnership, contact) = new
      (oldEnterprise, oldPartnership, oldContact) = old
      self.changes = changes
      self.searched = searched
    }
  }

  let services: Services

  package init(_ services: Services) {
    self.services = services
  }

  package var name: String { "partners" }
  package var texts: String { "partners.import" }
  package var path: Link { "/partners/imports" }
  package var recordsPath: Link { PartnerLinks.list }

  package func link(to target: Int64) -> Link { PartnerLinks.show(ID(rawValue: target)) }

  package var columns: [ImportColumn] { Self.columns }

  /// How the columns of a contact begin, whose own names an enterprise has, too.
  static let contactPrefix = "contact."

  private static let columns: [ImportColumn] = {
    let (enterprise, partnership, contact) = (
      EnterpriseFields.description, PartnershipFields.description, ContactFields.description
    )
    func column<Record>(
      _ description: RecordDescription<Record>, _ name: String, isRequired: Bool = false
    ) -> ImportColumn? {
      description.field(name).map { ImportColumn($0, isRequired: isRequired) }
    }
    func ofContact(_ name: String) -> ImportColumn? {
      contact.field(name).map {
        ImportColumn($0, prefix: contactPrefix, label: "partners.import.contact.\(name)", isRequired: false)
      }
    }
    let first = [column(enterprise, "name", isRequired: true), column(enterprise, "creditCode")]
    let usual = ["level", "department", "majors"].map { column(partnership, $0) }
    let people = ["name", "position", "phone", "mail"].map(ofContact)
    let about =
      [
        "industry", "region", "address", "park", "size", "staffCount", "foundedOn", "legalForm", "nature", "products",
        "tags", "website", "shortName", "description", "status", "creditCodeReason",
      ].map { column(enterprise, $0) }
    let rest = ["owner", "source", "motives", "since", "note"].map { column(partnership, $0) }
    return (first + usual + people + about + rest + [ofContact("note")]).compactMap(\.self)
  }()

  @concurrent
  package func prepare() async {
    // Regions and industries by their names.
    _ = RegionMatcher.national
    _ = Self.columns
  }

  package func choices(for owner: ImportOwner) async throws -> [String: [Choice]] {
    let school = ID<School>(rawValue: owner.schoolID)
    return try await services.database.read { connection in
      try PartnerChoices.read(school: school, scope: .school(school), on: connection)
    }
  }

  package func plan(_ rows: [ImportRow], for owner: ImportOwner) async throws -> [ImportPlan<Draft>] {
    let reading = ImportedPartnerReading(try await choices(for: owner), catalogue: services.catalogue)
    let typed = try await InParallel.map(rows) { reading.prepare($0) }
    let (school, sealer) = (ID<School>(rawValue: owner.schoolID), services.sealer)
    let known = try await services.database.readLong { connection in
      try KnownPartners(of: typed, school: school, sealer: sealer, on: connection)
    }
    let matched = ImportedPartnerMatching.match(typed, with: known)
    let ids = services.ids
    return try await InParallel.map(matched) { rows in
      rows.map { ImportedPartnerPlanning(reading: reading, known: known, school: school, ids: ids).plan($0) }
    }
  }

  package func write(
    _ plans: [ImportPlan<Draft>], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws -> [WrittenRow] {
    try ImportedPartnerWriting(services: services, batch: batch).write(plans, on: connection, progress: progress)
  }

  package func undo(
    _ rows: [WrittenRow], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws {
    try ImportedPartnerUndoing(services: services, batch: batch).undo(rows, on: connection, progress: progress)
  }
}
