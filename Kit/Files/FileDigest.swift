package import Crypto

/// The name of a stored file: the SHA-256 of its bytes, written as 64 lower-case hexadecimal digits.
///
/// Equal bytes have one name, so a file uploaded twice is kept once.
package struct FileDigest: Hashable, Sendable {
  /// 64 lower-case hexadecimal digits.
  package let text: String

  package init(_ digest: SHA256.Digest) {
    let digits = Array("0123456789abcdef".utf8)
    text = String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Reads the text form; `nil` unless it is exactly 64 lower-case hexadecimal
  /// digits, so a digest can be made part of a path without further thought.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 64,
      text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    self.text = String(text)
  }

  /// The digest of a file that lies anywhere, read piece by piece.
  /// - Throws: `FileError.system`.
  package init(ofFileAt path: String) throws {
    let probe = try FileProbe(path: path)
    var (hash, position) = (SHA256(), 0)
    while true {
      let piece = try probe.bytes(at: position, count: 1 << 18)
      if piece.isEmpty { break }
      hash.update(data: piece)
      position += piece.count
    }
    self.init(hash.finalize())
  }

  /// `ab/cd/abcd…`: two levels of 256 folders keep every folder small.
  var relativePath: String {
    "\(text.prefix(2))/\(text.dropFirst(2).prefix(2))/\(text)"
  }
}

extension FileDigest: CustomStringConvertible {
  package var description: String { text }
}

extension FileDigest: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let digest = FileDigest(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a digest: 64 hexadecimal digits are expected"))
    }
    self = digest
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
