import NIOCore
import NIOPosix
import Synchronization

/// A connection on which a test says exactly what it wants, byte by byte.
final class RawConnection: Sendable {
  private final class Received: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    let bytes = Mutex(ByteBuffer())
    let isClosed = Mutex(false)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      _ = bytes.withLock { $0.writeImmutableBuffer(unwrapInboundIn(data)) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case ChannelEvent.inputClosed = event { isClosed.withLock { $0 = true } }
    }

    func channelInactive(context: ChannelHandlerContext) {
      isClosed.withLock { $0 = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      isClosed.withLock { $0 = true }
    }
  }

  private let channel: any Channel
  private let received: Received

  private init(channel: any Channel, received: Received) {
    self.channel = channel
    self.received = received
  }

  /// - Parameter reads: false leaves everything that the server sends unread.
  static func open(port: Int, reads: Bool = true) async throws -> RawConnection {
    let received = Received()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reads)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(received) }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return RawConnection(channel: channel, received: received)
  }

  func send(_ text: String) async throws {
    try await send(ByteBuffer(string: text))
  }

  func send(_ bytes: ByteBuffer) async throws {
    try await channel.writeAndFlush(bytes)
  }

  /// Closes our direction only.
  func finish() async throws {
    try await channel.close(mode: .output)
  }

  func close() async {
    try? await channel.close()
  }

  var bytes: [UInt8] { received.bytes.withLock { Array($0.readableBytesView) } }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var isClosed: Bool { received.isClosed.withLock { $0 } }

  /// Waits until the condition holds; false when it does not in time.
  func wait(seconds: Double = 10, until condition: @Sendable (RawConnection) -> Bool) async throws -> Bool {
    try await eventually(seconds: seconds) { condition(self) }
  }

  func waitForText(_ text: String, seconds: Double = 10) async throws -> Bool {
    try await wait(seconds: seconds) { $0.text.contains(text) }
  }
}

/// Asks again and again until the condition holds; false when it does not in time.
func eventually(seconds: Double = 10, _ condition: @Sendable () async -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .milliseconds(Int(seconds * 1000))
  while ContinuousClock.now < end {
    if await condition() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return await condition()
}
