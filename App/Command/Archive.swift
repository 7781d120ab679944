import Composition
import Database
import DatabaseSQLite
import Foundation
import Security
import Values

/// A backup: one tar file with the database, the uploaded files, the keys of
/// sealed data, and a note of what it is. Whoever has it can read everything.
struct Archive {
  let path: String

  private static let noteName = "backup.json"
  private static let sqliteName = "qiao.sqlite"
  private static let signingName = "signing.pem"
  private static let dumpName = "qiao.dump"

  /// Writes the archive while the installation may be serving. It appears
  /// under its name only when it is complete.
  func write(_ settings: Settings, paths: DataPaths, database: any DatabaseEngine) async throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Failure("\(path) is there already; choose another name", .cannotWrite)
    }
    let work = try Self.workFolder(beside: path)
    defer { try? FileManager.default.removeItem(atPath: work) }

    let databaseFile: String
    if let sqlite = database as? SQLiteDatabase {
      databaseFile = Self.sqliteName
      try await sqlite.backup(to: "\(work)/\(databaseFile)")
    } else {
      databaseFile = Self.dumpName
      try Tool.run(
        "pg_dump",
        ["--format=custom", "--no-owner", "--file=\(work)/\(databaseFile)", "--dbname=\(settings["database"])"])
    }
    let keys = settings["key-file"].isEmpty ? paths.keys : settings["key-file"]
    try FileManager.default.copyItem(atPath: keys, toPath: "\(work)/keys")
    let signing = paths.signing(keyFile: settings["key-file"])
    let hasSigning = FileManager.default.fileExists(atPath: signing)
    if hasSigning { try FileManager.default.copyItem(atPath: signing, toPath: "\(work)/\(Self.signingName)") }
    let note: JSONValue = [
      "program": "qiao", "version": .string(Program.version), "made": .string(Clock.system.now().iso8601),
      "engine": .string(database.dialect.rawValue),
    ]
    try note.text.write(toFile: "\(work)/\(Self.noteName)", atomically: true, encoding: .utf8)
    // Uploaded files are named by their content and never change, so they can
    // be read while the program writes new ones.
    try Tool.run(
      "tar",
      [
        "--create", "--file=\(work)/archive.tar", "--directory=\(work)", Self.noteName, databaseFile, "keys",
      ] + (hasSigning ? [Self.signingName] : []) + [
        "--directory=\(paths.root)", "files",
      ])
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(work)/archive.tar")
    try FileManager.default.moveItem(atPath: "\(work)/archive.tar", toPath: path)
  }

  /// Unpacks the archive into a data folder that must not hold an installation.
  /// - Returns: where the installation that was there lies now; `nil` when there was none.
  func restore(_ settings: Settings, paths: DataPaths, isForced: Bool) throws -> String? {
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw Failure("cannot read \(path)", .wrongData)
    }
    let work = try Self.workFolder(beside: paths.root)
    defer { try? FileManager.default.removeItem(atPath: work) }
    try Tool.run("tar", ["--extract", "--file=\(path)", "--directory=\(work)", "--no-same-owner"])
    guard let note = try? String(contentsOfFile: "\(work)/\(Self.noteName)", encoding: .utf8),
      let engine = JSONValue.parse(note)?["engine"]?.string
    else {
      throw Failure("\(path) is not a backup of qiao", .wrongData)
    }
    let isPostgres = engine == Dialect.postgres.rawValue
    guard isPostgres == !settings["database"].isEmpty else {
      throw Failure(
        isPostgres
          ? "the backup is of a PostgreSQL database: name an empty one with --database"
          : "the backup is of an embedded database: leave out --database", .wrongSettings)
    }

    var kept: String?
    if FileManager.default.fileExists(atPath: paths.keys) || FileManager.default.fileExists(atPath: paths.database) {
      guard isForced else {
        throw Failure(
          "\(paths.root) holds an installation; stop it and add --force to put it aside, or choose another --data",
          .cannotWrite)
      }
      let aside = "\(paths.root).before-\(Self.stamp())"
      try FileManager.default.moveItem(atPath: paths.root, toPath: aside)
      kept = aside
    }
    try paths.make()
    try? FileManager.default.removeItem(atPath: paths.files)
    try FileManager.default.moveItem(atPath: "\(work)/files", toPath: paths.files)
    try FileManager.default.moveItem(atPath: "\(work)/keys", toPath: paths.keys)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: paths.keys)
    // Only where something was signed.
    if FileManager.default.fileExists(atPath: "\(work)/\(Self.signingName)") {
      let signing = paths.signing(keyFile: "")
      try FileManager.default.moveItem(atPath: "\(work)/\(Self.signingName)", toPath: signing)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: signing)
    }
    if isPostgres {
      if isForced {
        // The old contents are kept as a dump beside the old folder.
        let old = "\(paths.root).before-\(Self.stamp()).dump"
        try Tool.run("pg_dump", ["--format=custom", "--file=\(old)", "--dbname=\(settings["database"])"])
        kept = kept.map { "\($0) and \(old)" } ?? old
      }
      let flags = isForced ? ["--clean", "--if-exists"] : []
      try Tool.run(
        "pg_restore",
        flags + [
          "--no-owner", "--exit-on-error", "--single-transaction", "--dbname=\(settings["database"])",
          "\(work)/\(Self.dumpName)",
        ])
    } else {
      try FileManager.default.moveItem(atPath: "\(work)/\(Self.sqliteName)", toPath: paths.database)
    }
    return kept
  }

  private static func workFolder(beside path: String) throws -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path + "/.qiao-\(stamp())"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure("cannot write beside \(path): \(error.localizedDescription)", .cannotWrite)
    }
    return folder
  }

  private static func stamp() -> String {
    Clock.system.now().iso8601.filter { $0.isNumber }
  }
}
