package import Localization
package import Records
package import Values

/// What must hold of a review: pure functions of answers, files and the day.
package enum ReviewRules {
  /// A credit query older than this is said to be old.
  package static let freshDays = 90
  /// Work safety is looked back on so many years (art. 6 (2)).
  package static let safetyYears = 3
  /// The longest validity that can be decided.
  package static let longestYears = 3
  /// Owners are reminded so many days before a review ends, and when it has ended.
  package static let reminders = [60, 30, 7, 0]

  // MARK: Complete

  /// What is missing before it can be submitted, all at once.
  /// - Parameter evidence: slots that hold at least one file.
  package static func missing(
    _ answers: ReviewAnswers, evidence: Set<String>, today: CivilDate
  ) -> [FieldProblem] {
    var problems: [FieldProblem] = []
    for item in ReviewItem.allCases {
      let finding = answers.items[item] ?? ReviewFinding()
      problems += problemsOf(finding, item.field, mayBeInapplicable: item.mayBeInapplicable)
      if item == .credit { problems += day(answers.creditCheckedOn, "creditCheckedOn", today, isRequired: true) }
      if item == .safety { problems += safety(answers, finding, today) }
      if item.needsEvidence, finding.result != .inapplicable, !evidence.contains(item.field) {
        problems.append(FieldProblem("\(item.field).files", "partners.review.problem.evidence"))
      }
    }
    problems += day(answers.inspectedOn, "inspectedOn", today, isRequired: true)
    if answers.inspectors.isEmpty {
      problems.append(FieldProblem("inspectors", "partners.review.problem.inspectors"))
    }
    for item in InspectionItem.allCases {
      problems += problemsOf(answers.inspection[item] ?? ReviewFinding(), item.field, mayBeInapplicable: true)
    }
    if !evidence.contains(InspectionItem.slot) {
      problems.append(FieldProblem("\(InspectionItem.slot).files", "partners.review.problem.report"))
    }
    return problems
  }

  private static func problemsOf(
    _ finding: ReviewFinding, _ field: String, mayBeInapplicable: Bool
  ) -> [FieldProblem] {
    guard let result = finding.result, result != .inapplicable || mayBeInapplicable else {
      return [FieldProblem(field, "partners.review.problem.unanswered")]
    }
    guard result == .fine || !finding.note.isEmpty else {
      return [FieldProblem("\(field).note", "partners.review.problem.note")]
    }
    return []
  }

  private static func day(
    _ text: String, _ field: String, _ today: CivilDate, isRequired: Bool
  ) -> [FieldProblem] {
    if text.isEmpty { return isRequired ? [FieldProblem(field, "partners.review.problem.date")] : [] }
    guard let day = FieldText.date(text) else {
      return [FieldProblem(field, "partners.review.problem.unreadable", ["text": text])]
    }
    return day <= today ? [] : [FieldProblem(field, "partners.review.problem.future", ["date": day.description])]
  }

  /// The date and the answer must not contradict each other.
  private static func safety(
    _ answers: ReviewAnswers, _ finding: ReviewFinding, _ today: CivilDate
  ) -> [FieldProblem] {
    let problems = day(answers.lastViolationOn, "lastViolationOn", today, isRequired: finding.result == .wrong)
    guard problems.isEmpty, finding.result == .fine, hasRecentViolation(answers, on: today) else { return problems }
    return [
      FieldProblem("lastViolationOn", "partners.review.problem.contradiction", ["years": "\(safetyYears)"])
    ]
  }

  package static func hasRecentViolation(_ answers: ReviewAnswers, on today: CivilDate) -> Bool {
    FieldText.date(answers.lastViolationOn).map { $0.adding(years: safetyYears) > today } ?? false
  }

  // MARK: Decide

  /// What forbids an approval, whoever decides: the conditions of art. 6 and 16 are absolute.
  package static func obstacles(_ answers: ReviewAnswers, today: CivilDate) -> [Message] {
    var obstacles = ReviewItem.allCases.filter { item in
      // An old violation may stand in the record: three years are asked for.
      answers.items[item]?.result == .wrong && (item != .safety || hasRecentViolation(answers, on: today))
    }.map { Message("partners.review.obstacle.\($0.rawValue)") }
    if answers.items[.safety]?.result != .wrong, hasRecentViolation(answers, on: today) {
      obstacles.append(Message("partners.review.obstacle.safety"))
    }
    return obstacles
  }

  /// What an approval must give a reason for.
  package static func cautions(_ answers: ReviewAnswers, today: CivilDate) -> [Message] {
    var cautions: [Message] = []
    if let day = FieldText.date(answers.creditCheckedOn), today.days(since: day) > freshDays {
      cautions.append(
        Message("partners.review.caution.credit", ["days": "\(today.days(since: day))", "limit": "\(freshDays)"]))
    }
    if let day = FieldText.date(answers.inspectedOn), day.adding(years: safetyYears) < today {
      cautions.append(Message("partners.review.caution.inspection", ["date": day.description]))
    }
    for item in InspectionItem.allCases where answers.inspection[item]?.result == .wrong {
      cautions.append(Message("partners.review.caution.\(item.rawValue)"))
    }
    return cautions
  }

  /// What a decision offers: a year.
  package static func usualValidity(from today: CivilDate) -> CivilDate { today.adding(years: 1) }

  /// Reads the last day of validity.
  package static func validity(_ text: String, today: CivilDate) -> Result<CivilDate, FieldProblemError> {
    guard let day = FieldText.date(text) else {
      let key = text.isEmpty ? "partners.review.problem.validityMissing" : "partners.review.problem.unreadable"
      return .failure(FieldProblemError(FieldProblem("validUntil", key, ["text": text])))
    }
    guard day > today, day <= today.adding(years: longestYears) else {
      return .failure(
        FieldProblemError(
          FieldProblem("validUntil", "partners.review.problem.validity", ["years": "\(longestYears)"])))
    }
    return .success(day)
  }

  /// A problem as an error.
  package struct FieldProblemError: Error, Sendable {
    package let problem: FieldProblem
    init(_ problem: FieldProblem) { self.problem = problem }
  }

  // MARK: Expire

  /// Which reminder is due: the smallest threshold that was passed and not yet told.
  /// - Parameter told: the threshold told last.
  /// - Returns: days before the end, 0 once it has passed; `nil` when nothing new is to be said.
  package static func reminder(validUntil: CivilDate, today: CivilDate, told: Int?) -> Int? {
    let left = validUntil.days(since: today)
    guard let due = reminders.filter({ $0 == 0 ? left < 0 : left <= $0 }).min(), due < told ?? .max else { return nil }
    return due
  }

  /// How a partnership stands, from its latest decision and its open review.
  /// - Parameters:
  ///   - decided: the latest decision, with the last day of validity when it was an approval.
  package static func partnershipState(
    open: QualificationReview.State?, decided: (state: QualificationReview.State, validUntil: CivilDate?)?,
    today: CivilDate
  ) -> (state: Partnership.ReviewState, validUntil: CivilDate?) {
    if decided?.state == .approved, let until = decided?.validUntil, until >= today { return (.valid, until) }
    switch open {
    case .draft: return (.draft, nil)
    case .department, .office: return (.open, nil)
    case .returned: return (.returned, nil)
    case .approved, .refused, nil: break
    }
    switch decided?.state {
    case .approved: return (.expired, decided?.validUntil)
    case .refused: return (.refused, nil)
    default: return (.none, nil)
    }
  }
}
