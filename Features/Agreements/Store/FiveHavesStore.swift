import Accounts
import Database
import Organizations
import Partners
import Values

/// The five things that a cooperation should have (五有, inventory 30):
/// agreement, plan, summary, assessment, funding. The agreement counts itself,
/// and so does funding that an agreement names; the rest is noted by the office.
struct FiveHaves: Sendable, Hashable {
  enum Item: String, Sendable, CaseIterable, SQLConvertible {
    case agreement, plan, summary, assessment, funding
    var label: String { "agreements.haves.\(rawValue)" }
  }

  /// What was noted of one item in a year.
  struct Note: Sendable, Hashable {
    let item: Item
    let words: String
    let person: String
    let at: Instant
  }

  let year: Int
  /// Agreements in force today.
  let active: Int
  /// What those of them promise in money, in fen.
  let amount: Int64
  /// The latest of each item.
  let notes: [Note]

  func has(_ item: Item) -> Bool {
    switch item {
    case .agreement: active > 0
    case .funding: amount > 0 || notes.contains { $0.item == .funding }
    case .plan, .summary, .assessment: notes.contains { $0.item == item }
    }
  }

  var count: Int { Item.allCases.count(where: has) }

  static func read(
    _ partnership: Partnership, today: CivilDate, on connection: some Connection
  ) throws -> FiveHaves {
    let (school, id) = (partnership.schoolID, partnership.id)
    let sums = try connection.first(
      """
      SELECT count(*), coalesce(sum(amount), 0) FROM agreements
      WHERE school_id = \(school) AND partnership_id = \(id) AND state = 'active'
        AND (end_on IS NULL OR end_on >= \(today))
      """)
    var seen: Set<Item> = []
    let notes = try connection.rows(
      """
      SELECT h.item, h.note, coalesce(a.display_name, ''), h.at FROM partnership_haves h
      LEFT JOIN accounts a ON a.id = h.account_id
      WHERE h.school_id = \(school) AND h.partnership_id = \(id) AND h.year = \(today.year) ORDER BY h.id DESC LIMIT 100
      """
    ).map { Note(item: try $0.get(0), words: try $0.get(1), person: try $0.get(2), at: try $0.get(3)) }
    return FiveHaves(
      year: today.year, active: try sums?.get(0) ?? 0, amount: try sums?.get(1) ?? 0,
      notes: notes.filter { seen.insert($0.item).inserted })
  }

  static func insert(
    _ item: Item, words: String, year: Int, of partnership: Partnership, id: ID<Note>, by account: ID<Account>,
    at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO partnership_haves (id, school_id, partnership_id, year, item, note, account_id, at)
      VALUES (\(id), \(partnership.schoolID), \(partnership.id), \(year), \(item), \(words), \(account), \(now))
      """)
  }
}
