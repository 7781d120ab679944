import Localization

/// One word that templates may use: `{{enterprise.name}}`.
struct Variable: Sendable, Hashable {
  let name: String
  let kind: TemplateValue.Kind

  /// The key of what it means; the page of variables shows all of them.
  var label: String { "agreements.variable.\(name)" }
}

/// The variables that every template may use. A template's own fields are
/// `own.<name>`; `clause.<key>` says in a condition whether a clause is part of the text.
enum VariableCatalogue {
  static let all: [Variable] = [
    Variable(name: "school.name", kind: .text), Variable(name: "school.shortName", kind: .text),
    Variable(name: "school.code", kind: .text), Variable(name: "department.name", kind: .text),
    Variable(name: "enterprise.name", kind: .text), Variable(name: "enterprise.shortName", kind: .text),
    Variable(name: "enterprise.creditCode", kind: .text), Variable(name: "enterprise.address", kind: .text),
    Variable(name: "enterprise.industry", kind: .text), Variable(name: "enterprise.size", kind: .text),
    Variable(name: "enterprise.staffCount", kind: .number), Variable(name: "enterprise.products", kind: .text),
    Variable(name: "partnership.majors", kind: .text), Variable(name: "partnership.since", kind: .date),
    Variable(name: "agreement.number", kind: .text), Variable(name: "agreement.title", kind: .text),
    Variable(name: "agreement.start", kind: .date), Variable(name: "agreement.end", kind: .date),
    Variable(name: "agreement.months", kind: .number), Variable(name: "agreement.years", kind: .number),
    Variable(name: "agreement.amount", kind: .number), Variable(name: "agreement.amountInWords", kind: .text),
    Variable(name: "agreement.owner", kind: .text), Variable(name: "agreement.takesInterns", kind: .flag),
    Variable(name: "today", kind: .date),
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static func variable(_ name: String) -> Variable? { byName[name] }

  /// Letters, digits and underscores in parts joined by points; the first part begins with a letter.
  static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_][A-Za-z0-9_\-]*)*/) != nil
  }

  /// What somebody probably meant who wrote a name that does not exist.
  static func similar(to name: String, among names: [String]) -> String? {
    let wanted = name.lowercased()
    func distance(_ other: String) -> Int { EditDistance.of(wanted, other.lowercased()) }
    return names.map { ($0, distance($0)) }.min { $0.1 < $1.1 }.flatMap {
      $0.1 <= max(2, wanted.count / 4) ? $0.0 : nil
    }
  }
}

/// How many letters two short words differ by (Levenshtein).
enum EditDistance {
  static func of(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
