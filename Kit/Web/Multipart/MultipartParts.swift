import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import NIOHTTP1
import Records

/// The parts of an upload in the order of sending; files are written to
/// temporary files while they arrive, so that memory stays small.
///
/// Iterating throws `WebError.tooLarge` over a limit, `WebError.badRequest` for
/// a malformed or broken-off body, `WebError.timeout` for one that crawls, and
/// `WebError.unavailable` when the disk is full.
package struct MultipartParts: AsyncSequence {
  package typealias Element = UploadPart

  private let request: Request
  private let boundary: [UInt8]
  private let limits: UploadLimits
  private let folder: UploadFolder
  private let settings: WebSettings

  init(request: Request, limits: UploadLimits, folder: UploadFolder, settings: WebSettings) throws(WebError) {
    guard let type = request.headers[.contentType],
      let parameters = PartHeader.parameters(of: type, kind: "multipart/form-data"),
      let boundary = parameters["boundary"], (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else { throw .unsupportedMediaType(["multipart/form-data"]) }
    self.request = request
    self.boundary = Array(boundary.utf8)
    self.limits = limits
    self.folder = folder
    self.settings = settings
    _ = try BodyMeter(request.headers, limit: limits.totalBytes, settings: settings)
  }

  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(
      pieces: request.body.makeAsyncIterator(), headers: request.headers,
      scanner: MultipartScanner(boundary: boundary, headerLimit: limits.headerBytes), limits: limits,
      folder: folder, settings: settings)
  }

  package struct AsyncIterator: AsyncIteratorProtocol {
    private var pieces: RequestBody.AsyncIterator
    private let headers: HTTPFields
    private var scanner: MultipartScanner
    private let limits: UploadLimits
    private let folder: UploadFolder
    private let settings: WebSettings
    private var meter: BodyMeter?
    private var files = 0
    private var fields = 0

    init(
      pieces: RequestBody.AsyncIterator, headers: HTTPFields, scanner: MultipartScanner, limits: UploadLimits,
      folder: UploadFolder, settings: WebSettings
    ) {
      self.pieces = pieces
      self.headers = headers
      self.scanner = scanner
      self.limits = limits
      self.folder = folder
      self.settings = settings
    }

    @concurrent
    package mutating func next() async throws -> UploadPart? {
      while true {
        guard let event = try await nextEvent(), case .header(let lines) = event else { return nil }
        let header: PartHeader
        do {
          header = try PartHeader(lines)
        } catch {
          throw WebError.badRequest(Message(error == .unreadableText ? "kit.web.bad.text" : "kit.web.bad.multipart"))
        }
        guard let fileName = header.fileName else { return try await readField(header) }
        guard let file = try await readFile(header, fileName) else { continue }
        return .file(file)
      }
    }

    @concurrent
    private mutating func readField(_ header: PartHeader) async throws -> UploadPart {
      fields += 1
      guard fields <= limits.fields else { throw WebError.tooLarge(limit: limits.totalBytes) }
      var bytes = ByteBuffer()
      while case .content(let piece)? = try await nextEvent() {
        guard bytes.readableBytes + piece.readableBytes <= limits.fieldBytes else {
          throw WebError.tooLarge(limit: limits.fieldBytes)
        }
        bytes.writeImmutableBuffer(piece)
      }
      let view = bytes.readableBytesView
      guard let value = String(validating: view, as: UTF8.self), !view.contains(0) else {
        throw WebError.badRequest(Message("kit.web.bad.text"))
      }
      return .field(name: header.name, value: value)
    }

    /// `nil` for the empty part of a file input that was left alone.
    @concurrent
    private mutating func readFile(_ header: PartHeader, _ fileName: String) async throws -> UploadedFile? {
      var pending = ByteBuffer()
      var size = 0
      var file: TemporaryFile?
      while case .content(let piece)? = try await nextEvent() {
        size += piece.readableBytes
        guard size <= limits.fileBytes else { throw WebError.tooLarge(limit: limits.fileBytes) }
        pending.writeImmutableBuffer(piece)
        guard pending.readableBytes >= 256 << 10 else { continue }
        let target = try file ?? begin()
        file = target
        try await target.append(pending)
        pending.clear()
      }
      if size == 0, fileName.isEmpty { return nil }
      let target = try file ?? begin()
      try await target.append(pending)
      target.close()
      return UploadedFile(
        field: header.name, fileName: FileName.safe(fileName),
        contentType: header.contentType ?? "application/octet-stream", path: target.path, size: size)
    }

    private mutating func begin() throws -> TemporaryFile {
      files += 1
      guard files <= limits.files else { throw WebError.tooLarge(limit: limits.totalBytes) }
      return try folder.makeFile()
    }

    @concurrent
    private mutating func nextEvent() async throws -> MultipartScanner.Event? {
      do {
        while true {
          if let event = try scanner.next() { return event }
          if scanner.isFinished { return nil }
          var meter = try meter ?? BodyMeter(headers, limit: limits.totalBytes, settings: settings)
          guard let piece = try await pieces.next() else {
            throw WebError.badRequest(Message("kit.web.bad.truncated"))
          }
          try meter.admit(piece.readableBytes)
          self.meter = meter
          scanner.feed(piece)
        }
      } catch is MultipartScanner.Mistake {
        throw WebError.badRequest(Message("kit.web.bad.multipart"))
      } catch is HTTPParserError {
        throw WebError.badRequest(Message("kit.web.bad.truncated"))
      }
    }
  }
}
