import Foundation
import Synchronization

/// A small SMTP server on 127.0.0.1 that answers as it is told, for tests.
final class SMTPServer: Sendable {
  /// How it behaves; what is not named is answered well.
  struct Script: Sendable {
    /// Replies by the beginning of a command (`RCPT TO:<b`), `.` for the end of
    /// the content and the empty text for the greeting; the longest one wins.
    var replies: [String: String] = [:]
    /// Seconds to wait before a reply, by the same keys.
    var delays: [String: Double] = [:]
    /// Closes the connection instead of this reply.
    var hangsUpAt: String?
    /// Lines of the answer to EHLO.
    var abilities = ["PIPELINING", "SIZE 10000000", "8BITMIME"]
  }

  private struct State {
    var commands: [String] = []
    var contents: [String] = []
    var connections = 0
    var open = 0
    var mostOpen = 0
    var isStopped = false
  }

  let port: Int
  private let script: Script
  private let listener: Int32
  private let state = Mutex(State())

  var commands: [String] { state.withLock { $0.commands } }
  /// What was sent as content, without the dots that SMTP adds.
  var contents: [String] { state.withLock { $0.contents } }
  var connections: Int { state.withLock { $0.connections } }
  var mostOpen: Int { state.withLock { $0.mostOpen } }

  struct SocketError: Error {
    let code: Int32
  }

  init(_ script: Script = Script()) throws {
    self.script = script
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    port = try Self.listenLocally(listener)
    let listener = listener
    Thread.detachNewThread { [weak self] in
      // Closed here and nowhere else: its number may be another socket's at once.
      defer { close(listener) }
      while true {
        let client = accept(listener, nil, nil)
        if client < 0, errno == EINTR { continue }
        guard client >= 0 else { return }
        guard let self else {
          close(client)
          continue
        }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  /// A port on which nobody listens.
  static func freePort() throws -> Int {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(file) }
    return try listenLocally(file)
  }

  func stop() {
    let isFirst = state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    // Wakes the thread that accepts.
    if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  deinit { stop() }

  private static func listenLocally(_ file: Int32) throws -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(file, pointer, length) == 0 && listen(file, 16) == 0 && getsockname(file, pointer, &length) == 0
      }
    }
    guard result else { throw SocketError(code: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private func serve(_ client: Int32) {
    state.withLock { state in
      state.connections += 1
      state.open += 1
      state.mostOpen = max(state.mostOpen, state.open)
    }
    defer {
      state.withLock { $0.open -= 1 }
      close(client)
    }
    var buffer: [UInt8] = []
    guard reply("", default: "220 test ready", to: client) else { return }
    while let line = readLine(client, &buffer) {
      state.withLock { $0.commands.append(line) }
      let verb = line.prefix(4).uppercased()
      let isAlive =
        switch verb {
        case "EHLO":
          reply(
            line,
            default: (["test"] + script.abilities).enumerated().map { index, ability in
              "250\(index == script.abilities.count ? " " : "-")\(ability)"
            }.joined(separator: "\r\n"), to: client)
        case "AUTH": takePassword(line, client, &buffer)
        case "DATA": takeContent(client, &buffer)
        case "QUIT": reply(line, default: "221 bye", to: client) && false
        case "HELO": reply("EHLO", default: "250 test", to: client)
        default: reply(line, default: "250 ok", to: client)
        }
      guard isAlive else { return }
    }
  }

  /// PLAIN only; the secret comes with the command or after a first answer.
  private func takePassword(_ line: String, _ client: Int32, _ buffer: inout [UInt8]) -> Bool {
    if answer(to: line) == nil, line.split(separator: " ").count == 2 {
      guard reply("AUTH", default: "334 ", to: client), let secret = readLine(client, &buffer) else { return false }
      state.withLock { $0.commands.append(secret) }
    }
    return reply(line, default: "235 welcome", to: client)
  }

  private func takeContent(_ client: Int32, _ buffer: inout [UInt8]) -> Bool {
    guard reply("DATA", default: "354 go on", to: client) else { return false }
    guard answer(to: "DATA")?.hasPrefix("3") ?? true else { return true }
    var content = ""
    while let line = readLine(client, &buffer) {
      if line == "." {
        // Noted before the answer: whoever has the answer may look at once.
        if answer(to: ".")?.hasPrefix("2") ?? true { state.withLock { $0.contents.append(content) } }
        return reply(".", default: "250 taken", to: client)
      }
      content += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
    }
    return false
  }

  private func answer(to line: String) -> String? {
    value(for: line, in: script.replies)
  }

  private func value<Value>(for line: String, in table: [String: Value]) -> Value? {
    let matching = table.keys.filter { $0.isEmpty ? line.isEmpty : line.hasPrefix($0) }
    return matching.max { $0.count < $1.count }.flatMap { table[$0] }
  }

  private func reply(_ line: String, default text: String, to client: Int32) -> Bool {
    if let seconds = value(for: line, in: script.delays) { Thread.sleep(forTimeInterval: seconds) }
    if let end = script.hangsUpAt, end.isEmpty ? line.isEmpty : line.hasPrefix(end) { return false }
    let bytes = Array(((answer(to: line) ?? text) + "\r\n").utf8)
    return send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private func readLine(_ client: Int32, _ buffer: inout [UInt8]) -> String? {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = buffer[..<end].filter { $0 != 0x0D }
        buffer.removeFirst(end + 1)
        return String(decoding: line, as: UTF8.self)
      }
      var piece = [UInt8](repeating: 0, count: 65_536)
      let count = recv(client, &piece, piece.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      buffer += piece[..<count]
    }
  }
}
