import Foundation
import Logging
import Synchronization
import Values

/// Signs PDFs with the installation's own certificate (PAdES), in a process of its own (`Documents/worker/signing.py`).
///
/// The key and the certificate lie in one file, readable by its owner only,
/// which is made when the first document is signed. Whoever runs the
/// installation may put a certificate there that an authority has issued. The
/// signature says that the file has not been changed since this installation
/// made it; who agreed to what is written is for the document itself to tell.
package final class DocumentSigner: Sendable {
  /// Where the identity is, and what a new certificate is called.
  package struct Identity: Sendable {
    let path: String
    let name: String

    /// - Parameters:
    ///   - path: of the file with key and certificates as PEM.
    ///   - name: the common name of a new certificate: the host that people know, at most 64 characters.
    package init(path: String, name: String) {
      self.path = path
      self.name = name
    }
  }

  private let pool: WorkerPool
  private let known = KnownCertificate()

  init(settings: DocumentWorker.Settings, logger: Logger) {
    let (identity, known) = (settings.signing, known)
    pool = WorkerPool(processes: 1, logger: logger) {
      guard let identity else { throw SigningError.notConfigured }
      return try await Self.start(settings, identity, known)
    }
  }

  /// Signs the PDF at `path` and writes the signed one to `signed`, which is made anew.
  ///
  /// The signature covers all of the file; any later change can be found. A PDF is signed once.
  /// - Parameters:
  ///   - reason: why it was signed, as readers of PDF show it; may be empty.
  ///   - place: may be empty.
  /// - Throws: `SigningError`, `CancellationError`.
  package func sign(pdf path: String, to signed: String, reason: String, place: String) async throws -> SignedDocument {
    guard let content = FileManager.default.contents(atPath: path) else { throw SigningError.unreadable("no file") }
    let limits = TypesetLimits()
    while true {
      let lease = try await lease(seconds: limits.seconds)
      do {
        let request = Sign(reason: reason, place: place, limits: limits)
        try await lease.send(try TypesetMessage.json(request))
        try await lease.send([UInt8](content), kind: .data)
        let document = try await receive(from: lease, into: signed)
        lease.finish(reusable: true)
        return document
      } catch WorkerFailure.gone(.unknown) where lease.wasIdle {
        lease.finish(reusable: false)
      } catch {
        let ended = lease.end(with: error) { _ in SigningError.died }
        throw (ended as? WorkerRefusal).map { SigningError($0) } ?? ended
      }
    }
  }

  /// The certificate that documents are signed with; made if there is none yet.
  /// - Throws: `SigningError`.
  package func certificate() async throws -> SigningCertificate {
    if let certificate = known.value.withLock({ $0 }) { return certificate }
    try await lease(seconds: 60).finish(reusable: true)
    guard let certificate = known.value.withLock({ $0 }) else { throw SigningError.died }
    return certificate
  }

  func shutDown() {
    pool.close()
  }

  private func lease(seconds: Int) async throws -> WorkerLease {
    do {
      return try await pool.lease(seconds: seconds)
    } catch SheetError.workerMissing(let reason) {
      throw SigningError.workerMissing(reason: reason)
    }
  }

  private func receive(from lease: WorkerLease, into path: String) async throws -> SignedDocument {
    guard case .document(let head) = try TypesetAnswer(try await lease.frame()), let digest = head.sha256 else {
      throw WorkerFailure.garbled
    }
    let file = try OutputFile(path)
    var size = 0
    while case .piece(let bytes) = try TypesetAnswer(try await lease.frame()) {
      try file.write(bytes)
      size += bytes.count
    }
    guard size == head.bytes else { throw WorkerFailure.garbled }
    try file.finish()
    return SignedDocument(path: path, size: size, sha256: digest)
  }

  // MARK: Starting

  private static func start(
    _ settings: DocumentWorker.Settings, _ identity: Identity, _ known: KnownCertificate
  ) async throws -> WorkerProcess {
    if access(identity.path, F_OK) != 0, errno == ENOENT { try await make(identity, settings) }
    let mode = try FileManager.default.attributesOfItem(atPath: identity.path)[.posixPermissions] as? NSNumber
    guard (mode?.intValue ?? 0) & 0o077 == 0 else { throw SigningError.readableByOthers(path: identity.path) }
    let process = try await WorkerProcess.start(settings, duty: "sign")
    do {
      try await process.send(try TypesetMessage.json(Open(path: identity.path)))
      guard case .signing(let certificate) = try TypesetAnswer(try await process.frame(within: .seconds(60))) else {
        throw WorkerFailure.garbled
      }
      known.value.withLock { $0 = certificate }
      return process
    } catch let refusal as WorkerRefusal {
      throw SigningError.identity(path: identity.path, reason: refusal.detail ?? refusal.code)
    } catch is WorkerFailure {
      try Task.checkCancellation()
      let complaint = process.complaint.split(separator: "\n").last ?? "it said nothing"
      throw SigningError.workerMissing(reason: "the signer does not start: \(complaint)")
    }
  }

  /// Makes key and certificate. Several processes may do so at once: they end up with the same.
  private static func make(_ identity: Identity, _ settings: DocumentWorker.Settings) async throws {
    let process = try await WorkerProcess.start(settings, duty: "sign")
    try await process.send(try TypesetMessage.json(Create(name: String(identity.name.prefix(64)))))
    guard case .identity(let pem) = try TypesetAnswer(try await process.frame(within: .seconds(60))) else {
      throw SigningError.died
    }
    let fresh = "\(identity.path).\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let file = try OutputFile(fresh)
    try file.write(Array(pem.utf8))
    try file.finish()
    defer { unlink(fresh) }
    // A link fails where a name exists: whoever is second uses what the first wrote.
    guard link(fresh, identity.path) == 0 || errno == EEXIST else {
      throw TypesetError.notWritten(reason: String(cString: strerror(errno)))
    }
  }

  private struct Create: Encodable {
    let op = "create"
    let name: String
  }

  private struct Open: Encodable {
    let op = "open"
    let path: String
  }

  private struct Sign: Encodable {
    let op = "sign"
    let reason: String
    let place: String
    let limits: TypesetLimits
  }
}
