import Foundation
import Synchronization

/// One frame of the worker's stream: its kind and its body.
struct WorkerFrame: Sendable {
  /// What this side sends.
  enum Kind: UInt8, Sendable {
    case request = 0x4A
    case data = 0x44
  }

  let kind: UInt8
  let body: [UInt8]
}

/// One worker process and the frames exchanged with it.
final class WorkerProcess: Sendable {
  /// A single row of 500 cells of 32,767 characters stays below.
  private static let largestFrame = 64 << 20
  private static let environment = [
    // Nothing of the server's own environment, which may hold secrets.
    "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "MALLOC_ARENA_MAX=1", "RUST_BACKTRACE=0",
  ]

  private let child: ChildProcess
  private let queue = DispatchQueue(label: "qiao.documents.worker")

  private init(child: ChildProcess) {
    self.child = child
  }

  /// Starts a worker and waits for its greeting.
  /// - Parameter duty: what it is started for, if not for reading sheets.
  /// - Throws: `SheetError.workerMissing` when it does not start or lacks a package.
  static func start(_ settings: DocumentWorker.Settings, duty: String? = nil) async throws -> WorkerProcess {
    let location = try WorkerLocation(settings)
    let process: WorkerProcess
    do {
      process = WorkerProcess(
        child: try ChildProcess(
          executable: location.python, arguments: ["-I", "-B", location.script] + (duty.map { [$0] } ?? []),
          environment: environment))
    } catch {
      throw SheetError.workerMissing(reason: "\(location.python) cannot be started: \(error.localizedDescription)")
    }
    do {
      guard case .hello(let missing) = try WorkerAnswer(try await process.frame(within: .seconds(30))) else {
        throw WorkerFailure.garbled
      }
      guard missing.isEmpty else {
        throw SheetError.workerMissing(reason: "\(location.python) lacks \(missing.joined(separator: ", "))")
      }
      return process
    } catch is WorkerFailure {
      let complaint = process.complaint.split(separator: "\n").last ?? "it said nothing"
      throw SheetError.workerMissing(reason: "\(location.python) \(location.script) does not answer: \(complaint)")
    }
  }

  /// What it last wrote to standard error.
  var complaint: String { child.complaint }

  /// Whether it has ended, known without waiting.
  var hasEnded: Bool { child.hasEnded }

  /// - Parameter kind: `J` for a request, `D` for data that goes with it.
  /// - Throws: `WorkerFailure.gone`.
  func send(_ body: [UInt8], kind: WorkerFrame.Kind = .request) async throws {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (24 - $0 * 8)) }
    let sent = await blocking { [child] in child.send([kind.rawValue] + length + body) }
    guard sent else {
      try Task.checkCancellation()
      throw await gone()
    }
  }

  /// The next frame. When the task is cancelled, the process ends.
  /// - Throws: `WorkerFailure`, `CancellationError`.
  func frame(within duration: Duration) async throws -> WorkerFrame {
    let deadline = ContinuousClock.now + duration
    let header = try await bytes(5, until: deadline)
    let length = header.dropFirst().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.largestFrame else { throw WorkerFailure.garbled }
    return WorkerFrame(kind: header[0], body: length == 0 ? [] : try await bytes(length, until: deadline))
  }

  func kill() { child.kill() }

  private func bytes(_ count: Int, until deadline: ContinuousClock.Instant) async throws -> [UInt8] {
    let received = await withTaskCancellationHandler {
      await blocking { [child] in child.receive(count, until: deadline) }
    } onCancel: {
      child.kill()
    }
    switch received {
    case .bytes(let bytes):
      return bytes
    case .late:
      kill()
      throw WorkerFailure.late
    case .closed:
      try Task.checkCancellation()
      throw await gone()
    }
  }

  /// Why the stream ended. The worker's own exit codes are in `worker.py`.
  private func gone() async -> any Error {
    switch await blocking({ [child] in child.wait() }) {
    case .exited(71): return WorkerFailure.gone(.memory)
    case .exited(72): return WorkerFailure.gone(.time)
    case .exited(73): return WorkerFailure.gone(.crash)
    default: return WorkerFailure.gone(.unknown)
    }
  }

  private func blocking<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work()) }
    }
  }
}
