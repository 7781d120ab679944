import Database
import Imports
import Localization
import Platform
import Records
import Values
import Views

@testable import Imports

/// What the tests import: things of a school, found by their code.
struct Thing: Sendable, Equatable {
  var id: Int64
  var code: String
  var name: String
  var count: Int?
  var phone: String
  var version: Int
}

struct Things: ImportKind {
  typealias Draft = Thing

  let services: Services

  static let fields = RecordDescription<Thing>([
    Field("code", \.code, .code(max: 18), label: "things.code", headings: ["编码"]),
    Field("name", \.name, .line(max: 20), label: "things.name", isRequired: true, headings: ["物品全称"]),
    Field("count", \.count, .integer(0...1000), label: "things.count", headings: ["数量"]),
    Field(
      "phone", \.phone, .phone, label: "things.phone", privacy: .personal(mask: { "***" + $0.suffix(2) }),
      headings: ["负责人电话"]),
  ])
  static let columns = fields.fields.map { ImportColumn($0) }
  static let texts: [(Language, [String: String])] = [
    (
      .chinese,
      [
        "things.code": "编号", "things.name": "名称", "things.count": "件数", "things.phone": "电话",
        "things.import.title": "导入物品", "things.import.confirm": "导入 {count} 件", "things.import.intro": "先检查",
        "things.import.records": "物品", "things.import.record": "物品",
      ]
    ),
    (
      .english,
      [
        "things.code": "Code", "things.name": "Name", "things.count": "Number", "things.phone": "Telephone",
        "things.import.title": "Import things", "things.import.confirm": "Import {count} things",
        "things.import.intro": "Checked first", "things.import.records": "Things", "things.import.record": "Thing",
      ]
    ),
  ]

  static var names: ColumnNames {
    get throws { ColumnNames(columns, catalogue: try catalogue()) }
  }

  static func catalogue() throws -> Catalogue {
    let own = texts.map { language, texts in
      (
        language: language,
        json: JSONValue.members(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
      )
    }
    return try Catalogue(
      sources: ImportsTexts.sources + RecordsTexts.sources + ViewsTexts.sources + LocalizationTexts.sources + own)
  }

  static let migrations = MigrationSet(
    owner: "things",
    steps: [
      Migration(
        "001-things",
        """
        CREATE TABLE things (
          id BIGINT NOT NULL PRIMARY KEY, school_id BIGINT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
          quantity INTEGER, phone TEXT NOT NULL, version INTEGER NOT NULL, UNIQUE (school_id, code)
        );
        CREATE TABLE loans (thing_id BIGINT NOT NULL REFERENCES things (id))
        """)
    ])

  var name: String { "things" }
  var texts: String { "things.import" }
  var path: Link { "/things/imports" }
  var recordsPath: Link { "/things" }
  var columns: [ImportColumn] { Self.columns }
  func link(to target: Int64) -> Link { Link("/things/\(target)") }
  func choices(for owner: ImportOwner) async throws -> [String: [Choice]] { [:] }

  func plan(_ rows: [ImportRow], for owner: ImportOwner) async throws -> [ImportPlan<Thing>] {
    let known = try await services.database.readLong { try Self.all(of: owner.schoolID, on: $0) }
    let byCode = Dictionary(known.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: [String: Int] = [:]
    return rows.map { row in
      let old = byCode[row["code"].uppercased()]
      let blank = Thing(
        id: services.ids.next(Thing.self).rawValue, code: "", name: "", count: nil, phone: "", version: 1)
      let read = Self.fields.read(cells: row.values, into: old ?? blank, catalogue: services.catalogue)
      var problems = row.problems + read.problems
      if let earlier = seen[read.record.code] {
        problems.append(FieldProblem("code", "kit.imports.mapping.twice", ["row": "\(earlier)"]))
      }
      seen[read.record.code] = row.number
      guard problems.isEmpty else { return .wrong(row.number, title: read.record.name, problems) }
      let changes = Self.fields.difference(from: old, to: read.record)
      return ImportPlan(
        row: row.number, title: read.record.name, state: old == nil ? .new : changes.isEmpty ? .unchanged : .changed,
        target: old?.id, basis: old.map { "\($0.version)" } ?? "", changes: old == nil ? [] : changes,
        draft: read.record)
    }
  }

  func write(
    _ plans: [ImportPlan<Thing>], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws -> [WrittenRow] {
    try plans.map { plan in
      guard let thing = plan.draft else { throw ImportConflict(rows: [plan.row]) }
      let old = try Self.all(of: batch.owner.schoolID, on: connection).first { $0.id == thing.id }
      if plan.state == .new {
        try connection.insert(
          "INSERT INTO things (id, school_id, code, name, quantity, phone, version)",
          ["(\(thing.id), \(batch.owner.schoolID), \(thing.code), \(thing.name), \(thing.count), \(thing.phone), 1)"])
      } else {
        let changed = try connection.run(
          """
          UPDATE things SET name = \(thing.name), quantity = \(thing.count), phone = \(thing.phone), version = version + 1
          WHERE id = \(thing.id) AND version = \(thing.version)
          """)
        guard changed == 1 else { throw ImportConflict(rows: [plan.row]) }
      }
      progress(plan.row)
      return WrittenRow(row: plan.row, target: thing.id, title: plan.title, undo: old?.name ?? "")
    }
  }

  func undo(
    _ rows: [WrittenRow], of batch: ImportBatch, on connection: any WriteConnection, progress: (Int) -> Void
  ) throws {
    let lent = Set(try connection.values("SELECT thing_id FROM loans", as: Int64.self))
    let reasons = rows.filter { lent.contains($0.target) }.map {
      ImportBlocked.Reason(row: $0.row, Message("kit.imports.problem.footer"))
    }
    guard reasons.isEmpty else { throw ImportBlocked(reasons) }
    for row in rows {
      if row.undo.isEmpty {
        try connection.run("DELETE FROM things WHERE id = \(row.target)")
      } else {
        try connection.run("UPDATE things SET name = \(row.undo), version = version + 1 WHERE id = \(row.target)")
      }
    }
  }

  static func all(of school: Int64, on connection: any Connection) throws -> [Thing] {
    try connection.rows(
      "SELECT id, code, name, quantity, phone, version FROM things WHERE school_id = \(school) ORDER BY code"
    ).map {
      Thing(
        id: try $0.get(0), code: try $0.get(1), name: try $0.get(2), count: try $0.get(3), phone: try $0.get(4),
        version: try $0.get(5))
    }
  }
}
