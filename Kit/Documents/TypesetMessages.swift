import Foundation
import Values

/// What is asked of a typesetting process, as `Documents/worker/typesetting.py` describes it.
enum TypesetMessage {
  /// The first request, which says where templates and fonts are.
  struct Open: Encodable {
    let op = "open"
    let templates: String
    let fonts: [String]
    let families = TypesetFonts.families
    let memory = TypesetLimits.mostMemory
  }

  struct Typeset: Encodable {
    let op = "typeset"
    let template: String
    let files: [String]
    let isArchival: Bool
    let isTagged: Bool
    let timestamp: Int64
    let limits: TypesetLimits

    init(_ request: TypesetRequest) {
      template = request.template
      files = request.files.map(\.name)
      isArchival = request.isArchival
      isTagged = request.isTagged
      timestamp = request.made.milliseconds / 1000
      limits = request.limits
    }
  }

  static func json(_ message: some Encodable) throws -> [UInt8] {
    [UInt8](try JSONEncoder().encode(message))
  }
}

/// What a process that typesets or signs says.
enum TypesetAnswer {
  struct Head: Decodable {
    let pages: Int
    let bytes: Int
    let unprintable: String?
    /// Of a signed document.
    let sha256: String?
  }

  case ready(families: [String])
  case document(Head)
  case piece([UInt8])
  case end
  /// A signer is ready.
  case signing(SigningCertificate)
  /// A new key with its certificate, as PEM.
  case identity(String)

  /// - Throws: `WorkerRefusal`; `WorkerFailure.garbled` for what it never says.
  init(_ frame: WorkerFrame) throws {
    if frame.kind == UInt8(ascii: "P") {
      self = .piece(frame.body)
      return
    }
    guard frame.kind == UInt8(ascii: "J"),
      let message = try? JSONDecoder().decode(Message.self, from: Data(frame.body))
    else { throw WorkerFailure.garbled }
    if let error = message.error { throw error }
    if let ready = message.ready {
      if let certificate = ready.certificate {
        self = .signing(certificate)
      } else {
        self = .ready(families: ready.families ?? [])
      }
    } else if let pem = message.identity {
      self = .identity(pem)
    } else if let document = message.document {
      self = .document(document)
    } else if message.end != nil {
      self = .end
    } else {
      throw WorkerFailure.garbled
    }
  }

  private struct Message: Decodable {
    struct Ready: Decodable {
      let families: [String]?
      let certificate: SigningCertificate?

      enum CodingKeys: CodingKey { case families, certificate }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        families = try container.decodeIfPresent([String].self, forKey: .families)
        certificate = container.contains(.certificate) ? try SigningCertificate(from: decoder) : nil
      }
    }
    struct End: Decodable {}

    let ready: Ready?
    let identity: String?
    let document: Head?
    let end: End?
    let error: WorkerRefusal?
  }
}
