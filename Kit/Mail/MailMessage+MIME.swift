import Values

extension MailMessage {
  /// The message in the form of RFC 5322 and MIME (RFC 2045–2047, 2231): ASCII
  /// only, lines ended by CR LF, none longer than 78 characters where the
  /// content allows a break and never longer than 998.
  ///
  /// - Throws: `MailError`. No value can smuggle in a header: line breaks are refused.
  package func mime() throws(MailError) -> String {
    guard !recipients.isEmpty else { throw .noRecipient }
    var message = HeaderWriter()
    message.add("Date", dateText)
    try message.add("From", addresses: [from])
    if let replyTo { try message.add("Reply-To", addresses: [replyTo]) }
    if !to.isEmpty { try message.add("To", addresses: to) }
    if !cc.isEmpty { try message.add("Cc", addresses: cc) }
    if to.isEmpty && cc.isEmpty { message.add("To", "undisclosed-recipients:;") }
    try message.add("Message-ID", identifier: id)
    try message.add("Subject", text: subject)
    if isAutomatic { message.add("Auto-Submitted", "auto-generated") }
    if let unsubscribe {
      try message.add("List-Unsubscribe", reference: unsubscribe)
      message.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    }
    for header in headers {
      guard isFree(header.name) else { throw .header(header.name) }
      try message.add(header.name, text: header.value)
    }
    message.add("MIME-Version", "1.0")
    return message.text + (try body())
  }

  private func body() throws(MailError) -> String {
    var content = MIMEBody.text(text, subtype: "plain")
    if let html {
      // The last alternative is the one that is preferred (RFC 2046, section 5.1.4).
      content = .multipart("alternative", [content, .text(html, subtype: "html")])
    }
    if !attachments.isEmpty {
      var parts = [content]
      for attachment in attachments { parts.append(try .attachment(attachment)) }
      content = .multipart("mixed", parts)
    }
    return content.headers + "\r\n" + content.content
  }

  /// `Sat, 21 Nov 2026 15:04:05 +0800`
  private var dateText: String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = date.day
    let weekday = weekdays[((day.daysSinceEpoch % 7) + 7) % 7]
    let second = (date.milliseconds + 28_800_000) / 1000 - Int64(day.daysSinceEpoch) * 86_400
    let time = [second / 3600, second / 60 % 60, second % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
    return "\(weekday), \(day.day) \(months[day.month - 1]) \(day.year) \(time.joined(separator: ":")) +0800"
  }

  private func isFree(_ name: String) -> Bool {
    let taken: Set<String> = [
      "date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "subject", "auto-submitted",
      "mime-version",
      "list-unsubscribe", "list-unsubscribe-post", "return-path", "received", "dkim-signature",
    ]
    let lower = name.lowercased()
    return (1...64).contains(name.utf8.count) && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
      && !taken.contains(lower) && !lower.hasPrefix("content-")
  }
}
