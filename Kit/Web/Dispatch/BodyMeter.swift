import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import NIOHTTP1

/// Watches a request body as it comes in: size, pace, completeness.
struct BodyMeter {
  private let limit: Int
  private let announced: Int?
  private let started = ContinuousClock.now
  private let grace: Duration
  private let slowest: Int
  private var received = 0

  /// - Throws: `WebError.tooLarge` when the announced length is over the limit,
  ///   before a byte is read. The server throws away what comes all the same.
  init(_ headers: HTTPFields, limit: Int, settings: WebSettings) throws(WebError) {
    self.limit = limit
    announced = headers[.contentLength].flatMap { Int($0) }
    grace = settings.bodyGrace
    slowest = settings.slowestBody
    if let announced, announced > limit { throw .tooLarge(limit: limit) }
  }

  mutating func admit(_ bytes: Int) throws(WebError) {
    received += bytes
    guard received <= limit else { throw .tooLarge(limit: limit) }
    let elapsed = ContinuousClock.now - started
    guard elapsed <= grace || received >= slowest * Int(elapsed.components.seconds) else { throw .timeout }
  }

  /// - Throws: `WebError.badRequest` when fewer bytes came than were announced.
  func finish() throws(WebError) {
    guard announced.map({ $0 == received }) ?? true else { throw .badRequest(Message("kit.web.bad.truncated")) }
  }

  /// Reads a whole body.
  static func collect(_ request: Request, limit: Int, settings: WebSettings) async throws -> ByteBuffer {
    var meter = try BodyMeter(request.headers, limit: limit, settings: settings)
    var whole: ByteBuffer?
    do {
      for try await piece in request.body {
        try meter.admit(piece.readableBytes)
        if whole == nil {
          whole = piece
        } else {
          whole?.writeImmutableBuffer(piece)
        }
      }
    } catch is HTTPParserError {
      throw WebError.badRequest(Message("kit.web.bad.body"))
    }
    try meter.finish()
    return whole ?? ByteBuffer()
  }
}
