import Database
import Records

/// Who gives, or who gains.
enum LedgerSide: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  case school, enterprise
  /// Gain only: what students have of it (inventory 85: three sides).
  case students
  var label: String { "projects.side.\(rawValue)" }
}

/// What a side puts into the cooperation, or has from it.
enum LedgerKind: String, Sendable, CaseIterable, SQLConvertible, FieldConvertible {
  // What is given (inventory 81–84).
  case money
  case venue
  case equipment
  case teacherHours = "teacher-hours"
  case engineerHours = "engineer-hours"
  case technology
  case trainingDays = "training-days"
  case donation
  case scholarship
  // What comes of it.
  case studentsTrained = "students-trained"
  case staffTrained = "staff-trained"
  case interns
  case hires
  case orders
  case costSaved = "cost-saved"
  case patents
  case courses
  case textbooks

  enum Measure: Sendable, Hashable {
    /// Fen that are promised, and those that arrived; only what arrived is valued.
    case promise
    /// Fen.
    case amount
    /// Hundredths of a unit: `projects.unit.<unit>`.
    case count(String)
    /// Hundredths of a square metre, for some months.
    case area
  }

  var measure: Measure {
    switch self {
    case .money, .donation, .scholarship: .promise
    case .equipment, .technology, .orders, .costSaved: .amount
    case .venue: .area
    case .teacherHours, .engineerHours: .count("hours")
    case .trainingDays: .count("days")
    case .studentsTrained, .interns, .hires: .count("people")
    case .staffTrained: .count("personTimes")
    case .patents: .count("patents")
    case .courses: .count("courses")
    case .textbooks: .count("books")
    }
  }

  /// Whether it is given rather than gained.
  var isGiven: Bool {
    switch self {
    case .money, .venue, .equipment, .teacherHours, .engineerHours, .technology, .trainingDays, .donation,
      .scholarship:
      true
    case .studentsTrained, .staffTrained, .interns, .hires, .orders, .costSaved, .patents, .courses, .textbooks: false
    }
  }

  /// Who usually gives or gains it; a form begins with it.
  var usualSide: LedgerSide {
    switch self {
    case .venue, .teacherHours, .interns, .courses, .textbooks, .patents: .school
    case .money, .equipment, .engineerHours, .technology, .trainingDays, .donation, .scholarship, .staffTrained,
      .hires, .orders, .costSaved:
      .enterprise
    case .studentsTrained: .students
    }
  }

  var sides: [LedgerSide] { isGiven ? [.school, .enterprise] : LedgerSide.allCases }

  var label: String { "projects.ledger.kind.\(rawValue)" }

  var unit: String {
    switch measure {
    case .promise, .amount: "projects.unit.yuan"
    case .count(let unit): "projects.unit.\(unit)"
    case .area: "projects.unit.squareMetreMonths"
    }
  }

  /// One of the unit, as rates speak of it.
  var perUnit: String { unit.replacing("projects.unit.", with: "projects.per.") }

  static let given = allCases.filter(\.isGiven)
  static let gained = allCases.filter { !$0.isGiven }
}
