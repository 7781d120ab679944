import Database
import Foundation
import Imports
import Organizations
import Values

/// Whole rows of the tables that a merge changes, as they were, so that they
/// can be compared and written back exactly.
struct MergeImages: Sendable {
  var enterprises: [Int64: JSONValue] = [:]
  var partnerships: [Int64: JSONValue] = [:]
  /// Majors by partnership.
  var majors: [Int64: [Int64]] = [:]

  /// The rows as they are now.
  init(enterprises: [Int64], partnerships: [Int64], on connection: any Connection) throws {
    for row in try connection.rows(
      "SELECT \(Self.names(Self.enterpriseColumns)) FROM enterprises WHERE id IN \(list: enterprises)")
    {
      self.enterprises[try row.get(0)] = RowImage.json(row.values)
    }
    for row in try connection.rows(
      "SELECT \(Self.names(Self.partnershipColumns)) FROM partnerships WHERE id IN \(list: partnerships)")
    {
      self.partnerships[try row.get(0)] = RowImage.json(row.values)
    }
    for row in try connection.rows(
      """
      SELECT partnership_id, major_id FROM partnership_majors WHERE partnership_id IN \(list: partnerships)
      ORDER BY partnership_id, major_id
      """)
    {
      majors[try row.get(0), default: []].append(try row.get(1))
    }
  }

  init(_ json: JSONValue?) {
    enterprises = Self.rows(json?["enterprises"])
    partnerships = Self.rows(json?["partnerships"])
    for member in json?["majors"]?.object ?? [] {
      guard let id = Int64(member.name) else { continue }
      majors[id] = (member.value.array ?? []).compactMap(\.integer)
    }
  }

  var json: JSONValue {
    [
      "enterprises": Self.json(enterprises), "partnerships": Self.json(partnerships),
      "majors": .members(
        majors.sorted { $0.key < $1.key }.map { ("\($0.key)", .array($0.value.map { .integer($0) })) }),
    ]
  }

  /// Writes the rows back: those that are there are changed, the others inserted.
  func restore(_ there: MergeImages, on connection: any WriteConnection) throws {
    // Live codes are unique: the one that was kept lets go of the other's before that one is live again.
    let kept = enterprises.filter { there.enterprises[$0.key].map(Self.isLive) ?? false }
    for (id, image) in kept.sorted(by: { $0.key < $1.key }) + enterprises.filter({ kept[$0.key] == nil }) {
      try Self.write(image, id, isThere: true, "enterprises", Self.enterpriseColumns, on: connection)
    }
    for (id, image) in partnerships.sorted(by: { $0.key < $1.key }) {
      try Self.write(
        image, id, isThere: there.partnerships[id] != nil, "partnerships", Self.partnershipColumns, on: connection)
    }
    let ids = Set(partnerships.keys).union(there.partnerships.keys).sorted()
    try connection.run("DELETE FROM partnership_majors WHERE partnership_id IN \(list: ids)")
    for (id, list) in majors.sorted(by: { $0.key < $1.key }) {
      for major in list {
        try connection.run(
          """
          INSERT INTO partnership_majors (school_id, partnership_id, major_id)
          SELECT school_id, id, \(major) FROM partnerships WHERE id = \(id)
          """)
      }
    }
  }

  /// Whether nothing differs but what follows from reviews and visits themselves.
  func isSameButForReviews(_ other: MergeImages) -> Bool {
    func reduced(_ rows: [Int64: JSONValue]) -> [Int64: [JSONValue]] {
      rows.mapValues { image in
        (image.array ?? []).enumerated().filter { !Self.followingPlaces.contains($0.offset) }.map(\.element)
      }
    }
    return enterprises == other.enterprises && majors == other.majors
      && reduced(partnerships) == reduced(other.partnerships)
  }

  private static func isLive(_ image: JSONValue) -> Bool { image.array?[mergedIntoPlace] == .null }

  private static func write(
    _ image: JSONValue, _ id: Int64, isThere: Bool, _ table: StaticString, _ columns: [StaticString],
    on connection: any WriteConnection
  ) throws {
    // An image of before the last columns were added leaves those as they are.
    guard let values = RowImage.row(image)?.values, values.count <= columns.count else { return }
    let columns = Array(columns.prefix(values.count))
    if isThere {
      let changes = zip(columns, values).map { "\(name: $0) = \($1)" as SQL }.joined(separator: ", ")
      try connection.run("UPDATE \(name: table) SET \(changes) WHERE id = \(id)")
    } else {
      let bound = values.map { "\($0)" as SQL }.joined(separator: ", ")
      try connection.run("INSERT INTO \(name: table) (\(names(columns))) VALUES (\(bound))")
    }
  }

  private static func rows(_ json: JSONValue?) -> [Int64: JSONValue] {
    var rows: [Int64: JSONValue] = [:]
    for member in json?.object ?? [] { if let id = Int64(member.name) { rows[id] = member.value } }
    return rows
  }

  private static func json(_ rows: [Int64: JSONValue]) -> JSONValue {
    .members(rows.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value) })
  }

  private static func names(_ columns: [StaticString]) -> SQL {
    columns.map { "\(name: $0)" as SQL }.joined(separator: ", ")
  }

  private static let mergedIntoPlace = 21
  /// Columns of a partnership that follow its reviews, its visits and what its enterprise does: `review_state` to
  /// `review_valid_until`, `last_contact_on` to `changes_seen_at`.
  private static let followingPlaces = IndexSet(17...18).union(IndexSet(22...29))

  private static let enterpriseColumns: [StaticString] = [
    "id", "name", "name_key", "short_name", "credit_code", "credit_code_reason", "legal_form", "nature", "industry",
    "region", "address", "park", "size", "staff_count", "founded_on", "products", "tags", "website", "description",
    "logo", "status", "merged_into", "version", "created_at", "updated_at",
  ]

  private static let partnershipColumns: [StaticString] = [
    "id", "school_id", "enterprise_id", "department_id", "level", "source", "owner_id", "motives", "since", "note",
    "status", "name", "industry", "province", "region", "size", "enterprise_status", "review_state",
    "review_valid_until", "version", "created_at", "updated_at", "last_contact_on", "next_contact_on",
    "next_contact_is_set", "is_silent", "unseen_changes", "seen_change_id", "changes_seen_by", "changes_seen_at",
  ]
}
