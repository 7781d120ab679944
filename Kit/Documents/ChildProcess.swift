import Foundation
import Synchronization

/// A process of ours with one socket as its standard input and output.
///
/// It leads a process group, so that what it has started ends with it. All
/// calls may block: they belong on a queue of their own.
final class ChildProcess: Sendable {
  enum Ending { case exited(Int32), signalled(Int32) }

  private struct State: Sendable {
    var ending: Ending?
    /// The end of what it wrote to standard error.
    var complaint: [UInt8] = []
  }

  private let id: pid_t
  private let socket: Int32
  private let errors: Int32
  private let state = Mutex(State())

  /// - Throws: `POSIXError` when the process cannot be started.
  init(executable: String, arguments: [String], environment: [String]) throws {
    var sockets: [Int32] = [-1, -1]
    var pipes: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Self.streamType, 0, &sockets) == 0 else { throw Self.lastError() }
    guard pipe(&pipes) == 0 else {
      sockets.forEach { close($0) }
      throw Self.lastError()
    }
    // Other processes that we start must not hold the ends of this one open.
    for descriptor in sockets + pipes { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    defer {
      close(sockets[1])
      close(pipes[1])
    }
    do {
      id = try Self.spawn(executable, arguments, environment, input: sockets[1], errors: pipes[1])
    } catch {
      close(sockets[0])
      close(pipes[0])
      throw error
    }
    socket = sockets[0]
    errors = pipes[0]
    _ = fcntl(errors, F_SETFL, O_NONBLOCK)
    #if canImport(Darwin)
      var on: Int32 = 1
      setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit {
    kill()
    _ = wait()
    close(socket)
    close(errors)
  }

  /// What it last wrote to standard error, for the log.
  var complaint: String { String(decoding: state.withLock { $0.complaint }, as: UTF8.self) }

  /// Whether it has ended, known without waiting.
  var hasEnded: Bool {
    state.withLock { state in
      if state.ending == nil { state.ending = reap() }
      return state.ending != nil
    }
  }

  /// Sends all of `bytes`; `false` when it no longer listens.
  func send(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        // A signal here would end this process instead.
        let count = Foundation.send(socket, piece.baseAddress, piece.count, Self.withoutSignal)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  enum Received { case bytes([UInt8]), closed, late }

  /// Waits for exactly `count` bytes until `deadline`.
  func receive(_ count: Int, until deadline: ContinuousClock.Instant) -> Received {
    var outcome = Received.closed
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        guard waitForInput(until: deadline) else {
          outcome = .late
          return
        }
        let place = buffer.baseAddress.map { $0 + filled }
        let got = recv(socket, place, count - filled, 0)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { return }
        filled += got
      }
    }
    return bytes.count == count ? .bytes(bytes) : outcome
  }

  /// Ends it and all it has started, at once.
  func kill() {
    state.withLock { state in
      // Once waited for, its number may be another process's.
      guard state.ending == nil else { return }
      _ = Foundation.kill(-id, SIGKILL)
    }
  }

  /// Its end, waited for up to `patience`; one that does not end by then is ended.
  func wait(_ patience: Duration = .seconds(1)) -> Ending {
    var deadline = ContinuousClock.now + patience
    while true {
      // Under the lock, so that nobody signals the number once it is free for another process.
      let ending = state.withLock { state in
        if state.ending == nil { state.ending = reap() }
        return state.ending
      }
      if let ending { return ending }
      if ContinuousClock.now > deadline {
        kill()
        deadline = ContinuousClock.now + .seconds(1)
      }
      usleep(1000)
    }
  }

  private func reap() -> Ending? {
    var status: Int32 = 0
    let done = waitpid(id, &status, WNOHANG)
    guard done != 0 else { return nil }
    if done < 0 { return errno == EINTR ? nil : .exited(0) }
    let code = status & 0x7F
    return code == 0 ? .exited(status >> 8 & 0xFF) : .signalled(code)
  }

  /// Waits for something to read, or for its end; takes standard error along meanwhile, lest it block there.
  private func waitForInput(until deadline: ContinuousClock.Instant) -> Bool {
    var errorsOpen = true
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return false }
      let milliseconds = Int32(
        clamping: left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
      var waiting = [
        pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errorsOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&waiting, nfds_t(waiting.count), max(1, milliseconds)) > 0 else { continue }
      if waiting[1].revents != 0 { errorsOpen = takeErrors() }
      if waiting[0].revents != 0 { return true }
    }
  }

  private func takeErrors() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(errors, &buffer, buffer.count)
    guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
    state.withLock { $0.complaint = ($0.complaint + buffer.prefix(count)).suffix(2000) }
    return true
  }

  private static func lastError() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

  #if canImport(Darwin)
    private static let streamType = SOCK_STREAM
    private static let withoutSignal: Int32 = 0
  #else
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let withoutSignal = Int32(MSG_NOSIGNAL)
  #endif
}

extension ChildProcess {
  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String], input: Int32, errors: Int32
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, input, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)

    // A server ignores or blocks signals that its children are to obey.
    var none = sigset_t()
    var usual = sigset_t()
    sigemptyset(&none)
    sigemptyset(&usual)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGCHLD, SIGXCPU] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, executable, &actions, &attributes, &words, &settings)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    return id
  }
}
