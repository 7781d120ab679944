import NIOCore
import NIOHTTP1

/// Lets one answer through for each request.
///
/// The framework answers a parser error with a response of its own, also when
/// the request whose body broke has been answered already or no request was
/// read. The compressor, which pairs answers with requests, traps on those.
final class AnswerGate: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private var due = 0
  private var isDropping = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) { due += 1 }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part = unwrapOutboundIn(data)
    if case .head(let head) = part, head.status.code >= 200 {
      isDropping = due == 0
      if !isDropping { due -= 1 }
    }
    if isDropping {
      promise?.succeed()
    } else {
      context.write(data, promise: promise)
    }
  }
}

@available(*, unavailable)
extension AnswerGate: Sendable {}
