import Foundation
import Testing

@testable import Documents

@Suite struct DocumentWorkerTests {
  @Test func tellsItsVersions() async throws {
    let versions = try await Samples.worker().ping()
    #expect(versions.python.hasPrefix("3."))
    #expect(versions.calamine?.isEmpty == false)
  }

  @Test func readsAtTheSameTimeAsOftenAsItMay() async throws {
    let worker = Samples.worker(processes: 2)
    let path = try Samples.path("everyday.xlsx")
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<12 { group.addTask { try await worker.rows(path).rows.count } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: 7, count: 12))
  }

  @Test func aReadingThatIsLeftFreesItsProcess() async throws {
    let worker = Samples.worker(processes: 1)
    for _ in 0..<3 {
      let reading = try await worker.readSheet(path: try Samples.path("big.csv"), fileName: "big.csv")
      for try await row in reading where row.number > 10 { break }
    }
    #expect(try await worker.rows(try Samples.path("bom.csv")).rows.count == 3)
  }

  @Test func endsAWorkerThatTakesTooLong() async throws {
    let worker = Samples.worker(processes: 1)
    var options = SheetOptions()
    options.limits.seconds = 0
    let path = try Samples.path("everyday.xlsx")
    await #expect(throws: SheetError.timedOut) { try await worker.rows(path, options: options) }
    #expect(try await worker.rows(path).rows.count == 7)
  }

  @Test func cancellationEndsTheWait() async throws {
    let worker = Samples.worker(processes: 1)
    let held = try await worker.readSheet(path: try Samples.path("big.csv"), fileName: "big.csv")
    let path = try Samples.path("bom.csv")
    let waiting = Task { try await worker.rows(path).rows.count }
    try await Task.sleep(for: .milliseconds(50))
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(try await held.reduce(0) { count, _ in count + 1 } == 100_000)
    #expect(try await worker.rows(path).rows.count == 3)
  }

  @Test func aWorkerThatDiedWhileIdleIsReplaced() async throws {
    // A path of its own tells its process from those of the other tests.
    let folder = try Samples.fresh("worker")
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: Samples.workerDirectory)
    let worker = DocumentWorker(settings: .init(workerDirectory: folder, processes: 1))
    let path = try Samples.path("bom.csv")
    _ = try await worker.rows(path)
    let mine = try Self.children(running: folder)
    #expect(!mine.isEmpty)
    for id in mine { kill(id, SIGKILL) }
    #expect(try await worker.rows(path).rows.count == 3)
  }

  @Test func afterShuttingDownNothingIsRead() async throws {
    let worker = Samples.worker()
    _ = try await worker.ping()
    worker.shutDown()
    await #expect(throws: CancellationError.self) { try await worker.ping() }
  }

  @Test func saysWhatIsMissing() async throws {
    let nowhere = DocumentWorker(settings: .init(workerDirectory: "/nonexistent"))
    await #expect(throws: SheetError.workerMissing(reason: "no worker at /nonexistent/worker.py")) {
      try await nowhere.ping()
    }
    let noPython = DocumentWorker(
      settings: .init(python: "/nonexistent/python", workerDirectory: Samples.workerDirectory))
    await #expect(throws: SheetError.workerMissing(reason: "no Python at /nonexistent/python")) {
      try await noPython.ping()
    }
    let notPython = DocumentWorker(settings: .init(python: "/bin/true", workerDirectory: Samples.workerDirectory))
    do {
      _ = try await notPython.ping()
      Issue.record("/bin/true is no Python")
    } catch SheetError.workerMissing(let reason) {
      #expect(reason.contains("does not answer"))
    }
  }

  @Test func saysWhichPackageIsMissing() async throws {
    // An interpreter without the packages: the one the virtual environment was made from.
    let settings = DocumentWorker.Settings(workerDirectory: Samples.workerDirectory)
    let python = URL(fileURLWithPath: try WorkerLocation(settings).python).resolvingSymlinksInPath().path
    do {
      let versions = try await DocumentWorker(
        settings: .init(python: python, workerDirectory: Samples.workerDirectory)
      ).ping()
      #expect(versions.calamine != nil)
    } catch SheetError.workerMissing(let reason) {
      #expect(reason.hasSuffix("lacks python-calamine"))
    }
  }

  /// Ids of our child processes whose command line names `text`.
  private static func children(running text: String) throws -> [pid_t] {
    let own = getpid()
    return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { id in
      guard let command = try? String(contentsOfFile: "/proc/\(id)/cmdline", encoding: .utf8),
        let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
      else { return false }
      let parent = status.split(separator: ")").last?.split(separator: " ").dropFirst().first
      return command.contains(text) && parent.flatMap { pid_t($0) } == own
    }
  }
}
