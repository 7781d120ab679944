import Foundation
import Logging
import Values

/// Makes PDFs of templates and data, in processes of its own (`Documents/worker/typesetting.py`).
///
/// A process is started when first needed, reads fonts and templates once, then
/// shuts itself off from files and network, and is kept: its first document
/// takes a quarter of a second, the following ones milliseconds. A process that
/// dies is replaced for the next document.
package final class Typesetter: Sendable {
  private let pool: WorkerPool

  init(settings: DocumentWorker.Settings, logger: Logger) {
    pool = WorkerPool(processes: settings.processes, logger: logger) {
      try await Self.start(settings)
    }
  }

  /// Makes the document and writes it to `path`, which is made anew, readable by its owner only.
  ///
  /// Nothing is left at `path` when it throws. When the task is cancelled, the work ends.
  /// - Throws: `TypesetError`, `CancellationError`.
  package func typeset(_ request: TypesetRequest, to path: String) async throws -> TypesetDocument {
    let (head, lease) = try await begin(request)
    do {
      let file = try OutputFile(path)
      var size = 0
      while case .piece(let bytes) = try TypesetAnswer(try await lease.frame()) {
        try file.write(bytes)
        size += bytes.count
      }
      guard size == head.bytes else { throw WorkerFailure.garbled }
      try file.finish()
      lease.finish(reusable: true)
      return TypesetDocument(path: path, pages: head.pages, size: size, unprintable: head.unprintable)
    } catch {
      throw Self.meaning(of: error, lease: lease, request)
    }
  }

  /// Starts a process if needed and looks whether fonts and templates are there; for `qiao doctor`.
  /// - Throws: `TypesetError`.
  package func check() async throws {
    do {
      try await pool.lease(seconds: 60).finish(reusable: true)
    } catch SheetError.workerMissing(let reason) {
      throw TypesetError.workerMissing(reason: reason)
    }
  }

  func shutDown() {
    pool.close()
  }

  /// Ends the processes that wait for work, as a lack of memory of the whole machine would; for tests.
  func endIdleProcesses() {
    pool.killIdle()
  }

  /// Sends a request and waits for the head of its answer. A process that had
  /// died while it was idle is replaced once; one that died of this request is not.
  private func begin(_ request: TypesetRequest) async throws -> (TypesetAnswer.Head, WorkerLease) {
    while true {
      let lease: WorkerLease
      do {
        lease = try await pool.lease(seconds: request.limits.seconds)
      } catch SheetError.workerMissing(let reason) {
        throw TypesetError.workerMissing(reason: reason)
      }
      do {
        try await lease.send(try TypesetMessage.json(TypesetMessage.Typeset(request)))
        try await lease.send(request.data, kind: .data)
        for file in request.files { try await lease.send(file.bytes, kind: .data) }
        guard case .document(let head) = try TypesetAnswer(try await lease.frame()) else {
          throw WorkerFailure.garbled
        }
        return (head, lease)
      } catch WorkerFailure.gone(.unknown) where lease.wasIdle {
        lease.finish(reusable: false)
      } catch {
        throw Self.meaning(of: error, lease: lease, request)
      }
    }
  }

  private static func meaning(of error: any Error, lease: WorkerLease, _ request: TypesetRequest) -> any Error {
    let ended = lease.end(with: error) { TypesetError($0, of: request) }
    guard let refusal = ended as? WorkerRefusal else { return ended }
    return TypesetError(refusal, of: request) ?? TypesetError.died(label: request.label)
  }

  /// Starts a process and gives it fonts and templates.
  private static func start(_ settings: DocumentWorker.Settings) async throws -> WorkerProcess {
    let process = try await WorkerProcess.start(settings, duty: "typeset")
    do {
      let open = TypesetMessage.Open(
        templates: try WorkerLocation(settings).templates,
        fonts: settings.fontDirectories + TypesetFonts.usualFolders)
      try await process.send(try TypesetMessage.json(open))
      guard case .ready = try TypesetAnswer(try await process.frame(within: .seconds(60))) else {
        throw WorkerFailure.garbled
      }
      return process
    } catch let refusal as WorkerRefusal where refusal.code == "fontMissing" {
      throw TypesetError.fontMissing(family: refusal.detail ?? "")
    } catch let refusal as WorkerRefusal {
      throw TypesetError.workerMissing(reason: "no templates of documents at \(refusal.detail ?? refusal.code)")
    } catch is WorkerFailure {
      try Task.checkCancellation()
      let complaint = process.complaint.split(separator: "\n").last ?? "it said nothing"
      throw TypesetError.workerMissing(reason: "the typesetter does not start: \(complaint)")
    }
  }
}
