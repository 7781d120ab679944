import Localization
import Security
import Values

/// Carries a flash message to the next page in a signed cookie of two minutes.
enum FlashCookie {
  static let name = "flash"
  static let lifetime = Duration.seconds(120)

  static func cookie(_ flash: FlashMessage, signer: ValueSigner, now: Instant) -> Cookie {
    let arguments = flash.message.arguments.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
    let document: JSONValue = [
      "kind": .string(flash.kind.rawValue), "key": .string(flash.message.key), "arguments": .members(arguments),
      "until": .integer(now.advanced(by: lifetime).milliseconds),
    ]
    return Cookie(name, signer.sign(Base64URL.encode(document.text.utf8)), maxAge: lifetime)
  }

  /// `nil` for a forged, broken or old one.
  static func read(_ sealed: String, signer: ValueSigner, now: Instant) -> FlashMessage? {
    guard let payload = signer.verify(sealed), let bytes = Base64URL.decode(payload),
      let document = JSONValue.parse(bytes), let until = document["until"]?.integer, until > now.milliseconds,
      let kind = document["kind"]?.string.flatMap(FlashMessage.Kind.init(rawValue:)),
      let key = document["key"]?.string
    else { return nil }
    var arguments: [String: String] = [:]
    for member in document["arguments"]?.object ?? [] { arguments[member.name] = member.value.string }
    return FlashMessage(kind, Message(key, arguments))
  }
}
