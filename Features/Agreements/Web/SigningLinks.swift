import Values
import Views

/// The addresses of signing and of what was signed.
enum SigningLinks {
  /// The round of an agreement, for the office.
  static func round(_ id: ID<Agreement>) -> Link { AgreementLinks.page(id, "signing") }
  static func signer(_ id: ID<Agreement>, _ signer: ID<Signer>, _ word: String) -> Link {
    Link("\(round(id).text)/\(signer)/\(word)")
  }
  /// Where a person with an account signs.
  static func sign(_ signer: ID<Signer>) -> Link { Link("/sign/\(signer)") }
  static let verify: Link = "/verify"
  static func verify(_ code: String) -> Link { Link("/verify/\(Link.encode(code))") }
}
