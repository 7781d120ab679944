import Hummingbird
import NIOCore
package import Values
package import Views

/// What a handler answers.
package struct Reply: Sendable {
  /// How long a browser may keep the answer.
  package enum Caching: Sendable, Hashable {
    /// Not at all: pages for people who are signed in.
    case never
    /// Kept, but asked for again with its ETag; the tag is made from the
    /// content when none is given.
    case revalidate(tag: String? = nil)
    /// The content of this address never changes.
    case forever
  }

  /// Writes a streamed answer piece by piece; waits while the client is slow.
  package typealias Stream = @concurrent @Sendable (inout ReplyWriter) async throws -> Void

  enum Content: Sendable {
    case empty
    case buffer(ByteBuffer)
    case stream(length: Int?, Stream)
    case file(path: String)
    case events(AsyncStream<ServerEvent>)
  }

  enum SessionChange: Sendable {
    case begin(String, maxAge: Duration?)
    case end
  }

  /// The status code, 200…599.
  package var status: Int
  /// `nil`: by kind of answer and by who asks, see `Caching`.
  package var caching: Caching?
  package private(set) var contentType: String?
  package private(set) var headers: [(name: String, value: String)] = []
  package private(set) var cookies: [Cookie] = []
  package private(set) var flash: FlashMessage?
  private(set) var session: SessionChange?
  var content: Content
  /// Whether it is a page of ours, which shows and so uses up the flash.
  var isPage = false

  private init(status: Int, contentType: String?, content: Content) {
    self.status = status
    self.contentType = contentType
    self.content = content
  }

  /// A whole HTML document.
  package static func page(_ html: HTML, status: Int = 200) -> Reply {
    var reply = Reply(
      status: status, contentType: "text/html; charset=utf-8", content: .buffer(ByteBuffer(string: html.text)))
    reply.isPage = true
    return reply
  }

  /// A piece of a page that a script puts in its place; leaves the flash for the next page.
  package static func fragment(_ html: HTML, status: Int = 200) -> Reply {
    Reply(status: status, contentType: "text/html; charset=utf-8", content: .buffer(ByteBuffer(string: html.text)))
  }

  /// 303 See Other: after a form was taken, the browser gets the next page.
  package static func redirect(to link: Link, flash: FlashMessage? = nil) -> Reply {
    var reply = Reply(status: 303, contentType: nil, content: .empty)
    reply.headers.append(("Location", link.text))
    reply.flash = flash
    return reply
  }

  package static func json(_ value: JSONValue, status: Int = 200) -> Reply {
    Reply(status: status, contentType: "application/json", content: .buffer(ByteBuffer(string: value.text)))
  }

  /// - Parameter contentType: for text with its charset.
  package static func text(_ text: String, contentType: String = "text/plain; charset=utf-8") -> Reply {
    Reply(status: 200, contentType: contentType, content: .buffer(ByteBuffer(string: text)))
  }

  /// - Parameter fileName: what the browser saves it as; `nil` shows it in the browser.
  package static func bytes(
    _ bytes: some Sequence<UInt8>, contentType: String, fileName: String? = nil
  ) -> Reply {
    var reply = Reply(status: 200, contentType: contentType, content: .buffer(ByteBuffer(bytes: bytes)))
    if let fileName { reply.headers.append(("Content-Disposition", ContentDisposition.attachment(fileName))) }
    return reply
  }

  /// An answer written while it is made, for example an export.
  /// - Parameter length: in bytes where it is known beforehand.
  package static func stream(
    contentType: String, fileName: String? = nil, length: Int? = nil, _ write: @escaping Stream
  ) -> Reply {
    var reply = Reply(status: 200, contentType: contentType, content: .stream(length: length, write))
    if let fileName { reply.headers.append(("Content-Disposition", ContentDisposition.attachment(fileName))) }
    return reply
  }

  /// An event stream that ends with the sequence, with the client, or when the
  /// server stops. Comments keep it alive.
  package static func events(_ events: AsyncStream<ServerEvent>) -> Reply {
    Reply(status: 200, contentType: "text/event-stream", content: .events(events))
  }

  /// A file from disk, also in ranges (RFC 9110 §14).
  /// - Parameters:
  ///   - contentType: by the content, not as the uploader said. Shown in the
  ///     browser only when it is a picture, a PDF or plain text, whatever `inline` says.
  ///   - fileName: what the browser saves it as.
  ///   - tag: names the content, for example its hash; then the browser may keep it.
  package static func file(
    at path: String, contentType: String, fileName: String, inline: Bool = false, tag: String? = nil
  ) -> Reply {
    var reply = Reply(status: 200, contentType: contentType, content: .file(path: path))
    let disposition =
      inline && ContentDisposition.mayShow(contentType)
      ? ContentDisposition.inline(fileName) : ContentDisposition.attachment(fileName)
    reply.headers.append(("Content-Disposition", disposition))
    reply.caching = tag.map { .revalidate(tag: $0) } ?? .never
    return reply
  }

  /// 204.
  package static var noContent: Reply { Reply(status: 204, contentType: nil, content: .empty) }

  /// The reply with one more header; line breaks in the value are refused by the server.
  package func header(_ name: String, _ value: String) -> Reply {
    var reply = self
    reply.headers.append((name, value))
    return reply
  }

  package func cookie(_ cookie: Cookie) -> Reply {
    var reply = self
    reply.cookies.append(cookie)
    return reply
  }

  package func flash(_ flash: FlashMessage) -> Reply {
    var reply = self
    reply.flash = flash
    return reply
  }

  package func caching(_ caching: Caching) -> Reply {
    var reply = self
    reply.caching = caching
    return reply
  }

  /// Gives the browser the session's cookie.
  /// - Parameters:
  ///   - token: `id.secret` as the authenticator will read it.
  ///   - maxAge: `nil` ends with the browser.
  package func beginningSession(_ token: String, maxAge: Duration? = nil) -> Reply {
    var reply = self
    reply.session = .begin(token, maxAge: maxAge)
    return reply
  }

  /// Takes the session's cookie away, and everything the browser kept of our pages.
  package func endingSession() -> Reply {
    var reply = self
    reply.session = .end
    return reply
  }
}

/// Where a streamed answer is written to.
package struct ReplyWriter {
  private var writer: any ResponseBodyWriter
  /// Bytes written so far.
  private(set) var count = 0

  init(_ writer: any ResponseBodyWriter) {
    self.writer = writer
  }

  @concurrent
  package mutating func write(_ text: String) async throws {
    try await write(ByteBuffer(string: text))
  }

  @concurrent
  package mutating func write(_ bytes: some Sequence<UInt8>) async throws {
    try await write(ByteBuffer(bytes: bytes))
  }

  @concurrent
  mutating func write(_ buffer: ByteBuffer) async throws {
    count += buffer.readableBytes
    try await writer.write(buffer)
  }

  @concurrent
  consuming func finish() async throws {
    try await writer.finish(nil)
  }
}
