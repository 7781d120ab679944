package import Accounts
package import Database
import Files
import Foundation
import Jobs
import Localization
package import Organizations
import Records
package import Values

/// The rows of `document_orders`: everybody sees their own.
package enum DocumentOrderStore {
  package static func insert(_ order: DocumentOrder, on connection: some WriteConnection) throws {
    try connection.run(
      """
      INSERT INTO document_orders (id, account_id, school_id, kind, permission, title, language, scope, query, state,
        failures, created_at)
      VALUES (\(order.id), \(order.accountID), \(order.schoolID), \(order.kind), \(order.permission.rawValue),
        \(order.title), \(order.language.rawValue), \(order.scope.stored), \(try stored(order.query)), 'waiting', '[]',
        \(order.createdAt))
      """)
  }

  /// An order of a person in the school in which they made it.
  package static func order(
    _ id: ID<DocumentOrder>, of account: ID<Account>, school: ID<School>?, on connection: some Connection
  ) throws -> DocumentOrder? {
    try connection.first(
      """
      SELECT \(columns) FROM document_orders
      WHERE id = \(id) AND account_id = \(account) AND \(condition(school))
      """
    ).map(order)
  }

  /// The newest orders of a person.
  package static func orders(
    of account: ID<Account>, school: ID<School>?, limit: Int, on connection: some Connection
  ) throws -> [DocumentOrder] {
    try connection.rows(
      """
      SELECT \(columns) FROM document_orders WHERE account_id = \(account) AND \(condition(school))
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map(order)
  }

  /// For the job that makes it.
  static func order(_ id: ID<DocumentOrder>, on connection: some Connection) throws -> DocumentOrder? {
    try connection.first("SELECT \(columns) FROM document_orders WHERE id = \(id)").map(order)
  }

  static func setJob(_ job: ID<Job>, of id: ID<DocumentOrder>, on connection: some WriteConnection) throws {
    try connection.run("UPDATE document_orders SET job_id = \(job) WHERE id = \(id)")
  }

  static func job(of id: ID<DocumentOrder>, on connection: some Connection) throws -> ID<Job>? {
    try connection.value("SELECT job_id FROM document_orders WHERE id = \(id)")
  }

  /// - Returns: `false` when somebody has ended it meanwhile.
  static func finish(
    _ id: ID<DocumentOrder>, _ made: MadeDocument, size: Int, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    let failures = String(decoding: try JSONEncoder().encode(made.failures), as: UTF8.self)
    return try connection.run(
      """
      UPDATE document_orders SET state = 'done', file_name = \(made.fileName), file_type = \(made.type.rawValue),
        size = \(size), pages = \(made.pages), documents = \(made.documents), failures = \(failures), finished_at = \(now)
      WHERE id = \(id) AND state = 'waiting'
      """) == 1
  }

  static func fail(
    _ id: ID<DocumentOrder>, _ message: Message, at now: Instant, on connection: some WriteConnection
  ) throws {
    let problem = String(decoding: try JSONEncoder().encode(message), as: UTF8.self)
    try connection.run(
      """
      UPDATE document_orders SET state = 'failed', problem = \(problem), finished_at = \(now)
      WHERE id = \(id) AND state = 'waiting'
      """)
  }

  /// - Returns: `false` when it is no longer in the state.
  static func move(
    _ id: ID<DocumentOrder>, from: [DocumentOrder.State], to state: DocumentOrder.State,
    on connection: some WriteConnection
  ) throws -> Bool {
    let states = from.map { "\($0.rawValue)" as SQL }.joined(separator: ", ")
    return try connection.run(
      "UPDATE document_orders SET state = \(state.rawValue), problem = NULL WHERE id = \(id) AND state IN (\(states))")
      == 1
  }

  /// Forgets orders made before `date`.
  /// - Returns: their ids, whose files go too.
  static func forget(before date: Instant, on connection: some WriteConnection) throws -> [ID<DocumentOrder>] {
    let ids = try connection.values(
      "SELECT id FROM document_orders WHERE created_at < \(date) ORDER BY id LIMIT 500", as: ID<DocumentOrder>.self)
    for id in ids { try connection.run("DELETE FROM document_orders WHERE id = \(id)") }
    return ids
  }

  private static func condition(_ school: ID<School>?) -> SQL {
    school.map { "school_id = \($0)" } ?? "school_id IS NULL"
  }

  private static let columns: SQL = """
    id, account_id, school_id, kind, permission, title, language, scope, query, state, file_name, file_type, size, pages,
    documents, problem, failures, created_at
    """

  private static func order(_ row: Row) throws -> DocumentOrder {
    var file: DocumentOrder.File?
    if let name: String = try row.get(10), let type = FileType(rawValue: try row.get(11) ?? "") {
      file = DocumentOrder.File(
        name: name, type: type, size: try row.get(12), pages: try row.get(13), documents: try row.get(14))
    }
    let problem: String? = try row.get(15)
    let failures: String = try row.get(16)
    return DocumentOrder(
      id: try row.get(0), accountID: try row.get(1), schoolID: try row.get(2), kind: try row.get(3),
      permission: Permission(try row.get(4)), title: try row.get(5),
      language: Language(rawValue: try row.get(6)) ?? .chinese, scope: Actor.Scope(stored: try row.get(7)),
      query: try query(row.get(8)), state: DocumentOrder.State(rawValue: try row.get(9)) ?? .failed,
      file: file, problem: try problem.map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) },
      failures: try JSONDecoder().decode([DocumentOrder.Failure].self, from: Data(failures.utf8)),
      createdAt: try row.get(17))
  }
}

extension DocumentOrderStore {
  /// Names and values in turns, as JSON.
  private static func stored(_ query: FormData) throws -> String {
    String(decoding: try JSONEncoder().encode(query.pairs.flatMap { [$0.name, $0.value] }), as: UTF8.self)
  }

  private static func query(_ text: String) throws -> FormData {
    let words = try JSONDecoder().decode([String].self, from: Data(text.utf8))
    return FormData(stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) })
  }
}

extension Actor.Scope {
  /// As it stands in a row: `school 0123…`.
  var stored: String {
    switch self {
    case .nothing: "nothing"
    case .installation: "installation"
    case .school(let school): "school \(school)"
    case .department(let school, let department): "department \(school) \(department)"
    case .enterprise(let enterprise): "enterprise \(enterprise)"
    }
  }

  /// What cannot be read sees nothing.
  init(stored text: String) {
    let words = text.split(separator: " ")
    self = .nothing
    switch words.first {
    case "installation": self = .installation
    case "school":
      if words.count == 2, let school = ID<School>(words[1]) { self = .school(school) }
    case "department":
      if words.count == 3, let school = ID<School>(words[1]), let department = ID<Department>(words[2]) {
        self = .department(school, department)
      }
    case "enterprise":
      if words.count == 2, let enterprise = ID<EnterpriseKey>(words[1]) { self = .enterprise(enterprise) }
    default: break
    }
  }
}
