package import Localization

/// What the next page says once about what was just done.
package struct FlashMessage: Sendable, Hashable {
  /// How the message is shown.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case ok
    case info
    case warning
    case bad
  }

  package let kind: Kind
  package let message: Message

  package init(_ kind: Kind, _ message: Message) {
    self.kind = kind
    self.message = message
  }

  package static func ok(_ key: String, _ arguments: [String: String] = [:]) -> FlashMessage {
    FlashMessage(.ok, Message(key, arguments))
  }

  package static func bad(_ key: String, _ arguments: [String: String] = [:]) -> FlashMessage {
    FlashMessage(.bad, Message(key, arguments))
  }
}

/// Signs short values that travel through the browser and come back.
package struct ValueSigner: Sendable {
  /// The value with its signature, in characters that a cookie may hold.
  package let sign: @Sendable (String) -> String
  /// The value, or `nil` when the signature is missing or wrong.
  package let verify: @Sendable (String) -> String?

  package init(
    sign: @escaping @Sendable (String) -> String, verify: @escaping @Sendable (String) -> String?
  ) {
    self.sign = sign
    self.verify = verify
  }
}
