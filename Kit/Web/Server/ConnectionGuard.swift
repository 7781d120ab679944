import NIOCore
import NIOHTTP1

/// Looks after what happens below the dispatcher on a connection:
/// - a client that takes nothing of an answer for too long is cut off;
/// - a client that goes on sending a body after its answer, for example after
///   413, may do so for a while only;
/// - a request head that the parser refuses is answered 400, or 431 when it is
///   too large, with our security headers, after the answers that are due;
/// - `Expect: 100-continue` is answered at once, so that clients do not wait.
///
/// It stands next to the HTTP parser, so its own answers are not compressed.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let stalledTimeout: TimeAmount
  private let drainTimeout: TimeAmount
  private let refusalHeaders: [(String, String)]
  private var stalled: Scheduled<Void>?
  private var drain: Scheduled<Void>?
  private var isReadingBody = false
  /// Requests whose answer is not complete.
  private var due = 0
  /// Why nothing more can be read.
  private var failure: HTTPParserError?

  init(stalledTimeout: TimeAmount, drainTimeout: TimeAmount, refusalHeaders: [(String, String)]) {
    self.stalledTimeout = stalledTimeout
    self.drainTimeout = drainTimeout
    self.refusalHeaders = refusalHeaders
  }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      isReadingBody = true
      due += 1
      if head.version.minor > 0, head.headers.contains(name: "Expect"),
        head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" })
      {
        context.writeAndFlush(
          wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
      }
    case .body: break
    case .end:
      isReadingBody = false
      drain?.cancel()
      drain = nil
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      context.fireErrorCaught(error)
      return
    }
    failure = error
    if isReadingBody {
      // Whoever reads the body answers; `AnswerGate` stops any answer after that.
      context.fireErrorCaught(error)
    } else if due == 0 {
      refuse(context, error)
    }
  }

  private func refuse(_ context: ChannelHandlerContext, _ error: HTTPParserError) {
    let status: HTTPResponseStatus = error == .headerOverflow ? .requestHeaderFieldsTooLarge : .badRequest
    let text = context.channel.allocator.buffer(string: "\(status.code) \(status.reasonPhrase)\n")
    var head = HTTPResponseHead(version: .http1_1, status: status)
    head.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
    head.headers.add(name: "Content-Length", value: String(text.readableBytes))
    head.headers.add(name: "Cache-Control", value: "no-store")
    head.headers.add(name: "Connection", value: "close")
    head.headers.add(contentsOf: refusalHeaders)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(text))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    end(context)
  }

  /// Closes our direction, and soon after both: closing both at once would make
  /// the client lose an answer while it is still sending.
  private func end(_ context: ChannelHandlerContext) {
    context.close(mode: .output, promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }

  // MARK: Answers

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data) else {
      context.write(data, promise: promise)
      return
    }
    due -= 1
    guard due == 0, isReadingBody || failure != nil else {
      context.write(data, promise: promise)
      return
    }
    guard let failure else {
      let channel = context.channel
      if drain == nil { drain = context.eventLoop.scheduleTask(in: drainTimeout) { channel.close(promise: nil) } }
      context.write(data, promise: promise)
      return
    }
    context.writeAndFlush(data, promise: promise)
    if isReadingBody { end(context) } else { refuse(context, failure) }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stalled?.cancel()
    stalled = nil
    if !context.channel.isWritable { watch(context.channel) }
    context.fireChannelWritabilityChanged()
  }

  /// Closes the channel unless the bytes that wait to be taken become fewer.
  private func watch(_ channel: any Channel) {
    let before = Self.waitingBytes(channel)
    stalled = channel.eventLoop.assumeIsolated().scheduleTask(in: stalledTimeout) {
      if Self.waitingBytes(channel) < before {
        self.watch(channel)
      } else {
        channel.close(promise: nil)
      }
    }
  }

  private static func waitingBytes(_ channel: any Channel) -> Int {
    (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    stalled?.cancel()
    drain?.cancel()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stalled?.cancel()
    drain?.cancel()
    context.fireChannelInactive()
  }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
