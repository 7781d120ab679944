import Synchronization

/// Sends messages to an SMTP server through libcurl, on threads of its own.
///
/// A message goes to all its receivers or to none: when the server refuses one
/// of them, nobody gets it. Messages that wait for each other share a connection.
package final class SMTPTransport: MailTransport {
  private typealias Work = @Sendable (SMTPSession) -> Void

  private struct State {
    var waiting: [Work] = []
    var running = 0
  }

  private let settings: SMTPSettings
  private let state = Mutex(State())

  package init(_ settings: SMTPSettings) {
    self.settings = settings
  }

  /// - Throws: `MailFailure`. After a timeout at the very end the message may
  ///   have been taken all the same; its id tells the receiver.
  package func send(_ message: MailMessage) async throws(MailFailure) {
    let envelope = SMTPEnvelope(
      sender: (message.bounces ?? message.from).address, recipients: message.recipients,
      content: Array(try message.written().utf8))
    let result = await withCheckedContinuation { continuation in
      enqueue { session in continuation.resume(returning: session.send(envelope)) }
    }
    try result.get()
  }

  private func enqueue(_ work: @escaping Work) {
    let needsThread = state.withLock { state in
      guard state.running < max(1, settings.connections) else {
        state.waiting.append(work)
        return false
      }
      state.running += 1
      return true
    }
    guard needsThread else { return }
    startThread(named: "mail") { [self] in drain(startingWith: work) }
  }

  private func drain(startingWith first: @escaping Work) {
    let session = SMTPSession(settings: settings)
    var next: Work? = first
    while let work = next {
      work(session)
      next = state.withLock { state in
        guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
        state.running -= 1
        return nil
      }
    }
  }
}

/// What the server needs to know besides the content.
struct SMTPEnvelope: Sendable {
  let sender: String
  let recipients: [String]
  let content: [UInt8]
}
