import Foundation
import Synchronization
package import Values

/// A PDF with its signature.
package struct SignedDocument: Sendable, Hashable {
  package let path: String
  package let size: Int
  /// SHA-256 of the signed file, 64 hexadecimal digits.
  package let sha256: String
}

/// What an installation signs with.
package struct SigningCertificate: Sendable, Hashable {
  /// `CN=qiao.example.edu.cn`
  package let subject: String
  /// SHA-256 of the certificate, 64 hexadecimal digits.
  package let fingerprint: String
  package let validUntil: Instant
  /// For people who want to trust it in their reader.
  package let pem: String
}

extension SigningCertificate: Decodable {
  private enum Key: String, CodingKey { case subject, fingerprint, validUntil, certificate }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    subject = try container.decode(String.self, forKey: .subject)
    fingerprint = try container.decode(String.self, forKey: .fingerprint)
    validUntil = Instant(milliseconds: try container.decode(Int64.self, forKey: .validUntil) * 1000)
    pem = try container.decode(String.self, forKey: .certificate)
  }
}

/// The certificate, once a process has read it.
final class KnownCertificate: Sendable {
  let value = Mutex<SigningCertificate?>(nil)
}

/// Why a document was not signed; each description is a sentence for the operator.
package enum SigningError: Error, Hashable, Sendable {
  /// This program has no place for an identity.
  case notConfigured
  /// The file with the key can be read by others than its owner.
  case readableByOthers(path: String)
  /// The file holds no private key with its certificate.
  case identity(path: String, reason: String)
  /// The certificate is no longer, or not yet, valid; the day it ends.
  case expired(String)
  /// The PDF has a signature.
  case signedAlready
  /// No PDF, or one that signing does not understand.
  case unreadable(String)
  case tooLarge(limit: Int)
  /// The process ended without telling why.
  case died
  case workerMissing(reason: String)

  init(_ refusal: WorkerRefusal) {
    self =
      switch refusal.code {
      case "expired": .expired(refusal.detail ?? "")
      case "signedAlready": .signedAlready
      case "tooLarge": .tooLarge(limit: refusal.value ?? 0)
      default: .unreadable(refusal.detail ?? refusal.code)
      }
  }
}

extension SigningError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notConfigured: "no place for a signing certificate is set"
    case .readableByOthers(let path): "others can read the signing key \(path): run chmod 600 \(path)"
    case .identity(let path, let reason): "\(path) holds no private key with its certificate: \(reason)"
    case .expired(let day): "the signing certificate ended on \(day): put a new one in its place"
    case .signedAlready: "the document is signed already"
    case .unreadable(let reason): "the document cannot be signed: \(reason)"
    case .tooLarge(let limit): "the signed document is larger than \(limit) bytes"
    case .died: "the signer ended before its work did"
    case .workerMissing(let reason): reason
    }
  }
}
