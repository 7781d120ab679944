package import Values

/// A message as its author means it; `mime()` writes it for the wire.
package struct MailMessage: Sendable, Hashable {
  /// Globally unique, `left@host` without brackets. Derive it from the row that
  /// asks for the mail: when a send is repeated because the answer was lost,
  /// the receiver sees the same id and shows the mail once.
  package var id: String
  package var date: Instant
  package var from: MailAddress
  package var replyTo: MailAddress?
  package var to: [MailAddress]
  package var cc: [MailAddress] = []
  /// Receive it unseen by the others.
  package var bcc: [MailAddress] = []
  /// Whom servers tell that it could not be delivered; `nil`: the author.
  package var bounces: MailAddress?
  package var subject: String
  /// The plain text; never left out, as many people and all filters read it.
  package var text: String
  package var html: String?
  package var attachments: [MailAttachment] = []
  /// Where one request without sign-in ends these mails (RFC 8058), `https://…`.
  package var unsubscribe: String?
  /// Written by a program: answers of absence are not sent to it (RFC 3834).
  package var isAutomatic = true
  /// Further headers; those that follow from the properties above cannot be set here.
  package var headers: [Header] = []

  package struct Header: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    id: String, date: Instant, from: MailAddress, to: [MailAddress], subject: String, text: String, html: String? = nil
  ) {
    self.id = id
    self.date = date
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
  }

  /// Everybody who receives it, each address once.
  package var recipients: [String] {
    var seen: Set<String> = []
    return (to + cc + bcc).map(\.address).filter { seen.insert($0).inserted }
  }
}

/// A file that travels with a message.
package struct MailAttachment: Sendable, Hashable {
  /// Shown to the receiver; a path's slashes become `_`.
  package let fileName: String
  /// `application/pdf`, without parameters.
  package let contentType: String
  package let bytes: [UInt8]

  package init(fileName: String, contentType: String, bytes: [UInt8]) {
    self.fileName = fileName
    self.contentType = contentType
    self.bytes = bytes
  }
}
