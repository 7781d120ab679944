import CLibPQ
import Database
import Foundation
import Synchronization

/// Listens on a thread and a connection of its own until nobody reads the stream any more.
func listen(_ channel: String, url: ConnectionURL) -> AsyncStream<String> {
  AsyncStream(bufferingPolicy: .bufferingNewest(1024)) { continuation in
    let listener = Listener(channel: channel, url: url, continuation: continuation)
    continuation.onTermination = { _ in listener.stop() }
    let thread = Thread { listener.run() }
    thread.name = "postgres-listen"
    thread.start()
  }
}

private final class Listener: Sendable {
  private let channel: String
  private let url: ConnectionURL
  private let continuation: AsyncStream<String>.Continuation
  private let isOver = Atomic(false)

  init(channel: String, url: ConnectionURL, continuation: AsyncStream<String>.Continuation) {
    self.channel = channel
    self.url = url
    self.continuation = continuation
  }

  func stop() {
    isOver.store(true, ordering: .relaxed)
  }

  func run() {
    var pause = 0.1
    let name = "\"\(channel.replacing("\"", with: "\"\""))\""
    while !isOver.load(ordering: .relaxed) {
      if let handle = try? connect(url, "LISTEN \(name)") {
        pause = 0.1
        continuation.yield("")
        receive(handle)
        PQfinish(handle)
      } else {
        Thread.sleep(forTimeInterval: pause)
        pause = min(10, pause * 2)
      }
    }
  }

  /// Until the connection breaks or nobody listens.
  private func receive(_ handle: OpaquePointer) {
    while !isOver.load(ordering: .relaxed) {
      var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      // Wakes twice a second to see whether it is still wanted.
      if poll(&descriptor, 1, 500) == 0 { continue }
      guard PQconsumeInput(handle) == 1 else { return }
      while let notification = PQnotifies(handle) {
        continuation.yield(String(cString: notification.pointee.extra))
        PQfreemem(notification)
      }
    }
  }
}
