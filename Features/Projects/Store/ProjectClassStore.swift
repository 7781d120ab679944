import Database
import Organizations
import Partners
import Values

/// The rows of `project_classes`. A school that never looked at its
/// classification has no rows and works with the usual words; they are written
/// with its first change.
enum ProjectClassStore {
  /// All words of a school in order.
  static func words(of school: ID<School>, on connection: some Connection) throws -> ProjectClasses {
    let found = try connection.rows(
      "SELECT \(columns) FROM project_classes WHERE school_id = \(school) ORDER BY axis, position, code"
    ).map { try word($0) }
    return ProjectClasses(all: found.isEmpty ? ProjectClass.usual(of: school) : found)
  }

  /// The words of the school in sight, or the usual ones for who sees several: what a list's filters offer.
  static func words(in scope: Actor.Scope, on connection: some Connection) throws -> ProjectClasses {
    switch scope {
    case .school(let id), .department(let id, _): try words(of: id, on: connection)
    case .installation, .nothing, .enterprise: ProjectClasses(all: ProjectClass.usual(of: ID(rawValue: 0)))
    }
  }

  /// Gives a school the usual words, unless it has words already.
  static func putUsual(for school: ID<School>, on connection: some WriteConnection) throws {
    guard try connection.first("SELECT 1 FROM project_classes WHERE school_id = \(school) LIMIT 1") == nil else {
      return
    }
    for word in ProjectClass.usual(of: school) { try insert(word, on: connection) }
  }

  static func insert(_ word: ProjectClass, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO project_classes (school_id, axis, code, name, english_name, items, required, position, is_active,
        version)
      VALUES (\(word.schoolID), \(word.axis), \(word.code), \(word.chinese), \(word.english),
        \(TextList.stored(word.items)), \(TextList.stored(word.required)), \(word.position), \(word.isActive), 1)
      ON CONFLICT DO NOTHING
      """)
  }

  /// - Returns: `false` when somebody changed it since `word.version` was read.
  static func update(_ word: ProjectClass, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE project_classes SET name = \(word.chinese), english_name = \(word.english),
        items = \(TextList.stored(word.items)), required = \(TextList.stored(word.required)),
        position = \(word.position), is_active = \(word.isActive), version = version + 1
      WHERE school_id = \(word.schoolID) AND axis = \(word.axis) AND code = \(word.code) AND version = \(word.version)
      """) == 1
  }

  private static let columns: SQL = """
    school_id, axis, code, name, english_name, items, required, position, is_active, version
    """

  private static func word(_ row: Row) throws -> ProjectClass {
    var word = ProjectClass(schoolID: try row.get(0), axis: try row.get(1), code: try row.get(2))
    word.chinese = try row.get(3)
    word.english = try row.get(4)
    word.items = TextList.items(try row.get(5))
    word.required = TextList.items(try row.get(6))
    word.position = try row.get(7)
    word.isActive = try row.get(8)
    word.version = try row.get(9)
    return word
  }
}
