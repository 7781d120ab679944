import Synchronization

/// Hands messages over to whoever delivers them.
package protocol MailTransport: Sendable {
  /// Returns when the next server has taken responsibility for the message.
  func send(_ message: MailMessage) async throws(MailFailure)
}

/// Why a message was not taken.
package struct MailFailure: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The same message may be taken later: try again, with growing pauses.
    case temporary
    /// This message will never be taken for these receivers.
    case permanent
  }

  package let kind: Kind
  /// The server's reply code, such as 450 or 550; `nil` when there was no reply.
  package let code: Int?
  /// What the server said, or what went wrong before it could, for operators:
  /// in English, perhaps with addresses, never with a password.
  package let reason: String

  package init(_ kind: Kind, code: Int? = nil, reason: String) {
    self.kind = kind
    self.code = code
    self.reason = reason
  }
}

/// Keeps messages instead of sending them, for tests.
package final class MailSink: MailTransport {
  private struct State {
    var messages: [MailMessage] = []
    var failures: [MailFailure] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// What was taken, oldest first.
  package var messages: [MailMessage] { state.withLock { $0.messages } }

  /// The last message to `address`.
  package func lastMessage(to address: String) -> MailMessage? {
    messages.last { $0.recipients.contains(address) }
  }

  /// The next `send` fails with `failure`; several are used up in order.
  package func failNext(with failure: MailFailure) {
    state.withLock { $0.failures.append(failure) }
  }

  package func removeAll() {
    state.withLock { $0.messages = [] }
  }

  package func send(_ message: MailMessage) async throws(MailFailure) {
    _ = try message.written()
    let failure = state.withLock { state -> MailFailure? in
      if !state.failures.isEmpty { return state.failures.removeFirst() }
      state.messages.append(message)
      return nil
    }
    if let failure { throw failure }
  }
}

extension MailMessage {
  /// `mime()` for a transport, which cannot send what cannot be written, however often it tries.
  func written() throws(MailFailure) -> String {
    do {
      return try mime()
    } catch {
      throw MailFailure(.permanent, reason: "The message cannot be written: \(error)")
    }
  }
}
