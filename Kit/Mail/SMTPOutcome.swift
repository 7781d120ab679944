import CCurl

/// How an attempt ended, and what that means for the message.
struct SMTPOutcome {
  let curlCode: CURLcode
  /// 0 when the server did not reply.
  let replyCode: Int
  /// The server's last reply 4xx or 5xx, with its line breaks.
  let reply: String
  /// Which of the server's replies that was, from 1.
  let refusal: Int
  let isNewConnection: Bool
  /// libcurl's own words.
  let problem: String

  var failure: MailFailure {
    let isReply = replyCode >= 400
    let words = isReply && !reply.isEmpty ? oneLine(reply) : oneLine(problem.isEmpty ? curlText : problem)
    return MailFailure(isPermanent ? .permanent : .temporary, code: isReply ? replyCode : nil, reason: words)
  }

  /// Permanent is only what the server says about this message and these
  /// receivers with a reply 5xx (RFC 5321, section 4.2.1). A wrong password, a
  /// certificate that is not trusted or a server that refuses us altogether is
  /// mended by the operator, and then the mails that wait should go.
  private var isPermanent: Bool {
    let isAboutUs = [CURLE_LOGIN_DENIED, CURLE_USE_SSL_FAILED, CURLE_REMOTE_ACCESS_DENIED].contains(curlCode)
    guard (500...599).contains(replyCode), !isAboutUs else { return false }
    // RFC 4954, section 6: authentication required, too weak, or without encryption.
    if [530, 534, 535, 538].contains(replyCode) { return false }
    // The first two replies are the greeting and the answer to ours.
    return !(isNewConnection && refusal <= 2)
  }

  private var curlText: String { String(cString: curl_easy_strerror(curlCode)) }

  private func oneLine(_ text: String) -> String {
    let printable = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
    return String(printable).split(separator: " ").joined(separator: " ")
  }
}
