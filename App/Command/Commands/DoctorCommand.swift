import ArgumentParser
import Composition
import Database
import DatabaseSQLite
import Documents
import Foundation
import Platform
import Values

/// `qiao doctor`
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check the database, the worker, fonts, permissions, disk and clock.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let checks = await Checkup(settings: settings).run()
    for check in checks { Output.line("\(check.isWell ? "ok  " : "BAD ") \(check.name): \(check.finding)") }
    let bad = checks.count { !$0.isWell }
    guard bad == 0 else { throw Failure("\(bad) of \(checks.count) checks failed") }
    Output.line("All \(checks.count) checks passed.")
  }
}

/// What an operator wants to know before calling for help.
struct Checkup {
  struct Finding {
    let name: String
    let isWell: Bool
    let finding: String
  }

  let settings: Settings

  func run() async -> [Finding] {
    let paths = DataPaths(root: settings["data"])
    var findings = [folder(paths), keys(paths), disk(paths), clock()]
    findings += await database(paths)
    findings.append(await worker(paths))
    findings.append(await typesetter(paths))
    findings.append(await signing(paths))
    return findings
  }

  private func folder(_ paths: DataPaths) -> Finding {
    guard FileManager.default.isWritableFile(atPath: paths.root) else {
      return Finding(name: "data folder", isWell: false, finding: "\(paths.root) is not there or not writable")
    }
    let mode = permissions(paths.root)
    return Finding(
      name: "data folder", isWell: mode & 0o007 == 0,
      finding: mode & 0o007 == 0
        ? paths.root : "\(paths.root) can be read by everybody; run chmod 700 \(paths.root)")
  }

  private func keys(_ paths: DataPaths) -> Finding {
    let path = settings["key-file"].isEmpty ? paths.keys : settings["key-file"]
    guard FileManager.default.fileExists(atPath: path) else {
      return Finding(name: "keys", isWell: true, finding: "will be made at the first start")
    }
    let mode = permissions(path)
    return Finding(
      name: "keys", isWell: mode & 0o077 == 0,
      finding: mode & 0o077 == 0 ? path : "\(path) can be read by others; run chmod 600 \(path)")
  }

  private func disk(_ paths: DataPaths) -> Finding {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: paths.root)
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
    return Finding(name: "disk", isWell: free > 1 << 30, finding: "\(free >> 20) MiB free (1024 are wanted)")
  }

  private func clock() -> Finding {
    let year = Clock.system.today.year
    return Finding(
      name: "clock", isWell: (2025...2089).contains(year),
      finding: "\(Clock.system.now().iso8601)"
        + ((2025...2089).contains(year) ? "" : ": set the clock, ids are made from it"))
  }

  private func database(_ paths: DataPaths) async -> [Finding] {
    do {
      let database = try settings.openDatabase(paths)
      let pending = try await Migrator(sets: Assembly.migrations).pending(on: database)
      var findings = [
        Finding(name: "database", isWell: true, finding: settings.databaseName),
        Finding(
          name: "schema", isWell: pending.isEmpty,
          finding: pending.isEmpty ? "up to date" : "\(pending.count) steps are missing; run qiao migrate"),
      ]
      if let sqlite = database as? SQLiteDatabase {
        let problems = try await sqlite.integrityProblems()
        findings.append(
          Finding(
            name: "integrity", isWell: problems.isEmpty,
            finding: problems.isEmpty ? "no damage" : problems.prefix(3).joined(separator: "; ")))
      }
      try await database.close()
      return findings
    } catch {
      let sentence = Failure(describing: error)?.sentence ?? "cannot be opened (\(type(of: error)))"
      return [Finding(name: "database", isWell: false, finding: sentence)]
    }
  }

  private func worker(_ paths: DataPaths) async -> Finding {
    let worker = DocumentWorker(settings: settings.documentWorker(paths))
    defer { worker.shutDown() }
    do {
      let versions = try await worker.ping()
      let missing = [versions.calamine == nil ? "python-calamine" : nil, versions.typst == nil ? "typst" : nil]
        .compactMap(\.self)
      return Finding(
        name: "document worker", isWell: missing.isEmpty,
        finding: missing.isEmpty
          ? "Python \(versions.python)" : "\(missing.joined(separator: " and ")) missing; run make build again")
    } catch {
      return Finding(name: "document worker", isWell: false, finding: "\(error); see --python and --worker")
    }
  }

  private func typesetter(_ paths: DataPaths) async -> Finding {
    let worker = DocumentWorker(settings: settings.documentWorker(paths))
    defer { worker.shutDown() }
    do {
      try await worker.typesetter.check()
      return Finding(
        name: "fonts and templates", isWell: true, finding: TypesetFonts.families.joined(separator: ", "))
    } catch {
      return Finding(name: "fonts and templates", isWell: false, finding: "\(error)")
    }
  }

  private func signing(_ paths: DataPaths) async -> Finding {
    let name = "signing certificate"
    guard FileManager.default.fileExists(atPath: paths.signing(keyFile: settings["key-file"])) else {
      return Finding(name: name, isWell: true, finding: "will be made when the first document is signed")
    }
    let worker = DocumentWorker(settings: settings.documentWorker(paths))
    defer { worker.shutDown() }
    do {
      let certificate = try await worker.signer.certificate()
      let isValid = certificate.validUntil > Clock.system.now()
      return Finding(
        name: name, isWell: isValid,
        finding: "\(certificate.subject), SHA-256 \(certificate.fingerprint), "
          + (isValid ? "until \(certificate.validUntil.day)" : "ended on \(certificate.validUntil.day)"))
    } catch {
      return Finding(name: name, isWell: false, finding: "\(error)")
    }
  }

  private func permissions(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }
}
