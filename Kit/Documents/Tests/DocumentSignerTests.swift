import Foundation
import Testing
import Values

@testable import Documents

@Suite struct DocumentSignerTests {
  @Test func signsWithAnIdentityThatIsMadeOnceAndReadableByItsOwnerOnly() async throws {
    let identity = try Samples.fresh("qiao-signing.pem")
    let worker = Self.worker(identity)
    let (plain, signed) = (try await Self.document(worker), try Samples.fresh("signed.pdf"))
    let document = try await worker.signer.sign(pdf: plain, to: signed, reason: "归档", place: "广州")
    let bytes = try Data(contentsOf: URL(filePath: signed))
    #expect(document.size == bytes.count)
    #expect(document.sha256.count == 64)
    #expect(bytes.range(of: Data("/ByteRange".utf8)) != nil)
    #expect(bytes.starts(with: try Data(contentsOf: URL(filePath: plain))))
    let mode = try FileManager.default.attributesOfItem(atPath: identity)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)

    let certificate = try await worker.signer.certificate()
    #expect(certificate.subject == "CN=qiao.example.edu.cn")
    #expect(certificate.fingerprint.count == 64)
    #expect(!certificate.pem.contains("PRIVATE"))
    // Another process, another day: the same key.
    #expect(try await Self.worker(identity).signer.certificate() == certificate)
  }

  @Test func twoProgramsThatBeginAtOnceHaveTheSameIdentity() async throws {
    let identity = try Samples.fresh("qiao-signing.pem")
    async let first = Self.worker(identity).signer.certificate()
    async let second = Self.worker(identity).signer.certificate()
    let both = try await [first, second]
    #expect(both[0] == both[1])
  }

  @Test func refusesWhatItMayNotSign() async throws {
    let worker = Self.worker(try Samples.fresh("qiao-signing.pem"))
    let (plain, signed) = (try await Self.document(worker), try Samples.fresh("signed.pdf"))
    _ = try await worker.signer.sign(pdf: plain, to: signed, reason: "", place: "")
    let again = try Samples.fresh("again.pdf")
    await #expect(throws: SigningError.signedAlready) {
      try await worker.signer.sign(pdf: signed, to: again, reason: "", place: "")
    }
    let sheet = try Samples.path("bom.csv")
    await #expect {
      try await worker.signer.sign(pdf: sheet, to: again, reason: "", place: "")
    } throws: { error in
      if case SigningError.unreadable = error { true } else { false }
    }
    await #expect(throws: SigningError.unreadable("no file")) {
      try await worker.signer.sign(pdf: "/nonexistent", to: again, reason: "", place: "")
    }
    #expect(!FileManager.default.fileExists(atPath: again))
  }

  @Test func aKeyThatOthersCanReadOrThatIsNoneIsRefused() async throws {
    let identity = try Samples.fresh("qiao-signing.pem")
    try "no key".write(toFile: identity, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: identity)
    let worker = Self.worker(identity)
    await #expect(throws: SigningError.readableByOthers(path: identity)) { try await worker.signer.certificate() }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: identity)
    await #expect {
      try await worker.signer.certificate()
    } throws: { error in
      if case SigningError.identity(identity, _) = error { true } else { false }
    }
    await #expect(throws: SigningError.notConfigured) { try await Samples.worker().signer.certificate() }
  }

  private static func worker(_ identity: String) -> DocumentWorker {
    DocumentWorker(
      settings: .init(
        workerDirectory: Samples.workerDirectory, processes: 1,
        signing: .init(path: identity, name: "qiao.example.edu.cn")))
  }

  private static func document(_ worker: DocumentWorker) async throws -> String {
    let path = try Samples.fresh("plain.pdf")
    let sheet = DocumentSheet(
      DocumentFrame(language: "zh-CN", school: "某校", title: "协议", pages: "{page}/{pages}"), [.paragraph("甲乙")])
    return try await worker.typesetter.typeset(
      sheet.request(label: "协议", made: Instant(milliseconds: 1_780_000_000_000)), to: path
    ).path
  }
}
