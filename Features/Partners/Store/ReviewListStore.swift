package import Database
package import Organizations
package import Values

/// What the list of reviews is asked for.
package struct ReviewQuery: Sendable, Hashable {
  package var search = ""
  /// Which reviews.
  package var view = View.mine
  package var states: [QualificationReview.State] = []
  /// Reviews after this one in the order of the view.
  package var after: Mark?
  package var limit = 20

  package init() {}

  package enum View: String, Sendable, CaseIterable {
    /// Those that wait for the reader.
    case mine
    /// Those that somebody has to act on.
    case open
    /// Valid ones that end within sixty days, and those that have ended.
    case expiring
    case all
  }

  /// The last row of the page that was shown.
  package struct Mark: Sendable, Hashable {
    package var id: ID<QualificationReview>
    /// Its day in the order of the view, where that is by day.
    package var day: CivilDate?

    package init(id: ID<QualificationReview>, day: CivilDate?) {
      self.id = id
      self.day = day
    }
  }
}

/// A review as lists show it.
package struct ReviewSummary: Sendable, Hashable {
  package let review: QualificationReview
  package let partnerName: String
  package let departmentName: String
  /// Who looks after the partner.
  package let ownerName: String
}

/// Lists of reviews of all partners in sight.
package enum ReviewListStore {
  package static func page(
    _ query: ReviewQuery, for actor: Actor, today: CivilDate, on connection: some Connection
  ) throws -> [ReviewSummary] {
    // What waits is shown by its day, the most urgent first; what has none comes last.
    let day: SQL? =
      switch query.view {
      case .mine: "coalesce(r.due_on, \(Self.noDay))"
      case .expiring: "r.valid_until"
      case .open, .all: nil
      }
    var conditions = try conditions(query, for: actor, today: today, on: connection)
    if let mark = query.after {
      if let day, let last = mark.day {
        conditions.append("(\(day), r.id) > (\(last), \(mark.id))")
      } else {
        conditions.append("r.id < \(mark.id)")
      }
    }
    let order: SQL = day.map { "\($0), r.id" } ?? "r.id DESC"
    return try connection.rows(
      """
      SELECT \(ReviewStore.columns), p.name, coalesce(dp.name, ''), coalesce(o.display_name, '')
      FROM \(ReviewStore.tables) JOIN partnerships p ON p.id = r.partnership_id
      LEFT JOIN departments dp ON dp.id = p.department_id LEFT JOIN accounts o ON o.id = p.owner_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT \(literal: query.limit)
      """
    ).map { row in
      ReviewSummary(
        review: try ReviewStore.review(row), partnerName: try row.get(ReviewStore.columnCount),
        departmentName: try row.get(ReviewStore.columnCount + 1),
        ownerName: try row.get(ReviewStore.columnCount + 2))
    }
  }

  /// Stands for a review without a day in the order by days.
  private static let noDay = "9999-12-31"

  /// The place after a row.
  package static func mark(after row: ReviewSummary, in view: ReviewQuery.View) -> ReviewQuery.Mark {
    let day: CivilDate? =
      switch view {
      case .mine: row.review.dueOn ?? CivilDate(noDay)
      case .expiring: row.review.validUntil
      case .open, .all: nil
      }
    return ReviewQuery.Mark(id: row.review.id, day: day)
  }

  /// How many a view holds, counted up to `limit`.
  package static func count(
    _ view: ReviewQuery.View, for actor: Actor, today: CivilDate, upTo limit: Int, on connection: some Connection
  ) throws -> Int {
    var query = ReviewQuery()
    query.view = view
    let conditions = try conditions(query, for: actor, today: today, on: connection)
    return try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM qualification_reviews r JOIN partnerships p ON p.id = r.partnership_id
        WHERE \(conditions.joined(separator: " AND ")) LIMIT \(literal: limit)) found
      """) ?? 0
  }

  private static func conditions(
    _ query: ReviewQuery, for actor: Actor, today: CivilDate, on connection: some Connection
  ) throws -> [SQL] {
    var conditions: [SQL] = [actor.scope.condition(school: "r.school_id", department: "p.department_id")]
    if case .department(let school, _) = actor.scope { conditions.append("r.school_id = \(school)") }
    switch query.view {
    case .mine: conditions.append(waiting(for: actor))
    case .open: conditions.append("r.state IN ('draft', 'department', 'office', 'returned')")
    case .expiring:
      let soon = today.adding(days: PartnerTiles.warningDays)
      conditions.append("r.state = 'approved' AND r.is_replaced = 0 AND r.valid_until <= \(soon)")
      conditions.append("p.status = 'active'")
    case .all: break
    }
    if !query.states.isEmpty { conditions.append("r.state IN \(list: query.states.map(\.rawValue))") }
    if !query.search.isEmpty {
      conditions.append(try PartnerSearch.condition(query.search, in: actor.scope, on: connection))
    }
    return conditions
  }

  /// What waits for a person: their own to fill in and mend, and those whose step is theirs.
  private static func waiting(for actor: Actor) -> SQL {
    var cases: [SQL] = []
    if actor.may(.reviewsWrite) {
      cases.append("(r.state = 'draft' AND r.created_by = \(actor.accountID))")
      cases.append("(r.state = 'returned' AND r.submitted_by = \(actor.accountID))")
    }
    if actor.may(.reviewsEndorse) { cases.append("r.state = 'department'") }
    if actor.may(.reviewsDecide) { cases.append("r.state = 'office'") }
    guard !cases.isEmpty else { return "1 = 0" }
    return "(\(cases.joined(separator: " OR ")))"
  }
}
