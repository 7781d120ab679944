import Imports
import Organizations
import Records
import Values

/// A row with the enterprise that it means.
struct MatchedPartnerRow: Sendable {
  let typed: TypedPartnerRow
  let known: KnownPartner?
  var problems: [FieldProblem] = []
  var warnings: [FieldProblem] = []
}

/// Finds the enterprise that each row means: by credit code, then by name.
enum ImportedPartnerMatching {
  static func match(_ rows: [TypedPartnerRow], with known: KnownPartners) -> [MatchedPartnerRow] {
    var seen = Seen()
    return rows.map { row in
      var matched = find(row, in: known)
      if let earlier = seen.row(before: matched) {
        matched.problems.append(FieldProblem("name", "partners.import.problem.repeated", ["row": "\(earlier)"]))
      }
      return matched
    }
  }

  private static func find(_ row: TypedPartnerRow, in known: KnownPartners) -> MatchedPartnerRow {
    if !row.creditCode.isEmpty, let found = known.byCode[row.creditCode] {
      var matched = MatchedPartnerRow(typed: row, known: found)
      if !row.nameKey.isEmpty, EnterpriseName.key(found.enterprise.name) != row.nameKey {
        matched.warnings.append(
          FieldProblem("name", "partners.import.warning.renamed", ["name": found.enterprise.name]))
      }
      return matched
    }
    let alike = row.nameKey.isEmpty ? [] : known.byName[row.nameKey] ?? []
    // Another code is another enterprise, whatever its name.
    let possible = alike.filter { row.creditCode.isEmpty || $0.enterprise.creditCode.isEmpty }
    let own = possible.filter { $0.partnership != nil }
    if let found = own.count == 1 ? own.first : possible.count == 1 ? possible.first : nil {
      return MatchedPartnerRow(
        typed: row, known: found, warnings: [FieldProblem("name", "partners.import.warning.matchedByName")])
    }
    if possible.count > 1 {
      return MatchedPartnerRow(
        typed: row, known: nil,
        problems: [FieldProblem("name", "partners.import.problem.ambiguous", ["count": "\(possible.count)"])])
    }
    let warnings = alike.first.map { other in
      [FieldProblem("name", "partners.import.warning.sameName", ["code": other.enterprise.creditCode])]
    }
    return MatchedPartnerRow(typed: row, known: nil, warnings: warnings ?? [])
  }

  /// The rows of the sheet above, by everything that must not repeat.
  private struct Seen {
    private var codes: [String: Int] = [:]
    /// By name: the row and whether it had a code of its own.
    private var names: [String: (row: Int, code: String)] = [:]
    private var enterprises: [ID<EnterpriseKey>: Int] = [:]

    /// The earlier row that means the same enterprise.
    mutating func row(before matched: MatchedPartnerRow) -> Int? {
      let (row, number) = (matched.typed, matched.typed.row.number)
      var earlier: Int?
      if !row.creditCode.isEmpty {
        earlier = codes[row.creditCode]
        if earlier == nil { codes[row.creditCode] = number }
      }
      if !row.nameKey.isEmpty {
        if let alike = names[row.nameKey] {
          if alike.code.isEmpty || row.creditCode.isEmpty { earlier = earlier ?? alike.row }
        } else {
          names[row.nameKey] = (number, row.creditCode)
        }
      }
      if let id = matched.known?.enterprise.id {
        earlier = earlier ?? enterprises[id]
        if enterprises[id] == nil { enterprises[id] = number }
      }
      return earlier
    }
  }
}
