import Accounts
import Database
import Organizations
import Partners
import Platform
import Values

/// Gives the demo's partnerships their qualification reviews: valid ones, some
/// that end soon or have ended, and some at every step of the way.
struct DemoReviews: Sendable {
  typealias Person = QualificationReview.Person

  /// The people of a school who review.
  struct Reviewers: Sendable {
    var office: Person?
    /// The demo's department, where somebody endorses and somebody fills in.
    var department: ID<Department>?
    var departmentAdministrator: Person?
    var teacher: Person?
  }

  /// A review with its story and what waits for whom.
  struct Made: Sendable {
    var review: QualificationReview
    var steps: [(act: ReviewAct, by: Person?, reason: String, at: Instant)]
    /// The reminder given last, in days before the end.
    var told: Int?
  }

  private let reviewers: [Reviewers]
  private let ids: IDGenerator
  private let today: CivilDate
  /// How many are under way so far, per school: the steps take turns.
  private var underWay: [Int]

  init(_ reviewers: [Reviewers], ids: IDGenerator, today: CivilDate) {
    self.reviewers = reviewers
    self.ids = ids
    self.today = today
    underWay = reviewers.map { _ in 0 }
  }

  /// Reads who reviews in each school.
  static func reviewers(of schools: [DemoSchool], on connection: any Connection) throws -> [Reviewers] {
    try schools.map { school in
      func person(_ role: Role, _ department: ID<Department>?) throws -> Person? {
        let found = try MembershipStore.accounts(
          holding: [role], school: school.school.id, department: department, on: connection
        ).first
        return try found.flatMap { try AccountStore.find($0, on: connection) }.map {
          Person(id: $0.id, name: $0.displayName)
        }
      }
      let first = school.departments.first?.id
      return Reviewers(
        office: try person(.cooperationOffice, nil), department: first,
        departmentAdministrator: try person(.departmentAdministrator, first), teacher: try person(.teacher, first))
    }
  }

  // MARK: Plans

  /// A partnership with an approval until `until`, and the one before it for some.
  mutating func approved(
    _ partnership: inout Partnership, until: CivilDate, school: Int, followsAnother: Bool
  ) -> [Made] {
    let left = until.days(since: today)
    let years = left < 365 ? 1 : left < 730 ? 2 : 3
    let decided = until.adding(years: -years)
    partnership.reviewState = left < 0 ? .expired : .valid
    partnership.reviewValidUntil = until
    var made: [Made] = []
    if followsAnother {
      var old = approval(partnership, from: decided.adding(years: -1), until: decided.adding(days: 12), school)
      old.review.isReplaced = true
      made.append(old)
    }
    var current = approval(partnership, from: decided, until: until, school)
    current.review.renews = made.first?.review.id
    current.told = ReviewRules.reminder(validUntil: until, today: today, told: nil)
    if left < 0 { current.steps.append((.expired, nil, "", moment(until.adding(days: 1), minute: 390))) }
    made.append(current)
    return made
  }

  /// One that is under way: each in turn at another step.
  mutating func next(_ partnership: inout Partnership, school: Int) -> Made {
    let people = reviewers[school]
    let turn = underWay[school]
    underWay[school] += 1
    let hasDepartment = partnership.departmentID == people.department && people.departmentAdministrator != nil
    let submitter = hasDepartment ? people.teacher ?? people.office : people.office
    let begun = today.adding(days: -3 - turn % 6)
    var made = begin(partnership, by: submitter, on: begun)
    made.review.answers = DemoAnswers.complete(inspectedOn: begun.adding(days: -2), checkedOn: begun, number: turn)

    switch (turn % 5, hasDepartment) {
    case (0, true), (3, true): submit(&made, to: .department, by: submitter, on: begun.adding(days: 1))
    case (0, false), (1, _), (3, false):
      submit(&made, to: .office, by: submitter, on: begun.adding(days: 1))
      if hasDepartment {
        made.steps.append((.endorsed, people.departmentAdministrator, "", moment(begun.adding(days: 2), minute: 615)))
      }
    case (2, _):
      submit(&made, to: .returned, by: submitter, on: begun.adding(days: 1))
      made.review.reason = "信用查询截图没有显示查询日期，安全生产说明没有盖章，请补正后重新提交。"
      made.review.mend = [ReviewItem.credit.field, ReviewItem.safety.field]
      let reader = hasDepartment ? people.departmentAdministrator : people.office
      made.steps.append((.returned, reader, made.review.reason, moment(begun.adding(days: 2), minute: 640)))
    default:
      made.review.answers = DemoAnswers.begun(number: turn)
    }
    (partnership.reviewState, partnership.reviewValidUntil) = ReviewRules.partnershipState(
      open: made.review.state, decided: nil, today: today)
    return made
  }

  /// One that was refused for a violation of work safety.
  mutating func refused(_ partnership: inout Partnership, school: Int) -> Made {
    let people = reviewers[school]
    let begun = today.adding(days: -40)
    var made = begin(partnership, by: people.office, on: begun)
    made.review.answers = DemoAnswers.unsafe(inspectedOn: begun.adding(days: -5), checkedOn: begun)
    submit(&made, to: .refused, by: people.office, on: begun.adding(days: 1))
    made.review.reason = "近三年有违反安全生产的记录（第六条第二项），满三年并完成整改后可重新申请。"
    decide(&made, .refused, by: people.office, on: begun.adding(days: 3))
    partnership.reviewState = .refused
    return made
  }

  // MARK: Steps

  private func approval(
    _ partnership: Partnership, from decided: CivilDate, until: CivilDate, _ school: Int
  ) -> Made {
    let people = reviewers[school]
    var made = begin(partnership, by: people.office, on: decided.adding(days: -9))
    made.review.answers = DemoAnswers.complete(
      inspectedOn: decided.adding(days: -15), checkedOn: decided.adding(days: -10), number: decided.day)
    submit(&made, to: .approved, by: people.office, on: decided.adding(days: -8))
    if partnership.departmentID == people.department {
      made.steps.append((.endorsed, people.departmentAdministrator, "", moment(decided.adding(days: -5), minute: 610)))
    }
    made.review.validUntil = until
    decide(&made, .approved, by: people.office, on: decided)
    return made
  }

  private func begin(_ partnership: Partnership, by person: Person?, on day: CivilDate) -> Made {
    let at = moment(day, minute: 560)
    let review = QualificationReview(
      id: ids.next(), schoolID: partnership.schoolID, partnershipID: partnership.id, createdBy: person, at: at)
    return Made(review: review, steps: [(.started, person, "", at)], told: nil)
  }

  private func submit(
    _ made: inout Made, to state: QualificationReview.State, by person: Person?, on day: CivilDate
  ) {
    made.review.state = state
    made.review.submittedBy = person
    made.review.submittedAt = moment(day, minute: 590)
    made.review.dueOn = ReviewFlow.days(in: state).map { day.adding(days: $0) }
    made.steps.append((.submitted, person, "", moment(day, minute: 590)))
  }

  private func decide(_ made: inout Made, _ act: ReviewAct, by person: Person?, on day: CivilDate) {
    made.review.decidedBy = person
    made.review.decidedAt = moment(day, minute: 930)
    made.steps.append((act, person, made.review.reason, moment(day, minute: 930)))
  }

  /// A minute of a day in China.
  private func moment(_ day: CivilDate, minute: Int) -> Instant {
    Instant(milliseconds: (Int64(day.daysSinceEpoch) * 1440 + Int64(minute) - 480) * 60_000)
  }
}
