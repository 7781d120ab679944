package import Logging

/// Reads spreadsheets and typesets documents in processes of their own, so that a hostile file can only end the
/// process that reads it.
///
/// The processes are started when first needed, kept for the next reading, and
/// replaced when they end. One process reads one sheet at a time.
package final class DocumentWorker: Sendable {
  /// Where the worker is and how many processes it may have.
  package struct Settings: Sendable {
    /// Python 3.11 or later with the packages of `requirements.txt`; `nil` looks for `.venv` and `python3`.
    package var python: String?
    /// The folder of `worker.py`; `nil` looks for `Documents/worker` and `../share/qiao/worker`.
    package var workerDirectory: String?
    /// Readings at the same time, and as many typesettings; others wait.
    package var processes: Int
    /// The folder of the templates; `nil` looks for `templates` beside the worker's.
    package var templateDirectory: String?
    /// Folders with fonts, looked at before those of the system (`TypesetFonts.usualFolders`).
    package var fontDirectories: [String]
    /// What documents are signed with; `nil`: nothing is signed.
    package var signing: DocumentSigner.Identity?

    package init(
      python: String? = nil, workerDirectory: String? = nil, processes: Int = 2, templateDirectory: String? = nil,
      fontDirectories: [String] = [], signing: DocumentSigner.Identity? = nil
    ) {
      self.python = python
      self.workerDirectory = workerDirectory
      self.processes = max(1, processes)
      self.templateDirectory = templateDirectory
      self.fontDirectories = fontDirectories
      self.signing = signing
    }
  }

  /// Versions of what the worker stands on; a package that does not load is `nil`.
  package struct Versions: Sendable, Hashable {
    package let python: String
    package let calamine: String?
    package let typst: String?
  }

  /// Typesets documents, in processes of its own.
  package let typesetter: Typesetter
  /// Signs documents, in a process of its own.
  package let signer: DocumentSigner
  private let pool: WorkerPool

  package init(settings: Settings = Settings(), logger: Logger = Logger(label: "qiao.documents")) {
    pool = WorkerPool(processes: settings.processes, logger: logger) { try await WorkerProcess.start(settings) }
    typesetter = Typesetter(settings: settings, logger: logger)
    signer = DocumentSigner(settings: settings, logger: logger)
  }

  /// Opens the sheet at `path` and begins to read it.
  ///
  /// A reading holds one of the processes until it ends: with one process only,
  /// a second reading inside the first would wait for ever.
  /// - Parameter fileName: the name it came with. The content decides the
  ///   format; the name only tells a damaged sheet from another kind of file.
  /// - Throws: `SheetError`: what the first rows show is thrown here, what comes later by the reading.
  package func readSheet(
    path: String, fileName: String, options: SheetOptions = SheetOptions()
  ) async throws -> SheetReading {
    let request = WorkerRequest.read(path: WorkerLocation.absolute(path), name: fileName, options)
    let (answer, lease) = try await ask(request, limits: options.limits)
    guard case .sheet(let head) = answer else {
      lease.finish(reusable: false)
      throw SheetError.crashed
    }
    return SheetReading(head: head, stream: RowStream(lease: lease, limits: options.limits))
  }

  /// Starts a process for the reading that follows, so that it need not wait. What is wrong with the worker, the reading
  /// says.
  package func makeReady() async {
    guard let lease = try? await pool.lease(seconds: SheetLimits().seconds) else { return }
    lease.finish(reusable: true)
  }

  /// Starts the worker if needed and asks it for its versions; for `qiao doctor`.
  /// - Throws: `SheetError.workerMissing` with the reason.
  package func ping() async throws -> Versions {
    let (answer, lease) = try await ask(.ping, limits: SheetLimits())
    guard case .versions(let versions) = answer else {
      lease.finish(reusable: false)
      throw SheetError.crashed
    }
    lease.finish(reusable: true)
    return versions
  }

  /// Ends all processes; readings that run end with an error, later ones with `CancellationError`.
  /// Without it, the processes end when the worker and its readings are released.
  package func shutDown() {
    pool.close()
    typesetter.shutDown()
    signer.shutDown()
  }

  /// Sends a request and waits for the first answer. A process that had died
  /// while it was idle is replaced once; one that died of this request is not.
  private func ask(_ request: WorkerRequest, limits: SheetLimits) async throws -> (WorkerAnswer, WorkerLease) {
    while true {
      let lease = try await pool.lease(seconds: limits.seconds)
      do {
        try await lease.send([UInt8](try request.json()))
        return (try WorkerAnswer(try await lease.frame()), lease)
      } catch WorkerFailure.gone(.unknown) where lease.wasIdle {
        lease.finish(reusable: false)
      } catch {
        throw SheetError.of(error, lease: lease, limits: limits)
      }
    }
  }
}
