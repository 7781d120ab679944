import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Which answers are compressed: those that say `Vary: Accept-Encoding`, which
/// the dispatcher writes on text of some size and never on event streams,
/// ranges and answers to HEAD.
enum Compression {
  /// Smaller answers fit in one packet anyhow.
  static let smallest = 1000

  static func makeHandler() -> HTTPResponseCompressor {
    HTTPResponseCompressor { head, isSupported in
      guard isSupported, head.headers["Vary"].contains(where: { $0.lowercased().contains("accept-encoding") }),
        !head.headers.contains(name: "Content-Encoding"), !head.headers.contains(name: "Content-Range")
      else { return .doNotCompress }
      // The compressed length is another one; the compressor writes it where it can.
      head.headers.remove(name: "Content-Length")
      // The compressed content differs byte for byte, so a strong tag no longer holds.
      if let tag = head.headers.first(name: "ETag"), !tag.hasPrefix("W/") {
        head.headers.replaceOrAdd(name: "ETag", value: "W/" + tag)
      }
      return .compressIfPossible
    }
  }
}
