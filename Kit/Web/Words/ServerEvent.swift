/// One message of an event stream (HTML Living Standard §9.2).
package struct ServerEvent: Sendable, Hashable {
  /// Comes back as `Exchange.lastEventID` when the browser connects again.
  package let id: String?
  /// The event's type; `nil` is `message`.
  package let name: String?
  package let data: String
  /// How long the browser waits before it connects again.
  package let retry: Duration?

  package init(_ data: String, name: String? = nil, id: String? = nil, retry: Duration? = nil) {
    self.data = data
    self.name = name
    self.id = id
    self.retry = retry
  }

  /// The lines of the event with the empty line that ends it. Line breaks in
  /// the id and the name would begin another field and are left out.
  package var encoded: String {
    var text = ""
    if let id { text += "id: \(Self.oneLine(id))\n" }
    if let name { text += "event: \(Self.oneLine(name))\n" }
    if let retry { text += "retry: \(retry.components.seconds * 1000)\n" }
    let lines = data.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    for line in lines { text += "data: \(line)\n" }
    return text + "\n"
  }

  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0 != "\0" }))
  }
}
