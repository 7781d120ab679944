import CCurl
import Foundation

/// One libcurl handle, which keeps its connection between messages; it lives
/// on one thread.
final class SMTPSession {
  /// libcurl wants to be set up once for the process.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private let settings: SMTPSettings
  private let handle: UnsafeMutableRawPointer?

  init(settings: SMTPSettings) {
    self.settings = settings
    handle = Self.isReady ? curl_easy_init() : nil
  }

  deinit {
    if let handle { curl_easy_cleanup(handle) }
  }

  func send(_ envelope: SMTPEnvelope) -> Result<Void, MailFailure> {
    guard let handle else { return .failure(MailFailure(.temporary, reason: "libcurl cannot be set up")) }
    curl_easy_reset(handle)
    var recipients: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(recipients) }
    for recipient in envelope.recipients { recipients = curl_slist_append(recipients, recipient) }

    // One buffer for what libcurl says and for what the server says.
    let size = Int(CURL_ERROR_SIZE)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 5 * size) { buffer in
      buffer.initialize(repeating: 0)
      let problem = buffer[..<size]
      let said = UnsafeMutableBufferPointer(rebasing: buffer[size...])
      return envelope.content.withUnsafeBytes { content in
        var upload = qiao_upload(
          bytes: content.baseAddress?.assumingMemoryBound(to: CChar.self), length: content.count, offset: 0)
        var reply = qiao_reply(
          text: said.baseAddress, capacity: said.count, length: 0, is_complete: 1, count: 0, refusal: 0)
        return withUnsafeMutablePointer(to: &upload) { upload in
          withUnsafeMutablePointer(to: &reply) { reply in
            var code = prepare(handle, sender: envelope.sender, recipients: recipients)
            if code == CURLE_OK { code = qiao_set_error_buffer(handle, buffer.baseAddress) }
            if code == CURLE_OK { code = qiao_set_upload(handle, upload) }
            if code == CURLE_OK { code = qiao_set_reply(handle, reply) }
            if code == CURLE_OK { code = curl_easy_perform(handle) }
            guard code != CURLE_OK else { return .success(()) }
            let outcome = SMTPOutcome(
              curlCode: code, replyCode: number(handle, CURLINFO_RESPONSE_CODE),
              reply: text(said.prefix(reply.pointee.length)),
              refusal: reply.pointee.refusal, isNewConnection: number(handle, CURLINFO_NUM_CONNECTS) > 0,
              problem: text(problem.prefix { $0 != 0 }))
            return .failure(outcome.failure)
          }
        }
      }
    }
  }

  private func prepare(
    _ handle: UnsafeMutableRawPointer, sender: String, recipients: UnsafeMutablePointer<curl_slist>?
  ) -> CURLcode {
    let host = settings.host.contains(":") && !settings.host.hasPrefix("[") ? "[\(settings.host)]" : settings.host
    let scheme = settings.encryption == .implicitTLS ? "smtps" : "smtp"
    let strings: [(CURLoption, String?)] = [
      (CURLOPT_URL, "\(scheme)://\(host):\(settings.port)"),
      (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
      // A proxy for web pages, named by the environment, is none for mail.
      (CURLOPT_PROXY, ""),
      (CURLOPT_USERNAME, settings.userName),
      (CURLOPT_PASSWORD, settings.password),
      (CURLOPT_CAINFO, settings.authorities),
      (CURLOPT_MAIL_FROM, sender),
    ]
    let numbers: [(CURLoption, Int)] = [
      // Signals would interrupt other threads.
      (CURLOPT_NOSIGNAL, 1),
      (CURLOPT_CONNECTTIMEOUT_MS, milliseconds(settings.connectTimeout)),
      (CURLOPT_TIMEOUT_MS, milliseconds(settings.timeout)),
      (CURLOPT_USE_SSL, settings.encryption == .none ? Int(CURLUSESSL_NONE.rawValue) : Int(CURLUSESSL_ALL.rawValue)),
      (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
    ]
    for (option, value) in strings {
      guard let value else { continue }
      let code = qiao_set_string(handle, option, value)
      guard code == CURLE_OK else { return code }
    }
    for (option, value) in numbers {
      let code = qiao_set_long(handle, option, value)
      guard code == CURLE_OK else { return code }
    }
    return qiao_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
  }

  private func number(_ handle: UnsafeMutableRawPointer, _ info: CURLINFO) -> Int {
    var value = 0
    return qiao_get_long(handle, info, &value) == CURLE_OK ? value : 0
  }

  private func text(_ characters: some Sequence<CChar>) -> String {
    String(decoding: characters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}

/// Runs blocking work on a new thread.
func startThread(named name: String, _ work: @escaping @Sendable () -> Void) {
  let thread = Thread {
    // Writing to a server that hung up must be an error of the write, not the end of the process.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    work()
  }
  thread.name = name
  thread.start()
}
