import Accounts
import Database
import Localization
import Organizations
import Values

/// The rows of `agreement_templates` and their versions. A school sees its own
/// templates and those that are shared; the installation's roles see all.
enum TemplateStore {
  private static func sight(_ scope: Actor.Scope) -> SQL {
    switch scope {
    case .nothing, .enterprise: "1 = 0"
    case .installation: "1 = 1"
    case .school(let id), .department(let id, _): "t.school_id IN (\(id), 0)"
    }
  }

  /// Templates in sight, the shared ones first.
  static func templates(
    in scope: Actor.Scope, kind: AgreementKind? = nil, usableOnly: Bool = false, on connection: some Connection
  ) throws -> [AgreementTemplate] {
    let ofKind: SQL = kind.map { "AND t.kind = \($0)" } ?? ""
    let usable: SQL = usableOnly ? "AND t.is_active = 1 AND t.published IS NOT NULL" : ""
    return try connection.rows(
      """
      SELECT \(columns) FROM agreement_templates t WHERE \(sight(scope)) \(ofKind) \(usable)
      ORDER BY t.school_id, t.id LIMIT \(literal: 500)
      """
    ).map(template)
  }

  static func template(
    _ id: ID<AgreementTemplate>, in scope: Actor.Scope, on connection: some Connection
  ) throws -> AgreementTemplate? {
    try connection.first(
      "SELECT \(columns) FROM agreement_templates t WHERE t.id = \(id) AND \(sight(scope))"
    ).map(template)
  }

  static func insert(
    _ template: AgreementTemplate, by account: ID<Account>?, at now: Instant, on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_templates (id, school_id, kind, title, note, is_active, published, draft, version,
        created_by, created_at, updated_at, language)
      VALUES (\(template.id), \(template.schoolID?.rawValue ?? 0), \(template.kind), \(template.title),
        \(template.note), \(template.isActive), \(template.published), \(template.draft), 1, \(account), \(now), \(now),
        \(template.language.rawValue))
      """)
  }

  /// - Returns: `false` when somebody changed it since `template.version` was read.
  static func update(
    _ template: AgreementTemplate, at now: Instant, on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE agreement_templates SET title = \(template.title), note = \(template.note),
        is_active = \(template.isActive), published = \(template.published), draft = \(template.draft),
        version = version + 1, updated_at = \(now)
      WHERE id = \(template.id) AND school_id = \(template.schoolID?.rawValue ?? 0) AND version = \(template.version)
      """) == 1
  }

  // MARK: Versions

  static func insert(
    _ version: TemplateVersion, of template: AgreementTemplate, by account: ID<Account>?, at now: Instant,
    on connection: some WriteConnection
  ) throws {
    try connection.run(
      """
      INSERT INTO agreement_template_versions (id, school_id, template_id, number, body, note, published_by, published_at,
        revision, created_at)
      VALUES (\(version.id), \(template.schoolID?.rawValue ?? 0), \(template.id), \(version.number),
        \(version.text.stored), \(version.note), \(version.publishedAt == nil ? nil : account), \(version.publishedAt),
        1, \(now))
      """)
  }

  /// A version of a template that was found in scope.
  static func version(
    _ number: Int, of template: AgreementTemplate, on connection: some Connection
  ) throws -> TemplateVersion? {
    try connection.first(
      """
      SELECT \(versionColumns), v.body FROM \(versionTables)
      WHERE v.template_id = \(template.id) AND v.number = \(number)
      """
    ).map { row in
      var version = try version(row)
      version.text = try TemplateText(stored: try row.get(7))
      return version
    }
  }

  /// All versions without their texts, the newest first.
  static func versions(of template: AgreementTemplate, on connection: some Connection) throws -> [TemplateVersion] {
    try connection.rows(
      """
      SELECT \(versionColumns) FROM \(versionTables) WHERE v.template_id = \(template.id)
      ORDER BY v.number DESC LIMIT 200
      """
    ).map(version)
  }

  /// Writes the text of a draft.
  /// - Returns: `false` when somebody changed it since `version.revision` was read, or it was published.
  static func save(_ version: TemplateVersion, on connection: some WriteConnection) throws -> Bool {
    try connection.run(
      """
      UPDATE agreement_template_versions SET body = \(version.text.stored), revision = revision + 1
      WHERE id = \(version.id) AND template_id = \(version.templateID) AND revision = \(version.revision)
        AND published_at IS NULL
      """) == 1
  }

  /// Freezes a draft.
  static func publish(
    _ version: TemplateVersion, note: String, by account: ID<Account>, at now: Instant,
    on connection: some WriteConnection
  ) throws -> Bool {
    try connection.run(
      """
      UPDATE agreement_template_versions SET note = \(note), published_by = \(account), published_at = \(now)
      WHERE id = \(version.id) AND template_id = \(version.templateID) AND revision = \(version.revision)
        AND published_at IS NULL
      """) == 1
  }

  // MARK: Rows

  private static let columns: SQL = """
    t.id, t.school_id, t.kind, t.title, t.note, t.is_active, t.published, t.draft, t.version, t.language
    """
  private static let versionColumns: SQL = """
    v.id, v.template_id, v.number, v.published_at, coalesce(a.display_name, ''), v.note, v.revision
    """
  private static let versionTables: SQL = """
    agreement_template_versions v LEFT JOIN accounts a ON a.id = v.published_by
    """

  private static func template(_ row: Row) throws -> AgreementTemplate {
    let school: Int64 = try row.get(1)
    return AgreementTemplate(
      id: try row.get(0), schoolID: school == 0 ? nil : ID(rawValue: school), kind: try row.get(2),
      title: try row.get(3), note: try row.get(4), isActive: try row.get(5), published: try row.get(6),
      draft: try row.get(7), version: try row.get(8), language: LanguageMigrations.stored(try row.get(9)))
  }

  private static func version(_ row: Row) throws -> TemplateVersion {
    TemplateVersion(
      id: try row.get(0), templateID: try row.get(1), number: try row.get(2), text: TemplateText(),
      publishedAt: try row.get(3), publisherName: try row.get(4), note: try row.get(5), revision: try row.get(6))
  }
}
