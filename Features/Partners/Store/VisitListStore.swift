package import Database
package import Organizations
import Values

/// Reads lists of visits by key.
package enum VisitListStore {
  /// One page of the visits in sight.
  package static func page(
    _ query: VisitQuery, in scope: Actor.Scope, on connection: some Connection
  ) throws -> VisitListing {
    let isBackward = query.mark?.isBefore ?? false
    let isDescending = query.isDescending != isBackward
    let order: SQL =
      switch (query.order, isDescending) {
      case (.day, false): "v.held_on, v.id"
      case (.day, true): "v.held_on DESC, v.id DESC"
      case (.changed, false): "v.updated_at, v.id"
      case (.changed, true): "v.updated_at DESC, v.id DESC"
      }
    let columns = VisitStore.columnCount
    var rows = try connection.rows(
      """
      SELECT \(VisitStore.columns), p.name, e.credit_code, coalesce(d.name, ''), coalesce(o.display_name, ''),
        v.updated_at
      FROM visits v JOIN partnerships p ON p.id = v.partnership_id JOIN enterprises e ON e.id = p.enterprise_id
      LEFT JOIN departments d ON d.id = v.department_id LEFT JOIN accounts o ON o.id = v.owner_id
      WHERE \(try conditions(query, scope, on: connection)) \(place(query, isDescending: isDescending))
      ORDER BY \(order) LIMIT \(literal: query.limit + 1)
      """
    ).map { row in
      VisitSummary(
        visit: try VisitStore.visit(row), partnerName: try row.get(columns), creditCode: try row.get(columns + 1),
        departmentName: try row.get(columns + 2), ownerName: try row.get(columns + 3), openTasks: 0,
        updatedAt: try row.get(columns + 4))
    }
    // One row more than shown tells whether there is another page.
    let hasMore = rows.count > query.limit
    if hasMore { rows.removeLast() }
    if isBackward { rows.reverse() }
    return VisitListing(
      rows: try adding(detailsTo: rows, on: connection), hasPrevious: isBackward ? hasMore : query.mark != nil,
      hasNext: isBackward ? true : hasMore)
  }

  /// How many visits fit, counted up to `limit`.
  package static func count(
    _ query: VisitQuery, upTo limit: Int, in scope: Actor.Scope, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM visits v WHERE \(try conditions(query, scope, on: connection))
        LIMIT \(limit)) found
      """) ?? 0
  }

  /// All visits that fit, one after the other, for exports.
  package static func forEach(
    _ query: VisitQuery, in scope: Actor.Scope, on connection: some Connection, _ body: (VisitSummary) throws -> Void
  ) throws {
    var query = query
    query.mark = nil
    query.limit = 500
    while true {
      let page = try page(query, in: scope, on: connection)
      for row in page.rows { try body(row) }
      guard page.hasNext, let last = page.rows.last else { return }
      query.mark = mark(of: last, in: query.order, isBefore: false)
    }
  }

  /// The place after or before a row.
  package static func mark(of row: VisitSummary, in order: VisitQuery.Order, isBefore: Bool) -> VisitQuery.Mark {
    let key =
      switch order {
      case .day: row.visit.day.description
      case .changed: String(row.updatedAt.milliseconds)
      }
    return VisitQuery.Mark(isBefore: isBefore, key: key, id: row.visit.id)
  }

  private static func adding(detailsTo rows: [VisitSummary], on connection: some Connection) throws -> [VisitSummary] {
    guard !rows.isEmpty else { return rows }
    let visits = try VisitStore.adding(detailsTo: rows.map(\.visit), on: connection)
    var tasks: [ID<Visit>: Int] = [:]
    for row in try connection.rows(
      """
      SELECT visit_id, count(*) FROM visit_tasks
      WHERE school_id IN \(list: Set(visits.map(\.schoolID))) AND visit_id IN \(list: visits.map(\.id))
        AND state = 'open' GROUP BY visit_id
      """)
    {
      tasks[try row.get(0)] = try row.get(1)
    }
    return zip(rows, visits).map { row, visit in
      VisitSummary(
        visit: visit, partnerName: row.partnerName, creditCode: row.creditCode, departmentName: row.departmentName,
        ownerName: row.ownerName, openTasks: tasks[visit.id] ?? 0, updatedAt: row.updatedAt)
    }
  }

  private static func conditions(
    _ query: VisitQuery, _ scope: Actor.Scope, on connection: some Connection
  ) throws -> SQL {
    var conditions: [SQL] = [query.isRemoved ? "v.removed_at IS NOT NULL" : "v.removed_at IS NULL"]
    if let partnership = query.partnershipID {
      // The partner's own page has found it in sight; all visits of a partner in sight are.
      conditions.append("v.partnership_id = \(partnership)")
      conditions.append(scope.condition(school: "v.school_id", department: nil))
    } else {
      conditions.append(scope.condition(school: "v.school_id", department: "v.department_id"))
    }
    if let department = query.departmentID { conditions.append("v.department_id = \(department)") }
    if let owner = query.ownerID { conditions.append("v.owner_id = \(owner)") }
    if let tour = query.tourID { conditions.append(try TourVisits.condition(tour, on: connection)) }
    if !query.kinds.isEmpty { conditions.append("v.kind IN \(list: query.kinds)") }
    if !query.provinces.isEmpty { conditions.append("v.province IN \(list: query.provinces)") }
    if let from = query.from { conditions.append("v.held_on >= \(from)") }
    if let until = query.until { conditions.append("v.held_on <= \(until)") }
    if query.isOutreach { conditions.append("v.is_outreach = 1") }
    if !query.search.isEmpty { conditions.append(try VisitSearch.condition(query.search, in: scope, on: connection)) }
    return conditions.joined(separator: " AND ")
  }

  private static func place(_ query: VisitQuery, isDescending: Bool) -> SQL {
    guard let mark = query.mark else { return "" }
    let sign: SQL = isDescending ? "<" : ">"
    switch query.order {
    case .day: return "AND (v.held_on, v.id) \(sign) (\(mark.key), \(mark.id))"
    case .changed: return "AND (v.updated_at, v.id) \(sign) (\(Int64(mark.key) ?? 0), \(mark.id))"
    }
  }
}
