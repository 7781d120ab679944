import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing
import Views

@testable import Web

@Suite(.serialized) struct EventTests {
  /// Sees whether the handler's sequence was given up.
  private final class Watched: Sendable {
    let isOver = Mutex(false)
    var ended: Bool { isOver.withLock { $0 } }

    func stream(_ events: [ServerEvent], endless: Bool) -> AsyncStream<ServerEvent> {
      AsyncStream { continuation in
        continuation.onTermination = { _ in self.isOver.withLock { $0 = true } }
        for event in events { continuation.yield(event) }
        if !endless { continuation.finish() }
      }
    }
  }

  private func site(_ watched: Watched, heartbeat: Duration = .seconds(60)) throws -> TestSite {
    try TestSite(settings: WebSettings(heartbeat: heartbeat)) { table in
      table.get("/short", .visitor) { exchange in
        .events(watched.stream([ServerEvent(exchange.lastEventID ?? "first", id: "1")], endless: false))
      }
      table.get("/long", .visitor) { _ in
        .events(watched.stream([ServerEvent("10", name: "progress"), ServerEvent("20")], endless: true))
      }
    }
  }

  private static func open(_ port: Int, _ path: String) async throws -> RawConnection {
    let raw = try await RawConnection.open(port: port)
    try await raw.send("GET \(path) HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n")
    return raw
  }

  @Test func aStreamEndsWithItsSequence() async throws {
    let site = try site(Watched())
    let answer = try await site.send(.get, "/short", headers: [("Last-Event-ID", "41")])
    #expect(answer["Content-Type"] == "text/event-stream")
    #expect(answer["Cache-Control"] == "no-store")
    #expect(answer.text == ": open\n\nid: 1\ndata: 41\n\n")
    #expect(await site.web.metrics.render().contains("http_event_streams 0"))
  }

  @Test func eventsComeAtOnceUncompressedWithHeartbeats() async throws {
    let watched = Watched()
    let site = try site(watched, heartbeat: .milliseconds(200))
    try await site.web.makeApplication().test(.live) { client in
      let raw = try await Self.open(try #require(client.port), "/long")
      #expect(try await raw.waitForText("event: progress\ndata: 10\n\n"))
      #expect(try await raw.waitForText("data: 20\n\n"))
      #expect(try await raw.wait { $0.text.components(separatedBy: ": \n\n").count > 2 })
      #expect(!raw.text.lowercased().contains("content-encoding"))
      #expect(await site.web.metrics.render().contains("http_event_streams 1"))
      #expect(!watched.ended)
      await raw.close()
      #expect(try await eventually { watched.ended })
      #expect(try await eventually { await site.web.metrics.render().contains("http_event_streams 0") })
    }
  }

  @Test func theStreamEndsWhenTheServerStops() async throws {
    let watched = Watched()
    let site = try site(watched)
    let port = Mutex(0)
    let application = site.web.makeApplication(port: 0) { channel in
      port.withLock { $0 = channel.localAddress?.port ?? 0 }
    }
    let group = ServiceGroup(
      configuration: .init(services: [application], gracefulShutdownSignals: [], logger: Logger(label: "test")))
    async let running: Void = group.run()
    #expect(try await eventually { port.withLock { $0 } != 0 })
    let raw = try await Self.open(port.withLock { $0 }, "/long")
    #expect(try await raw.waitForText("data: 20"))
    await group.triggerGracefulShutdown()
    #expect(try await eventually { watched.ended })
    #expect(try await raw.wait { $0.isClosed })
    // The answer is complete: the last chunk came.
    #expect(raw.text.hasSuffix("0\r\n\r\n"))
    try await running
  }

  @Test func tooManyWaitingEventsEndTheStream() async throws {
    let watched = Watched()
    let events = (0..<50_000).map { ServerEvent("\($0) " + String(repeating: "x", count: 1000)) }
    let site = try TestSite { table in
      table.get("/flood", .visitor) { _ in .events(watched.stream(events, endless: true)) }
    }
    try await site.web.makeApplication().test(.live) { client in
      let raw = try await RawConnection.open(port: try #require(client.port), reads: false)
      try await raw.send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(try await eventually { watched.ended })
      await raw.close()
    }
  }
}
