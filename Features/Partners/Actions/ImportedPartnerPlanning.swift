import Imports
import Organizations
import Platform
import Records
import Values

/// Finds what a row would do to the enterprise that it means.
struct ImportedPartnerPlanning: Sendable {
  let reading: ImportedPartnerReading
  let known: KnownPartners
  let school: ID<School>
  let ids: IDGenerator

  func plan(_ matched: MatchedPartnerRow) -> ImportPlan<ImportPartners.Draft> {
    let (row, found) = (matched.typed, matched.known)
    let number = row.row.number
    var problems = row.row.problems + matched.problems
    var warnings = matched.warnings

    let oldEnterprise = found?.enterprise
    var enterprise = oldEnterprise ?? Enterprise(id: ids.next())
    let isShared = found.map { $0.partnership == nil } ?? false
    if isShared {
      // What other schools work with is theirs, too: an import only adds the partnership.
      warnings.append(FieldProblem("name", "partners.import.warning.joined"))
    } else {
      let read = EnterpriseFields.description.read(cells: row.cells, into: enterprise, catalogue: reading.catalogue)
      enterprise = read.record
      problems += read.problems
    }

    var partnership =
      found?.partnership
      ?? Partnership(id: ids.next(), schoolID: school, enterpriseID: enterprise.id, level: usualLevel)
    let read = reading.partnership.read(cells: row.cells, into: partnership, catalogue: reading.catalogue)
    partnership = read.record
    partnership.majorIDs.sort()
    problems += read.problems

    let contact = contact(of: row, found, partnership: partnership, &problems, &warnings)
    let title = enterprise.name.isEmpty ? row.name : enterprise.name
    guard problems.isEmpty else { return .wrong(number, title: title, problems, warnings: warnings) }

    let new = (enterprise: enterprise, partnership: partnership, contact: contact.new)
    let old = (enterprise: oldEnterprise, partnership: found?.partnership, contact: contact.old)
    let changes = changes(from: old, to: new)
    let isNew = old.partnership == nil
    guard isNew || !changes.isEmpty else {
      return ImportPlan(
        row: number, title: title, state: .unchanged, target: old.partnership?.id.rawValue, basis: Self.basis(found),
        changes: [], warnings: warnings, draft: nil)
    }
    // The log's text and the search's are made here, where all processors work, and not in the transaction.
    let draft = ImportPartners.Draft(
      new, old: old, changes: LoggedChanges(changes),
      searched: isNew ? PartnerSearch.entry(partnership, of: enterprise, contacts: [contact.new?.name]) : nil)
    return ImportPlan(
      row: number, title: title, state: isNew ? .new : .changed, target: old.partnership?.id.rawValue,
      basis: Self.basis(found), changes: isNew ? [] : changes, warnings: warnings, draft: draft)
  }

  /// The versions of the records that a row was compared with.
  static func basis(_ known: KnownPartner?) -> String {
    guard let known else { return "" }
    let enterprise = "\(known.enterprise.id)v\(known.enterprise.version)"
    return known.partnership.map { "\(enterprise) \($0.id)v\($0.version)" } ?? enterprise
  }

  /// The lowest level: what is not said to be more is a prospect.
  private var usualLevel: String {
    reading.choices["level"]?.first?.value ?? PartnerLevel.usual[0].code
  }

  private func changes(
    from old: (enterprise: Enterprise?, partnership: Partnership?, contact: PartnerContact?),
    to new: (enterprise: Enterprise, partnership: Partnership, contact: PartnerContact?)
  ) -> [FieldChange] {
    var changes: [FieldChange] = []
    if old.enterprise != new.enterprise {
      changes += EnterpriseFields.description.difference(from: old.enterprise, to: new.enterprise)
    }
    if old.partnership != new.partnership {
      changes += reading.difference(from: old.partnership, to: new.partnership)
    }
    if let contact = new.contact, old.contact != contact {
      changes += ContactFields.description.difference(from: old.contact, to: contact).map {
        FieldChange(field: ImportPartners.contactPrefix + $0.field, before: $0.before, after: $0.after)
      }
    }
    return changes
  }

  /// The contact that a row names: the one of that name where there is one, otherwise one more.
  private func contact(
    of row: TypedPartnerRow, _ found: KnownPartner?, partnership: Partnership, _ problems: inout [FieldProblem],
    _ warnings: inout [FieldProblem]
  ) -> (old: PartnerContact?, new: PartnerContact?) {
    let prefix = ImportPartners.contactPrefix
    let cells = row.row.values(prefixed: prefix)
    guard !cells.isEmpty else { return (nil, nil) }
    let name = FieldText.trimmed(cells["name"] ?? "")
    guard !name.isEmpty else {
      warnings.append(FieldProblem("\(prefix)name", "partners.import.warning.namelessContact"))
      return (nil, nil)
    }
    let old = found?.contacts.first { $0.name == name }
    let blank = PartnerContact(
      id: old?.id ?? ids.next(), schoolID: school, partnershipID: partnership.id,
      isMain: found?.contacts.isEmpty ?? true)
    let read = ContactFields.description.read(cells: cells, into: old ?? blank, catalogue: reading.catalogue)
    problems += read.problems.map { FieldProblem(prefix + $0.field, $0.message) }
    return old == read.record ? (nil, nil) : (old, read.record)
  }
}
