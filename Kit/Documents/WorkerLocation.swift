import Foundation

/// Finds the interpreter and the script of the worker.
struct WorkerLocation: Sendable {
  let python: String
  let script: String
  /// The folder of the templates of documents.
  let templates: String

  /// - Throws: `SheetError.workerMissing`, naming every place that was looked at.
  init(_ settings: DocumentWorker.Settings) throws {
    let here = FileManager.default.currentDirectoryPath
    let binary = URL(fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    let shared = binary.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("../share/qiao")
      .standardizedFileURL.path

    let scripts =
      (settings.workerDirectory.map { [Self.absolute($0)] } ?? ["\(here)/Documents/worker", "\(shared)/worker"])
      .map { "\($0)/worker.py" }
    guard let script = scripts.first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
      throw SheetError.workerMissing(reason: "no worker at \(scripts.joined(separator: ", "))")
    }
    self.script = script

    templates =
      settings.templateDirectory.map(Self.absolute)
      ?? URL(fileURLWithPath: script).resolvingSymlinksInPath()
      .appendingPathComponent("../../templates").standardizedFileURL.path

    // A virtual environment beside the worker's sources or beside its installed copy.
    let folder = URL(fileURLWithPath: script).deletingLastPathComponent()
    let beside = ["../../.venv", "../.venv"].map { folder.appendingPathComponent($0).standardizedFileURL.path }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let interpreters =
      settings.python.map { [Self.absolute($0)] }
      ?? (["\(here)/.venv"] + beside).map { "\($0)/bin/python" } + path.split(separator: ":").map { "\($0)/python3" }
    guard let python = interpreters.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw SheetError.workerMissing(reason: "no Python at \(interpreters.joined(separator: ", "))")
    }
    self.python = python
  }

  /// The worker changes its folder, so it is given no relative paths.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
