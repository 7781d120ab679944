import NIOCore
import NIOHTTP1

/// Looks after what happens below the dispatcher on a connection:
/// - a client that takes nothing of an answer for too long is cut off;
/// - a request that the parser refuses is answered 400, or 431 when its header
///   is too large, with our security headers;
/// - `Expect: 100-continue` is answered at once, so that clients do not wait.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let stalledTimeout: TimeAmount
  private let refusalHeaders: [(String, String)]
  private var stalled: Scheduled<Void>?
  private var refusal: HTTPParserError?

  init(stalledTimeout: TimeAmount, refusalHeaders: [(String, String)]) {
    self.stalledTimeout = stalledTimeout
    self.refusalHeaders = refusalHeaders
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data), head.version.minor > 0,
      head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" })
    {
      context.writeAndFlush(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    refusal = error as? HTTPParserError
    context.fireErrorCaught(error)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let refusal, case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
      !head.headers.contains(name: "X-Content-Type-Options")
    else {
      context.write(data, promise: promise)
      return
    }
    if refusal == .headerOverflow { head.status = .requestHeaderFieldsTooLarge }
    head.headers.add(contentsOf: refusalHeaders)
    context.write(wrapOutboundOut(.head(head)), promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stalled?.cancel()
    stalled = nil
    if !context.channel.isWritable {
      let channel = context.channel
      stalled = context.eventLoop.scheduleTask(in: stalledTimeout) { channel.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    stalled?.cancel()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stalled?.cancel()
    context.fireChannelInactive()
  }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
