import Crypto
package import Values

/// A secret that its bearer shows: the cookie of a session, a personal access
/// token, the link that resets a password.
///
/// Written as `id.secret`: the id finds the row by its key, and the secret is
/// compared in constant time with the digest that the row keeps. Whoever reads
/// the table cannot sign in with it.
package struct Token<Owner>: Sendable {
  /// The key of the row.
  package let id: ID<Owner>
  private let secret: [UInt8]

  /// A new token for the row `id`, with 256 random bits.
  package init(id: ID<Owner>) {
    self.id = id
    secret = randomBytes(32)
  }

  /// Reads what a bearer showed.
  /// - Parameter prefix: what stands before the id, see `text(prefix:)`.
  /// - Returns: `nil` for anything that `text` did not write.
  package init?(_ text: some StringProtocol, prefix: String = "") {
    guard text.hasPrefix(prefix), text.utf8.count <= prefix.utf8.count + 64 else { return nil }
    let parts = text.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let id = ID<Owner>(parts[0]), id.description == parts[0],
      let secret = Base64URL.decode(parts[1]), secret.count == 32
    else { return nil }
    self.id = id
    self.secret = secret
  }

  /// The token to hand out, once: 13 letters, a dot and 43 letters.
  /// - Parameter prefix: makes a token that lies in the wrong place easy to
  ///   find and to name, such as `qiao_` before personal access tokens.
  package func text(prefix: String = "") -> String {
    "\(prefix)\(id).\(Base64URL.encode(secret))"
  }

  /// What the row keeps: SHA-256 of the secret, 43 letters. A fast digest is
  /// enough, as 256 random bits cannot be tried.
  package var digest: String {
    Base64URL.encode(SHA256.hash(data: secret))
  }

  /// Whether this is the token whose `digest` the row keeps.
  package func matches(digest: String) -> Bool {
    equalInConstantTime(self.digest.utf8, digest.utf8)
  }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible {
  /// Without the secret, so that no log holds one by accident.
  package var description: String { "\(id).…" }
  package var debugDescription: String { description }
}

extension Token: CustomReflectable {
  package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
