package import Accounts
package import Database
package import Organizations
package import Values

/// Reads lists of tours: by key, the latest first.
package enum TourListStore {
  package static func page(
    _ query: TourQuery, in scope: Actor.Scope, of account: ID<Account>, on connection: some Connection
  ) throws -> [TourSummary] {
    var conditions = try conditions(query, scope, account)
    if let mark = query.after { conditions += " AND (t.begins_on, t.id) < (\(mark.day), \(mark.id))" }
    let count = TourStore.columnCount
    let seen: SQL = """
      EXISTS (SELECT 1 FROM visits v WHERE v.partnership_id = l.partnership_id AND \(TourVisits.belongs))
      """
    let rows = try connection.rows(
      """
      SELECT \(TourStore.columns), coalesce(d.name, ''), coalesce(a.display_name, ''),
        (SELECT count(DISTINCT coalesce(l.partnership_id, -l.id)) FROM tour_lines l JOIN tour_stops s ON s.id = l.stop_id
          WHERE l.tour_id = t.id AND (l.state = 'planned' AND s.state = 'planned' OR \(seen))),
        (SELECT count(DISTINCT l.partnership_id) FROM tour_lines l WHERE l.tour_id = t.id AND \(seen))
      FROM tours t LEFT JOIN departments d ON d.id = t.department_id LEFT JOIN accounts a ON a.id = t.lead_id
      WHERE \(conditions) ORDER BY t.begins_on DESC, t.id DESC LIMIT \(literal: query.limit)
      """)
    let tours = try rows.map(TourStore.tour)
    let cities = try cities(of: tours.map(\.id), on: connection)
    return try zip(rows, tours).map { row, tour in
      TourSummary(
        tour: tour, departmentName: try row.get(count), leadName: try row.get(count + 1),
        cities: cities[tour.id] ?? [], planned: try row.get(count + 2), seen: try row.get(count + 3))
    }
  }

  package static func count(
    _ query: TourQuery, upTo limit: Int, in scope: Actor.Scope, of account: ID<Account>, on connection: some Connection
  ) throws -> Int {
    try connection.value(
      """
      SELECT count(*) FROM (SELECT 1 FROM tours t WHERE \(try conditions(query, scope, account))
        LIMIT \(literal: limit)) found
      """) ?? 0
  }

  private static func cities(
    of tours: [ID<Tour>], on connection: some Connection
  ) throws -> [ID<Tour>: [String]] {
    guard !tours.isEmpty else { return [:] }
    var cities: [ID<Tour>: [String]] = [:]
    for row in try connection.rows(
      """
      SELECT tour_id, city FROM tour_stops WHERE tour_id IN \(list: tours) AND state = 'planned'
      ORDER BY tour_id, day, place, id
      """)
    {
      let (tour, city): (ID<Tour>, String) = (try row.get(0), try row.get(1))
      if cities[tour]?.contains(city) != true { cities[tour, default: []].append(city) }
    }
    return cities
  }

  private static func conditions(_ query: TourQuery, _ scope: Actor.Scope, _ account: ID<Account>) throws -> SQL {
    var conditions: [SQL] = [TourStore.sight(scope, account)]
    if !query.states.isEmpty { conditions.append("t.state IN \(list: query.states)") }
    if let year = query.year, let first = CivilDate(year: year, month: 1, day: 1),
      let last = CivilDate(year: year, month: 12, day: 31)
    {
      conditions.append("t.begins_on <= \(last) AND t.ends_on >= \(first)")
    }
    if let person = query.personID {
      conditions.append(
        """
        (t.lead_id = \(person) OR t.owner_id = \(person)
          OR EXISTS (SELECT 1 FROM tour_people m WHERE m.tour_id = t.id AND m.account_id = \(person)))
        """)
    }
    if !query.search.isEmpty {
      // A school has tens of tours: no index of its own.
      let part = query.search.lowercased().replacing("\\", with: "\\\\").replacing("%", with: "\\%")
        .replacing("_", with: "\\_")
      conditions.append("lower(t.title) LIKE \("%\(part)%") ESCAPE '\\'")
    }
    return conditions.joined(separator: " AND ")
  }
}
