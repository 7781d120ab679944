package import Records

/// What a unit shows before a school works with it. The articles are those of
/// 《职业学校学生实习管理规定》(教职成〔2021〕4号).
package enum ReviewItem: String, Sendable, CaseIterable {
  /// Registered and operating: a legal person or an unincorporated organisation (art. 2).
  case licence
  /// Operates lawfully, no record of dishonesty; the query carries its date (R05, art. 6 (1)).
  case credit
  /// Stands on no list of serious violations or abnormal operation (R05, R52).
  case listed
  /// No record of violating work-safety rules in three years (R06, art. 6 (2)).
  case safety
  /// Conditions of internship are complete and match the majors (R07, art. 6 (3)).
  case conditions
  /// No commercial entertainment venue (R28, art. 16 (5)).
  case venue
  /// No intermediary, labour dispatch or human-resources company (R29, art. 16 (6)).
  case intermediary
  /// Declares that no fee, deposit or document is taken from students (R37, art. 20).
  case fees

  /// Whether a file must show it before the review is submitted.
  package var needsEvidence: Bool {
    switch self {
    case .licence, .credit, .listed, .safety, .fees: true
    case .conditions, .venue, .intermediary: false
    }
  }

  /// Whether it can be left out with a reason: for units that take no interns.
  package var mayBeInapplicable: Bool {
    switch self {
    case .conditions, .fees: true
    default: false
    }
  }

  /// Whether a renewal asks anew instead of taking over what was found before:
  /// queries are of their day.
  package var isAskedAnew: Bool {
    switch self {
    case .credit, .listed, .safety: true
    default: false
    }
  }

  /// The name of its form field, and the slot of its files.
  package var field: String { "item.\(rawValue)" }
  package var label: String { "partners.review.item.\(rawValue)" }
}

/// What the written report on the inspection of a new unit speaks of (R09, art. 7).
package enum InspectionItem: String, Sendable, CaseIterable {
  case qualification, integrity, management, posts, workingTime, workplace, living, health, safety

  package var field: String { "inspection.\(rawValue)" }
  package var label: String { "partners.review.inspection.\(rawValue)" }
  /// The slot of the report's files.
  package static let slot = "inspection"
}

/// What somebody found on one item, with a note.
package struct ReviewFinding: Sendable, Hashable {
  package var result: Result?
  package var note: String

  package enum Result: String, Sendable, CaseIterable {
    case fine, wrong, inapplicable
  }

  package init(_ result: Result? = nil, note: String = "") {
    self.result = result
    self.note = note
  }
}

/// Everything that is filled in. Dates are kept as they were typed, so that a
/// draft can always be saved; what cannot be read is said when it is submitted.
package struct ReviewAnswers: Sendable, Hashable {
  package var items: [ReviewItem: ReviewFinding] = [:]
  package var inspection: [InspectionItem: ReviewFinding] = [:]
  /// The day of the credit query.
  package var creditCheckedOn = ""
  /// The day of the latest violation of work-safety rules; empty for none.
  package var lastViolationOn = ""
  package var inspectedOn = ""
  /// Who inspected, by name.
  package var inspectors = ""
  package var conclusion = ""

  package init() {}

  /// What a renewal begins with: queries are made anew, the rest is taken over.
  package var forRenewal: ReviewAnswers {
    var next = self
    for item in ReviewItem.allCases where item.isAskedAnew { next.items[item] = nil }
    next.creditCheckedOn = ""
    return next
  }
}

// MARK: Forms

extension ReviewAnswers {
  /// The longest texts, in characters.
  package enum Limit {
    package static let note = 500
    package static let inspectors = 200
    package static let conclusion = 2000
    package static let date = 40
  }

  /// Reads a form; nothing of it is refused but what is too long to keep.
  package init(_ form: FormData) {
    self.init()
    func text(_ name: String) -> String {
      FieldText.trimmed((form[name] ?? "").replacing("\r\n", with: "\n"))
    }
    func finding(_ name: String) -> ReviewFinding? {
      let finding = ReviewFinding(form[name].flatMap { ReviewFinding.Result(rawValue: $0) }, note: text("\(name).note"))
      return finding == ReviewFinding() ? nil : finding
    }
    for item in ReviewItem.allCases { items[item] = finding(item.field) }
    for item in InspectionItem.allCases { inspection[item] = finding(item.field) }
    creditCheckedOn = text("creditCheckedOn")
    lastViolationOn = text("lastViolationOn")
    inspectedOn = text("inspectedOn")
    inspectors = text("inspectors")
    conclusion = text("conclusion")
  }

  /// What is too long to be kept.
  package var tooLong: [FieldProblem] {
    func check(_ field: String, _ text: String, _ limit: Int) -> FieldProblem? {
      text.count <= limit
        ? nil : FieldProblem(field, "partners.review.problem.tooLong", ["limit": "\(limit)", "count": "\(text.count)"])
    }
    let notes =
      ReviewItem.allCases.map { check("\($0.field).note", items[$0]?.note ?? "", Limit.note) }
      + InspectionItem.allCases.map { check("\($0.field).note", inspection[$0]?.note ?? "", Limit.note) }
    let others = [
      check("creditCheckedOn", creditCheckedOn, Limit.date), check("lastViolationOn", lastViolationOn, Limit.date),
      check("inspectedOn", inspectedOn, Limit.date), check("inspectors", inspectors, Limit.inspectors),
      check("conclusion", conclusion, Limit.conclusion),
    ]
    return (notes + others).compactMap(\.self)
  }
}
