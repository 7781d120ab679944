import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// Sends server-sent events until they end, the client goes, or the server stops.
struct EventStream: Sendable {
  let events: AsyncStream<ServerEvent>
  let heartbeat: Duration

  private enum Signal: Sendable {
    case event(ServerEvent)
    case heartbeat
  }

  /// Events wait here while the client is slow. When too many wait, the stream
  /// ends; the browser connects again and says which event it saw last.
  private static let capacity = 1024

  @concurrent
  func write(to writer: inout ReplyWriter, request: Request, metrics: Metrics) async throws {
    metrics.eventStreams.add(1, ordering: .relaxed)
    defer { metrics.eventStreams.subtract(1, ordering: .relaxed) }
    let (signals, source) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingOldest(Self.capacity))
    // Proxies and browsers learn at once that the stream is open.
    try await writer.write(": open\n\n")
    let pump = Task {
      var iterator = events.makeAsyncIterator()
      while let event = await iterator.next() {
        guard case .dropped = source.yield(.event(event)) else { continue }
        // Only a cancelled reader tells the sequence's maker that nobody listens.
        withUnsafeCurrentTask { $0?.cancel() }
      }
      source.finish()
    }
    let ticker = Task { [heartbeat] in
      while !Task.isCancelled {
        try await Task.sleep(for: heartbeat)
        source.yield(.heartbeat)
      }
    }
    defer {
      pump.cancel()
      ticker.cancel()
      source.finish()
    }
    try await withGracefulShutdownHandler {
      try await withTaskCancellationHandler {
        try await send(signals, to: &writer, request: request) { source.finish() }
      } onCancel: {
        source.finish()
      }
    } onGracefulShutdown: {
      source.finish()
    }
  }

  @concurrent
  private func send(
    _ signals: AsyncStream<Signal>, to writer: inout ReplyWriter, request: Request,
    onGone: @escaping @Sendable () -> Void
  ) async throws {
    var target = writer
    try await request.body.consumeWithInboundCloseHandler { _ in
      for await signal in signals {
        switch signal {
        case .event(let event): try await target.write(event.encoded)
        case .heartbeat: try await target.write(": \n\n")
        }
      }
    } onInboundClosed: {
      onGone()
    }
    writer = target
  }
}
