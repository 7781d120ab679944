import Foundation
import Testing

@testable import Documents

/// The repository, its worker and the sample files that `Documents/worker/tests/samples.py` makes.
enum Samples {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path
  static let workerDirectory = repository + "/Documents/worker"

  /// Goes when the tests end.
  private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sheets-\(UUID())").path
  /// Made once for all tests.
  private static let made = Result { try make() }

  static func path(_ name: String) throws -> String {
    try made.get()
    return "\(folder)/\(name)"
  }

  static func worker(processes: Int = 2) -> DocumentWorker {
    DocumentWorker(settings: .init(workerDirectory: workerDirectory, processes: processes))
  }

  /// A path for a file that a test writes.
  static func fresh(_ name: String) throws -> String {
    try made.get()
    return "\(folder)/\(UUID())-\(name)"
  }

  private static func make() throws {
    let location = try WorkerLocation(.init(workerDirectory: workerDirectory))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: location.python)
    process.arguments = ["-B", workerDirectory + "/tests/samples.py", folder]
    atexit { try? FileManager.default.removeItem(atPath: Samples.folder) }
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}

extension DocumentWorker {
  /// All of a sheet.
  func rows(
    _ path: String, named name: String? = nil, options: SheetOptions = SheetOptions()
  ) async throws -> (head: SheetHead, rows: [SheetRow]) {
    let reading = try await readSheet(
      path: path, fileName: name ?? URL(fileURLWithPath: path).lastPathComponent, options: options)
    return (reading.head, try await reading.reduce(into: []) { $0.append($1) })
  }
}
