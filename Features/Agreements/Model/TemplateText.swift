import Database
import Foundation
import Records

/// The text of a template or of an agreement as it is written: ordered clauses
/// with variables, the titles of annexes, and own fields.
struct TemplateText: Sendable, Hashable, Codable {
  var clauses: [Clause] = []
  /// The titles of annexes; a clause of annex 1 belongs to the first.
  var annexes: [String] = []
  var fields: [OwnField] = []

  func clause(_ key: String) -> Clause? { clauses.first { $0.key == key } }
  func clauses(ofAnnex annex: Int) -> [Clause] { clauses.filter { $0.annex == annex } }

  /// As a column keeps it.
  var stored: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Values of this type are texts, numbers and flags: they can always be written.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// - Throws: `DecodingError` for a damaged row.
  init(stored text: String) throws {
    self = try JSONDecoder().decode(TemplateText.self, from: Data(text.utf8))
  }

  init(clauses: [Clause] = [], annexes: [String] = [], fields: [OwnField] = []) {
    self.clauses = clauses
    self.annexes = annexes
    self.fields = fields
  }

  /// Limits that keep a page readable and a row small.
  enum Limit {
    static let clauses = 120
    static let heading = 60
    static let text = 6000
    static let condition = 400
    static let annexes = 9
    static let annexTitle = 80
    static let fields = 40
  }
}

/// One clause as it is written.
struct Clause: Sendable, Hashable, Codable {
  /// Names it in conditions and comparisons; never changes.
  var key: String
  /// 0 for the main text, else the number of the annex.
  var annex: Int = 0
  var heading: String = ""
  var text: String = ""
  var topic: ClauseTopic?
  /// Whether an agreement may not leave it out.
  var isMandatory = false
  /// When it is part of the text; empty for always.
  var condition: String = ""
  /// What somebody owes by it.
  var duty: DutyMark?
}

/// What a clause makes somebody owe: becomes an obligation when the agreement is in force.
struct DutyMark: Sendable, Hashable, Codable {
  var debtor: Debtor = .enterprise
  /// What is to be done, in a few words.
  var subject: String = ""
  var rhythm: Rhythm = .yearly
  /// Days after the beginning by which something that is done once is due; `nil`: by the end.
  var days: Int?
  var measure: Measure = .times
  /// How much each time: a number or the name of a variable; empty where nothing is counted.
  var target: String = ""
  /// What shows that it was done.
  var evidence: String = ""

  enum Debtor: String, Sendable, CaseIterable, Codable, SQLConvertible, FieldConvertible {
    case school, enterprise, both
    var label: String { "agreements.debtor.\(rawValue)" }
  }

  enum Rhythm: String, Sendable, CaseIterable, Codable, SQLConvertible, FieldConvertible {
    case once, monthly, quarterly, halfYearly = "half-yearly", yearly
    var label: String { "agreements.rhythm.\(rawValue)" }
    /// Months from one to the next; `nil` where there is no next.
    var months: Int? {
      switch self {
      case .once: nil
      case .monthly: 1
      case .quarterly: 3
      case .halfYearly: 6
      case .yearly: 12
      }
    }
  }

  enum Measure: String, Sendable, CaseIterable, Codable, SQLConvertible, FieldConvertible {
    case times, interns, hires, lectures, hours, yuan, equipment, teachers, places
    var label: String { "agreements.measure.\(rawValue)" }
  }
}

/// Something that a template asks for beside the variables everybody has: `own.classSize`.
struct OwnField: Sendable, Hashable, Codable {
  /// What stands after `own.`.
  var name: String
  var label: String
  var kind: TemplateValue.Kind = .text
  var isRequired = false
  /// What it is until somebody says otherwise; may use variables and other own fields.
  var initial: String = ""

  var variable: String { "own.\(name)" }
}
