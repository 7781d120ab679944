import Accounts
import Activity
import Database
import Files
import Foundation
import HTTPTypes
import Localization
import NIOCore
import Organizations
import Platform
import TestKit
import Testing
import Values

@testable import Agreements

/// What documents say, and programs that speak to the interface.
extension AgreementWorld {
  /// What a PDF says, without blanks, read by a program that had no part in making it.
  func words(of bytes: [UInt8]) throws -> String {
    try run("/usr/bin/pdftotext", ["-raw"], on: bytes, ["-"])
      .filter { !$0.isWhitespace && $0 != "\u{200b}" }
  }

  /// What a program of poppler says of a PDF.
  func run(_ program: String, _ before: [String], on bytes: [UInt8], _ after: [String] = []) throws -> String {
    let path = "\(services.files.temporaryFolder)/\(UUID()).pdf"
    try Data(bytes).write(to: URL(filePath: path))
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = before + [path] + after
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }

  /// The frozen document of the latest round, made if it is not there yet.
  func frozen(_ agreement: Agreement) async throws -> (document: FrozenDocument, bytes: [UInt8]) {
    let round = try await round(agreement)
    try await FreezeSigned(services)(round.id)
    let document = try await database.read { try #require(try SigningStore.document(of: round, on: $0)) }
    let digest = try #require(FileDigest(document.digest))
    return (document, try services.files.contents(of: digest, limit: 1 << 24))
  }

  /// Keeps a scan and brings it for the agreement as a whole.
  func bring(
    _ agreement: Agreement, scan bytes: [UInt8], _ name: String, _ type: FileType, by actor: Actor
  ) async throws -> Agreement {
    let chunks = AsyncStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
    let stored = try await services.files.store(chunks, limit: 1 << 22)
    let file = IncomingAttachment(
      slot: MoveAgreement.scanSlot, digest: stored.digest, name: name, type: type, size: stored.size)
    return try await MoveAgreement(services)(
      .scanned, agreement.id, version: agreement.version,
      saying: .init(signedOn: today.description, scan: .init(kept: [file])), by: actor)
  }

  /// Asks the interface as somebody does; `nil`: by a link.
  func api(
    _ actor: Actor?, _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, version: Int64? = nil
  ) async throws -> BrowserPage {
    let answer = Answer()
    try await browse(as: actor) { browser in
      var headers = [("Accept", "application/json")]
      if body != nil { headers.append(("Content-Type", "application/json")) }
      if actor != nil { headers.append(("Authorization", "Bearer me")) }
      if let version { headers.append(("If-Match", "\"\(version)\"")) }
      await answer.set(
        try await browser.send(
          method, path, headers: headers, body: body.map { ByteBuffer(string: $0.text) } ?? ByteBuffer()))
    }
    return try #require(await answer.page)
  }

  /// Sends bytes to the interface.
  func api(_ actor: Actor?, send bytes: [UInt8], _ type: String, to path: String) async throws -> BrowserPage {
    let answer = Answer()
    try await browse(as: actor) { browser in
      var headers = [("Accept", "application/json"), ("Content-Type", type)]
      if actor != nil { headers.append(("Authorization", "Bearer me")) }
      await answer.set(try await browser.send(.post, path, headers: headers, body: ByteBuffer(bytes: bytes)))
    }
    return try #require(await answer.page)
  }

  private actor Answer {
    var page: BrowserPage?
    func set(_ page: BrowserPage) { self.page = page }
  }

  /// Eight by eight points.
  static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0xE1, 0x64, 0xE1, 0x57, 0x00, 0x00, 0x00, 0x49, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0x80, 0x03, 0x16, 0x0E, 0x1E, 0x01, 0x11, 0x09, 0x19, 0x06, 0x06, 0x0E,
    0x01, 0x09, 0x05, 0x0D, 0x03, 0x0B, 0x06, 0x06, 0x1E, 0x09, 0x15, 0x03, 0x1B, 0x8F, 0x10, 0x06, 0x06, 0x01, 0x05,
    0x03, 0x87, 0x80, 0x84, 0x02, 0x06, 0x06, 0x11, 0x0D, 0x9B, 0x80, 0x94, 0x8A, 0x1E, 0x06, 0x06, 0x09, 0x03, 0x8F,
    0x84, 0x8A, 0x09, 0x2B, 0x18, 0x18, 0x64, 0x2C, 0x42, 0x0A, 0x7A, 0x56, 0x1C, 0x01, 0x00, 0x01, 0x97, 0x0C, 0x41,
    0x29, 0x0C, 0x53, 0xCA, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]
}
