import Database
import Foundation
import Organizations
import Partners
import Values

/// The rows of `agreement_types`. A school that never looked at its types has
/// no rows and works with the usual ones; they are written with its first
/// agreement or its first change.
enum AgreementTypeStore {
  /// All types of a school in order.
  static func types(of school: ID<School>, on connection: some Connection) throws -> [AgreementType] {
    let found = try connection.rows(
      "SELECT \(columns) FROM agreement_types WHERE school_id = \(school) ORDER BY position, code"
    ).map { try type($0) }
    return found.isEmpty ? AgreementType.usual(of: school) : found
  }

  /// The types of all schools in sight, each code once: what a list's filter offers.
  static func types(in scope: Actor.Scope, on connection: some Connection) throws -> [AgreementType] {
    switch scope {
    case .school(let id), .department(let id, _): return try types(of: id, on: connection)
    case .installation: return AgreementType.usual(of: ID(rawValue: 0))
    case .nothing, .enterprise: return []
    }
  }

  static func type(_ code: String, of school: ID<School>, on connection: some Connection) throws -> AgreementType? {
    try types(of: school, on: connection).first { $0.code == code }
  }

  /// Gives a school the usual types, unless it has types already.
  static func putUsual(for school: ID<School>, on connection: some WriteConnection) throws {
    guard try connection.first("SELECT 1 FROM agreement_types WHERE school_id = \(school) LIMIT 1") == nil else {
      return
    }
    for type in AgreementType.usual(of: school) { try insert(type, on: connection) }
  }

  static func insert(_ type: AgreementType, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO agreement_types (school_id, code, kind, name, english_name, parties, required, pattern, chain, signers,
        usual_months, position, is_active, is_in_order, version)
      VALUES (\(type.schoolID), \(type.code), \(type.kind), \(type.chinese), \(type.english), \(words(type.parties)),
        \(words(type.required)), \(type.pattern), \(chain(type.chain)), \(words(type.signers)), \(type.usualMonths),
        \(type.position), \(type.isActive), \(type.isInOrder), 1)
      ON CONFLICT DO NOTHING
      """)
  }

  /// - Returns: `false` when somebody changed it since `type.version` was read.
  static func update(_ type: AgreementType, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE agreement_types SET kind = \(type.kind), name = \(type.chinese), english_name = \(type.english),
        parties = \(words(type.parties)), required = \(words(type.required)), pattern = \(type.pattern),
        chain = \(chain(type.chain)), signers = \(words(type.signers)), usual_months = \(type.usualMonths),
        position = \(type.position), is_active = \(type.isActive),
        is_in_order = \(type.isInOrder), version = version + 1
      WHERE school_id = \(type.schoolID) AND code = \(type.code) AND version = \(type.version)
      """) == 1
  }

  // MARK: Rows

  private static let columns: SQL = """
    school_id, code, kind, name, english_name, parties, required, pattern, chain, signers, usual_months, position,
    is_active, version, is_in_order
    """

  private static func type(_ row: Row) throws -> AgreementType {
    var type = AgreementType(code: try row.get(1), schoolID: try row.get(0), kind: try row.get(2))
    type.chinese = try row.get(3)
    type.english = try row.get(4)
    type.parties = TextList.items(try row.get(5)).compactMap(AgreementParty.init)
    type.required = TextList.items(try row.get(6)).compactMap(ClauseTopic.init)
    type.pattern = try row.get(7)
    type.chain = try posts(try row.get(8))
    type.signers = TextList.items(try row.get(9)).compactMap(SignerKind.init)
    type.usualMonths = try row.get(10)
    type.position = try row.get(11)
    type.isActive = try row.get(12)
    type.version = try row.get(13)
    type.isInOrder = try row.get(14)
    return type
  }

  private static func words(_ items: [some RawRepresentable<String>]) -> String {
    TextList.stored(items.map(\.rawValue))
  }

  static func chain(_ posts: [ReviewPost]) -> String {
    // Posts are words and numbers: they can always be written.
    (try? JSONEncoder().encode(posts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  static func posts(_ text: String) throws -> [ReviewPost] {
    try JSONDecoder().decode([ReviewPost].self, from: Data(text.utf8))
  }
}
